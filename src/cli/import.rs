//! `hongyan import KIND FILE`: brings records in and says what it did.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::import_report::human;
use crate::app::sealing;
use crate::base::{Env, Keyring};
use crate::service::import::{ImportError, Options, Report, import};
use crate::sheet::{Kind, Mapping, SheetError, Table};
use crate::store::Store;

/// Arguments of `hongyan import`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// students, contacts, relations, attendance, marks or staff.
    #[arg(value_parser = super::kind)]
    kind: Kind,
    /// A CSV or XLSX file.
    file: PathBuf,
    /// What the file's columns mean, when they are not our own (see deploy/mappings).
    #[arg(long)]
    mapping: Option<PathBuf>,
    /// Check the file and say what would happen; change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Report as JSON.
    #[arg(long)]
    json: bool,
}

/// From this many rows on there is a progress bar.
const LONG: u64 = 2_000;

/// Imports; success only when nothing was rejected.
pub async fn run(args: &Args, database: &str, keys: Keyring) -> ExitCode {
    match outcome(args, database, keys).await {
        Ok(report) => {
            if args.json {
                print_json(&report);
            } else {
                println!("{}", human(&report));
            }
            if report.rejected == 0 {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            }
        }
        Err(error) => {
            let text = error.to_string();
            if args.json {
                println!("{}", serde_json::json!({ "applied": false, "error": text }));
            }
            eprintln!("{}: {text}", args.file.display());
            eprintln!("Nothing was imported.");
            ExitCode::FAILURE
        }
    }
}

async fn outcome(args: &Args, database: &str, keys: Keyring) -> Result<Report, ImportError> {
    let mapping = match &args.mapping {
        Some(path) => Some(Mapping::parse(args.kind, &read_mapping(path)?)?),
        None => None,
    };
    let table = Table::open(&args.file, mapping.as_ref())?;
    let store = Store::open(database).await?.with_keys(keys);
    if !args.dry_run {
        sealing::people(&store).await?;
    }
    let bar = bar(table.total());
    let options = Options {
        dry_run: args.dry_run,
    };
    let env = Env::system();
    let mut progress = |rows: u64| bar.set_position(rows);
    let report = import(
        &store,
        &env,
        args.kind,
        table,
        mapping.as_ref(),
        options,
        &mut progress,
    )
    .await;
    bar.finish_and_clear();
    store.close().await;
    report
}

fn read_mapping(path: &Path) -> Result<String, SheetError> {
    std::fs::read_to_string(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => SheetError::Missing(path.to_owned()),
        _ => SheetError::Unreadable {
            path: path.to_owned(),
            why: error.to_string(),
        },
    })
}

/// On a terminal only, and only where there is something to wait for.
fn bar(rows: u64) -> ProgressBar {
    if rows < LONG {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(rows), ProgressDrawTarget::stderr());
    let style =
        ProgressStyle::with_template("{bar:40} {human_pos} of {human_len} rows, {eta} left");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn print_json(report: &Report) {
    match serde_json::to_string_pretty(report) {
        Ok(json) => println!("{json}"),
        Err(error) => eprintln!("the report cannot be written as JSON: {error}"),
    }
}
