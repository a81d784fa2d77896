//! What happens by the clock, as workers: schedules, the ladder, the calendar of every school. Knows which service a schedule's
//! kind belongs to, nothing of what it does.

use std::sync::Arc;

use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::loops::Worker;
use crate::base::{Env, Wake};
use crate::model::schedule::ScheduleKind;
use crate::schedule::{Jobs, Page, Scheduler};
use crate::service::{calendar, check_in, guardian, weekly};
use crate::store::schedules::Run;
use crate::store::{Store, StoreError, Tx, appointments, check_ins};

/// Recipients, or children, per transaction.
const PAGE: i64 = 200;

/// How often it is looked whether a school's day has come.
const CALENDAR_LOOK: TimeDelta = TimeDelta::minutes(5);

/// How often it is looked whether a step of a ladder is due: they are minutes apart.
const LOOK: TimeDelta = TimeDelta::seconds(5);

/// The workers of time, for all bots together.
pub fn of_schedules(store: &Store, env: &Env) -> Vec<Arc<dyn Worker>> {
    let runs = Arc::new(Runs::new(env.clone()));
    vec![
        Arc::new(Scheduling {
            scheduler: Scheduler::new(store.clone(), env.clone(), runs),
        }),
        Arc::new(Climbing {
            store: store.clone(),
            env: env.clone(),
        }),
        Arc::new(Terms {
            store: store.clone(),
            env: env.clone(),
        }),
        Arc::new(Days {
            store: store.clone(),
            env: env.clone(),
        }),
    ]
}

/// Opens runs when they are due and writes their pages.
struct Scheduling {
    scheduler: Scheduler,
}

impl Worker for Scheduling {
    fn name(&self) -> String {
        "schedules".to_owned()
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async { Ok(self.scheduler.tick().await?) }.boxed()
    }
}

/// What the schedules do: each kind is a service's pages.
#[derive(Debug)]
pub struct Runs {
    env: Env,
}

impl Runs {
    pub const fn new(env: Env) -> Self {
        Self { env }
    }
}

impl Jobs for Runs {
    fn page<'a>(&'a self, tx: &'a mut Tx, run: &'a Run) -> BoxFuture<'a, Result<Page, StoreError>> {
        let Self { env } = self;
        async move {
            let next = match run.kind {
                ScheduleKind::WeeklyUpdate => {
                    let told = weekly::Run {
                        id: run.id,
                        unit: run.unit,
                        due: run.due,
                        zone: run.zone,
                    };
                    match weekly::page(tx, env, &told, run.cursor, PAGE).await? {
                        weekly::Page::More(cursor) => Some(cursor),
                        weekly::Page::Done => None,
                    }
                }
                ScheduleKind::CheckIn => {
                    check_in::page(tx, env, run.unit, run.due, run.cursor, PAGE).await?
                }
            };
            Ok(next.map_or(Page::Done, Page::More))
        }
        .boxed()
    }
}

/// Lets silent check-ins climb their ladder at the minute.
struct Climbing {
    store: Store,
    env: Env,
}

impl Worker for Climbing {
    fn name(&self) -> String {
        "ladder".to_owned()
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async {
            let mut tx = self.store.read().await?;
            let due = check_ins::next_due(&mut tx).await?;
            drop(tx);
            let now = self.env.now();
            // What a conversation has begun since is found at the next look.
            let look = Wake::At(now + LOOK);
            let Some(due) = due.filter(|due| *due <= now) else {
                return Ok(Wake::at(due).or(look));
            };
            let mut tx = self.store.write().await?;
            let next = check_in::tick(&mut tx, &self.env, PAGE).await?;
            tx.commit().await?;
            tracing::debug!(%due, "check-ins climbed");
            Ok(Wake::at(next).or(look))
        }
        .boxed()
    }
}

/// Begins, warns of and ends the terms of acting guardians at the minute.
struct Terms {
    store: Store,
    env: Env,
}

impl Worker for Terms {
    fn name(&self) -> String {
        "terms".to_owned()
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async {
            let mut tx = self.store.read().await?;
            let due = appointments::next_due(&mut tx).await?;
            drop(tx);
            let now = self.env.now();
            // What a conversation has begun since is found at the next look.
            let look = Wake::At(now + LOOK);
            if due.is_none_or(|due| due > now) {
                return Ok(Wake::at(due).or(look));
            }
            let mut tx = self.store.write().await?;
            let next = guardian::tick(&mut tx, &self.env, PAGE).await?;
            tx.commit().await?;
            Ok(Wake::at(next).or(look))
        }
        .boxed()
    }
}

/// Goes through every school's day in its own morning, one transaction each.
struct Days {
    store: Store,
    env: Env,
}

impl Worker for Days {
    fn name(&self) -> String {
        "calendar".to_owned()
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async {
            let mut tx = self.store.read().await?;
            let due = calendar::due(&mut tx, &self.env).await?;
            drop(tx);
            for school in due {
                let mut tx = self.store.write().await?;
                calendar::day(&mut tx, &self.env, &school).await?;
                tx.commit().await?;
            }
            Ok(Wake::At(self.env.now() + CALENDAR_LOOK))
        }
        .boxed()
    }
}
