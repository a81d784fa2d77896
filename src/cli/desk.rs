//! What `hongyan outbox` and `hongyan inbox` have in common: opening, times, answers, endings.

use std::fmt::Display;

use chrono::SecondsFormat;
use serde::Serialize;

use crate::app::config::DatabaseUrl;
use crate::app::explain::explain;
use crate::app::stop::Ending;
use crate::base::Instant;
use crate::store::{Store, StoreError};

/// Said before any content is shown.
pub(super) const PERSONAL: &str = "The content is personal data: keep it off tickets, chats and screenshots. That it was shown is noted in the audit.";

/// Opens a database that is there; else says why not and what helps.
pub(super) async fn open(url: &DatabaseUrl) -> Result<Store, Ending> {
    Store::existing(url.expose())
        .await
        .map_err(|error| failed(&error, url))
}

/// A fault of the database, as the end of the command.
pub(super) fn failed(error: &StoreError, url: &DatabaseUrl) -> Ending {
    let (what, hint) = explain(error, url);
    eprintln!("{what}\n    {hint}");
    Ending::Problem
}

/// Seconds are enough for a person.
pub(super) fn time(at: Instant) -> String {
    at.format("%Y-%m-%d %H:%M:%S").to_string()
}

pub(super) fn maybe<T: Display>(value: Option<T>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}

pub(super) fn exact(at: Option<Instant>) -> String {
    maybe(at.map(|at| at.to_rfc3339_opts(SecondsFormat::Millis, true)))
}

/// For machines.
pub(super) fn print_json<T: Serialize>(value: &T) {
    match serde_json::to_string_pretty(value) {
        Ok(text) => println!("{text}"),
        Err(error) => eprintln!("this cannot be written as JSON: {error}"),
    }
}

/// Names and values below each other.
pub(super) fn facts(facts: &[(&str, String)]) {
    let width = facts.iter().map(|(name, _)| name.len()).max();
    let width = width.unwrap_or_default();
    for (name, value) in facts {
        println!("{name:width$}  {value}");
    }
}

/// Stored JSON with indents; what is no JSON as it is.
pub(super) fn readable(stored: &str) -> String {
    let value: Result<serde_json::Value, _> = serde_json::from_str(stored);
    value
        .and_then(|value| serde_json::to_string_pretty(&value))
        .unwrap_or_else(|_| stored.to_owned())
}

/// The complaint about ids nobody knows.
pub(super) fn unknown(ids: &[impl Display], json: bool) -> Ending {
    let list: Vec<String> = ids.iter().map(ToString::to_string).collect();
    if json {
        print_json(&serde_json::json!({ "error": "unknown ids", "unknown": list }));
    }
    let noun = if list.len() == 1 { "id" } else { "ids" };
    eprintln!(
        "Nothing has the {noun} {}. Nothing was changed.",
        list.join(", ")
    );
    Ending::Problem
}

/// Everything done, or something left as it was.
pub(super) const fn ending(all_changed: bool) -> Ending {
    if all_changed {
        Ending::Done
    } else {
        Ending::Problem
    }
}
