//! The process of a simulated year: the real scheduler, ladder, dispatcher and conversations over one
//! database, stepped from due thing to due thing, and ended in every way a process can end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hongyan::app::workers::Runs;
use hongyan::base::{Chance, Clock, Env, Instant, Wake};
use hongyan::model::event::{Did, Event};
use hongyan::outbox::{Allowance, Dispatcher, Hold};
use hongyan::schedule::{Jobs, Page, Scheduler};
use hongyan::service::{check_in, converse};
use hongyan::store::schedules::Run;
use hongyan::store::{Store, StoreError, Tx, agenda, check_ins, schedules};
use tokio::sync::Notify;

use super::post::Post;
use crate::support::keys::keys;
use crate::world::BOT;

/// How a process ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Between two ticks.
    Idle,
    /// After a page of a run was committed, before the next.
    BetweenPages,
    /// A page is written and not committed.
    InsidePage,
    /// So many parcels later: taken by the messenger, not written down.
    MidSend(i64),
    /// Nothing runs for so long.
    Down(TimeDelta),
}

/// The real jobs, with a place to die in.
struct Dying {
    runs: Runs,
    inside: AtomicBool,
    pages: AtomicU64,
    hung: Notify,
}

impl Jobs for Dying {
    fn page<'a>(&'a self, tx: &'a mut Tx, run: &'a Run) -> BoxFuture<'a, Result<Page, StoreError>> {
        async move {
            let page = self.runs.page(tx, run).await?;
            self.pages.fetch_add(1, Ordering::SeqCst);
            if self.inside.swap(false, Ordering::SeqCst) {
                self.hung.notify_one();
                std::future::pending::<()>().await;
            }
            Ok(page)
        }
        .boxed()
    }
}

pub struct House {
    pub store: Store,
    pub env: Env,
    pub post: Arc<Post>,
    url: String,
    scheduler: Scheduler,
    dispatcher: Dispatcher,
    jobs: Arc<Dying>,
    scheduler_wakes: Wake,
    dispatcher_wakes: Wake,
    ladder_wakes: Wake,
    between: bool,
    /// How processes ended so far, and when nothing ran.
    pub ends: Vec<End>,
    pub downs: Vec<(Instant, Instant)>,
}

fn is_due(wake: Wake, now: Instant) -> bool {
    match wake {
        Wake::Now => true,
        Wake::At(at) => at <= now,
        Wake::Idle => false,
    }
}

fn dispatcher(store: &Store, env: &Env, post: &Arc<Post>) -> Dispatcher {
    // The pace has tests of its own; here the year must fit into a minute.
    let allowance = Allowance::unlimited();
    Dispatcher::with_allowance(
        store.clone(),
        env.clone(),
        post.clone(),
        Hold::alone(),
        allowance,
    )
}

impl House {
    pub async fn open(url: &str, start: Instant) -> Self {
        let env = Env::with(Clock::manual(start), Chance::seeded(2026));
        let store = Store::open(url).await.unwrap().with_keys(keys());
        let post = Arc::new(Post::new(env.clone()));
        let jobs = Arc::new(Dying {
            runs: Runs::new(env.clone()),
            inside: AtomicBool::new(false),
            pages: AtomicU64::new(0),
            hung: Notify::new(),
        });
        Self {
            scheduler: Scheduler::new(store.clone(), env.clone(), jobs.clone()),
            dispatcher: dispatcher(&store, &env, &post),
            url: url.to_owned(),
            scheduler_wakes: Wake::Now,
            dispatcher_wakes: Wake::Now,
            ladder_wakes: Wake::Now,
            between: false,
            ends: Vec::new(),
            downs: Vec::new(),
            store,
            env,
            post,
            jobs,
        }
    }

    /// The process ends; another one starts over the same database. Memory is lost.
    async fn restart(&mut self, end: End) {
        self.ends.push(end);
        self.store.close().await;
        if let End::Down(span) = end {
            let from = self.env.now();
            self.env.clock.advance(span);
            self.downs.push((from, self.env.now()));
        }
        self.store = Store::open(&self.url).await.unwrap().with_keys(keys());
        let (store, env) = (&self.store, &self.env);
        self.scheduler = Scheduler::new(store.clone(), env.clone(), self.jobs.clone());
        self.dispatcher = dispatcher(store, env, &self.post);
        self.scheduler_wakes = Wake::Now;
        self.dispatcher_wakes = Wake::Now;
        self.ladder_wakes = Wake::Now;
    }

    /// Lets it end now, or as soon as it comes to the place.
    pub async fn end(&mut self, end: End) {
        match end {
            End::Idle | End::Down(_) => self.restart(end).await,
            End::BetweenPages => self.between = true,
            End::InsidePage => self.jobs.inside.store(true, Ordering::SeqCst),
            End::MidSend(parcels) => self.post.die_after(parcels),
        }
    }

    /// Whether it is on its way to the place where it ends.
    pub fn is_ending(&self) -> bool {
        self.between || self.jobs.inside.load(Ordering::SeqCst) || self.post.is_dying()
    }

    /// Everything that can be done at this moment.
    pub async fn settle(&mut self) {
        loop {
            let now = self.env.now();
            if is_due(self.scheduler_wakes, now) {
                self.schedule().await;
            } else if is_due(self.ladder_wakes, now) {
                self.climb().await;
            } else if self.listen().await {
                self.dispatcher_wakes = Wake::Now;
                self.ladder_wakes = Wake::Now;
            } else if is_due(self.dispatcher_wakes, now) {
                self.speak().await;
            } else {
                return;
            }
        }
    }

    async fn schedule(&mut self) {
        let pages = self.jobs.pages.load(Ordering::SeqCst);
        let wake = tokio::select! {
            wake = self.scheduler.tick() => Some(wake.unwrap()),
            () = self.jobs.hung.notified() => None,
        };
        let Some(wake) = wake else {
            return self.restart(End::InsidePage).await;
        };
        self.scheduler_wakes = wake;
        self.dispatcher_wakes = Wake::Now;
        self.ladder_wakes = Wake::Now;
        if self.between && self.jobs.pages.load(Ordering::SeqCst) > pages {
            self.between = false;
            self.restart(End::BetweenPages).await;
        }
    }

    async fn climb(&mut self) {
        let mut tx = self.store.read().await.unwrap();
        let due = check_ins::next_due(&mut tx).await.unwrap();
        drop(tx);
        let now = self.env.now();
        if due.is_none_or(|due| due > now) {
            self.ladder_wakes = Wake::at(due);
            return;
        }
        let mut tx = self.store.write().await.unwrap();
        let next = check_in::tick(&mut tx, &self.env, 200).await.unwrap();
        tx.commit().await.unwrap();
        self.ladder_wakes = Wake::at(next);
        self.dispatcher_wakes = Wake::Now;
    }

    /// Guardians' taps, each an update of its own.
    async fn listen(&self) -> bool {
        let taps = self.post.taps();
        for tapped in &taps {
            let event = Event {
                bot: BOT.into(),
                chat: tapped.chat,
                language: None,
                did: Did::Taps {
                    data: tapped.data.clone(),
                    query: format!("q{}", tapped.message),
                    message: Some(tapped.message),
                },
            };
            let mut tx = self.store.write().await.unwrap();
            converse::hear(&mut tx, &self.env, event).await.unwrap();
            tx.commit().await.unwrap();
        }
        !taps.is_empty()
    }

    async fn speak(&mut self) {
        let wake = tokio::select! {
            wake = self.dispatcher.tick() => Some(wake.unwrap()),
            () = self.post.hung.notified() => None,
        };
        match wake {
            Some(wake) => self.dispatcher_wakes = wake,
            None => self.restart(End::MidSend(0)).await,
        }
    }

    /// When anything is due next.
    pub async fn next(&self) -> Option<Instant> {
        let mut tx = self.store.read().await.unwrap();
        let coming = agenda::next(&mut tx, self.env.now()).await.unwrap();
        let mut wake = Wake::at(coming.map(|(_, at)| at));
        wake = wake.or(Wake::at(self.post.next_answer()));
        // A lease that runs out is on nobody's agenda but the dispatcher's.
        match wake.or(self.dispatcher_wakes) {
            Wake::At(at) => Some(at),
            _ => None,
        }
    }

    /// The holidays begin: nothing is planned any more.
    pub async fn close_for_summer(&mut self) {
        let mut tx = self.store.write().await.unwrap();
        for schedule in schedules::list(&mut tx).await.unwrap() {
            schedules::switch(&mut tx, schedule.id, false)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        self.scheduler_wakes = Wake::Now;
    }

    /// How much is due and not done.
    pub async fn left_over(&self) -> i64 {
        let mut tx = self.store.read().await.unwrap();
        agenda::due(&mut tx, self.env.now()).await.unwrap()
    }
}
