//! `hongyan numbers`: whom people ring, for one unit or for everywhere.

use clap::{Args, Subcommand};

use crate::app::stop::Ending;
use crate::model::settings::Number;
use crate::service::numbers;
use crate::store::{self, Tx};

/// What can be done with the numbers shown on every urgent screen.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// What is shown at a unit, or everywhere.
    List(Place),
    /// Add a number with a name in words; the order is the order on the screen.
    Add {
        #[command(flatten)]
        place: Place,
        /// Who answers, in words people know.
        #[arg(long, value_name = "WORDS")]
        name: String,
        #[arg(long, value_name = "NUMBER")]
        number: String,
    },
    /// Take a number away.
    Remove {
        #[command(flatten)]
        place: Place,
        #[arg(long, value_name = "NUMBER")]
        number: String,
    },
}

/// A unit by its key, or everywhere.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct Place {
    /// A school, township or county, by its key; what is below uses it unless it has its own.
    #[arg(long, value_name = "KEY")]
    unit: Option<String>,
    /// Where no unit has its own.
    #[arg(long)]
    everywhere: bool,
}

pub(super) async fn run(command: Command, database: &str) -> Ending {
    super::desk::at_once("numbers", database, async |tx| act(command, tx).await).await
}

async fn act(command: Command, tx: &mut Tx) -> anyhow::Result<()> {
    match command {
        Command::List(place) => {
            for Number { label, number } in load(tx, &place).await? {
                println!("{label}: {number}");
            }
        }
        Command::Add {
            place,
            name,
            number,
        } => {
            let (label, number) = (name.trim().to_owned(), number.trim().to_owned());
            anyhow::ensure!(!label.is_empty(), "the name is empty");
            anyhow::ensure!(
                number.chars().any(|c| c.is_ascii_digit()),
                "the number has no digit"
            );
            let mut all = load(tx, &place).await?;
            all.retain(|old| old.number != number);
            all.push(Number { label, number });
            save(tx, &place, all).await?;
        }
        Command::Remove { place, number } => {
            let mut all = load(tx, &place).await?;
            let before = all.len();
            all.retain(|old| old.number != number.trim());
            anyhow::ensure!(all.len() < before, "there is no such number");
            save(tx, &place, all).await?;
        }
    }
    Ok(())
}

async fn load(tx: &mut Tx, place: &Place) -> anyhow::Result<Vec<Number>> {
    match &place.unit {
        Some(key) => {
            let unit = super::unit(tx, key).await?;
            Ok(store::units::settings(tx, unit).await?.numbers)
        }
        None => Ok(numbers::everywhere(tx).await?),
    }
}

async fn save(tx: &mut Tx, place: &Place, all: Vec<Number>) -> anyhow::Result<()> {
    match &place.unit {
        Some(key) => {
            let unit = super::unit(tx, key).await?;
            let mut settings = store::units::settings(tx, unit).await?;
            settings.numbers = all;
            store::units::set_settings(tx, unit, &settings).await?;
        }
        None => numbers::set_everywhere(tx, &all).await?,
    }
    Ok(())
}
