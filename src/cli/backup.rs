//! `hongyan backup FILE` and `hongyan restore FILE`.

use std::path::PathBuf;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::table::{Side, table};
use crate::app::backup::{self, Made};
use crate::app::config::DatabaseUrl;
use crate::app::serve::Failure;
use crate::app::stop::{Ending, Stop};
use crate::base::Env;
use crate::store::backup::{Restored, Since};

/// Arguments of `hongyan backup`.
#[derive(Debug, clap::Args)]
pub(super) struct Make {
    /// Where to. Only its owner may read it.
    file: PathBuf,
    /// Where the children's keys go, in place of those that are there: one file for all backups, always
    /// the newest. Without it, FILE.keys.
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// Replace a file that is there.
    #[arg(long)]
    force: bool,
}

/// Arguments of `hongyan restore`.
#[derive(Debug, clap::Args)]
pub(super) struct Restore {
    /// What `hongyan backup` made.
    file: PathBuf,
    /// The newest keys file: what was erased since the backup stays unreadable. Without it, FILE.keys.
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// Nothing was sent since the backup was made (a move): messages that are due ring as usual.
    #[arg(long)]
    nothing_sent_since: bool,
    /// Nobody was erased since the backup was made: keys as old as it may be used.
    #[arg(long)]
    nobody_erased_since: bool,
}

/// Makes a backup and counts it; an interrupted one leaves no file.
pub(super) async fn make(args: Make, database: &DatabaseUrl) -> Ending {
    let stop = match Stop::on_signals() {
        Ok(stop) => stop,
        Err(error) => {
            eprintln!("no backup: {error}");
            return Ending::Problem;
        }
    };
    let (bar, env) = (bar(), Env::system());
    let mut progress = |done, all| {
        bar.set_length(all);
        bar.set_position(done);
    };
    let made = backup::make(
        database,
        (&args.file, args.keys.as_deref()),
        args.force,
        &env,
        &mut progress,
    );
    let made = tokio::select! {
        made = made => made,
        () = stop.asked() => Err(Failure {
            what: "interrupted".to_owned(),
            hint: "No backup was made.".to_owned(),
        }),
    };
    bar.finish_and_clear();
    match made {
        Ok(Made { manifest, unnoted }) => {
            let all: i64 = manifest.rows.values().sum();
            let name = args.file.display();
            println!(
                "{name}: {all} rows of {} tables from {}.",
                manifest.rows.len(),
                manifest.engine
            );
            let beside = backup::keys_beside(&args.file);
            let keys = args.keys.as_ref().unwrap_or(&beside).display();
            println!(
                "The children's keys are in {keys}. Keep only the newest keys file, and apart from"
            );
            println!("the operator's key: whoever has all three reads everything.");
            if let Some(error) = unnoted {
                eprintln!("The audit does not say that this backup was made: {error}");
            }
            Ending::Done
        }
        Err(failure) => failed("no backup", &failure),
    }
}

/// Restores a backup and prints both counts.
pub(super) async fn restore(args: Restore, database: &DatabaseUrl) -> Ending {
    match filled(args, database).await {
        Ok(restored) => {
            report(&restored);
            Ending::Done
        }
        Err(failure) => failed("nothing was restored", &failure),
    }
}

async fn filled(args: Restore, database: &DatabaseUrl) -> Result<Restored, Failure> {
    let bar = bar();
    let backup = backup::look(&args.file, args.keys.as_deref(), database).await?;
    let since = if args.nothing_sent_since {
        Since::NothingSent
    } else if args.nobody_erased_since {
        Since::NobodyErased
    } else {
        Since::Unknown
    };
    let env = Env::system();
    let mut progress = |done, all| {
        bar.set_length(all);
        bar.set_position(done);
    };
    let restored = backup::restore(&backup, &args.file, database, &env, since, &mut progress);
    let restored = restored.await;
    bar.finish_and_clear();
    restored
}

fn report(restored: &Restored) {
    let header = [
        ("table", Side::Left),
        ("in the backup", Side::Right),
        ("restored", Side::Right),
    ];
    let mut lines: Vec<Vec<String>> = restored
        .counts
        .iter()
        .map(|count| {
            vec![
                count.table.clone(),
                count.written.to_string(),
                count.found.to_string(),
            ]
        })
        .collect();
    let (written, found) = restored
        .counts
        .iter()
        .fold((0, 0), |(a, b), count| (a + count.written, b + count.found));
    lines.push(vec![
        "all".to_owned(),
        written.to_string(),
        found.to_string(),
    ]);
    print!("{}", table(&header, &lines));
    println!();
    println!(
        "Restored as it stood at {}.",
        restored.made.format("%Y-%m-%d %H:%M:%S UTC")
    );
    println!("What came in and went out since then is not in it.");
    if let Some(made) = restored.keys_made {
        println!(
            "Keys of {}: whoever was erased after that is back, and is to be erased again.",
            made.format("%Y-%m-%d %H:%M:%S UTC")
        );
    }
    if restored.unreadable > 0 {
        println!(
            "{} children were erased since, or their keys are not in the keys file: nobody can read them.",
            restored.unreadable
        );
    }
    if restored.in_doubt > 0 {
        println!(
            "{} messages may have arrived already: they come again, without a sound.",
            restored.in_doubt
        );
    }
    if restored.unclaimed > 0 {
        println!(
            "{} updates were being handled: they are handled again.",
            restored.unclaimed
        );
    }
}

fn failed(headline: &str, failure: &Failure) -> Ending {
    eprintln!("{headline}: {failure}");
    Ending::Problem
}

/// On a terminal only. Its length is known when the first rows have moved; SQLite copies itself as a
/// whole, so there is only a sign of life.
pub(super) fn bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template(
        "{spinner} {elapsed} {wide_bar} {human_pos} of {human_len} rows, {eta} left",
    );
    bar.enable_steady_tick(Duration::from_millis(200));
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
