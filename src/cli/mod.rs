//! Layer 8: the command line, one file per subcommand. The only room that knows `clap` and prints.

mod audit;
mod backup;
mod calendar;
mod check;
mod demo;
mod desk;
mod erase;
pub mod import;
pub mod import_report;
mod inbox;
mod invite;
mod keys;
mod ladder;
mod numbers;
mod outbox;
mod outbox_summary;
mod request;
mod retention;
mod serve;
mod staff;
mod table;
pub mod template;
mod words;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};

use crate::app::config::{self, Config, DatabaseUrl};
use crate::app::stop::Ending;
use crate::base::Keyring;

/// Keeps parents who work far away, their child's school and the guardian at home together.
#[derive(Debug, Parser)]
#[command(name = "hongyan", version, after_help = EXIT_CODES)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 done, 1 a problem or not all of it was done, 2 wrong command line or configuration, \
    3 stopped before everything was finished (nothing is lost).";

/// What every subcommand is given.
#[derive(Debug, clap::Args)]
struct Common {
    /// One TOML file; variables of the environment go over it. See deploy/hongyan.example.toml.
    #[arg(long, global = true, env = "HONGYAN_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// The database's address, over HONGYAN_DATABASE_URL and the file: sqlite://… or postgres://…
    #[arg(long, global = true, value_name = "ADDRESS")]
    database: Option<String>,
}

impl Common {
    /// The effective configuration; otherwise everything that is wrong with it is printed.
    fn config(&self) -> Result<Config, Ending> {
        Config::load(self.config.as_deref(), &|name| self.variable(name)).map_err(complain)
    }

    /// The database's address alone, for commands that need no bot.
    fn database(&self) -> Result<DatabaseUrl, Ending> {
        config::database(self.config.as_deref(), &|name| self.variable(name)).map_err(complain)
    }

    /// The operator's keys alone, for commands that read or write records.
    fn keys(&self) -> Result<Keyring, Ending> {
        config::keys(self.config.as_deref(), &|name| self.variable(name)).map_err(complain)
    }

    /// The same for commands that need them for a content only.
    fn maybe_keys(&self) -> Option<Keyring> {
        config::keys(self.config.as_deref(), &|name| self.variable(name)).ok()
    }

    /// The one place that reads the environment. The option stands in for its variable.
    fn variable(&self, name: &str) -> Option<String> {
        match (&self.database, name) {
            (Some(address), "HONGYAN_DATABASE_URL") => Some(address.clone()),
            (Some(_), "HONGYAN_DATABASE_URL_FILE") => None,
            _ => std::env::var(name).ok(),
        }
    }
}

fn complain(wrong: config::Complaints) -> Ending {
    eprint!("{wrong}");
    Ending::Configuration
}

/// What can be asked of the program.
#[derive(Debug, Subcommand)]
enum Command {
    /// Run the bots until SIGTERM or SIGINT; a second signal stops at once.
    Serve,
    /// Show the effective configuration and look at database, bots and schedules. Changes nothing.
    Check,
    /// Show everything on this machine: a school, four phones, a clock you can move. No token needed.
    Demo(demo::Args),
    /// Invite one rostered adult: for a child, or to a post. Prints a link, a QR code and a short code.
    Invite(invite::Args),
    /// Posts of the staff: list, name, end, check again, second factors.
    Staff(staff::Args),
    /// Bring records in from a CSV or XLSX file.
    Import(import::Args),
    /// Write our own table for a kind of records.
    Template(template::Args),
    /// Whom people ring: the numbers on every urgent screen, for a unit or for everywhere.
    #[command(subcommand)]
    Numbers(numbers::Command),
    /// The listed words that stop a note, and those a unit adds.
    #[command(subcommand)]
    Words(words::Command),
    /// A school's terms and holidays: no school days, and weeks without news of school.
    #[command(subcommand)]
    Calendar(calendar::Command),
    /// Who is asked, when and at which hours, while a check-in is not answered.
    #[command(subcommand)]
    Ladder(ladder::Command),
    /// Outgoing messages: what waits, what was refused; send again, take back.
    Outbox(outbox::Args),
    /// Incoming updates: what waits, what is parked; try again, end.
    Inbox(inbox::Args),
    /// The keys that children's records are sealed with.
    #[command(subcommand)]
    Keys(keys::Keys),
    /// End a child's record for good: its key is destroyed, and no backup brings it back.
    Erase(erase::Args),
    /// The trace of what was done and seen: is it whole, who saw what.
    Audit(audit::Args),
    /// What families asked about their data; write an approved copy for handing over.
    Request(request::Args),
    /// What is kept for how long, and what is over; forget it now.
    Retention(retention::Args),
    /// Write the whole database into one file, while `serve` runs.
    Backup(backup::Make),
    /// Fill an empty database from a backup, of either engine, and count.
    Restore(backup::Restore),
}

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    let Cli { common, command } = Cli::parse();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("cannot start: {error}");
            return Ending::Problem.into();
        }
    };
    let ending = runtime.block_on(dispatch(&common, command));
    // What did not end by itself is dropped: nothing that matters lives outside the database.
    runtime.shutdown_timeout(Duration::from_millis(200));
    ending.unwrap_or_else(Into::into)
}

async fn dispatch(common: &Common, command: Command) -> Result<ExitCode, Ending> {
    Ok(match command {
        Command::Serve => serve::run(common.config()?).await.into(),
        Command::Check => check::run(common.config()?).await.into(),
        Command::Demo(args) => {
            // The variable may be there for `serve`; the option was meant for this.
            if common.database.is_some() {
                eprintln!("demo takes no --database: it makes its own, and --data DIR keeps it");
                return Err(Ending::Configuration);
            }
            demo::run(args).await.into()
        }
        Command::Invite(args) => {
            let database = common.database()?;
            invite::run(args, database.expose(), common.keys()?)
                .await
                .into()
        }
        Command::Staff(args) => staff::run(args, &common.database()?, common.keys()?)
            .await
            .into(),
        Command::Import(args) => {
            let database = common.database()?;
            import::run(&args, database.expose(), common.keys()?).await
        }
        Command::Template(args) => template::run(&args),
        Command::Numbers(command) => numbers::run(command, common.database()?.expose())
            .await
            .into(),
        Command::Words(command) => words::run(command, common.database()?.expose())
            .await
            .into(),
        Command::Calendar(command) => calendar::run(command, common.database()?.expose())
            .await
            .into(),
        Command::Ladder(command) => ladder::run(command, common.database()?.expose())
            .await
            .into(),
        Command::Outbox(args) => outbox::run(args, &common.database()?, common.maybe_keys())
            .await
            .into(),
        Command::Inbox(args) => inbox::run(args, &common.database()?, common.maybe_keys())
            .await
            .into(),
        Command::Keys(keys::Keys::New { file }) => keys::make(&file).into(),
        Command::Keys(keys::Keys::Save { file }) => {
            keys::save(&common.database()?, &file).await.into()
        }
        Command::Keys(keys::Keys::Rotate) => {
            let database = common.database()?;
            keys::rotate(&database, &common.keys()?).await.into()
        }
        Command::Keys(keys::Keys::Show) => {
            let ring = common.maybe_keys();
            keys::show(&common.database()?, ring.as_ref()).await.into()
        }
        Command::Erase(args) => {
            let database = common.database()?;
            erase::run(args, &database, common.keys()?).await.into()
        }
        Command::Audit(args) => audit::run(args, &common.database()?, common.maybe_keys())
            .await
            .into(),
        Command::Request(args) => request::run(args, &common.database()?, common.keys()?)
            .await?
            .into(),
        Command::Retention(args) => retention::run(args, common).await?.into(),
        Command::Backup(args) => backup::make(args, &common.database()?).await.into(),
        Command::Restore(args) => backup::restore(args, &common.database()?).await.into(),
    })
}

/// One of a closed list of words, for clap.
fn kind(word: &str) -> Result<crate::sheet::Kind, String> {
    crate::sheet::Kind::parse(word).ok_or_else(|| {
        let words: Vec<&str> = crate::sheet::Kind::ALL
            .iter()
            .map(|kind| kind.as_str())
            .collect();
        format!("it is one of: {}", words.join(", "))
    })
}

/// A unit by its key.
async fn unit(tx: &mut crate::store::Tx, key: &str) -> anyhow::Result<crate::base::UnitId> {
    let found = crate::store::units::by_key(tx, key).await?;
    found
        .map(|unit| unit.id)
        .ok_or_else(|| anyhow::anyhow!("no unit has the key {key}"))
}

/// The school, or every school below, with its name.
async fn schools(
    tx: &mut crate::store::Tx,
    key: &str,
) -> anyhow::Result<Vec<(crate::base::UnitId, String)>> {
    let id = unit(tx, key).await?;
    let found = crate::store::units::get(tx, id).await?;
    let schools = match found {
        Some(unit) if unit.kind == crate::model::unit::UnitKind::School => vec![unit],
        _ => crate::store::units::below(tx, id, crate::model::unit::UnitKind::School).await?,
    };
    anyhow::ensure!(
        !schools.is_empty(),
        "{key} is no school and has none below it"
    );
    Ok(schools
        .into_iter()
        .map(|unit| (unit.id, unit.name))
        .collect())
}
