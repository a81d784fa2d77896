//! Publishes the state of inbox and outbox now and then, and folds what histograms gather, so that a
//! house nobody scrapes does not grow.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use metrics::gauge;

use super::loops::Worker;
use super::telemetry::Metrics;
use super::wiring::House;
use crate::base::{Instant, Wake, from_ms, to_ms};
use crate::service::staff;
use crate::store::Stored;
use crate::store::health::overdue;
use crate::{inbox, outbox};

/// How often.
const EVERY: TimeDelta = TimeDelta::seconds(15);

/// The worker.
pub(super) struct Gauges {
    house: House,
    metrics: Metrics,
    /// The bell calls more often than is needed.
    next_ms: AtomicI64,
}

impl Gauges {
    pub(super) fn new(house: &House, metrics: &Metrics) -> Self {
        Self {
            house: house.clone(),
            metrics: metrics.clone(),
            next_ms: AtomicI64::new(0),
        }
    }
}

impl Gauges {
    async fn read(&self, now: Instant) -> Stored<()> {
        outbox::gauges(&self.house.store, now).await?;
        for line in &self.house.lines {
            inbox::gauges(&self.house.store, line.telegram.id(), now).await?;
        }
        let mut tx = self.house.store.read().await?;
        let since = overdue(&mut tx, now).await?;
        gauge!("hongyan_runs_overdue_seconds")
            .set(since.map_or(0.0, |since| (now - since).as_seconds_f64()));
        let alone = staff::alone(&mut tx, &self.house.env).await?;
        gauge!("hongyan_staff_unlooked").set(alone.len() as f64);
        Ok(())
    }
}

impl Worker for Gauges {
    fn name(&self) -> String {
        "gauges".to_owned()
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async {
            let now = self.house.env.now();
            let next = from_ms(self.next_ms.load(Ordering::SeqCst));
            if next > now {
                return Ok(Wake::At(next));
            }
            let read = self.read(now).await;
            gauge!("hongyan_database_up").set(if read.is_ok() { 1.0 } else { 0.0 });
            (self.metrics)();
            read?;
            gauge!("hongyan_figures_timestamp_seconds").set(to_ms(now) as f64 / 1_000.0);
            self.next_ms.store(to_ms(now + EVERY), Ordering::SeqCst);
            Ok(Wake::At(now + EVERY))
        }
        .boxed()
    }
}
