//! Who speaks for a bot: one process at a time, by a lease in the bot's row. Shared by everything of
//! this process that asks or speaks for the bot; knows neither channel nor messages.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::TimeDelta;
use metrics::counter;
use tokio::sync::watch;

use crate::base::{Instant, from_ms, to_ms};
use crate::store::arrivals::Holder;
use crate::store::{Stored, Tx, bots, inbox, outbox};

/// How long a process that says nothing is believed to be alive. A dead one is replaced after this:
/// so long a parent waits for an answer. One that was only slow loses nothing by being replaced (what
/// it had in its hands is in doubt), and where nobody stands by it goes on as soon as it wakes.
pub const HOLD: TimeDelta = TimeDelta::seconds(8);

/// How often the lease is renewed, one small write: three renewals may fail before it is lost.
pub const RENEW: TimeDelta = TimeDelta::seconds(2);

/// How often a process that stands by looks whether the bot is free, and one that speaks what has come of what hangs.
pub const LOOK: TimeDelta = TimeDelta::seconds(1);

/// The time of one owner: what was begun in one epoch must not be written in another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Epoch(i64);

/// The right of a process to ask and speak for one bot. Clones are one hold.
#[derive(Clone, Debug)]
pub struct Hold(Option<Arc<Lease>>);

#[derive(Debug)]
struct Lease {
    bot: String,
    owner: String,
    /// The end of the lease as this process knows it; it may have been renewed since, never cut.
    until_ms: AtomicI64,
    /// Raised when the bot is to go to another process: nothing new is begun.
    parting: watch::Sender<bool>,
}

impl Hold {
    /// Nobody else is there: no lease is written or asked for. For one process over its own
    /// database, as in most tests.
    pub fn alone() -> Self {
        Self(None)
    }

    /// By the lease in the row of `bot`. `owner` names this process: no two may have the same.
    pub fn shared(bot: impl Into<String>, owner: impl Into<String>) -> Self {
        Self(Some(Arc::new(Lease {
            bot: bot.into(),
            owner: owner.into(),
            until_ms: AtomicI64::new(0),
            parting: watch::Sender::new(false),
        })))
    }

    /// Whether the lease still ran at `now` when it was last seen. Asks nobody: between two messages
    /// there is no time for more.
    pub fn lasts(&self, now: Instant) -> bool {
        !self.gives_way() && self.until().is_none_or(|until| until > now)
    }

    /// Nothing new is begun for the bot from now on, so that it can be released to another process.
    pub fn give_way(&self) {
        if let Some(lease) = &self.0 {
            lease.parting.send_replace(true);
        }
    }

    /// Whether [`Hold::give_way`] was called and the release is still to come.
    pub fn gives_way(&self) -> bool {
        self.0.as_ref().is_some_and(|lease| *lease.parting.borrow())
    }

    /// Ends when the bot is to be given to another process.
    pub async fn parting(&self) {
        let Some(lease) = &self.0 else {
            return std::future::pending().await;
        };
        let mut parting = lease.parting.subscribe();
        // The sender lives as long as `self`.
        let _ = parting.wait_for(|parting| *parting).await;
    }

    /// The end of the lease as last seen; `None` when there is none to end.
    pub fn until(&self) -> Option<Instant> {
        let lease = self.0.as_ref()?;
        Some(from_ms(lease.until_ms.load(Ordering::SeqCst)))
    }

    /// The epoch of this process, taking the bot when it is free. `None`: it is in other hands. Until
    /// `tx`, which must be one that writes, ends, nobody takes it over.
    pub async fn enter(&self, tx: &mut Tx, now: Instant) -> Stored<Option<Epoch>> {
        let Some(lease) = &self.0 else {
            return Ok(Some(Epoch(0)));
        };
        if self.gives_way() {
            return Ok(None);
        }
        match bots::lease(tx, &lease.bot, &lease.owner).await? {
            Some(found) if found.until > now => Ok(Some(Epoch(found.epoch))),
            // It ran out and may be ours again: after a long sleep, or when the clock was moved.
            _ => self.renew(tx, now).await,
        }
    }

    /// Takes the bot, or keeps it, for another [`HOLD`]. `None`: it is in other hands. Who takes it
    /// gives back what its last owner had in its hands, so that no chat waits for the end of a claim
    /// nobody holds.
    pub async fn renew(&self, tx: &mut Tx, now: Instant) -> Stored<Option<Epoch>> {
        let Some(lease) = &self.0 else {
            return Ok(Some(Epoch(0)));
        };
        let until = now + HOLD;
        // Asked before it is ours, once: what this process has begun must not be given back.
        let taken = bots::is_of_others(tx, &lease.bot, &lease.owner).await?;
        let epoch = bots::hold(tx, &lease.bot, &lease.owner, now, until).await?;
        // Known before the commit: should that fail, the renewal comes a little late, and the row,
        // not this number, decides who may write.
        let known = epoch.map_or(0, |_| to_ms(until));
        lease.until_ms.store(known, Ordering::SeqCst);
        if taken && epoch.is_some() {
            let in_doubt = outbox::release_all(tx, &lease.bot).await?;
            inbox::release_all(tx, &lease.bot).await?;
            counter!("hongyan_outbox_leases_expired_total").increment(in_doubt);
        }
        Ok(epoch.map(Epoch))
    }

    /// Whether what was begun in `epoch` may still be written in `tx`.
    pub async fn still(&self, tx: &mut Tx, epoch: Epoch) -> Stored<bool> {
        let Some(lease) = &self.0 else {
            return Ok(true);
        };
        let found = bots::lease(tx, &lease.bot, &lease.owner).await?;
        Ok(found.is_some_and(|found| found.epoch == epoch.0))
    }

    /// Whose word counts for what was begun in `epoch`, for a statement that looks itself; `None`: nobody need look.
    pub fn of(&self, epoch: Epoch) -> Option<Holder<'_>> {
        let lease = self.0.as_ref()?;
        Some(Holder {
            owner: &lease.owner,
            epoch: epoch.0,
        })
    }

    /// Gives the bot back: at a graceful stop the next process takes it at once.
    pub async fn release(&self, tx: &mut Tx) -> Stored<()> {
        if let Some(lease) = &self.0 {
            bots::release(tx, &lease.bot, &lease.owner).await?;
            lease.until_ms.store(0, Ordering::SeqCst);
            lease.parting.send_replace(false);
        }
        Ok(())
    }
}
