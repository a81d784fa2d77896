//! Publishes the state of inbox and outbox now and then, and folds what histograms gather, so that a
//! house nobody scrapes does not grow.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::loops::Worker;
use super::telemetry::Metrics;
use super::wiring::House;
use crate::base::{Wake, from_ms, to_ms};
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
            outbox::gauges(&self.house.store, now).await?;
            for line in &self.house.lines {
                inbox::gauges(&self.house.store, line.telegram.id(), now).await?;
            }
            (self.metrics)();
            self.next_ms.store(to_ms(now + EVERY), Ordering::SeqCst);
            Ok(Wake::At(now + EVERY))
        }
        .boxed()
    }
}
