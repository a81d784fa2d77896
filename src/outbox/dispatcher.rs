//! One bot's dispatcher: settle and claim in one transaction, then send with none open, again and
//! again. What could not be written down is kept and written first the next time, unless the bot has
//! changed hands.

mod asked;
mod settle;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::TimeDelta;
use metrics::counter;

use super::aftermath::Aftermath;
use super::gauges::publish;
use super::hand::{Claim, Departure, Hand, Landing};
use super::judge::{count, judge, word};
use super::{Allowance, Channel, Epoch, GIVE_UP_AFTER, Hold, LOOK, Pace, Ticket, cover};
use crate::base::{Env, Instant, Wake};
use crate::model::message::{Kind, Lane};
use crate::service::{note, weekly};
use crate::store::outbox::{self, Outcome, Settlement};
use crate::store::{Store, Stored, Tx, bots, notes, outbox_view, outbox_waiting};

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
        while let Some(landing) = self.hand.landed_already() {
            self.land(landing);
        }
        let until = self.env.now() + LEAVES_WITHIN;
        let claim = self.transact().await?;
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
        if self.hand.is_empty() {
            return Ok(claim.wake);
        }
        // Few landings among many that hang are written down, too.
        Ok(claim.wake.or(Wake::At(self.env.now() + LOOK)))
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

    /// Nothing is under way, and everything is written down.
    pub fn is_idle(&self) -> bool {
        self.hand.is_empty() && self.kept.is_empty()
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
        let claim = self.claim(&mut tx, now).await?;
        if let Err(error) = tx.commit().await {
            for (row, ticket) in &claim.departures {
                self.pace.stayed(*ticket);
                // Should the commit have reached the database all the same, they are given back.
                let back = Outcome::Released { at: None };
                self.kept.push(Aftermath::plain(row, back));
            }
            return Err(error);
        }
        Ok(claim)
    }

    async fn claim(&mut self, tx: &mut Tx, now: Instant) -> Stored<Claim> {
        let bot = self.channel.bot().to_owned();
        if self.swept.is_none_or(|swept| now - swept >= SWEEP) {
            let in_doubt = outbox::release_expired(tx, &bot, now).await?;
            let expired = outbox::expire(tx, &bot, now).await?;
            counter!("hongyan_outbox_leases_expired_total").increment(in_doubt);
            counter!("hongyan_outbox_expired_total").increment(expired);
            self.swept = Some(now);
        }
        let (fast, slow) = (
            self.pace.room(Lane::Reply, now),
            self.pace.room(Lane::Bulk, now),
        );
        let in_hand = match self.pace.rate() {
            Some(_) => self.hand.free_for_slow(),
            None => IN_HAND.saturating_sub(self.hand.len()),
        };
        let slow = slow.min(in_hand);
        // As long as slow lanes have room they are claimed together, in order; then the rest belongs
        // to the fast ones.
        let (slowest, room) = match slow {
            0 => (Lane::Reply, fast),
            _ => (Lane::Bulk, slow),
        };
        let crowded = |pace: &Pace, lane| Wake::at(pace.next_room(lane, now));
        if room == 0 {
            return Ok(Claim::none(
                crowded(&self.pace, Lane::Reply).or(crowded(&self.pace, Lane::Bulk)),
            ));
        }
        let limit = match slowest {
            Lane::Bulk => room,
            _ => room.min(self.hand.free_for_fast()),
        };
        if limit == 0 {
            // What lands makes room.
            return Ok(Claim::none(Wake::At(now + LOOK)));
        }
        let found = outbox::claim(tx, &bot, now, now + LEASE, slowest, limit).await?;
        let number = found.rows.len() + found.unreadable.len();
        let departures = self.sort_out(tx, found, now).await?;
        let all_fast = departures.iter().all(|(row, _)| row.lane.is_fast());
        let wake = if departures.len() < number {
            // What was ended or given back stood in the way of others.
            Wake::Now
        } else if number < limit {
            // Nothing more now. What lands calls for another turn; once nothing is under way it is asked
            // when what is held has its moment.
            let due = if departures.is_empty() && self.hand.is_empty() {
                let due = outbox_view::next_due(tx, &bot, now).await?;
                // A lease that is over by now is found by the next sweep.
                let sweep = self.swept.unwrap_or(now) + SWEEP;
                due.map(|due| if due > now { due } else { sweep })
            } else {
                Some(now + LOOK)
            };
            let wake = match slowest {
                Lane::Bulk => Wake::Idle,
                _ => crowded(&self.pace, Lane::Bulk),
            };
            wake.or(Wake::at(due))
        } else if all_fast && self.pace.room(Lane::Reply, now) > 0 {
            Wake::Now
        } else {
            // Where the hand is full, what lands makes room.
            crowded(&self.pace, Lane::Bulk)
        };
        Ok(Claim { departures, wake })
    }

    /// Of what was claimed, what leaves; the rest is ended or given back.
    async fn sort_out(
        &mut self,
        tx: &mut Tx,
        mut found: outbox::Batch,
        now: Instant,
    ) -> Stored<Vec<(outbox::Claimed, Ticket)>> {
        let (mut denied, mut held, unreadable) = asked::all(tx, &found.rows, now).await?;
        let covered = cover(tx, self.channel.bot(), &mut found.rows, now).await?;
        denied.extend(covered.gone);
        held.extend(covered.later);
        let mut ended: Vec<Settlement> = found
            .unreadable
            .into_iter()
            .map(|(id, lease)| Settlement {
                id,
                lease,
                outcome: Outcome::Refused { why: "unreadable" },
            })
            .collect();
        let mut departures = Vec::with_capacity(found.rows.len());
        let mut half_denied = BTreeSet::new();
        let refused: Vec<_> = denied.iter().copied().collect();
        let lost = notes::carried(tx, &refused).await?;
        let mut postponed = Vec::new();
        for row in found.rows {
            let outcome = if unreadable.contains(&row.id) {
                Outcome::Refused { why: "unreadable" }
            } else if denied.contains(&row.id) {
                if row.kind == Kind::WeeklyUpdate {
                    half_denied.extend(row.adult);
                }
                Outcome::Withdrawn
            } else if row.tries > GIVE_UP_AFTER {
                // The process died with it each time.
                Outcome::Refused { why: "gave_up" }
            } else if let Some(at) = held.get(&row.id) {
                postponed.push((row.id, *at));
                Outcome::Released { at: Some(*at) }
            } else {
                match self
                    .pace
                    .take(row.chat, row.lane, row.parcel.messages(), now)
                {
                    Ok(ticket) => {
                        departures.push((row, ticket));
                        continue;
                    }
                    Err(at) => Outcome::Released { at: Some(at) },
                }
            };
            count(row.lane, row.kind.as_str(), word(&outcome));
            ended.push(Settlement {
                id: row.id,
                lease: row.lease,
                outcome,
            });
        }
        outbox::settle(tx, &self.env, &ended).await?;
        outbox_waiting::postpone(tx, &postponed).await?;
        // The right to one child is gone: the others' news go without it.
        for adult in half_denied {
            weekly::recompose(tx, &self.env, adult).await?;
        }
        note::pass_on(tx, &self.env, lost).await?;
        Ok(departures)
    }

    /// The pace in figures.
    pub fn publish(&self) {
        let (bot, now) = (self.channel.bot(), self.env.now());
        publish(bot, &self.pace, &self.allowance, self.hand.len(), now);
    }
}
