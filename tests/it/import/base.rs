//! A migrated database of its own for each test and engine, and files to import into it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::TimeZone;
use hongyan::base::{Chance, Clock, Env};
use hongyan::cli::import_report::human;
use hongyan::service::import::{ImportError, Options, Report, import};
use hongyan::sheet::{Kind, Mapping, Table};
use hongyan::store::Store;
use sqlx::{AnyConnection, Connection, Row};

use crate::support::keys::{keys, unsealed};

pub struct Base {
    pub store: Store,
    pub env: Env,
    url: String,
    dir: tempfile::TempDir,
    /// Server address and name of the database to drop.
    server: Option<(String, String)>,
}

static COUNT: AtomicU32 = AtomicU32::new(0);

/// An SQLite base, and a PostgreSQL one where HONGYAN_TEST_POSTGRES_URL names a server.
pub async fn bases() -> Vec<Base> {
    let mut bases = vec![Base::sqlite().await];
    if let Ok(server) = std::env::var("HONGYAN_TEST_POSTGRES_URL") {
        bases.push(Base::postgres(server).await);
    }
    bases
}

impl Base {
    pub async fn sqlite() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", dir.path().join("it.sqlite").display());
        Self::open(url, dir, None).await
    }

    async fn postgres(server: String) -> Self {
        sqlx::any::install_default_drivers();
        let number = COUNT.fetch_add(1, Ordering::SeqCst);
        let name = format!("hongyan_import_{}_{number}", std::process::id());
        let mut connection = AnyConnection::connect(&server).await.unwrap();
        let make = format!("CREATE DATABASE {name}");
        sqlx::query(sqlx::AssertSqlSafe(make))
            .execute(&mut connection)
            .await
            .unwrap();
        let (before, _) = server.rsplit_once('/').unwrap();
        let url = format!("{before}/{name}");
        let dir = tempfile::tempdir().unwrap();
        Self::open(url, dir, Some((server, name))).await
    }

    async fn open(url: String, dir: tempfile::TempDir, server: Option<(String, String)>) -> Self {
        let store = Store::open(&url).await.unwrap().with_keys(keys());
        let noon = chrono::Utc.with_ymd_and_hms(2026, 10, 1, 12, 0, 0).unwrap();
        let env = Env::with(Clock::manual(noon), Chance::seeded(7));
        Self {
            store,
            env,
            url,
            dir,
            server,
        }
    }

    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub async fn import(
        &self,
        kind: Kind,
        file: &Path,
        mapping: Option<&Mapping>,
        dry_run: bool,
    ) -> Result<Report, ImportError> {
        let table = Table::open(file, mapping)?;
        let options = Options { dry_run };
        import(
            &self.store,
            &self.env,
            kind,
            table,
            mapping,
            options,
            &mut |_| {},
        )
        .await
    }

    /// Imports a text in our own columns.
    pub async fn text(&self, kind: Kind, text: &str) -> Report {
        let file = self.file("text.csv", text);
        self.import(kind, &file, None, false).await.unwrap()
    }

    /// Imports a file that cannot be read as a table; gives the reason.
    pub async fn refusal(&self, kind: Kind, bytes: impl AsRef<[u8]>) -> String {
        let file = self.file("refused.csv", bytes);
        let error = self.import(kind, &file, None, false).await.unwrap_err();
        error.to_string()
    }

    /// The first column of a query as text, one line per row.
    pub async fn ask(&self, query: &'static str) -> String {
        let mut connection = AnyConnection::connect(&self.url).await.unwrap();
        let rows = sqlx::query(query).fetch_all(&mut connection).await.unwrap();
        let lines: Vec<String> = rows.iter().map(|row| row.get::<String, _>(0)).collect();
        unsealed(&self.store, &self.url, &lines.join("\n")).await
    }

    pub async fn count(&self, query: &'static str) -> i64 {
        let mut connection = AnyConnection::connect(&self.url).await.unwrap();
        let row = sqlx::query(query).fetch_one(&mut connection).await.unwrap();
        row.get(0)
    }

    pub async fn run(&self, statement: &'static str) {
        let mut connection = AnyConnection::connect(&self.url).await.unwrap();
        sqlx::query(statement)
            .execute(&mut connection)
            .await
            .unwrap();
    }

    pub async fn close(self) {
        self.store.close().await;
        if let Some((server, name)) = self.server {
            let mut connection = AnyConnection::connect(&server).await.unwrap();
            let end = format!("DROP DATABASE {name} WITH (FORCE)");
            sqlx::query(sqlx::AssertSqlSafe(end))
                .execute(&mut connection)
                .await
                .unwrap();
        }
    }
}

/// A mapping that the project ships.
pub fn shipped(kind: Kind, folder: &str) -> Mapping {
    let path = format!("deploy/mappings/{folder}/{}.toml", kind.as_str());
    Mapping::parse(kind, &std::fs::read_to_string(path).unwrap()).unwrap()
}

/// `(rows, added, changed, unchanged, rejected)`.
pub fn counts(report: &Report) -> (u64, u64, u64, u64, u64) {
    (
        report.rows,
        report.added,
        report.changed,
        report.unchanged,
        report.rejected,
    )
}

/// The report as a person reads it.
pub fn said(report: &Report) -> String {
    human(report)
}

/// Two pupils of one class: one with a parent away, one without.
pub const PUPILS: &str = "\
key,name,birth_date,phone,school_key,school_name,school_zone,class_key,lives_with,mother,mother_place,mother_zone,mother_since,father
S-1,Li Xiaoyan,2015-03-08,,qinglong,Qinglong Primary,Asia/Shanghai,3A,grandparents,away,Dongguan,Asia/Shanghai,2023-02-10,home
S-2,Wang Ming,2014-11-02,,qinglong,,,3A,both_parents,home,,,,home
";
