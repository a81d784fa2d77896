//! One process serves a SQLite file: a lock next to it, which the system gives back when the process
//! ends, however it ends. On PostgreSQL any number of processes serve: leases keep them apart.

use std::fs::{File, TryLockError};
use std::path::PathBuf;
use std::str::FromStr;

use sqlx::sqlite::SqliteConnectOptions;

use super::{Engine, StoreError, Stored};

/// Held as long as the process serves. Commands that only write a few rows need none.
#[derive(Debug)]
pub struct Sole {
    _file: Option<File>,
}

impl Sole {
    /// Takes the lock of the SQLite file at `url`. Fails with [`StoreError::Served`] when another
    /// process has it. PostgreSQL and databases in memory have none to take.
    pub fn take(url: &str) -> Stored<Self> {
        let Some(path) = beside(url)? else {
            return Ok(Self { _file: None });
        };
        // The database file itself is not opened: closing it would drop SQLite's own locks.
        let file = File::options()
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(StoreError::Lock)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: Some(file) }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Served),
            Err(TryLockError::Error(error)) => Err(StoreError::Lock(error)),
        }
    }
}

/// The file that is locked, the same one by whatever way the database is named.
fn beside(url: &str) -> Stored<Option<PathBuf>> {
    if Engine::of(url)? != Engine::Sqlite || url.contains(":memory:") || url.contains("mode=memory")
    {
        return Ok(None);
    }
    let options = SqliteConnectOptions::from_str(url)
        .map_err(|_| StoreError::Address("it cannot be parsed".into()))?;
    let named = options.get_filename();
    let file = std::fs::canonicalize(named).unwrap_or_else(|_| named.to_path_buf());
    let mut path = file.into_os_string();
    path.push(".lock");
    Ok(Some(path.into()))
}
