//! Lets what was written before there were keys, or before values were bound to their rows, be sealed: people before anybody is let in, the rest
//! page by page with a breath in between. Knows nothing of what is sealed.

use std::sync::atomic::{AtomicBool, Ordering};

use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::loops::Worker;
use super::wiring::House;
use crate::base::{Env, Wake};
use crate::store::sealing::{self, PEOPLE, Part};
use crate::store::{Store, Stored};

/// Rows per transaction: a few milliseconds, so that nobody waits for it.
const PAGE: i64 = 500;
/// Between two pages: others write in the meantime.
const BREATH: TimeDelta = TimeDelta::milliseconds(20);

/// Seals children and adults, whose numbers are compared by what only sealing makes, and second factors.
pub async fn people(store: &Store) -> Stored<()> {
    for part in PEOPLE {
        while page(store, *part).await? {}
    }
    Ok(())
}

/// Everything there is.
pub async fn all(store: &Store) -> Stored<()> {
    for part in Part::ALL {
        while page(store, *part).await? {}
    }
    Ok(())
}

async fn page(store: &Store, part: Part) -> Stored<bool> {
    let mut tx = store.write().await?;
    let more = sealing::page(&mut tx, part, PAGE).await?;
    tx.commit().await?;
    if !more {
        sealing::shut(store, part);
    }
    Ok(more)
}

/// The worker; idle once everything is sealed.
pub(super) struct Sealing {
    store: Store,
    env: Env,
    done: AtomicBool,
}

impl Sealing {
    pub(super) fn new(house: &House) -> Self {
        Self {
            store: house.store.clone(),
            env: house.env.clone(),
            done: AtomicBool::new(false),
        }
    }
}

impl Worker for Sealing {
    fn name(&self) -> String {
        "sealing".to_owned()
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async {
            if self.done.load(Ordering::Relaxed) {
                return Ok(Wake::Idle);
            }
            for part in Part::ALL {
                if page(&self.store, *part).await? {
                    return Ok(Wake::At(self.env.now() + BREATH));
                }
            }
            self.done.store(true, Ordering::Relaxed);
            Ok(Wake::Idle)
        }
        .boxed()
    }
}
