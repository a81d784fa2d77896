//! The state of the outbox as figures: how much, and since when it waits. No personal labels.

use metrics::gauge;

use super::Unreachable;
use crate::base::Instant;
use crate::model::message::{Kind, Lane};
use crate::store::outbox_view::{self, OutboxState};
use crate::store::{Store, Stored, outbox_desk};

/// Reads and publishes the figures; called now and then by `app`.
pub async fn gauges(store: &Store, now: Instant) -> Stored<()> {
    let mut tx = store.read().await?;
    let counts = outbox_view::counts(&mut tx).await?;
    let oldest = outbox_view::oldest_waiting(&mut tx, now).await?;
    let doubtful = outbox_desk::in_doubt(&mut tx).await?;
    let refused = outbox_desk::refused(&mut tx).await?;
    for lane in Lane::ALL {
        for state in OutboxState::ALL {
            let found = counts.iter().find(|(s, l, _)| s == state && *l == lane);
            gauge!("hongyan_outbox_rows", "state" => state.as_str(), "lane" => lane.as_str())
                .set(found.map_or(0.0, |(_, _, rows)| *rows as f64));
        }
        let waiting = oldest.iter().find(|(l, _)| *l == lane);
        gauge!("hongyan_outbox_oldest_seconds", "lane" => lane.as_str())
            .set(waiting.map_or(0.0, |(_, since)| (now - *since).as_seconds_f64()));
    }
    for kind in Kind::ALL.iter().map(|kind| kind.as_str()) {
        let found = doubtful.iter().find(|(k, _)| k == kind);
        gauge!("hongyan_outbox_in_doubt", "kind" => kind)
            .set(found.map_or(0.0, |(_, rows)| *rows as f64));
        for problem in problems() {
            let found = refused.iter().find(|(p, k, _)| p == problem && k == kind);
            gauge!("hongyan_outbox_refused_rows", "problem" => problem, "kind" => kind)
                .set(found.map_or(0.0, |(_, _, rows)| *rows as f64));
        }
    }
    Ok(())
}

/// Every reason for which a message is refused for good.
fn problems() -> impl Iterator<Item = &'static str> {
    let ours = ["malformed", "gave_up", "unreadable"].into_iter();
    ours.chain(Unreachable::ALL.iter().map(|kind| kind.as_str()))
}
