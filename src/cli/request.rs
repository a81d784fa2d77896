//! `hongyan request`: what families asked about their data, and the copy to be handed over at the school.

use std::path::PathBuf;

use super::desk::{Page, failed, open, time, wanted};
use super::table::Side;
use crate::app::config::DatabaseUrl;
use crate::app::stop::Ending;
use crate::base::{Env, Keyring, RequestId};
use crate::service::request::{NotMade, approved, exported};
use crate::store::{Store, StoreError, requests};

/// Arguments of `hongyan request`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// The requests, newest first: kind, state and days. No name and no word of anybody.
    List {
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..=10_000))]
        limit: Option<i64>,
        /// For machines.
        #[arg(long)]
        json: bool,
    },
    /// Write the locked copy that a lead approved for handing over at the school. Prints its pass phrase.
    Export {
        id: i64,
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

/// What a list shows.
#[derive(serde::Serialize)]
struct Row {
    id: i64,
    kind: &'static str,
    state: &'static str,
    way: Option<&'static str>,
    asked: String,
    due: String,
    answered: Option<String>,
}

pub(super) async fn run(args: Args, url: &DatabaseUrl, keys: Keyring) -> Result<Ending, Ending> {
    let store = open(url, Some(keys)).await?;
    let ending = match args.what {
        What::List { limit, json } => list(&store, limit, json).await,
        What::Export { id, out } => write(&store, RequestId(id), &out).await,
    };
    store.close().await;
    ending.or_else(|error| Ok(failed(&error, url)))
}

async fn list(store: &Store, limit: Option<i64>, json: bool) -> Result<Ending, StoreError> {
    let mut tx = store.read().await?;
    let rows = requests::list(&mut tx, wanted(limit)).await?;
    let rows = rows
        .into_iter()
        .map(|request| Row {
            id: request.id.0,
            kind: request.kind.as_str(),
            state: request.state.as_str(),
            way: request.way.map(|way| way.as_str()),
            asked: time(request.asked),
            due: time(request.due),
            answered: request.answered.map(time),
        })
        .collect();
    let header = [
        ("id", Side::Right),
        ("kind", Side::Left),
        ("state", Side::Left),
        ("way", Side::Left),
        ("asked (UTC)", Side::Left),
        ("due (UTC)", Side::Left),
        ("answered (UTC)", Side::Left),
    ];
    let none = "Nobody has asked about their data.";
    Page::of(rows, limit).print(json, "requests", none, &header, |row| {
        let dash = || "-".to_owned();
        vec![
            row.id.to_string(),
            row.kind.to_owned(),
            row.state.to_owned(),
            row.way.map_or_else(dash, str::to_owned),
            row.asked.clone(),
            row.due.clone(),
            row.answered.clone().unwrap_or_else(dash),
        ]
    });
    Ok(Ending::Done)
}

async fn write(store: &Store, id: RequestId, out: &std::path::Path) -> Result<Ending, StoreError> {
    let env = Env::system();
    let not_made = |why| {
        eprintln!("no copy: {}", words(why));
        Ok(Ending::Problem)
    };
    let mut tx = store.read().await?;
    let copy = match approved(&mut tx, &env, id).await? {
        Ok(copy) => copy,
        Err(why) => return not_made(why),
    };
    drop(tx);
    let made = match copy.make(&env) {
        Ok(made) => made,
        Err(why) => return not_made(why),
    };
    let mut tx = store.write().await?;
    if let Err(why) = exported(&mut tx, &env, &copy).await? {
        return not_made(why);
    }
    if let Err(error) = private(out, &made.bytes) {
        eprintln!("the copy cannot be written to {}: {error}", out.display());
        return Ok(Ending::Problem);
    }
    tx.commit().await?;
    println!("The locked copy is in {}.", out.display());
    println!("Pass phrase, shown once: {}", made.phrase.expose());
    println!("Hand both over to the person, apart from each other, and remove the file.");
    Ok(Ending::Done)
}

/// A new file that only its owner can read; one that is there already is not overwritten.
fn private(out: &std::path::Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(out)?.write_all(bytes)
}

const fn words(why: NotMade) -> &'static str {
    match why {
        NotMade::Unknown => "no request for a copy has this id",
        NotMade::NotApproved => "a lead of the school has not approved it for handing over there",
        NotMade::NoRight => "this person has no right to it any more",
        NotMade::Broken => "it could not be written; the log says why",
    }
}
