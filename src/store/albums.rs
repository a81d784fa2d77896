//! Albums in the outbox: one row that may grow while it waits, and goes when something follows it.

use super::tx::Cells;
use super::{Stored, Tx, parcels};
use crate::base::{AdultId, ChildId, Instant, NoteId, OutboxId, ThreadId, to_ms};
use crate::model::album::Item;
use crate::model::message::{Content, Parcel};

statements! {
    // Locks the note's newest row for its reader. A row that was tried may have arrived: it is not
    // changed any more.
    TAKE = "UPDATE outbox SET tries = tries
         WHERE id = (SELECT id FROM outbox WHERE adult_id = $1 AND state = 'waiting'
             AND kind = 'note' AND dedup_key LIKE $2 ORDER BY id DESC LIMIT 1)
           AND state = 'waiting' AND tries = 0 AND in_doubt = 0
         RETURNING id, body, children";

    // Asked when it is locked: until then it could be taken.
    RESTS = concat!("SELECT id FROM outbox WHERE id = $1 AND ", rests!());

    REWRITE = "UPDATE outbox SET body = $2, parts = $3 WHERE id = $1";

    LET_GO = "UPDATE outbox SET not_before_ms = $3
         WHERE adult_id = $1 AND state = 'waiting' AND thread_id = $2 AND kind = 'note' AND not_before_ms > $3";
}

/// Adds an item to the album of a note that still waits for this reader. False: it has left, was
/// withdrawn, or cannot hold the item.
pub async fn add(tx: &mut Tx, note: NoteId, to: AdultId, item: &Item) -> Stored<bool> {
    let Some(row) = one!(tx, TAKE; to.0, format!("note:{note}:{to}:%")) else {
        return Ok(false);
    };
    let id: OutboxId = row.id("id")?;
    if one!(tx, RESTS; id.0).is_none() {
        return Ok(false);
    }
    let children: Vec<ChildId> = row.json("children")?;
    let mut parcel = parcels::keys_in(tx, std::slice::from_ref(&row))
        .await?
        .open(&row)?;
    let Parcel::Send {
        content: Content::Album { album },
        ..
    } = &mut parcel
    else {
        return Ok(false);
    };
    if !album.add(item.clone()) {
        return Ok(false);
    }
    let parts = i64::try_from(parcel.messages()).unwrap_or(i64::MAX);
    let body = parcels::seal_one(tx, &children, &parcel).await?;
    run!(tx, REWRITE; id.0, body, parts);
    Ok(true)
}

/// What is held for this reader in this thread is due at `at`: something follows then that must not overtake it.
pub async fn let_go(tx: &mut Tx, to: AdultId, thread: ThreadId, at: Instant) -> Stored<()> {
    run!(tx, LET_GO; to.0, thread.0, to_ms(at));
    Ok(())
}
