//! What the outbox holds about concerns: who may get it at hand-over, what is taken back, and that
//! nothing said to whoever told stays there. Decides nothing.

use std::collections::{HashMap, HashSet};

use super::{StoreError, Stored, Tx, outbox_waiting, sql::json_ids, tx::Cells};
use crate::base::{AdultId, ChildId, ConcernId, Instant, OutboxId, UnitId, to_ms};
use crate::model::message::{Outgoing, Parcel};

statements! {
    STANDING = "SELECT c.id, c.child_id, c.unit_id, p.adult_id FROM concerns c
             LEFT JOIN concern_people p ON p.concern_id = c.id AND p.part = 'reader'
         WHERE c.id IN (SELECT value FROM json_each($1)) ORDER BY c.id, p.adult_id",
        "SELECT c.id, c.child_id, c.unit_id, p.adult_id FROM concerns c
             LEFT JOIN concern_people p ON p.concern_id = c.id AND p.part = 'reader'
         WHERE c.id IN (SELECT CAST(value AS BIGINT)
             FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))) ORDER BY c.id, p.adult_id";
    WAITING = concat!("SELECT id, concerns FROM outbox
         WHERE adult_id = $1 AND ", rests!(), " AND concerns IS NOT NULL ORDER BY id");
    WITHDRAW = concat!("UPDATE outbox SET state = 'withdrawn', dedup_key = NULL, settled_ms = $3, body = ''
         WHERE adult_id = $1 AND ", rests!(), " AND concerns IS NOT NULL AND ", among!("$2", "concerns"));
    DELIVERED = concat!("SELECT bot_id, chat_id, COALESCE(remote_id, shown_in) AS message, parts FROM outbox
         WHERE adult_id = $1 AND state = 'sent' AND settled_ms > $3
           AND COALESCE(remote_id, shown_in) IS NOT NULL AND concerns IS NOT NULL AND ",
         among!("$2", "concerns"), " ORDER BY id");
    FORGET_TOLD = "DELETE FROM outbox WHERE action = 'report_concern' AND settled_ms <= $1";
}

/// Who may get what is said about a concern.
#[derive(Clone, Debug)]
pub struct Standing {
    pub child: Option<ChildId>,
    pub unit: UnitId,
    pub readers: HashSet<AdultId>,
}

/// How these concerns stand now; one that is forgotten has nothing.
pub async fn standing(tx: &mut Tx, of: &[ConcernId]) -> Stored<HashMap<ConcernId, Standing>> {
    let mut out: HashMap<ConcernId, Standing> = HashMap::new();
    if of.is_empty() {
        return Ok(out);
    }
    for row in all!(tx, STANDING; json_ids(of.iter().map(|id| id.0))) {
        let (child, unit) = (row.maybe_id("child_id")?, row.id("unit_id")?);
        let standing = out.entry(row.id("id")?).or_insert_with(|| Standing {
            child,
            unit,
            readers: HashSet::new(),
        });
        let reader: Option<AdultId> = row.maybe_id("adult_id")?;
        standing.readers.extend(reader);
    }
    Ok(out)
}

/// Of which concerns a message tells, as its row says it.
pub(super) fn column(message: &Outgoing) -> Option<String> {
    let ids = message.concerns.iter().map(|id| id.0);
    (!message.concerns.is_empty()).then(|| json_ids(ids))
}

/// Into which message of the chat such a screen is written.
pub(super) fn shown_in(message: &Outgoing) -> Option<i64> {
    match message.parcel {
        Parcel::Edit { message: shown, .. } if !message.concerns.is_empty() => Some(shown),
        _ => None,
    }
}

/// The opposite of [`column()`].
pub(super) fn read(row: &impl Cells) -> Stored<Vec<ConcernId>> {
    match row.maybe_text("concerns")? {
        Some(text) => {
            serde_json::from_str(&text).map_err(|_| StoreError::Unreadable { column: "concerns" })
        }
        None => Ok(Vec::new()),
    }
}

/// The key of a letter about a concern: the same step tells the same person once.
pub fn letter_key(id: ConcernId, what: &str, to: AdultId, part: usize) -> String {
    format!("concern:{id}:{what}:{to}:{part}")
}

/// What waits for an adult about concerns.
pub async fn waiting(tx: &mut Tx, adult: AdultId) -> Stored<Vec<(OutboxId, Vec<ConcernId>)>> {
    all!(tx, WAITING; adult.0)
        .iter()
        .map(|row| Ok((row.id("id")?, read(row)?)))
        .collect()
}

/// Takes back what waits for an adult about this concern.
pub async fn withdraw(tx: &mut Tx, id: ConcernId, adult: AdultId, now: Instant) -> Stored<u64> {
    outbox_waiting::hold(tx, &[adult]).await?;
    Ok(run!(tx, WITHDRAW; adult.0, id.0, to_ms(now)))
}

/// A message in a chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub bot: String,
    pub chat: i64,
    pub message: i64,
}

/// What an adult was shown of this concern after `since`.
pub async fn delivered(
    tx: &mut Tx,
    id: ConcernId,
    adult: AdultId,
    since: Instant,
) -> Stored<Vec<Shown>> {
    let mut out = Vec::new();
    for row in all!(tx, DELIVERED; adult.0, id.0, to_ms(since)) {
        let first = row.int("message")?;
        // An album is one row, and a message for each picture.
        for part in 0..row.int("parts")?.max(1) {
            out.push(Shown {
                bot: row.text("bot_id")?,
                chat: row.int("chat_id")?,
                message: first + part,
            });
        }
    }
    out.dedup();
    Ok(out)
}

/// What was said to those who told, and went before a moment, is gone.
pub async fn forget_told(tx: &mut Tx, before: Instant) -> Stored<u64> {
    Ok(run!(tx, FORGET_TOLD; to_ms(before)))
}
