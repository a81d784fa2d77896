//! The backup file: made from a running database, opened again and looked through before anything is
//! done with it. Its statements speak to the file alone, which has one table more than a database of
//! ours; so they stand here and not in the registry of all statements.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use sqlx::Row;

use super::keys::{self, KeysFile};
use super::{BackupError, Manifest, Progress, copy, schema};
use crate::base::Instant;
use crate::store::{Engine, Store, StoreError};

const FORMAT: u32 = 1;

const VACUUM: &str = "VACUUM INTO $1";
const MAKE_MANIFEST: &str = "CREATE TABLE backup_manifest (manifest TEXT NOT NULL)";
const WRITE_MANIFEST: &str = "INSERT INTO backup_manifest (manifest) VALUES ($1)";
const READ_MANIFEST: &str = "SELECT manifest FROM backup_manifest";
/// The keys go into their own file; here they are overwritten, not only marked as free.
const NO_KEYS: &str = "DELETE FROM child_keys";
const KEYS: &str = "child_keys";
const CHECK: &str = "PRAGMA quick_check(1)";

/// How every SQLite file begins.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// A backup that was found whole.
pub struct Backup {
    pub manifest: Manifest,
    pub(super) store: Store,
    pub(super) keys: Option<KeysFile>,
    /// Set when it had to be brought to this version's schema: a copy, gone when dropped.
    _scratch: Option<tempfile::TempDir>,
}

/// Writes the state of `store` at this moment into `file`, and the children's keys into `keys`, both
/// empty. Others may go on writing.
pub async fn make(
    store: &Store,
    (file, keys): (&Path, &Path),
    now: Instant,
    progress: Progress<'_>,
) -> Result<Manifest, BackupError> {
    if store.engine() == Engine::Sqlite {
        let path = file.display().to_string();
        let mut connection = store.connection().await?;
        sqlx::query(VACUUM)
            .bind(path)
            .execute(&mut *connection)
            .await?;
    }
    let target = Store::scratch_file(file).await?;
    if store.engine() == Engine::Postgres {
        target.migrate().await?;
        let mut from = store.snapshot().await?;
        let mut tables = schema::tables(&mut from).await?;
        keys::save(&mut from, keys, now).await?;
        let mut to = target.write().await?;
        if schema::tables(&mut to).await? != tables {
            return Err(BackupError::OtherSchema);
        }
        tables.retain(|table| table.name != KEYS);
        let mut source = BTreeMap::new();
        for table in &tables {
            source.insert(
                table.name.clone(),
                copy::count(&mut from, &table.name).await?,
            );
        }
        let total = source.values().sum::<i64>().unsigned_abs();
        let mut done = 0;
        let mut moved = |rows: u64| {
            done += rows;
            progress(done, total);
        };
        copy::all(&mut from, &mut to, &tables, &mut moved).await?;
        let written = |name: &str| source.get(name).copied().unwrap_or_default();
        let mut counts = copy::recount(&mut to, &tables, written).await?;
        counts.retain(|count| count.written != count.found);
        if !counts.is_empty() {
            return Err(BackupError::Differs(counts));
        }
        to.commit().await?;
    }
    let mut tx = target.write().await?;
    if store.engine() == Engine::Sqlite {
        keys::save(&mut tx, keys, now).await?;
        sqlx::query(NO_KEYS).execute(tx.conn()).await?;
    }
    let tables = schema::tables(&mut tx).await?;
    let mut rows = BTreeMap::new();
    for table in &tables {
        rows.insert(table.name.clone(), copy::count(&mut tx, &table.name).await?);
    }
    let manifest = Manifest {
        format: FORMAT,
        engine: store.engine().name().to_owned(),
        schema: Store::newest_migration(),
        made: now,
        rows,
    };
    let text = serde_json::to_string(&manifest).map_err(std::io::Error::from)?;
    sqlx::query(MAKE_MANIFEST).execute(tx.conn()).await?;
    sqlx::query(WRITE_MANIFEST)
        .bind(text)
        .execute(tx.conn())
        .await?;
    tx.commit().await?;
    target.close().await;
    Ok(manifest)
}

/// Opens a backup and looks through all of it: is it one of ours, whole, of a schema we know, and are
/// there as many rows as it says? With the keys file it is to be read with. No file is changed.
pub async fn open(file: &Path, keys: Option<&Path>) -> Result<Backup, BackupError> {
    let mut head = [0; 16];
    let begins = std::fs::File::open(file)?.read_exact(&mut head);
    if begins.is_err() || head != *MAGIC {
        return Err(BackupError::Foreign);
    }
    let mut store = Store::read_only_file(file).await.map_err(broken)?;
    let manifest = manifest(&store).await?;
    let ours = Store::newest_migration();
    if manifest.schema > ours || manifest.format > FORMAT {
        let theirs = manifest.schema;
        return Err(BackupError::Newer { theirs, ours });
    }
    let mut tx = store.read().await.map_err(broken)?;
    let found = sqlx::query(CHECK).fetch_one(tx.conn()).await;
    let found: String = found
        .and_then(|row| row.try_get(0))
        .map_err(|e| broken(e.into()))?;
    if found != "ok" {
        return Err(BackupError::Damaged(
            "its pages do not fit together".to_owned(),
        ));
    }
    let tables = schema::tables(&mut tx).await.map_err(broken)?;
    let written = |name: &str| manifest.rows.get(name).copied().unwrap_or_default();
    let mut counts = copy::recount(&mut tx, &tables, written)
        .await
        .map_err(broken)?;
    counts.retain(|count| count.written != count.found);
    if !counts.is_empty() || manifest.rows.len() != tables.len() {
        return Err(BackupError::Damaged(super::differences(&counts)));
    }
    drop(tx);
    let mut scratch = None;
    if manifest.schema < ours {
        store.close().await;
        let folder = tempfile::tempdir()?;
        let copied = folder.path().join("older.sqlite");
        std::fs::copy(file, &copied)?;
        store = Store::scratch_file(&copied).await?;
        store.migrate().await?;
        scratch = Some(folder);
    } else if !store.is_of_our_making().await? {
        return Err(BackupError::OtherSchema);
    }
    let keys = keys.map(keys::look).transpose()?;
    if keys.is_none() && keys::sealed(&mut store.read().await?).await? > 0 {
        return Err(BackupError::NoKeys);
    }
    Ok(Backup {
        manifest,
        store,
        keys,
        _scratch: scratch,
    })
}

async fn manifest(store: &Store) -> Result<Manifest, BackupError> {
    let mut connection = store.connection().await?;
    let row = sqlx::query(READ_MANIFEST)
        .fetch_optional(&mut *connection)
        .await;
    let text: String = match row {
        Ok(Some(row)) => row.try_get("manifest")?,
        Ok(None) => return Err(BackupError::Foreign),
        Err(error) => return Err(broken(error.into())),
    };
    serde_json::from_str(&text).map_err(|_| BackupError::Foreign)
}

/// What SQLite says about a file that is none of ours, or no longer whole.
fn broken(error: StoreError) -> BackupError {
    if matches!(error, StoreError::Unreadable { .. }) {
        return BackupError::OtherSchema;
    }
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(deeper) = cause {
        text = deeper.to_string();
        cause = deeper.source();
    }
    if text.contains("no such table") || text.contains("not a database") {
        BackupError::Foreign
    } else if text.contains("malformed") {
        BackupError::Damaged("its pages do not fit together".to_owned())
    } else {
        BackupError::Store(error)
    }
}
