//! How fast one bot may speak, reckoned from the moments it is given. Pure: knows no clock, no row.
//!
//! Source: Bot API FAQ, "My bot is hitting limits": about 30 messages a second over all chats, one a
//! second in one chat with short bursts. A 429 names a pause and is obeyed exactly.

use std::collections::{HashMap, VecDeque};

use chrono::TimeDelta;

use super::Scope;
use crate::base::Instant;
use crate::model::message::Lane;

/// What a bot is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// In any second, over all chats.
    pub per_second: usize,
    /// The part of it that normal and bulk messages leave free for urgent ones and replies.
    pub kept_free: usize,
    /// One message to a chat per this time ...
    pub chat_every: TimeDelta,
    /// ... and so many at once after a silence.
    pub chat_burst: i32,
}

impl Default for Allowance {
    fn default() -> Self {
        Self {
            per_second: 30,
            kept_free: 6,
            chat_every: TimeDelta::seconds(1),
            chat_burst: 5,
        }
    }
}

/// One 429 speaks of one chat; as many chats as this within a second mean the whole bot.
const FLOODED_CHATS: usize = 3;

const SECOND: TimeDelta = TimeDelta::seconds(1);

/// The moments of what was sent, and the pauses that were ordered.
#[derive(Debug, Default)]
pub struct Pace {
    allowance: Allowance,
    /// The last second, oldest first.
    sent: VecDeque<Instant>,
    /// Per chat, when it would be rested had everything gone evenly.
    rested: HashMap<i64, Instant>,
    paused: HashMap<i64, Instant>,
    bot_paused: Option<Instant>,
    floods: VecDeque<(Instant, i64)>,
}

impl Pace {
    pub fn new(allowance: Allowance) -> Self {
        Self {
            allowance,
            ..Self::default()
        }
    }

    /// How many messages of `lane` may go now over all chats.
    pub fn room(&mut self, lane: Lane, now: Instant) -> usize {
        self.forget(now);
        if self.bot_paused.is_some() {
            return 0;
        }
        let free = self.allowance.per_second.saturating_sub(self.sent.len());
        match lane {
            Lane::Urgent | Lane::Reply => free,
            Lane::Normal | Lane::Bulk => free.saturating_sub(self.allowance.kept_free),
        }
    }

    /// When there will be more room than now; `None` when nothing is in the way.
    pub fn next_room(&self) -> Option<Instant> {
        self.bot_paused
            .or_else(|| self.sent.front().map(|first| *first + SECOND))
    }

    /// Takes the room for one message, or says when its chat has some. An edit or the end of a
    /// button's waiting sign does not count against the chat, but a pause of the chat holds it too.
    pub fn take(&mut self, chat: i64, counts: bool, now: Instant) -> Result<(), Instant> {
        if let Some(until) = self.bot_paused.filter(|until| *until > now) {
            return Err(until);
        }
        if let Some(until) = self.paused.get(&chat).filter(|until| **until > now) {
            return Err(*until);
        }
        if counts {
            let rested = self.rested.get(&chat).copied().unwrap_or(now).max(now);
            let ahead = self.allowance.chat_every * (self.allowance.chat_burst - 1).max(0);
            let earliest = rested - ahead;
            if earliest > now {
                return Err(earliest);
            }
            self.rested.insert(chat, rested + self.allowance.chat_every);
        }
        self.sent.push_back(now);
        Ok(())
    }

    /// Obeys "too many requests" until `until` and says what has to be silent.
    pub fn obey(&mut self, scope: Scope, chat: i64, until: Instant, now: Instant) -> Scope {
        self.floods.retain(|(at, _)| *at + SECOND > now);
        if scope == Scope::Chat {
            if !self.floods.iter().any(|(_, flooded)| *flooded == chat) {
                self.floods.push_back((now, chat));
            }
            self.paused.insert(chat, until);
            if self.floods.len() < FLOODED_CHATS {
                return Scope::Chat;
            }
        }
        self.pause_bot(until);
        Scope::Bot
    }

    /// Nothing goes before `until`; a longer pause is not shortened.
    pub fn pause_bot(&mut self, until: Instant) {
        self.bot_paused = self.bot_paused.max(Some(until));
    }

    pub fn bot_paused(&self) -> Option<Instant> {
        self.bot_paused
    }

    fn forget(&mut self, now: Instant) {
        while self.sent.front().is_some_and(|at| *at + SECOND <= now) {
            self.sent.pop_front();
        }
        self.rested.retain(|_, at| *at > now);
        self.paused.retain(|_, at| *at > now);
        self.bot_paused = self.bot_paused.filter(|until| *until > now);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::base::from_ms;

    proptest! {
        /// However the attempts fall: no second over the allowance, no chat over its own.
        #[test]
        fn never_above_the_allowance(attempts in prop::collection::vec((0i64..400, 0i64..6), 1..400)) {
            let mut pace = Pace::new(Allowance::default());
            let mut sent: Vec<(i64, i64)> = Vec::new();
            let mut ms = 0;
            for (wait, chat) in attempts {
                ms += wait / 10;
                let now = from_ms(ms);
                if pace.room(Lane::Reply, now) > 0 && pace.take(chat, true, now).is_ok() {
                    sent.push((ms, chat));
                }
            }
            for (at, chat) in &sent {
                let all = sent.iter().filter(|(t, _)| (*at..at + 1_000).contains(t)).count();
                prop_assert!(all <= 30);
                for seconds in 1..8 {
                    let window = *at..at + seconds * 1_000;
                    let own = sent.iter().filter(|(t, c)| c == chat && window.contains(t)).count();
                    prop_assert!(own as i64 <= 4 + seconds);
                }
            }
        }
    }

    #[test]
    fn a_share_stays_free_and_bulk_waits() {
        let now = from_ms(0);
        let mut pace = Pace::new(Allowance::default());
        for chat in 0..24 {
            assert!(pace.take(chat, true, now).is_ok());
        }
        assert_eq!(pace.room(Lane::Bulk, now), 0);
        assert_eq!(pace.room(Lane::Urgent, now), 6);
        assert_eq!(pace.next_room(), Some(from_ms(1_000)));
    }

    #[test]
    fn three_flooded_chats_are_a_flooded_bot() {
        let now = from_ms(0);
        let mut pace = Pace::new(Allowance::default());
        let until = from_ms(4_000);
        assert_eq!(pace.obey(Scope::Chat, 1, until, now), Scope::Chat);
        assert_eq!(pace.take(1, false, from_ms(3_999)), Err(until));
        assert!(pace.take(2, true, now).is_ok());
        assert_eq!(pace.obey(Scope::Chat, 2, until, now), Scope::Chat);
        assert_eq!(pace.obey(Scope::Chat, 3, until, now), Scope::Bot);
        assert_eq!(pace.room(Lane::Urgent, from_ms(3_999)), 0);
        assert_eq!(pace.room(Lane::Urgent, until), 30);
    }
}
