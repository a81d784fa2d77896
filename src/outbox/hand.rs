//! What is under way: each message on its own task, so many at once, and what came of it. Waits for
//! nobody by itself; touches no database.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::FutureExt;
use metrics::histogram;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::{Channel, Epoch, Hold, Manner, Receipt, Refusal, Ticket};
use crate::base::{Env, Instant};
use crate::store::outbox::Claimed;

/// Connections to the messenger at once.
const AT_ONCE: usize = 32;

/// One message about to leave.
pub(super) struct Departure {
    pub channel: Arc<dyn Channel>,
    pub env: Env,
    pub hold: Hold,
    /// In whose time it was claimed.
    pub epoch: Option<Epoch>,
    pub paid: bool,
    pub row: Claimed,
    pub ticket: Ticket,
}

/// What came of it.
pub(super) struct Landing {
    pub row: Claimed,
    pub ticket: Ticket,
    pub epoch: Option<Epoch>,
    /// `None`: it did not leave.
    pub result: Option<Result<Receipt, Refusal>>,
    /// When the answer came.
    pub at: Instant,
}

/// The messages of one bot that are under way.
pub(super) struct Hand {
    tasks: JoinSet<Landing>,
    places: Arc<Semaphore>,
    /// Raised when the whole bot must be silent: what has not left yet stays.
    halted: Arc<AtomicBool>,
    /// Under way after the last turn, and landed since.
    began: usize,
    landed: usize,
}

impl Default for Hand {
    fn default() -> Self {
        Self {
            tasks: JoinSet::new(),
            places: Arc::new(Semaphore::new(AT_ONCE)),
            halted: Arc::default(),
            began: 0,
            landed: 0,
        }
    }
}

impl Hand {
    pub fn len(&self) -> usize {
        self.tasks.len()
    }

    pub fn is_empty(&self) -> bool {
        self.tasks.is_empty()
    }

    pub fn send(&mut self, departure: Departure) {
        let (places, halted) = (self.places.clone(), self.halted.clone());
        self.tasks.spawn(leave(departure, places, halted));
    }

    /// From here on counts what is worth a turn.
    pub fn begin(&mut self) {
        self.began = self.tasks.len();
        self.landed = 0;
    }

    /// A quarter of what was under way has landed: one commit for many.
    pub fn is_worth_a_turn(&self) -> bool {
        self.landed >= (self.began / 4).max(1)
    }

    pub fn halt(&self) {
        self.halted.store(true, Ordering::SeqCst);
    }

    pub fn resume(&self) {
        self.halted.store(false, Ordering::SeqCst);
    }

    /// The next result; waits for ever when nothing is under way. May be dropped at any time.
    pub async fn landed(&mut self) -> Landing {
        loop {
            match self.tasks.join_next().await {
                Some(Ok(landing)) => {
                    self.landed += 1;
                    return landing;
                }
                // Aborted or panicked outside of what is caught: its lease ends, then it is in doubt.
                Some(Err(_)) => {}
                None => std::future::pending().await,
            }
        }
    }

    /// A result that is here already.
    pub fn landed_already(&mut self) -> Option<Landing> {
        while let Some(joined) = self.tasks.try_join_next() {
            if let Ok(landing) = joined {
                return Some(landing);
            }
        }
        None
    }
}

async fn leave(departure: Departure, places: Arc<Semaphore>, halted: Arc<AtomicBool>) -> Landing {
    let Departure {
        channel,
        env,
        hold,
        epoch,
        paid,
        row,
        ticket,
    } = departure;
    let place = places.acquire_owned().await;
    let left = env.now();
    // The same when the lease was not renewed in time: another process may speak by now.
    let stays = place.is_err() || halted.load(Ordering::SeqCst) || !hold.lasts(left);
    let result = if stays {
        None
    } else {
        let manner = Manner {
            // What may have arrived already comes again without a sound.
            silent: row.in_doubt,
            paid,
        };
        let delivered = AssertUnwindSafe(channel.deliver(row.chat, &row.parcel, manner));
        // Nobody knows how far a call came that panicked.
        Some(
            delivered
                .catch_unwind()
                .await
                .unwrap_or(Err(Refusal::InDoubt)),
        )
    };
    let at = env.now();
    if result.is_some() {
        histogram!("hongyan_channel_seconds").record((at - left).as_seconds_f64());
    }
    Landing {
        row,
        ticket,
        epoch,
        result,
        at,
    }
}
