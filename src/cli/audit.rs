//! `hongyan audit`: is the trace whole, what does it say of somebody, who saw what.

use std::io::Write;
use std::path::PathBuf;

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use super::backup::bar;
use super::desk::{self, Page, maybe, print_json, time};
use super::table::{Side, table};
use crate::app::config::DatabaseUrl;
use crate::app::stop::Ending;
use crate::base::{Env, Instant, Keyring};
use crate::service::audit::desk::{Asked, find, leak, list, refused};
use crate::service::audit::verify::{Fault, Verdict, verify};
use crate::sheet;
use crate::store::audit::chain::{Head, standing};
use crate::store::audit::reading::{About, Leak, Row};
use crate::store::{Store, StoreError};

/// Arguments of `hongyan audit`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// For machines.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, clap::Subcommand)]
enum Act {
    /// Read the whole chain; exit code 1 and the first wrong row when it is cut. Without the operator's key
    /// it says what it could not check, and exit code 1 too.
    Verify {
        /// A head that was kept elsewhere (see `head` and the log of `serve`).
        #[arg(long, value_name = "SEQ:HASH", value_parser = head)]
        expect: Option<Head>,
    },
    /// Print the end of the chain as SEQ:HASH: keep it away from the database.
    Head,
    /// What was done and seen, the newest first, in keys and words. That you looked is noted.
    List(List),
    /// Who saw which child: for the notice to families after a leak. That you looked is noted.
    Leak(LeakArgs),
}

#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("who").required(true).args(["child", "adult", "refused"]))]
struct List {
    /// About this child, by its key.
    #[arg(long, value_name = "KEY")]
    child: Option<String>,
    /// By this adult, by their key.
    #[arg(long, value_name = "KEY")]
    adult: Option<String>,
    /// Everything that was refused, whoever tried it (rights, codes, forged buttons and calls), and every
    /// copy of the whole database.
    #[arg(long)]
    refused: bool,
    /// From this day on (UTC), such as 2026-03-01; otherwise the last 90 days.
    #[arg(long, value_name = "DAY")]
    since: Option<NaiveDate>,
    /// How many at most.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..=10_000))]
    limit: Option<i64>,
}

#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("who").required(true).args(["child", "adult", "account"]))]
struct LeakArgs {
    /// Who saw this child, by its key.
    #[arg(long, value_name = "KEY")]
    child: Option<String>,
    /// What this adult saw, by their key.
    #[arg(long, value_name = "KEY")]
    adult: Option<String>,
    /// What the adult of this account saw, by the account's number.
    #[arg(long, value_name = "ID")]
    account: Option<i64>,
    /// From this day on (UTC), such as 2026-03-01.
    #[arg(long, value_name = "DAY")]
    since: NaiveDate,
    /// Up to the end of this day; otherwise until now.
    #[arg(long, value_name = "DAY")]
    until: Option<NaiveDate>,
    /// Write it into this file as CSV instead; "-" prints it.
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    csv: Option<PathBuf>,
}

/// More than a notice can be written from at once.
const MOST: i64 = 20_000;

fn head(text: &str) -> Result<Head, String> {
    let found = text.split_once(':').and_then(|(seq, hash)| {
        let hash = hash.trim().to_ascii_lowercase();
        let hex = hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        (hex && matches!(hash.len(), 0 | 64)).then_some(Head {
            seq: seq.trim().parse().ok().filter(|seq| *seq >= 0)?,
            hash,
        })
    });
    found.ok_or_else(|| "it is a number, a colon and 64 hexadecimal digits".to_owned())
}

fn midnight(day: NaiveDate) -> Instant {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// Does what was asked; a fault of the database is explained.
pub(super) async fn run(args: Args, database: &DatabaseUrl, keys: Option<Keyring>) -> Ending {
    let store = match desk::open(database, keys).await {
        Ok(store) => store,
        Err(ending) => return ending,
    };
    let json = args.json;
    let done = match args.act {
        Act::Verify { expect } => look_through(&store, expect.as_ref(), json).await,
        Act::Head => print_head(&store, json).await,
        Act::List(args) => listed(&store, &args, json).await,
        Act::Leak(args) => leaked(&store, &args, json).await,
    };
    store.close().await;
    done.unwrap_or_else(|error| desk::failed(&error, database))
}

async fn look_through(
    store: &Store,
    expected: Option<&Head>,
    json: bool,
) -> Result<Ending, StoreError> {
    let bar = bar();
    let mut progress = |done, all| {
        bar.set_length(all);
        bar.set_position(done);
    };
    let verdict = verify(store, expected, &mut progress).await;
    bar.finish_and_clear();
    let verdict = verdict?;
    if json {
        print_json(&verdict);
    } else {
        report(&verdict);
    }
    Ok(desk::ending(verdict.cut.is_none() && verdict.unread == 0))
}

fn report(verdict: &Verdict) {
    println!("Rows in their place: {}", verdict.sound);
    println!("Rows not sealed yet: {}", verdict.unsealed);
    println!("Head: {}", verdict.head);
    weaker(verdict);
    let Some(cut) = &verdict.cut else {
        match verdict.unread {
            0 => println!("The audit is whole."),
            _ => println!("Nothing wrong was found in what could be checked."),
        }
        return;
    };
    let row = match cut.id {
        Some(id) => format!("row {} (id {id})", cut.seq),
        None => format!("row {}", cut.seq),
    };
    let what = match cut.fault {
        Fault::Missing => "is missing",
        Fault::Changed => "was changed",
        Fault::Unlinked => "does not follow the row before it",
        Fault::Backdated => "was written later than it says",
        Fault::BehindHead => "stands behind the end of the chain",
        Fault::HeadDiffers => "is the last, and the kept end of the chain says another hash",
        Fault::HeadMissing => "stands in a chain whose end was removed",
        Fault::Unkeyed => "was sealed without the key, behind rows that were sealed with it",
        Fault::KeyGone => "was sealed with a key of the house that was removed",
        Fault::HeadForged => "is the last, and the end of the chain is not signed by this house",
        Fault::NotAsExpected => "has another hash than the one you expect",
    };
    eprintln!("The audit is cut: {row} {what}.");
    eprintln!("    Keep this database as it is, and compare it with a backup.");
}

/// What the look could not, or cannot, prove.
fn weaker(verdict: &Verdict) {
    let Verdict { plain, unread, .. } = verdict;
    if *plain > 0 {
        println!("Sealed without a key, by an older release: row 1 to {plain}.");
        println!("    Whoever could write the database then could have made them. Compare a head");
        println!("    that was kept elsewhere: hongyan audit verify --expect SEQ:HASH.");
    }
    if *unread > 0 {
        println!("Not checked, because no key was given: what {unread} rows say.");
        println!("    Only their order was. Set HONGYAN_KEY_FILE to the file with the key.");
    }
}

async fn print_head(store: &Store, json: bool) -> Result<Ending, StoreError> {
    let mut tx = store.read().await?;
    let head = standing(&mut tx).await?.head.unwrap_or_default();
    if json {
        print_json(&head);
    } else {
        println!("{head}");
    }
    Ok(Ending::Done)
}

fn nobody() -> Ending {
    eprintln!("Nobody has this key or number. Nothing was listed.");
    Ending::Problem
}

async fn listed(store: &Store, args: &List, json: bool) -> Result<Ending, StoreError> {
    let (mut tx, env) = (store.write().await?, Env::system());
    let usual = env.now() - TimeDelta::days(90);
    let since = args.since.map_or(usual, midnight);
    let limit = desk::wanted(args.limit);
    let asked = match (&args.child, &args.adult) {
        (Some(key), _) => Some(Asked::Child(key)),
        (None, key) => key.as_deref().map(Asked::Adult),
    };
    let rows = match asked {
        None => refused(&mut tx, &env, since, limit).await?,
        Some(asked) => match find(&mut tx, asked).await? {
            Some(about) => list(&mut tx, &env, about, since, limit).await?,
            None => return Ok(nobody()),
        },
    };
    tx.commit().await?;
    let header = [
        ("row", Side::Right),
        ("at (UTC)", Side::Left),
        ("adult", Side::Left),
        ("action", Side::Left),
        ("why", Side::Left),
        ("child", Side::Left),
        ("unit", Side::Left),
        ("detail", Side::Left),
    ];
    let none = "The audit says nothing about this in that time.";
    Page::of(rows, args.limit).print(json, "rows", none, &header, line);
    Ok(Ending::Done)
}

fn line(row: &Row) -> Vec<String> {
    vec![
        maybe(row.seq),
        time(row.at),
        maybe(row.adult.as_ref()),
        row.action.clone(),
        maybe(row.why.as_ref()),
        maybe(row.child.as_ref()),
        maybe(row.unit.as_ref()),
        maybe(row.detail.as_ref()),
    ]
}

async fn leaked(store: &Store, args: &LeakArgs, json: bool) -> Result<Ending, StoreError> {
    let (mut tx, env) = (store.write().await?, Env::system());
    let asked = match (&args.child, &args.adult, args.account) {
        (Some(key), _, _) => Asked::Child(key),
        (None, Some(key), _) => Asked::Adult(key),
        (None, None, account) => Asked::Account(account.unwrap_or_default()),
    };
    let Some(about) = find(&mut tx, asked).await? else {
        return Ok(nobody());
    };
    let since = midnight(args.since);
    let until = match args.until.and_then(|day| day.succ_opt()) {
        Some(next) => midnight(next),
        None => env.now() + TimeDelta::seconds(1),
    };
    let mut rows = leak(&mut tx, &env, about, since, until, MOST + 1).await?;
    tx.commit().await?;
    let shown = usize::try_from(MOST).unwrap_or(usize::MAX);
    let more = rows.len() > shown;
    rows.truncate(shown);
    let done = show_leak(&rows, about, args.csv.as_ref(), json);
    if more {
        eprintln!("There is more than {MOST} rows: ask for a shorter time.");
    }
    Ok(desk::ending(done && !more))
}

const COLUMNS: [(&str, Side); 7] = [
    ("child", Side::Left),
    ("adult", Side::Left),
    ("what", Side::Left),
    ("why", Side::Left),
    ("first (UTC)", Side::Left),
    ("last (UTC)", Side::Left),
    ("times", Side::Right),
];

fn cells(row: &Leak) -> Vec<String> {
    vec![
        row.child.clone().unwrap_or_default(),
        row.adult.clone().unwrap_or_default(),
        row.how.clone(),
        row.why.clone().unwrap_or_default(),
        time(row.first),
        time(row.last),
        row.times.to_string(),
    ]
}

/// False when the file could not be written.
fn show_leak(rows: &[Leak], about: About, csv: Option<&PathBuf>, json: bool) -> bool {
    if json {
        print_json(&serde_json::json!({ "leak": rows }));
        return true;
    }
    let lines: Vec<Vec<String>> = rows.iter().map(cells).collect();
    let Some(file) = csv else {
        match (rows.is_empty(), about) {
            (false, _) => print!("{}", table(&COLUMNS, &lines)),
            (true, About::Child(_)) => println!("Nobody saw this child in that time."),
            (true, About::Adult(_)) => println!("This adult saw no child in that time."),
        }
        return true;
    };
    let titles = COLUMNS.map(|(title, _)| title);
    let text = sheet::export(&titles, &lines);
    if file.as_os_str() == "-" {
        // A closed pipe is the reader's wish, not a failure.
        let _ = std::io::stdout().write_all(text.as_bytes());
        return true;
    }
    let mut options = std::fs::File::options();
    // An earlier list is not lost by a slip of the hand.
    match options.write(true).create_new(true).open(file) {
        Ok(mut opened) => match opened.write_all(text.as_bytes()) {
            Ok(()) => {
                println!("{}: rows: {}", file.display(), lines.len());
                true
            }
            Err(error) => complain(file, &error),
        },
        Err(error) => complain(file, &error),
    }
}

fn complain(file: &std::path::Path, error: &std::io::Error) -> bool {
    eprintln!(
        "{}: {error}\n    Name a file that is not there yet.",
        file.display()
    );
    false
}
