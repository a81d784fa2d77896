//! Layer 8: the command line. One file per subcommand; the only room that knows `clap`.

mod check;
mod demo;
mod import;
pub mod import_report;
mod invite;
mod serve;
mod template;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};

use crate::app::config::{self, Config};
use crate::app::stop::Ending;

/// Keeps parents who work far away, their child's school and the guardian at home together.
#[derive(Debug, Parser)]
#[command(name = "hongyan", version, after_help = EXIT_CODES)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 done, 1 a problem, 2 wrong command line or configuration, \
    3 stopped before everything was finished (nothing is lost).";

/// What every subcommand is given.
#[derive(Debug, clap::Args)]
struct Common {
    /// One TOML file; variables of the environment go over it. See deploy/hongyan.example.toml.
    #[arg(long, global = true, env = "HONGYAN_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Common {
    /// The effective configuration; otherwise everything that is wrong with it is printed.
    fn config(&self) -> Result<Config, Ending> {
        // The one place that reads the environment.
        Config::load(self.config.as_deref(), &|name| std::env::var(name).ok()).map_err(|wrong| {
            eprint!("{wrong}");
            Ending::Configuration
        })
    }
}

impl Common {
    /// Where the data is; enough for what needs no bot.
    fn database(&self) -> Result<config::DatabaseUrl, Ending> {
        config::database(self.config.as_deref(), &|name| std::env::var(name).ok()).map_err(
            |wrong| {
                eprint!("{wrong}");
                Ending::Configuration
            },
        )
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Demo),
    Serve(serve::Serve),
    Check(check::Check),
    Import(import::Import),
    Template(template::Template),
    Invite(invite::Invite),
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
    let ending = runtime.block_on(async {
        match command {
            Command::Serve(serve) => serve.run(&common).await,
            Command::Demo(demo) => demo.run().await,
            Command::Check(check) => check.run(&common).await,
            Command::Import(import) => import.run(&common).await,
            Command::Template(template) => template.run(),
            Command::Invite(invite) => invite.run(&common).await,
        }
    });
    // What did not end by itself is dropped: nothing that matters lives outside the database.
    runtime.shutdown_timeout(Duration::from_millis(200));
    ending.unwrap_or_else(|ending| ending).into()
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
