//! One bot's dispatcher: settle and claim in one transaction, then send with none open, again and
//! again. What could not be written down is kept and written first the next time, unless the bot has
//! changed hands.

mod asked;
mod claiming;
mod joined;
mod settle;

pub use joined::Joined;

use std::sync::Arc;

use chrono::TimeDelta;

use super::aftermath::Aftermath;
use super::gauges::publish;
use super::hand::{Claim, Departure, Hand, Landing};
use super::judge::judge;
use super::{Allowance, Channel, Epoch, Hold, LOOK, Pace};
use crate::base::{Env, Instant, Wake};
use crate::model::message::Lane;
use crate::store::outbox::Outcome;
use crate::store::{Store, Stored, bots};

/// How long a claim holds.
pub const LEASE: TimeDelta = TimeDelta::seconds(180);

/// What was claimed must have left within this, or it stays: then its answer, for which a channel waits
/// a minute at most, comes before the claim ends.
const LEAVES_WITHIN: TimeDelta = TimeDelta::seconds(120);

/// How often it is looked for claims whose lease is over and messages whose time is.
const SWEEP: TimeDelta = TimeDelta::seconds(1);

/// Messages of slow lanes in hand when the pace is lifted; at a pace not more than can leave at once.
/// What a crash can leave in doubt is not more than this, and what people wait for.
pub const IN_HAND: usize = 256;

/// Speaks for one bot. There is one per bot at a time: the one whose [`Hold`] is in force.
///
/// [`Dispatcher::tick`] does a whole round. A loop that also wants to take new messages while others
/// are still under way calls [`Dispatcher::turn`] when it is time or when [`Dispatcher::landed`]
/// returns, and [`Dispatcher::finish`] at the end.
pub struct Dispatcher {
    store: Store,
    env: Env,
    channel: Arc<dyn Channel>,
    hold: Hold,
    pace: Pace,
    allowance: Allowance,
    hand: Hand,
    /// What happened and is not in the database yet.
    kept: Vec<Aftermath>,
    /// When it was last looked for claims whose lease is over and messages whose time is.
    swept: Option<Instant>,
    /// Since when it speaks. A pause ordered in an earlier epoch, so by another process, was read.
    epoch: Option<Epoch>,
}

impl Dispatcher {
    pub fn new(store: Store, env: Env, channel: Arc<dyn Channel>, hold: Hold) -> Self {
        Self::with_allowance(store, env, channel, hold, Allowance::default())
    }

    /// With another allowance than the messenger's usual one.
    pub fn with_allowance(
        store: Store,
        env: Env,
        channel: Arc<dyn Channel>,
        hold: Hold,
        allowance: Allowance,
    ) -> Self {
        let dispatcher = Self {
            store,
            env,
            channel,
            hold,
            pace: Pace::new(allowance),
            allowance,
            hand: Hand::new(allowance.per_second),
            kept: Vec::new(),
            swept: None,
            epoch: None,
        };
        dispatcher.publish();
        dispatcher
    }

    /// One whole round: what may go now has gone and is written down when it returns. An error means
    /// that the database was away: nothing is lost, call again later.
    pub async fn tick(&mut self) -> Stored<Wake> {
        let wake = self.turn().await?;
        if self.hand.is_empty() {
            return Ok(wake);
        }
        self.finish().await?;
        Ok(Wake::Now)
    }

    /// Writes down what has landed, claims what may go now and lets it leave; waits for no answer.
    /// An error as in [`Dispatcher::tick`].
    pub async fn turn(&mut self) -> Stored<Wake> {
        self.land_what_came();
        let until = self.env.now() + LEAVES_WITHIN;
        let claim = self.transact().await?;
        let wake = self.depart(claim, until);
        if self.hand.is_empty() {
            return Ok(wake);
        }
        // Few landings among many that hang are written down, too.
        Ok(wake.or(Wake::At(self.env.now() + LOOK)))
    }

    /// What was kept is written down and what was claimed is ours: it leaves.
    fn depart(&mut self, claim: Claim, until: Instant) -> Wake {
        self.kept.clear();
        if self.pace.bot_paused().is_none() {
            self.hand.resume();
        }
        for (row, ticket) in claim.departures {
            self.hand.send(Departure {
                channel: self.channel.clone(),
                env: self.env.clone(),
                hold: self.hold.clone(),
                epoch: self.epoch,
                paid: self.allowance.paid && row.lane == Lane::Bulk,
                until,
                row,
                ticket,
            });
        }
        self.hand.begin();
        self.publish();
        claim.wake
    }

    /// Returns when so much of what is under way has landed that another turn is worth it; never when
    /// nothing is under way. May be dropped at any time.
    pub async fn landed(&mut self) {
        loop {
            let landing = self.hand.landed().await;
            self.land(landing);
            if self.hand.is_worth_a_turn() {
                return;
            }
        }
    }

    /// Few have landed: whoever has time writes them down together with what comes next.
    pub fn may_wait(&self) -> bool {
        !self.hand.has_company()
    }

    /// Waits for everything under way and writes it down.
    pub async fn finish(&mut self) -> Stored<()> {
        while !self.hand.is_empty() {
            let landing = self.hand.landed().await;
            self.land(landing);
        }
        self.settle().await
    }

    /// Something has landed, or did not leave, that is not written down yet.
    pub fn has_landed(&self) -> bool {
        !self.kept.is_empty()
    }

    /// Nothing is under way, and everything is written down.
    pub fn is_idle(&self) -> bool {
        self.hand.is_empty() && self.kept.is_empty()
    }

    /// Takes in what has landed already.
    fn land_what_came(&mut self) {
        while let Some(landing) = self.hand.landed_already() {
            self.land(landing);
        }
    }

    fn land(&mut self, landing: Landing) {
        let Landing {
            row,
            ticket,
            epoch,
            result,
            at,
        } = landing;
        let aftermath = match result {
            None => {
                self.pace.stayed(ticket);
                Aftermath::plain(&row, Outcome::Released { at: None })
            }
            Some(result) => {
                self.pace.landed(ticket, at);
                judge(&mut self.pace, &self.env, &row, result, at)
            }
        };
        if self
            .pace
            .bot_paused()
            .is_some_and(|until| until > self.env.now())
        {
            self.hand.halt();
        }
        if epoch == self.epoch {
            self.kept.push(aftermath);
        } else {
            self.too_late(1);
        }
    }

    /// One transaction: what has landed is written down, what may go now is claimed, what must not go
    /// any more is ended.
    async fn transact(&mut self) -> Stored<Claim> {
        let now = self.env.now();
        let mut tx = self.store.write_queue().await?;
        let entered = self.hold.enter(&mut tx, now).await?;
        let current = match (entered, self.epoch) {
            (Some(entered), epoch) => epoch == Some(entered),
            // On the way out it may still be ours.
            (None, Some(epoch)) => self.hold.still(&mut tx, epoch).await?,
            (None, None) => false,
        };
        let mut tx = self.write_down(tx, current).await?;
        let Some(epoch) = entered else {
            tx.commit().await?;
            return Ok(Claim::none(Wake::At(now + LOOK)));
        };
        if self.epoch != Some(epoch) {
            if let Some(until) = bots::paused_until(&mut tx, self.channel.bot()).await? {
                self.pace.pause_bot(until);
            }
            // What was claimed before somebody else had the bot does not leave any more.
            self.hand.renounce();
            self.epoch = Some(epoch);
        }
        let claim = self.claim(&mut tx, now, Lane::Bulk).await?;
        if let Err(error) = tx.commit().await {
            self.give_up(&claim);
            return Err(error);
        }
        Ok(claim)
    }

    /// What was claimed does not leave: its transaction has failed.
    fn give_up(&mut self, claim: &Claim) {
        for (row, ticket) in &claim.departures {
            self.pace.stayed(*ticket);
            // Should the commit have reached the database all the same, they are given back.
            let back = Outcome::Released { at: None };
            self.kept.push(Aftermath::plain(row, back));
        }
    }

    /// The pace in figures.
    pub fn publish(&self) {
        let (bot, now) = (self.channel.bot(), self.env.now());
        publish(bot, &self.pace, &self.allowance, self.hand.len(), now);
    }
}
