//! Opening a database as a file of its own (a backup), and reading one as it stands at one moment.

use std::path::Path;

use sqlx::Row;

use super::engine::MIGRATOR;
use super::{Engine, Store, Stored, Tx};

/// A file nobody else knows yet: it is made durable as a whole when it is complete.
const ALONE: &[&str] = &[
    "PRAGMA journal_mode = MEMORY",
    "PRAGMA synchronous = OFF",
    "PRAGMA secure_delete = ON",
];

impl Store {
    /// A file that is ours alone.
    pub(super) async fn scratch_file(file: &Path) -> Stored<Self> {
        Self::connect_with(&address(file, "rwc"), ALONE).await
    }

    /// A file that must stay as it is.
    pub(super) async fn read_only_file(file: &Path) -> Stored<Self> {
        Self::connect_with(&address(file, "ro"), &[]).await
    }

    /// A transaction that only reads, and sees the database as it is at its first look.
    pub(super) async fn snapshot(&self) -> Stored<Tx> {
        let how = match self.engine() {
            // A reader of the write-ahead log sees one moment anyway.
            Engine::Sqlite => "BEGIN",
            Engine::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        self.begin_reading(how).await
    }

    /// The newest step of the schema that this binary knows.
    pub(super) fn newest_migration() -> i64 {
        let versions = MIGRATOR.iter().map(|migration| migration.version);
        versions.max().unwrap_or_default()
    }

    /// Whether exactly our migrations made this schema, each with the text we know.
    pub(super) async fn is_of_our_making(&self) -> Stored<bool> {
        let text = "SELECT version, checksum FROM _sqlx_migrations ORDER BY version";
        let mut applied = Vec::new();
        let mut connection = self.connection().await?;
        for row in sqlx::query(text).fetch_all(&mut *connection).await? {
            applied.push((row.try_get::<i64, _>(0)?, row.try_get::<Vec<u8>, _>(1)?));
        }
        let known = MIGRATOR
            .iter()
            .filter(|m| !m.migration_type.is_down_migration());
        let mut known: Vec<_> = known.map(|m| (m.version, m.checksum.to_vec())).collect();
        known.sort();
        Ok(applied == known)
    }
}

/// A path as an address: what means something in an address is written as %XX.
fn address(file: &Path, mode: &str) -> String {
    let mut out = String::from("sqlite://");
    for byte in file.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                out.push(char::from(*byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    format!("{out}?mode={mode}")
}
