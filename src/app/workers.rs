//! The rooms' `tick()`s as workers of this house. Knows what each room is built from, nothing of what
//! it does.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::Mutex;

use super::loops::Worker;
use crate::base::{Env, Wake, from_ms, to_ms};
use crate::inbox::{self, Handler, Inbox, Trouble};
use crate::model::event::Event;
use crate::outbox::{self, Dispatcher};
use crate::schedule::{Jobs, Page, Scheduler};
use crate::service::converse;
use crate::store::schedules::Run;
use crate::store::{Store, StoreError, Tx};
use crate::telegram::Poller;

/// How often gauges are measured.
const GAUGES: TimeDelta = TimeDelta::seconds(15);

/// Asks the messenger for updates and stores them.
pub struct Polling {
    pub bot: String,
    pub poller: Poller,
    pub env: Env,
}

impl Worker for Polling {
    fn name(&self) -> String {
        format!("poll {}", self.bot)
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async {
            match self.poller.tick().await {
                Ok(polled) => {
                    if polled.stored > 0 {
                        self.env.bell.ring();
                    }
                    Ok(Wake::Now)
                }
                Err(problem) => Err(problem.into()),
            }
        }
        .boxed()
    }

    fn interruptible(&self) -> bool {
        true
    }
}

/// Understands stored updates.
pub struct Listening {
    pub bot: String,
    pub inbox: Inbox,
    pub env: Env,
}

impl Worker for Listening {
    fn name(&self) -> String {
        format!("inbox {}", self.bot)
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async {
            let wake = self.inbox.tick().await?;
            if wake == Wake::Now {
                // Answers are waiting for the dispatcher.
                self.env.bell.ring();
            }
            Ok(wake)
        }
        .boxed()
    }
}

/// The one who answers: every event goes to the services.
pub struct Answering {
    pub env: Env,
}

impl Handler for Answering {
    fn handle<'a>(&'a self, tx: &'a mut Tx, event: Event) -> BoxFuture<'a, Result<(), Trouble>> {
        async move { Ok(converse::hear(tx, &self.env, event).await?) }.boxed()
    }
}

/// Sends what waits in the outbox of one bot.
pub struct Sending {
    pub bot: String,
    pub dispatcher: Mutex<Dispatcher>,
}

impl Worker for Sending {
    fn name(&self) -> String {
        format!("outbox {}", self.bot)
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async { Ok(self.dispatcher.lock().await.tick().await?) }.boxed()
    }
}

/// Opens runs when they are due and writes their pages.
pub struct Scheduling {
    pub scheduler: Scheduler,
    pub env: Env,
}

impl Worker for Scheduling {
    fn name(&self) -> String {
        "schedules".to_owned()
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async {
            let wake = self.scheduler.tick().await?;
            if wake == Wake::Now {
                self.env.bell.ring();
            }
            Ok(wake)
        }
        .boxed()
    }
}

/// Lets silent check-ins climb their ladder.
pub struct Climbing {
    pub store: Store,
    pub env: Env,
}

impl Worker for Climbing {
    fn name(&self) -> String {
        "ladder".to_owned()
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async { Ok(Wake::Idle) }.boxed()
    }
}

/// What the schedules do.
pub struct Runs {
    pub env: Env,
}

impl Jobs for Runs {
    fn page<'a>(
        &'a self,
        _tx: &'a mut Tx,
        _run: &'a Run,
    ) -> BoxFuture<'a, Result<Page, StoreError>> {
        async move { Ok(Page::Done) }.boxed()
    }
}

/// Measures queues for the metrics.
pub struct Measuring {
    pub store: Store,
    pub env: Env,
    pub bots: Vec<String>,
    /// The bell calls more often than is needed.
    pub next_ms: AtomicI64,
}

impl Worker for Measuring {
    fn name(&self) -> String {
        "gauges".to_owned()
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async {
            let now = self.env.now();
            let next = from_ms(self.next_ms.load(Ordering::SeqCst));
            if now < next {
                return Ok(Wake::At(next));
            }
            self.next_ms.store(to_ms(now + GAUGES), Ordering::SeqCst);
            outbox::gauges(&self.store, now).await?;
            for bot in &self.bots {
                inbox::gauges(&self.store, bot, now).await?;
            }
            Ok(Wake::At(now + GAUGES))
        }
        .boxed()
    }
}
