//! The effective configuration: defaults, under one TOML file, under the environment. Owns what can
//! be set and what is wrong with it; the environment is an argument. Knows no room it configures.

mod address;
mod complaint;
mod file;
mod merge;
mod show;

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use crate::base::{Keyring, Secret};
use crate::model::retention::Keep;
use crate::outbox::Allowance;
use crate::words;

pub use address::{Address, DatabaseUrl};
pub use complaint::{Complaint, Complaints};
pub use file::Section;

/// Where the Bot API is unless said otherwise.
pub const OFFICIAL_API: &str = "https://api.telegram.org";

/// Where data is unless said otherwise: a file in the working directory.
pub const DEFAULT_DATABASE: &str = "sqlite://hongyan.sqlite";

/// Where a bot's updates come in; its name follows.
pub const WEBHOOK_PATH: &str = "/telegram/";

/// Everything `hongyan` can be told.
#[derive(Clone, Debug)]
pub struct Config {
    /// At least one; names and tokens are unique.
    pub bots: Vec<BotConfig>,
    pub database: DatabaseUrl,
    /// What children's records are sealed with.
    pub keys: Keyring,
    /// `None`: no web server (long polling needs none).
    pub listen: Option<SocketAddr>,
    pub log: Log,
    pub health: Health,
    pub retention: Keep,
}

/// One bot.
#[derive(Clone, Debug)]
pub struct BotConfig {
    /// Lower-case letters, digits, `-` and `_`: it stands in paths and metrics.
    pub name: String,
    pub token: Secret,
    /// The Bot API server, without a slash at the end.
    pub api_url: Address,
    pub proxy: Option<Address>,
    /// Set: updates are delivered there. Unset: long polling.
    pub webhook: Option<Webhook>,
    /// How fast it may speak.
    pub allowance: Allowance,
}

impl BotConfig {
    /// The messenger's numeric id of the bot: the part of the token before the colon.
    pub fn id(&self) -> &str {
        self.token.expose().split(':').next().unwrap_or_default()
    }
}

/// Where the messenger delivers updates and what proves that it is the messenger.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// The whole public address, the bot's path included.
    pub url: Address,
    /// Sent by the messenger with every update.
    pub secret: Secret,
}

words! {
    /// How log lines look.
    pub enum LogFormat {
        /// Pretty on a terminal, JSON elsewhere.
        Auto = "auto",
        Pretty = "pretty",
        Json = "json",
    }
}

/// What is logged and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    pub format: LogFormat,
    /// A level, or directives as `tracing` knows them (`info,hongyan::outbox=debug`).
    pub filter: String,
}

/// When `/readyz` says no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// Oldest message that is due and not sent.
    pub unsent_limit: Duration,
    /// Oldest update that is stored and not handled.
    pub unhandled_limit: Duration,
}

impl Config {
    /// Reads the file (when one is named) and the variables that `env` knows. Either a whole
    /// configuration or everything that is wrong, at once. An empty variable counts as unset.
    pub fn load(
        file: Option<&Path>,
        env: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, Complaints> {
        let mut complaints = Complaints::default();
        let mut top = match file {
            Some(path) => Section::read(path, &mut complaints),
            None => Section::empty(),
        };
        let config = merge::merge(&mut top, env, &mut complaints);
        match config {
            Some(config) if complaints.is_empty() => Ok(config),
            _ => Err(complaints),
        }
    }
}

/// The database's address alone, for commands that need no bot: complaints about anything else do
/// not stop them.
pub fn database(
    file: Option<&Path>,
    env: &dyn Fn(&str) -> Option<String>,
) -> Result<DatabaseUrl, Complaints> {
    alone(file, env, merge::database)
}

/// The operator's keys alone, for commands that read or write records.
pub fn keys(
    file: Option<&Path>,
    env: &dyn Fn(&str) -> Option<String>,
) -> Result<Keyring, Complaints> {
    alone(file, env, merge::keys)
}

type Part<T> = fn(&mut Section, &dyn Fn(&str) -> Option<String>, &mut Complaints) -> Option<T>;

fn alone<T>(
    file: Option<&Path>,
    env: &dyn Fn(&str) -> Option<String>,
    part: Part<T>,
) -> Result<T, Complaints> {
    let mut complaints = Complaints::default();
    let mut top = match file {
        Some(path) => Section::read(path, &mut complaints),
        None => Section::empty(),
    };
    match part(&mut top, env, &mut complaints) {
        Some(found) if complaints.is_empty() => Ok(found),
        _ => Err(complaints),
    }
}

/// The keys of the file by section (`""` is the top): the example names all of them.
pub const KEYS: &[(&str, &[&str])] = &[
    ("", merge::TOP),
    ("log", merge::LOG),
    ("health", merge::HEALTH),
    ("retention", merge::RETENTION),
    ("bots", merge::BOT),
];
