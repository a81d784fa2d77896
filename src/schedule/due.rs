//! What is due: opens runs, writes the next ones, and lets [`Jobs`] write page after page, each in
//! its own transaction with the cursor, so that a restart anywhere neither loses nor repeats one.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::TimeDelta;
use futures_util::future::BoxFuture;

use super::cron::{Rule, next_after, upcoming};
use crate::base::{Env, Instant, RunId, ScheduleId, Wake, to_ms};
use crate::model::schedule::RunState;
use crate::store::schedules::{self, Run, Schedule};
use crate::store::tasks::{self, TaskKind};
use crate::store::{Store, StoreError, Stored, Tx};

/// Most missed occurrences recorded in one transaction.
const MISSED_AT_ONCE: usize = 100;

/// How soon a run in other hands is looked at again: whose it is may fail, or be gone with it.
const ELSEWHERE: TimeDelta = TimeDelta::seconds(10);

/// Longest rest of a run whose page fails.
const LONGEST_REST: TimeDelta = TimeDelta::minutes(5);

/// What a page leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// More recipients come after this one. Must be greater than the cursor of the run given.
    More(i64),
    /// That was the last page.
    Done,
}

/// What happens when a run is due: implemented over `service`.
pub trait Jobs: Send + Sync {
    /// Writes the recipients after `run.cursor` within `tx`; the scheduler commits.
    fn page<'a>(&'a self, tx: &'a mut Tx, run: &'a Run) -> BoxFuture<'a, Result<Page, StoreError>>;
}

/// The worker of all schedules. Several processes may run one on the same PostgreSQL database: a
/// page belongs to whoever locked its run.
pub struct Scheduler {
    store: Store,
    env: Env,
    jobs: Arc<dyn Jobs>,
    troubles: Mutex<Troubles>,
}

/// What went wrong lately. Kept in memory only: a restart tries again at once.
#[derive(Default)]
struct Troubles {
    /// Failures in a row and the end of the rest.
    resting: HashMap<RunId, (u32, Instant)>,
    /// Schedules whose rule cannot be read: said once.
    unreadable: HashSet<ScheduleId>,
}

impl Scheduler {
    pub fn new(store: Store, env: Env, jobs: Arc<dyn Jobs>) -> Self {
        Self {
            store,
            env,
            jobs,
            troubles: Mutex::default(),
        }
    }

    /// One round: plants what has no next run, then one step of everything that is due. A run that
    /// fails rests and does not hold up the others.
    pub async fn tick(&self) -> Stored<Wake> {
        let now = self.env.now();
        self.plant(now).await?;
        let mut tx = self.store.read().await?;
        let due = schedules::due(&mut tx, now).await?;
        drop(tx);
        let full = due.len() >= schedules::DUE_AT_ONCE;
        let mut wake = Wake::Idle;
        for id in due {
            let step = match self.rest_of(id, now) {
                Some(until) => Wake::At(until),
                // Behind a full look there are more.
                None => match self.attempt(id, now).await? {
                    Wake::Idle if full => Wake::Now,
                    step => step,
                },
            };
            wake = wake.or(step);
        }
        let mut tx = self.store.read().await?;
        Ok(wake.or(Wake::at(schedules::next_due(&mut tx, now).await?)))
    }

    /// Writes the first run of new schedules.
    async fn plant(&self, now: Instant) -> Stored<()> {
        let mut tx = self.store.read().await?;
        let bare = schedules::unplanted(&mut tx).await?;
        drop(tx);
        let first: Vec<(ScheduleId, Instant)> = bare
            .iter()
            .filter_map(|schedule| Some((schedule.id, self.first_after(schedule, now)?)))
            .collect();
        if first.is_empty() {
            return Ok(());
        }
        let mut tx = self.store.write().await?;
        for (schedule, due) in first {
            schedules::plant(&mut tx, &self.env, schedule, due).await?;
        }
        tx.commit().await
    }

    fn first_after(&self, schedule: &Schedule, now: Instant) -> Option<Instant> {
        match Rule::parse(&schedule.cron) {
            Ok(rule) => next_after(&rule, schedule.zone, now),
            Err(error) => {
                if self.troubles().unreadable.insert(schedule.id) {
                    tracing::error!(schedule = %schedule.id, %error, "a schedule's rule is not understood");
                }
                None
            }
        }
    }

    /// One step of a run. Only a lost database ends the whole round.
    async fn attempt(&self, id: RunId, now: Instant) -> Stored<Wake> {
        match self.step(id, now).await {
            Ok(Some(wake)) => {
                self.troubles().resting.remove(&id);
                Ok(wake)
            }
            // That says nothing about how it goes: what failed here rests as long as before.
            Ok(None) => Ok(Wake::At(now + ELSEWHERE)),
            Err(error) if error.is_passing() => Err(error),
            Err(error) => Ok(Wake::At(self.rest(id, now, &error))),
        }
    }

    /// One transaction: opens, misses, or writes one page. `None`: the run is in other hands.
    async fn step(&self, id: RunId, now: Instant) -> Stored<Option<Wake>> {
        let mut tx = self.store.write().await?;
        match self.within(&mut tx, id, now).await {
            Ok(wake) => {
                tx.commit().await?;
                Ok(wake)
            }
            Err(error) => {
                // Only dropped it would hold the run for a while yet, as if somebody else had it.
                let _ = tx.undo().await;
                Err(error)
            }
        }
    }

    async fn within(&self, tx: &mut Tx, id: RunId, now: Instant) -> Stored<Option<Wake>> {
        let Some(run) = schedules::claim(tx, id).await? else {
            return Ok(None);
        };
        match run.state {
            RunState::Waiting => self.begin(tx, &run, now).await.map(Some),
            _ => self.page(tx, &run, now).await.map(Some),
        }
    }

    /// Opens a run that is due, or records it as missed: it is too late, or a newer one is due too
    /// (nobody wants last month's question after this month's).
    async fn begin(&self, tx: &mut Tx, run: &Run, now: Instant) -> Stored<Wake> {
        let rule = Rule::parse(&run.cron).map_err(|_| StoreError::Unreadable { column: "cron" })?;
        let newer: Vec<Instant> = upcoming(&rule, run.zone, run.due)
            .take_while(|due| *due <= now)
            .take(MISSED_AT_ONCE)
            .collect();
        let kind = run.kind.as_str();
        if let Some((newest, between)) = newer.split_last() {
            for due in between {
                schedules::plant_missed(tx, &self.env, run.schedule, *due).await?;
                self.tell_missed(tx, run, *due).await?;
            }
            self.tell_missed(tx, run, run.due).await?;
            schedules::miss(tx, &self.env, run, Some(*newest), now).await?;
            let count = newer.len();
            tracing::warn!(schedule = %run.schedule, kind, count, "runs missed: a newer one is due");
            metrics::counter!("hongyan_runs_missed_total", "kind" => kind)
                .increment(u64::try_from(count).unwrap_or_default());
            return Ok(Wake::Now);
        }
        let next = next_after(&rule, run.zone, now);
        if now - run.due > run.grace {
            schedules::miss(tx, &self.env, run, next, now).await?;
            self.tell_missed(tx, run, run.due).await?;
            tracing::warn!(schedule = %run.schedule, kind, due = %run.due, "a run is missed: later than its grace");
            metrics::counter!("hongyan_runs_missed_total", "kind" => kind).increment(1);
            return Ok(Wake::Idle);
        }
        schedules::open(tx, &self.env, run, next, now).await?;
        metrics::counter!("hongyan_runs_opened_total", "kind" => kind).increment(1);
        Ok(Wake::Now)
    }

    /// A task at the unit for an occurrence of `run`'s schedule that nobody got: people wait for it.
    async fn tell_missed(&self, tx: &mut Tx, run: &Run, due: Instant) -> Stored<()> {
        let key = format!("{}:{}", run.schedule, to_ms(due));
        let kind = TaskKind::MissedRun;
        tasks::open(tx, &self.env, run.unit, None, None, kind, &key).await?;
        Ok(())
    }

    async fn page(&self, tx: &mut Tx, run: &Run, now: Instant) -> Stored<Wake> {
        match self.jobs.page(tx, run).await? {
            Page::More(cursor) if cursor > run.cursor => {
                schedules::advance_cursor(tx, run.id, cursor).await?;
                Ok(Wake::Now)
            }
            // A page that does not move on would be written for ever.
            Page::More(_) => Err(StoreError::Unreadable {
                column: "cursor_id",
            }),
            Page::Done => {
                schedules::done(tx, run.id, now).await?;
                Ok(Wake::Idle)
            }
        }
    }

    fn rest_of(&self, id: RunId, now: Instant) -> Option<Instant> {
        let (_, until) = self.troubles().resting.get(&id).copied()?;
        (until > now).then_some(until)
    }

    /// Doubles the rest with every failure in a row; says so once.
    fn rest(&self, id: RunId, now: Instant, error: &StoreError) -> Instant {
        let mut troubles = self.troubles();
        let (failures, until) = troubles.resting.entry(id).or_insert((0, now));
        if *failures == 0 {
            tracing::error!(run = %id, %error, "a page of a run failed; it is tried again");
        }
        let seconds = 1_i64 << (*failures).min(9);
        *failures += 1;
        *until = now + TimeDelta::seconds(seconds).min(LONGEST_REST);
        *until
    }

    fn troubles(&self) -> MutexGuard<'_, Troubles> {
        self.troubles.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
