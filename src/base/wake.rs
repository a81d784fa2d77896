//! When a worker wants to be called again. The loops that obey it live in `app`.

use super::Instant;

/// What a `tick()` answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// At once: there was work, there may be more.
    Now,
    /// Not before this moment, unless something new arrives.
    At(Instant),
    /// Only when something new arrives.
    Idle,
}

impl Wake {
    /// The earlier of the two.
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Now, _) | (_, Self::Now) => Self::Now,
            (Self::At(a), Self::At(b)) => Self::At(a.min(b)),
            (Self::At(at), Self::Idle) | (Self::Idle, Self::At(at)) => Self::At(at),
            (Self::Idle, Self::Idle) => Self::Idle,
        }
    }

    /// At `at` when there is such a moment.
    pub fn at(at: Option<Instant>) -> Self {
        at.map_or(Self::Idle, Self::At)
    }
}
