//! What goes wrong, read and set over HTTP while the sandbox runs, by whoever runs it: behind the
//! guard of the page. Owns the JSON and its limits; decides nothing.
//!
//! ```text
//! GET  /sandbox/faults                     what holds now, in the form that PUT takes
//! PUT  /sandbox/faults                     replaces it; what is not named is quiet again
//! POST /sandbox/people/{person}/{what}     blocks | unblocks | vanishes | returns
//! POST /sandbox/groups/{group}/upgrade     becomes a supergroup; answers with its new id
//! ```
//!
//! ```json
//! {"outage": false, "seed": 7,
//!  "odds": {"error_after": 30, "flood_chat": 50, "longest_wait": 3, "latency_ms": [200, 900],
//!           "silence_after": 5, "silence_ms": 30000, "repeated": 100, "only": ["send"]},
//!  "next": [{"method": "sendmessage", "times": 3, "fault": {"status": [502, "after"]}}],
//!  "limits": {"per_chat_per_second": 3, "per_bot_per_second": 30, "group_per_minute": 20}}
//! ```
//!
//! Odds are chances in a thousand ([`Odds`]); a fault is one of [`super::Fault`] in lower case:
//! `{"status": [code, "before" | "after"]}`, `{"cut": …}`, `{"silence": …}`, `{"too_many": seconds}`,
//! `{"flood_chat": seconds}`, `{"flood_bot": seconds}`, `"conflict"`. Without `limits` the rate limits
//! stay as they are; a `seed` begins its draw anew, without one the draw goes on. What is not
//! understood changes nothing: 400.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::faults::{Fault, Odds, Planned};
use super::limits::Limits;
use super::methods::KNOWN;
use super::{Sandbox, locked};

/// The slowest answer and the longest silence: one minute and five, in milliseconds.
const LONGEST_LATENCY_MS: u64 = 60_000;
const LONGEST_SILENCE_MS: u64 = 300_000;
/// The longest `retry_after` in seconds.
const LONGEST_WAIT: u64 = 3_600;
const MOST_PLANNED: usize = 100;
const MOST_TIMES: u32 = 100_000;

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Weather {
    outage: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<u64>,
    odds: Odds,
    next: Vec<Planned>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limits: Option<Limits>,
}

impl Weather {
    fn read(body: &[u8]) -> Result<Self, String> {
        let told: Value = serde_json::from_slice(body).map_err(|e| e.to_string())?;
        // A list would be taken for the fields in their order.
        let parts = [Some(&told), told.get("odds"), told.get("limits")];
        if parts.into_iter().flatten().any(Value::is_array) {
            return Err("names and values are expected, not a list".to_owned());
        }
        let weather: Self = serde_json::from_value(told).map_err(|e| e.to_string())?;
        weather.odds.check()?;
        if weather.next.len() > MOST_PLANNED {
            return Err(format!("next: at most {MOST_PLANNED} lines"));
        }
        for planned in &weather.next {
            planned.check()?;
        }
        let limits = weather.limits.unwrap_or_default();
        let counts = [
            ("per_chat_per_second", limits.per_chat_per_second),
            ("per_bot_per_second", limits.per_bot_per_second),
            ("group_per_minute", limits.group_per_minute),
        ];
        match counts.iter().find(|(_, count)| *count == Some(0)) {
            Some((name, _)) => Err(format!("limits.{name}: 1 or more, or null for no limit")),
            None => Ok(weather),
        }
    }

    fn now(sandbox: &Sandbox) -> Self {
        let limits = sandbox.with(|state| state.pace.limits);
        sandbox.faults(|faults| Self {
            outage: faults.outage,
            seed: Some(faults.seed),
            odds: faults.odds.clone(),
            next: faults.script.clone(),
            limits: Some(limits),
        })
    }

    fn set(self, sandbox: &Sandbox) {
        sandbox.faults(|faults| {
            if let Some(seed) = self.seed {
                faults.seed(seed);
            }
            faults.outage = self.outage;
            faults.odds = self.odds;
            faults.script = self.next;
        });
        if let Some(limits) = self.limits {
            sandbox.limit(limits);
        }
        sandbox.with(|state| state.version += 1);
    }
}

/// `number` within `0..=most`, or what is wrong with it.
fn within(name: &str, number: u64, most: u64) -> Result<(), String> {
    if number <= most {
        return Ok(());
    }
    Err(format!("{name}: {number} is more than {most}"))
}

/// A prefix of a method this server knows; empty for all.
fn method(name: &str, prefix: &str) -> Result<(), String> {
    if KNOWN.iter().any(|known| known.starts_with(prefix)) {
        return Ok(());
    }
    Err(format!(
        "{name}: no method begins with {prefix:?} (lower case)"
    ))
}

impl Odds {
    fn check(&self) -> Result<(), String> {
        let of_requests = [
            ("error_before", self.error_before),
            ("error_after", self.error_after),
            ("cut_before", self.cut_before),
            ("cut_after", self.cut_after),
            ("silence_before", self.silence_before),
            ("silence_after", self.silence_after),
            ("too_many", self.too_many),
            ("flood_chat", self.flood_chat),
            ("flood_bot", self.flood_bot),
            ("conflict", self.conflict),
        ];
        let of_people = [("blocked", self.blocked), ("vanished", self.vanished)];
        let alone = [("repeated", self.repeated), ("reordered", self.reordered)];
        for (name, odds) in of_requests.into_iter().chain(of_people).chain(alone) {
            within(&format!("odds.{name}"), odds.into(), 1_000)?;
        }
        let sum = |table: &[(&str, u32)]| table.iter().map(|(_, odds)| u64::from(*odds)).sum();
        within("the odds of requests together", sum(&of_requests), 1_000)?;
        within("odds.blocked and odds.vanished", sum(&of_people), 1_000)?;
        let (least, most) = self.latency_ms;
        within("odds.latency_ms[1]", most, LONGEST_LATENCY_MS)?;
        within("odds.latency_ms[0]", least, most)?;
        within("odds.silence_ms", self.silence_ms, LONGEST_SILENCE_MS)?;
        within("odds.longest_wait", self.longest_wait, LONGEST_WAIT)?;
        self.only
            .iter()
            .try_for_each(|prefix| method("odds.only", prefix))
    }
}

impl Planned {
    fn check(&self) -> Result<(), String> {
        method("next.method", &self.method)?;
        if self.times == 0 {
            return Err("next.times: 1 or more".to_owned());
        }
        within("next.times", self.times.into(), MOST_TIMES.into())?;
        match self.fault {
            Fault::Status(code, _) if !(400..=599).contains(&code) => Err(format!(
                "next.fault.status: {code} is not within 400 to 599"
            )),
            Fault::TooMany(seconds) | Fault::FloodChat(seconds) | Fault::FloodBot(seconds) => {
                within("next.fault", seconds, LONGEST_WAIT)
            }
            _ => Ok(()),
        }
    }
}

/// `GET /sandbox/faults`.
pub(super) async fn show(State(sandbox): State<Sandbox>) -> Json<Weather> {
    Json(Weather::now(&sandbox))
}

/// `PUT /sandbox/faults`.
pub(super) async fn set(State(sandbox): State<Sandbox>, body: Bytes) -> Response {
    match Weather::read(&body) {
        Ok(weather) => {
            weather.set(&sandbox);
            Json(Weather::now(&sandbox)).into_response()
        }
        Err(why) => wrong(StatusCode::BAD_REQUEST, &why),
    }
}

fn wrong(status: StatusCode, why: &str) -> Response {
    let why = format!("Nothing was changed: {why}.");
    (status, Json(json!({"ok": false, "why": why}))).into_response()
}

/// `POST /sandbox/people/{person}/{what}`: one person, towards every bot.
pub(super) async fn person(
    State(sandbox): State<Sandbox>,
    Path((person, what)): Path<(i64, String)>,
) -> Response {
    let (known, bots) = sandbox.with(|state| {
        let bots: Vec<i64> = state.bots.keys().copied().collect();
        (state.people.contains_key(&person), bots)
    });
    if !known {
        return wrong(StatusCode::NOT_FOUND, "there is no such person");
    }
    for bot in bots {
        let hand = sandbox.handset(person, bot);
        match what.as_str() {
            "blocks" => hand.blocks(),
            "unblocks" => hand.unblocks(),
            "vanishes" => hand.deactivates(),
            "returns" => hand.returns(),
            _ => {
                let why = "a person blocks, unblocks, vanishes or returns";
                return wrong(StatusCode::BAD_REQUEST, why);
            }
        }
    }
    Json(json!({"ok": true})).into_response()
}

/// `POST /sandbox/groups/{group}/upgrade`.
pub(super) async fn upgrade(State(sandbox): State<Sandbox>, Path(group): Path<i64>) -> Response {
    let open = sandbox.with(|state| {
        let group = state.groups.get(&group)?;
        (group.migrated_to.is_none() && !group.supergroup).then_some(())
    });
    match open {
        Some(()) => Json(json!({"ok": true, "chat": sandbox.upgrade_group(group)})).into_response(),
        None => wrong(StatusCode::NOT_FOUND, "there is no such group to upgrade"),
    }
}

impl Sandbox {
    /// What goes wrong with this request is counted.
    pub(super) fn count_fault(&self, fault: Fault) {
        *locked(&self.0.counts)
            .faults
            .entry(fault.word())
            .or_default() += 1;
    }
}
