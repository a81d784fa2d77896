//! Outgoing messages as rows: put, claimed with a deadline, settled. Decides nothing about rights,
//! pace or retries: the dispatcher does.

use serde_json::Value;

use super::parcels::{self, Parcels};
use super::sql::json_rows;
use super::tx::Cells;
use super::{Queue, StoreError, Stored, Tx, audit, concern_letters};
use crate::base::{AdultId, ChildId, ConcernId, Env, Instant, OutboxId, to_ms, to_ms_up};
use crate::model::message::{Kind, Lane, Outgoing, Parcel};
use crate::model::rights::Action;

// The next rows of one lane. Lane by lane, so that the index ends where what is held until later
// begins: on a Sunday afternoon that is nearly all of it.
macro_rules! lane {
    ($lane:literal, $end:literal) => {
        concat!(
            "SELECT id FROM (SELECT c.id AS id FROM outbox c
            WHERE c.state = 'waiting' AND c.bot_id = $1 AND c.lane = ",
            $lane,
            " AND c.lane <= $4 AND c.not_before_ms <= $2 AND c.retry_ms <= $2
              AND (c.expires_ms IS NULL OR c.expires_ms > $2)
              AND NOT EXISTS (SELECT 1 FROM outbox o
                WHERE o.bot_id = c.bot_id AND o.chat_id = c.chat_id
                  AND o.state IN ('waiting', 'claimed') AND o.id <> c.id
                  AND (o.state = 'claimed' OR (o.refusal = 'paused' AND o.retry_ms > $2)
                    OR (o.not_before_ms <= $2
                    AND (o.lane < c.lane OR (o.lane = c.lane AND o.id < c.id))))) ",
            $end,
            ") AS lane_",
            $lane
        )
    };
}

// One message of a chat is under way at a time, and none goes before an earlier one of its lane that
// is due: a retry holds back its own chat, a held row holds back nobody. Where the messenger ordered
// silence in a chat, no lane speaks there before its end, whoever has the bot by then.
macro_rules! claim {
    ($end:literal) => {
        concat!(
            "WITH picked AS (",
            lane!(0, $end),
            " UNION ALL ",
            lane!(1, $end),
            " UNION ALL ",
            lane!(2, $end),
            " UNION ALL ",
            lane!(3, $end),
            " LIMIT $5)
         UPDATE outbox SET state = 'claimed', lease_until_ms = $3, tries = tries + 1
         WHERE id IN (SELECT id FROM picked)
         RETURNING id, chat_id, adult_id, children, action, kind, lane, body, in_doubt, tries,
             not_before_ms, expires_ms, concerns, covered"
        )
    };
}

statements! {
    PUT = "INSERT INTO outbox (id, bot_id, chat_id, adult_id, children, action, kind, lane, body,
             state, in_doubt, tries, not_before_ms, retry_ms, expires_ms, dedup_key, thread_id,
             parts, once, created_ms, concerns, shown_in)
         SELECT value->>'id', value->>'bot', value->>'chat', value->>'adult', value->>'children',
             value->>'action', value->>'kind', value->>'lane', value->>'body', 'waiting', 0, 0,
             value->>'not_before', value->>'now_ms', value->>'expires', value->>'dedup', value->>'thread', value->>'parts', value->>'once', value->>'now_ms', value->>'concerns', value->>'shown_in'
         FROM json_each($1) WHERE true
         ON CONFLICT (dedup_key) DO NOTHING RETURNING id",
        "INSERT INTO outbox (id, bot_id, chat_id, adult_id, children, action, kind, lane, body,
             state, in_doubt, tries, not_before_ms, retry_ms, expires_ms, dedup_key, thread_id,
             parts, once, created_ms, concerns, shown_in)
         SELECT id, bot, chat, adult, children, action, kind, lane, body, 'waiting', 0, 0,
             not_before, now_ms, expires, dedup, thread, parts, once, now_ms, concerns, shown_in
         FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON)) AS row_of (id BIGINT, bot TEXT, chat BIGINT,
             adult BIGINT, children TEXT, action TEXT, kind TEXT, lane BIGINT, body TEXT,
             not_before BIGINT, expires BIGINT, dedup TEXT, thread BIGINT, now_ms BIGINT, parts BIGINT, once BIGINT, concerns TEXT, shown_in BIGINT)
         ON CONFLICT (dedup_key) DO NOTHING RETURNING id";

    CLAIM = claim!("ORDER BY c.not_before_ms, c.id LIMIT $5"),
        claim!("ORDER BY c.not_before_ms, c.id LIMIT $5 FOR UPDATE SKIP LOCKED");

    RELEASE_EXPIRED = "UPDATE outbox SET state = 'waiting', in_doubt = 1, doubts = doubts + 1,
             lease_until_ms = NULL
         WHERE bot_id = $1 AND state = 'claimed' AND lease_until_ms <= $2";

    RELEASE_ALL = "UPDATE outbox SET state = 'waiting', in_doubt = 1, doubts = doubts + 1,
             lease_until_ms = NULL
         WHERE bot_id = $1 AND state = 'claimed'";

    EXPIRE = "UPDATE outbox SET state = 'expired', settled_ms = $2,
             body = CASE WHEN once = 1 THEN '' ELSE body END
         WHERE bot_id = $1 AND state = 'waiting' AND expires_ms <= $2";

    // A screen names no child in its row: it is not kept once shown; what is covered still is to be shown.
    // A row that was given back because its lease ran out still takes the news that it was sent; one that
    // was claimed anew takes only what comes of that claim. CASE, not OR: no index of states may be taken
    // for the key, whatever the planner believes.
    SETTLE = "UPDATE outbox SET state = s.outcome,
             body = CASE WHEN s.outcome <> 'waiting' AND once = 1 AND (covered = 0 OR s.outcome = 'withdrawn') THEN ''
                 WHEN s.outcome = 'sent' AND kind IN ('reply', 'toast') THEN '' ELSE body END,
             in_doubt = CASE WHEN s.doubt = 1 THEN 1 ELSE in_doubt END, doubts = doubts + s.doubt,
             tries = tries - s.back, retry_ms = COALESCE(s.retry, retry_ms), lease_until_ms = NULL,
             dedup_key = CASE WHEN s.outcome = 'withdrawn' THEN NULL ELSE dedup_key END,
             remote_id = COALESCE(s.remote, remote_id), refusal = s.why,
             settled_ms = CASE WHEN s.outcome = 'waiting' THEN NULL ELSE $2 END
         FROM (SELECT value->>'row_id' AS row_id, value->>'lease' AS lease, value->>'outcome' AS outcome,
                 value->>'doubt' AS doubt, value->>'back' AS back, value->>'retry' AS retry,
                 value->>'remote' AS remote, value->>'why' AS why FROM json_each($1)) AS s
         WHERE outbox.id = s.row_id
           AND CASE WHEN outbox.state = 'claimed' AND outbox.lease_until_ms = s.lease THEN 'sent'
               WHEN outbox.state = 'waiting' THEN s.outcome END = 'sent'
         RETURNING adult_id, children, action, kind, state, in_doubt, covered",
        "UPDATE outbox SET state = s.outcome,
             body = CASE WHEN s.outcome <> 'waiting' AND once = 1 AND (covered = 0 OR s.outcome = 'withdrawn') THEN ''
                 WHEN s.outcome = 'sent' AND kind IN ('reply', 'toast') THEN '' ELSE body END,
             in_doubt = CASE WHEN s.doubt = 1 THEN 1 ELSE in_doubt END, doubts = doubts + s.doubt,
             tries = tries - s.back, retry_ms = COALESCE(s.retry, retry_ms), lease_until_ms = NULL,
             dedup_key = CASE WHEN s.outcome = 'withdrawn' THEN NULL ELSE dedup_key END,
             remote_id = COALESCE(s.remote, remote_id), refusal = s.why,
             settled_ms = CASE WHEN s.outcome = 'waiting' THEN NULL ELSE CAST($2 AS BIGINT) END
         FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON)) AS s (row_id BIGINT, lease BIGINT, outcome TEXT, doubt BIGINT,
             back BIGINT, retry BIGINT, remote BIGINT, why TEXT)
         WHERE outbox.id = s.row_id
           AND CASE WHEN outbox.state = 'claimed' AND outbox.lease_until_ms = s.lease THEN 'sent'
               WHEN outbox.state = 'waiting' THEN s.outcome END = 'sent'
         RETURNING outbox.adult_id, outbox.children, outbox.action, outbox.kind, outbox.state, outbox.in_doubt, outbox.covered";
}

/// The word of [`Outcome::Paused`] in the row.
const PAUSED: &str = "paused";

/// A row in the dispatcher's hands until its lease is over.
#[derive(Clone, Debug)]
pub struct Claimed {
    pub id: OutboxId,
    pub chat: i64,
    pub adult: Option<AdultId>,
    pub children: Vec<ChildId>,
    pub right: Option<Action>,
    pub concerns: Vec<ConcernId>,
    pub kind: Kind,
    pub lane: Lane,
    pub parcel: Parcel,
    /// With neutral words (`outbox::covered`).
    pub covered: bool,
    /// It may have arrived already.
    pub in_doubt: bool,
    /// This try included.
    pub tries: i64,
    /// Since when it could have gone.
    pub due: Instant,
    /// Worthless after this.
    pub expires: Option<Instant>,
    /// The deadline of this claim: whoever settles it names it.
    pub lease: Instant,
}

/// What a claim found.
#[derive(Debug, Default)]
pub struct Batch {
    /// In order of departure, at most one per chat.
    pub rows: Vec<Claimed>,
    /// Claimed, but not to be understood by this version: to be refused, not to block the rest.
    pub unreadable: Vec<(OutboxId, Instant)>,
}

/// What became of a claimed row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The messenger has it. `note` says why when it was only as good as sent.
    Sent {
        remote: Option<i64>,
        note: Option<&'static str>,
    },
    /// Again at `at`; with `doubt` it may have arrived.
    Later {
        at: Instant,
        doubt: bool,
        why: &'static str,
    },
    /// Never again.
    Refused { why: &'static str },
    /// Never again; the last try may have arrived.
    Abandoned { why: &'static str },
    /// The right is gone.
    Withdrawn,
    /// Not tried at all: the try is given back.
    Released { at: Option<Instant> },
    /// The messenger ordered silence in its chat until then; the try is given back.
    Paused { until: Instant },
}

/// One row's outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    pub id: OutboxId,
    /// Of the claim it came of.
    pub lease: Instant,
    pub outcome: Outcome,
}

/// Puts one message. `false`: a row with its dedup key exists, nothing was written.
pub async fn put(tx: &mut Tx, id: OutboxId, now: Instant, message: &Outgoing) -> Stored<bool> {
    let written = put_rows(tx, now, [(id, message)].into_iter()).await?;
    Ok(!written.is_empty())
}

/// Puts many messages in one statement; gives the ids of those that were written.
pub async fn put_many(
    tx: &mut Tx,
    now: Instant,
    messages: &[(OutboxId, Outgoing)],
) -> Stored<Vec<OutboxId>> {
    if messages.is_empty() {
        return Ok(Vec::new());
    }
    put_rows(tx, now, messages.iter().map(|(id, message)| (*id, message))).await
}

async fn put_rows(
    tx: &mut Tx,
    now: Instant,
    messages: impl Iterator<Item = (OutboxId, &Outgoing)>,
) -> Stored<Vec<OutboxId>> {
    let rows: Stored<Vec<Value>> = messages
        .map(|(id, message)| row(tx, id, now, message))
        .collect();
    write(tx, rows?).await
}

/// Puts a message that has no dedup key, together with others like it: before anything else in `tx`
/// asks for the outbox, at the latest when it commits.
pub fn put_later(tx: &mut Tx, id: OutboxId, now: Instant, message: &Outgoing) -> Stored<()> {
    let row = row(tx, id, now, message)?;
    tx.later(row);
    Ok(())
}

pub(super) async fn write_later(tx: &mut Tx) -> Stored<()> {
    let rows = tx.take_later();
    if !rows.is_empty() {
        write(tx, rows).await?;
    }
    Ok(())
}

async fn write(tx: &mut Tx, rows: Vec<Value>) -> Stored<Vec<OutboxId>> {
    let rows = parcels::seal(tx, rows).await?;
    let mut written = Vec::with_capacity(rows.len());
    for rows in json_rows(tx.engine(), rows) {
        for row in &all!(tx, PUT; rows) {
            written.push(row.id("id")?);
        }
    }
    Ok(written)
}

fn row(tx: &mut Tx, id: OutboxId, now: Instant, message: &Outgoing) -> Stored<Value> {
    let unwritable = |_| StoreError::Unreadable { column: "body" };
    tx.put_into(Queue::Outbox, &message.bot);
    Ok(serde_json::json!({
        "id": id,
        "bot": message.bot,
        "chat": message.chat,
        "adult": message.adult,
        "children": serde_json::to_string(&message.children).map_err(unwritable)?,
        "action": message.right.map(Action::as_str),
        "kind": message.kind.as_str(),
        "lane": message.lane as i64,
        "body": serde_json::to_string(&message.parcel).map_err(unwritable)?,
        "not_before": to_ms(message.not_before.map_or(now, |at| at.max(now))),
        "expires": message.expires.map(to_ms),
        "dedup": message.dedup,
        "thread": message.thread,
        "parts": message.parcel.messages(),
        "once": i64::from(message.is_for_once()),
        "concerns": concern_letters::column(message),
        "shown_in": concern_letters::shown_in(message),
        "now_ms": to_ms(now),
    }))
}

/// Takes up to `limit` rows of lanes not slower than `slowest` until `lease_until`.
pub async fn claim(
    tx: &mut Tx,
    bot: &str,
    now: Instant,
    lease_until: Instant,
    slowest: Lane,
    limit: usize,
) -> Stored<Batch> {
    let rows = all!(tx, CLAIM; bot, to_ms(now), to_ms(lease_until), slowest as i64,
        i64::try_from(limit).unwrap_or(i64::MAX));
    let parcels = parcels::keys_in(tx, &rows).await?;
    let mut batch = Batch::default();
    for row in &rows {
        match read(row, &parcels, lease_until) {
            Ok(claimed) => batch.rows.push(claimed),
            Err(_) => batch.unreadable.push((row.id("id")?, lease_until)),
        }
    }
    // `RETURNING` promises no order.
    batch.rows.sort_by_key(|row| (row.lane, row.due, row.id));
    Ok(batch)
}

fn read(row: &sqlx::any::AnyRow, parcels: &Parcels, lease: Instant) -> Stored<Claimed> {
    let word = row.maybe_text("action")?;
    let right = word.as_deref().map(Action::parse);
    let unknown = StoreError::Unreadable { column: "action" };
    Ok(Claimed {
        id: row.id("id")?,
        chat: row.int("chat_id")?,
        adult: row.maybe_id("adult_id")?,
        children: row.json("children")?,
        right: right.map(|right| right.ok_or(unknown)).transpose()?,
        concerns: concern_letters::read(row)?,
        kind: row.word("kind")?,
        lane: Lane::from_rank(row.int("lane")?),
        parcel: parcels.open(row)?,
        covered: row.flag("covered")?,
        in_doubt: row.flag("in_doubt")?,
        tries: row.int("tries")?,
        due: row.moment("not_before_ms")?,
        expires: row.maybe_moment("expires_ms")?,
        lease,
    })
}

/// Gives back what a dead dispatcher held. It may have been sent: it is in doubt from now on.
pub async fn release_expired(tx: &mut Tx, bot: &str, now: Instant) -> Stored<u64> {
    Ok(run!(tx, RELEASE_EXPIRED; bot, to_ms(now)))
}

/// Gives back all that the bot's last owner held, whose word does not count any more: it is in doubt.
pub async fn release_all(tx: &mut Tx, bot: &str) -> Stored<u64> {
    Ok(run!(tx, RELEASE_ALL; bot))
}

/// Ends what is worthless by now.
pub async fn expire(tx: &mut Tx, bot: &str, now: Instant) -> Stored<u64> {
    Ok(run!(tx, EXPIRE; bot, to_ms(now)))
}

/// Writes what became of claimed rows, all in one statement; what reached a person about a child is
/// part of the trace from then on.
pub async fn settle(tx: &mut Tx, env: &Env, settlements: &[Settlement]) -> Stored<()> {
    if settlements.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = settlements
        .iter()
        .map(|settlement| {
            let (outcome, doubt, back, retry, remote, why) = match settlement.outcome {
                Outcome::Sent { remote, note } => ("sent", 0, 0, None, remote, note),
                Outcome::Later { at, doubt, why } => {
                    ("waiting", i64::from(doubt), 0, Some(at), None, Some(why))
                }
                Outcome::Refused { why } => ("refused", 0, 0, None, None, Some(why)),
                Outcome::Abandoned { why } => ("refused", 1, 0, None, None, Some(why)),
                Outcome::Withdrawn => ("withdrawn", 0, 0, None, None, None),
                Outcome::Released { at } => ("waiting", 0, 1, at, None, None),
                Outcome::Paused { until } => ("waiting", 0, 1, Some(until), None, Some(PAUSED)),
            };
            serde_json::json!({
                "row_id": settlement.id, "lease": to_ms(settlement.lease), "outcome": outcome, "doubt": doubt, "back": back,
                "retry": retry.map(to_ms_up), "remote": remote, "why": why,
            })
        })
        .collect();
    let mut told = Vec::new();
    for rows in json_rows(tx.engine(), rows) {
        for row in &all!(tx, SETTLE; rows, to_ms(env.now())) {
            // A row that this release cannot read is settled all the same.
            told.extend(reached(row).ok().flatten());
        }
    }
    audit::told(tx, env, &told).await
}

/// Whom a settled row reached, or may have, and about whom; most are answers about nobody.
fn reached(row: &sqlx::any::AnyRow) -> Stored<Option<audit::Told>> {
    let (state, children) = (row.text("state")?, row.text("children")?);
    // What went with neutral words told nobody anything.
    let arrived =
        !row.flag("covered")? && (state == "sent" || state == "refused" && row.flag("in_doubt")?);
    let Some(adult) = row
        .maybe_id("adult_id")?
        .filter(|_| arrived && children != "[]")
    else {
        return Ok(None);
    };
    let right = row.maybe_text("action")?;
    Ok(Some(audit::Told {
        adult,
        children: row.json("children")?,
        kind: row.text("kind")?,
        right: right.as_deref().and_then(Action::parse),
    }))
}
