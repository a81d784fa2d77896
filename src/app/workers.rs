//! What happens by the clock, as workers: schedules and the ladder. Knows which service a schedule's
//! kind belongs to, nothing of what it does.

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::loops::Worker;
use crate::base::{Env, Wake};
use crate::schedule::{Jobs, Page, Scheduler};
use crate::store::schedules::Run;
use crate::store::{Store, StoreError, Tx};

/// The workers of time, for all bots together.
pub fn of_schedules(store: &Store, env: &Env) -> Vec<Arc<dyn Worker>> {
    let runs = Arc::new(Runs { env: env.clone() });
    vec![Arc::new(Scheduling {
        scheduler: Scheduler::new(store.clone(), env.clone(), runs),
        env: env.clone(),
    })]
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

/// What the schedules do.
struct Runs {
    env: Env,
}

impl Jobs for Runs {
    fn page<'a>(
        &'a self,
        _tx: &'a mut Tx,
        _run: &'a Run,
    ) -> BoxFuture<'a, Result<Page, StoreError>> {
        let _ = &self.env;
        async move { Ok(Page::Done) }.boxed()
    }
}
