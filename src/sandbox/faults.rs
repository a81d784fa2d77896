//! Disturbances on purpose: slow answers, server errors, cut connections, floods, outages. Owns
//! what goes wrong next; must not know what a request means. The same seed gives the same faults.

use crate::base::Chance;

/// Before or after the request had its effect: the difference a sender cannot see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    Before,
    After,
}

/// One thing that goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// An answer with this status; 502 and above come as a page of HTML, as from a proxy.
    Status(u16, When),
    /// The connection breaks without a whole answer.
    Cut(When),
    /// 429 with this `retry_after`.
    TooMany(u64),
    /// 409 of another poller.
    Conflict,
}

/// Chances in a thousand, for every request of the methods in `only`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Odds {
    pub error_before: u32,
    pub error_after: u32,
    pub cut_before: u32,
    pub cut_after: u32,
    pub too_many: u32,
    /// `retry_after` is drawn from 1 to this.
    pub longest_wait: u64,
    pub conflict: u32,
    /// Real milliseconds of delay, drawn between the two.
    pub latency_ms: (u64, u64),
    /// Lower-case prefixes of method names (`send`, `getupdates`); empty means every method.
    pub only: Vec<String>,
}

/// What is going wrong now; switch it at run time with [`super::Sandbox::faults`].
pub struct Faults {
    chance: Chance,
    /// Random faults.
    pub odds: Odds,
    /// Everything fails with 502 before any effect.
    pub outage: bool,
    script: Vec<(String, Fault, u32)>,
}

impl Faults {
    /// None yet; random ones will follow `chance`.
    pub fn new(chance: Chance) -> Self {
        Self {
            chance,
            odds: Odds::default(),
            outage: false,
            script: Vec::new(),
        }
    }

    /// Random faults from this seed on.
    pub fn seed(&mut self, seed: u64) {
        self.chance = Chance::seeded(seed);
    }

    /// The next `times` requests whose method begins with `method` (any case, "" for all) fail so.
    pub fn next(&mut self, method: &str, times: u32, fault: Fault) {
        self.script
            .push((method.to_ascii_lowercase(), fault, times));
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
        let scripted = self
            .script
            .iter_mut()
            .find(|(prefix, ..)| method.starts_with(prefix.as_str()));
        if let Some((_, fault, left)) = scripted {
            let fault = *fault;
            *left = left.saturating_sub(1);
            self.script.retain(|(_, _, left)| *left > 0);
            return (latency, Some(fault));
        }
        let table = [
            (odds.error_before, Fault::Status(500, When::Before)),
            (odds.error_after, Fault::Status(502, When::After)),
            (odds.cut_before, Fault::Cut(When::Before)),
            (odds.cut_after, Fault::Cut(When::After)),
            (odds.too_many, Fault::TooMany(1)),
            (
                if method == "getupdates" {
                    odds.conflict
                } else {
                    0
                },
                Fault::Conflict,
            ),
        ];
        if !meant || table.iter().all(|(odds, _)| *odds == 0) {
            return (latency, None);
        }
        let mut roll = self.chance.below(1_000) as u32;
        for (odds, fault) in table {
            if roll < odds {
                let fault = match fault {
                    Fault::TooMany(_) => {
                        Fault::TooMany(1 + self.chance.below(self.odds.longest_wait.max(1)))
                    }
                    other => other,
                };
                return (latency, Some(fault));
            }
            roll -= odds;
        }
        (latency, None)
    }
}
