//! Schedules and their runs as rows. A run is a row before it is due, and opening it writes the
//! next one. Does not know the rules' grammar: moments are computed by `schedule` and given.

use super::tx::Cells;
use super::{StoreError, Stored, Tx};
use crate::base::{Env, Instant, RunId, ScheduleId, UnitId, to_ms};
use crate::model::schedule::{RunState, ScheduleKind};
use chrono::TimeDelta;
use chrono_tz::Tz;
use sqlx::any::AnyRow;

/// How many due runs one look finds at most; the statement below says the same.
pub const DUE_AT_ONCE: usize = 100;

statements! {
    ENSURE = "INSERT INTO schedules (id, unit_id, kind, cron, time_zone, grace_minutes, state)
        VALUES ($1, $2, $3, $4, $5, $6, 'on')
        ON CONFLICT (unit_id, kind, cron) DO UPDATE SET
            time_zone = excluded.time_zone, grace_minutes = excluded.grace_minutes, state = 'on'
        RETURNING id";

    // A plan made for another zone is no plan any more; the next tick makes a new one.
    UNPLAN_OTHER_ZONE = "DELETE FROM runs WHERE state = 'waiting' AND due_ms > $5
        AND schedule_id IN (SELECT id FROM schedules
            WHERE unit_id = $1 AND kind = $2 AND cron = $3 AND time_zone <> $4)";

    SWITCH = "UPDATE schedules SET state = $2 WHERE id = $1";

    UNPLAN = "DELETE FROM runs WHERE schedule_id = $1 AND state = 'waiting'";

    LIST = "SELECT id, unit_id, kind, cron, time_zone, grace_minutes, state FROM schedules
        ORDER BY unit_id, kind, id";

    UNPLANTED = "SELECT id, unit_id, kind, cron, time_zone, grace_minutes, state FROM schedules s
        WHERE state = 'on' AND NOT EXISTS
            (SELECT 1 FROM runs r WHERE r.schedule_id = s.id AND r.state = 'waiting')
        ORDER BY id LIMIT 500";

    PLANT = "INSERT INTO runs (id, schedule_id, due_ms, state, cursor_id)
        VALUES ($1, $2, $3, $4, 0) ON CONFLICT (schedule_id, due_ms) DO NOTHING";

    DUE = "SELECT r.id AS run_id FROM runs r JOIN schedules s ON s.id = r.schedule_id
        WHERE r.state IN ('waiting', 'open') AND r.due_ms <= $1 AND s.state = 'on'
        ORDER BY r.due_ms, r.id LIMIT 100";

    CLAIM = "SELECT r.id AS run_id, r.schedule_id, r.due_ms, r.state, r.cursor_id,
            s.unit_id, s.kind, s.cron, s.time_zone, s.grace_minutes
        FROM runs r JOIN schedules s ON s.id = r.schedule_id
        WHERE r.id = $1 AND r.state IN ('waiting', 'open')",
       "SELECT r.id AS run_id, r.schedule_id, r.due_ms, r.state, r.cursor_id,
            s.unit_id, s.kind, s.cron, s.time_zone, s.grace_minutes
        FROM runs r JOIN schedules s ON s.id = r.schedule_id
        WHERE r.id = $1 AND r.state IN ('waiting', 'open') FOR UPDATE OF r SKIP LOCKED";

    NEXT_DUE = "SELECT MIN(r.due_ms) AS due_ms FROM runs r JOIN schedules s ON s.id = r.schedule_id
        WHERE r.state = 'waiting' AND r.due_ms > $1 AND s.state = 'on'";

    OPEN = "UPDATE runs SET state = 'open', opened_ms = $2 WHERE id = $1 AND state = 'waiting'";

    MISS = "UPDATE runs SET state = 'missed', done_ms = $2 WHERE id = $1 AND state = 'waiting'";

    ADVANCE = "UPDATE runs SET cursor_id = $2 WHERE id = $1 AND state = 'open'";

    DONE = "UPDATE runs SET state = 'done', done_ms = $2 WHERE id = $1 AND state = 'open'";

    RECENT = "SELECT r.id AS run_id, r.schedule_id, r.due_ms, r.state, r.cursor_id,
            s.unit_id, s.kind, s.cron, s.time_zone, s.grace_minutes
        FROM runs r JOIN schedules s ON s.id = r.schedule_id
        WHERE r.state = $1 ORDER BY r.due_ms DESC, r.id DESC LIMIT $2";
}

/// A cron rule on a unit's wall clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    pub id: ScheduleId,
    pub unit: UnitId,
    pub kind: ScheduleKind,
    pub cron: String,
    pub zone: Tz,
    /// How late a run may still be opened.
    pub grace: TimeDelta,
    pub on: bool,
}

/// One occurrence, with what its schedule says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub id: RunId,
    pub schedule: ScheduleId,
    pub unit: UnitId,
    pub kind: ScheduleKind,
    pub cron: String,
    pub zone: Tz,
    pub grace: TimeDelta,
    pub due: Instant,
    pub state: RunState,
    /// The last recipient whose page is written; 0 before the first page.
    pub cursor: i64,
}

/// Makes the schedule, or switches it on with this zone and grace. Its first run is written by the
/// scheduler's next tick.
pub async fn ensure(
    tx: &mut Tx,
    env: &Env,
    unit: UnitId,
    kind: ScheduleKind,
    cron: &str,
    zone: Tz,
    grace: TimeDelta,
) -> Stored<ScheduleId> {
    let (kind, now) = (kind.as_str(), to_ms(env.now()));
    run!(tx, UNPLAN_OTHER_ZONE; unit.0, kind, cron, zone.name(), now);
    let id: ScheduleId = env.id();
    let row = one!(tx, ENSURE; id.0, unit.0, kind, cron, zone.name(), grace.num_minutes());
    row.ok_or(StoreError::Unreadable { column: "id" })?.id("id")
}

/// Switches a schedule on or off. Off takes its next run away; a run that is open pauses.
pub async fn switch(tx: &mut Tx, id: ScheduleId, on: bool) -> Stored<()> {
    run!(tx, SWITCH; id.0, if on { "on" } else { "off" });
    if !on {
        run!(tx, UNPLAN; id.0);
    }
    Ok(())
}

/// Every schedule, in a fixed order.
pub async fn list(tx: &mut Tx) -> Stored<Vec<Schedule>> {
    all!(tx, LIST).iter().map(schedule).collect()
}

/// Schedules that are on and have no next run yet (at most 500).
pub async fn unplanted(tx: &mut Tx) -> Stored<Vec<Schedule>> {
    all!(tx, UNPLANTED).iter().map(schedule).collect()
}

/// Writes a run before it is due. `false`: this occurrence has a row already.
pub async fn plant(tx: &mut Tx, env: &Env, schedule: ScheduleId, due: Instant) -> Stored<bool> {
    insert(tx, env, schedule, due, RunState::Waiting).await
}

/// Records an occurrence that nobody was there to open.
pub async fn plant_missed(
    tx: &mut Tx,
    env: &Env,
    schedule: ScheduleId,
    due: Instant,
) -> Stored<bool> {
    insert(tx, env, schedule, due, RunState::Missed).await
}

async fn insert(
    tx: &mut Tx,
    env: &Env,
    schedule: ScheduleId,
    due: Instant,
    state: RunState,
) -> Stored<bool> {
    let id: RunId = env.id();
    Ok(run!(tx, PLANT; id.0, schedule.0, to_ms(due), state.as_str()) == 1)
}

/// Runs that are due and not finished, oldest first (at most 100).
pub async fn due(tx: &mut Tx, now: Instant) -> Stored<Vec<RunId>> {
    let rows = all!(tx, DUE; to_ms(now));
    rows.iter().map(|row| row.id("run_id")).collect()
}

/// Takes one unfinished run for this transaction; `None` when it is finished or in other hands.
pub async fn claim(tx: &mut Tx, id: RunId) -> Stored<Option<Run>> {
    one!(tx, CLAIM; id.0).as_ref().map(run).transpose()
}

/// When the next run falls due after `now`.
pub async fn next_due(tx: &mut Tx, now: Instant) -> Stored<Option<Instant>> {
    let row = one!(tx, NEXT_DUE; to_ms(now));
    row.map_or(Ok(None), |row| row.maybe_moment("due_ms"))
}

/// Opens a waiting run and writes the one at `next`, so that the chain never ends in a crash.
pub async fn open(
    tx: &mut Tx,
    env: &Env,
    run: &Run,
    next: Option<Instant>,
    now: Instant,
) -> Stored<()> {
    run!(tx, OPEN; run.id.0, to_ms(now));
    chain(tx, env, run, next).await
}

/// Records a waiting run as missed and writes the one at `next`.
pub async fn miss(
    tx: &mut Tx,
    env: &Env,
    run: &Run,
    next: Option<Instant>,
    now: Instant,
) -> Stored<()> {
    run!(tx, MISS; run.id.0, to_ms(now));
    chain(tx, env, run, next).await
}

async fn chain(tx: &mut Tx, env: &Env, run: &Run, next: Option<Instant>) -> Stored<()> {
    if let Some(next) = next {
        plant(tx, env, run.schedule, next).await?;
    }
    Ok(())
}

/// Everything up to recipient `cursor` is written.
pub async fn advance_cursor(tx: &mut Tx, id: RunId, cursor: i64) -> Stored<()> {
    run!(tx, ADVANCE; id.0, cursor);
    Ok(())
}

/// All recipients are written.
pub async fn done(tx: &mut Tx, id: RunId, now: Instant) -> Stored<()> {
    run!(tx, DONE; id.0, to_ms(now));
    Ok(())
}

/// The newest runs in one state: what was missed, for the operator's list.
pub async fn recent(tx: &mut Tx, state: RunState, limit: i64) -> Stored<Vec<Run>> {
    all!(tx, RECENT; state.as_str(), limit)
        .iter()
        .map(run)
        .collect()
}

fn zone(row: &AnyRow) -> Stored<Tz> {
    let column = "time_zone";
    row.zone(column)?.ok_or(StoreError::Unreadable { column })
}

fn schedule(row: &AnyRow) -> Stored<Schedule> {
    Ok(Schedule {
        id: row.id("id")?,
        unit: row.id("unit_id")?,
        kind: row.word("kind")?,
        cron: row.text("cron")?,
        zone: zone(row)?,
        grace: TimeDelta::minutes(row.int("grace_minutes")?),
        on: row.text("state")? == "on",
    })
}

fn run(row: &AnyRow) -> Stored<Run> {
    Ok(Run {
        id: row.id("run_id")?,
        schedule: row.id("schedule_id")?,
        unit: row.id("unit_id")?,
        kind: row.word("kind")?,
        cron: row.text("cron")?,
        zone: zone(row)?,
        grace: TimeDelta::minutes(row.int("grace_minutes")?),
        due: row.moment("due_ms")?,
        state: row.word("state")?,
        cursor: row.int("cursor_id")?,
    })
}
