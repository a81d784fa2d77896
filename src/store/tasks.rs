//! Tasks: what a person at a unit has to do. Ends by a person's act.

use super::{Stored, Tx, tx::Cells};
use crate::base::{AdultId, ChildId, Env, Instant, TaskId, UnitId, to_ms};
use crate::words;
use std::collections::HashSet;

words! {
    pub enum TaskKind {
        /// Two people, or a child and an adult, have one number on the roster.
        NumberClash = "number_clash",
        /// A code was used a second time, or tried until it locked.
        CodeMisused = "code_misused",
        /// The messenger says this person cannot be reached.
        Unreachable = "unreachable",
        /// A guardian asked to be rung.
        RingGuardian = "ring_guardian",
        /// A guardian reported a problem.
        Problem = "problem",
        /// Nobody answered a check-in up to the last step.
        MissedCheckIn = "missed_check_in",
        /// A parent proposes an acting guardian.
        GuardianProposed = "guardian_proposed",
        /// The term of an acting guardian ends soon, or has ended without another.
        GuardianEnds = "guardian_ends",
        /// A run of a schedule came too late.
        MissedRun = "missed_run",
        /// A young person will be 14: to be asked themselves.
        TurnsFourteen = "turns_fourteen",
        /// A young person will be 18: their family's links end.
        TurnsEighteen = "turns_eighteen",
        /// A young person is 18: to be asked whether they want their record; ends with a code for it, or a tick.
        GrownUp = "grown_up",
        /// The record of somebody of age goes within a month, and nothing reaches them; its key is the child and
        /// the day.
        GoesSoon = "goes_soon",
        /// Links that came with a child end by themselves unless they are kept.
        CarriedLinks = "carried_links",
        /// Somebody who came back after a long silence has another number.
        OtherNumber = "other_number",
        /// A family's chat has been silent for so long that nothing is sent to it.
        Silent = "silent",
        /// Somebody opened a record by exception: to be looked at.
        BreakGlass = "break_glass",
        /// An account, or all codes of a school, rest after too many wrong ones.
        CodesLocked = "codes_locked",
        /// Somebody approved more in an hour than can be looked at.
        ApprovalsLocked = "approvals_locked",
        /// A second factor rests after wrong digits.
        FactorLocked = "factor_locked",
        /// The yearly look at a person's record is due; its key is the post.
        Recheck = "recheck",
        /// The post of a school's last named person ends soon.
        LastLead = "last_lead",
        /// The only lead of a school is family of a child there: a second one is needed; the office's.
        LeadIsFamily = "lead_is_family",
        /// A school whose last named person has to be invited anew; the office's task.
        NoLead = "no_lead",
        /// Somebody opened many children outside their own class.
        BulkRead = "bulk_read",
        /// Quiet signs about a child: somebody should look in.
        LookIn = "look_in",
        /// Evenings that ask for a visit: nothing is wrong, somebody should say hello.
        PleaseVisit = "please_visit",
        /// A family asked about the data kept of a child; ends with the answer.
        DataRequest = "data_request",
        /// Such a request was not answered by its day; the county's.
        RequestOverdue = "request_overdue",
        /// A family has said nothing to an urgent notice.
        UrgentUnseen = "urgent_unseen",
        /// Somebody wants no notes in a conversation for now: to be looked at; ends with a lead's choice.
        NotesHalted = "notes_halted",
        /// A child is away, nobody knows why, and nobody of the family can be told here.
        RingAbsent = "ring_absent",
    }
}

statements! {
    OPEN = "INSERT INTO tasks (id, unit_id, child_id, adult_id, kind, key, state, created_ms, done_by, done_ms) VALUES ($1, $2, $3, $4, $5, $6, 'open', $7, NULL, NULL) ON CONFLICT (key) WHERE state = 'open' DO NOTHING";
    LIST = "SELECT id, unit_id, child_id, adult_id, kind, key, created_ms FROM tasks WHERE unit_id = $1 AND state = 'open' ORDER BY created_ms, id LIMIT $2";
    AFTER = "SELECT id, unit_id, child_id, adult_id, kind, key, created_ms FROM tasks WHERE unit_id = $1 AND state = 'open' AND (created_ms > $3 OR (created_ms = $3 AND id > $4)) ORDER BY created_ms, id LIMIT $2";
    GET = "SELECT id, unit_id, child_id, adult_id, kind, key, created_ms FROM tasks WHERE id = $1 AND state = 'open'";
    EVER = "SELECT COUNT(*) AS n FROM tasks WHERE key = $1";
    TICKED = "SELECT COUNT(*) AS n FROM tasks WHERE key = $1 AND done_by IS NOT NULL";
    OPEN_AMONG = "SELECT key FROM tasks WHERE state = 'open' AND key IN (SELECT value FROM json_each($1)) ORDER BY key",
        "SELECT key FROM tasks WHERE state = 'open' AND key IN (SELECT value FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))) ORDER BY key";
    OPEN_OF_CHILD = "SELECT id, unit_id, child_id, adult_id, kind, key, created_ms FROM tasks WHERE child_id = $1 AND kind = $2 AND state = 'open' ORDER BY created_ms, id LIMIT 1";
    DONE_KEY = "UPDATE tasks SET state = 'done', done_by = $2, done_ms = $3 WHERE key = $1 AND state = 'open'";
    LATELY = "SELECT COUNT(*) AS n FROM tasks WHERE child_id = $1 AND kind = $2 AND created_ms > $3";
    MOVE = "UPDATE tasks SET unit_id = $3 WHERE child_id = $1 AND state = 'open' AND unit_id IN (SELECT id FROM units WHERE id = $2 OR parent_id = $2)";
    DONE = "UPDATE tasks SET state = 'done', done_by = $2, done_ms = $3 WHERE id = $1 AND state = 'open'";
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    pub id: TaskId,
    pub unit: UnitId,
    pub child: Option<ChildId>,
    pub adult: Option<AdultId>,
    pub kind: TaskKind,
    /// What [`open`] was given as `key`.
    pub key: String,
    pub created: Instant,
}

fn task(row: &sqlx::any::AnyRow) -> Stored<Task> {
    let key = row.text("key")?;
    let (_, key) = key.split_once(':').unwrap_or_default();
    Ok(Task {
        key: key.to_owned(),
        id: row.id("id")?,
        unit: row.id("unit_id")?,
        child: row.maybe_id("child_id")?,
        adult: row.maybe_id("adult_id")?,
        kind: row.word("kind")?,
        created: row.moment("created_ms")?,
    })
}

/// Opens a task unless one with the same key is open. `key` says what makes it the same.
pub async fn open(
    tx: &mut Tx,
    env: &Env,
    unit: UnitId,
    child: Option<ChildId>,
    adult: Option<AdultId>,
    kind: TaskKind,
    key: &str,
) -> Stored<bool> {
    let id: TaskId = env.id();
    let key = format!("{}:{key}", kind.as_str());
    let touched = run!(tx, OPEN; id.0, unit.0, child.map(|c| c.0), adult.map(|a| a.0),
        kind.as_str(), key, to_ms(env.now()));
    Ok(touched == 1)
}

/// Opens a task that nobody ever had, done or not: what a calendar finds again every day.
pub async fn open_once(
    tx: &mut Tx,
    env: &Env,
    unit: UnitId,
    (child, adult): (Option<ChildId>, Option<AdultId>),
    kind: TaskKind,
    key: &str,
) -> Stored<bool> {
    let stored = format!("{}:{key}", kind.as_str());
    let had = one!(tx, EVER; stored).map_or(Ok(0), |row| row.int("n"))?;
    if had > 0 {
        return Ok(false);
    }
    open(tx, env, unit, child, adult, kind, key).await
}

/// Whether a person has ended a task of this kind and `key`.
pub async fn was_ticked(tx: &mut Tx, kind: TaskKind, key: &str) -> Stored<bool> {
    let key = format!("{}:{key}", kind.as_str());
    Ok(one!(tx, TICKED; key).map_or(Ok(0), |row| row.int("n"))? > 0)
}

/// Those of `keys` for which a task of this kind is open.
pub async fn open_among(tx: &mut Tx, kind: TaskKind, keys: &[String]) -> Stored<HashSet<String>> {
    let of = |key: &String| format!("{}:{key}", kind.as_str());
    let stored: Vec<String> = keys.iter().map(of).collect();
    let stored = serde_json::to_string(&stored)
        .map_err(|_| super::StoreError::Unreadable { column: "key" })?;
    all!(tx, OPEN_AMONG; stored)
        .iter()
        .map(|row| {
            let key = row.text("key")?;
            let (_, key) = key.split_once(':').unwrap_or_default();
            Ok(key.to_owned())
        })
        .collect()
}

/// The open tasks of a unit, oldest first.
pub async fn list(tx: &mut Tx, unit: UnitId, limit: i64) -> Stored<Vec<Task>> {
    all!(tx, LIST; unit.0, limit).iter().map(task).collect()
}

/// The same from behind one on.
pub async fn list_after(tx: &mut Tx, last: &Task, limit: i64) -> Stored<Vec<Task>> {
    let (created, id) = (to_ms(last.created), last.id.0);
    all!(tx, AFTER; last.unit.0, limit, created, id)
        .iter()
        .map(task)
        .collect()
}

/// The child belongs to another school: what the old one still had to do about it is the new one's.
pub async fn move_to(tx: &mut Tx, child: ChildId, (from, to): (UnitId, UnitId)) -> Stored<u64> {
    Ok(run!(tx, MOVE; child.0, from.0, to.0))
}

/// An open task.
pub async fn get(tx: &mut Tx, id: TaskId) -> Stored<Option<Task>> {
    one!(tx, GET; id.0).as_ref().map(task).transpose()
}

/// The oldest open task of a kind about this child.
pub async fn of_child(tx: &mut Tx, child: ChildId, kind: TaskKind) -> Stored<Option<Task>> {
    let row = one!(tx, OPEN_OF_CHILD; child.0, kind.as_str());
    row.as_ref().map(task).transpose()
}

/// Ends it; false when it was ended already.
pub async fn done(tx: &mut Tx, id: TaskId, by: AdultId, now: Instant) -> Stored<bool> {
    Ok(run!(tx, DONE; id.0, by.0, to_ms(now)) == 1)
}

/// Ends the task opened with this kind and `key`, if it is still open. `by` may be nobody: the command
/// line, or the thing ended by itself.
pub async fn done_by_key(
    tx: &mut Tx,
    kind: TaskKind,
    key: &str,
    by: impl Into<Option<AdultId>>,
    now: Instant,
) -> Stored<bool> {
    let key = format!("{}:{key}", kind.as_str());
    let by = by.into().map(|by| by.0);
    Ok(run!(tx, DONE_KEY; key, by, to_ms(now)) == 1)
}

/// Whether a task of this kind about this child was opened after `since`, ended or not.
pub async fn opened_since(
    tx: &mut Tx,
    child: ChildId,
    kind: TaskKind,
    since: Instant,
) -> Stored<bool> {
    let row = one!(tx, LATELY; child.0, kind.as_str(), to_ms(since));
    Ok(row.map_or(Ok(0), |row| row.int("n"))? > 0)
}
