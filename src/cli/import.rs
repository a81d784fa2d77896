//! `hongyan import KIND FILE`: brings records in and says what it did.

use std::io::Write;
use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Common;
use super::import_report::human;
use crate::app::stop::Ending;
use crate::base::Env;
use crate::service::import::{ImportError, Options, Report, import};
use crate::sheet::{Kind, Mapping, SheetError, Table};
use crate::store::Store;

/// Bring records in from a CSV or XLSX file: all of it, or nothing.
#[derive(Debug, clap::Args)]
pub(super) struct Import {
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

impl Import {
    /// Success only when nothing was rejected.
    pub(super) async fn run(self, common: &Common) -> Result<Ending, Ending> {
        let database = common.database()?;
        match outcome(&self, database.expose()).await {
            Ok(report) => {
                let text = if self.json {
                    serde_json::to_string_pretty(&report).unwrap_or_default()
                } else {
                    human(&report)
                };
                say(&text);
                if report.rejected == 0 {
                    Ok(Ending::Done)
                } else {
                    Err(Ending::Problem)
                }
            }
            Err(error) => {
                let text = error.to_string();
                if self.json {
                    say(&serde_json::json!({ "applied": false, "error": text }).to_string());
                }
                eprintln!("{}: {text}", self.file.display());
                eprintln!("Nothing was imported.");
                Err(Ending::Problem)
            }
        }
    }
}

async fn outcome(args: &Import, database: &str) -> Result<Report, ImportError> {
    let mapping = match &args.mapping {
        Some(path) => Some(Mapping::parse(args.kind, &read_mapping(path)?)?),
        None => None,
    };
    let table = Table::open(&args.file, mapping.as_ref())?;
    let store = Store::open(database).await?;
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

/// To standard output; a closed pipe is the reader's wish, not a failure.
fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}
