//! `hongyan serve` from a configuration to the end: database, bots, web server, workers, stop. What
//! cannot start says why and what helps.

use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::time::sleep;

use super::announce::{Announcement, explain as explain_bot};
use super::chaining::Chaining;
use super::config::{BotConfig, Config, DatabaseUrl};
use super::explain::explain;
use super::forgetting::Forgetting;
use super::gauges::Gauges;
use super::holding;
use super::loops::{self, Worker};
use super::sealing::{self, Sealing};
use super::stop::{Ending, Stop};
use super::telemetry::Metrics;
use super::wiring::{House, Line, Rooms};
use crate::base::Env;
use crate::service::routine;
use crate::store::health::probe;
use crate::store::{Sole, Store, StoreError, Stored, vault};
use crate::telegram::CallError;
use crate::web::{self, Front, Hook, Limits};

/// Why the house could not start.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}\n    {hint}")]
pub struct Failure {
    pub what: String,
    pub hint: String,
}

/// How often, and how long apart, a database that is not there yet is tried at the start.
const OPENING: (u32, Duration) = (15, Duration::from_secs(2));

/// How long a stop waits for the bots to be given back.
const RELEASING: Duration = Duration::from_secs(3);

/// A name that no other process has.
fn owner(env: &Env) -> String {
    let bytes = env.chance.bytes::<8>();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Serves until `stop`. Refused at once when another process serves the same SQLite file.
pub async fn serve(
    config: Config,
    env: Env,
    rooms: &dyn Rooms,
    metrics: Metrics,
    stop: Stop,
) -> Result<Ending, Failure> {
    // Before the database is opened: a second process must not even migrate it.
    let _sole = sole(&config.database)?;
    run(config, env, rooms, metrics, stop).await
}

/// Serves until `stop`, for a caller that holds what [`sole`] gave.
pub(super) async fn run(
    config: Config,
    env: Env,
    rooms: &dyn Rooms,
    metrics: Metrics,
    stop: Stop,
) -> Result<Ending, Failure> {
    let listener = match config.listen {
        Some(address) => Some(bind(address).await?),
        None => None,
    };
    let store = tokio::select! {
        opened = open(&config) => opened?,
        () = stop.asked() => return Ok(Ending::Done),
    };
    routines(&store, &env).await?;
    let lines: Result<Vec<Line>, Failure> = config.bots.iter().map(connect).collect();
    let house = House {
        lines: lines?,
        config: Arc::new(config),
        owner: owner(&env),
        store: store.clone(),
        env: env.clone(),
    };
    let mut workers = rooms.workers(&house);
    for line in &house.lines {
        let announced = tokio::select! {
            announced = announce(line, &store) => announced?,
            () = stop.asked() => return Ok(Ending::Done),
        };
        workers.extend(announced);
    }
    workers.push(Arc::new(Gauges::new(&house, &metrics)));
    workers.push(Arc::new(Forgetting::new(&house)));
    workers.push(Arc::new(Sealing::new(&house)));
    workers.push(Arc::new(Chaining::new(store.clone(), env.clone())));
    let web = listener.map(|listener| {
        let finish = stop.clone();
        let front = front(&house, rooms, metrics);
        tokio::spawn(web::serve(
            listener,
            front,
            async move { finish.asked().await },
        ))
    });
    let bots = house.config.bots.len();
    tracing::info!(bots, engine = store.engine().name(), "hongyan serves");
    let mut unfinished = loops::run(workers, &env, &stop, loops::STOP_LIMIT).await;
    match tokio::time::timeout(RELEASING, holding::release(&house)).await {
        Ok(Ok(())) => {}
        // The leases run out.
        Ok(Err(error)) => tracing::warn!(%error, "the bots could not be given back"),
        Err(_) => tracing::warn!("the bots could not be given back in time"),
    }
    stop.asked().await;
    if let Some(web) = web {
        let ended = tokio::time::timeout(loops::STOP_LIMIT, web);
        let clean = tokio::select! {
            result = ended => result.is_ok(),
            () = stop.at_once() => false,
        };
        if !clean {
            unfinished.push("web".to_owned());
        }
    }
    if unfinished.is_empty() {
        store.close().await;
        tracing::info!("stopped, everything finished");
        return Ok(Ending::Done);
    }
    tracing::warn!(?unfinished, "stopped before everything was finished");
    Ok(Ending::Unfinished)
}

/// Every school has its usual schedules before anything runs.
async fn routines(store: &Store, env: &Env) -> Result<(), Failure> {
    let ensured = async {
        let mut tx = store.write().await?;
        let made = routine::ensure(&mut tx, env).await?;
        tx.commit().await.map(|()| made)
    };
    match ensured.await {
        Ok(0) => Ok(()),
        Ok(made) => {
            tracing::info!(made, "schedules made");
            Ok(())
        }
        Err(error) => Err(Failure {
            what: format!("the schedules cannot be written: {error}"),
            hint: "Run `hongyan check`.".to_owned(),
        }),
    }
}

pub(super) async fn bind(address: std::net::SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        let hint = match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                "Another program uses this port: is another hongyan running?"
            }
            std::io::ErrorKind::PermissionDenied => "Ports below 1024 need privileges: use 8080.",
            _ => "The address must belong to this machine.",
        };
        Failure {
            what: format!("cannot listen on {address}: {error}"),
            hint: hint.to_owned(),
        }
    })
}

fn connect(bot: &BotConfig) -> Result<Line, Failure> {
    Line::new(bot).map_err(|error| Failure {
        what: format!("bot {}: {error}", bot.name),
        hint: "See deploy/hongyan.example.toml for the shape of each setting.".to_owned(),
    })
}

/// The right to serve a SQLite file; see [`Sole`].
pub(super) fn sole(database: &DatabaseUrl) -> Result<Sole, Failure> {
    Sole::take(database.expose()).map_err(|error| {
        let (what, hint) = explain(&error, database);
        Failure { what, hint }
    })
}

/// Opens the database; one that is not there yet is waited for, for half a minute.
async fn open(config: &Config) -> Result<Store, Failure> {
    let (tries, pause) = OPENING;
    let mut left = tries;
    loop {
        match writable(config).await {
            Ok(store) => return Ok(store),
            Err(StoreError::Unreachable(_)) if left > 0 => {
                if left == tries {
                    tracing::warn!(database = %config.database, "waiting for the database");
                }
                left -= 1;
                sleep(pause).await;
            }
            Err(error) => {
                let (what, hint) = explain(&error, &config.database);
                return Err(Failure { what, hint });
            }
        }
    }
}

/// Opens and takes the write lock once: a file that is read-only or held by another is found now.
async fn writable(config: &Config) -> Stored<Store> {
    let store = Store::open(config.database.expose()).await?;
    let store = store.with_keys(config.keys.clone());
    let mut tx = store.write().await?;
    probe(&mut tx).await?;
    // Found now, and not by the first person who asks for a record.
    if let Some(id) = vault::unknown(&mut tx).await?.into_iter().next() {
        return Err(StoreError::Key { id });
    }
    drop(tx);
    sealing::people(&store).await?;
    holding::inherit(&store).await?;
    Ok(store)
}

/// Tells the messenger how this bot wants its updates. A wrong token ends the start; a messenger
/// that cannot be reached is tried again by the worker given back.
async fn announce(line: &Line, store: &Store) -> Result<Option<Arc<dyn Worker>>, Failure> {
    let bot = line.config.name.as_str();
    let announcement = Announcement::new(line, store);
    let refused = match announcement.make().await {
        Ok(Ok(())) => return Ok(None),
        Ok(Err(error)) => error,
        Err(error) => {
            tracing::warn!(bot, %error, "trying again later");
            return Ok(Some(Arc::new(announcement)));
        }
    };
    let (what, hint) = explain_bot(&refused);
    if matches!(refused, CallError::Refused { .. }) {
        return Err(Failure {
            what: format!("bot {bot}: {what}"),
            hint: hint.to_owned(),
        });
    }
    tracing::warn!(bot, problem = what, hint, "trying again later");
    Ok(Some(Arc::new(announcement)))
}

fn front(house: &House, rooms: &dyn Rooms, metrics: Metrics) -> Front {
    let hook = |bot: &BotConfig| {
        Some(Hook {
            name: bot.name.clone(),
            bot: bot.id().to_owned(),
            secret: bot.webhook.as_ref()?.secret.clone(),
        })
    };
    Front {
        store: house.store.clone(),
        env: house.env.clone(),
        limits: Limits {
            unsent: house.config.health.unsent_limit,
            unhandled: house.config.health.unhandled_limit,
            request: web::PATIENCE,
        },
        hooks: house.config.bots.iter().filter_map(hook).collect(),
        intake: rooms.intake(house),
        metrics,
    }
}
