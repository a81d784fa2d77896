//! Reading the outbox: what is due, how much of it, what answered message a reply belongs to.
//! Never reads a body.

use super::sql::json_ids;
use super::tx::Cells;
use super::{StoreError, Stored, Tx, under_way};
use crate::base::{AdultId, ChildId, Instant, OutboxId, ThreadId, to_ms};
use crate::model::message::{Kind, Lane};
use crate::words;

// The next of one lane: lane by lane it is the first that `outbox_open` has behind `$2`.
macro_rules! next_held {
    ($lane:literal) => {
        concat!(
            "SELECT not_before_ms AS at_ms FROM outbox WHERE bot_id = $1 AND lane = ",
            $lane,
            " AND state = 'waiting' AND not_before_ms > $2 AND retry_ms <= not_before_ms
             ORDER BY not_before_ms LIMIT 1"
        )
    };
}

// The first moment of `$held` and of what is tried again.
macro_rules! next_due {
    ($($held:expr),+) => {
        concat!(
            "SELECT MIN(at_ms) AS at_ms FROM (",
            $($held,)+
            " UNION ALL SELECT * FROM (SELECT retry_ms AS at_ms FROM outbox WHERE bot_id = $1
                 AND state = 'waiting' AND retry_ms > not_before_ms AND retry_ms > $2
                 ORDER BY retry_ms LIMIT 1) AS again) AS due"
        )
    };
}

statements! {
    // Each part reads the first entry of an index: nobody walks what is held for the week. PostgreSQL plans one lane for
    // all of them, and no MIN of each, which it plans twice: an eighth of the time, and it stays with the lane's index.
    NEXT_DUE = next_due!("SELECT * FROM (", next_held!("0"), ") AS lane_0 UNION ALL SELECT * FROM (", next_held!("1"),
            ") AS lane_1 UNION ALL SELECT * FROM (", next_held!("2"), ") AS lane_2 UNION ALL SELECT * FROM (",
            next_held!("3"), ") AS lane_3"),
        next_due!("SELECT of_lane.at_ms FROM (VALUES (0), (1), (2), (3)) AS l (number) CROSS JOIN LATERAL (",
            next_held!("l.number"), ") AS of_lane");

    // No more than a bound is counted of each lane: this is asked all the time.
    COUNTS = "SELECT lane, COUNT(*) AS rows_of FROM (
            SELECT * FROM (SELECT lane FROM outbox
              WHERE lane >= 0 AND lane = 0 AND state = 'waiting' LIMIT $1) AS lane_0
            UNION ALL SELECT * FROM (SELECT lane FROM outbox
              WHERE lane >= 0 AND lane = 1 AND state = 'waiting' LIMIT $1) AS lane_1
            UNION ALL SELECT * FROM (SELECT lane FROM outbox
              WHERE lane >= 0 AND lane = 2 AND state = 'waiting' LIMIT $1) AS lane_2
            UNION ALL SELECT * FROM (SELECT lane FROM outbox
              WHERE lane >= 0 AND lane = 3 AND state = 'waiting' LIMIT $1) AS lane_3) AS counted
         GROUP BY lane ORDER BY lane";

    // Of these.
    LANES = "SELECT lane, COUNT(*) AS rows_of FROM outbox
         WHERE state = 'waiting' AND id IN (SELECT value FROM json_each($1)) GROUP BY lane ORDER BY lane",
        "SELECT lane, COUNT(*) AS rows_of FROM outbox
         WHERE state = 'waiting' AND id IN (SELECT CAST(value AS BIGINT)
             FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))) GROUP BY lane ORDER BY lane";

    // Four probes of an index.
    OLDEST_WAITING = "SELECT lane, due_ms FROM (
            SELECT CAST(0 AS BIGINT) AS lane, MIN(not_before_ms) AS due_ms FROM outbox
              WHERE lane >= 0 AND lane = 0 AND state = 'waiting' AND not_before_ms <= $1
            UNION ALL SELECT CAST(1 AS BIGINT) AS lane, MIN(not_before_ms) AS due_ms FROM outbox
              WHERE lane >= 0 AND lane = 1 AND state = 'waiting' AND not_before_ms <= $1
            UNION ALL SELECT CAST(2 AS BIGINT) AS lane, MIN(not_before_ms) AS due_ms FROM outbox
              WHERE lane >= 0 AND lane = 2 AND state = 'waiting' AND not_before_ms <= $1
            UNION ALL SELECT CAST(3 AS BIGINT) AS lane, MIN(not_before_ms) AS due_ms FROM outbox
              WHERE lane >= 0 AND lane = 3 AND state = 'waiting' AND not_before_ms <= $1) AS oldest
         WHERE due_ms IS NOT NULL ORDER BY lane";

    // The messenger numbers the messages of one album one after the other, ten at most: any of them
    // finds the row, which knows the first.
    BY_REMOTE = "SELECT thread_id, children, kind, dedup_key FROM outbox
         WHERE bot_id = $1 AND chat_id = $2 AND remote_id IS NOT NULL AND remote_id <= $3
           AND remote_id > CAST($3 AS BIGINT) - 10
           AND (remote_id = $3 OR remote_id + parts > $3)
         ORDER BY remote_id DESC, id DESC LIMIT 1";

    LIST = concat!("SELECT id, adult_id, kind, lane, tries, in_doubt, not_before_ms, created_ms, settled_ms, refusal
         FROM outbox WHERE ", stands!("outbox"), " = $1 ORDER BY id DESC LIMIT $2");
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
    /// What made it the same when it was written twice.
    pub dedup: Option<String>,
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
    let waits = match along_indexes!(one, tx, NEXT_DUE; bot, to_ms(now)) {
        Some(row) => row.maybe_moment("at_ms")?,
        None => None,
    };
    let ends = under_way::first_end(tx, bot).await?;
    Ok(waits.into_iter().chain(ends).min())
}

/// Counted of each lane at most: so many stands for so many or more.
pub const COUNTED: i64 = 10_000;

/// Open rows by state and lane, up to [`COUNTED`] of a lane. What is settled is not counted here:
/// a year of it would be walked each time.
pub async fn counts(tx: &mut Tx) -> Stored<Vec<(OutboxState, Lane, i64)>> {
    let open = all!(tx, COUNTS; COUNTED);
    let claimed = claimed_by_lane(tx).await?;
    let mut counts = Vec::new();
    for row in &open {
        let lane = Lane::from_rank(row.int("lane")?);
        counts.push((OutboxState::Waiting, lane, row.int("rows_of")?));
    }
    tell_apart(&mut counts, &claimed);
    Ok(counts)
}

/// How many of each lane are under way, of all bots.
pub(super) async fn claimed_by_lane(tx: &mut Tx) -> Stored<Vec<(Lane, i64)>> {
    let ids = json_ids(under_way::everything(tx).await?.keys().map(|id| id.0));
    all!(tx, LANES; ids)
        .iter()
        .map(|row| Ok((Lane::from_rank(row.int("lane")?), row.int("rows_of")?)))
        .collect()
}

/// Rows counted as waiting by what they are: `claimed` of them are under way.
pub(super) fn tell_apart(counts: &mut Vec<(OutboxState, Lane, i64)>, claimed: &[(Lane, i64)]) {
    for (lane, number) in claimed {
        for (state, of, waiting) in counts.iter_mut() {
            if *state == OutboxState::Waiting && of == lane {
                *waiting -= number;
            }
        }
        counts.push((OutboxState::Claimed, *lane, *number));
    }
    counts.retain(|(_, _, number)| *number > 0);
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
        dedup: row.maybe_text("dedup_key")?,
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
