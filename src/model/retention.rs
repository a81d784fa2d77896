//! How long what went through the house is kept: the words of messages short, that they went longer.
//! Pure: knows no table.

use chrono::TimeDelta;

/// How long after its end something is kept. The law asks for the shortest time that serves the
/// purpose (Personal Information Protection Law, art. 19).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    /// The words of a message: for a look at what was sent when a family asks.
    pub words: TimeDelta,
    /// That a message went, was refused or withdrawn: a school term with its holidays. So long a
    /// reply to it finds its thread, and the school sees whom a week did not reach.
    pub messages: TimeDelta,
    /// That an update came. Its words are gone when it is done; the messenger repeats one for a day
    /// at most. One that is parked goes after the same time.
    pub updates: TimeDelta,
}

impl Default for Keep {
    fn default() -> Self {
        Self {
            words: TimeDelta::days(30),
            messages: TimeDelta::days(180),
            updates: TimeDelta::days(30),
        }
    }
}
