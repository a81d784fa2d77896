//! A clock that is set back: without this nothing would go until it had caught up.

use chrono::TimeDelta;

use super::{Pace, SECOND};
use crate::base::Instant;

impl Pace {
    /// The clock was set back: everything happened as long ago as it did.
    pub(super) fn follow(&mut self, now: Instant) {
        let back = self
            .latest
            .replace(now)
            .map_or(TimeDelta::zero(), |latest| latest - now);
        if back <= SECOND {
            return;
        }
        for slot in &mut self.slots {
            slot.at -= back;
            slot.free -= back;
        }
        for at in self.rested.values_mut().chain(self.paused.values_mut()) {
            *at -= back;
        }
        for (at, _) in &mut self.floods {
            *at -= back;
        }
        for at in [&mut self.slow, &mut self.risen, &mut self.bot_paused] {
            *at = at.map(|at| at - back);
        }
    }
}
