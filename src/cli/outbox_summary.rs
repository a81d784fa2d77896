//! `hongyan outbox` without marks: how much stands where, since when it waits, what needs a person.

use super::desk::print_json;
use super::table::{Side, table};
use crate::app::stop::Ending;
use crate::base::{Env, Instant};
use crate::model::message::Lane;
use crate::store::outbox_view::{self, OutboxState};
use crate::store::{Store, StoreError, outbox_desk};

/// Prints the counts, as tables or for machines.
pub(super) async fn print(store: &Store, json: bool) -> Result<Ending, StoreError> {
    let now = Env::system().now();
    let mut tx = store.read().await?;
    let counts = outbox_desk::counts(&mut tx).await?;
    let oldest = outbox_view::oldest_waiting(&mut tx, now).await?;
    let refused = outbox_desk::refused(&mut tx).await?;
    let doubtful = outbox_desk::in_doubt(&mut tx).await?;
    let number = |state, lane| {
        let found = counts.iter().find(|(s, l, _)| *s == state && *l == lane);
        found.map_or(0, |(_, _, rows)| *rows)
    };
    let since = |lane| oldest.iter().find(|(l, _)| *l == lane).map(|(_, at)| *at);
    if json {
        let lanes = Lane::ALL.map(|lane| {
            let states: serde_json::Map<String, serde_json::Value> = OutboxState::ALL
                .iter()
                .map(|state| (state.as_str().to_owned(), number(*state, lane).into()))
                .collect();
            serde_json::json!({ "lane": lane.as_str(), "rows": states,
                "oldest_due": since(lane) })
        });
        let refused: Vec<_> = refused
            .iter()
            .map(|(why, kind, rows)| serde_json::json!({ "problem": why, "kind": kind, "rows": rows }))
            .collect();
        let doubtful: Vec<_> = doubtful
            .iter()
            .map(|(kind, rows)| serde_json::json!({ "kind": kind, "rows": rows }))
            .collect();
        print_json(
            &serde_json::json!({ "lanes": lanes, "refused": refused, "in_doubt": doubtful }),
        );
        return Ok(Ending::Done);
    }
    let mut header = vec![("lane", Side::Left)];
    header.extend(OutboxState::ALL.iter().map(|s| (s.as_str(), Side::Right)));
    header.push(("oldest due", Side::Right));
    let lines: Vec<Vec<String>> = Lane::ALL
        .into_iter()
        .map(|lane| {
            let mut line = vec![lane.as_str().to_owned()];
            line.extend(
                OutboxState::ALL
                    .iter()
                    .map(|s| number(*s, lane).to_string()),
            );
            line.push(since(lane).map_or_else(|| "-".to_owned(), |at| age(at, now)));
            line
        })
        .collect();
    print!("{}", table(&header, &lines));
    println!();
    needs(&refused, &doubtful);
    Ok(Ending::Done)
}

fn age(since: Instant, now: Instant) -> String {
    let seconds = (now - since).num_seconds().max(0);
    match seconds {
        0..120 => format!("{seconds} s"),
        120..7_200 => format!("{} min", seconds / 60),
        7_200..172_800 => format!("{} h", seconds / 3_600),
        _ => format!("{} days", seconds / 86_400),
    }
}

/// What a person should do about a reason to be refused.
fn advice(why: &str) -> &'static str {
    match why {
        "malformed" | "unreadable" => "our mistake: report it, then retry or withdraw",
        "gave_up" => "tried for hours in vain: retry, or reach the person otherwise",
        "blocked" | "deactivated" | "not_found" | "never_started" | "kicked" => {
            "the person cannot be reached; their school has a task"
        }
        _ => "look with: hongyan outbox show ID",
    }
}

fn needs(refused: &[(String, String, i64)], doubtful: &[(String, i64)]) {
    if refused.is_empty() && doubtful.is_empty() {
        println!("Nothing here needs a person.");
        return;
    }
    println!("Refused, or in doubt:");
    let header = [
        ("problem", Side::Left),
        ("kind", Side::Left),
        ("rows", Side::Right),
        ("what to do", Side::Left),
    ];
    let line = |why: &str, kind: &str, rows: i64, advice: &str| {
        vec![
            why.to_owned(),
            kind.to_owned(),
            rows.to_string(),
            advice.to_owned(),
        ]
    };
    let mut lines: Vec<Vec<String>> = refused
        .iter()
        .map(|(why, kind, rows)| line(why, kind, *rows, advice(why)))
        .collect();
    let calm = "may have arrived; goes again by itself, without a sound";
    lines.extend(
        doubtful
            .iter()
            .map(|(kind, rows)| line("in doubt", kind, *rows, calm)),
    );
    print!("{}", table(&header, &lines));
}
