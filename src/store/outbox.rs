//! Outgoing messages as rows: put, claimed with a deadline, settled. Decides nothing about rights,
//! pace or retries: the dispatcher does.

use serde_json::Value;

use super::line;
use super::parcels;
use super::sql::json_rows;
use super::tx::Cells;
use super::under_way::{UnderWay, Word};
use super::{Queue, StoreError, Stored, Tx, audit, concern_letters};
use crate::base::{Env, Instant, OutboxId, to_ms, to_ms_up};
use crate::model::message::Outgoing;
use crate::model::rights::Action;

pub(super) mod claiming;

pub use super::under_way::{release_all, release_expired};
pub use claiming::{Batch, Claimed, claim, expire};

macro_rules! settled {
    () => {
        "adult_id, children, action, kind, state, in_doubt, covered"
    };
}

// A screen names no child in its row: it is not kept once shown; what is covered still is to be shown.
// What was ended by somebody else while it was under way has arrived all the same, if it has. CASE, not OR:
// no index of states may be taken for the key, whatever the planner believes.
macro_rules! settle {
    ($with:literal, $from:literal, $array:literal) => {
        concat!(
            $with,
            "UPDATE outbox SET state = s.outcome,
             body = CASE WHEN s.outcome <> 'waiting' AND once = 1 AND (covered = 0 OR s.outcome = 'withdrawn') THEN ''
                 WHEN s.outcome = 'sent' AND kind IN ('reply', 'toast') THEN '' ELSE body END,
             in_doubt = CASE WHEN s.doubt = 1 THEN 1 ELSE in_doubt END, doubts = doubts + s.doubt,
             tries = tries + s.tried, retry_ms = COALESCE(s.retry, retry_ms),
             dedup_key = CASE WHEN s.outcome = 'withdrawn' THEN NULL ELSE dedup_key END,
             remote_id = COALESCE(s.remote, remote_id), refusal = s.why,
             settled_ms = CASE WHEN s.outcome = 'waiting' THEN NULL ELSE CAST($2 AS BIGINT) END
         FROM ",
            $from,
            " WHERE outbox.id = s.row_id
           AND CASE outbox.state WHEN 'waiting' THEN 1 WHEN 'sent' THEN 0 ELSE s.arrived END = 1
         RETURNING CAST(",
            $array,
            "(",
            settled!(),
            ") AS TEXT) AS line"
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
         FROM jsonb_each($1) WHERE true
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

    SETTLE = settle!(
            // Once each: SQLite would look up every mention of a field anew.
            "WITH s AS MATERIALIZED (SELECT value->>'row_id' AS row_id, value->>'arrived' AS arrived,
                 value->>'outcome' AS outcome, value->>'doubt' AS doubt, value->>'tried' AS tried,
                 value->>'retry' AS retry, value->>'remote' AS remote, value->>'why' AS why FROM jsonb_each($1)) ",
            "s", "json_array"
        ),
        settle!(
            "",
            "json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON)) AS s (row_id BIGINT, arrived BIGINT, outcome TEXT,
                 doubt BIGINT, tried BIGINT, retry BIGINT, remote BIGINT, why TEXT)",
            "json_build_array"
        );
}

/// The word of [`Outcome::Paused`] in the row.
const PAUSED: &str = "paused";

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
    if !message.lane.is_fast() || message.not_before.is_some_and(|at| at > now) {
        tx.put_for_turn(Queue::Outbox, &message.bot);
    } else {
        tx.put_into(Queue::Outbox, &message.bot);
    }
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

/// Writes what became of rows that were claimed for `bot`, all in one statement; what reached a person about a child is
/// part of the trace from then on. A row that was given back because its claim ran out still takes the news that it was
/// sent; one that was claimed anew takes only what comes of that claim.
pub async fn settle(tx: &mut Tx, env: &Env, bot: &str, settlements: &[Settlement]) -> Stored<()> {
    if settlements.is_empty() {
        return Ok(());
    }
    let mut under_way = UnderWay::of(tx, bot).await?;
    let mut rows = Vec::with_capacity(settlements.len());
    for settlement in settlements {
        let is_sent = matches!(settlement.outcome, Outcome::Sent { .. });
        match under_way.end(settlement.id, settlement.lease) {
            Word::OfItsClaim => rows.push((settlement.id, written(settlement, true))),
            Word::TooLate if is_sent => rows.push((settlement.id, written(settlement, false))),
            Word::TooLate | Word::OfAnother => {}
        }
    }
    under_way.keep(tx);
    // In the order in which `outbox_waiting` holds rows: nobody waits for each other.
    rows.sort_unstable_by_key(|(id, _)| *id);
    let rows: Vec<_> = rows.into_iter().map(|(_, row)| row).collect();
    let mut told = Vec::new();
    for rows in json_rows(tx.engine(), rows) {
        let rows = by_key!(all, tx, SETTLE; rows, to_ms(env.now()));
        // A row that this release cannot read is settled all the same.
        let reached =
            line::returned(&rows, settled!()).filter_map(|row| reached(&row.ok()?).ok()?);
        told.extend(reached);
    }
    audit::told(tx, env, &told).await
}

/// The row of a settlement. Where it comes of its claim, that counts as a try, unless nothing was tried.
fn written(settlement: &Settlement, of_its_claim: bool) -> Value {
    let (outcome, doubt, is_try, retry, remote, why) = match settlement.outcome {
        Outcome::Sent { remote, note } => ("sent", false, true, None, remote, note),
        Outcome::Later { at, doubt, why } => ("waiting", doubt, true, Some(at), None, Some(why)),
        Outcome::Refused { why } => ("refused", false, true, None, None, Some(why)),
        Outcome::Abandoned { why } => ("refused", true, true, None, None, Some(why)),
        Outcome::Withdrawn => ("withdrawn", false, true, None, None, None),
        Outcome::Released { at } => ("waiting", false, false, at, None, None),
        Outcome::Paused { until } => ("waiting", false, false, Some(until), None, Some(PAUSED)),
    };
    serde_json::json!({
        "row_id": settlement.id, "outcome": outcome, "arrived": i64::from(of_its_claim && outcome == "sent"),
        "doubt": i64::from(doubt), "tried": i64::from(of_its_claim && is_try), "retry": retry.map(to_ms_up),
        "remote": remote, "why": why,
    })
}

/// Whom a settled row reached, or may have, and about whom; most are answers about nobody.
fn reached(row: &impl Cells) -> Stored<Option<audit::Told>> {
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
