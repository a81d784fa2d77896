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
use crate::base::{Env, Instant, Wake};
use crate::store::outbox::Claimed;

/// Connections to the messenger at once, at least ...
const AT_ONCE: usize = 32;

/// ... and this part (1/4) of a second's messages, where more are let through.
const PART: u32 = 4;

/// Connections beside these that only urgent messages and replies take: on a slow line they do not
/// queue behind a digest.
const FOR_FAST: usize = 16;

/// Landings that are worth a commit of their own.
const COMPANY: usize = 8;

/// What one transaction decided.
pub(super) struct Claim {
    pub departures: Vec<(Claimed, Ticket)>,
    pub wake: Wake,
    /// There was room for more than there was, and nothing of it was held back.
    pub is_all: bool,
}

impl Claim {
    pub fn none(wake: Wake) -> Self {
        Self {
            departures: Vec::new(),
            wake,
            is_all: false,
        }
    }
}

/// One message about to leave.
pub(super) struct Departure {
    pub channel: Arc<dyn Channel>,
    pub env: Env,
    pub hold: Hold,
    /// In whose time it was claimed.
    pub epoch: Option<Epoch>,
    pub paid: bool,
    /// What has not left by then stays: its claim must not end under way.
    pub until: Instant,
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
    /// Of slow lanes.
    slow: usize,
    at_once: usize,
    places: Arc<Semaphore>,
    for_fast: Arc<Semaphore>,
    /// Raised when the whole bot must be silent: what has not left yet stays.
    halted: Arc<AtomicBool>,
    /// Under way after the last turn, and landed since.
    began: usize,
    landed: usize,
}

impl Hand {
    /// For a bot that may send so many messages a second.
    pub fn new(per_second: Option<u32>) -> Self {
        let part = per_second.and_then(|number| usize::try_from(number / PART).ok());
        let at_once = part.unwrap_or_default().max(AT_ONCE);
        Self {
            tasks: JoinSet::new(),
            slow: 0,
            at_once,
            places: Arc::new(Semaphore::new(at_once)),
            for_fast: Arc::new(Semaphore::new(FOR_FAST)),
            halted: Arc::default(),
            began: 0,
            landed: 0,
        }
    }

    pub fn len(&self) -> usize {
        self.tasks.len()
    }

    pub fn is_empty(&self) -> bool {
        self.tasks.is_empty()
    }

    /// How many more of slow lanes can leave without waiting for another.
    pub fn free_for_slow(&self) -> usize {
        self.at_once.saturating_sub(self.slow)
    }

    pub fn send(&mut self, departure: Departure) {
        let is_fast = departure.row.lane.is_fast();
        self.slow += usize::from(!is_fast);
        let places = if is_fast {
            &self.for_fast
        } else {
            &self.places
        };
        let (places, halted) = (places.clone(), self.halted.clone());
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

    /// How many more urgent messages and replies may be in hand: a few rounds of their places.
    pub fn free_for_fast(&self) -> usize {
        (4 * FOR_FAST).saturating_sub(self.tasks.len().saturating_sub(self.slow))
    }

    /// So many have landed that writing them down need not wait for company.
    pub fn has_company(&self) -> bool {
        self.landed >= COMPANY
    }

    /// Whatever has not left stays for good; what is sent from now on leaves.
    pub fn renounce(&mut self) {
        self.halt();
        self.halted = Arc::default();
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
                Some(Ok(landing)) => return self.is_down(landing),
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
                return Some(self.is_down(landing));
            }
        }
        None
    }

    fn is_down(&mut self, landing: Landing) -> Landing {
        self.landed += 1;
        let is_slow = !landing.row.lane.is_fast();
        self.slow = self.slow.saturating_sub(usize::from(is_slow));
        landing
    }
}

async fn leave(departure: Departure, places: Arc<Semaphore>, halted: Arc<AtomicBool>) -> Landing {
    let Departure {
        channel,
        env,
        hold,
        epoch,
        paid,
        until,
        row,
        ticket,
    } = departure;
    let place = places.acquire_owned().await;
    let left = env.now();
    // The same when the lease was not renewed in time: another process may speak by now.
    let halted = halted.load(Ordering::SeqCst);
    let stays = place.is_err() || halted || left >= until || !hold.lasts(left);
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
