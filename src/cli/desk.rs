//! What the operator's commands have in common: opening, times, answers, endings.

use std::fmt::Display;

use chrono::SecondsFormat;
use serde::Serialize;

use super::table::{Side, table};
use crate::app::config::DatabaseUrl;
use crate::app::explain::explain;
use crate::app::stop::Ending;
use crate::base::{Instant, Keyring, Words};
use crate::store::{Store, StoreError, Tx};

/// Said before any content is shown.
pub(super) const PERSONAL: &str = "The content is personal data: keep it off tickets, chats and screenshots. That it was shown is noted in the audit.";

/// Opens a database that is there; else says why not and what helps. Without keys everything but
/// contents can be shown.
pub(super) async fn open(url: &DatabaseUrl, keys: Option<Keyring>) -> Result<Store, Ending> {
    let store = Store::existing(url.expose()).await;
    let store = store.map_err(|error| failed(&error, url))?;
    Ok(match keys {
        Some(keys) => store.with_keys(keys),
        None => store,
    })
}

/// What a command does to the operator's settings: all of it in one transaction, or nothing. `name` is the
/// command's own, for what went wrong.
pub(super) async fn at_once(
    name: &str,
    database: &str,
    act: impl AsyncFnOnce(&mut Tx) -> anyhow::Result<()>,
) -> Ending {
    let done = async {
        let store = Store::open(database).await?;
        let mut tx = store.write().await?;
        act(&mut tx).await?;
        tx.commit().await?;
        store.close().await;
        anyhow::Ok(())
    };
    match done.await {
        Ok(()) => Ending::Done,
        Err(error) => {
            eprintln!("{name}: {error}");
            Ending::Problem
        }
    }
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

/// Rows a list shows unless told otherwise.
const USUAL: i64 = 20;

/// A list, cut to what was asked for.
pub(super) struct Page<T> {
    pub rows: Vec<T>,
    /// There are others behind them.
    pub more: bool,
}

/// How many rows to read so that a [`Page`] knows of others: one more than it shows.
pub(super) fn wanted(limit: Option<i64>) -> i64 {
    limit.unwrap_or(USUAL) + 1
}

impl<T: Serialize> Page<T> {
    /// Of what was read with [`wanted`].
    pub(super) fn of(mut rows: Vec<T>, limit: Option<i64>) -> Self {
        let shown = usize::try_from(limit.unwrap_or(USUAL)).unwrap_or(usize::MAX);
        let more = rows.len() > shown;
        rows.truncate(shown);
        Self { rows, more }
    }

    /// As JSON under `name`, or as a table; `none` when nothing is like that.
    pub(super) fn print(
        &self,
        json: bool,
        name: &str,
        none: &str,
        header: &[(&str, Side)],
        line: impl Fn(&T) -> Vec<String>,
    ) {
        if json {
            print_json(&serde_json::json!({ name: self.rows, "more": self.more }));
            return;
        }
        if self.rows.is_empty() {
            println!("{none}");
            return;
        }
        let lines: Vec<Vec<String>> = self.rows.iter().map(line).collect();
        print!("{}", table(header, &lines));
        if self.more {
            println!("… and more: --limit N shows them.");
        }
    }
}

/// Whether there is a content, as one of the facts.
pub(super) fn kept(blank: bool) -> (&'static str, String) {
    let words = if blank {
        "not kept any more"
    } else {
        "kept; --content shows it"
    };
    ("content", words.to_owned())
}

/// The content, after the warning.
pub(super) fn print_content(words: &Words) {
    eprintln!("\n{PERSONAL}");
    println!("{}", readable(words.expose()));
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
