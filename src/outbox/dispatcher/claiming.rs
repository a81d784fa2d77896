//! What may go now is taken, and of that what the rights, the hour and the pace let go.

use std::collections::BTreeSet;

use metrics::counter;

use super::{Dispatcher, IN_HAND, LEASE, SWEEP, asked};
use crate::base::{Instant, Wake};
use crate::model::message::{Kind, Lane};
use crate::outbox::hand::Claim;
use crate::outbox::judge::{count, word};
use crate::outbox::{GIVE_UP_AFTER, LOOK, Pace, Ticket, cover};
use crate::service::{note, weekly};
use crate::store::outbox::{self, Outcome, Settlement};
use crate::store::{Stored, Tx, notes, outbox_view, outbox_waiting};

impl Dispatcher {
    /// Takes what may go now of lanes not slower than `lanes`, and ends what must not go any more.
    pub(super) async fn claim(&mut self, tx: &mut Tx, now: Instant, lanes: Lane) -> Stored<Claim> {
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
        let slow = if lanes.is_fast() {
            0
        } else {
            slow.min(in_hand)
        };
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
            let due = if departures.is_empty() && self.hand.is_empty() && !lanes.is_fast() {
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
        let is_all = departures.len() == number && number < limit;
        Ok(Claim {
            departures,
            wake,
            is_all,
        })
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
        outbox::settle(tx, &self.env, self.channel.bot(), &ended).await?;
        outbox_waiting::postpone(tx, &postponed).await?;
        // The right to one child is gone: the others' news go without it.
        for adult in half_denied {
            weekly::recompose(tx, &self.env, adult).await?;
        }
        note::pass_on(tx, &self.env, lost).await?;
        Ok(departures)
    }
}
