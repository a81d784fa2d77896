//! Where the rooms are joined: which workers run and who takes in updates. The one file that
//! changes when a room with a worker is added.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::asking::{Asking, Short};
use super::config::{BotConfig, Config};
use super::fetching::Fetching;
use super::holding::{Holding, Post};
use super::loops::Worker;
use super::offering::Offering;
use super::speaking::{Speaking, Voice};
use crate::base::{Bell, Env, Secret, Wake};
use crate::inbox::{Handler, Inbox, Trouble};
use crate::model::event::Event;
use crate::outbox::{Allowance, Dispatcher, Hold, LOOK};
use crate::service::converse;
use crate::store::{Queue, Store, Tx};
use crate::telegram::{self, Poller, Reach, SetupError, Telegram};
use crate::web::{Away, Came, Intake};

/// How long the messenger may hold a question for news: below the minute after which some routers
/// forget a silent connection.
const WAIT: Duration = Duration::from_secs(25);

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
            let bot = telegram.id();
            let inbox = Inbox::new(store_of(), env_of(), bot, telegram::event, handler);
            let inbox = Arc::new(inbox);
            workers.push(Arc::new(Hearing {
                name: format!("inbox {name}"),
                bot: bot.to_owned(),
                env: env_of(),
                hold: hold.clone(),
                bell: store.bell(Queue::Inbox, bot),
                inbox: inbox.clone(),
            }));
            let channel = Arc::new(telegram.clone());
            let allowance = Allowance {
                together,
                ..config.allowance
            };
            let hold_of = hold.clone();
            let dispatcher =
                Dispatcher::with_allowance(store_of(), env_of(), channel, hold_of, allowance);
            let voice = Voice::new(dispatcher);
            posts.push(Post {
                name: name.clone(),
                bot: bot.to_owned(),
                hold: hold.clone(),
                speaker: voice.dispatcher(),
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
                bell: store.bell(Queue::Outbox, bot),
                voice: voice.clone(),
            }));
            if config.webhook.is_none() {
                let (line_of, hold_of) = (telegram.clone(), hold.clone());
                let poller = Poller::new(line_of, store_of(), env_of(), hold_of, WAIT);
                let short = Short::new(store_of(), bot, inbox, voice);
                let name = format!("polling {name}");
                workers.push(Arc::new(Asking::new(name, env_of(), hold, poller, short)));
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
    inbox: Arc<Inbox>,
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
