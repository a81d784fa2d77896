//! Keeps the leases of the bots: renews ours in time, takes over what is free, and says so once.
//! Knows nothing of what is done with a bot.

use std::sync::Mutex;
use std::sync::PoisonError;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use metrics::{counter, gauge};

use super::loops::Worker;
use super::wiring::{House, Line};
use crate::base::{Env, Wake};
use crate::outbox::{Epoch, HOLD, Hold, LOOK, RENEW};
use crate::store::{Engine, Store, Stored};

/// Renews the lease of one bot, also while its dispatcher sends or its poller waits for news.
pub(super) struct Holding {
    bot: String,
    /// The messenger's numeric id of it, as other figures of the bot are labelled.
    id: String,
    store: Store,
    env: Env,
    hold: Hold,
    said: Mutex<Option<Standing>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Ours(Epoch),
    Elsewhere,
}

impl Holding {
    pub(super) fn new(house: &House, line: &Line, hold: &Hold) -> Self {
        let bot = line.telegram.id();
        gauge!("hongyan_lease_held", "bot" => bot.to_owned()).set(0.0);
        counter!("hongyan_lease_changes_total", "bot" => bot.to_owned()).increment(0);
        Self {
            bot: line.config.name.clone(),
            id: bot.to_owned(),
            store: house.store.clone(),
            env: house.env.clone(),
            hold: hold.clone(),
            said: Mutex::default(),
        }
    }

    fn say(&self, standing: Standing) {
        let bot = self.bot.as_str();
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        let before = said.replace(standing);
        if before == Some(standing) {
            return;
        }
        let ours = matches!(standing, Standing::Ours(_));
        gauge!("hongyan_lease_held", "bot" => self.id.clone()).set(if ours { 1.0 } else { 0.0 });
        counter!("hongyan_lease_changes_total", "bot" => self.id.clone()).increment(1);
        match standing {
            Standing::Ours(_) if before.is_none() => {}
            Standing::Ours(_) => tracing::info!(bot, "this process speaks for the bot now"),
            Standing::Elsewhere => {
                tracing::info!(bot, "another process speaks for the bot; standing by");
            }
        }
        // Whoever waits for the bot looks again.
        self.env.bell.ring();
    }
}

impl Worker for Holding {
    fn name(&self) -> String {
        format!("lease {}", self.bot)
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async {
            let now = self.env.now();
            // The bell calls more often than is needed.
            let due = self.hold.until().map(|until| until - HOLD + RENEW);
            if let Some(due) = due.filter(|due| *due > now) {
                return Ok(Wake::At(due));
            }
            let mut tx = self.store.write().await?;
            let epoch = self.hold.renew(&mut tx, now).await?;
            tx.commit().await?;
            let Some(epoch) = epoch else {
                self.say(Standing::Elsewhere);
                return Ok(Wake::At(now + LOOK));
            };
            self.say(Standing::Ours(epoch));
            if self.store.engine() == Engine::Postgres {
                // Another process may have stored something for us, and its bell is not heard here.
                self.env.bell.ring();
            }
            Ok(Wake::At(now + RENEW))
        }
        .boxed()
    }
}

/// Of one SQLite file there is one process: a lease that stands in it is of one that died, and nobody
/// has to wait for its end.
pub(super) async fn inherit(store: &Store) -> Stored<()> {
    if store.engine() == Engine::Sqlite {
        let mut tx = store.write().await?;
        crate::store::bots::release_all(&mut tx).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Gives all bots of the house back, so that the next process need not wait for the end of a lease.
pub(super) async fn release(house: &House) -> Stored<()> {
    let mut tx = house.store.write().await?;
    for line in &house.lines {
        crate::store::bots::release(&mut tx, line.telegram.id(), &house.owner).await?;
    }
    tx.commit().await
}
