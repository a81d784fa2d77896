//! What happens by the clock, as workers: schedules and the ladder. Knows which service a schedule's
//! kind belongs to, nothing of what it does.

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::loops::Worker;
use crate::base::{Env, Wake};
use crate::model::schedule::ScheduleKind;
use crate::schedule::{Jobs, Page, Scheduler};
use crate::service::{check_in, weekly};
use crate::store::schedules::Run;
use crate::store::{Store, StoreError, Tx, check_ins};

/// Recipients, or children, per transaction.
const PAGE: i64 = 200;

/// The workers of time, for all bots together.
pub fn of_schedules(store: &Store, env: &Env) -> Vec<Arc<dyn Worker>> {
    let runs = Arc::new(Runs::new(env.clone()));
    vec![
        Arc::new(Scheduling {
            scheduler: Scheduler::new(store.clone(), env.clone(), runs),
            env: env.clone(),
        }),
        Arc::new(Climbing {
            store: store.clone(),
            env: env.clone(),
        }),
    ]
}

/// Opens runs when they are due and writes their pages.
struct Scheduling {
    scheduler: Scheduler,
    env: Env,
}

impl Worker for Scheduling {
    fn name(&self) -> String {
        "schedules".to_owned()
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async {
            let wake = self.scheduler.tick().await?;
            if wake == Wake::Now {
                // A page has put messages into the outbox.
                self.env.bell.ring();
            }
            Ok(wake)
        }
        .boxed()
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
            let Some(due) = due.filter(|due| *due <= self.env.now()) else {
                return Ok(Wake::at(due));
            };
            let mut tx = self.store.write().await?;
            let next = check_in::tick(&mut tx, &self.env, PAGE).await?;
            tx.commit().await?;
            tracing::debug!(%due, "check-ins climbed");
            // Questions are in the outbox now.
            self.env.bell.ring();
            Ok(Wake::at(next))
        }
        .boxed()
    }
}
