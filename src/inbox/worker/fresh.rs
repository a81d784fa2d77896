//! The usual round: what was never tried is taken, which settles it, and handled in one transaction. If anything goes
//! wrong nothing has happened, and the worker claims it.

use std::panic::AssertUnwindSafe;
use std::sync::atomic::Ordering;

use chrono::TimeDelta;
use futures_util::{FutureExt, StreamExt, stream};
use tokio::sync::MutexGuard;

use super::{BATCH, Failed, Handled, Inbox, Taken, groups, tally_all};
use crate::store::inbox::{self, Fresh, Part};
use crate::store::{Stored, Tx, accounts};

/// The inbox while no round of its own begins: for who has stored something and goes on in the same transaction.
pub struct Rest<'a> {
    inbox: &'a Inbox,
    _turn: MutexGuard<'a, ()>,
}

/// What was handled in somebody else's transaction.
pub struct Heard {
    handled: Vec<Handled>,
    more: bool,
    took: TimeDelta,
}

impl Heard {
    /// These were so many as were stored, and nothing else is to be taken now.
    pub const fn is_all(&self, stored: u64) -> bool {
        !self.more && self.handled.len() as u64 >= stored
    }

    /// To be called when it is committed.
    pub fn count(&self) {
        tally_all(&self.handled, self.took);
    }
}

/// Updates that share a transaction with others' work.
const TOGETHER: usize = 16;

impl Rest<'_> {
    /// Takes what was never tried and handles it in `tx`. `None`: something went wrong, or is to be tried alone; `tx` is
    /// to be undone, and what was stored in it to be stored again and left to the inbox. An error means that the
    /// database was away.
    pub async fn hear(&self, tx: &mut Tx) -> Stored<Option<Heard>> {
        let began = self.inbox.env.now();
        let all = Part { index: 0, of: 1 };
        match self.inbox.round(tx, all, TOGETHER).await {
            Ok((handled, more)) => Ok(Some(Heard {
                handled,
                more,
                took: self.inbox.env.now() - began,
            })),
            Err(Failed::Passing(error)) => Err(error),
            Err(Failed::Trouble(_) | Failed::Unreadable(_)) => Ok(None),
        }
    }
}

impl Inbox {
    /// `None`: a round is under way, or the next one has more to do than to take what is fresh.
    pub fn at_rest(&self) -> Option<Rest<'_>> {
        let turn = self.turn.try_lock().ok()?;
        let busy = [&self.careful, &self.crowded];
        let is_free = busy.iter().all(|flag| !flag.load(Ordering::SeqCst));
        is_free.then_some(Rest {
            inbox: self,
            _turn: turn,
        })
    }

    /// What can be taken now: with one transaction, or with several at once, each for a part of all chats,
    /// when one was not enough the last time.
    pub(super) async fn fresh(&self) -> Result<Taken, Failed> {
        let (size, parts) = match (
            self.crowded.load(Ordering::SeqCst),
            groups(self.store.engine()),
        ) {
            (true, (size, parts)) => (size, parts),
            (false, _) => (BATCH, 1),
        };
        let of = i64::try_from(parts).unwrap_or(1);
        let mut taking = stream::iter(0..of)
            .map(|index| self.take(Part { index, of }, size))
            .buffer_unordered(parts);
        let (mut number, mut more, mut failed) = (0, false, None);
        while let Some(result) = taking.next().await {
            match result {
                Ok((taken, others)) => {
                    number += taken;
                    more |= others;
                }
                Err(error) => failed = Some(error),
            }
        }
        self.crowded.store(more, Ordering::SeqCst);
        match failed {
            Some(failed) => Err(failed),
            None if number == 0 => Ok(Taken::Nothing),
            None if more => Ok(Taken::More),
            None => Ok(Taken::All),
        }
    }

    /// How many were handled, and whether there may be more.
    async fn take(&self, part: Part, size: usize) -> Result<(usize, bool), Failed> {
        let began = self.env.now();
        // What came in is on the disk. What is answered leaves by the dispatcher's claim, which waits for the
        // disk; should the power fail before it, all this is handled again.
        let mut tx = self.store.write_relaxed().await?;
        match self.round(&mut tx, part, size).await {
            Ok((handled, more)) => {
                tx.commit().await?;
                tally_all(&handled, self.env.now() - began);
                Ok((handled.len(), more))
            }
            Err(failed) => {
                // They are claimed next, and a claim passes over what is locked.
                tx.undo().await?;
                Err(failed)
            }
        }
    }

    /// Takes and handles; what became of them, and whether there may be more. After an error `tx` is to be undone.
    async fn round(
        &self,
        tx: &mut Tx,
        part: Part,
        size: usize,
    ) -> Result<(Vec<Handled>, bool), Failed> {
        let (fresh, more) = inbox::take_fresh(tx, &self.bot, self.env.now(), part, size).await?;
        if fresh.is_empty() {
            return Ok((Vec::new(), false));
        }
        let done = AssertUnwindSafe(self.act(tx, &fresh)).catch_unwind();
        let done = done.await;
        let handled = done.unwrap_or_else(|_| Err(Failed::Trouble("panic".into())))?;
        Ok((handled, more))
    }

    async fn act(&self, tx: &mut Tx, fresh: &[Fresh]) -> Result<Vec<Handled>, Failed> {
        if fresh.len() > 1 {
            let chats: Vec<i64> = fresh.iter().filter_map(|update| update.chat).collect();
            accounts::expect(tx, &self.bot, &chats).await?;
        }
        let mut handled = Vec::with_capacity(fresh.len());
        for update in fresh {
            handled.push(self.effects(tx, &update.body).await?);
        }
        Ok(handled)
    }
}
