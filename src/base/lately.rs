//! What is known for some minutes and written nowhere: it is gone with the process.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::TimeDelta;

use super::{AccountId, Instant, OutboxId};

/// How long.
const LIFE: TimeDelta = TimeDelta::minutes(5);

/// Of how many accounts at once: in five minutes a county has fewer.
const MOST: usize = 1_000;

/// The last thing somebody was shown, where nothing stored may tell that it was. Its words name people: it has no
/// `Debug`.
#[derive(Clone)]
pub struct Glimpse {
    pub bot: String,
    /// The row it went in.
    pub row: OutboxId,
    pub at: Instant,
    /// What could be chosen, in order: the words, and what they stand for.
    pub choices: Vec<(String, String)>,
    /// It asks whether the choice with these words was meant.
    pub asks_back: Option<String>,
}

/// One glimpse for each of a few accounts.
#[derive(Default)]
pub struct Lately(Mutex<HashMap<AccountId, Glimpse>>);

impl std::fmt::Debug for Lately {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Lately")
    }
}

impl Lately {
    fn with<T>(&self, act: impl FnOnce(&mut HashMap<AccountId, Glimpse>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// From now on this is the last thing of the account. What is too old is forgotten; where too many are known, the
    /// oldest.
    pub fn keep(&self, account: AccountId, glimpse: Glimpse) {
        self.with(|known| {
            known.retain(|_, old| old.at > glimpse.at - LIFE);
            if known.len() >= MOST
                && let Some(oldest) = known
                    .iter()
                    .min_by_key(|(_, old)| old.at)
                    .map(|(id, _)| *id)
            {
                known.remove(&oldest);
            }
            known.insert(account, glimpse);
        });
    }

    /// Gives it and forgets it: whatever somebody does next, it was the last thing before.
    pub fn take(&self, account: AccountId, now: Instant) -> Option<Glimpse> {
        let glimpse = self.with(|known| known.remove(&account));
        glimpse.filter(|glimpse| glimpse.at > now - LIFE)
    }

    /// Another process has the chats of this bot, or had them meanwhile.
    pub fn forget(&self, bot: &str) {
        self.with(|known| known.retain(|_, glimpse| glimpse.bot != bot));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glimpse(at: Instant) -> Glimpse {
        Glimpse {
            bot: "1".into(),
            row: OutboxId(1),
            at,
            choices: Vec::new(),
            asks_back: None,
        }
    }

    #[test]
    fn it_is_known_once_for_minutes_and_of_a_few() {
        let start: Instant = "2026-03-02T00:00:00Z".parse().unwrap();
        let lately = Lately::default();
        lately.keep(AccountId(1), glimpse(start));
        assert!(lately.take(AccountId(1), start).is_some());
        assert!(lately.take(AccountId(1), start).is_none());
        lately.keep(AccountId(1), glimpse(start));
        assert!(lately.take(AccountId(1), start + LIFE).is_none());
        for n in 0..=MOST {
            let at = start + TimeDelta::milliseconds(n as i64);
            lately.keep(AccountId(n as i64), glimpse(at));
        }
        let known = |lately: &Lately| lately.with(|known| known.len());
        assert_eq!(known(&lately), MOST);
        let last = start + TimeDelta::milliseconds(MOST as i64);
        assert!(lately.take(AccountId(0), last).is_none(), "the oldest");
        assert!(lately.take(AccountId(1), last).is_some());
        // What is too old makes room first, and does not wait until there is none.
        lately.keep(AccountId(0), glimpse(last));
        lately.keep(AccountId(-1), glimpse(last + LIFE));
        assert_eq!(known(&lately), 1);
        lately.keep(AccountId(-2), glimpse(last + LIFE + LIFE));
        assert_eq!(known(&lately), 1);
        lately.forget("2");
        assert_eq!(known(&lately), 1);
        lately.forget("1");
        assert_eq!(known(&lately), 0);
    }
}
