//! A backup into an empty database: all rows in one transaction, recounted, or nothing.

use super::{Backup, BackupError, Count, Progress, copy, keys, schema};
use crate::base::{Env, Instant, to_ms};
use crate::model::audit::Why;
use crate::store::{Store, audit, under_way};

statements! {
    // Rows of one table may point at each other: they are looked at when all of them are there.
    DEFER = "PRAGMA defer_foreign_keys = ON", "SET CONSTRAINTS ALL DEFERRED";

    NOBODY_HOLDS = "UPDATE bots SET lease_owner = NULL, lease_until_ms = NULL
         WHERE lease_owner IS NOT NULL";

    // Its effects commit together with it, so an update under way had none yet.
    UNCLAIM_UPDATES = "UPDATE inbox SET state = 'waiting', lease_until_ms = NULL
         WHERE state = 'claimed'";

    DOUBT_DUE = "UPDATE outbox SET in_doubt = 1, doubts = doubts + 1
         WHERE state = 'waiting' AND in_doubt = 0 AND not_before_ms <= $1 AND retry_ms <= $1";
}

/// What happened between the backup and now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// The house went on for a while: what was due may have been sent, and somebody may have been erased.
    Unknown,
    /// The house went on for a while, and the operator says that nobody was erased.
    NobodyErased,
    /// Nothing ran since the backup was made (a move to another machine or engine).
    NothingSent,
}

/// What a restore did.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Restored {
    /// Per table what the manifest says and what is in the database now.
    pub counts: Vec<Count>,
    /// Messages that may have arrived already; they come without a sound.
    pub in_doubt: u64,
    /// Updates that were being handled and wait again.
    pub unclaimed: u64,
    /// Children whose key was destroyed since, or was not in the keys file: ended, and unreadable.
    pub unreadable: u64,
    pub made: Instant,
    /// When the keys file was made: whoever was erased after it is back.
    pub keys_made: Option<Instant>,
}

/// Fills the migrated and empty `target`.
pub async fn restore(
    backup: &Backup,
    target: &Store,
    env: &Env,
    since: Since,
    progress: Progress<'_>,
) -> Result<Restored, BackupError> {
    let manifest = &backup.manifest;
    let mut from = backup.store.read().await?;
    let mut to = target.write().await?;
    // Names go into statements: only those of our own tables may.
    let tables = schema::tables(&mut to).await?;
    if schema::tables(&mut from).await? != tables {
        return Err(BackupError::OtherSchema);
    }
    for table in &tables {
        if copy::count(&mut to, &table.name).await? > 0 {
            let table = table.name.clone();
            return Err(BackupError::NotEmpty { table });
        }
    }
    if since == Since::Unknown {
        keys::are_newer(&mut from, backup.keys.as_ref(), manifest.made).await?;
    }
    run!(to, DEFER);
    let total = manifest.rows.values().sum::<i64>().unsigned_abs();
    let mut done = 0;
    let mut moved = |rows: u64| {
        done += rows;
        progress(done, total);
    };
    copy::all(&mut from, &mut to, &tables, &mut moved).await?;
    let written = |name: &str| manifest.rows.get(name).copied().unwrap_or_default();
    let counts = copy::recount(&mut to, &tables, written).await?;
    if counts.iter().any(|count| count.written != count.found) {
        return Err(BackupError::Differs(
            counts
                .into_iter()
                .filter(|count| count.written != count.found)
                .collect(),
        ));
    }
    run!(to, NOBODY_HOLDS);
    let unclaimed = run!(to, UNCLAIM_UPDATES);
    let mut in_doubt = under_way::release_everything(&mut to).await?;
    if since != Since::NothingSent {
        in_doubt += run!(to, DOUBT_DUE; to_ms(env.now()));
    }
    let unreadable = match &backup.keys {
        Some(file) => keys::bring(&mut to, file, manifest.made, env).await?,
        None => 0,
    };
    let detail = format!("{} {}", manifest.engine, manifest.made.to_rfc3339());
    let act = audit::Act {
        action: "database_restored",
        detail: Some(&detail),
        why: Some(Why::CommandLine),
        ..audit::Act::default()
    };
    audit::note(&mut to, env, act).await?;
    to.commit().await?;
    Ok(Restored {
        counts,
        in_doubt,
        unclaimed,
        unreadable,
        made: manifest.made,
        keys_made: backup.keys.as_ref().map(|file| file.made),
    })
}
