//! Disturbances on purpose: slow answers, server errors, silence, cut connections, floods, outages,
//! lost people, updates twice. Owns what goes wrong next; must not know what a request means. The
//! same seed gives the same faults.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::base::Chance;

/// Before or after the request had its effect: the difference a sender cannot see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    Before,
    After,
}

/// One thing that goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// An answer with this status; 502 and above come as a page of HTML, as from a proxy.
    Status(u16, When),
    /// The connection breaks without a whole answer.
    Cut(When),
    /// No answer for [`Odds::silence_ms`], then the connection breaks.
    Silence(When),
    /// 429 with this `retry_after`, once.
    TooMany(u64),
    /// 429, and the chat stays closed for this many seconds.
    FloodChat(u64),
    /// 429, and all chats of the bot stay closed for this many seconds.
    FloodBot(u64),
    /// 409 of another poller.
    Conflict,
}

impl Fault {
    /// Its name in [`super::Counts::faults`].
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Status(_, When::Before) => "error before",
            Self::Status(_, When::After) => "error after",
            Self::Cut(When::Before) => "cut before",
            Self::Cut(When::After) => "cut after",
            Self::Silence(When::Before) => "silence before",
            Self::Silence(When::After) => "silence after",
            Self::TooMany(_) => "too many",
            Self::FloodChat(_) => "flood of a chat",
            Self::FloodBot(_) => "flood of the bot",
            Self::Conflict => "conflict",
        }
    }
}

/// Chances in a thousand. Those of requests are drawn for every request of the methods in `only`
/// and are at most 1,000 together; those of people and of updates stand alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Odds {
    pub error_before: u32,
    pub error_after: u32,
    pub cut_before: u32,
    pub cut_after: u32,
    pub silence_before: u32,
    pub silence_after: u32,
    /// Real milliseconds until a silent connection is cut.
    pub silence_ms: u64,
    /// 429 for this request only.
    pub too_many: u32,
    /// 429, and the chat stays closed for the whole `retry_after`.
    pub flood_chat: u32,
    /// 429, and the bot stays closed for the whole `retry_after`.
    pub flood_bot: u32,
    /// `retry_after` is drawn from 1 to this, in seconds.
    pub longest_wait: u64,
    pub conflict: u32,
    /// Real milliseconds of delay, drawn between the two.
    pub latency_ms: (u64, u64),
    /// Lower-case prefixes of method names (`send`, `getupdates`); empty means every method.
    pub only: Vec<String>,
    /// Of all people, those who answer like somebody who blocked the bot. The seed chooses them;
    /// the bot learns it when it writes.
    pub blocked: u32,
    /// Of all people, those whose account is gone.
    pub vanished: u32,
    /// Of all updates given out, those that come once more, also after they were confirmed.
    pub repeated: u32,
    /// Of all updates given out, those that change places with the one behind them.
    pub reordered: u32,
}

/// Requests that will fail, whatever the odds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Planned {
    /// The beginning of the method's name in lower case, "" for all.
    pub method: String,
    /// So many requests.
    pub times: u32,
    pub fault: Fault,
}

/// Why somebody cannot be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lost {
    Blocked,
    Vanished,
}

/// What is going wrong now; switch it at run time with [`super::Sandbox::faults`].
pub struct Faults {
    chance: Chance,
    pub(super) seed: u64,
    /// Random faults.
    pub odds: Odds,
    /// Everything fails with 502 before any effect.
    pub outage: bool,
    pub(super) script: Vec<Planned>,
    /// Updates that came once more, and that changed places, so far.
    pub(super) shuffled: (u64, u64),
}

impl Faults {
    /// None yet; random ones will follow `seed`.
    pub fn new(seed: u64) -> Self {
        Self {
            chance: Chance::seeded(seed),
            seed,
            odds: Odds::default(),
            outage: false,
            script: Vec::new(),
            shuffled: (0, 0),
        }
    }

    /// Random faults from this seed on.
    pub fn seed(&mut self, seed: u64) {
        self.chance = Chance::seeded(seed);
        self.seed = seed;
    }

    /// The next `times` requests whose method begins with `method` (any case, "" for all) fail so.
    pub fn next(&mut self, method: &str, times: u32, fault: Fault) {
        self.script.push(Planned {
            method: method.to_ascii_lowercase(),
            times,
            fault,
        });
    }

    /// Back to quiet: no script, no outage, no odds.
    pub fn clear(&mut self) {
        self.odds = Odds::default();
        self.outage = false;
        self.script.clear();
    }

    /// Decides about one request: how long it takes and what goes wrong. `method` in lower case.
    pub(super) fn draw(&mut self, method: &str) -> (u64, Option<Fault>) {
        let odds = &self.odds;
        let meant =
            odds.only.is_empty() || odds.only.iter().any(|p| method.starts_with(p.as_str()));
        let (least, most) = odds.latency_ms;
        let latency = if meant && most > 0 {
            least + self.chance.below(most.saturating_sub(least) + 1)
        } else {
            0
        };
        if self.outage {
            return (latency, Some(Fault::Status(502, When::Before)));
        }
        let planned = self
            .script
            .iter_mut()
            .find(|planned| method.starts_with(&planned.method));
        if let Some(planned) = planned {
            let fault = planned.fault;
            planned.times = planned.times.saturating_sub(1);
            self.script.retain(|planned| planned.times > 0);
            return (latency, Some(fault));
        }
        (latency, if meant { self.roll(method) } else { None })
    }

    fn roll(&self, method: &str) -> Option<Fault> {
        let odds = &self.odds;
        let polls = if method == "getupdates" {
            odds.conflict
        } else {
            0
        };
        let table = [
            (odds.error_before, Fault::Status(500, When::Before)),
            (odds.error_after, Fault::Status(502, When::After)),
            (odds.cut_before, Fault::Cut(When::Before)),
            (odds.cut_after, Fault::Cut(When::After)),
            (odds.silence_before, Fault::Silence(When::Before)),
            (odds.silence_after, Fault::Silence(When::After)),
            (odds.too_many, Fault::TooMany(1)),
            (odds.flood_chat, Fault::FloodChat(1)),
            (odds.flood_bot, Fault::FloodBot(1)),
            (polls, Fault::Conflict),
        ];
        if table.iter().all(|(odds, _)| *odds == 0) {
            return None;
        }
        let wait = || 1 + self.chance.below(odds.longest_wait.max(1));
        let mut roll = self.chance.below(1_000) as u32;
        for (odds, fault) in table {
            if roll < odds {
                return Some(match fault {
                    Fault::TooMany(_) => Fault::TooMany(wait()),
                    Fault::FloodChat(_) => Fault::FloodChat(wait()),
                    Fault::FloodBot(_) => Fault::FloodBot(wait()),
                    other => other,
                });
            }
            roll -= odds;
        }
        None
    }

    fn hits(&self, odds: u32) -> bool {
        odds > 0 && self.chance.below(1_000) < u64::from(odds)
    }

    /// Whether this person belongs to the lost share: always the same ones for one seed.
    pub(super) fn lost(&self, person: i64) -> Option<Lost> {
        let (blocked, vanished) = (self.odds.blocked, self.odds.vanished);
        if blocked + vanished == 0 {
            return None;
        }
        // Another stream than that of the requests, which must not move by being asked.
        let mixed = self.seed.rotate_left(32) ^ person.unsigned_abs();
        let place = Chance::seeded(mixed).below(1_000) as u32;
        match place {
            n if n < blocked => Some(Lost::Blocked),
            n if n < blocked + vanished => Some(Lost::Vanished),
            _ => None,
        }
    }

    /// Whether an update comes once more.
    pub(super) fn repeats(&mut self) -> bool {
        let again = self.hits(self.odds.repeated);
        self.shuffled.0 += u64::from(again);
        again
    }

    /// Whether an update changes places with the one behind it.
    pub(super) fn swaps(&mut self) -> bool {
        let swapped = self.hits(self.odds.reordered);
        self.shuffled.1 += u64::from(swapped);
        swapped
    }

    /// A page of updates as it is given out: some once more, from this page or from `older` ones
    /// that were confirmed, and some out of order.
    pub(super) fn shuffle(&mut self, mut page: Vec<Value>, older: &VecDeque<Value>) -> Vec<Value> {
        let again = page.iter().filter(|_| self.repeats()).count();
        for _ in 0..again {
            let nth = |chance: &mut Chance, of: usize| chance.below(of as u64) as usize;
            let repeated = match older.len() {
                0 => page.get(nth(&mut self.chance, page.len())).cloned(),
                of => older.get(nth(&mut self.chance, of)).cloned(),
            };
            page.extend(repeated);
        }
        for place in 1..page.len() {
            if self.swaps() {
                page.swap(place - 1, place);
            }
        }
        page
    }
}
