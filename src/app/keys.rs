//! `hongyan keys`: the operator's keys as a file, the way from one to the next, and how they stand.

use std::io::Write;
use std::path::Path;

use super::config::DatabaseUrl;
use super::explain::explain;
use super::serve::Failure;
use crate::base::{Chance, Keyring};
use crate::store::vault::{self, Standing};
use crate::store::{Store, StoreError, Stored};

/// Keys per transaction: a few milliseconds, so that nobody waits for it.
const PAGE: i64 = 500;

/// Writes a new key into `file`, for its owner alone; one that is there stays. Gives what it is called.
pub fn make(file: &Path, chance: &Chance) -> Result<String, Failure> {
    let (key, id) = Keyring::fresh(chance);
    let failed = |error: std::io::Error| {
        let hint = match error.kind() {
            std::io::ErrorKind::AlreadyExists => {
                "A key that is in use must not be lost: name another file."
            }
            _ => "The directory must exist and belong to you.",
        };
        Failure {
            what: format!("{}: {error}", file.display()),
            hint: hint.to_owned(),
        }
    };
    let mut options = std::fs::File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut written = options.open(file).map_err(failed)?;
    writeln!(written, "{}", key.expose())
        .and_then(|()| written.sync_all())
        .map_err(failed)?;
    Ok(id)
}

/// Wraps every key by the newest of `keys`, a page at a time, while the house is open. Cut short it is
/// begun again: what is done is not done twice. Tells `moved` how many of how many.
pub async fn rotate(
    database: &DatabaseUrl,
    keys: &Keyring,
    moved: &mut (dyn FnMut(u64, u64) + Send),
) -> Result<u64, Failure> {
    let store = open(Store::existing(database.expose()).await, database)?;
    let rotated = pages(&store.clone().with_keys(keys.clone()), keys, moved).await;
    store.close().await;
    open(rotated, database)
}

async fn pages(
    store: &Store,
    keys: &Keyring,
    moved: &mut (dyn FnMut(u64, u64) + Send),
) -> Stored<u64> {
    let mut tx = store.read().await?;
    let newest = keys.ids().into_iter().next().unwrap_or_default();
    let wrapped = vault::standing(&mut tx).await?.wrapped;
    let others = wrapped.iter().filter(|(id, _)| *id != newest);
    let total = others.map(|(_, count)| count.unsigned_abs()).sum();
    drop(tx);
    let mut done = 0;
    // Twice: a process that had not seen the new key yet may have wrapped one by the old meanwhile.
    for _ in 0..2 {
        let mut after = -1;
        loop {
            let mut tx = store.write().await?;
            let Some((count, last)) = vault::rewrap(&mut tx, after, PAGE).await? else {
                break;
            };
            tx.commit().await?;
            (done, after) = (done + count, last);
            moved(done, total);
        }
    }
    Ok(done)
}

/// How the keys of this database stand.
pub async fn standing(database: &DatabaseUrl) -> Result<Standing, Failure> {
    let store = open(Store::existing(database.expose()).await, database)?;
    let looked = async { vault::standing(&mut store.read().await?).await }.await;
    store.close().await;
    open(looked, database)
}

fn open<T>(done: Result<T, StoreError>, database: &DatabaseUrl) -> Result<T, Failure> {
    done.map_err(|error| {
        let (what, hint) = explain(&error, database);
        Failure { what, hint }
    })
}
