//! `hongyan backup` and `hongyan restore`: files, names and words around `store::backup`.

use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::config::DatabaseUrl;
use super::explain::explain;
use super::serve::Failure;
use crate::base::Env;
use crate::model::audit::Why;
use crate::store::backup::{self, Backup, BackupError, Manifest, Progress, Restored, Since};
use crate::store::{Store, StoreError, audit};

/// Where the keys of a backup are written, and looked for when no other file is named.
pub fn keys_beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".keys");
    name.into()
}

/// A backup that was made.
#[derive(Debug)]
pub struct Made {
    pub manifest: Manifest,
    /// Why the audit does not say that it was made. Of a database that takes no more rows a backup is
    /// needed most.
    pub unnoted: Option<StoreError>,
}

/// Writes a backup of the database into `file`, and the children's keys beside it, or into `keys`, in
/// place of those that are there. Until they are complete they have other names, and they can be read by
/// their owner only. Other files that are there are replaced with `force` alone.
/// That it was made is a row of the audit, in the backup too.
pub async fn make(
    database: &DatabaseUrl,
    (file, keys): (&Path, Option<&Path>),
    force: bool,
    env: &Env,
    progress: Progress<'_>,
) -> Result<Made, Failure> {
    let same = |other: PathBuf| other.canonicalize().ok() == file.canonicalize().ok();
    if file.exists() && database.file().map(PathBuf::from).is_some_and(same) {
        return Err(failure(
            format!("{} is the database itself", file.display()),
            "Name another file.",
        ));
    }
    let keys_file = keys.map_or_else(|| keys_beside(file), Path::to_owned);
    for (there, force) in [(file, force), (&keys_file, force || keys.is_some())] {
        if there.exists() && !force {
            return Err(failure(
                format!("{} is there already", there.display()),
                "Name another file, or replace it with --force.",
            ));
        }
    }
    if keys.is_some() {
        only_keys(&keys_file)?;
    }
    let (beside, keys_part) = (part(file)?, part(&keys_file)?);
    let store = open(Store::existing(database.expose()).await, database)?;
    let parts = (beside.path(), keys_part.path());
    let unnoted = note(&store, env).await.err();
    let made = backup::make(&store, parts, env.now(), progress).await;
    store.close().await;
    let manifest = made.map_err(|error| wrong(error, file, database))?;
    // The keys first: a data file without them would be of no use.
    keep(keys_part, &keys_file, force || keys.is_some())?;
    keep(beside, file, force)?;
    Ok(Made { manifest, unnoted })
}

async fn note(store: &Store, env: &Env) -> Result<(), StoreError> {
    let mut tx = store.write().await?;
    let act = audit::Act {
        action: "database_copied",
        why: Some(Why::CommandLine),
        ..audit::Act::default()
    };
    audit::note(&mut tx, env, act).await?;
    tx.commit().await
}

/// Writes the children's keys alone, in place of those that are there: what was erased is known to
/// every backup from now on.
pub async fn save_keys(database: &DatabaseUrl, file: &Path, env: &Env) -> Result<u64, Failure> {
    only_keys(file)?;
    let beside = part(file)?;
    let store = open(Store::existing(database.expose()).await, database)?;
    let saved = async {
        let mut tx = store.read().await?;
        backup::save(&mut tx, beside.path(), env.now()).await
    };
    let saved = saved.await;
    store.close().await;
    let keys = saved.map_err(|error| wrong(error, file, database))?;
    keep(beside, file, true)?;
    Ok(keys)
}

/// What is there is replaced without a question only when it is keys: neither a database nor a backup.
fn only_keys(file: &Path) -> Result<(), Failure> {
    if file.exists() && !backup::is_keys(file) {
        return Err(failure(
            format!("{} is there, and is no keys file", file.display()),
            "Name another file for the keys.",
        ));
    }
    Ok(())
}

const WRITABLE: &str = "The directory must exist and belong to you, and the disk must have room.";

/// A file of another name beside `file`, gone unless it is kept.
fn part(file: &Path) -> Result<NamedTempFile, Failure> {
    let folder = folder_of(file);
    tempfile::Builder::new()
        .prefix(".hongyan-backup-")
        .suffix(".part")
        .tempfile_in(&folder)
        .map_err(|error| failure(format!("{}: {error}", folder.display()), WRITABLE))
}

fn keep(part: NamedTempFile, file: &Path, force: bool) -> Result<(), Failure> {
    let kept = part.as_file().sync_all().and_then(|()| {
        if force {
            part.persist(file).map_err(|error| error.error)
        } else {
            part.persist_noclobber(file).map_err(|error| error.error)
        }
    });
    kept.and_then(|_| std::fs::File::open(folder_of(file))?.sync_all())
        .map_err(|error| failure(format!("{}: {error}", file.display()), WRITABLE))
}

/// Opens a backup and looks through it, with the keys file named or the one beside it.
pub async fn look(
    file: &Path,
    keys: Option<&Path>,
    database: &DatabaseUrl,
) -> Result<Backup, Failure> {
    let beside = keys_beside(file);
    let keys = keys.or_else(|| beside.exists().then_some(beside.as_path()));
    backup::open(file, keys)
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
        BackupError::NoKeys => {
            "Name the newest keys file with --keys: `hongyan backup` and `hongyan keys save` write one."
        }
        BackupError::ForeignKeys | BackupError::CutKeys | BackupError::OtherKeys => {
            "Name the newest keys file of the same house with --keys."
        }
        BackupError::OldKeys { .. } => {
            "Name the newest keys file with --keys. If nobody was erased since, say --nobody-erased-since."
        }
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
