//! Rules over summer time, and runs that are neither lost nor doubled.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use chrono::{NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hongyan::base::{Chance, Clock, Env, Instant, ScheduleId, UnitId, Wake, from_ms};
use hongyan::model::hours::resolve;
use hongyan::model::schedule::{RunState, ScheduleKind};
use hongyan::schedule::{Jobs, Page, Rule, Scheduler, next_after, upcoming};
use hongyan::store::schedules::{self, Run};
use hongyan::store::tasks::{self, TaskKind};
use hongyan::store::{Store, StoreError, Tx};
use proptest::prelude::*;
use sqlx::Connection;

use crate::support::databases::{TestDb, databases, postgres};

fn moment(text: &str) -> Instant {
    text.parse().unwrap()
}

fn three(rule: &str, zone: &str, from: &str) -> Vec<String> {
    let rule = Rule::parse(rule).unwrap();
    upcoming(&rule, zone.parse().unwrap(), moment(from))
        .take(3)
        .map(|at| at.format("%m-%d %H:%M:%S").to_string())
        .collect()
}

#[test]
fn the_hour_that_does_not_exist_and_the_one_that_comes_twice() {
    // Rome, 29 March 2026: 02:00–03:00 does not exist; 03:00 there is 01:00 UTC.
    let spring = three("0 30 2 * * *", "Europe/Rome", "2026-03-28T12:00:00Z");
    assert_eq!(
        spring,
        ["03-29 01:00:00", "03-30 00:30:00", "03-31 00:30:00"]
    );
    // 25 October: 02:00–03:00 comes twice; the first 02:30 is 00:30 UTC.
    let autumn = three("0 30 2 * * *", "Europe/Rome", "2026-10-24T12:00:00Z");
    assert_eq!(
        autumn,
        ["10-25 00:30:00", "10-26 01:30:00", "10-27 01:30:00"]
    );
    // Seen from within the second pass of the doubled hour.
    let within = three("0 30 2 * * *", "Europe/Rome", "2026-10-25T01:10:00Z");
    assert_eq!(within[0], "10-26 01:30:00");
    let weekly = three("0 0 19 * * Sun", "Asia/Shanghai", "2026-03-15T11:00:00Z");
    assert_eq!(
        weekly,
        ["03-22 11:00:00", "03-29 11:00:00", "04-05 11:00:00"]
    );
}

#[test]
fn refusals_are_in_plain_words() {
    for (rule, part) in [
        ("0 19 * * Sun", "six fields"),
        ("0 0 19 * * 1", "1 would mean Sunday"),
        ("0 0 25 * * *", "field 3 (hour) is not understood: `25`"),
        ("0 0 19 * * Sat-Sun", "Sat,Sun"),
        ("0 0 0 30 Feb *", "never comes due"),
        ("@weekly", "six fields"),
    ] {
        let error = Rule::parse(rule).unwrap_err().to_string();
        assert!(error.contains(part), "{rule}: {error}");
    }
}

const ZONES: [&str; 6] = [
    "Europe/Rome",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Africa/Casablanca",
    "Asia/Shanghai",
];

proptest! {
    /// Every local occurrence fires at its own moment, no moment twice, all of them rising.
    #[test]
    fn one_firing_per_local_occurrence(
        zone in proptest::sample::select(&ZONES[..]),
        rule in (0..60_u32, proptest::sample::select(&["*", "0", "30", "*/20", "1,59"][..]), proptest::sample::select(&["*", "2", "1-3", "23", "0"][..])),
        start in 1_767_225_600_i64..1_798_761_600,
    ) {
        let zone: Tz = zone.parse().unwrap();
        let text = format!("{} {} {} * * *", rule.0, rule.1, rule.2);
        let rule = Rule::parse(&text).unwrap();
        let from = Utc.timestamp_opt(start, 0).unwrap();
        let fired: Vec<Instant> = upcoming(&rule, zone, from).take(200).collect();
        prop_assert!(fired.windows(2).all(|two| two[0] < two[1]));
        let last = *fired.last().unwrap();

        // The same, the slow way: every second of the wall clock that fits, looked up in the zone.
        let mut expected: Vec<Instant> = wall_clock(&text, from - TimeDelta::days(1), last + TimeDelta::days(1))
            .map(|local| resolve(local, zone))
            .filter(|at| *at > from && *at <= last)
            .collect();
        expected.sort();
        expected.dedup();
        prop_assert_eq!(fired, expected);
    }
}

fn wall_clock(rule: &str, from: Instant, to: Instant) -> impl Iterator<Item = NaiveDateTime> {
    // UTC has no summer time, so there the rule walks the wall clock itself.
    let rule = Rule::parse(rule).unwrap();
    let times: Vec<Instant> = std::iter::successors(next_after(&rule, Tz::UTC, from), |last| {
        next_after(&rule, Tz::UTC, *last)
    })
    .take_while(|at| *at < to)
    .collect();
    times.into_iter().map(|at| at.naive_utc())
}

/// Ten recipients, two a page. Each leaves a row under `ledger`, written in the page's transaction:
/// a second one for the same recipient would be refused and seen.
struct Letters {
    env: Env,
    ledger: ScheduleId,
    doubled: AtomicU32,
    /// Fails this many more times, after having written.
    failures: AtomicU32,
    opened: Mutex<Vec<Instant>>,
}

impl Jobs for Letters {
    fn page<'a>(&'a self, tx: &'a mut Tx, run: &'a Run) -> BoxFuture<'a, Result<Page, StoreError>> {
        async move {
            for recipient in run.cursor + 1..=run.cursor + 2 {
                let mark = from_ms(run.due.timestamp_millis() + recipient);
                if !schedules::plant_missed(tx, &self.env, self.ledger, mark).await? {
                    self.doubled.fetch_add(1, Ordering::SeqCst);
                }
            }
            let fails = self
                .failures
                .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1));
            if fails.is_ok() {
                return Err(StoreError::Unreadable { column: "test" });
            }
            let cursor = run.cursor + 2;
            if cursor < 10 {
                return Ok(Page::More(cursor));
            }
            self.opened.lock().unwrap().push(run.due);
            Ok(Page::Done)
        }
        .boxed()
    }
}

struct World {
    env: Env,
    letters: Arc<Letters>,
    scheduler: Scheduler,
}

const SUNDAY: &str = "0 0 19 * * Sun";

impl World {
    /// A school in Shanghai with a weekly update, Wednesday noon.
    async fn new(db: &TestDb) -> Self {
        let env = Env::with(
            Clock::manual(moment("2026-03-11T04:00:00Z")),
            Chance::seeded(7),
        );
        put_school(db).await;
        let mut tx = db.store.write().await.unwrap();
        let ledger = ensure(&mut tx, &env, "0 0 0 1 Jan *", "UTC").await;
        schedules::switch(&mut tx, ledger, false).await.unwrap();
        ensure(&mut tx, &env, SUNDAY, "Asia/Shanghai").await;
        tx.commit().await.unwrap();
        let letters = Arc::new(Letters {
            env: env.clone(),
            ledger,
            doubled: AtomicU32::new(0),
            failures: AtomicU32::new(0),
            opened: Mutex::default(),
        });
        let scheduler = Scheduler::new(db.store.clone(), env.clone(), letters.clone());
        Self {
            env,
            letters,
            scheduler,
        }
    }

    fn restart(&mut self, store: Store) {
        self.scheduler = Scheduler::new(store, self.env.clone(), self.letters.clone());
    }

    /// Ticks until it wants to wait, and gives when it wants to be called again.
    async fn settle(&self) -> Wake {
        for _ in 0..100 {
            let wake = self.scheduler.tick().await.unwrap();
            if !wake.has_come(self.env.now()) {
                return wake;
            }
        }
        panic!("it never rests");
    }

    fn until(&self, text: &str) {
        self.env.clock.set(moment(text));
    }

    /// How many runs (and letters) are in a state.
    async fn count(&self, db: &TestDb, state: RunState) -> BTreeMap<bool, usize> {
        let mut tx = db.store.read().await.unwrap();
        let mut counts = BTreeMap::new();
        for run in schedules::recent(&mut tx, state, 1000).await.unwrap() {
            *counts
                .entry(run.schedule == self.letters.ledger)
                .or_default() += 1;
        }
        counts
    }
}

trait Due {
    fn has_come(self, now: Instant) -> bool;
}

impl Due for Wake {
    fn has_come(self, now: Instant) -> bool {
        match self {
            Self::Now => true,
            Self::At(at) => at <= now,
            Self::Idle => false,
        }
    }
}

async fn ensure(tx: &mut Tx, env: &Env, cron: &str, zone: &str) -> ScheduleId {
    let (kind, zone) = (ScheduleKind::WeeklyUpdate, zone.parse().unwrap());
    let grace = TimeDelta::hours(6);
    schedules::ensure(tx, env, UnitId(1), kind, cron, zone, grace)
        .await
        .unwrap()
}

async fn put_school(db: &TestDb) {
    let mut connection = sqlx::AnyConnection::connect(&db.url).await.unwrap();
    sqlx::query("INSERT INTO units (id, kind, key, name) VALUES (1, 'school', 's', 's')")
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
}

const LETTERS: bool = true;
const RUNS: bool = false;

#[tokio::test]
async fn a_run_is_a_row_before_it_is_due_and_writes_the_next_when_opened() {
    for db in databases().await {
        let world = World::new(&db).await;
        assert_eq!(
            world.settle().await,
            Wake::At(moment("2026-03-15T11:00:00Z"))
        );
        assert_eq!(world.count(&db, RunState::Waiting).await[&RUNS], 1);
        world.until("2026-03-15T11:00:00Z");
        assert_eq!(world.scheduler.tick().await.unwrap(), Wake::Now);
        assert_eq!(world.count(&db, RunState::Open).await[&RUNS], 1);
        assert_eq!(
            world.count(&db, RunState::Waiting).await[&RUNS],
            1,
            "the next is a row"
        );
        assert_eq!(
            world.settle().await,
            Wake::At(moment("2026-03-22T11:00:00Z"))
        );
        assert_eq!(world.count(&db, RunState::Done).await[&RUNS], 1);
        assert_eq!(world.count(&db, RunState::Missed).await[&LETTERS], 10);
        assert_eq!(world.letters.doubled.load(Ordering::SeqCst), 0);
    }
}

#[tokio::test]
async fn a_restart_after_any_step_loses_and_doubles_nothing() {
    for db in databases().await {
        let mut world = World::new(&db).await;
        world.settle().await;
        world.until("2026-03-15T11:00:00Z");
        // One tick per life: open, then five pages.
        for _ in 0..6 {
            let store = db.again().await;
            world.restart(store.clone());
            world.scheduler.tick().await.unwrap();
            store.close().await;
        }
        world.restart(db.store.clone());
        assert_eq!(
            world.settle().await,
            Wake::At(moment("2026-03-22T11:00:00Z"))
        );
        assert_eq!(world.count(&db, RunState::Missed).await[&LETTERS], 10);
        assert_eq!(world.letters.doubled.load(Ordering::SeqCst), 0);
    }
}

#[tokio::test]
async fn a_page_that_fails_rests_longer_each_time_and_is_written_once() {
    for db in databases().await {
        let world = World::new(&db).await;
        world.settle().await;
        world.until("2026-03-15T11:00:00Z");
        world.letters.failures.store(3, Ordering::SeqCst);
        for rest in [1, 2, 4] {
            let wake = world.settle().await;
            assert_eq!(wake, Wake::At(world.env.now() + TimeDelta::seconds(rest)));
            world.env.clock.advance(TimeDelta::seconds(rest));
        }
        world.settle().await;
        assert_eq!(world.count(&db, RunState::Missed).await[&LETTERS], 10);
        assert_eq!(world.letters.doubled.load(Ordering::SeqCst), 0);
    }
}

/// PostgreSQL gives a locked row to nobody else (on SQLite one writes at a time).
#[tokio::test]
async fn a_run_in_other_hands_is_neither_forgotten_nor_taken_for_mended() {
    let Some(db) = postgres().await else { return };
    let world = World::new(&db).await;
    world.settle().await;
    world.until("2026-03-15T11:00:00Z");
    world.letters.failures.store(2, Ordering::SeqCst);
    let rests = |seconds| Wake::At(world.env.now() + TimeDelta::seconds(seconds));
    assert_eq!(world.settle().await, rests(1));
    world.env.clock.advance(TimeDelta::seconds(1));
    let mut tx = db.store.read().await.unwrap();
    let id = schedules::due(&mut tx, world.env.now()).await.unwrap()[0];
    drop(tx);
    let mut elsewhere = db.store.write().await.unwrap();
    let taken = schedules::claim(&mut elsewhere, id).await.unwrap();
    assert!(taken.is_some());
    // Not next Sunday: whoever has it may die with it.
    assert_eq!(world.settle().await, rests(10));
    elsewhere.undo().await.unwrap();
    world.env.clock.advance(TimeDelta::seconds(10));
    assert_eq!(world.settle().await, rests(2));
    world.env.clock.advance(TimeDelta::seconds(2));
    world.settle().await;
    assert_eq!(world.count(&db, RunState::Missed).await[&LETTERS], 10);
}

#[tokio::test]
async fn after_a_long_night_only_the_newest_within_grace_is_opened() {
    for db in databases().await {
        let world = World::new(&db).await;
        world.settle().await;
        // Three Sundays pass; it is five hours after the third.
        world.until("2026-03-29T16:00:00Z");
        assert_eq!(
            world.settle().await,
            Wake::At(moment("2026-04-05T11:00:00Z"))
        );
        assert_eq!(
            *world.letters.opened.lock().unwrap(),
            [moment("2026-03-29T11:00:00Z")]
        );
        assert_eq!(world.count(&db, RunState::Missed).await[&RUNS], 2);
        // Another week, and it is later than the grace: nothing is opened.
        world.until("2026-04-05T17:00:01Z");
        assert_eq!(
            world.settle().await,
            Wake::At(moment("2026-04-12T11:00:00Z"))
        );
        assert_eq!(world.count(&db, RunState::Missed).await[&RUNS], 3);
        assert_eq!(world.letters.opened.lock().unwrap().len(), 1);
        // Each has its task at the school, and a second look opens no second one.
        world.settle().await;
        let mut tx = db.store.read().await.unwrap();
        let tasks = tasks::list(&mut tx, UnitId(1), 9).await.unwrap();
        let kinds: Vec<_> = tasks.iter().map(|task| task.kind).collect();
        assert_eq!(kinds, [TaskKind::MissedRun; 3]);
    }
}

#[tokio::test]
async fn another_zone_makes_another_plan_and_off_makes_none() {
    for db in databases().await {
        let world = World::new(&db).await;
        world.settle().await;
        let mut tx = db.store.write().await.unwrap();
        let id = ensure(&mut tx, &world.env, SUNDAY, "Asia/Tashkent").await;
        tx.commit().await.unwrap();
        assert_eq!(
            world.settle().await,
            Wake::At(moment("2026-03-15T14:00:00Z"))
        );
        let mut tx = db.store.write().await.unwrap();
        schedules::switch(&mut tx, id, false).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(world.settle().await, Wake::Idle);
    }
}

/// Several processes on one PostgreSQL database at the same moment.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_belongs_to_one_process() {
    let Some(db) = postgres().await else { return };
    let world = World::new(&db).await;
    world.settle().await;
    world.until("2026-03-15T11:00:00Z");
    let mut processes = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let store = db.again().await;
        let scheduler = Scheduler::new(store, world.env.clone(), world.letters.clone());
        processes.spawn(async move {
            for _ in 0..20 {
                scheduler.tick().await.unwrap();
            }
        });
    }
    while let Some(ended) = processes.join_next().await {
        ended.unwrap();
    }
    world.settle().await;
    assert_eq!(world.count(&db, RunState::Missed).await[&LETTERS], 10);
    assert_eq!(world.letters.doubled.load(Ordering::SeqCst), 0);
    assert_eq!(world.count(&db, RunState::Waiting).await[&RUNS], 1);
}
