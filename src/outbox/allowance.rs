//! What a messenger lets one bot say. Figures only; `pace` keeps them.

use chrono::TimeDelta;

/// What a bot is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// In any second, over all chats; `None`: as fast as it goes (a server of one's own, measuring).
    pub per_second: Option<u32>,
    /// Of these, as many as this at most are left to urgent messages and replies by the others, as soon
    /// as there are many of them.
    pub kept_free: usize,
    /// One message to a person per this time ...
    pub chat_every: TimeDelta,
    /// ... and so many at once after a silence.
    pub chat_burst: i32,
    /// The same for a group.
    pub group_every: TimeDelta,
    pub group_burst: i32,
    /// How many messages of slow lanes are waited for before a turn is worth it: one makes the way
    /// freest for replies, more cost the database less where many bots share it.
    pub together: u32,
    /// Slow lanes are paid for where the messenger asks for it (Bot API, `allow_paid_broadcast`).
    pub paid: bool,
}

/// Bot API FAQ: without paying.
pub const USUAL: u32 = 30;

/// Bot API FAQ: with paid broadcasts.
pub const PAID: u32 = 1_000;

impl Default for Allowance {
    fn default() -> Self {
        Self {
            per_second: Some(USUAL),
            kept_free: 6,
            // A little over a second: the way there is uneven.
            chat_every: TimeDelta::milliseconds(1_050),
            chat_burst: 3,
            // Never more than 20 in any minute: 5 at once and 15 that follow.
            group_every: TimeDelta::seconds(4),
            group_burst: 5,
            together: 1,
            paid: false,
        }
    }
}

impl Allowance {
    /// So many messages a second over all chats.
    pub fn per_second(messages: u32) -> Self {
        Self {
            per_second: Some(messages.max(1)),
            ..Self::default()
        }
    }

    /// With paid broadcasts.
    pub fn paid() -> Self {
        Self {
            paid: true,
            ..Self::per_second(PAID)
        }
    }

    /// No limit at all, not even for one chat.
    pub fn unlimited() -> Self {
        Self {
            per_second: None,
            chat_every: TimeDelta::zero(),
            group_every: TimeDelta::zero(),
            ..Self::default()
        }
    }

    /// Time between messages to this chat and how many may go at once; `None`: no limit. The numbers
    /// of groups are negative (Bot API, Chat).
    pub(super) fn chat(&self, chat: i64) -> Option<(TimeDelta, i32)> {
        let (every, burst) = if chat < 0 {
            (self.group_every, self.group_burst)
        } else {
            (self.chat_every, self.chat_burst)
        };
        (!every.is_zero()).then_some((every, burst))
    }
}
