//! Tells the messenger which commands each chat shows. It is a setting of the chat and reaches nobody: not a message, so
//! it has no place in the outbox, no lane and no quiet hours. What the messenger says about it teaches nothing about the
//! person; the last word on a chat is its next message.

use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::loops::Worker;
use crate::base::{Env, Instant, Wake};
use crate::outbox::{Hold, Refusal};
use crate::service::commands;
use crate::store::commands::Due;
use crate::store::{self, Store};
use crate::telegram::{Telegram, refusal_of};

/// How often it is looked: whoever has just become somebody reads the answer first.
const LOOK: TimeDelta = TimeDelta::seconds(5);

/// Chats in one round, one call after the other.
const PAGE: i64 = 20;

/// Between full rounds: after a release everybody's list is new, and messages go first.
const BREATH: TimeDelta = TimeDelta::seconds(1);

/// After the messenger could not be reached, or did not say that it understood.
const AGAIN: TimeDelta = TimeDelta::minutes(1);

/// After a chat was said to be gone.
const SELDOM: TimeDelta = TimeDelta::days(1);

/// One bot's lists.
pub struct Offering {
    store: Store,
    env: Env,
    telegram: Telegram,
    hold: Hold,
}

impl Offering {
    pub const fn new(store: Store, env: Env, telegram: Telegram, hold: Hold) -> Self {
        Self {
            store,
            env,
            telegram,
            hold,
        }
    }

    /// Tells of one chat; gives when to go on, where the messenger wants none of the others now either. No transaction
    /// is open meanwhile.
    async fn tell(&self, due: &Due) -> anyhow::Result<Option<Instant>> {
        let lines = due.list.map(|list| commands::lines(due.locale, Some(list)));
        let told = self.telegram.set_commands(due.chat, lines.as_deref()).await;
        // Whether the others have to wait, too.
        let mut all = true;
        let again = match told.map_err(|error| refusal_of(&error)) {
            Ok(()) => None,
            Err(Refusal::LaterBy { by, .. }) => Some(by),
            // Setting it twice is no harm: doubt is no different from no.
            Err(Refusal::InDoubt | Refusal::ServerTrouble | Refusal::Unauthorized) => Some(AGAIN),
            // As good as gone; should they come back, their list comes, too.
            Err(Refusal::Unreachable(_)) => {
                all = false;
                Some(SELDOM)
            }
            Err(Refusal::Malformed(words)) => {
                tracing::warn!(
                    words,
                    "the messenger does not understand a list of commands"
                );
                None
            }
            // Only groups move, and they show no list.
            Err(Refusal::Moved(_) | Refusal::GoneStale) => None,
        };
        let again = again.map(|by| self.env.now() + by);
        let mut tx = self.store.write().await?;
        match again {
            Some(at) => store::commands::later(&mut tx, due, at).await?,
            None => store::commands::told(&mut tx, due).await?,
        }
        tx.commit().await?;
        Ok(again.filter(|_| all))
    }
}

impl Worker for Offering {
    fn name(&self) -> String {
        format!("commands {}", self.telegram.id())
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async {
            let now = self.env.now();
            // One bot is spoken for by one process: two would not know whose list was the last.
            if !self.hold.lasts(now) {
                return Ok(Wake::At(now + LOOK));
            }
            let mut tx = self.store.read().await?;
            let due = store::commands::due(&mut tx, self.telegram.id(), now, PAGE).await?;
            drop(tx);
            for due in &due {
                if !self.hold.lasts(self.env.now()) {
                    break;
                }
                if let Some(at) = self.tell(due).await? {
                    return Ok(Wake::At(at));
                }
            }
            let full = i64::try_from(due.len()).is_ok_and(|number| number >= PAGE);
            let pause = if full { BREATH } else { LOOK };
            Ok(Wake::At(self.env.now() + pause))
        }
        .boxed()
    }

    fn may_be_dropped(&self) -> BoxFuture<'_, ()> {
        std::future::ready(()).boxed()
    }
}
