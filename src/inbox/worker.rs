//! The worker. What has just come in is taken, handled and settled in one transaction; what failed there,
//! and what another process may have died with, is claimed in a transaction of its own first, so that
//! every try is counted. A failing or panicking update is tried again and then put aside for a person; it
//! never stops another chat.

mod fresh;

pub use fresh::{Heard, Rest};

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::TimeDelta;
use futures_util::{FutureExt, StreamExt, stream};
use metrics::{counter, histogram};
use tokio::sync::Mutex as Turn;

use super::{Handler, Reader, Trouble};
use crate::base::{Env, Wake};
use crate::store::inbox::{self, Claimed};
use crate::store::{Engine, Store, StoreError, Stored, Tx};

/// The pause after the first, second ... failed try, in seconds; then it is parked.
pub const RETRY_SCHEDULE: &[i64] = &[1, 10, 60];

/// Tries after which an update is parked, also when the process died with it each time.
pub const PARK_AFTER: i64 = RETRY_SCHEDULE.len() as i64 + 1;

/// How long a claim holds: handling is a few reads and writes.
const LEASE: TimeDelta = TimeDelta::seconds(60);

/// The pause after a fault of the database.
const PASSING: TimeDelta = TimeDelta::seconds(1);

/// Updates per claim, of as many chats.
const BATCH: usize = 64;

/// How many updates share a transaction, and how many transactions run at once. SQLite has one writer:
/// a second one would only wait.
const fn groups(engine: Engine) -> (usize, usize) {
    match engine {
        Engine::Sqlite => (BATCH, 1),
        Engine::Postgres => (BATCH / 4, 4),
    }
}

/// Handles the stored updates of one bot.
pub struct Inbox {
    store: Store,
    env: Env,
    bot: String,
    reader: Reader,
    handler: Arc<dyn Handler>,
    /// Every try is written down before it is made: the updates that are here may have ended a process.
    careful: AtomicBool,
    /// The last fresh ones were as many as one transaction takes.
    crowded: AtomicBool,
    /// When what was tried before is due, as far as it is known.
    next: Mutex<Option<Wake>>,
    /// One round at a time, of whoever.
    turn: Turn<()>,
}

/// What a round of fresh ones left.
enum Taken {
    /// There was none.
    Nothing,
    All,
    More,
}

/// What became of one update.
enum Handled {
    Done,
    /// A kind we do nothing about.
    Nothing,
    /// Somebody else had taken it over: undone here.
    Lost,
}

impl Handled {
    const fn word(&self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Nothing => "nothing",
            Self::Lost => "lost",
        }
    }
}

fn tally(result: &'static str) {
    counter!("hongyan_inbox_handled_total", "result" => result).increment(1);
}

fn tally_all(handled: &[Handled], took: TimeDelta) {
    let each = took.as_seconds_f64() / handled.len().max(1) as f64;
    for handled in handled {
        histogram!("hongyan_inbox_seconds").record(each);
        tally(handled.word());
    }
}

/// Why it was not handled.
enum Failed {
    /// The database was away: not the update's fault.
    Passing(StoreError),
    /// Trying again can help.
    Trouble(String),
    /// Trying again cannot help.
    Unreadable(&'static str),
}

impl From<Trouble> for Failed {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Store(error) => Self::from(error),
            Trouble::Other(words) => Self::Trouble(words.to_owned()),
        }
    }
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        if error.is_passing() {
            return Self::Passing(error);
        }
        // The words of `StoreError` name columns, never content.
        Self::Trouble(error.to_string())
    }
}

impl Inbox {
    pub fn new(
        store: Store,
        env: Env,
        bot: impl Into<String>,
        reader: Reader,
        handler: Arc<dyn Handler>,
    ) -> Self {
        Self {
            store,
            env,
            bot: bot.into(),
            reader,
            handler,
            careful: AtomicBool::new(true),
            crowded: AtomicBool::new(false),
            next: Mutex::default(),
            turn: Turn::default(),
        }
    }

    /// Somebody else may have handled this bot's updates since, and ended with one of them. The same is
    /// true of a new process; it ends when nothing of that time is left.
    pub fn be_careful(&self) {
        self.careful.store(true, Ordering::SeqCst);
    }

    /// One round over all chats with something to do. An error means that the database was away:
    /// nothing is lost, call again later.
    pub async fn tick(&self) -> Stored<Wake> {
        let _turn = self.turn.lock().await;
        if self.careful.load(Ordering::SeqCst) {
            return self.claimed().await;
        }
        match (self.fresh().await, self.known()) {
            (Ok(Taken::More), Some(_)) => Ok(Wake::Now),
            (Ok(Taken::All), Some(next)) => Ok(next),
            // What was tried before is looked for; what went wrong in company is tried alone.
            (Ok(_), _) | (Err(Failed::Trouble(_) | Failed::Unreadable(_)), _) => {
                self.claimed().await
            }
            (Err(Failed::Passing(error)), _) => Err(error),
        }
    }

    /// When to come again if nothing new does; `None`: that has to be asked.
    fn known(&self) -> Option<Wake> {
        let next = *self.next.lock().unwrap_or_else(PoisonError::into_inner);
        next.filter(|next| !matches!(next, Wake::At(at) if *at <= self.env.now()))
    }

    fn learn(&self, next: Option<Wake>) {
        *self.next.lock().unwrap_or_else(PoisonError::into_inner) = next;
    }

    /// A round in which every try is counted before it is made.
    async fn claimed(&self) -> Stored<Wake> {
        let now = self.env.now();
        self.learn(None);
        let mut tx = self.store.write().await?;
        let batch = inbox::claim(&mut tx, &self.bot, now, now + LEASE, BATCH).await?;
        if batch.is_empty() {
            let due = inbox::next_due(&mut tx, &self.bot, now).await?;
            tx.commit().await?;
            self.careful.store(false, Ordering::SeqCst);
            self.learn(Some(Wake::at(due)));
            return Ok(Wake::at(due));
        }
        tx.commit().await?;
        // One that has failed before is handled alone, so that it takes nobody with it.
        let (fresh, again): (Vec<_>, Vec<_>) = batch.into_iter().partition(|u| u.tries == 1);
        let again = self.spare_the_innocent(again).await?;
        let (size, at_once) = groups(self.store.engine());
        let mut work: Vec<Vec<Claimed>> = fresh.chunks(size).map(<[_]>::to_vec).collect();
        work.extend(again.into_iter().map(|update| vec![update]));
        let mut results = stream::iter(work)
            .map(|group| self.group(group))
            .buffer_unordered(at_once);
        let mut first_error = None;
        while let Some(result) = results.next().await {
            if let Err(error) = result {
                first_error.get_or_insert(error);
            }
        }
        match first_error {
            Some(error) => Err(error),
            None => self.next().await,
        }
    }

    /// Of those the process died with again and again, the oldest is parked; the others may only have
    /// stood behind it.
    async fn spare_the_innocent(&self, again: Vec<Claimed>) -> Stored<Vec<Claimed>> {
        let (dead, mut kept): (Vec<_>, Vec<_>) =
            again.into_iter().partition(|u| u.tries > PARK_AFTER);
        let mut dead = dead.into_iter();
        kept.extend(dead.next());
        if dead.len() > 0 {
            let mut tx = self.store.write().await?;
            for update in dead {
                inbox::release(&mut tx, &update, self.env.now()).await?;
            }
            tx.commit().await?;
        }
        Ok(kept)
    }

    /// When to look again: asked without taking the writers' turn.
    async fn next(&self) -> Stored<Wake> {
        let now = self.env.now();
        let mut tx = self.store.read().await?;
        if inbox::is_open(&mut tx, &self.bot, now).await? {
            return Ok(Wake::Now);
        }
        Ok(Wake::at(inbox::next_due(&mut tx, &self.bot, now).await?))
    }

    /// Updates of different chats in one transaction: one commit for all. If anything goes wrong with
    /// any of them, nothing has happened and each is handled alone.
    async fn group(&self, group: Vec<Claimed>) -> Stored<()> {
        if group.len() > 1 {
            let began = self.env.now();
            let together = AssertUnwindSafe(self.together(&group)).catch_unwind();
            if let Ok(Ok(handled)) = together.await {
                tally_all(&handled, self.env.now() - began);
                return Ok(());
            }
        }
        let mut result = Ok(());
        for update in group {
            let one = self.one(update).await;
            result = result.and(one);
        }
        result
    }

    async fn together(&self, group: &[Claimed]) -> Result<Vec<Handled>, Failed> {
        let mut tx = self.store.write().await?;
        let mut all = Vec::with_capacity(group.len());
        for update in group {
            all.push(self.effects(&mut tx, &update.body).await?);
        }
        if !inbox::settle_all_done(&mut tx, group, self.env.now()).await? {
            return Err(Failed::Unreadable("a claim was lost"));
        }
        tx.commit().await?;
        Ok(all)
    }

    async fn one(&self, update: Claimed) -> Stored<()> {
        let began = self.env.now();
        let result = if update.tries > PARK_AFTER {
            Err(Failed::Unreadable("the process ended while handling it"))
        } else {
            // A panic is a failed try like any other: the transaction is dropped, so undone.
            AssertUnwindSafe(self.handle(&update))
                .catch_unwind()
                .await
                .unwrap_or_else(|_| Err(Failed::Trouble("panic while handling it".into())))
        };
        let took = (self.env.now() - began).as_seconds_f64();
        histogram!("hongyan_inbox_seconds").record(took);
        tally(match &result {
            Ok(handled) => handled.word(),
            Err(Failed::Passing(_)) => "passing",
            Err(Failed::Trouble(_)) => "failed",
            Err(Failed::Unreadable(_)) => "unreadable",
        });
        match result {
            Ok(_) => Ok(()),
            Err(failed) => self.set_back(&update, failed).await,
        }
    }

    /// Effects and settlement in one transaction: both or neither.
    async fn handle(&self, update: &Claimed) -> Result<Handled, Failed> {
        let mut tx = self.store.write().await?;
        let handled = self.effects(&mut tx, &update.body).await?;
        if !inbox::settle_done(&mut tx, update, self.env.now()).await? {
            return Ok(Handled::Lost);
        }
        tx.commit().await?;
        Ok(handled)
    }

    async fn effects(&self, tx: &mut Tx, body: &str) -> Result<Handled, Failed> {
        let event = (self.reader)(&self.bot, body).map_err(Failed::Unreadable)?;
        let handled = match event {
            Some(event) => {
                self.handler.handle(tx, event).await?;
                Handled::Done
            }
            None => Handled::Nothing,
        };
        Ok(handled)
    }

    async fn set_back(&self, update: &Claimed, failed: Failed) -> Stored<()> {
        self.learn(None);
        let now = self.env.now();
        let step = usize::try_from(update.tries - 1).unwrap_or_default();
        let (problem, pause) = match failed {
            // Given back when that much works; else its lease ends and it is handled again.
            Failed::Passing(error) => {
                let mut tx = self.store.write().await?;
                inbox::release(&mut tx, update, now + PASSING).await?;
                tx.commit().await?;
                return Err(error);
            }
            Failed::Trouble(words) => (words, RETRY_SCHEDULE.get(step)),
            Failed::Unreadable(words) => (words.to_owned(), None),
        };
        let mut tx = self.store.write().await?;
        match pause {
            Some(seconds) => {
                let at = now + TimeDelta::seconds(*seconds);
                inbox::fail(&mut tx, update, at, &problem).await?;
                tracing::warn!(inbox = %update.id, tries = update.tries, problem, "an update failed and will be tried again");
            }
            None => {
                inbox::park(&mut tx, update, now, &problem).await?;
                counter!("hongyan_inbox_parked_total", "why" => "failed").increment(1);
                tracing::error!(inbox = %update.id, tries = update.tries, problem, "an update is parked");
            }
        }
        tx.commit().await
    }
}
