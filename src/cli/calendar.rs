//! `hongyan calendar`: a school's terms and holidays, or those of every school below a unit.

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use crate::app::stop::Ending;
use crate::model::school_year::{MOST_SPANS, SchoolYear, Span};
use crate::store::{self, Tx};

/// What can be done with terms and holidays.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// The terms and holidays of each school.
    List {
        /// A school, or a unit above schools, by its key.
        #[arg(long, value_name = "KEY")]
        unit: String,
    },
    /// Add a term. As soon as there is one, days outside all of them are no school days.
    Term(Days),
    /// Add holidays: no school days, and weeks full of them bring no news of school.
    Holiday(Days),
    /// Take away the terms and holidays that begin on a day.
    Remove {
        #[arg(long, value_name = "KEY")]
        unit: String,
        #[arg(long, value_name = "DAY")]
        from: NaiveDate,
    },
}

/// From one day to another, both included.
#[derive(Debug, Args)]
pub(super) struct Days {
    /// A school, or a unit above schools, by its key.
    #[arg(long, value_name = "KEY")]
    unit: String,
    #[arg(long, value_name = "DAY")]
    from: NaiveDate,
    #[arg(long, value_name = "DAY")]
    to: NaiveDate,
    /// What people call it.
    #[arg(long, value_name = "WORDS", default_value = "")]
    name: String,
}

pub(super) async fn run(command: Command, database: &str) -> Ending {
    super::desk::at_once("calendar", database, async |tx| act(command, tx).await).await
}

async fn act(command: Command, tx: &mut Tx) -> anyhow::Result<()> {
    match command {
        Command::List { unit } => {
            for (school, name) in super::schools(tx, &unit).await? {
                println!("{name}");
                let year = store::units::settings(tx, school).await?.year;
                for (word, spans) in [("term", year.terms), ("holiday", year.holidays)] {
                    for Span { from, to, name } in spans {
                        println!("  {word} {from} {to} {name}");
                    }
                }
            }
        }
        Command::Term(days) => add(tx, days, |year| &mut year.terms).await?,
        Command::Holiday(days) => add(tx, days, |year| &mut year.holidays).await?,
        Command::Remove { unit, from } => {
            let mut gone = 0;
            for (school, _) in super::schools(tx, &unit).await? {
                let mut settings = store::units::settings(tx, school).await?;
                let year = &mut settings.year;
                let before = year.terms.len() + year.holidays.len();
                year.terms.retain(|span| span.from != from);
                year.holidays.retain(|span| span.from != from);
                gone += before - year.terms.len() - year.holidays.len();
                store::units::set_settings(tx, school, &settings).await?;
            }
            anyhow::ensure!(gone > 0, "nothing begins on {from}");
        }
    }
    Ok(())
}

/// The same days again take the place of those that began then.
async fn add(
    tx: &mut Tx,
    days: Days,
    spans: impl Fn(&mut SchoolYear) -> &mut Vec<Span>,
) -> anyhow::Result<()> {
    let (from, to) = (days.from, days.to);
    anyhow::ensure!(from <= to, "it ends before it begins");
    anyhow::ensure!((to - from).num_days() <= 366, "it is longer than a year");
    for (school, _) in super::schools(tx, &days.unit).await? {
        let mut settings = store::units::settings(tx, school).await?;
        let spans = spans(&mut settings.year);
        spans.retain(|span| span.from != from);
        anyhow::ensure!(
            spans.len() < MOST_SPANS,
            "a school has {MOST_SPANS} at most: remove what is over"
        );
        let name = days.name.trim().chars().take(80).collect();
        spans.push(Span { from, to, name });
        spans.sort_by_key(|span| span.from);
        store::units::set_settings(tx, school, &settings).await?;
    }
    Ok(())
}
