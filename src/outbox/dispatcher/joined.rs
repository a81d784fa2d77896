//! A turn in a transaction that others have begun: what was just put there is claimed before it is committed, so that
//! an answer leaves with the commit that stores it.

use super::{Dispatcher, LEAVES_WITHIN};
use crate::base::Instant;
use crate::model::message::Lane;
use crate::outbox::Epoch;
use crate::outbox::hand::Claim;
use crate::store::{Stored, Tx, outbox};

/// What was claimed in a transaction that is not committed yet.
pub struct Joined {
    claim: Claim,
    until: Instant,
}

impl Joined {
    /// Nobody else need look for urgent messages and replies. When what leaves has landed there is another turn.
    pub fn is_all(&self) -> bool {
        self.claim.is_all && !self.claim.departures.is_empty()
    }
}

impl Dispatcher {
    /// What [`Dispatcher::turn`] does for urgent messages and replies, in `tx`, in which it was seen that the bot is ours
    /// since `epoch`. Slow lanes are not touched: what may be wrong with them is not to undo what others did. `None`:
    /// this calls for a turn of its own; nothing was asked. After the commit [`Dispatcher::leave`] is to hear of it, or
    /// [`Dispatcher::stay`] that there was none.
    pub async fn join(&mut self, tx: &mut Tx, epoch: Epoch) -> Stored<Option<Joined>> {
        if self.epoch != Some(epoch) {
            return Ok(None);
        }
        self.land_what_came();
        let settlements: Option<Vec<_>> = self.kept.iter().map(|kept| kept.settlement()).collect();
        let Some(settlements) = settlements else {
            // What an answer teaches may not be possible to store, and must not undo what others did.
            return Ok(None);
        };
        let now = self.env.now();
        outbox::settle(tx, &self.env, self.channel.bot(), &settlements).await?;
        let claim = self.claim(tx, now, Lane::Reply).await?;
        let until = now + LEAVES_WITHIN;
        Ok(Some(Joined { claim, until }))
    }

    /// It is committed: what was claimed leaves.
    pub fn leave(&mut self, joined: Joined) {
        self.depart(joined.claim, joined.until);
    }

    /// It could not be committed.
    pub fn stay(&mut self, joined: &Joined) {
        self.give_up(&joined.claim);
    }
}
