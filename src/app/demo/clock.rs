//! The demo's clock: moves from one due thing to the next, so that a day passes in the order in which
//! it would really happen.

use std::time::Duration;

use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::Mutex;
use tokio::time::sleep;

use crate::base::{Env, Instant};
use crate::sandbox::{ClockControl, NextThing};
use crate::store::agenda::{self, Thing};
use crate::store::{Store, Stored};

/// How long one due thing may take before the clock goes on without it.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often it is looked whether all is done.
const LOOK: Duration = Duration::from_millis(20);
/// Steps one press of a button may make: a month of check-ins and their ladders.
const STEPS: usize = 400;

/// Moves the demo's time.
pub struct DemoClock {
    store: Store,
    env: Env,
    /// One mover at a time: two visitors pressing at once move the clock one after the other.
    moving: Mutex<()>,
}

impl DemoClock {
    pub fn new(store: Store, env: Env) -> Self {
        Self {
            store,
            env,
            moving: Mutex::default(),
        }
    }

    async fn upcoming(&self) -> Stored<Option<(Thing, Instant)>> {
        let mut tx = self.store.read().await?;
        agenda::next(&mut tx, self.env.now()).await
    }

    /// Waits until everything that is due now has happened.
    async fn settle(&self) {
        self.env.bell.ring();
        let all_done = async {
            // Twice in a row: a message that is just being handled may cause the next one.
            let mut calm = 0;
            while calm < 2 {
                sleep(LOOK).await;
                let left = match self.store.read().await {
                    Ok(mut tx) => agenda::due(&mut tx, self.env.now()).await.unwrap_or(1),
                    Err(_) => 1,
                };
                calm = if left == 0 { calm + 1 } else { 0 };
            }
        };
        // Too slow is no error: the clock goes on, the work too.
        let _ = tokio::time::timeout(PATIENCE, all_done).await;
    }

    async fn go(&self, until: Instant) {
        let _turn = self.moving.lock().await;
        self.settle().await;
        for _ in 0..STEPS {
            match self.upcoming().await {
                Ok(Some((_, at))) if at <= until => {
                    self.env.clock.set(at);
                    self.settle().await;
                }
                _ => break,
            }
        }
        self.env.clock.set(until);
        self.settle().await;
    }
}

impl ClockControl for DemoClock {
    fn advance(&self, by: TimeDelta) -> BoxFuture<'_, ()> {
        let until = self.env.now() + by;
        self.go(until).boxed()
    }

    fn next(&self) -> BoxFuture<'_, Option<NextThing>> {
        async move {
            let (thing, at) = self.upcoming().await.ok().flatten()?;
            let label = match thing {
                Thing::WeeklyUpdate => "the weekly update is written",
                Thing::CheckIn => "the guardian is asked",
                Thing::LadderStep => "if nobody answers, the next person is asked",
                Thing::FollowUp => "a note nobody has seen goes to the others of the family",
                Thing::LaterNote => "a note written for this hour goes",
                Thing::HeldMessage => "a message arrives at its reader's hour",
            };
            Some(NextThing {
                at,
                label: label.to_owned(),
            })
        }
        .boxed()
    }

    fn to_next(&self) -> BoxFuture<'_, ()> {
        async move {
            if let Ok(Some((_, at))) = self.upcoming().await {
                self.go(at).await;
            }
        }
        .boxed()
    }
}
