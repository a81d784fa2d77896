//! The only place that asks the system for the time. Time is an argument everywhere else, so a
//! school year can run in seconds.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};

use super::Bell;

/// A moment in UTC. Stored as `BIGINT` milliseconds since 1970 in columns named `*_ms`.
pub type Instant = DateTime<Utc>;

/// How long ago something was, on a clock that nobody moves: for how fresh a thing in memory is, never
/// for what happens when.
#[derive(Clone, Copy, Debug)]
pub struct Since(std::time::Instant);

impl Since {
    pub fn now() -> Self {
        Self(std::time::Instant::now())
    }

    pub fn ago(self) -> std::time::Duration {
        self.0.elapsed()
    }
}

/// What a moment lacks at most of a whole millisecond.
const LAST_OF_MS: TimeDelta = TimeDelta::nanoseconds(999_999);

/// Milliseconds since 1970 of a moment.
pub fn to_ms(at: Instant) -> i64 {
    at.timestamp_millis()
}

/// The same of a moment before which something may not happen: never short of it.
pub fn to_ms_up(at: Instant) -> i64 {
    to_ms(at + LAST_OF_MS)
}

/// The moment of a stored number of milliseconds; a number outside chrono's range becomes 1970.
pub fn from_ms(ms: i64) -> Instant {
    DateTime::from_timestamp_millis(ms).unwrap_or_default()
}

/// Where "now" comes from. Clones share their state: moving one moves all.
#[derive(Clone, Debug)]
pub struct Clock {
    source: Source,
    /// Rung when the clock is moved, so that sleepers look at it again.
    bell: Bell,
}

#[derive(Clone, Debug)]
enum Source {
    /// System time plus an offset in milliseconds (0 in production, moved by the demo's buttons).
    System(Arc<AtomicI64>),
    /// Stands still until it is moved.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// Follows the system; [`Clock::advance`] and [`Clock::set`] shift it (the demo does).
    pub fn system() -> Self {
        Self {
            source: Source::System(Arc::default()),
            bell: Bell::default(),
        }
    }

    /// Stands still at `start` until it is moved.
    pub fn manual(start: Instant) -> Self {
        Self {
            source: Source::Manual(Arc::new(AtomicI64::new(to_ms(start)))),
            bell: Bell::default(),
        }
    }

    pub fn now(&self) -> Instant {
        match &self.source {
            Source::System(offset) => {
                Utc::now() + TimeDelta::milliseconds(offset.load(Ordering::SeqCst))
            }
            Source::Manual(ms) => from_ms(ms.load(Ordering::SeqCst)),
        }
    }

    /// Moves the clock forward by `by` (backwards is refused: nothing here expects it).
    pub fn advance(&self, by: TimeDelta) {
        let ms = by.num_milliseconds().max(0);
        match &self.source {
            Source::System(cell) | Source::Manual(cell) => {
                cell.fetch_add(ms, Ordering::SeqCst);
            }
        }
        self.bell.ring();
    }

    /// Rings whenever this clock is moved.
    pub fn bell(&self) -> &Bell {
        &self.bell
    }

    /// Moves the clock forward to `at`, by whole milliseconds and never short of it; a moment in the past is
    /// ignored.
    pub fn set(&self, at: Instant) {
        self.advance(at - self.now() + LAST_OF_MS);
    }
}
