//! Layer 0: what every room stands on. Owns the clock, randomness, ids, escaped HTML, keys and the types
//! that keep secrets and personal data out of logs. Knows nothing about children, chats or tables.

mod bell;
mod chance;
mod clock;
mod html;
mod ids;
mod keyring;
mod lately;
mod memory;
mod private;
mod slow;
mod wake;
mod words;

pub use bell::{Bell, Listener};
pub use chance::Chance;
pub use clock::{Clock, Instant, Since, from_ms, to_ms, to_ms_up};
pub use html::{Html, utf16_len};
pub use ids::{
    AccountId, AdultId, AppointmentId, CheckInId, ChildId, ConcernId, EntryId, ExclusionId, HaltId,
    Ids, InboxId, InvitationId, LaterId, LinkId, MailingId, NoteId, OutboxId, PostId, RequestId,
    RunId, ScheduleId, TaskId, TemplateId, ThreadId, TransferId, UnitId, first_id, moment_of,
};
pub use keyring::{Key, KeyProblem, Keyring, Wrapped};
pub use lately::{Glimpse, Lately};
pub use memory::give_back;
pub use private::{Name, Phone, Secret, Words};
pub use slow::{fits, slow_hash};
pub use wake::Wake;
pub use words::Vocabulary;

use std::sync::Arc;

/// Time, randomness and ids as one argument. Cheap to clone; every service takes `&Env`, so a test
/// (or the demo) decides what "now" and "random" are.
#[derive(Clone, Debug)]
pub struct Env {
    pub clock: Clock,
    pub chance: Chance,
    pub ids: Arc<Ids>,
    /// Calls the whole house: when a bot changes hands, and by the clock when it is moved.
    pub bell: Bell,
    /// What is known for some minutes and written nowhere.
    pub lately: Arc<Lately>,
    /// The same time with numbers of its own; `None` in that one itself.
    aside: Option<Arc<Env>>,
}

impl Env {
    /// The real thing: system time, system randomness.
    pub fn system() -> Self {
        Self::with(Clock::system(), Chance::system())
    }

    /// A chosen clock and seed: tests and the demo.
    pub fn with(clock: Clock, chance: Chance) -> Self {
        let apart = Self {
            bell: clock.bell().clone(),
            clock,
            chance: chance.apart(),
            ids: Arc::new(Ids::apart()),
            lately: Arc::default(),
            aside: None,
        };
        Self {
            chance,
            ids: Arc::default(),
            aside: Some(Arc::new(apart.clone())),
            ..apart
        }
    }

    /// Ids and random numbers that take none from everybody else: whether something was done with
    /// them cannot be told from the numbers of anything else.
    pub fn aside(&self) -> &Self {
        self.aside.as_deref().unwrap_or(self)
    }

    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// A fresh id; see [`Ids`] for its shape.
    pub fn id<T: From<i64>>(&self) -> T {
        T::from(self.ids.next(self.now(), &self.chance))
    }
}
