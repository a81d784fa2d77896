//! `hongyan backup` and `hongyan restore`: files, names and words around `store::backup`.

use std::path::{Path, PathBuf};

use super::config::DatabaseUrl;
use super::explain::explain;
use super::serve::Failure;
use crate::base::Env;
use crate::store::backup::{self, Backup, BackupError, Manifest, Progress, Restored, Since};
use crate::store::{Store, StoreError};

/// Writes a backup of the database into `file`. Until it is complete it has another name, and it can
/// be read by its owner only. An existing file is replaced with `force` alone.
pub async fn make(
    database: &DatabaseUrl,
    file: &Path,
    force: bool,
    env: &Env,
    progress: Progress<'_>,
) -> Result<Manifest, Failure> {
    let same = |other: PathBuf| other.canonicalize().ok() == file.canonicalize().ok();
    if file.exists() && database.file().map(PathBuf::from).is_some_and(same) {
        return Err(failure(
            format!("{} is the database itself", file.display()),
            "Name another file.",
        ));
    }
    if file.exists() && !force {
        return Err(failure(
            format!("{} is there already", file.display()),
            "Name another file, or replace it with --force.",
        ));
    }
    let folder = folder_of(file);
    let writable = "The directory must exist and belong to you, and the disk must have room.";
    let beside = tempfile::Builder::new()
        .prefix(".hongyan-backup-")
        .suffix(".part")
        .tempfile_in(&folder)
        .map_err(|error| failure(format!("{}: {error}", folder.display()), writable))?;
    let store = open(Store::existing(database.expose()).await, database)?;
    let made = backup::make(&store, beside.path(), env.now(), progress).await;
    store.close().await;
    let manifest = made.map_err(|error| wrong(error, file, database))?;
    let kept = beside.as_file().sync_all().and_then(|()| {
        if force {
            beside.persist(file).map_err(|error| error.error)
        } else {
            beside.persist_noclobber(file).map_err(|error| error.error)
        }
    });
    kept.and_then(|_| std::fs::File::open(&folder)?.sync_all())
        .map_err(|error| failure(format!("{}: {error}", file.display()), writable))?;
    Ok(manifest)
}

/// Opens a backup and looks through it.
pub async fn look(file: &Path, database: &DatabaseUrl) -> Result<Backup, Failure> {
    backup::open(file)
        .await
        .map_err(|error| wrong(error, file, database))
}

/// Fills the database, which is made when it is missing and must be empty.
pub async fn restore(
    backup: &Backup,
    file: &Path,
    database: &DatabaseUrl,
    env: &Env,
    since: Since,
    progress: Progress<'_>,
) -> Result<Restored, Failure> {
    let store = open(Store::open(database.expose()).await, database)?;
    let restored = backup::restore(backup, &store, env, since, progress).await;
    store.close().await;
    restored.map_err(|error| wrong(error, file, database))
}

fn folder_of(file: &Path) -> PathBuf {
    match file.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn open(opened: Result<Store, StoreError>, database: &DatabaseUrl) -> Result<Store, Failure> {
    opened.map_err(|error| {
        let (what, hint) = explain(&error, database);
        Failure { what, hint }
    })
}

fn wrong(error: BackupError, file: &Path, database: &DatabaseUrl) -> Failure {
    let name = file.display();
    let hint = match &error {
        BackupError::Store(error) => {
            let (what, hint) = explain(error, database);
            return Failure { what, hint };
        }
        BackupError::NotEmpty { .. } => {
            return failure(
                format!("{database}: {error}"),
                "A backup goes into an empty database only: name a new one with --database.",
            );
        }
        BackupError::Foreign => "A backup is made by `hongyan backup FILE`.",
        BackupError::Damaged(_) => "Take another copy of it, or an older backup.",
        BackupError::Newer { .. } => "Restore it with the version that made it, or a newer one.",
        BackupError::OtherSchema => "Restore it with the version that made it.",
        BackupError::Differs(_) => "Nothing was kept. Try again; if it stays so, report it.",
        BackupError::Io(_) => "Check the path, its owner and the room on the disk.",
    };
    failure(format!("{name}: {error}"), hint)
}

fn failure(what: impl Into<String>, hint: &str) -> Failure {
    Failure {
        what: what.into(),
        hint: hint.to_owned(),
    }
}
