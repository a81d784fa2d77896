//! Asking Telegram for updates. They are stored with the new offset in one transaction; only the
//! next question tells Telegram that they may be forgotten. Asking may be dropped at any time.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use metrics::counter;

use super::intake::{Arrived, Came, FRESH, offset, put};
use super::{CallError, Telegram};
use crate::base::{Env, Instant};
use crate::outbox::{Epoch, Hold, LOOK};
use crate::store::{Store, StoreError, Stored, Tx};

/// What one question brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Polled {
    Brought(Arrived),
    /// Another process asks for this bot: nothing was asked, or nothing of it kept. Look again then.
    Elsewhere(Instant),
}

/// What one question brought, kept nowhere yet.
pub struct Page {
    epoch: Epoch,
    updates: Vec<Came>,
    number: usize,
    warm: bool,
}

impl Page {
    /// In whose time it was asked for.
    pub const fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// How many updates.
    pub const fn number(&self) -> usize {
        self.number
    }

    /// The same poller has kept what came before it. On a page that is not warm may be what ended the last process.
    pub const fn is_warm(&self) -> bool {
        self.warm
    }
}

/// Why nothing came in.
#[derive(Debug, thiserror::Error)]
pub enum PollError {
    #[error("Telegram does not accept the bot's token: ask BotFather for the current one")]
    Token,
    #[error("another program asks for this bot's updates: stop it, or give this one its own bot")]
    SecondPoller,
    #[error("this bot has a webhook: delete it, or run without polling")]
    Webhook,
    /// Passing: ask again after this long.
    #[error("Telegram does not answer: {error}")]
    Telegram { error: CallError, after: Duration },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl PollError {
    /// How long to wait before the next question; `None`: a person has to act first.
    pub fn wait(&self) -> Option<Duration> {
        match self {
            Self::Token | Self::Webhook => None,
            // The other one may be our own predecessor that is just ending.
            Self::SecondPoller => Some(Duration::from_secs(5)),
            Self::Telegram { after, .. } => Some(*after),
            Self::Store(_) => Some(Duration::from_secs(1)),
        }
    }
}

/// Asks for one bot. There is one per bot at a time: the one whose [`Hold`] is in force.
pub struct Poller {
    telegram: Telegram,
    store: Store,
    env: Env,
    hold: Hold,
    /// How long Telegram holds a question without an answer.
    wait: Duration,
    /// What the last page left behind; taken by the question that uses it, so that whatever ends that one
    /// has the next ask the database.
    place: Mutex<Option<Place>>,
}

/// Where a poller stands.
#[derive(Clone, Copy)]
struct Place {
    epoch: Epoch,
    next: i64,
    /// When the last update was stored.
    at: Instant,
}

impl Poller {
    pub fn new(telegram: Telegram, store: Store, env: Env, hold: Hold, wait: Duration) -> Self {
        Self {
            telegram,
            store,
            env,
            hold,
            wait,
            place: Mutex::default(),
        }
    }

    /// What the last page left behind, once.
    fn place(&self) -> Option<Place> {
        let now = self.env.now();
        let place = self
            .place
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        // It is asked again before anything is kept.
        place.filter(|place| self.hold.lasts(now) && now - place.at < FRESH)
    }

    fn stay(&self, place: Place) {
        *self.place.lock().unwrap_or_else(PoisonError::into_inner) = Some(place);
    }

    /// In whose time, and from where on, to ask. `None`: the bot is in other hands.
    async fn stand(&self) -> Stored<Option<(Epoch, Option<i64>)>> {
        let now = self.env.now();
        let mut tx = self.store.write().await?;
        let Some(epoch) = self.hold.enter(&mut tx, now).await? else {
            tx.commit().await?;
            return Ok(None);
        };
        let from = offset(&mut tx, &self.env, self.telegram.id()).await?;
        tx.commit().await?;
        Ok(Some((epoch, from)))
    }

    /// Asks, and keeps what came in a transaction of its own.
    pub async fn tick(&self) -> Result<Polled, PollError> {
        match self.ask().await? {
            Some(page) => self.keep(page).await,
            None => Ok(self.elsewhere()),
        }
    }

    /// One question; returns when there are updates or Telegram has held it for long enough. `None`: the bot is in
    /// other hands.
    pub async fn ask(&self) -> Result<Option<Page>, PollError> {
        let place = self.place();
        let (epoch, from) = match place {
            Some(place) => (place.epoch, Some(place.next)),
            None => match self.stand().await? {
                Some(stand) => stand,
                None => return Ok(None),
            },
        };
        let updates = self.telegram.updates(from, self.wait).await;
        let updates = updates.map_err(trouble)?;
        if let Some(place) = place.filter(|_| updates.is_empty()) {
            self.stay(place);
        }
        Ok(Some(Page {
            epoch,
            number: updates.len(),
            updates,
            warm: place.is_some(),
        }))
    }

    /// Keeps a page in a transaction of its own.
    pub async fn keep(&self, mut page: Page) -> Result<Polled, PollError> {
        if page.number == 0 {
            return Ok(Polled::Brought(Arrived::default()));
        }
        let updates = std::mem::take(&mut page.updates);
        let mut tx = self.store.write_one().await?;
        let arrived = self.put(&mut tx, updates, page.epoch).await?;
        tx.commit().await?;
        self.kept(&page, arrived)
    }

    /// Puts a small page into the caller's transaction; to be followed by [`Poller::kept`] once that is committed.
    /// `None`: the bot is in other hands, and nothing was put.
    pub async fn keep_in(&self, tx: &mut Tx, page: &Page) -> Stored<Option<Arrived>> {
        self.put(tx, page.updates.clone(), page.epoch).await
    }

    async fn put(&self, tx: &mut Tx, updates: Vec<Came>, epoch: Epoch) -> Stored<Option<Arrived>> {
        let holder = self.hold.of(epoch);
        put(tx, &self.env, self.telegram.id(), updates, holder).await
    }

    /// What [`Poller::keep_in`] gave is committed: the next question begins after it.
    pub fn kept(&self, page: &Page, arrived: Option<Arrived>) -> Result<Polled, PollError> {
        let Some(arrived) = arrived else {
            // Nothing is lost: Telegram tells the new one again what it does not have.
            counter!("hongyan_polled_too_late_total").increment(page.number as u64);
            return Ok(self.elsewhere());
        };
        arrived.count();
        let Some(next) = arrived.next else {
            // The same page would come at once, again and again.
            return Err(trouble(CallError::Unintelligible));
        };
        let (epoch, at) = (page.epoch, self.env.now());
        self.stay(Place { epoch, next, at });
        Ok(Polled::Brought(arrived))
    }

    /// Another process asks for this bot.
    pub fn elsewhere(&self) -> Polled {
        Polled::Elsewhere(self.env.now() + LOOK)
    }
}

fn trouble(error: CallError) -> PollError {
    let after = match &error {
        CallError::Refused {
            code,
            description,
            retry_after,
            ..
        } => match code {
            401 | 404 => return PollError::Token,
            409 if description.contains("webhook") => return PollError::Webhook,
            409 => return PollError::SecondPoller,
            _ => retry_after.unwrap_or(3),
        },
        _ => 3,
    };
    PollError::Telegram {
        error,
        after: Duration::from_secs(u64::try_from(after).unwrap_or(3)),
    }
}
