//! Where the rooms are joined: which workers run and who takes in updates. The one file that
//! changes when a room with a worker is added.

use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use tokio::sync::Mutex;

use super::bot_api;
use super::config::Config;
use super::loops::Worker;
use super::serve::{self, Failure};
use super::workers::{
    Answering, Climbing, Listening, Measuring, Polling, Runs, Scheduling, Sending,
};
use crate::base::Env;
use crate::inbox::{Handler, Inbox};
use crate::outbox::Dispatcher;
use crate::schedule::Scheduler;
use crate::store::Store;
use crate::telegram::{self, Poller};
use crate::web::{Intake, Refused};

/// How long the messenger holds a question for updates.
const HOLD: Duration = Duration::from_secs(50);

/// What every room is built from.
#[derive(Clone, Debug)]
pub struct House {
    pub config: Arc<Config>,
    pub store: Store,
    pub env: Env,
}

/// The rooms of one house.
pub trait Rooms: Send + Sync {
    /// Everything that is called again and again.
    ///
    /// # Errors
    /// When a bot's settings cannot be used.
    fn workers(&self, house: &House) -> Result<Vec<Arc<dyn Worker>>, Failure>;

    /// Who stores the updates of webhooks.
    fn intake(&self, house: &House) -> Arc<dyn Intake>;
}

/// The rooms of `hongyan serve`.
#[derive(Clone, Copy, Debug, Default)]
pub struct AllRooms;

impl Rooms for AllRooms {
    fn workers(&self, house: &House) -> Result<Vec<Arc<dyn Worker>>, Failure> {
        let House { config, store, env } = house;
        let handler: Arc<dyn Handler> = Arc::new(Answering { env: env.clone() });
        let mut workers: Vec<Arc<dyn Worker>> = Vec::new();
        for bot in &config.bots {
            let telegram =
                bot_api::connect(bot, None).map_err(|problem| serve::refused(bot, &problem))?;
            let id = telegram.id().to_owned();
            if bot.webhook.is_none() {
                let poller = Poller::new(telegram.clone(), store.clone(), env.clone(), HOLD);
                workers.push(Arc::new(Polling {
                    bot: bot.name.clone(),
                    poller,
                    env: env.clone(),
                }));
            }
            let inbox = Inbox::new(
                store.clone(),
                env.clone(),
                &id,
                telegram::event,
                handler.clone(),
            );
            workers.push(Arc::new(Listening {
                bot: bot.name.clone(),
                inbox,
                env: env.clone(),
            }));
            let dispatcher = Dispatcher::new(store.clone(), env.clone(), Arc::new(telegram));
            workers.push(Arc::new(Sending {
                bot: bot.name.clone(),
                dispatcher: Mutex::new(dispatcher),
            }));
        }
        let runs = Arc::new(Runs { env: env.clone() });
        workers.push(Arc::new(Scheduling {
            scheduler: Scheduler::new(store.clone(), env.clone(), runs),
            env: env.clone(),
        }));
        workers.push(Arc::new(Climbing {
            store: store.clone(),
            env: env.clone(),
        }));
        workers.push(Arc::new(Measuring {
            store: store.clone(),
            env: env.clone(),
            bots: config.bots.iter().map(|bot| bot.id().to_owned()).collect(),
            next_ms: AtomicI64::new(0),
        }));
        Ok(workers)
    }

    fn intake(&self, house: &House) -> Arc<dyn Intake> {
        Arc::new(Storing {
            store: house.store.clone(),
            env: house.env.clone(),
        })
    }
}

/// Stores what a webhook brings, then wakes the inbox.
struct Storing {
    store: Store,
    env: Env,
}

impl Intake for Storing {
    fn store<'a>(&'a self, bot: &'a str, body: &'a str) -> BoxFuture<'a, Result<(), Refused>> {
        async move {
            telegram::intake(&self.store, &self.env, bot, body.as_bytes())
                .await
                .map_err(|_| Refused::Away)?;
            self.env.bell.ring();
            Ok(())
        }
        .boxed()
    }
}
