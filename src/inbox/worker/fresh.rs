//! The short way: what was never tried is taken, which settles it, and handled in one transaction. If anything goes
//! wrong nothing has happened, and the worker claims it.

use std::panic::AssertUnwindSafe;
use std::sync::atomic::Ordering;

use futures_util::{FutureExt, StreamExt, stream};

use super::{BATCH, Failed, Handled, Inbox, Taken, groups, tally_all};
use crate::store::inbox::{self, Fresh, Part};
use crate::store::{Tx, accounts};

impl Inbox {
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
        let (fresh, more) = inbox::take_fresh(&mut tx, &self.bot, began, part, size).await?;
        if fresh.is_empty() {
            tx.commit().await?;
            return Ok((0, false));
        }
        let done = AssertUnwindSafe(self.act(&mut tx, &fresh)).catch_unwind();
        let done = done.await;
        match done.unwrap_or_else(|_| Err(Failed::Trouble("panic".into()))) {
            Ok(handled) => {
                tx.commit().await?;
                tally_all(&handled, self.env.now() - began);
                Ok((fresh.len(), more))
            }
            Err(failed) => {
                // They are claimed next, and a claim passes over what is locked.
                tx.undo().await?;
                Err(failed)
            }
        }
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
