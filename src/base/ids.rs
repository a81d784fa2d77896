//! Row ids: 64-bit, made by us (the two engines share no auto-increment), sorted by time of making.

use std::sync::atomic::{AtomicI64, Ordering};

use super::{Chance, Instant, from_ms, to_ms};

/// 2024-01-01T00:00:00Z: ids count from here so that they stay short in callback data.
const EPOCH_MS: i64 = 1_704_067_200_000;

/// Where the half of a millisecond begins that belongs to what is done aside.
const HALF: i64 = 1 << 19;

/// Makes ids: 43 bits of milliseconds since 2024, then 20 bits that start at random in every
/// millisecond. Strictly rising within a process; between processes the primary key decides.
#[derive(Debug, Default)]
pub struct Ids {
    last: AtomicI64,
    from: i64,
}

/// Every id made before `moment` is smaller than this one.
pub fn first_id(moment: Instant) -> i64 {
    (to_ms(moment) - EPOCH_MS).max(0) << 20
}

/// When a row with this id was made.
pub fn moment_of(id: i64) -> Instant {
    from_ms((id >> 20) + EPOCH_MS)
}

impl Ids {
    /// Of the same process: these and those of [`Ids::default`] never meet.
    pub fn apart() -> Self {
        Self {
            last: AtomicI64::default(),
            from: HALF,
        }
    }

    pub fn next(&self, now: Instant, chance: &Chance) -> i64 {
        let start = self.from + chance.below(HALF as u64) as i64;
        let fresh = ((to_ms(now) - EPOCH_MS).max(0) << 20) | start;
        let before = self
            .last
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |last| {
                Some(fresh.max(last + 1))
            })
            .unwrap_or_default();
        fresh.max(before + 1)
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl From<i64> for $name {
            fn from(raw: i64) -> Self {
                Self(raw)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// A node of county → township → school → class, or a care home.
    UnitId,
    /// A pupil with a record.
    ChildId,
    /// Any other human.
    AdultId,
    /// A dated staff role at a unit.
    PostId,
    /// The dated permission between one adult and one child.
    LinkId,
    /// A one-time code.
    InvitationId,
    /// A paper that keeps an adult from a child.
    ExclusionId,
    /// A child on the way from one school to another.
    TransferId,
    /// One adult on one channel.
    AccountId,
    /// One fact about one child on one day.
    EntryId,
    /// The conversation about one child.
    ThreadId,
    /// A relayed message.
    NoteId,
    /// What the school said to families at once: the copies of one note.
    MailingId,
    /// A note that goes later.
    LaterId,
    /// One reader's wish for no notes in one conversation.
    HaltId,
    /// Words a writer keeps for further notes.
    TemplateId,
    /// The question to the guardian.
    CheckInId,
    /// A worry about a child's safety that few may know of.
    ConcernId,
    /// An acting guardian for a term, or the proposal of one.
    AppointmentId,
    /// Something a named person has to do.
    TaskId,
    /// What a family asks about the data kept of a child.
    RequestId,
    /// A cron rule in a unit's time zone.
    ScheduleId,
    /// One occurrence of a schedule.
    RunId,
    /// An incoming update, stored.
    InboxId,
    /// An outgoing message, stored.
    OutboxId,
}
