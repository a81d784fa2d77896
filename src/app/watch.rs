//! What happens to staff by the clock, as a worker: who must hear of codes that did not work, posts
//! that end, yearly looks that are due.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::loops::Worker;
use crate::base::{Env, Wake, from_ms, to_ms};
use crate::service::{impostor, staff};
use crate::store::{Store, impostors};

/// How often it is looked whether a code did not work: people hear of it, nobody waits for it.
const LOOK: TimeDelta = TimeDelta::seconds(5);
/// How often all posts are gone through: they end at their minute.
const ROUND: TimeDelta = TimeDelta::minutes(1);

/// The worker.
pub(super) struct Watching {
    store: Store,
    env: Env,
    next_round_ms: AtomicI64,
}

impl Watching {
    pub(super) fn new(store: &Store, env: &Env) -> Self {
        Self {
            store: store.clone(),
            env: env.clone(),
            next_round_ms: AtomicI64::new(0),
        }
    }
}

impl Worker for Watching {
    fn name(&self) -> String {
        "staff".to_owned()
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async {
            let now = self.env.now();
            let mut tx = self.store.read().await?;
            let alarms = impostors::next(&mut tx).await?;
            drop(tx);
            if !alarms.is_empty() {
                let mut tx = self.store.write().await?;
                impostor::tick(&mut tx, &self.env).await?;
                tx.commit().await?;
            }
            if from_ms(self.next_round_ms.load(Ordering::SeqCst)) <= now {
                let mut tx = self.store.write().await?;
                staff::round(&mut tx, &self.env).await?;
                tx.commit().await?;
                let next = to_ms(now + ROUND);
                self.next_round_ms.store(next, Ordering::SeqCst);
            }
            Ok(Wake::At(now + LOOK))
        }
        .boxed()
    }
}
