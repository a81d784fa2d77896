//! Where the rooms are joined: which workers run and who takes in updates. The one file that
//! changes when a room with a worker is added.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::Mutex;

use super::config::{BotConfig, Config};
use super::holding::Holding;
use super::loops::{NotBefore, Worker};
use crate::base::{Env, Secret, Wake};
use crate::inbox::{Handler, Inbox, Trouble};
use crate::model::event::Event;
use crate::outbox::{Dispatcher, Hold, LOOK};
use crate::service::converse;
use crate::store::{Store, Tx};
use crate::telegram::{self, PollError, Polled, Poller, Reach, SetupError, Telegram};
use crate::web::{Intake, Refused};

/// How long the messenger may hold a question for news: below the minute after which some routers
/// forget a silent connection.
const WAIT: Duration = Duration::from_secs(25);

/// What every room is built from.
#[derive(Clone, Debug)]
pub struct House {
    pub config: Arc<Config>,
    pub store: Store,
    pub env: Env,
    /// Names this process in the leases of its bots; drawn anew at every start.
    pub owner: String,
    /// The bots, in the order of the configuration.
    pub lines: Vec<Line>,
}

/// One bot and its connection.
#[derive(Clone, Debug)]
pub struct Line {
    pub config: BotConfig,
    pub telegram: Telegram,
}

impl Line {
    pub fn new(config: &BotConfig) -> Result<Self, SetupError> {
        let reach = Reach {
            api_url: Some(config.api_url.expose().to_owned()),
            proxy: config.proxy.as_ref().map(|p| Secret::new(p.expose())),
            timeout: None,
        };
        Ok(Self {
            config: config.clone(),
            telegram: Telegram::new(&config.token, &reach)?,
        })
    }
}

/// The rooms of one house.
pub trait Rooms: Send + Sync {
    /// Everything that is called again and again.
    fn workers(&self, house: &House) -> Vec<Arc<dyn Worker>>;

    /// Who stores the updates of webhooks.
    fn intake(&self, house: &House) -> Arc<dyn Intake>;
}

/// The rooms of `hongyan serve`.
#[derive(Clone, Copy, Debug, Default)]
pub struct AllRooms;

impl Rooms for AllRooms {
    fn workers(&self, house: &House) -> Vec<Arc<dyn Worker>> {
        let House { store, env, .. } = house;
        let mut workers: Vec<Arc<dyn Worker>> = Vec::new();
        for line in &house.lines {
            let Line { config, telegram } = line;
            let name = &config.name;
            let hold = Hold::shared(telegram.id(), house.owner.clone());
            workers.push(Arc::new(Holding::new(house, line, &hold)));
            let handler = Arc::new(Conversations { env: env.clone() });
            let (store_of, env_of) = (|| store.clone(), || env.clone());
            workers.push(Arc::new(Hearing {
                name: format!("inbox {name}"),
                env: env_of(),
                hold: hold.clone(),
                inbox: Inbox::new(
                    store_of(),
                    env_of(),
                    telegram.id(),
                    telegram::event,
                    handler,
                ),
            }));
            let channel = Arc::new(telegram.clone());
            let (hold_of, allowance) = (hold.clone(), config.allowance);
            let dispatcher =
                Dispatcher::with_allowance(store_of(), env_of(), channel, hold_of, allowance);
            workers.push(Arc::new(Speaking {
                name: format!("outbox {name}"),
                dispatcher: Mutex::new(dispatcher),
            }));
            if config.webhook.is_none() {
                workers.push(Arc::new(Asking {
                    name: format!("polling {name}"),
                    env: env_of(),
                    poller: Poller::new(telegram.clone(), store_of(), env_of(), hold, WAIT),
                }));
            }
        }
        workers.extend(super::workers::of_schedules(store, env));
        workers
    }

    fn intake(&self, house: &House) -> Arc<dyn Intake> {
        Arc::new(Doorway {
            store: house.store.clone(),
            env: house.env.clone(),
        })
    }
}

/// Stores what webhooks bring.
struct Doorway {
    store: Store,
    env: Env,
}

impl Intake for Doorway {
    fn store<'a>(&'a self, bot: &'a str, body: &'a str) -> BoxFuture<'a, Result<(), Refused>> {
        async move {
            match telegram::intake(&self.store, &self.env, bot, body.as_bytes()).await {
                Ok(_) => Ok(()),
                Err(error) => {
                    tracing::warn!(bot, %error, "an update was not stored; it comes again");
                    Err(Refused::Away)
                }
            }
        }
        .boxed()
    }
}

/// Events go to the conversations.
struct Conversations {
    env: Env,
}

impl Handler for Conversations {
    fn handle<'a>(&'a self, tx: &'a mut Tx, event: Event) -> BoxFuture<'a, Result<(), Trouble>> {
        async move { Ok(converse::hear(tx, &self.env, event).await?) }.boxed()
    }
}

/// One bot's inbox. Claims have leases of their own, so two processes could share it; but who answers
/// should be heard by who speaks, and the bell rings within one process.
struct Hearing {
    name: String,
    env: Env,
    hold: Hold,
    inbox: Inbox,
}

impl Worker for Hearing {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async {
            let now = self.env.now();
            if !self.hold.lasts(now) {
                return Ok(Wake::At(now + LOOK));
            }
            let wake = self.inbox.tick().await?;
            if wake == Wake::Now {
                // What was handled has put answers into the outbox.
                self.env.bell.ring();
            }
            Ok(wake)
        }
        .boxed()
    }
}

/// One bot's outbox.
struct Speaking {
    name: String,
    dispatcher: Mutex<Dispatcher>,
}

impl Worker for Speaking {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async { Ok(self.dispatcher.lock().await.turn().await?) }.boxed()
    }

    fn news(&self) -> BoxFuture<'_, ()> {
        async { self.dispatcher.lock().await.landed().await }.boxed()
    }

    fn finish(&self) -> BoxFuture<'_, anyhow::Result<()>> {
        async { Ok(self.dispatcher.lock().await.finish().await?) }.boxed()
    }
}

/// One bot's long polling.
struct Asking {
    name: String,
    env: Env,
    poller: Poller,
}

impl Worker for Asking {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async {
            match self.poller.tick().await {
                Ok(Polled::Brought(arrived)) => {
                    if arrived.stored > 0 {
                        self.env.bell.ring();
                    }
                    Ok(Wake::Now)
                }
                Ok(Polled::Elsewhere(look)) => Ok(Wake::At(look)),
                Err(error) => {
                    let wait = TimeDelta::from_std(error.wait().unwrap_or_default());
                    let at = self.env.now() + wait.unwrap_or_default();
                    let why = error.to_string();
                    Err(match error {
                        // Its own kind: the loop knows it and waits it out.
                        PollError::Store(error) => error.into(),
                        _ => NotBefore { at, why }.into(),
                    })
                }
            }
        }
        .boxed()
    }

    fn interruptible(&self) -> bool {
        true
    }
}
