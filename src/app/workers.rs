//! What happens by the clock, as workers: schedules, the ladder, the staff, the calendar of every school. Knows which service a schedule's
//! kind belongs to, nothing of what it does.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::loops::Worker;
use super::watch::Watching;
use crate::base::{Env, Wake, to_ms};
use crate::model::schedule::ScheduleKind;
use crate::schedule::{Jobs, Page, Scheduler};
use crate::service::week_entry::remind;
use crate::service::{self, calendar, check_in, concern, guardian, note, receipt, request, weekly};
use crate::store::schedules::Run;
use crate::store::{
    Store, StoreError, Tx, appointments, check_ins, concerns, erasure, later_notes, receipts,
    requests,
};

/// Recipients, or children, per transaction.
const PAGE: i64 = 200;

/// How often it is looked whether a school's day has come.
const CALENDAR_LOOK: TimeDelta = TimeDelta::minutes(5);

/// How often it is looked whether a step of a ladder, or a run, is due: they are minutes apart.
const LOOK: TimeDelta = TimeDelta::seconds(5);

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
        Arc::new(Following {
            store: store.clone(),
            env: env.clone(),
        }),
        Arc::new(Watching::new(store, env)),
        Arc::new(Guarding {
            store: store.clone(),
            env: env.clone(),
            looked: AtomicI64::new(i64::MIN),
        }),
        Arc::new(Answering {
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

/// How often it is looked whether a request is due: they are days apart.
const SELDOM: TimeDelta = TimeDelta::minutes(5);

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
            let next = self.scheduler.tick().await?;
            // What another process has planned or left since, perhaps by dying, is found at the next look.
            Ok(next.or(Wake::At(self.env.now() + LOOK)))
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

/// Mailings, and notes, in one round: each is many letters, and what is urgent is looked for again after it.
const NOTES: i64 = 5;

/// Lets notes go that were written for later, and those that nobody has seen go to the others of a family.
struct Following {
    store: Store,
    env: Env,
}

impl Worker for Following {
    fn name(&self) -> String {
        "notes".to_owned()
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async {
            let mut tx = self.store.read().await?;
            let unseen = receipts::next_due(&mut tx).await?;
            let later = later_notes::next_due(&mut tx).await?;
            drop(tx);
            let now = self.env.now();
            let look = Wake::At(now + LOOK);
            let due = [unseen, later].into_iter().flatten().min();
            let Some(due) = due.filter(|due| *due <= now) else {
                return Ok(Wake::at(due).or(look));
            };
            let unseen = receipt::tick(&self.store, &self.env, NOTES).await?;
            let later = note::tick(&self.store, &self.env, NOTES).await?;
            let next = [unseen, later].into_iter().flatten().min();
            tracing::debug!(%due, "notes went on");
            Ok(Wake::at(next).or(look))
        }
        .boxed()
    }
}

/// How often it is looked for quiet signs: they are days apart.
const SIGNS: TimeDelta = TimeDelta::minutes(15);

/// Lets the clocks of concerns run, and looks for quiet signs.
struct Guarding {
    store: Store,
    env: Env,
    /// When the last look for signs was finished, in milliseconds.
    looked: AtomicI64,
}

impl Guarding {
    /// True when there is a next page of signs.
    async fn signs(&self) -> Result<bool, StoreError> {
        let now = to_ms(self.env.now());
        let looked = self.looked.load(Ordering::Relaxed);
        if looked.saturating_add(SIGNS.num_milliseconds()) > now {
            return Ok(false);
        }
        let mut tx = self.store.write().await?;
        let more = concern::look(&mut tx, &self.env, PAGE).await?;
        tx.commit().await?;
        if !more {
            self.looked.store(now, Ordering::Relaxed);
        }
        Ok(more)
    }
}

impl Worker for Guarding {
    fn name(&self) -> String {
        "concerns".to_owned()
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async {
            let mut tx = self.store.read().await?;
            let due = concerns::next_due(&mut tx).await?;
            drop(tx);
            let now = self.env.now();
            // Told within a minute: what a conversation has begun since is found at the next look.
            let look = Wake::At(now + LOOK);
            if due.is_none_or(|due| due > now) {
                let more = self.signs().await?;
                return Ok(if more {
                    Wake::Now
                } else {
                    Wake::at(due).or(look)
                });
            }
            let next = concern::tick(&self.store, &self.env, PAGE).await?;
            Ok(Wake::at(next).or(look))
        }
        .boxed()
    }
}

/// Reminds of what families asked about their data, lets the county hear when it is late, and finishes
/// erasures that had to wait.
struct Answering {
    store: Store,
    env: Env,
}

impl Worker for Answering {
    fn name(&self) -> String {
        "requests".to_owned()
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async {
            let mut tx = self.store.read().await?;
            let now = self.env.now();
            let due = requests::next_due(&mut tx).await?;
            let ready = erasure::any_ready(&mut tx, now).await?;
            drop(tx);
            if ready {
                let mut tx = self.store.write().await?;
                service::erasure::finish(&mut tx, &self.env, PAGE).await?;
                tx.commit().await?;
                // The keys are not to lie in the log either.
                self.store.fold().await?;
            }
            let look = Wake::At(now + SELDOM);
            if due.is_none_or(|due| due > now) {
                return Ok(Wake::at(due).or(look));
            }
            let mut tx = self.store.write().await?;
            let next = request::tick(&mut tx, &self.env, PAGE).await?;
            tx.commit().await?;
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
            let mut looked = false;
            for school in due {
                let mut tx = self.store.write().await?;
                looked |= calendar::day(&mut tx, &self.env, &school).await?;
                tx.commit().await?;
            }
            if looked {
                // At every child, which nobody does again before tomorrow.
                self.store.ease().await?;
            }
            let mut tx = self.store.read().await?;
            let due = remind::due(&mut tx, &self.env).await?;
            drop(tx);
            for school in due {
                let mut tx = self.store.write().await?;
                remind::remind(&mut tx, &self.env, &school).await?;
                tx.commit().await?;
            }
            Ok(Wake::At(self.env.now() + CALENDAR_LOOK))
        }
        .boxed()
    }
}
