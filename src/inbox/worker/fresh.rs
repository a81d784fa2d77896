//! The short way: what was never tried is taken, handled and settled in one transaction. If anything goes
//! wrong nothing has happened, and the worker claims it.

use std::panic::AssertUnwindSafe;
use std::sync::atomic::Ordering;

use futures_util::{FutureExt, StreamExt, stream};

use super::{BATCH, Failed, Inbox, Taken, groups, tally_all};
use crate::store::accounts;
use crate::store::inbox::{self, Part};

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
            .map(|index| async move {
                let taken = AssertUnwindSafe(self.take(Part { index, of }, size)).catch_unwind();
                taken
                    .await
                    .unwrap_or_else(|_| Err(Failed::Trouble("panic".into())))
            })
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
        let mut tx = self.store.write().await?;
        let (fresh, more) = inbox::fresh(&mut tx, &self.bot, began, part, size).await?;
        if fresh.is_empty() {
            return Ok((0, false));
        }
        if fresh.len() > 1 {
            let chats: Vec<i64> = fresh.iter().filter_map(|update| update.chat).collect();
            accounts::expect(&mut tx, &self.bot, &chats).await?;
        }
        let mut handled = Vec::with_capacity(fresh.len());
        for update in &fresh {
            handled.push(self.effects(&mut tx, &update.body).await?);
        }
        if !inbox::settle_fresh(&mut tx, &fresh, self.env.now()).await? {
            return Err(Failed::Unreadable("an update was in other hands"));
        }
        tx.commit().await?;
        tally_all(&handled, self.env.now() - began);
        Ok((fresh.len(), more))
    }
}
