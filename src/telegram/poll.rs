//! Asking Telegram for updates. They are stored with the new offset in one transaction; only the
//! next question tells Telegram that they may be forgotten.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use metrics::counter;

use super::intake::{Arrived, FRESH, offset, put};
use super::{CallError, Telegram};
use crate::base::{Env, Instant};
use crate::outbox::{Epoch, Hold, LOOK};
use crate::store::{Store, StoreError};

/// What one question brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Polled {
    Brought(Arrived),
    /// Another process asks for this bot: nothing was asked, or nothing of it kept. Look again then.
    Elsewhere(Instant),
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

    /// In whose time, and from where on, to ask. `None`: the bot is in other hands.
    async fn stand(&self) -> Result<Option<(Epoch, Option<i64>)>, StoreError> {
        let now = self.env.now();
        let place = self
            .place
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        // It is asked again before anything is kept.
        if let Some(place) = place.filter(|place| self.hold.lasts(now) && now - place.at < FRESH) {
            return Ok(Some((place.epoch, Some(place.next))));
        }
        let mut tx = self.store.write().await?;
        let Some(epoch) = self.hold.enter(&mut tx, now).await? else {
            tx.commit().await?;
            return Ok(None);
        };
        let from = offset(&mut tx, &self.env, self.telegram.id()).await?;
        tx.commit().await?;
        Ok(Some((epoch, from)))
    }

    /// One question; returns when there are updates or Telegram has held it for long enough.
    pub async fn tick(&self) -> Result<Polled, PollError> {
        let bot = self.telegram.id();
        let elsewhere = || Polled::Elsewhere(self.env.now() + LOOK);
        let Some((epoch, from)) = self.stand().await? else {
            return Ok(elsewhere());
        };
        let updates = self.telegram.updates(from, self.wait).await;
        let updates = updates.map_err(trouble)?;
        if updates.is_empty() {
            return Ok(Polled::Brought(Arrived::default()));
        }
        let number = updates.len() as u64;
        let mut tx = self.store.write_one().await?;
        let arrived = put(&mut tx, &self.env, bot, updates, self.hold.of(epoch)).await?;
        tx.commit().await?;
        let Some(arrived) = arrived else {
            // Nothing is lost: Telegram tells the new one again what it does not have.
            counter!("hongyan_polled_too_late_total").increment(number);
            return Ok(elsewhere());
        };
        let Some(next) = arrived.next else {
            // The same page would come at once, again and again.
            return Err(trouble(CallError::Unintelligible));
        };
        let at = self.env.now();
        let place = Place { epoch, next, at };
        *self.place.lock().unwrap_or_else(PoisonError::into_inner) = Some(place);
        Ok(Polled::Brought(arrived))
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
