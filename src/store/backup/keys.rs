//! The children's keys as a file of their own, one line each, wrapped as they stand. The newest one is
//! the only one to keep: it knows whose key was destroyed, and what an old backup still holds of them
//! stays unreadable.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::BackupError;
use crate::base::{ChildId, Env, Instant, to_ms};
use crate::store::tx::Cells;
use crate::store::{Stored, Tx, erasure};

statements! {
    PAGE = "SELECT child_id, wrapped, key_id, destroyed_ms FROM child_keys WHERE child_id > $1 ORDER BY child_id LIMIT $2";

    PUT = "INSERT INTO child_keys (child_id, wrapped, key_id, destroyed_ms)
         SELECT value ->> 'id', value ->> 'wrapped', value ->> 'by', value ->> 'destroyed_ms'
         FROM jsonb_each($1) WHERE true",
        "INSERT INTO child_keys (child_id, wrapped, key_id, destroyed_ms)
         SELECT r.id, r.wrapped, r.by, r.destroyed_ms
         FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON)) AS r (id BIGINT, wrapped TEXT, by TEXT, destroyed_ms BIGINT)";

    SEALED = "SELECT COUNT(*) AS n FROM children WHERE name LIKE 'v1.child._%'";
    // A key that was ever made has a row for ever.
    UNHEARD = "SELECT COUNT(*) AS n FROM children c WHERE c.name LIKE 'v1.child._%'
         AND NOT EXISTS (SELECT 1 FROM child_keys k WHERE k.child_id = c.id)";
}

const FORMAT: u32 = 1;
const LINES: i64 = 1_000;

/// The first line.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Head {
    hongyan_keys: u32,
    made: Instant,
}

/// The last line: without it the file is cut short.
#[derive(Serialize, Deserialize)]
struct End {
    keys: u64,
}

#[derive(Serialize, Deserialize)]
struct Line {
    id: i64,
    wrapped: Option<String>,
    by: Option<String>,
    destroyed_ms: Option<i64>,
}

/// A keys file that was looked through.
#[derive(Clone, Debug)]
pub(super) struct KeysFile {
    path: PathBuf,
    pub made: Instant,
}

/// Writes all keys as this transaction sees them.
pub async fn save(tx: &mut Tx, file: &Path, now: Instant) -> Result<u64, BackupError> {
    let mut out = BufWriter::new(File::options().write(true).truncate(true).open(file)?);
    let mut write =
        |line: serde_json::Result<String>| -> std::io::Result<()> { writeln!(out, "{}", line?) };
    let head = Head {
        hongyan_keys: FORMAT,
        made: now,
    };
    write(serde_json::to_string(&head))?;
    let (mut after, mut keys) = (-1, 0);
    loop {
        let rows = all!(tx, PAGE; after, LINES);
        for row in &rows {
            after = row.int("child_id")?;
            let line = Line {
                id: after,
                wrapped: row.maybe_text("wrapped")?,
                by: row.maybe_text("key_id")?,
                destroyed_ms: row.maybe_int("destroyed_ms")?,
            };
            write(serde_json::to_string(&line))?;
            keys += 1;
        }
        if rows.is_empty() {
            break;
        }
    }
    write(serde_json::to_string(&End { keys }))?;
    out.flush()?;
    Ok(keys)
}

/// Whether a file begins as a keys file does.
pub fn is_keys(path: &Path) -> bool {
    let first = File::open(path).map(|file| BufReader::new(file.take(200)).lines().next());
    let first = first.ok().flatten().and_then(Result::ok);
    first.is_some_and(|line| serde_json::from_str::<Head>(&line).is_ok())
}

/// Looks through a keys file: is it one, and whole?
pub(super) fn look(path: &Path) -> Result<KeysFile, BackupError> {
    let mut lines = BufReader::new(File::open(path)?).lines();
    // Something else altogether need not even be text.
    let first = lines.next().and_then(Result::ok).unwrap_or_default();
    let head: Head = serde_json::from_str(&first).map_err(|_| BackupError::ForeignKeys)?;
    if head.hongyan_keys > FORMAT {
        return Err(BackupError::ForeignKeys);
    }
    let (mut count, mut whole) = (0, false);
    for line in lines {
        let line = line?;
        whole = serde_json::from_str::<End>(&line).is_ok_and(|end| end.keys == count);
        count += 1;
    }
    if !whole {
        return Err(BackupError::CutKeys);
    }
    Ok(KeysFile {
        path: path.to_owned(),
        made: head.made,
    })
}

/// How many children's records of this database are sealed.
pub(super) async fn sealed(tx: &mut Tx) -> Stored<i64> {
    one!(tx, SEALED).map_or(Ok(0), |row| row.int("n"))
}

/// Refuses keys that were made with the backup or before it: they know of nobody who was erased since,
/// and would bring everybody back. A backup without sealed records needs none.
pub(super) async fn are_newer(
    backup: &mut Tx,
    file: Option<&KeysFile>,
    backup_made: Instant,
) -> Result<(), BackupError> {
    match file {
        Some(file) if file.made <= backup_made && sealed(backup).await? > 0 => {
            Err(BackupError::OldKeys {
                keys: file.made,
                backup: backup_made,
            })
        }
        _ => Ok(()),
    }
}

/// Brings the keys into a database that was just filled, and ends what can no longer be read: as if it
/// had been erased here. Gives how many children that were.
pub(super) async fn bring(
    tx: &mut Tx,
    file: &KeysFile,
    backup_made: Instant,
    env: &Env,
) -> Result<u64, BackupError> {
    let mut page: Vec<Line> = Vec::new();
    for line in BufReader::new(File::open(&file.path)?).lines().skip(1) {
        // The last line is the end.
        let Ok(line) = serde_json::from_str(&line?) else {
            continue;
        };
        page.push(line);
        if page.len() as i64 == LINES {
            put(tx, &mut page).await?;
        }
    }
    put(tx, &mut page).await?;
    let unheard = one!(tx, UNHEARD).map_or(Ok(0), |row| row.int("n"))?;
    if unheard > 0 && to_ms(file.made) >= to_ms(backup_made) {
        return Err(BackupError::OtherKeys);
    }
    let lost: Vec<ChildId> = erasure::lost(tx).await?;
    for child in &lost {
        erasure::erase(tx, *child, env.now(), &[]).await?;
    }
    Ok(lost.len() as u64)
}

async fn put(tx: &mut Tx, page: &mut Vec<Line>) -> Result<(), BackupError> {
    let text = serde_json::to_string(&std::mem::take(page)).map_err(std::io::Error::from)?;
    run!(tx, PUT; text);
    Ok(())
}
