//! The state of the outbox as figures: how much, and since when it waits. No personal labels.

use metrics::gauge;

use super::Unreachable;
use super::{Allowance, Pace};
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
        // What is settled is counted when it happens: `hongyan_outbox_handovers_total`.
        for state in [OutboxState::Waiting, OutboxState::Claimed] {
            let found = counts.iter().find(|(s, l, _)| *s == state && *l == lane);
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

/// The pace of one bot, and how much of it is under way.
pub(super) fn publish(
    bot: &str,
    pace: &Pace,
    allowance: &Allowance,
    under_way: usize,
    now: Instant,
) {
    let rate = pace.rate().unwrap_or(f64::INFINITY);
    let allowed = allowance.per_second.map_or(f64::INFINITY, f64::from);
    let paused = pace.bot_paused();
    let paused = paused.map_or(0.0, |until| (until - now).as_seconds_f64().max(0.0));
    gauge!("hongyan_outbox_pace_per_second", "bot" => bot.to_owned()).set(rate);
    gauge!("hongyan_outbox_allowance_per_second", "bot" => bot.to_owned()).set(allowed);
    gauge!("hongyan_outbox_paused_seconds", "bot" => bot.to_owned()).set(paused);
    gauge!("hongyan_outbox_under_way", "bot" => bot.to_owned()).set(under_way as f64);
}
