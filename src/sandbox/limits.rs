//! Rate limits as Telegram applies them: per chat, per bot, per group. Owns the counting; must not
//! know what is sent. Windows run on the sandbox clock, so a test with a standing clock decides.

use std::collections::{HashMap, VecDeque};

use serde::{Deserialize, Serialize};

/// How much a bot may send; `None` means without limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Messages to one private chat in any second.
    pub per_chat_per_second: Option<u32>,
    /// Messages of one bot to all chats in any second.
    pub per_bot_per_second: Option<u32>,
    /// Messages to one group in any minute.
    pub group_per_minute: Option<u32>,
}

impl Limits {
    /// No limits.
    pub fn off() -> Self {
        Self::default()
    }

    /// The usual figures (Bot API FAQ, "My bot is hitting limits"): one message per second in a
    /// chat with short bursts let through (three here), 30 per second in all, 20 per minute in a
    /// group.
    pub fn telegram() -> Self {
        Self {
            per_chat_per_second: Some(3),
            per_bot_per_second: Some(30),
            group_per_minute: Some(20),
        }
    }
}

/// Who has sent when.
#[derive(Default)]
pub(super) struct Pace {
    pub limits: Limits,
    windows: HashMap<(i64, i64), VecDeque<i64>>,
    /// Until when (clock milliseconds) a bot (chat 0) or one of its chats is told to wait.
    holds: HashMap<(i64, i64), i64>,
}

impl Pace {
    /// 429 for one chat, or the whole bot (`None`), until the clock reaches `until_ms`.
    pub fn hold(&mut self, bot: i64, chat: Option<i64>, until_ms: i64) {
        self.holds.insert((bot, chat.unwrap_or(0)), until_ms);
    }

    fn held(&mut self, bot: i64, chat: i64, now_ms: i64) -> Option<u64> {
        self.holds.retain(|_, until| *until > now_ms);
        let until = self
            .holds
            .get(&(bot, 0))
            .max(self.holds.get(&(bot, chat)))?;
        Some(((until - now_ms) as u64).div_ceil(1_000))
    }

    /// Counts `messages` sent by `bot` to `chat` at `now_ms`, or says after how many seconds to
    /// try again. A refused message is not counted.
    pub fn admit(&mut self, bot: i64, chat: i64, messages: u32, now_ms: i64) -> Result<(), u64> {
        if let Some(seconds) = self.held(bot, chat, now_ms) {
            return Err(seconds);
        }
        let limits = self.limits;
        let chat_rule = if chat < 0 {
            limits.group_per_minute.map(|n| (n, 60_000))
        } else {
            limits.per_chat_per_second.map(|n| (n, 1_000))
        };
        let bot_rule = limits.per_bot_per_second.map(|n| (n, 1_000));
        // No chat has id 0, so (bot, 0) counts the whole bot.
        let rules = [((bot, chat), chat_rule), ((bot, 0), bot_rule)];
        for (key, rule) in rules {
            let Some((most, span)) = rule else { continue };
            let window = self.windows.entry(key).or_default();
            while window.front().is_some_and(|at| at + span <= now_ms) {
                window.pop_front();
            }
            let most = most as usize;
            if window.len() + messages as usize > most.max(messages as usize) {
                let until = window.front().copied().unwrap_or(now_ms) + span;
                return Err(((until - now_ms).max(1) as u64).div_ceil(1_000));
            }
        }
        for (key, rule) in rules {
            if rule.is_some() {
                let window = self.windows.entry(key).or_default();
                window.extend((0..messages).map(|_| now_ms));
            }
        }
        if self.windows.len() > 100_000 {
            self.windows
                .retain(|_, w| w.back().is_some_and(|at| at + 60_000 > now_ms));
        }
        Ok(())
    }
}
