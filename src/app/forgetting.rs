//! Lets the house forget in time: once an hour, page by page, with a breath in between. Knows neither
//! what is kept nor for how long.

use std::sync::Mutex;
use std::sync::PoisonError;

use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use metrics::counter;

use super::loops::Worker;
use super::wiring::House;
use crate::base::{Env, Instant, Wake};
use crate::model::retention::{Keep, What};
use crate::service::retention::{self, Forgotten, Round};
use crate::store::Store;

/// How often a round begins.
const EVERY: TimeDelta = TimeDelta::hours(1);

/// Between two pages: others write in the meantime.
const BREATH: TimeDelta = TimeDelta::milliseconds(20);

/// The worker. With several processes each has its own: they skip each other's rows.
pub(super) struct Forgetting {
    store: Store,
    env: Env,
    keep: Keep,
    state: Mutex<State>,
}

#[derive(Clone, Copy, Default)]
struct State {
    /// The bell calls more often than is needed.
    next: Option<Instant>,
    round: Round,
}

impl Forgetting {
    pub(super) fn new(house: &House) -> Self {
        Self {
            store: house.store.clone(),
            env: house.env.clone(),
            keep: house.config.retention,
            state: Mutex::default(),
        }
    }

    fn state(&self) -> State {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Worker for Forgetting {
    fn name(&self) -> String {
        "forgetting".to_owned()
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async {
            let now = self.env.now();
            let State { next, mut round } = self.state();
            let begun = round;
            if let Some(next) = next.filter(|next| *next > now) {
                return Ok(Wake::At(next));
            }
            let mut tx = self.store.write().await?;
            let more = match retention::page(&mut tx, &self.env, &self.keep, &mut round).await {
                Ok(gone) => {
                    tx.commit().await?;
                    count(&gone);
                    gone.more
                }
                // What cannot be forgotten holds up nothing else.
                Err(error) => {
                    let what = begun.what().as_str();
                    tracing::error!(%error, what, "this kind could not be forgotten");
                    round.failed(begun)
                }
            };
            let next = match more {
                true => now + BREATH,
                false => now + EVERY,
            };
            if !more {
                // What was blanked, and what was erased, is not to lie in the log either.
                self.store.fold().await?;
            }
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            *state = State {
                next: Some(next),
                round,
            };
            Ok(Wake::At(next))
        }
        .boxed()
    }
}

fn count(gone: &Forgotten) {
    counter!("hongyan_forgotten_total", "what" => gone.what.as_str()).increment(gone.rows);
    if gone.what == What::Parked && gone.rows > 0 {
        tracing::warn!(
            updates = gone.rows,
            "parked updates were removed: nobody looked after them in time"
        );
    }
}
