//! A real, migrated, empty database per test and engine: a copied SQLite file always, a PostgreSQL
//! database made from a template when `HONGYAN_TEST_POSTGRES_URL` names a server. With
//! `HONGYAN_REQUIRE_POSTGRES` set (CI) a missing server fails the test instead of skipping it.

use std::path::Path;

use hongyan::base::Chance;
use hongyan::store::{Engine, Store};
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use super::keys::keys;

/// One database of one test; gone when dropped.
pub struct TestDb {
    pub store: Store,
    pub url: String,
    _folder: Option<TempDir>,
    _server: Option<OnServer>,
}

impl TestDb {
    pub fn engine(&self) -> Engine {
        self.store.engine()
    }

    /// Every byte that lies in the database: of SQLite its file and the log beside it, of PostgreSQL
    /// all rows of all tables.
    pub async fn bytes(&self) -> Vec<u8> {
        match &self._folder {
            Some(folder) => {
                let mut all = Vec::new();
                for file in std::fs::read_dir(folder.path()).unwrap() {
                    all.extend(std::fs::read(file.unwrap().path()).unwrap());
                }
                all
            }
            None => {
                let mut connection = connect(&self.url).await;
                let tables: Vec<String> = sqlx::query_scalar(
                    "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = 'public'",
                )
                .fetch_all(&mut connection)
                .await
                .unwrap();
                let mut all = Vec::new();
                for table in tables {
                    let text = format!("SELECT CAST(t AS TEXT) FROM {table} t");
                    let rows = sqlx::query_scalar::<_, String>(AssertSqlSafe(text));
                    for row in rows.fetch_all(&mut connection).await.unwrap() {
                        all.extend(row.into_bytes());
                        all.push(b'\n');
                    }
                }
                all
            }
        }
    }

    /// Another process on the same database.
    pub async fn again(&self) -> Store {
        Store::connect(&self.url).await.unwrap().with_keys(keys())
    }
}

/// Every engine that can be had here.
pub async fn databases() -> Vec<TestDb> {
    let mut all = vec![sqlite().await];
    all.extend(postgres().await);
    all
}

/// A fresh SQLite file.
pub async fn sqlite() -> TestDb {
    static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();
    let template = TEMPLATE
        .get_or_init(|| async {
            let folder = TempDir::new().unwrap();
            let file = folder.path().join("template.sqlite");
            let store = Store::open(&address(&file)).await.unwrap();
            // Folds the write-ahead log into the file.
            store.close().await;
            std::fs::read(&file).unwrap()
        })
        .await;
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("hongyan.sqlite");
    std::fs::write(&file, template).unwrap();
    let url = address(&file);
    TestDb {
        store: Store::connect(&url).await.unwrap().with_keys(keys()),
        url,
        _folder: Some(folder),
        _server: None,
    }
}

/// A fresh PostgreSQL database; `None` when no server is named and none is required.
pub async fn postgres() -> Option<TestDb> {
    let server = std::env::var("HONGYAN_TEST_POSTGRES_URL").unwrap_or_default();
    if server.is_empty() {
        let required = std::env::var("HONGYAN_REQUIRE_POSTGRES").is_ok_and(|v| !v.is_empty());
        assert!(
            !required,
            "HONGYAN_REQUIRE_POSTGRES is set, HONGYAN_TEST_POSTGRES_URL is not"
        );
        return None;
    }
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let template = TEMPLATE.get_or_init(|| template(&server)).await;
    let name = format!(
        "hongyan_test_{:016x}",
        u64::from_be_bytes(Chance::system().bytes())
    );
    let mut admin = connect(&server).await;
    execute(
        &mut admin,
        format!("CREATE DATABASE {name} TEMPLATE {template}"),
    )
    .await;
    // No test ends the server: what a commit waits for on a disk is only time here.
    execute(
        &mut admin,
        format!("ALTER DATABASE {name} SET synchronous_commit TO off"),
    )
    .await;
    admin.close().await.unwrap();
    let url = with_database(&server, &name);
    Some(TestDb {
        store: Store::connect(&url).await.unwrap().with_keys(keys()),
        url,
        _folder: None,
        _server: Some(OnServer { server, name }),
    })
}

/// A migrated database that is only copied. Named by the migrations, so that it is made once per
/// server and not once per run.
async fn template(server: &str) -> String {
    let mut files: Vec<_> =
        std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        hash.update(std::fs::read(file).unwrap());
    }
    let digest: String = hash
        .finalize()
        .iter()
        .take(8)
        .map(|b| format!("{b:02x}"))
        .collect();
    let name = format!("hongyan_template_{digest}");
    let mut admin = connect(server).await;
    // Other test processes may be making it at this moment.
    execute(&mut admin, "SELECT pg_advisory_lock(727427)".to_owned()).await;
    let found: Option<i32> = sqlx::query_scalar("SELECT 1 FROM pg_database WHERE datname = $1")
        .bind(&name)
        .fetch_optional(&mut admin)
        .await
        .unwrap();
    if found.is_none() {
        let raw = format!("{name}_raw");
        execute(
            &mut admin,
            format!("DROP DATABASE IF EXISTS {raw} WITH (FORCE)"),
        )
        .await;
        execute(&mut admin, format!("CREATE DATABASE {raw}")).await;
        let store = Store::open(&with_database(server, &raw)).await.unwrap();
        store.close().await;
        execute(&mut admin, format!("ALTER DATABASE {raw} RENAME TO {name}")).await;
    }
    admin.close().await.unwrap();
    name
}

/// Removes its database when dropped.
struct OnServer {
    server: String,
    name: String,
}

impl Drop for OnServer {
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), self.name.clone());
        // Drop cannot wait inside the test's own runtime.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            runtime.unwrap().block_on(async {
                let mut admin = connect(&server).await;
                execute(
                    &mut admin,
                    format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
                )
                .await;
            });
        });
        let _ = dropped.join();
    }
}

async fn connect(server: &str) -> PgConnection {
    PgConnection::connect(server)
        .await
        .unwrap_or_else(|error| panic!("PostgreSQL does not answer: {error}"))
}

async fn execute(admin: &mut PgConnection, statement: String) {
    sqlx::raw_sql(AssertSqlSafe(statement))
        .execute(admin)
        .await
        .unwrap();
}

fn address(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}

/// The server's address with another database.
fn with_database(server: &str, name: &str) -> String {
    let (address, query) = server.split_once('?').unwrap_or((server, ""));
    let scheme = address.find("://").map_or(0, |at| at + 3);
    let host_end = address[scheme..]
        .find('/')
        .map_or(address.len(), |at| scheme + at);
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{}/{name}{mark}{query}", &address[..host_end])
}
