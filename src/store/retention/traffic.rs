//! Messages and updates, the tables that grow by the minute: the words first, later the rows, walked
//! with a cursor. Never touches what is open.

use crate::base::{Instant, first_id, to_ms};
use crate::store::tx::Cells;
use crate::store::{Stored, Tx};

statements! {
    // Both ends of the page are named, so that a page does not walk what the one before it emptied.
    BLANK = "UPDATE outbox SET body = '' WHERE id IN (SELECT id FROM outbox
           WHERE settled_ms IS NOT NULL AND body <> '' AND settled_ms >= $1 AND settled_ms <= $2
           ORDER BY settled_ms LIMIT $3)
         RETURNING settled_ms AS at",
        "UPDATE outbox SET body = '' WHERE id IN (SELECT id FROM outbox
           WHERE settled_ms IS NOT NULL AND body <> '' AND settled_ms >= $1 AND settled_ms <= $2
           ORDER BY settled_ms LIMIT $3 FOR UPDATE SKIP LOCKED)
         RETURNING settled_ms AS at";

    // Ids rise with time: the primary key finds the oldest without an index of its own.
    SENT = "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox
           WHERE id > $1 AND id < $2 AND settled_ms IS NOT NULL AND settled_ms <= $3
           ORDER BY id LIMIT $4)
         RETURNING id AS at",
        "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox
           WHERE id > $1 AND id < $2 AND settled_ms IS NOT NULL AND settled_ms <= $3
           ORDER BY id LIMIT $4 FOR UPDATE SKIP LOCKED)
         RETURNING id AS at";

    HEARD = "DELETE FROM inbox WHERE id IN (SELECT id FROM inbox
           WHERE id > $1 AND id < $2 AND state = 'done' AND settled_ms <= $3
           ORDER BY id LIMIT $4)
         RETURNING id AS at",
        "DELETE FROM inbox WHERE id IN (SELECT id FROM inbox
           WHERE id > $1 AND id < $2 AND state = 'done' AND settled_ms <= $3
           ORDER BY id LIMIT $4 FOR UPDATE SKIP LOCKED)
         RETURNING id AS at";

    PARKED = "DELETE FROM inbox WHERE id IN (SELECT id FROM inbox
           WHERE state = 'parked' AND received_ms <= $1 ORDER BY id LIMIT $2)",
        "DELETE FROM inbox WHERE id IN (SELECT id FROM inbox
           WHERE state = 'parked' AND received_ms <= $1 ORDER BY id LIMIT $2
           FOR UPDATE SKIP LOCKED)";
}

/// One page of forgetting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forgot {
    pub rows: u64,
    /// Where the next page begins; the first one begins at 0.
    pub next: i64,
}

fn page(rows: &[sqlx::any::AnyRow], from: i64) -> Stored<Forgot> {
    let mut next = from;
    for row in rows {
        next = next.max(row.int("at")?);
    }
    let rows = rows.len() as u64;
    Ok(Forgot { rows, next })
}

/// Blanks the words of up to `limit` messages settled at `until` or before.
pub async fn blank(tx: &mut Tx, from: i64, until: Instant, limit: i64) -> Stored<Forgot> {
    page(&all!(tx, BLANK; from, to_ms(until), limit), from)
}

/// Removes up to `limit` messages settled at `until` or before.
pub async fn sent(tx: &mut Tx, from: i64, until: Instant, limit: i64) -> Stored<Forgot> {
    let before = first_id(until);
    page(&all!(tx, SENT; from, before, to_ms(until), limit), from)
}

/// Removes up to `limit` updates done at `until` or before.
pub async fn heard(tx: &mut Tx, from: i64, until: Instant, limit: i64) -> Stored<Forgot> {
    let before = first_id(until);
    page(&all!(tx, HEARD; from, before, to_ms(until), limit), from)
}

/// Removes up to `limit` updates that came at `until` or before and that no person looked after.
pub async fn parked(tx: &mut Tx, until: Instant, limit: i64) -> Stored<u64> {
    Ok(run!(tx, PARKED; to_ms(until), limit))
}
