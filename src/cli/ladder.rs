//! `hongyan ladder`: who is asked, after how many minutes and at which hours, when a check-in is not answered.

use std::fmt;
use std::str::FromStr;

use anyhow::{Context, ensure};
use clap::Subcommand;

use crate::app::stop::Ending;
use crate::model::settings::{Awake, Rung, Step};
use crate::store::{self, Tx};

/// Steps of one ladder: an evening has room for no more.
const MOST_STEPS: usize = 12;
/// A whole day; a question is worthless on the second morning.
const MOST_MINUTES: u32 = 24 * 60;

/// What can be done with the ladders of schools.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// The steps of each school.
    List {
        /// A school, or a unit above schools, by its key.
        #[arg(long, value_name = "KEY")]
        unit: String,
    },
    /// Put other steps in their place, for evenings that begin from now on.
    Set {
        /// A school, or a unit above schools, by its key.
        #[arg(long, value_name = "KEY")]
        unit: String,
        /// `who@minutes`, or `who@minutes/from-to` for the hours at which they may be asked: guardian@0
        /// guardian@30 second_contact@60 teacher@90/6-22 school_lead@120/6-22
        #[arg(required = true, value_name = "STEP")]
        steps: Vec<Written>,
    },
}

/// A step as it is written and read on the command line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written(Step);

impl FromStr for Written {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        let (who, rest) = text.split_once('@').context("write who@minutes")?;
        let known = || {
            Rung::ALL
                .iter()
                .map(|rung| rung.as_str())
                .collect::<Vec<_>>()
        };
        let who = Rung::parse(who).with_context(|| format!("one of {}", known().join(", ")))?;
        let (minutes, hours) = match rest.split_once('/') {
            Some((minutes, hours)) => (minutes, Some(hours)),
            None => (rest, None),
        };
        let after_minutes = minutes.parse().context("the minutes are no number")?;
        ensure!(
            after_minutes <= MOST_MINUTES,
            "later than a day after the question"
        );
        let awake = |hours: &str| {
            let (from, to) = hours.split_once('-')?;
            Awake::new(from.parse().ok()?, to.parse().ok()?)
        };
        let hours = match hours {
            Some(hours) => Some(awake(hours).context("hours are from-to, 0 to 23")?),
            None => None,
        };
        Ok(Self(Step {
            who,
            after_minutes,
            hours,
        }))
    }
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.0.who.as_str(), self.0.after_minutes)?;
        match self.0.hours {
            Some(hours) => write!(f, "/{}-{}", hours.from(), hours.to()),
            None => Ok(()),
        }
    }
}

pub(super) async fn run(command: Command, database: &str) -> Ending {
    super::desk::at_once("ladder", database, async |tx| act(command, tx).await).await
}

async fn act(command: Command, tx: &mut Tx) -> anyhow::Result<()> {
    match command {
        Command::List { unit } => {
            for (school, name) in super::schools(tx, &unit).await? {
                let ladder = store::units::settings(tx, school).await?.ladder;
                let steps: Vec<String> =
                    ladder.into_iter().map(|s| Written(s).to_string()).collect();
                println!("{name}: {}", steps.join(" "));
            }
        }
        Command::Set { unit, steps } => {
            ensure!(steps.len() <= MOST_STEPS, "more than {MOST_STEPS} steps");
            let mut steps: Vec<Step> = steps.into_iter().map(|written| written.0).collect();
            steps.sort_by_key(|step| step.after_minutes);
            ensure!(
                steps
                    .first()
                    .is_some_and(|first| first.who == Rung::Guardian),
                "the guardian is asked first"
            );
            ensure!(
                steps
                    .iter()
                    .any(|step| matches!(step.who, Rung::Teacher | Rung::SchoolLead)),
                "nobody of the school would ever hear of silence"
            );
            for (school, _) in super::schools(tx, &unit).await? {
                let mut settings = store::units::settings(tx, school).await?;
                settings.ladder.clone_from(&steps);
                store::units::set_settings(tx, school, &settings).await?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_rubbish_is_not() {
        for text in [
            "guardian@0",
            "second_contact@60",
            "teacher@90/6-22",
            "school_lead@120/22-6",
        ] {
            assert_eq!(text.parse::<Written>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "guardian",
            "@3",
            "aunt@3",
            "guardian@-1",
            "guardian@x",
            "guardian@1441",
            "teacher@9/7",
            "teacher@9/7-7",
            "teacher@9/7-24",
            "teacher@9/a-b",
        ] {
            assert!(text.parse::<Written>().is_err(), "{text}");
        }
    }
}
