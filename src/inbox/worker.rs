//! The worker: one update, one transaction. A failing or panicking update is tried again and then
//! put aside for a person; it never stops another chat.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use chrono::TimeDelta;
use futures_util::{FutureExt, StreamExt, stream};
use metrics::{counter, histogram};

use super::{Handler, Reader, Trouble};
use crate::base::{Env, Wake};
use crate::store::inbox::{self, Claimed};
use crate::store::{Engine, Store, StoreError, Stored};

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

/// Chats handled at once. SQLite has one writer: a second one would only wait.
const fn at_once(engine: Engine) -> usize {
    match engine {
        Engine::Sqlite => 1,
        Engine::Postgres => 8,
    }
}

/// Handles the stored updates of one bot.
pub struct Inbox {
    store: Store,
    env: Env,
    bot: String,
    reader: Reader,
    handler: Arc<dyn Handler>,
}

/// What became of one update.
enum Handled {
    Done,
    /// A kind we do nothing about.
    Nothing,
    /// Somebody else had taken it over: undone here.
    Lost,
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
        }
    }

    /// One round over all chats with something to do. An error means that the database was away:
    /// nothing is lost, call again later.
    pub async fn tick(&self) -> Stored<Wake> {
        let now = self.env.now();
        let mut tx = self.store.write().await?;
        let batch = inbox::claim(&mut tx, &self.bot, now, now + LEASE, BATCH).await?;
        if batch.is_empty() {
            let due = inbox::next_due(&mut tx, &self.bot, now).await?;
            tx.commit().await?;
            return Ok(Wake::at(due));
        }
        tx.commit().await?;
        let mut results = stream::iter(batch)
            .map(|update| self.one(update))
            .buffer_unordered(at_once(self.store.engine()));
        let mut first_error = None;
        while let Some(result) = results.next().await {
            if let Err(error) = result {
                first_error.get_or_insert(error);
            }
        }
        first_error.map_or(Ok(Wake::Now), Err)
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
        let word = match &result {
            Ok(Handled::Done) => "done",
            Ok(Handled::Nothing) => "nothing",
            Ok(Handled::Lost) => "lost",
            Err(Failed::Passing(_)) => "passing",
            Err(Failed::Trouble(_)) => "failed",
            Err(Failed::Unreadable(_)) => "unreadable",
        };
        counter!("hongyan_inbox_handled_total", "result" => word).increment(1);
        match result {
            Ok(_) => Ok(()),
            Err(failed) => self.set_back(&update, failed).await,
        }
    }

    /// Effects and settlement in one transaction: both or neither.
    async fn handle(&self, update: &Claimed) -> Result<Handled, Failed> {
        let event = (self.reader)(&self.bot, &update.body).map_err(Failed::Unreadable)?;
        let mut tx = self.store.write().await?;
        let handled = match event {
            Some(event) => {
                self.handler.handle(&mut tx, event).await?;
                Handled::Done
            }
            None => Handled::Nothing,
        };
        if !inbox::settle_done(&mut tx, update, self.env.now()).await? {
            return Ok(Handled::Lost);
        }
        tx.commit().await?;
        Ok(handled)
    }

    async fn set_back(&self, update: &Claimed, failed: Failed) -> Stored<()> {
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
