//! Reading the outbox: what is due, how much of it, what answered message a reply belongs to.
//! Never reads a body.

use super::tx::Cells;
use super::{StoreError, Stored, Tx};
use crate::base::{AdultId, ChildId, Instant, OutboxId, ThreadId, to_ms};
use crate::model::message::{Kind, Lane};
use crate::words;

statements! {
    NEXT_DUE = "SELECT MIN(at_ms) AS at_ms FROM (
            SELECT CASE WHEN retry_ms > not_before_ms THEN retry_ms ELSE not_before_ms END AS at_ms
            FROM outbox WHERE bot_id = $1 AND state = 'waiting'
              AND (retry_ms > $2 OR not_before_ms > $2)
            UNION ALL
            SELECT lease_until_ms AS at_ms FROM outbox WHERE bot_id = $1 AND state = 'claimed') AS due";

    COUNTS = "SELECT state, lane, COUNT(*) AS rows_of FROM outbox
         GROUP BY state, lane ORDER BY state, lane";

    OLDEST_WAITING = "SELECT lane, MIN(not_before_ms) AS due_ms FROM outbox
         WHERE state IN ('waiting', 'claimed') AND not_before_ms <= $1
         GROUP BY lane ORDER BY lane";

    BY_REMOTE = "SELECT thread_id, children, kind FROM outbox
         WHERE bot_id = $1 AND chat_id = $2 AND remote_id = $3 AND remote_id IS NOT NULL
         ORDER BY id DESC LIMIT 1";

    LIST = "SELECT id, adult_id, kind, lane, tries, in_doubt, not_before_ms, created_ms,
             settled_ms, refusal
         FROM outbox WHERE state = $1 ORDER BY id DESC LIMIT $2";
}

words! {
    /// Where a message stands.
    pub enum OutboxState {
        Waiting = "waiting",
        Claimed = "claimed",
        Sent = "sent",
        Refused = "refused",
        Withdrawn = "withdrawn",
        Expired = "expired",
    }
}

/// What a message of ours was about: found by the messenger's id of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remote {
    pub thread: Option<ThreadId>,
    pub children: Vec<ChildId>,
    pub kind: Kind,
}

/// A message without its content, for the operator's list.
#[derive(Clone, Debug)]
pub struct Listed {
    pub id: OutboxId,
    pub adult: Option<AdultId>,
    pub kind: String,
    pub lane: Lane,
    pub tries: i64,
    pub in_doubt: bool,
    pub due: Instant,
    pub created: Instant,
    pub settled: Option<Instant>,
    pub refusal: Option<String>,
}

/// The next moment after `now` at which something of this bot can change by itself.
pub async fn next_due(tx: &mut Tx, bot: &str, now: Instant) -> Stored<Option<Instant>> {
    match one!(tx, NEXT_DUE; bot, to_ms(now)) {
        Some(row) => row.maybe_moment("at_ms"),
        None => Ok(None),
    }
}

/// Rows by state and lane.
pub async fn counts(tx: &mut Tx) -> Stored<Vec<(OutboxState, Lane, i64)>> {
    let rows = all!(tx, COUNTS);
    rows.iter()
        .map(|row| {
            Ok((
                row.word("state")?,
                Lane::from_rank(row.int("lane")?),
                row.int("rows_of")?,
            ))
        })
        .collect()
}

/// Per lane, since when its oldest due message waits to go.
pub async fn oldest_waiting(tx: &mut Tx, now: Instant) -> Stored<Vec<(Lane, Instant)>> {
    let rows = all!(tx, OLDEST_WAITING; to_ms(now));
    rows.iter()
        .map(|row| Ok((Lane::from_rank(row.int("lane")?), row.moment("due_ms")?)))
        .collect()
}

/// What our message `remote` in this chat was about.
pub async fn by_remote(tx: &mut Tx, bot: &str, chat: i64, remote: i64) -> Stored<Option<Remote>> {
    let Some(row) = one!(tx, BY_REMOTE; bot, chat, remote) else {
        return Ok(None);
    };
    Ok(Some(Remote {
        thread: row.maybe_id("thread_id")?,
        children: row.json("children")?,
        kind: row.word("kind")?,
    }))
}

/// The newest `limit` messages of one state, without content.
pub async fn list(tx: &mut Tx, state: OutboxState, limit: i64) -> Stored<Vec<Listed>> {
    let rows = all!(tx, LIST; state.as_str(), limit);
    rows.iter()
        .map(|row| {
            Ok::<_, StoreError>(Listed {
                id: row.id("id")?,
                adult: row.maybe_id("adult_id")?,
                kind: row.text("kind")?,
                lane: Lane::from_rank(row.int("lane")?),
                tries: row.int("tries")?,
                in_doubt: row.flag("in_doubt")?,
                due: row.moment("not_before_ms")?,
                created: row.moment("created_ms")?,
                settled: row.maybe_moment("settled_ms")?,
                refusal: row.maybe_text("refusal")?,
            })
        })
        .collect()
}
