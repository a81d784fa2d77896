//! The outbox on an operator's desk: lists by any mark, one message with everything but its content,
//! back to waiting, withdrawn. Which of it may be done, `service::outbox` decides.

use super::outbox_view::OutboxState;
use super::sql::json_ids;
use super::tx::Cells;
use super::{Stored, Tx, outbox_view, outbox_waiting, under_way};
use crate::base::{AdultId, ChildId, Instant, OutboxId, ThreadId, Words, to_ms};
use crate::model::message::Lane;

// What is shown of one row.
macro_rules! rows {
    ($($end:expr),+) => {
        concat!(
            "SELECT id, bot_id, chat_id, adult_id, children, action, kind, lane, ",
            stands!("outbox"),
            " AS state, in_doubt, tries, not_before_ms, retry_ms, expires_ms, dedup_key, thread_id, remote_id,
             created_ms, settled_ms, refusal, CASE WHEN body = '' THEN 1 ELSE 0 END AS blank
         FROM outbox ",
            $($end),+
        )
    };
}

// The marks a list goes by.
macro_rules! marked {
    ($order:literal) => {
        rows!(
            "
         WHERE (CAST($1 AS TEXT) IS NULL OR ",
            stands!("outbox"),
            " = $1) AND (CAST($2 AS BIGINT) IS NULL OR lane = $2)
           AND (CAST($3 AS TEXT) IS NULL OR bot_id = $3) AND (CAST($4 AS TEXT) IS NULL OR kind = $4)
           AND (CAST($5 AS TEXT) IS NULL OR refusal = $5) AND in_doubt >= $6
         ORDER BY ",
            $order
        )
    };
}

statements! {
    // Walks the whole table: for a person who asks, not for a scrape every few seconds.
    EVERYTHING = "SELECT state, lane, COUNT(*) AS rows_of FROM outbox
         GROUP BY state, lane ORDER BY state, lane";

    NEWEST = marked!("id DESC LIMIT $7");

    OLDEST = marked!("id LIMIT $7");

    GET = rows!("WHERE id = $1");

    CONTENT = "SELECT body, children FROM outbox WHERE id = $1 AND body <> ''";

    REFUSED = "SELECT COALESCE(refusal, 'unknown') AS why, kind, COUNT(*) AS rows_of FROM outbox
         WHERE state = 'refused' GROUP BY COALESCE(refusal, 'unknown'), kind
         ORDER BY COALESCE(refusal, 'unknown'), kind";

    IN_DOUBT = "SELECT kind, COUNT(*) AS rows_of FROM outbox
         WHERE in_doubt = 1 AND state = 'waiting' GROUP BY kind ORDER BY kind";

    // Locked until the end of the transaction: no dispatcher takes them between look and act.
    THESE = concat!("SELECT o.id, o.kind, ", stands!("o"), " AS state, o.children, o.expires_ms,
             CASE WHEN o.body = '' THEN 1 ELSE 0 END AS blank, 0 AS lost
         FROM outbox o WHERE o.id IN (SELECT value FROM json_each($1)) ORDER BY o.id"),
        concat!("SELECT o.id, o.kind, ", stands!("o"), " AS state, o.children, o.expires_ms,
             CAST(CASE WHEN o.body = '' THEN 1 ELSE 0 END AS BIGINT) AS blank,
             CAST(0 AS BIGINT) AS lost
         FROM outbox o WHERE o.id IN (SELECT CAST(value AS BIGINT)
             FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)))
         ORDER BY o.id FOR UPDATE OF o");

    ALL_REFUSED = "SELECT o.id, o.kind, o.state, o.children, o.expires_ms,
             CASE WHEN o.body = '' THEN 1 ELSE 0 END AS blank,
             CASE WHEN a.id IS NULL THEN 0 ELSE 1 END AS lost
         FROM outbox o LEFT JOIN accounts a ON a.bot_id = o.bot_id AND a.chat_id = o.chat_id
             AND a.state = 'unreachable'
         WHERE o.state = 'refused' AND (CAST($1 AS TEXT) IS NULL OR o.kind = $1) AND o.id > $2
         ORDER BY o.id LIMIT $3",
        "SELECT o.id, o.kind, o.state, o.children, o.expires_ms,
             CAST(CASE WHEN o.body = '' THEN 1 ELSE 0 END AS BIGINT) AS blank,
             CAST(CASE WHEN a.id IS NULL THEN 0 ELSE 1 END AS BIGINT) AS lost
         FROM outbox o LEFT JOIN accounts a ON a.bot_id = o.bot_id AND a.chat_id = o.chat_id
             AND a.state = 'unreachable'
         WHERE o.state = 'refused' AND (CAST($1 AS TEXT) IS NULL OR o.kind = $1) AND o.id > $2
         ORDER BY o.id LIMIT $3 FOR UPDATE OF o";

    // A weekly update keeps its hour: by it the dispatcher knows that it is late, and wakes nobody.
    // Everything else is due from now on, so that its age says how long it has waited this time.
    RETRY = "UPDATE outbox SET state = 'waiting', tries = 0, retry_ms = $2, settled_ms = NULL,
             refusal = NULL, expires_ms = COALESCE($3, expires_ms),
             not_before_ms = CASE WHEN kind = 'weekly_update' OR not_before_ms > $2
                 THEN not_before_ms ELSE $2 END
         WHERE state IN ('refused', 'expired') AND id IN (SELECT value FROM json_each($1))",
        "UPDATE outbox SET state = 'waiting', tries = 0, retry_ms = CAST($2 AS BIGINT),
             settled_ms = NULL, refusal = NULL,
             expires_ms = COALESCE(CAST($3 AS BIGINT), expires_ms),
             not_before_ms = CASE WHEN kind = 'weekly_update' OR not_before_ms > $2
                 THEN not_before_ms ELSE CAST($2 AS BIGINT) END
         WHERE state IN ('refused', 'expired') AND id IN (SELECT CAST(value AS BIGINT)
             FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)))";

    // The dedup key stays: what a person took back is not written anew by the next page of a run.
    WITHDRAW = "UPDATE outbox SET state = 'withdrawn', settled_ms = $2,
             body = CASE WHEN once = 1 THEN '' ELSE body END
         WHERE state IN ('waiting', 'refused') AND id IN (SELECT value FROM json_each($1))",
        "UPDATE outbox SET state = 'withdrawn', settled_ms = CAST($2 AS BIGINT),
             body = CASE WHEN once = 1 THEN '' ELSE body END
         WHERE state IN ('waiting', 'refused') AND id IN (SELECT CAST(value AS BIGINT)
             FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)))";
}

/// Which messages a list shows; every mark that is set must hold.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    pub state: Option<OutboxState>,
    pub lane: Option<Lane>,
    /// The bot's numeric id as text.
    pub bot: Option<String>,
    /// A word of `model::message::Kind`.
    pub kind: Option<String>,
    /// Why the messenger did not take it, as `outbox::Refusal` names it.
    pub problem: Option<String>,
    pub in_doubt: bool,
    pub oldest_first: bool,
}

/// A message without its content.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Row {
    pub id: OutboxId,
    pub bot: String,
    pub chat: i64,
    pub adult: Option<AdultId>,
    pub children: Vec<ChildId>,
    pub right: Option<String>,
    pub kind: String,
    pub lane: &'static str,
    pub state: OutboxState,
    pub in_doubt: bool,
    pub tries: i64,
    pub not_before: Instant,
    pub retry: Instant,
    pub expires: Option<Instant>,
    pub lease_until: Option<Instant>,
    pub dedup_key: Option<String>,
    pub thread: Option<ThreadId>,
    /// The messenger's id of it.
    pub remote: Option<i64>,
    pub created: Instant,
    pub settled: Option<Instant>,
    pub problem: Option<String>,
    /// Its content is not kept any more.
    pub blank: bool,
}

/// What decides whether something can be done with a message.
#[derive(Clone, Debug)]
pub struct Picked {
    pub id: OutboxId,
    pub kind: String,
    pub state: OutboxState,
    pub children: Vec<ChildId>,
    pub expires: Option<Instant>,
    pub blank: bool,
    /// Its account cannot be reached. Only looked up by [`all_refused`].
    pub lost: bool,
}

fn row(row: &sqlx::any::AnyRow) -> Stored<Row> {
    Ok(Row {
        id: row.id("id")?,
        bot: row.text("bot_id")?,
        chat: row.int("chat_id")?,
        adult: row.maybe_id("adult_id")?,
        children: row.json("children")?,
        right: row.maybe_text("action")?,
        kind: row.text("kind")?,
        lane: Lane::from_rank(row.int("lane")?).as_str(),
        state: row.word("state")?,
        in_doubt: row.flag("in_doubt")?,
        tries: row.int("tries")?,
        not_before: row.moment("not_before_ms")?,
        retry: row.moment("retry_ms")?,
        expires: row.maybe_moment("expires_ms")?,
        lease_until: None,
        dedup_key: row.maybe_text("dedup_key")?,
        thread: row.maybe_id("thread_id")?,
        remote: row.maybe_int("remote_id")?,
        created: row.moment("created_ms")?,
        settled: row.maybe_moment("settled_ms")?,
        problem: row.maybe_text("refusal")?,
        blank: row.flag("blank")?,
    })
}

fn picked(row: &sqlx::any::AnyRow) -> Stored<Picked> {
    Ok(Picked {
        id: row.id("id")?,
        kind: row.text("kind")?,
        state: row.word("state")?,
        children: row.json("children")?,
        expires: row.maybe_moment("expires_ms")?,
        blank: row.flag("blank")?,
        lost: row.flag("lost")?,
    })
}

/// At most `limit` messages with these marks.
pub async fn list(tx: &mut Tx, marks: &Marks, limit: i64) -> Stored<Vec<Row>> {
    let order = if marks.oldest_first { OLDEST } else { NEWEST };
    let rows = all!(tx, order; marks.state.map(OutboxState::as_str), marks.lane.map(|l| l as i64),
        marks.bot.clone(), marks.kind.clone(), marks.problem.clone(),
        i64::from(marks.in_doubt), limit);
    let rows: Vec<Row> = rows.iter().map(row).collect::<Stored<_>>()?;
    with_leases(tx, rows).await
}

/// Those under way say until when.
async fn with_leases(tx: &mut Tx, mut rows: Vec<Row>) -> Stored<Vec<Row>> {
    if rows.iter().any(|row| row.state == OutboxState::Claimed) {
        let claims = under_way::everything(tx).await?;
        for row in &mut rows {
            row.lease_until = claims.get(&row.id).copied();
        }
    }
    Ok(rows)
}

pub async fn get(tx: &mut Tx, id: OutboxId) -> Stored<Option<Row>> {
    let found = one!(tx, GET; id.0);
    let rows = found.iter().map(row).collect::<Stored<_>>()?;
    Ok(with_leases(tx, rows).await?.pop())
}

/// The content as stored; `None` when it is not kept any more.
pub async fn content(tx: &mut Tx, id: OutboxId) -> Stored<Option<Words>> {
    let Some(row) = one!(tx, CONTENT; id.0) else {
        return Ok(None);
    };
    let parcels = super::parcels::keys_in(tx, std::slice::from_ref(&row)).await?;
    Ok(parcels.words(&row)?.map(Words::new))
}

/// Refused messages by reason and kind.
pub async fn refused(tx: &mut Tx) -> Stored<Vec<(String, String, i64)>> {
    let rows = all!(tx, REFUSED);
    rows.iter()
        .map(|row| Ok((row.text("why")?, row.text("kind")?, row.int("rows_of")?)))
        .collect()
}

/// Open messages that may have arrived already, by kind.
pub async fn in_doubt(tx: &mut Tx) -> Stored<Vec<(String, i64)>> {
    let rows = all!(tx, IN_DOUBT);
    rows.iter()
        .map(|row| Ok((row.text("kind")?, row.int("rows_of")?)))
        .collect()
}

/// Those of `ids` that exist, kept from others until this transaction ends.
pub async fn these(tx: &mut Tx, ids: &[OutboxId]) -> Stored<Vec<Picked>> {
    let ids = json_ids(ids.iter().map(|id| id.0));
    outbox_waiting::hold_rows(tx, &ids).await?;
    let rows = all!(tx, THESE; ids);
    rows.iter().map(picked).collect()
}

/// The next `limit` refused messages after `after`, of one kind or of all.
pub async fn all_refused(
    tx: &mut Tx,
    kind: Option<&str>,
    after: Option<OutboxId>,
    limit: i64,
) -> Stored<Vec<Picked>> {
    let after = after.map_or(i64::MIN, |id| id.0);
    let rows = all!(tx, ALL_REFUSED; kind.map(str::to_owned), after, limit);
    rows.iter().map(picked).collect()
}

/// Refused and expired ones wait again, with all their tries; what is in doubt stays in doubt.
/// `expires` replaces the end of their time.
pub async fn retry(
    tx: &mut Tx,
    now: Instant,
    ids: &[OutboxId],
    expires: Option<Instant>,
) -> Stored<u64> {
    let ids = json_ids(ids.iter().map(|id| id.0));
    Ok(run!(tx, RETRY; ids, to_ms(now), expires.map(to_ms)))
}

/// Waiting and refused ones are ended for good.
pub async fn withdraw(tx: &mut Tx, now: Instant, ids: &[OutboxId]) -> Stored<u64> {
    Ok(run!(tx, WITHDRAW; json_ids(ids.iter().map(|id| id.0)), to_ms(now)))
}

/// All rows by state and lane. Takes seconds where there are millions.
pub async fn counts(tx: &mut Tx) -> Stored<Vec<(OutboxState, Lane, i64)>> {
    let mut counts = Vec::new();
    for row in all!(tx, EVERYTHING) {
        let lane = Lane::from_rank(row.int("lane")?);
        counts.push((row.word("state")?, lane, row.int("rows_of")?));
    }
    let claimed = outbox_view::claimed_by_lane(tx).await?;
    outbox_view::tell_apart(&mut counts, &claimed);
    Ok(counts)
}
