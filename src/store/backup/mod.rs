//! The whole database as one file, and back: between engines too. The file is an SQLite database with
//! our schema and a manifest; it holds every row as it stood at one moment, but no child's key: those
//! are a file of their own, of which only the newest is kept. So a backup of any age is brought back
//! without what was erased since.
//!
//! What a restored database does with what was under way (see [`restore()`]):
//! - leases of bots belong to processes of then: nobody holds a bot;
//! - a claimed update was not handled yet (its effects commit with it): it waits again;
//! - a claimed message may have been sent, and a waiting one that is due by now may have been sent
//!   after the backup was made: both are in doubt and come without a sound.

mod copy;
mod file;
mod keys;
mod restore;
mod schema;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::StoreError;
use super::sql::{Sql, joined, length};
use crate::base::Instant;

pub use file::{Backup, make, open};
pub use keys::{is_keys, save};
pub use restore::{Restored, Since, restore};

const PARTS: &[&[(&str, Sql)]] = &[schema::STATEMENTS, restore::STATEMENTS, keys::STATEMENTS];
pub const STATEMENTS: &[(&str, Sql)] = &joined::<{ length(PARTS) }>(PARTS);

/// Told how many rows of how many have been moved.
pub type Progress<'a> = &'a mut (dyn FnMut(u64, u64) + Send);

/// What a backup file says about itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The shape of the file; 1.
    pub format: u32,
    /// The engine it was made from.
    pub engine: String,
    /// The newest step of the schema.
    pub schema: i64,
    /// The moment whose state it holds.
    pub made: Instant,
    /// Rows per table.
    pub rows: BTreeMap<String, i64>,
}

/// One table's rows: as many as the manifest says, and as many as were found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Count {
    pub table: String,
    pub written: i64,
    pub found: i64,
}

/// Why a backup cannot be made or used. Nothing was kept.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("this is not a backup of hongyan")]
    Foreign,
    #[error("the backup is damaged or cut short: {0}")]
    Damaged(String),
    #[error("the backup was made by a newer hongyan (schema {theirs}, this one knows {ours})")]
    Newer { theirs: i64, ours: i64 },
    #[error("the backup's tables are not those of this hongyan")]
    OtherSchema,
    #[error("the children's keys are in a file of their own, and none was named")]
    NoKeys,
    #[error("this is not a keys file of hongyan")]
    ForeignKeys,
    #[error("the keys file is cut short")]
    CutKeys,
    #[error("these are not the keys of this backup: it has children that the file never heard of")]
    OtherKeys,
    #[error(
        "the keys file (of {}) is no newer than the backup (of {}): whoever was erased since would be back",
        minute(.keys), minute(.backup)
    )]
    OldKeys { keys: Instant, backup: Instant },
    #[error("the database is not empty: {table} has rows")]
    NotEmpty { table: String },
    #[error("the rows do not add up: {}", differences(.0))]
    Differs(Vec<Count>),
    #[error("the file cannot be used: {0}")]
    Io(#[from] std::io::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for BackupError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

fn minute(at: &Instant) -> impl std::fmt::Display {
    at.format("%Y-%m-%d %H:%M UTC")
}

fn differences(counts: &[Count]) -> String {
    let line = |count: &Count| {
        format!(
            "{} has {} rows instead of {}",
            count.table, count.found, count.written
        )
    };
    counts.iter().map(line).collect::<Vec<_>>().join(", ")
}
