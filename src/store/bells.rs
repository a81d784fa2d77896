//! The bells of the queues, one per queue and bot: the commit that put something there rings it. So
//! whoever works on one queue is called for it alone, however many there are. Within one process.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use crate::base::Bell;

/// What waits for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Queue {
    /// Updates to be handled.
    Inbox,
    /// Messages to be sent.
    Outbox,
}

/// A queue and the bot it belongs to.
pub(super) type Place = (Queue, String);

#[derive(Clone, Debug, Default)]
pub(super) struct Bells(Arc<Mutex<HashMap<Place, Bell>>>);

impl Bells {
    pub fn of(&self, queue: Queue, bot: &str) -> Bell {
        let mut bells = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        bells.entry((queue, bot.to_owned())).or_default().clone()
    }

    pub fn ring(&self, places: &BTreeSet<Place>) {
        if places.is_empty() {
            return;
        }
        let bells = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for bell in places.iter().filter_map(|place| bells.get(place)) {
            bell.ring();
        }
    }
}
