//! One bot's long polling as a worker, and the short way from an update to its answer: where few come in and nothing
//! else is to be done they are stored, handled and answered in one transaction. One wait for the disk instead of two,
//! and nobody has to be called in between. Whatever is not as usual goes the long way: stored first, then handled by
//! the inbox, then claimed by the dispatcher.

use std::sync::Arc;

use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use metrics::counter;
use tokio::sync::Mutex;

use super::loops::{NotBefore, Worker};
use super::speaking::Voice;
use crate::base::{Env, Wake};
use crate::inbox::{Heard, Inbox, Rest};
use crate::outbox::{Dispatcher, Hold, Joined, LOOK};
use crate::store::{Queue, Store, Stored, Tx};
use crate::telegram::{Arrived, Page, PollError, Polled, Poller};

/// More at once are worth two workers: one stores the next page while the other handles this one.
const FEW: usize = 8;

/// What the short way goes through.
pub struct Short {
    store: Store,
    bot: String,
    inbox: Arc<Inbox>,
    voice: Voice,
}

impl Short {
    pub fn new(store: Store, bot: &str, inbox: Arc<Inbox>, voice: Voice) -> Self {
        Self {
            store,
            bot: bot.to_owned(),
            inbox,
            voice,
        }
    }

    /// Stores, handles and answers a page. `None`: it has to go the long way, and nothing has happened.
    pub async fn go(&self, poller: &Poller, page: &Page) -> Result<Option<Polled>, PollError> {
        // A page that is not warm may hold what ended the last process: only what is stored is counted.
        if !page.is_warm() || !(1..=FEW).contains(&page.number()) {
            return Ok(None);
        }
        let Some(rest) = self.inbox.at_rest() else {
            return Ok(None);
        };
        // Before the transaction: it is the order in which the outbox's own turns take the two.
        let mut dispatcher = self.voice.take().await;
        let mut tx = self.store.write_hasty().await?;
        let done = match self
            .answer(&mut tx, poller, page, (&rest, &mut dispatcher))
            .await
        {
            Ok(Some(done)) => done,
            // If the database is away, the long way will say so.
            Ok(None) | Err(_) => {
                // Undone in any case; waiting for it lets go of the rows before the long way wants them.
                drop(tx.undo().await);
                return Ok(None);
            }
        };
        let committed = tx.commit().await;
        match (done.joined, &committed) {
            (Some(joined), Ok(())) => dispatcher.leave(joined),
            (Some(joined), Err(_)) => dispatcher.stay(&joined),
            (None, _) => {}
        }
        drop(dispatcher);
        self.voice.has_changed();
        committed?;
        done.heard.count();
        count("short");
        poller.kept(page, Some(done.arrived)).map(Some)
    }

    /// All of it but the commit. `None`: something is not as usual; `tx` is to be undone, as after an error.
    async fn answer(
        &self,
        tx: &mut Tx,
        poller: &Poller,
        page: &Page,
        (rest, dispatcher): (&Rest<'_>, &mut Dispatcher),
    ) -> Stored<Option<Done>> {
        let arrived = poller.keep_in(tx, page).await?;
        let Some(arrived) = arrived.filter(Arrived::is_plain) else {
            return Ok(None);
        };
        let Some(heard) = rest.hear(tx).await? else {
            return Ok(None);
        };
        tx.flush().await?;
        if heard.is_all(arrived.stored) {
            tx.is_taken(Queue::Inbox, &self.bot);
        }
        let joined = match tx.has_put(Queue::Outbox, &self.bot) {
            true => dispatcher.join(tx, page.epoch()).await?,
            false => None,
        };
        if joined.as_ref().is_some_and(Joined::is_all) {
            tx.is_taken(Queue::Outbox, &self.bot);
        }
        Ok(Some(Done {
            arrived,
            heard,
            joined,
        }))
    }
}

/// What is done when it is committed.
struct Done {
    arrived: Arrived,
    heard: Heard,
    joined: Option<Joined>,
}

fn count(way: &'static str) {
    counter!("hongyan_polled_pages_total", "way" => way).increment(1);
}

/// The worker.
pub(super) struct Asking {
    name: String,
    env: Env,
    hold: Hold,
    poller: Poller,
    short: Short,
    /// Held while a page is kept: that may not be dropped, since what was claimed and committed must leave.
    keeping: Mutex<()>,
}

impl Asking {
    pub fn new(name: String, env: Env, hold: Hold, poller: Poller, short: Short) -> Self {
        Self {
            name,
            env,
            hold,
            poller,
            short,
            keeping: Mutex::default(),
        }
    }

    async fn round(&self) -> Result<Polled, PollError> {
        let asked = tokio::select! {
            asked = self.poller.ask() => asked?,
            // The messenger knows one who asks: we hang up before another one does.
            () = self.hold.parting() => None,
        };
        let Some(page) = asked else {
            return Ok(self.poller.elsewhere());
        };
        // From here on an answer may leave: a stop must not drop who writes down that it has.
        let _keeping = self.keeping.lock().await;
        // For a bot that is given away nothing is begun.
        if self.hold.lasts(self.env.now())
            && let Some(polled) = self.short.go(&self.poller, &page).await?
        {
            return Ok(polled);
        }
        if page.number() > 0 {
            count("long");
        }
        self.poller.keep(page).await
    }
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
            match self.round().await {
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

    fn finish(&self) -> BoxFuture<'_, anyhow::Result<()>> {
        // The last page's answers may have left after the outbox was finished.
        async { Ok(self.short.voice.finish().await?) }.boxed()
    }

    fn may_be_dropped(&self) -> BoxFuture<'_, ()> {
        self.keeping.lock().map(drop).boxed()
    }
}
