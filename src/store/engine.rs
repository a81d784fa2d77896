//! The two engines, migrations, and how a transaction begins on each.

use std::str::FromStr;
use std::sync::Arc;

use sqlx::any::AnyConnectOptions;
use tokio::sync::Mutex;

use super::address::{is_here, with};
use super::begun::Begun;
use super::bells::{Bells, Queue};
use super::planner::keep_plans;
use super::pool::{Lent, Pool};
use super::tx::BEGIN_LED;
use super::vault::Vault;
use super::{Sql, StoreError, Stored, Tx};
use crate::base::{Bell, Keyring, give_back};

/// Which database is behind the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// The engine an address names.
    pub fn of(url: &str) -> Stored<Self> {
        if url.starts_with("sqlite:") {
            Ok(Self::Sqlite)
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Ok(Self::Postgres)
        } else {
            Err(StoreError::Address(
                "it must begin with sqlite:// or postgres://".into(),
            ))
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// The open database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    pool: Pool,
    /// On SQLite the one connection that writes: what it has read stays valid in its memory, where
    /// several in turn would read everything anew after each other's commits.
    writer: Pool,
    engine: Engine,
    /// SQLite has one writer: our own queue in front of it is fair and never spins on the file lock.
    gate: Arc<Mutex<()>>,
    bells: Bells,
    vault: Arc<Vault>,
}

/// Same settings on every SQLite connection. FULL: what is acknowledged survives a power cut.
const SQLITE_SETTINGS: &[&str] = &[
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 5000",
    "PRAGMA temp_store = MEMORY",
    // What is erased is overwritten, not only marked as free.
    "PRAGMA secure_delete = ON",
];

/// How a transaction that writes begins. In WAL mode SQLite's FULL waits for the disk at each commit, NORMAL
/// at checkpoints alone; either way a commit waits for all of the log before it. PostgreSQL the same by name.
const DURABLE: Sql = Sql::pair("PRAGMA synchronous = FULL; BEGIN IMMEDIATE", "BEGIN");
const RELAXED: Sql = Sql::pair(
    "PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE",
    "BEGIN; SET LOCAL synchronous_commit = off",
);
/// Durable, and without patience for whoever holds a row.
const HASTY: Sql = Sql::pair(DURABLE.sqlite, "BEGIN; SET LOCAL lock_timeout = '250ms'");
/// Durable, and led along indexes from the beginning (`Tx::lead`).
const LED: Sql = Sql::pair(DURABLE.sqlite, BEGIN_LED);

/// A process that is frozen, or whose machine is gone, in the middle of a transaction must not keep
/// its locks: others take over its bots. Nothing here waits for the network in a transaction.
///
/// And no plan may walk a whole table where there is an index: a plan made while a table was empty is
/// used until its first statistics, a minute later, when it may hold 10,000 rows.
///
/// Which makes the walk through a small table that has no fitting index look so dear that PostgreSQL
/// compiles it (60 to 90 ms for the look at the leases, once a second, before whoever waits for that
/// row): no statement here runs long enough to be worth compiling.
///
/// Not among them: `plan_cache_mode = force_generic_plan`. A claim takes 4 to 10 ms to plan, five times on each
/// connection; but a plan for whatever is asked read more than anybody asked for (`store::entries`).
const POSTGRES_SETTINGS: &[&str] = &[
    "SET idle_in_transaction_session_timeout = '10s'",
    "SET enable_seqscan = off",
    "SET jit = off",
];

/// Overwrites the log, with a patience of its own.
const SQLITE_FOLD: &[&str] = &[
    "PRAGMA busy_timeout = 100",
    "PRAGMA wal_checkpoint(TRUNCATE)",
    "PRAGMA busy_timeout = 5000",
    SQLITE_EASE,
];

/// Gives back the memory of what a walk through a whole table has read.
const SQLITE_EASE: &str = "PRAGMA shrink_memory";

/// What is read again and again fits into the writer's memory (KiB).
const SQLITE_WRITER: &[&str] = &["PRAGMA cache_size = -4096"];

pub(super) static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("./migrations");

impl Store {
    /// Opens the database at `url`, makes the SQLite file when it is missing, applies migrations.
    pub async fn open(url: &str) -> Stored<Self> {
        let store = Self::connect(url).await?;
        store.migrate().await?;
        if store.engine == Engine::Postgres {
            store.take_care().await?;
        }
        Ok(store)
    }

    /// Opens without touching the schema (`hongyan check`).
    pub async fn connect(url: &str) -> Stored<Self> {
        Self::connect_with(url, SQLITE_SETTINGS).await
    }

    /// `settings` are for SQLite; PostgreSQL keeps its own.
    pub(super) async fn connect_with(url: &str, settings: &'static [&'static str]) -> Stored<Self> {
        sqlx::any::install_default_drivers();
        keep_plans();
        let engine = Engine::of(url)?;
        let address = match engine {
            Engine::Sqlite if !url.contains("mode=") && !url.contains(":memory:") => {
                with(url, "mode=rwc")
            }
            // What never leaves the machine need not be encrypted for each statement. An operator's own
            // word stands.
            Engine::Postgres if is_here(url) && !url.contains("sslmode") => {
                with(url, "sslmode=disable")
            }
            _ => url.to_owned(),
        };
        let options = AnyConnectOptions::from_str(&address)
            .map_err(|_| StoreError::Address("it cannot be parsed".into()))?;
        let (most, writer) = match engine {
            // Without settings it is only read.
            Engine::Sqlite if settings.is_empty() => (3, None),
            Engine::Sqlite => (
                3,
                Some(Pool::open(options.clone(), 1, &[settings, SQLITE_WRITER]).await?),
            ),
            Engine::Postgres => (12, None),
        };
        let settings = match engine {
            Engine::Sqlite => settings,
            Engine::Postgres => POSTGRES_SETTINGS,
        };
        let pool = Pool::open(options, most, &[settings]).await?;
        Ok(Self {
            writer: writer.unwrap_or_else(|| pool.clone()),
            pool,
            engine,
            gate: Arc::default(),
            bells: Bells::default(),
            vault: Arc::default(),
        })
    }

    /// Opens a database that is there and of this version's schema; makes and changes nothing.
    pub async fn existing(url: &str) -> Stored<Self> {
        let with_mode = match Engine::of(url)? {
            Engine::Sqlite if !url.contains("mode=") => with(url, "mode=rw"),
            _ => url.to_owned(),
        };
        let store = Self::connect(&with_mode).await?;
        let (known, applied) = store.migrations().await?;
        if known != applied {
            return Err(StoreError::Schema { known, applied });
        }
        Ok(store)
    }

    /// The same database, with the keys that its sealed values are read and written with. Without any,
    /// what is sealed gives [`StoreError::NoKey`].
    #[must_use]
    pub fn with_keys(self, keys: Keyring) -> Self {
        Self {
            vault: Arc::new(Vault::new(keys)),
            ..self
        }
    }

    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// A transaction that may write; what it has committed is on the disk. On SQLite it takes the write
    /// lock at once (`BEGIN IMMEDIATE`), so it never fails half-way for want of it.
    pub async fn write(&self) -> Stored<Tx> {
        self.begin(DURABLE).await
    }

    /// The same without waiting for the disk at its commit: a power cut may undo it as a whole, until the
    /// next commit of [`Store::write`], from whichever connection, has put both on the disk, in this order.
    /// Only for work that is begun again from a row which is on the disk already, and of which nobody
    /// outside hears but through what a later [`Store::write`] has committed (but a chat's list of commands,
    /// which is set anew when the work is done anew).
    pub async fn write_relaxed(&self) -> Stored<Tx> {
        self.begin(RELAXED).await
    }

    /// The same as [`Store::write`], for a turn of which the claim of a queue is the greater part.
    pub async fn write_queue(&self) -> Stored<Tx> {
        Ok(self.begin(LED).await?.already_led())
    }

    /// The same as [`Store::write`] for who holds up others meanwhile: on PostgreSQL a statement that would wait for
    /// somebody's rows fails after a quarter of a second (`Busy`). On SQLite whoever writes waits for its turn here.
    pub async fn write_hasty(&self) -> Stored<Tx> {
        self.begin(HASTY).await
    }

    /// The same as [`Store::write`] for who has one statement to run: on PostgreSQL the first is a transaction of
    /// its own, done when all of its answer is read (so not by `one!`), and only another begins one. `BEGIN` and
    /// `COMMIT` are two walks. Where a connection died unseen within the last second the statement fails, where
    /// [`Store::write`] takes another connection.
    pub async fn write_one(&self) -> Stored<Tx> {
        if self.engine == Engine::Sqlite {
            return self.write().await;
        }
        let inner = Begun::ready(&self.writer).await?;
        Ok(Tx::new(inner, self.engine, None, self.shared()).first_alone())
    }

    async fn begin(&self, how: Sql) -> Stored<Tx> {
        let turn = match self.engine {
            Engine::Sqlite => Some(self.gate.clone().lock_owned().await),
            Engine::Postgres => None,
        };
        let inner = Begun::begin(&self.writer, how.of(self.engine)).await?;
        Ok(Tx::new(inner, self.engine, turn, self.shared()))
    }

    /// Rung by every commit that puts something into this queue of `bot`.
    pub fn bell(&self, queue: Queue, bot: &str) -> Bell {
        self.bells.of(queue, bot)
    }

    /// What every transaction has of its store.
    pub(super) fn shared(&self) -> (Bells, Arc<Vault>) {
        (self.bells.clone(), self.vault.clone())
    }

    /// A transaction that only reads.
    pub async fn read(&self) -> Stored<Tx> {
        self.begin_reading("BEGIN").await
    }

    /// Brings the schema up to date.
    pub(super) async fn migrate(&self) -> Stored<()> {
        self.pool.migrate(&MIGRATOR).await
    }

    /// A connection for what is no transaction.
    pub(super) async fn connection(&self) -> Stored<Lent> {
        self.pool.acquire().await
    }

    /// A transaction that begins with these words, and only reads.
    pub(super) async fn begin_reading(&self, how: &'static str) -> Stored<Tx> {
        let inner = Begun::begin(&self.pool, how).await?;
        Ok(Tx::new(inner, self.engine, None, self.shared()))
    }

    /// Migrations known to this binary and applied to this database, newest last.
    pub async fn migrations(&self) -> Stored<(usize, usize)> {
        let known = MIGRATOR
            .iter()
            .filter(|m| !m.migration_type.is_down_migration());
        let mut connection = self.connection().await?;
        let applied = sqlx::query("SELECT version FROM _sqlx_migrations")
            .fetch_all(&mut *connection)
            .await
            .map_or(0, |rows| rows.len());
        Ok((known.count(), applied))
    }

    /// Prepares one statement without running it.
    pub async fn prepare(&self, text: &'static str) -> Stored<()> {
        use sqlx::{Executor, SqlStr};
        let mut connection = self.connection().await?;
        (&mut *connection)
            .prepare(SqlStr::from_static(text))
            .await?;
        Ok(())
    }

    /// On SQLite: what was overwritten goes from the write-ahead log too. While somebody reads for long
    /// (a backup) it stays for the next time: nobody waits for it. PostgreSQL has its own ways. Eases as well.
    pub async fn fold(&self) -> Stored<()> {
        self.tidy(SQLITE_FOLD).await
    }

    /// What a walk through whole tables has taken of memory goes back; on SQLite that of the writer's pages, too.
    pub async fn ease(&self) -> Stored<()> {
        self.tidy(&[SQLITE_EASE]).await
    }

    async fn tidy(&self, settings: &[&'static str]) -> Stored<()> {
        if self.engine == Engine::Sqlite {
            let _turn = self.gate.lock().await;
            let mut connection = self.writer.acquire().await?;
            for setting in settings {
                sqlx::query(*setting).execute(&mut *connection).await?;
            }
        }
        // It goes through all that is free, holding it.
        let _ = tokio::task::spawn_blocking(give_back).await;
        Ok(())
    }

    /// Closes all connections; on SQLite this also folds the write-ahead log back into the file.
    pub async fn close(&self) {
        self.pool.close().await;
        self.writer.close().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn setting(tx: &mut Tx, text: &'static str) -> String {
        use sqlx::Row;
        let row = sqlx::query(text).fetch_one(tx.conn()).await.unwrap();
        row.try_get::<String, _>(0)
            .or_else(|_| row.try_get::<i64, _>(0).map(|n| n.to_string()))
            .unwrap()
    }

    /// One relaxed commit must not make the next one relaxed.
    #[tokio::test]
    async fn only_a_relaxed_commit_does_not_wait_for_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let file = format!("sqlite://{}", folder.path().join("x.sqlite").display());
        let mut stores = vec![(file, "PRAGMA synchronous", ["2", "1"])];
        if let Ok(url) = std::env::var("HONGYAN_TEST_POSTGRES_URL") {
            stores.push((url, "SHOW synchronous_commit", ["on", "off"]));
        }
        for (url, text, [durable, relaxed]) in stores {
            let store = Store::connect(&url).await.unwrap();
            for _ in 0..2 {
                let mut tx = store.write_relaxed().await.unwrap();
                assert_eq!(setting(&mut tx, text).await, relaxed);
                drop(tx);
                let mut tx = store.write().await.unwrap();
                assert_eq!(setting(&mut tx, text).await, durable);
            }
        }
    }

    const SORTED: Sql = Sql::pair(
        "SELECT 'off' AS word",
        "SELECT current_setting('enable_sort') AS word",
    );

    /// What is asked between a claim and the commit may need to sort.
    #[tokio::test]
    async fn postgres_is_led_along_indexes_where_it_is_asked_for_only() {
        async fn words(store: &Store) -> Stored<Vec<String>> {
            use crate::store::tx::Cells;
            let mut words = Vec::new();
            for mut tx in [store.write().await?, store.write_queue().await?] {
                let before = by_key!(all, tx, SORTED);
                let led = along_indexes!(all, tx, SORTED);
                let after = by_key!(all, tx, SORTED);
                let free = all!(tx, SORTED);
                for row in [before, led, after, free] {
                    words.push(row[0].text("word")?);
                }
            }
            Ok(words)
        }
        if let Ok(url) = std::env::var("HONGYAN_TEST_POSTGRES_URL") {
            let store = Store::connect(&url).await.unwrap();
            let led = ["on", "off", "off", "on", "off", "off", "off", "on"];
            assert_eq!(words(&store).await.unwrap(), led);
        }
    }
}
