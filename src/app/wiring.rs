//! Where the rooms are joined: which workers run and who takes in updates. The one file that
//! changes when a room with a worker is added.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::Mutex;

use super::config::{BotConfig, Config};
use super::fetching::Fetching;
use super::holding::{Holding, Post};
use super::loops::{NotBefore, Worker};
use super::offering::Offering;
use crate::base::{Bell, Env, Secret, Wake};
use crate::inbox::{Handler, Inbox, Trouble};
use crate::model::event::Event;
use crate::outbox::{Allowance, Dispatcher, Hold, LOOK};
use crate::service::converse;
use crate::store::{Queue, Store, Tx};
use crate::telegram::{self, PollError, Polled, Poller, Reach, SetupError, Telegram};
use crate::web::{Away, Came, Intake};

/// How long the messenger may hold a question for news: below the minute after which some routers
/// forget a silent connection.
const WAIT: Duration = Duration::from_secs(25);

/// How long what has landed may wait for company before it is written down.
const COMPANY: Duration = Duration::from_millis(10);

/// Up to so many bots each message may have a turn of its own; more of them ask the database less often.
const FEW_BOTS: usize = 4;

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
        let mut posts = Vec::new();
        let mut fetching = Fetching::new(store, env);
        let together = if house.lines.len() > FEW_BOTS { 3 } else { 1 };
        for line in &house.lines {
            let Line { config, telegram } = line;
            let name = &config.name;
            let hold = Hold::shared(telegram.id(), house.owner.clone());
            fetching.serve(telegram, &hold);
            let handler = Arc::new(Conversations { env: env.clone() });
            let (store_of, env_of) = (|| store.clone(), || env.clone());
            workers.push(Arc::new(Hearing {
                name: format!("inbox {name}"),
                bot: telegram.id().to_owned(),
                env: env_of(),
                hold: hold.clone(),
                bell: store.bell(Queue::Inbox, telegram.id()),
                inbox: Inbox::new(
                    store_of(),
                    env_of(),
                    telegram.id(),
                    telegram::event,
                    handler,
                ),
            }));
            let channel = Arc::new(telegram.clone());
            let allowance = Allowance {
                together,
                ..config.allowance
            };
            let hold_of = hold.clone();
            let dispatcher =
                Dispatcher::with_allowance(store_of(), env_of(), channel, hold_of, allowance);
            let dispatcher = Arc::new(Mutex::new(dispatcher));
            posts.push(Post {
                name: name.clone(),
                bot: telegram.id().to_owned(),
                hold: hold.clone(),
                speaker: dispatcher.clone(),
            });
            let (line_of, hold_of) = (telegram.clone(), hold.clone());
            workers.push(Arc::new(Offering::new(
                store_of(),
                env_of(),
                line_of,
                hold_of,
            )));
            workers.push(Arc::new(Speaking {
                name: format!("outbox {name}"),
                env: env_of(),
                hold: hold.clone(),
                bell: store.bell(Queue::Outbox, telegram.id()),
                dispatcher,
            }));
            if config.webhook.is_none() {
                workers.push(Arc::new(Asking {
                    name: format!("polling {name}"),
                    env: env_of(),
                    hold: hold.clone(),
                    poller: Poller::new(telegram.clone(), store_of(), env_of(), hold, WAIT),
                }));
            }
        }
        workers.insert(0, Arc::new(Holding::new(house, posts)));
        workers.push(Arc::new(fetching));
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
    fn store<'a>(&'a self, bot: &'a str, came: Came<'a>) -> BoxFuture<'a, Result<(), Away>> {
        async move {
            let (store, env) = (&self.store, &self.env);
            let stored = match came {
                Came::Whole(body) => telegram::intake(store, env, bot, body).await,
                Came::Beginning(bytes) => telegram::step_over(store, env, bot, bytes).await,
            };
            match stored {
                Ok(_) => Ok(()),
                Err(error) => {
                    tracing::warn!(bot, %error, "an update was not stored; it comes again");
                    Err(Away)
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
/// should be heard by who speaks, and bells ring within one process.
struct Hearing {
    name: String,
    bot: String,
    env: Env,
    hold: Hold,
    bell: Bell,
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
                self.inbox.be_careful();
                self.env.lately.forget(&self.bot);
                return Ok(Wake::At(now + LOOK));
            }
            Ok(self.inbox.tick().await?)
        }
        .boxed()
    }

    fn bells(&self) -> Vec<Bell> {
        vec![self.bell.clone()]
    }
}

/// One bot's outbox.
struct Speaking {
    name: String,
    env: Env,
    hold: Hold,
    bell: Bell,
    dispatcher: Arc<Mutex<Dispatcher>>,
}

impl Worker for Speaking {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async {
            let mut dispatcher = self.dispatcher.lock().await;
            let now = self.env.now();
            // Asks nobody: a process that stands by for many bots must cost next to nothing.
            if !self.hold.lasts(now) {
                // Whoever gives the bot away writes down first what is under way.
                dispatcher.finish().await?;
                dispatcher.publish();
                return Ok(Wake::At(now + LOOK));
            }
            Ok(dispatcher.turn().await?)
        }
        .boxed()
    }

    fn bells(&self) -> Vec<Bell> {
        vec![self.bell.clone()]
    }

    fn news(&self) -> BoxFuture<'_, ()> {
        async {
            let mut dispatcher = self.dispatcher.lock().await;
            if dispatcher.is_idle() {
                // Nobody is kept from it by who waits for nothing.
                drop(dispatcher);
                return std::future::pending().await;
            }
            dispatcher.landed().await;
            // A bell calls at once: what has landed is then written down with the next claim, one commit
            // for both.
            if dispatcher.may_wait() {
                tokio::time::sleep(COMPANY).await;
            }
        }
        .boxed()
    }

    fn finish(&self) -> BoxFuture<'_, anyhow::Result<()>> {
        async { Ok(self.dispatcher.lock().await.finish().await?) }.boxed()
    }
}

/// One bot's long polling.
struct Asking {
    name: String,
    env: Env,
    hold: Hold,
    poller: Poller,
}

impl Worker for Asking {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async {
            let now = self.env.now();
            if !self.hold.lasts(now) {
                return Ok(Wake::At(now + LOOK));
            }
            let asked = tokio::select! {
                asked = self.poller.tick() => asked,
                // The messenger knows one who asks: we hang up before another one does.
                () = self.hold.parting() => return Ok(Wake::At(now + LOOK)),
            };
            match asked {
                Ok(Polled::Brought(_)) => Ok(Wake::Now),
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
