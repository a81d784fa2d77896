//! The real `hongyan serve` on a database of its own.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use chrono::Timelike;
use hongyan::base::{Chance, Env, Keyring};
use hongyan::store::Store;
use sqlx::{AnyConnection, Connection};

use super::On;
use super::county::{self, TOKEN};
use super::town::Town;

/// The operator's key of all measurements.
const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// The county lives in March 2026 whenever it is measured: nothing of it is to be forgotten meanwhile.
const KEPT: &str = "[retention]\nmessages_days = 3650\noptional_entries_days = 3650\n";

/// A database that is removed at the end.
pub struct Data {
    pub url: String,
    folder: tempfile::TempDir,
    server: Option<(String, String)>,
}

impl Data {
    pub async fn new(on: On, postgres: Option<&str>) -> Result<Self> {
        sqlx::any::install_default_drivers();
        let folder = tempfile::Builder::new()
            .prefix("hongyan-bench-")
            .tempdir()?;
        let (url, server) = match on {
            On::Sqlite => (
                format!("sqlite://{}/county.sqlite", folder.path().display()),
                None,
            ),
            On::Postgres => {
                let server = postgres.context("--postgres names no server")?;
                let name = format!("hongyan_bench_{}", std::process::id());
                command(server, format!("DROP DATABASE IF EXISTS {name}")).await?;
                command(server, format!("CREATE DATABASE {name}")).await?;
                let (base, _) = server
                    .rsplit_once('/')
                    .context("no database in the address")?;
                (format!("{base}/{name}"), Some((server.to_owned(), name)))
            }
        };
        Ok(Self {
            url,
            folder,
            server,
        })
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub async fn number(&self, sql: &'static str) -> Result<i64> {
        let mut connection = AnyConnection::connect(&self.url).await?;
        let number = sqlx::query_scalar(sql).fetch_one(&mut connection).await?;
        connection.close().await?;
        Ok(number)
    }

    pub async fn execute(&self, sql: &'static str) -> Result<()> {
        let mut connection = AnyConnection::connect(&self.url).await?;
        sqlx::query(sql).execute(&mut connection).await?;
        connection.close().await?;
        Ok(())
    }

    /// A county whose week is written and due now.
    pub async fn with_week(&self, adults: i64) -> Result<()> {
        county::write(&self.url, adults).await?;
        super::week::write_here(&self.url).await?;
        // As a house in use: nothing is left that was written before there were keys.
        let store = self.store().await?;
        hongyan::app::sealing::all(&store).await?;
        store.close().await;
        let mut connection = AnyConnection::connect(&self.url).await?;
        // Nothing of the past is made up for while something else is measured.
        sqlx::query("UPDATE schedules SET state = 'off'")
            .execute(&mut connection)
            .await?;
        sqlx::query("UPDATE runs SET state = 'done' WHERE state IN ('waiting', 'open')")
            .execute(&mut connection)
            .await?;
        // Nobody has been silent for months: 45,000 people would be asked whether they are still there.
        let heard = "UPDATE accounts SET last_seen_ms = $1";
        sqlx::query(heard)
            .bind(hongyan::base::to_ms(Env::system().now()))
            .execute(&mut connection)
            .await?;
        connection.close().await?;
        Ok(())
    }

    /// All updates of the week are unsent and due at this moment, at which it is noon for everybody: whoever
    /// sleeps is not sent it. The week's questions wait for their day, as ever.
    pub async fn due_now(&self) -> Result<()> {
        let now = Env::system().now();
        // West of Greenwich is plus in these names.
        let noon = format!("Etc/GMT{:+}", i64::from(now.hour()) - 12);
        let now = hongyan::base::to_ms(now);
        let mut connection = AnyConnection::connect(&self.url).await?;
        for zone in [
            "UPDATE adults SET time_zone = $1",
            "UPDATE accounts SET time_zone = $1",
        ] {
            sqlx::query(zone)
                .bind(&noon)
                .execute(&mut connection)
                .await?;
        }
        let due = "UPDATE outbox SET state = 'waiting', tries = 0, settled_ms = NULL,
             remote_id = NULL, in_doubt = 0, retry_ms = 0,
             not_before_ms = CASE kind WHEN 'weekly_update' THEN $1 ELSE $2 END, expires_ms = $3";
        sqlx::query(due)
            .bind(now - 1_000)
            .bind(now + 3 * 86_400_000)
            .bind(now + 4 * 86_400_000)
            .execute(&mut connection)
            .await?;
        let free = "UPDATE bots SET lease_owner = NULL, lease_until_ms = NULL";
        sqlx::query(free).execute(&mut connection).await?;
        sqlx::query("DELETE FROM under_way")
            .execute(&mut connection)
            .await?;
        connection.close().await?;
        Ok(())
    }

    pub async fn drop(self) -> Result<()> {
        if let Some((server, name)) = &self.server {
            command(server, format!("DROP DATABASE {name} WITH (FORCE)")).await?;
        }
        Ok(())
    }

    pub async fn store(&self) -> Result<Store> {
        open(&self.url).await
    }
}

/// With the key of all measurements.
pub async fn open(url: &str) -> Result<Store> {
    let keys = Keyring::parse(KEY, Chance::system())?;
    Ok(Store::open(url).await?.with_keys(keys))
}

async fn command(server: &str, sql: String) -> Result<()> {
    let mut connection = AnyConnection::connect(server).await?;
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .execute(&mut connection)
        .await?;
    connection.close().await?;
    Ok(())
}

/// The running program; asked to end when dropped, as a supervisor does.
pub struct House {
    process: Child,
    pub started: Instant,
}

impl House {
    /// `messages_per_second`: 0 is as fast as it goes.
    pub fn start(data: &Data, town: &Town, messages_per_second: u32) -> Result<Self> {
        let config = data.file("hongyan.toml");
        let text = format!(
            "database_url = \"{}\"\n[log]\nfilter = \"warn\"\n[[bots]]\nname = \"county\"\n\
             token = \"{TOKEN}\"\napi_url = \"{}\"\nmessages_per_second = {messages_per_second}\n\
             {KEPT}",
            data.url, town.url
        );
        std::fs::write(&config, text)?;
        let mut command = Command::new(env!("CARGO_BIN_EXE_hongyan"));
        command
            .arg("serve")
            .arg("--config")
            .arg(&config)
            .env_clear()
            .env("HONGYAN_KEY", KEY);
        command.stdout(Stdio::null()).stderr(Stdio::inherit());
        let started = Instant::now();
        let process = command.spawn()?;
        Ok(Self { process, started })
    }

    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// Waits until the messenger has been asked for updates more often than `before`; gives the time since the
    /// start.
    pub async fn polls(&self, town: &Town, before: u64) -> Result<Duration> {
        first_poll(town, before).await?;
        Ok(self.started.elapsed())
    }
}

/// Waits until somebody has asked for updates once more than `before`.
pub async fn first_poll(town: &Town, before: u64) -> Result<()> {
    let began = Instant::now();
    while polls(town) <= before {
        anyhow::ensure!(began.elapsed() < Duration::from_secs(30), "nobody polls");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    Ok(())
}

pub fn polls(town: &Town) -> u64 {
    let counts = town.sandbox.counts();
    counts.requests.get("getupdates").copied().unwrap_or(0)
}

impl Drop for House {
    fn drop(&mut self) {
        let asked = Command::new("kill")
            .arg(self.process.id().to_string())
            .status();
        if !asked.is_ok_and(|status| status.success()) {
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
    }
}
