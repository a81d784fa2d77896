//! `hongyan serve` from a configuration to the end: database, bots, web server, workers, stop. What
//! cannot start says why and what helps.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::net::TcpListener;
use tokio::time::sleep;

use super::bot_api::{self, ApiProblem};
use super::config::{BotConfig, Config};
use super::explain::explain;
use super::loops::{self, Worker};
use super::stop::{Ending, Stop};
use super::telemetry::Metrics;
use super::wiring::{House, Rooms};
use crate::base::{Env, Wake, from_ms, to_ms};
use crate::store::{Store, StoreError};
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

/// Serves until `stop`.
pub async fn serve(
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
    let house = House {
        config: Arc::new(config),
        store: store.clone(),
        env: env.clone(),
    };
    let mut workers = Vec::new();
    for bot in &house.config.bots {
        workers.extend(announce(bot, &store).await?);
    }
    workers.extend(rooms.workers(&house)?);
    workers.push(Arc::new(Folding {
        metrics: metrics.clone(),
        env: env.clone(),
        next_ms: AtomicI64::new(0),
    }));
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

/// Opens the database; one that is not there yet is waited for, for half a minute.
async fn open(config: &Config) -> Result<Store, Failure> {
    let (tries, pause) = OPENING;
    let mut left = tries;
    loop {
        match Store::open(config.database.expose()).await {
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

/// Tells the messenger how this bot wants its updates. A wrong token ends the start; a messenger
/// that cannot be reached is tried again by the worker given back.
async fn announce(bot: &BotConfig, store: &Store) -> Result<Option<Arc<dyn Worker>>, Failure> {
    let announcement = Announcement {
        bot: bot.clone(),
        store: store.clone(),
    };
    match announcement.make().await {
        Ok(()) => Ok(None),
        Err(problem @ ApiProblem::Unreachable(_)) => {
            tracing::warn!(bot = bot.name, %problem, "trying again later");
            Ok(Some(Arc::new(announcement)))
        }
        Err(problem) => Err(refused(bot, &problem)),
    }
}

/// A bot that cannot start, in words for the operator.
pub(super) fn refused(bot: &BotConfig, problem: &ApiProblem) -> Failure {
    Failure {
        what: format!("bot {}: {problem}", bot.name),
        hint: problem.hint().to_owned(),
    }
}

/// Webhook or long polling, said once to the messenger.
struct Announcement {
    bot: BotConfig,
    store: Store,
}

impl Announcement {
    async fn make(&self) -> Result<(), ApiProblem> {
        let me = bot_api::announce(&self.bot, &self.store).await?;
        let mode = self.bot.webhook.as_ref().map_or("polling", |_| "webhook");
        let username = me.username.unwrap_or_default();
        tracing::info!(bot = self.bot.name, username, mode, "bot ready");
        Ok(())
    }
}

impl Worker for Announcement {
    fn name(&self) -> String {
        format!("announce {}", self.bot.name)
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async {
            self.make().await?;
            // Said; a later tick says the same again, which does no harm.
            Ok(Wake::Idle)
        }
        .boxed()
    }

    fn interruptible(&self) -> bool {
        true
    }
}

/// Folds what histograms gather, so that a house nobody scrapes does not grow.
struct Folding {
    metrics: Metrics,
    env: Env,
    /// The bell calls more often than is needed.
    next_ms: AtomicI64,
}

impl Worker for Folding {
    fn name(&self) -> String {
        "metrics".to_owned()
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        let now = self.env.now();
        if self.next_ms.load(Ordering::SeqCst) <= to_ms(now) {
            (self.metrics)();
            let next = now + TimeDelta::seconds(30);
            self.next_ms.store(to_ms(next), Ordering::SeqCst);
        }
        let next = from_ms(self.next_ms.load(Ordering::SeqCst));
        async move { Ok(Wake::At(next)) }.boxed()
    }
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
        },
        hooks: house.config.bots.iter().filter_map(hook).collect(),
        intake: rooms.intake(house),
        metrics,
    }
}
