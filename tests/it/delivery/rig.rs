//! A database of its own per test and engine, a dispatcher, and a channel that answers by script.

use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hongyan::base::{AccountId, Env, Html, Instant, OutboxId, Wake};
use hongyan::model::message::{Content, Kind, Lane, Outgoing, Parcel};
use hongyan::model::rights::Action;
use hongyan::outbox::{Allowance, Channel, Dispatcher, Hold, Manner, Receipt, Refusal};
use hongyan::store::outbox_view::OutboxState;
use hongyan::store::{Store, outbox, outbox_view};
use sqlx::Connection;
use tokio::sync::Notify;

use crate::world::{BOT, MUM, World};

/// What the channel does with one parcel.
#[derive(Clone, Debug)]
pub enum Answer {
    No(Refusal),
    /// Takes it and never says so: the process dies first.
    Hang,
    /// Takes it and says so only when it is told to.
    Slow(Arc<Notify>),
}

/// One attempt the channel saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    pub chat: i64,
    pub words: String,
    pub silent: bool,
    pub at: Instant,
}

pub struct Script {
    env: Env,
    answers: Mutex<HashMap<i64, VecDeque<Answer>>>,
    log: Mutex<Vec<Sent>>,
    pub hung: Notify,
}

impl Script {
    /// The next answers to what is sent to `chat`; afterwards everything is taken.
    pub fn answers(&self, chat: i64, answers: impl IntoIterator<Item = Answer>) {
        let mut all = self.answers.lock().unwrap();
        all.entry(chat).or_default().extend(answers);
    }

    pub fn refuses(&self, chat: i64, refusal: Refusal) {
        self.answers(chat, [Answer::No(refusal)]);
    }

    pub fn log(&self) -> Vec<Sent> {
        self.log.lock().unwrap().clone()
    }
}

impl Channel for Script {
    fn bot(&self) -> &str {
        BOT
    }

    fn deliver<'a>(
        &'a self,
        chat: i64,
        parcel: &'a Parcel,
        manner: Manner,
    ) -> BoxFuture<'a, Result<Receipt, Refusal>> {
        let (words, silent) = match parcel {
            Parcel::Send {
                content: Content::Text { html },
                silent,
                ..
            } => (html.plain(), *silent || manner.silent),
            Parcel::Edit { html, .. } => (html.plain(), true),
            other => (format!("{other:?}"), false),
        };
        let at = self.env.now();
        let count = {
            let mut log = self.log.lock().unwrap();
            log.push(Sent {
                chat,
                words,
                silent,
                at,
            });
            log.len() as i64
        };
        let answer = self
            .answers
            .lock()
            .unwrap()
            .entry(chat)
            .or_default()
            .pop_front();
        Box::pin(async move {
            match answer {
                None => Ok(Receipt {
                    remote_id: Some(count),
                }),
                Some(Answer::No(refusal)) => Err(refusal),
                Some(Answer::Hang) => {
                    self.hung.notify_one();
                    std::future::pending().await
                }
                Some(Answer::Slow(go)) => {
                    self.hung.notify_one();
                    go.notified().await;
                    Ok(Receipt {
                        remote_id: Some(count),
                    })
                }
            }
        })
    }
}

pub struct Rig {
    pub world: World,
    pub script: Arc<Script>,
    pub dispatcher: Dispatcher,
}

impl Rig {
    pub async fn on(url: &str) -> Self {
        let world = World::linked_on(url).await;
        let script = Arc::new(Script {
            env: world.env.clone(),
            answers: Mutex::default(),
            log: Mutex::default(),
            hung: Notify::new(),
        });
        let dispatcher = fresh(&world, &script);
        Self {
            world,
            script,
            dispatcher,
        }
    }

    /// Another process on the same database, with a dispatcher of its own, named `owner`.
    pub fn process(&self, owner: &str) -> (Dispatcher, Hold) {
        let hold = Hold::shared(BOT, owner);
        let (store, env) = (self.world.store.clone(), self.world.env.clone());
        let dispatcher = dispatcher(store, env, &self.script, hold.clone());
        (dispatcher, hold)
    }

    pub fn store(&self) -> &Store {
        &self.world.store
    }

    pub fn now(&self) -> Instant {
        self.world.env.now()
    }

    /// The process ends and another one starts.
    pub fn restart(&mut self) {
        self.dispatcher = fresh(&self.world, &self.script);
    }

    /// The operator pays for broadcasts from now on.
    pub fn pays(&mut self) {
        let (store, env) = (self.world.store.clone(), self.world.env.clone());
        let (channel, hold) = (self.script.clone(), Hold::alone());
        self.dispatcher = Dispatcher::with_allowance(store, env, channel, hold, Allowance::paid());
    }

    pub async fn put(&self, message: Outgoing) -> OutboxId {
        let id = self.world.env.id();
        let mut tx = self.store().write().await.unwrap();
        let new = outbox::put(&mut tx, id, self.now(), &message)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert!(new, "a row with this dedup key exists");
        id
    }

    /// Ticks until nothing can be done at this moment.
    pub async fn settle(&mut self) -> Wake {
        for _ in 0..200 {
            let wake = self.dispatcher.tick().await.unwrap();
            if wake != Wake::Now {
                return wake;
            }
        }
        panic!("the dispatcher does not come to rest");
    }

    /// Lets the time pass as the dispatcher asks for it, up to `span`.
    pub async fn run(&mut self, span: TimeDelta) {
        let end = self.now() + span;
        while let Wake::At(at) = self.settle().await {
            assert!(at > self.now(), "it asks to be woken in the past");
            if at > end {
                break;
            }
            self.world.env.clock.set(at);
        }
        self.world.env.clock.set(end);
    }

    /// Everything the channel saw, oldest first, as `chat words`.
    pub fn seen(&self) -> Vec<String> {
        let line = |sent: Sent| format!("{} {}", sent.chat, sent.words);
        self.script.log().into_iter().map(line).collect()
    }

    /// State and refusal of a row.
    pub async fn state(&self, id: OutboxId) -> (OutboxState, Option<String>, bool) {
        let mut tx = self.store().read().await.unwrap();
        for state in OutboxState::ALL {
            let rows = outbox_view::list(&mut tx, *state, 1_000).await.unwrap();
            if let Some(row) = rows.into_iter().find(|row| row.id == id) {
                return (*state, row.refusal, row.in_doubt);
            }
        }
        panic!("no such row");
    }

    /// One number from the database, for facts no room lists.
    pub async fn number(&self, sql: &'static str) -> i64 {
        let mut connection = sqlx::AnyConnection::connect(self.world.url())
            .await
            .unwrap();
        let found = sqlx::query_scalar(sql)
            .fetch_one(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
        found
    }

    pub async fn execute(&self, sql: &'static str) {
        let mut connection = sqlx::AnyConnection::connect(self.world.url())
            .await
            .unwrap();
        sqlx::query(sql).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }
}

fn fresh(world: &World, script: &Arc<Script>) -> Dispatcher {
    let hold = Hold::alone();
    dispatcher(world.store.clone(), world.env.clone(), script, hold)
}

/// A second's messages may go in one turn: `pace` tests how evenly they do.
fn dispatcher(store: Store, env: Env, script: &Arc<Script>, hold: Hold) -> Dispatcher {
    let allowance = Allowance {
        together: 30,
        ..Allowance::default()
    };
    Dispatcher::with_allowance(store, env, script.clone(), hold, allowance)
}

/// A message in the normal lane about nobody.
pub fn to(chat: i64, words: &str) -> Outgoing {
    Outgoing {
        account: AccountId(1),
        bot: BOT.into(),
        chat,
        adult: None,
        children: Vec::new(),
        right: None,
        concerns: Vec::new(),
        kind: Kind::Notice,
        lane: Lane::Normal,
        parcel: Parcel::text(Html::escape(words)),
        not_before: None,
        expires: None,
        dedup: None,
        thread: None,
    }
}

/// About Ming to his mother.
pub fn about_ming(rig: &Rig, words: &str) -> Outgoing {
    Outgoing {
        adult: Some(rig.world.adult(MUM)),
        children: vec![rig.world.school.ming],
        right: Some(Action::FamilyNote),
        kind: Kind::Note,
        ..to(rig.world.chat_of(MUM), words)
    }
}

static DATABASES: AtomicU64 = AtomicU64::new(0);

/// A rig on a SQLite file of its own.
pub async fn on_sqlite<F: Future<Output = ()>>(test: impl FnOnce(Rig) -> F) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/delivery.sqlite", folder.path().display());
    test(Rig::on(&url).await).await;
}

/// A rig on a PostgreSQL database of its own, dropped afterwards; nothing when there is no server.
pub async fn on_postgres<F: Future<Output = ()>>(test: impl FnOnce(Rig) -> F) {
    let Ok(server) = std::env::var("HONGYAN_TEST_POSTGRES_URL") else {
        return;
    };
    sqlx::any::install_default_drivers();
    let count = DATABASES.fetch_add(1, Ordering::SeqCst);
    let name = format!("hongyan_delivery_{}_{count}", std::process::id());
    let url = format!("{}/{name}", server.rsplit_once('/').unwrap().0);
    command(&server, format!("CREATE DATABASE {name}")).await;
    let result = AssertUnwindSafe(async { test(Rig::on(&url).await).await })
        .catch_unwind()
        .await;
    command(&server, format!("DROP DATABASE {name} WITH (FORCE)")).await;
    if let Err(panic) = result {
        std::panic::resume_unwind(panic);
    }
}

async fn command(server: &str, sql: String) {
    let mut connection = sqlx::AnyConnection::connect(server).await.unwrap();
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
}

/// Each named test once per engine.
macro_rules! on_both {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $name() {
                crate::delivery::rig::on_sqlite(super::$name).await;
            })*
        }
        mod postgres {
            $(#[tokio::test]
            async fn $name() {
                crate::delivery::rig::on_postgres(super::$name).await;
            })*
        }
    };
}
pub(crate) use on_both;
