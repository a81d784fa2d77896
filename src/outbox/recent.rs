//! How many messages a bot let through just now: what a flood is a part of.

use crate::base::Instant;

/// A count that forgets what is older than two seconds.
#[derive(Debug, Default)]
pub(super) struct Recent {
    second: i64,
    pub now: usize,
    pub before: usize,
}

impl Recent {
    /// The count as of `now`.
    pub fn at(&mut self, now: Instant) -> &mut Self {
        let second = now.timestamp();
        if second != self.second {
            self.before = if second == self.second + 1 {
                self.now
            } else {
                0
            };
            (self.second, self.now) = (second, 0);
        }
        self
    }
}
