//! `hongyan keys`: make one, change to the newest, see how they stand. Prints names and counts only.

use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressDrawTarget};

use super::table::{Side, table};
use crate::app::config::DatabaseUrl;
use crate::app::serve::Failure;
use crate::app::stop::Ending;
use crate::app::{backup, keys};
use crate::base::{Chance, Env, Keyring};

/// What can be done with keys.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Keys {
    /// Write a new key into a file that is not there yet. Without it, records cannot be read again.
    New { file: PathBuf },
    /// Write the children's keys, wrapped, into a file: the newest is what backups are read with.
    Save { file: PathBuf },
    /// Wrap all children's keys by the newest of the operator's, while `serve` runs.
    Rotate,
    /// How many children's keys each of the operator's keys wraps, and how many were destroyed.
    Show,
}

/// Makes a key. Needs neither database nor configuration.
pub(super) fn make(file: &std::path::Path) -> Ending {
    match keys::make(file, &Chance::system()) {
        Ok(id) => {
            println!("{}: a new key, called {id}.", file.display());
            println!("Keep a copy where no backup lies: with both, everything can be read;");
            println!("without the key, nothing can, and nobody can make it again.");
            Ending::Done
        }
        Err(failure) => failed(&failure),
    }
}

pub(super) async fn rotate(database: &DatabaseUrl, ring: &Keyring) -> Ending {
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
    let mut moved = |done, all| {
        bar.set_length(all);
        bar.set_position(done);
    };
    let rotated = keys::rotate(database, ring, &mut moved).await;
    bar.finish_and_clear();
    match rotated {
        Ok(count) => {
            let newest = ring.ids().into_iter().next().unwrap_or_default();
            println!("{count} keys are wrapped by {newest} now.");
            println!("When `hongyan keys show` names no other, the old key can go from its file.");
            Ending::Done
        }
        Err(failure) => failed(&failure),
    }
}

pub(super) async fn save(database: &DatabaseUrl, file: &std::path::Path) -> Ending {
    match backup::save_keys(database, file, &Env::system()).await {
        Ok(count) => {
            println!("{}: {count} keys, wrapped.", file.display());
            println!("Remove older keys files: with them, what was erased could be read.");
            Ending::Done
        }
        Err(failure) => failed(&failure),
    }
}

pub(super) async fn show(database: &DatabaseUrl, ring: Option<&Keyring>) -> Ending {
    let standing = match keys::standing(database).await {
        Ok(standing) => standing,
        Err(failure) => return failed(&failure),
    };
    let held = ring.map(Keyring::ids);
    let given = |id: &String| match &held {
        None => "?",
        Some(held) if held.first() == Some(id) => "newest",
        Some(held) if held.contains(id) => "yes",
        Some(_) => "MISSING",
    };
    let mut ids: Vec<(String, i64)> = standing.wrapped.clone();
    for id in held.iter().flatten() {
        if !ids.iter().any(|(known, _)| known == id) {
            ids.push((id.clone(), 0));
        }
    }
    let header = [
        ("operator's key", Side::Left),
        ("given", Side::Left),
        ("wraps", Side::Right),
    ];
    let lines: Vec<Vec<String>> = ids
        .iter()
        .map(|(id, count)| vec![id.clone(), given(id).to_owned(), count.to_string()])
        .collect();
    print!("{}", table(&header, &lines));
    println!("Destroyed: {}", standing.destroyed);
    Ending::Done
}

fn failed(failure: &Failure) -> Ending {
    eprintln!("{failure}");
    Ending::Problem
}
