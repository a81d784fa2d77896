//! `hongyan retention`: what is kept for how long and what is over; forgets it when told to.

use super::Common;
use super::desk::{open, print_json};
use super::table::{Side, table};
use crate::app::config::DatabaseUrl;
use crate::app::stop::Ending;
use crate::base::{Env, UnitId};
use crate::model::retention::{End, From, Keep, What};
use crate::service::retention::{Line, Round, page, report};
use crate::store::{self, Store, StoreError};

/// Arguments of `hongyan retention`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only tell what is over (the default).
    #[arg(long, conflicts_with = "run")]
    dry_run: bool,
    /// Forget what is over now, in small pages; `serve` does the same by itself every hour.
    #[arg(long)]
    run: bool,
    /// Count one school only, by its key.
    #[arg(long, value_name = "KEY", conflicts_with = "run")]
    school: Option<String>,
    /// For machines.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(args: Args, common: &Common) -> Result<Ending, Ending> {
    let (url, keep) = common.retention()?;
    let store = open(&url, common.maybe_keys()).await?;
    let ending = match args.run && !args.dry_run {
        true => forget(&args, &store, &keep).await,
        false => show(&args, &store, &keep).await,
    };
    store.close().await;
    ending.or_else(|error| Ok(super::desk::failed(&error, &url)))
}

async fn show(args: &Args, store: &Store, keep: &Keep) -> Result<Ending, StoreError> {
    let mut tx = store.read().await?;
    let school: Option<UnitId> = match &args.school {
        None => None,
        Some(key) => match store::units::by_key(&mut tx, key).await? {
            Some(unit) => Some(unit.id),
            None => {
                eprintln!("no unit has the key {key}");
                return Ok(Ending::Problem);
            }
        },
    };
    let lines = report(&mut tx, &Env::system(), keep, school).await?;
    // In the report of one school there is nothing of it: others may get to see that.
    let records = match school {
        None => Some(store::erasure::held(&mut tx).await?),
        Some(_) => None,
    };
    if args.json {
        print_json(&serde_json::json!({ "retention": lines, "held_records": records }));
        return Ok(Ending::Done);
    }
    print!("{}", human(&lines));
    if school.is_none() {
        println!(
            "Held: over, and kept while a concern about the child is open. Show it to nobody."
        );
    }
    if let Some(records) = records.filter(|records| *records > 0) {
        println!("Records that are erased when their concern has ended: {records}.");
    }
    println!("Nothing was changed. `hongyan retention --run` forgets what is over now.");
    Ok(Ending::Done)
}

fn human(lines: &[Line]) -> String {
    let header = [
        ("kind", Side::Left),
        ("days", Side::Right),
        ("then", Side::Left),
        ("over", Side::Right),
        ("held", Side::Right),
        ("oldest", Side::Left),
        ("reason", Side::Left),
    ];
    let rows: Vec<Vec<String>> = lines
        .iter()
        .map(|line| {
            let days = match (line.end, line.from) {
                (End::Stay, _) if line.days == 0 => "-".to_owned(),
                (_, From::End) => line.days.to_string(),
                (_, From::SchoolYear) => format!("school year + {}", line.days),
            };
            let dash = || "-".to_owned();
            vec![
                line.kind.as_str().to_owned(),
                days,
                line.end.as_str().to_owned(),
                line.over.map_or_else(dash, |over| over.to_string()),
                line.held.map_or_else(dash, |held| held.to_string()),
                line.oldest
                    .map_or_else(dash, |at| at.format("%Y-%m-%d").to_string()),
                line.reason.to_owned(),
            ]
        })
        .collect();
    table(&header, &rows)
}

async fn forget(args: &Args, store: &Store, keep: &Keep) -> Result<Ending, StoreError> {
    let env = Env::system();
    let mut round = Round::default();
    // By kind: rows that went, and pages that could not.
    let mut gone: Vec<(&'static str, u64)> = Vec::new();
    let mut failed: Vec<(&'static str, u64)> = Vec::new();
    loop {
        let begun = round;
        let mut tx = store.write().await?;
        let more = match page(&mut tx, &env, keep, &mut round).await {
            Ok(page) => {
                tx.commit().await?;
                count(&mut gone, page.what, page.rows);
                page.more
            }
            // What cannot be forgotten holds up nothing else.
            Err(error) => {
                drop(tx);
                let what = begun.what();
                eprintln!("{}: {error}", what.as_str());
                count(&mut failed, what, 1);
                round.failed(begun)
            }
        };
        if !more {
            break;
        }
    }
    let ending = match failed.is_empty() {
        true => Ending::Done,
        false => Ending::Problem,
    };
    if args.json {
        let by_kind = |rows: Vec<(&'static str, u64)>| -> serde_json::Map<_, _> {
            rows.into_iter()
                .map(|(what, rows)| (what.to_owned(), serde_json::Value::from(rows)))
                .collect()
        };
        print_json(&serde_json::json!({ "forgotten": by_kind(gone), "failed": by_kind(failed) }));
        return Ok(ending);
    }
    let header = [("kind", Side::Left), ("forgotten", Side::Right)];
    let rows: Vec<Vec<String>> = gone
        .into_iter()
        .map(|(what, rows)| vec![what.to_owned(), rows.to_string()])
        .collect();
    print!("{}", table(&header, &rows));
    for (what, times) in &failed {
        println!("{what}: {times} could not be forgotten; the rest was gone through.");
    }
    Ok(ending)
}

/// A kind's pages follow each other.
fn count(lines: &mut Vec<(&'static str, u64)>, what: What, more: u64) {
    match lines.last_mut() {
        Some((last, rows)) if *last == what.as_str() => *rows += more,
        _ => lines.push((what.as_str(), more)),
    }
}

impl Common {
    fn retention(&self) -> Result<(DatabaseUrl, Keep), Ending> {
        crate::app::config::retention(self.config.as_deref(), &|name| self.variable(name))
            .map_err(super::complain)
    }
}
