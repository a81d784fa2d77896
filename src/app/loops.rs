//! The loops around every worker's `tick()`: when it is called again, what happens when it fails or
//! panics, and how it ends. The only place that waits. Knows nothing of what a worker does.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, select_all};
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::stop::Stop;
use crate::base::{Bell, Env, Instant, Listener, Wake};
use crate::store::StoreError;

/// Something that is called again and again.
pub trait Worker: Send + Sync + 'static {
    /// Stands in logs and metrics: no personal data.
    fn name(&self) -> String;

    /// One round. Must be safe to drop at any await where [`Worker::may_be_dropped`] lets it: what was not committed
    /// did not happen.
    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>>;

    /// Returns when a stop may drop the round that is under way (a poller that waits for news) instead of
    /// letting it finish; never by default.
    fn may_be_dropped(&self) -> BoxFuture<'_, ()> {
        std::future::pending().boxed()
    }

    /// What calls it before the moment it named, beside the clock's bell.
    fn bells(&self) -> Vec<Bell> {
        Vec::new()
    }

    /// Returns when the worker has something to do before the moment it named; never by default.
    /// May be dropped at any time.
    fn news(&self) -> BoxFuture<'_, ()> {
        std::future::pending().boxed()
    }

    /// What is left under way after the last round of a graceful stop.
    fn finish(&self) -> BoxFuture<'_, anyhow::Result<()>> {
        std::future::ready(Ok(())).boxed()
    }
}

/// A failure that names the moment before which trying again is not allowed (`retry_after`).
#[derive(Debug, thiserror::Error)]
#[error("{why}")]
pub struct NotBefore {
    pub at: Instant,
    /// In words without personal data.
    pub why: String,
}

/// How long a graceful stop waits for rounds under way.
pub const STOP_LIMIT: Duration = Duration::from_secs(20);

/// Looked again after this long even without a bell: another process may have committed something,
/// or the machine slept.
const PATIENCE: Duration = Duration::from_secs(30);

/// Pauses after failures in a row, in seconds; the last one repeats.
const PAUSES: [u64; 6] = [1, 2, 5, 10, 20, 30];

/// Runs all workers until `stop`, then lets rounds under way finish within `limit`. Gives the names
/// of those that did not.
pub async fn run(
    workers: Vec<Arc<dyn Worker>>,
    env: &Env,
    stop: &Stop,
    limit: Duration,
) -> Vec<String> {
    let mut running: Vec<String> = workers.iter().map(|worker| worker.name()).collect();
    let mut tasks = JoinSet::new();
    for worker in workers {
        let (env, stop) = (env.clone(), stop.clone());
        tasks.spawn(async move {
            let name = worker.name();
            repeat(worker, env, stop).await;
            name
        });
    }
    let deadline = async {
        stop.asked().await;
        tokio::select! {
            () = sleep(limit) => {}
            () = stop.at_once() => {}
        }
    };
    tokio::pin!(deadline);
    loop {
        let ended = tokio::select! {
            ended = tasks.join_next() => ended,
            () = &mut deadline => return running,
        };
        match ended {
            Some(Ok(name)) => running.retain(|other| *other != name),
            Some(Err(_)) => {}
            None => return running,
        }
    }
}

/// One worker's life.
async fn repeat(worker: Arc<dyn Worker>, env: Env, stop: Stop) {
    let bells = std::iter::once(env.bell.clone()).chain(worker.bells());
    let mut bells: Vec<Listener> = bells.map(|bell| bell.listen()).collect();
    let mut streak = Streak::new(worker.name());
    while !stop.is_asked() {
        let tick = AssertUnwindSafe(worker.tick()).catch_unwind();
        let dropped = async {
            stop.asked().await;
            worker.may_be_dropped().await;
        };
        let result = tokio::select! {
            result = tick => result,
            () = dropped => return,
        };
        let pause = match result {
            Ok(Ok(wake)) => {
                streak.ended();
                pause_until(wake, &env)
            }
            Ok(Err(error)) => {
                let ordered = error.downcast_ref::<NotBefore>();
                let ordered = ordered.map_or(Duration::ZERO, |order| left(order.at, &env));
                Some(streak.failed(&error).max(ordered))
            }
            // The panic hook has logged the place.
            Err(_) => Some(streak.failed(&anyhow::anyhow!("it panicked"))),
        };
        match pause {
            None => tokio::task::yield_now().await,
            Some(length) => {
                let news = (streak.count == 0).then(|| worker.news());
                wait(length, &mut bells, news, &stop).await;
            }
        }
    }
    let finish = AssertUnwindSafe(worker.finish()).catch_unwind();
    if let Ok(Err(error)) = finish.await {
        streak.failed(&error);
    }
}

fn left(until: Instant, env: &Env) -> Duration {
    (until - env.now()).to_std().unwrap_or_default()
}

/// How long to wait at most; `None`: not at all.
fn pause_until(wake: Wake, env: &Env) -> Option<Duration> {
    match wake {
        Wake::Now => None,
        Wake::Idle => Some(PATIENCE),
        Wake::At(moment) => {
            let left = left(moment, env);
            (!left.is_zero()).then_some(left.min(PATIENCE))
        }
    }
}

/// Waits for the time, a bell, the worker's own news or the stop. After a failure there are no
/// `news`, and no bell is listened to: a busy house would turn the pause into a storm.
async fn wait(
    length: Duration,
    bells: &mut [Listener],
    news: Option<BoxFuture<'_, ()>>,
    stop: &Stop,
) {
    let rung = select_all(bells.iter_mut().map(|bell| Box::pin(bell.rung())));
    let called = async {
        match news {
            Some(news) => tokio::select! {
                _ = rung => {}
                () = news => {}
            },
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        () = sleep(length) => {}
        () = called => {}
        () = stop.asked() => {}
    }
}

/// Failures in a row: the first is logged and the end of them, not each.
struct Streak {
    name: String,
    count: usize,
}

impl Streak {
    fn new(name: String) -> Self {
        metrics::counter!("hongyan_worker_failures_total", "worker" => name.clone()).increment(0);
        Self { name, count: 0 }
    }

    fn failed(&mut self, error: &anyhow::Error) -> Duration {
        let worker = self.name.as_str();
        metrics::counter!("hongyan_worker_failures_total", "worker" => self.name.clone())
            .increment(1);
        // Only the outer sentence: what lies below may quote a row.
        match error.downcast_ref::<StoreError>() {
            _ if self.count > 0 => {}
            Some(store) if store.is_passing() => {
                tracing::warn!(worker, %error, "waiting for the database");
            }
            _ => tracing::error!(worker, %error, "a round failed; it is repeated"),
        }
        let pause = PAUSES.get(self.count).or(PAUSES.last());
        self.count += 1;
        Duration::from_secs(pause.copied().unwrap_or(1))
    }

    fn ended(&mut self) {
        if self.count > 0 {
            tracing::info!(worker = self.name, failures = self.count, "works again");
            self.count = 0;
        }
    }
}
