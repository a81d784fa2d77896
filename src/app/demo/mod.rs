//! `hongyan demo`: a school, six phones and a movable clock in one process. The bot behind the page
//! is the one of `hongyan serve`, speaking real HTTP with the sandbox.

mod clock;
mod opening;
mod people;
mod seed;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::time::sleep;

use super::config::Config;
use super::serve::{self, Failure};
use super::stop::{Ending, Stop};
use super::telemetry::Metrics;
use super::wiring::AllRooms;
use crate::base::{Chance, Env};
use crate::sandbox::{self, Limits, Page, Person, Sandbox};
use crate::store::Store;

use clock::DemoClock;
use people::PHONES;

/// Not a secret: it works on our own loopback server only.
const TOKEN: &str = "7000001:AAdemoDemoDemoDemoDemoDemoDemoDemo0";
const USERNAME: &str = "hongyan_demo_bot";
/// The demo's own key, in its folder: it seals invented records only.
const KEY: &str = "hongyan.key";
/// The file of a demo that keeps its data.
const KEPT: &str = "sandbox.json";
const KEEP_EVERY: Duration = Duration::from_secs(2);
/// What survives a restart of a demo that keeps its data.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// How far the clock was moved ahead of the system's, in milliseconds.
    ahead_ms: i64,
    sandbox: Value,
}

/// Where the demo lives and listens.
#[derive(Debug)]
pub struct Options {
    pub listen: SocketAddr,
    /// A folder that keeps everything; without one the demo forgets at its end.
    pub data: Option<PathBuf>,
}

fn failure(what: impl std::fmt::Display, hint: &str) -> Failure {
    Failure {
        what: what.to_string(),
        hint: hint.to_owned(),
    }
}

/// Runs the demo until `stop`.
pub async fn run(options: Options, metrics: Metrics, stop: Stop) -> Result<Ending, Failure> {
    let listener = serve::bind(options.listen).await?;
    let address = listener
        .local_addr()
        .map_err(|e| failure(e, "Try another address."))?;
    // Dropped at the end: a demo without --data leaves nothing behind.
    let passing = match &options.data {
        Some(_) => None,
        None => {
            Some(tempfile::tempdir().map_err(|e| failure(e, "Is the temporary folder writable?"))?)
        }
    };
    let folder = options
        .data
        .clone()
        .or_else(|| passing.as_ref().map(|dir| dir.path().to_path_buf()))
        .unwrap_or_default();
    let hint = "Name a folder that can be written with --data.";
    std::fs::create_dir_all(&folder).map_err(|e| failure(e, hint))?;
    let database = format!("sqlite://{}", folder.join("hongyan.sqlite").display());

    let key = folder.join(KEY);
    if !key.exists() {
        super::keys::make(&key, &Chance::system())?;
    }
    let config = config(address, &database, &key)?;
    let _sole = serve::sole(&config.database)?;
    let env = Env::system();
    let sandbox = Sandbox::new(env.clone());
    sandbox.limit(Limits::telegram());
    let kept = read(&folder.join(KEPT))?;
    let fresh = kept.is_none();
    let now = env.now();
    match kept {
        Some(kept) => {
            env.clock.advance(TimeDelta::milliseconds(kept.ahead_ms));
            let hint = "The kept demo cannot be read: remove the folder or choose another.";
            sandbox
                .restore(kept.sandbox)
                .map_err(|e| failure(e, hint))?;
        }
        None => env.clock.set(seed::opening(now)),
    }
    let bot = sandbox.add_bot(TOKEN, USERNAME, "hongyan");
    let chats = phones(&sandbox);
    let store = Store::open(&database)
        .await
        .map_err(|e| failure(e, "Remove the folder of --data, or choose another."))?
        .with_keys(config.keys.clone());
    seed::seed(&store, &env, &bot.to_string(), USERNAME, chats)
        .await
        .map_err(|e| failure(e, "The demo's data could not be written."))?;

    let page = Page {
        title: "hongyan · demo".to_owned(),
        intro: opening::INTRO.to_owned(),
        steps: opening::STEPS.map(str::to_owned).to_vec(),
        clock: Box::new(DemoClock::new(store.clone(), env.clone())),
        hosts: Vec::new(),
    };
    let town = tokio::spawn(serve_town(listener, sandbox.clone(), page, stop.clone()));
    println!("The demo is ready: http://{address}/   (Ctrl-C ends it)");
    let keeper = options.data.is_some().then(|| {
        let (file, sandbox, env) = (folder.join(KEPT), sandbox.clone(), env.clone());
        tokio::spawn(keep_on(file, sandbox, env))
    });
    let opening = fresh.then(|| tokio::spawn(opening::open(sandbox.clone(), bot, chats)));
    let ending = serve::run(config, env.clone(), &AllRooms, metrics, stop).await;
    if let Some(opening) = opening {
        opening.abort();
    }
    if let Some(keeper) = keeper {
        keeper.abort();
    }
    // The server ends by the same stop; what it answers late is of no use to anybody.
    let _ = town.await;
    store.close().await;
    if options.data.is_some() {
        keep(&folder.join(KEPT), &sandbox, &env)?;
    }
    ending
}

async fn serve_town(listener: TcpListener, sandbox: Sandbox, page: Page, stop: Stop) {
    let ended = sandbox::serve(
        listener,
        sandbox,
        Some(page),
        async move { stop.asked().await },
    );
    if let Err(error) = ended.await {
        tracing::error!(%error, "the demo's page ended");
    }
}

/// The bot's configuration: all it needs to know is where the sandbox is.
fn config(address: SocketAddr, database: &str, key: &Path) -> Result<Config, Failure> {
    let api = format!("http://127.0.0.1:{}", address.port());
    let told = |name: &str| match name {
        "TELOXIDE_TOKEN" => Some(TOKEN.to_owned()),
        "TELOXIDE_API_URL" => Some(api.clone()),
        "HONGYAN_DATABASE_URL" => Some(database.to_owned()),
        "HONGYAN_KEY_FILE" => Some(key.display().to_string()),
        _ => None,
    };
    Config::load(None, &told).map_err(|wrong| failure(wrong, "This is a fault of the demo itself."))
}

fn phones(sandbox: &Sandbox) -> [i64; PHONES.len()] {
    let mut id = 7_100_000;
    PHONES.map(|phoned| {
        id += 1;
        let (first, last) = phoned.name.split_once(' ').unwrap_or((phoned.name, ""));
        let place = phoned.zone.name().rsplit('/').next().unwrap_or_default();
        let person = Person {
            id,
            last_name: Some(last.to_owned()),
            language: phoned.locale.as_str().to_owned(),
            zone: phoned.zone,
            label: phoned.name.to_owned(),
            role: phoned.role.to_owned(),
            place: place.to_owned(),
            ..Person::named(first, phoned.phone)
        };
        sandbox.add_person(person)
    })
}

fn read(file: &Path) -> Result<Option<Kept>, Failure> {
    let hint = "The kept demo cannot be read: remove the folder or choose another.";
    match std::fs::read(file) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map(Some)
            .map_err(|e| failure(e, hint)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failure(error, hint)),
    }
}

/// Keeps the chats every few seconds, so that a demo that is killed loses next to nothing.
async fn keep_on(file: PathBuf, sandbox: Sandbox, env: Env) {
    let mut changes = sandbox.changes();
    while changes.changed().await.is_ok() {
        sleep(KEEP_EVERY).await;
        if let Err(problem) = keep(&file, &sandbox, &env) {
            tracing::warn!(%problem, "the demo is not kept");
        }
    }
}

fn keep(file: &Path, sandbox: &Sandbox, env: &Env) -> Result<(), Failure> {
    let ahead = env.now() - Env::system().now();
    let kept = Kept {
        ahead_ms: ahead.num_milliseconds(),
        sandbox: sandbox.snapshot(),
    };
    let hint = "The demo's state could not be kept.";
    let text = serde_json::to_vec(&kept).map_err(|e| failure(e, hint))?;
    // Written beside and moved over: a kill in between leaves the older one whole.
    let beside = file.with_extension("new");
    std::fs::write(&beside, text).map_err(|e| failure(e, hint))?;
    std::fs::rename(&beside, file).map_err(|e| failure(e, hint))
}
