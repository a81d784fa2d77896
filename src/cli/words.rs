//! `hongyan words`: the listed words that stop a note, and those a unit adds for its own people.

use clap::Subcommand;

use crate::app::stop::Ending;
use crate::model::concern::Kind;
use crate::model::concern::words::{Own, is_usable, listed};
use crate::store::{self, Tx};

/// What can be done with listed words.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// How many the lists have by kind, and those the unit added.
    List {
        /// A school, township or county, by its key.
        #[arg(long, value_name = "KEY")]
        unit: String,
    },
    /// Add a word for a unit and everything below it. A `*` at the end stands for any ending.
    Add {
        #[arg(long, value_name = "KEY")]
        unit: String,
        /// self_harm, sexual, violence, threat, runaway or money.
        #[arg(long, value_name = "KIND", value_parser = kind)]
        kind: Kind,
        word: String,
    },
    /// Take an added word away.
    Remove {
        #[arg(long, value_name = "KEY")]
        unit: String,
        word: String,
    },
}

/// The kinds that words have.
fn kinds() -> impl Iterator<Item = (Kind, &'static str)> {
    let named = |kind: &Kind| Some((*kind, kind.as_str().strip_prefix("word_")?));
    Kind::ALL.iter().filter_map(named)
}

fn kind(word: &str) -> Result<Kind, String> {
    let found = kinds().find(|(_, name)| *name == word);
    found.map(|(kind, _)| kind).ok_or_else(|| {
        let all: Vec<&str> = kinds().map(|(_, name)| name).collect();
        format!("it is one of: {}", all.join(", "))
    })
}

pub(super) async fn run(command: Command, database: &str) -> Ending {
    super::desk::at_once("words", database, async |tx| act(command, tx).await).await
}

async fn act(command: Command, tx: &mut Tx) -> anyhow::Result<()> {
    match command {
        Command::List { unit } => {
            let unit = super::unit(tx, &unit).await?;
            for (kind, name) in kinds() {
                println!("{name}: {} in the lists", listed(kind));
            }
            for Own { kind, word } in store::units::settings(tx, unit).await?.words {
                println!("{}: {word}", kind.as_str().trim_start_matches("word_"));
            }
        }
        Command::Add { unit, kind, word } => {
            let word = word.trim().to_owned();
            anyhow::ensure!(is_usable(&word), "there is no letter in it");
            let unit = super::unit(tx, &unit).await?;
            let mut settings = store::units::settings(tx, unit).await?;
            settings.words.retain(|own| own.word != word);
            settings.words.push(Own { kind, word });
            store::units::set_settings(tx, unit, &settings).await?;
        }
        Command::Remove { unit, word } => {
            let unit = super::unit(tx, &unit).await?;
            let mut settings = store::units::settings(tx, unit).await?;
            let before = settings.words.len();
            settings.words.retain(|own| own.word != word.trim());
            anyhow::ensure!(settings.words.len() < before, "the unit added no such word");
            store::units::set_settings(tx, unit, &settings).await?;
        }
    }
    Ok(())
}
