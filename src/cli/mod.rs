//! Layer 8: the command line, one file per subcommand. The only room that knows `clap` and prints.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub mod import;
pub mod import_report;
pub mod template;

/// Keeps parents who work far away, their child's school and the guardian at home together.
#[derive(Debug, Parser)]
#[command(name = "hongyan", version)]
pub struct Cli {
    /// The database's address: sqlite://… or postgres://…
    #[arg(
        long,
        global = true,
        env = "HONGYAN_DATABASE_URL",
        hide_env_values = true,
        default_value = "sqlite://hongyan.sqlite"
    )]
    pub database: String,
    #[command(subcommand)]
    pub command: Command,
}

/// What can be asked of the program.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Bring records in from a CSV or XLSX file.
    Import(import::Args),
    /// Write our own table for a kind of records.
    Template(template::Args),
}

/// Runs the command line.
pub async fn run(cli: Cli) -> ExitCode {
    match cli.command {
        Command::Import(args) => import::run(&args, &cli.database).await,
        Command::Template(args) => template::run(&args),
    }
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
