//! Incoming updates as rows, which `arrivals` stores: claimed oldest first per chat, settled with their effects.
//! Does not know what an update means.

use super::inbox_body;
use super::sql::json_ids;
use super::tx::Cells;
use super::{Engine, StoreError, Stored, Tx, vault};
use crate::base::{InboxId, Instant, to_ms};
use crate::words;

macro_rules! done {
    ($now:literal, $which:literal) => {
        concat!(
            "UPDATE inbox SET state = 'done', settled_ms = ",
            $now,
            ", lease_until_ms = NULL, body = '', problem = NULL WHERE ",
            $which
        )
    };
}

// Without a join: a planner that knows nothing of how much waits turned one into minutes.
macro_rules! fresh {
    ($end:literal) => {
        concat!(
            "SELECT id, update_id, chat_id, body, CASE WHEN state = 'waiting' AND tries = 0 AND retry_ms <= $2 THEN 1 ELSE 0 END AS fresh
             FROM inbox
             WHERE bot_id = $1 AND state IN ('waiting', 'claimed')
               AND ABS(COALESCE(chat_id, 0)) % $3 = $4
             ORDER BY update_id LIMIT $5",
            $end
        )
    };
}

// None of a chat in which something earlier is not fresh any more.
macro_rules! free {
    () => {
        "SELECT id, update_id, chat_id, body,
             MIN(fresh) OVER (PARTITION BY chat_id ORDER BY update_id) AS fresh"
    };
}

statements! {
    // The oldest open update of each chat, unless it waits for its retry or is in other hands.
    CLAIM = "WITH picked AS (
            SELECT c.id FROM inbox c
            WHERE c.bot_id = $1 AND c.state IN ('waiting', 'claimed') AND c.retry_ms <= $2
              AND (c.state = 'waiting' OR c.lease_until_ms <= $2)
              AND NOT EXISTS (SELECT 1 FROM inbox o
                WHERE o.bot_id = c.bot_id AND o.chat_id = c.chat_id
                  AND o.state IN ('waiting', 'claimed') AND o.id <> c.id
                  AND (o.update_id < c.update_id
                    OR (o.state = 'claimed' AND o.lease_until_ms > $2)))
            ORDER BY c.update_id LIMIT $4)
         UPDATE inbox SET state = 'claimed', lease_until_ms = $3, tries = tries + 1
         WHERE id IN (SELECT id FROM picked)
         RETURNING id, update_id, chat_id, body, tries",
        "WITH picked AS (
            SELECT c.id FROM inbox c
            WHERE c.bot_id = $1 AND c.state IN ('waiting', 'claimed') AND c.retry_ms <= $2
              AND (c.state = 'waiting' OR c.lease_until_ms <= $2)
              AND NOT EXISTS (SELECT 1 FROM inbox o
                WHERE o.bot_id = c.bot_id AND o.chat_id = c.chat_id
                  AND o.state IN ('waiting', 'claimed') AND o.id <> c.id
                  AND (o.update_id < c.update_id
                    OR (o.state = 'claimed' AND o.lease_until_ms > $2)))
            ORDER BY c.update_id LIMIT $4 FOR UPDATE SKIP LOCKED)
         UPDATE inbox SET state = 'claimed', lease_until_ms = $3, tries = tries + 1
         WHERE id IN (SELECT id FROM picked)
         RETURNING id, update_id, chat_id, body, tries";

    // The oldest, done in the transaction that asks: it is not written down that they are in anybody's hands. Who
    // asks at the same moment waits. PostgreSQL finds and settles them in one walk; the list of ids is a list and no
    // join, so that each is looked up by its key.
    FRESH = concat!("WITH found AS (", fresh!(""), ") ", free!(), " FROM found ORDER BY update_id"),
        concat!("WITH found AS (", fresh!(" FOR UPDATE"), "), free AS (", free!(), " FROM found),
         done AS (", done!("$2", "id = ANY (ARRAY(SELECT id FROM free WHERE fresh = 1))"), ")
         SELECT id, chat_id, body, fresh FROM free ORDER BY update_id");

    // What the person wrote is where it belongs by now: the copy here is not needed any more.
    DONE = done!("$3", "id = $1 AND state = 'claimed' AND lease_until_ms = $2");

    DONE_ALL = done!("$3", "id IN (SELECT value FROM json_each($1))
             AND CASE state WHEN 'claimed' THEN lease_until_ms END = $2"),
        done!("$3", "id IN (SELECT CAST(value AS BIGINT)
             FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)))
           AND CASE state WHEN 'claimed' THEN lease_until_ms END = $2");

    // PostgreSQL's are done where they are found: there this is prepared by a test only.
    DONE_FRESH = done!("$2", "id IN (SELECT value FROM json_each($1))"),
        done!("$2", "id IN (SELECT CAST(value AS BIGINT)
             FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)))");

    FAIL = "UPDATE inbox SET state = 'waiting', retry_ms = $3, lease_until_ms = NULL, problem = $4
         WHERE id = $1 AND state = 'claimed' AND lease_until_ms = $2";

    RELEASE = "UPDATE inbox SET state = 'waiting', retry_ms = $3, lease_until_ms = NULL,
             tries = tries - 1
         WHERE id = $1 AND state = 'claimed' AND lease_until_ms = $2";

    RELEASE_ALL = "UPDATE inbox SET state = 'waiting', lease_until_ms = NULL
         WHERE bot_id = $1 AND state = 'claimed'";

    PARK = "UPDATE inbox SET state = 'parked', settled_ms = $3, lease_until_ms = NULL, problem = $4
         WHERE id = $1 AND state = 'claimed' AND lease_until_ms = $2";

    NEXT_DUE = "SELECT MIN(CASE WHEN state = 'claimed' THEN lease_until_ms ELSE retry_ms END)
             AS at_ms
         FROM inbox WHERE bot_id = $1 AND state IN ('waiting', 'claimed')
           AND (state = 'claimed' OR retry_ms > $2)";

    // What could be claimed now; one whose chat is busy is among them.
    OPEN = "SELECT 1 AS found FROM inbox WHERE bot_id = $1 AND state IN ('waiting', 'claimed')
         AND state = 'waiting' AND retry_ms <= $2 LIMIT 1";

    // No more than a bound is counted: this is asked all the time.
    COUNTS = "SELECT state, COUNT(*) AS rows_of FROM (
            SELECT * FROM (SELECT state FROM inbox WHERE state IN ('waiting', 'claimed') LIMIT $1)
              AS open_ones
            UNION ALL SELECT * FROM (SELECT state FROM inbox WHERE state = 'parked' LIMIT $1)
              AS parked_ones) AS counted
         GROUP BY state ORDER BY state";

    OLDEST = "SELECT MIN(received_ms) AS at_ms FROM inbox
         WHERE bot_id = $1 AND state IN ('waiting', 'claimed') AND received_ms > 0";

    // One text for each part of the table that has an index of its own.
    LIST_OPEN = "SELECT id, bot_id, update_id, tries, received_ms, settled_ms, problem
         FROM inbox WHERE state = $1 AND state IN ('waiting', 'claimed') ORDER BY id DESC LIMIT $2";

    LIST_PARKED = "SELECT id, bot_id, update_id, tries, received_ms, settled_ms, problem
         FROM inbox WHERE state = $1 AND state = 'parked' ORDER BY id DESC LIMIT $2";

    LIST_DONE = "SELECT id, bot_id, update_id, tries, received_ms, settled_ms, problem
         FROM inbox WHERE state = $1 ORDER BY id DESC LIMIT $2";
}

words! {
    /// Where an update stands.
    pub enum InboxState {
        Waiting = "waiting",
        Claimed = "claimed",
        Done = "done",
        /// Needs a person: kept as it came.
        Parked = "parked",
    }
}

/// An update in our hands until `lease`.
#[derive(Clone, Debug)]
pub struct Claimed {
    pub id: InboxId,
    pub update: i64,
    pub chat: Option<i64>,
    pub body: String,
    /// This try included.
    pub tries: i64,
    /// The deadline of this claim; whoever settles must name it, so a late hand changes nothing.
    pub lease: Instant,
}

/// An update without its content, for the operator's list.
#[derive(Clone, Debug)]
pub struct Listed {
    pub id: InboxId,
    pub bot: String,
    pub update: i64,
    pub tries: i64,
    pub received: Instant,
    pub settled: Option<Instant>,
    pub problem: Option<String>,
}

/// Takes the oldest open update of up to `limit` chats until `lease_until`.
pub async fn claim(
    tx: &mut Tx,
    bot: &str,
    now: Instant,
    lease_until: Instant,
    limit: usize,
) -> Stored<Vec<Claimed>> {
    let rows = all!(tx, CLAIM; bot, to_ms(now), to_ms(lease_until),
        i64::try_from(limit).unwrap_or(i64::MAX));
    let own = vault::own(tx).await?;
    let mut claimed = rows
        .iter()
        .map(|row| {
            Ok(Claimed {
                id: row.id("id")?,
                update: row.int("update_id")?,
                chat: row.maybe_int("chat_id")?,
                body: inbox_body::open(row, &own)?,
                tries: row.int("tries")?,
                lease: lease_until,
            })
        })
        .collect::<Stored<Vec<_>>>()?;
    claimed.sort_by_key(|row| row.update);
    Ok(claimed)
}

/// An update that nobody has tried yet, in the hands of one transaction.
#[derive(Clone, Debug)]
pub struct Fresh {
    pub id: InboxId,
    pub chat: Option<i64>,
    pub body: String,
}

/// A part of all chats: those whose number leaves `index` when divided by `of`.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    pub index: i64,
    pub of: i64,
}

/// Takes what was never tried of the oldest `limit` open updates of a part, in order; none of a chat in which
/// something earlier waits for its next try or is in other hands. `true`: there may be more. They are done, inside
/// the transaction of their effects, which must be one that writes; undone, they are as they were.
pub async fn take_fresh(
    tx: &mut Tx,
    bot: &str,
    now: Instant,
    part: Part,
    limit: usize,
) -> Stored<(Vec<Fresh>, bool)> {
    let rows = all!(tx, FRESH; bot, to_ms(now), part.of, part.index,
        i64::try_from(limit).unwrap_or(i64::MAX));
    let own = vault::own(tx).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        if row.flag("fresh")? {
            found.push(Fresh {
                id: row.id("id")?,
                chat: row.maybe_int("chat_id")?,
                // As in [`claim`], which gets it next.
                body: inbox_body::open(row, &own)?,
            });
        }
    }
    if tx.engine() == Engine::Sqlite && !found.is_empty() {
        let ids = json_ids(found.iter().map(|update| update.id.0));
        run!(tx, DONE_FRESH; ids, to_ms(now));
    }
    let more = rows.len() == limit && !found.is_empty();
    Ok((found, more))
}

/// Marks an update as done, inside the transaction of its effects. `false`: the claim was lost,
/// somebody else has it; the effects must be undone.
pub async fn settle_done(tx: &mut Tx, claimed: &Claimed, now: Instant) -> Stored<bool> {
    Ok(run!(tx, DONE; claimed.id.0, to_ms(claimed.lease), to_ms(now)) > 0)
}

/// The same for updates of one claim. `false`: one of them was lost; all effects must be undone.
pub async fn settle_all_done(tx: &mut Tx, claimed: &[Claimed], now: Instant) -> Stored<bool> {
    let Some(first) = claimed.first() else {
        return Ok(true);
    };
    let ids = json_ids(claimed.iter().map(|update| update.id.0));
    let done = run!(tx, DONE_ALL; ids, to_ms(first.lease), to_ms(now));
    Ok(usize::try_from(done) == Ok(claimed.len()))
}

/// Gives an update back until `retry_at`. `problem` holds no personal data.
pub async fn fail(
    tx: &mut Tx,
    claimed: &Claimed,
    retry_at: Instant,
    problem: &str,
) -> Stored<bool> {
    Ok(run!(tx, FAIL; claimed.id.0, to_ms(claimed.lease), to_ms(retry_at), problem) > 0)
}

/// Gives an update back until `retry_at`, the try too: the fault was not its own.
pub async fn release(tx: &mut Tx, claimed: &Claimed, retry_at: Instant) -> Stored<bool> {
    Ok(run!(tx, RELEASE; claimed.id.0, to_ms(claimed.lease), to_ms(retry_at)) > 0)
}

/// Gives back everything that the bot's last owner was handling. Had it not ended, it would find its
/// claim lost and undo what it did.
pub async fn release_all(tx: &mut Tx, bot: &str) -> Stored<u64> {
    Ok(run!(tx, RELEASE_ALL; bot))
}

/// Puts an update aside for a person; its chat goes on. `problem` holds no personal data.
pub async fn park(tx: &mut Tx, claimed: &Claimed, now: Instant, problem: &str) -> Stored<bool> {
    Ok(run!(tx, PARK; claimed.id.0, to_ms(claimed.lease), to_ms(now), problem) > 0)
}

/// Whether anything waits that may be handled now.
pub async fn is_open(tx: &mut Tx, bot: &str, now: Instant) -> Stored<bool> {
    Ok(one!(tx, OPEN; bot, to_ms(now)).is_some())
}

/// The next moment at which something can change by itself.
pub async fn next_due(tx: &mut Tx, bot: &str, now: Instant) -> Stored<Option<Instant>> {
    one!(tx, NEXT_DUE; bot, to_ms(now)).map_or(Ok(None), |row| row.maybe_moment("at_ms"))
}

/// Counted of each part at most: so many stands for so many or more.
pub const COUNTED: i64 = 10_000;

/// Open and parked rows by state, each up to [`COUNTED`]. What is done is not counted here: a month
/// of it would be walked each time.
pub async fn counts(tx: &mut Tx) -> Stored<Vec<(InboxState, i64)>> {
    let rows = all!(tx, COUNTS; COUNTED);
    rows.iter()
        .map(|row| Ok((row.word("state")?, row.int("rows_of")?)))
        .collect()
}

/// When the oldest open update came in.
pub async fn oldest(tx: &mut Tx, bot: &str) -> Stored<Option<Instant>> {
    one!(tx, OLDEST; bot).map_or(Ok(None), |row| row.maybe_moment("at_ms"))
}

/// The newest `limit` updates of one state, without content.
pub async fn list(tx: &mut Tx, state: InboxState, limit: i64) -> Stored<Vec<Listed>> {
    let text = match state {
        InboxState::Waiting | InboxState::Claimed => LIST_OPEN,
        InboxState::Parked => LIST_PARKED,
        InboxState::Done => LIST_DONE,
    };
    let rows = all!(tx, text; state.as_str(), limit);
    rows.iter()
        .map(|row| {
            Ok::<_, StoreError>(Listed {
                id: row.id("id")?,
                bot: row.text("bot_id")?,
                update: row.int("update_id")?,
                tries: row.int("tries")?,
                received: row.moment("received_ms")?,
                settled: row.maybe_moment("settled_ms")?,
                problem: row.maybe_text("problem")?,
            })
        })
        .collect()
}
