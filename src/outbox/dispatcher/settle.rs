//! What has landed is written down: with the next turn, or in a transaction of its own.

use metrics::counter;

use super::Dispatcher;
use crate::outbox::aftermath::write;
use crate::store::{Stored, Tx};

impl Dispatcher {
    /// Everything that landed, in a transaction of its own.
    pub(super) async fn settle(&mut self) -> Stored<()> {
        if self.kept.is_empty() {
            return Ok(());
        }
        let mut tx = self.store.write().await?;
        let current = match self.epoch {
            Some(epoch) => self.hold.still(&mut tx, epoch).await?,
            None => false,
        };
        self.write_down(tx, current).await?.commit().await?;
        self.kept.clear();
        Ok(())
    }

    /// Writes what landed into `tx`, or into a new one when what it teaches cannot be stored; it is
    /// kept until that is committed. `current`: the bot is still in these hands.
    pub(super) async fn write_down(&self, mut tx: Tx, current: bool) -> Stored<Tx> {
        if self.kept.is_empty() {
            return Ok(tx);
        }
        if !current {
            self.too_late(self.kept.len());
            return Ok(tx);
        }
        let bot = self.channel.bot();
        match write(&mut tx, &self.env, bot, &self.kept, true).await {
            Err(error) if !error.is_passing() => {
                // What an answer teaches must not hold back the fact that it came.
                drop(tx);
                tx = self.store.write().await?;
                let epoch = self.epoch.unwrap_or_default();
                if !self.hold.still(&mut tx, epoch).await? {
                    self.too_late(self.kept.len());
                    return Ok(tx);
                }
                write(&mut tx, &self.env, bot, &self.kept, false).await?;
                tracing::error!(%error, "what deliveries teach about accounts could not be stored");
            }
            result => result?,
        }
        Ok(tx)
    }

    /// The bot is in other hands by now: what was sent here is in doubt.
    pub(super) fn too_late(&self, number: usize) {
        let bot = self.channel.bot();
        tracing::warn!(bot, number, "settled too late: the bot had changed hands");
        counter!("hongyan_outbox_settled_too_late_total")
            .increment(u64::try_from(number).unwrap_or_default());
    }
}
