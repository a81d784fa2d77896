//! Layer 7: stored updates are handled: claimed oldest first per chat, understood, acted on and
//! settled in one transaction; so are the files that came with them. Knows neither a channel's format nor what an event means.

mod sheets;
mod worker;

use futures_util::future::BoxFuture;
use metrics::gauge;

use crate::base::Instant;
use crate::model::event::Event;
use crate::store::inbox::{self, InboxState};
use crate::store::{Store, StoreError, Stored, Tx};

pub use sheets::{Files, Sheets};
pub use worker::{Heard, Inbox, PARK_AFTER, RETRY_SCHEDULE, Rest};

/// Makes an event of a raw update of a bot. `Ok(None)`: there is nothing to do. `Err`: it cannot be
/// read, in words without personal data.
pub type Reader = fn(bot: &str, raw: &str) -> Result<Option<Event>, &'static str>;

/// Why an update could not be handled. Its words are stored: no personal data in them.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{0}")]
    Other(&'static str),
}

/// Acts on an event. Everything it does through `tx` is undone when it fails.
pub trait Handler: Send + Sync {
    fn handle<'a>(&'a self, tx: &'a mut Tx, event: Event) -> BoxFuture<'a, Result<(), Trouble>>;
}

/// Publishes how many updates stand where, and since when one bot's oldest waits.
pub async fn gauges(store: &Store, bot: &str, now: Instant) -> Stored<()> {
    let mut tx = store.read().await?;
    let counts = inbox::counts(&mut tx).await?;
    let oldest = inbox::oldest(&mut tx, bot).await?;
    // What is done is counted when it happens: `hongyan_inbox_handled_total`.
    for state in [InboxState::Waiting, InboxState::Claimed, InboxState::Parked] {
        let found = counts.iter().find(|(s, _)| *s == state);
        gauge!("hongyan_inbox_rows", "state" => state.as_str())
            .set(found.map_or(0.0, |(_, rows)| *rows as f64));
    }
    gauge!("hongyan_inbox_oldest_seconds", "bot" => bot.to_owned())
        .set(oldest.map_or(0.0, |since| (now - since).as_seconds_f64()));
    Ok(())
}
