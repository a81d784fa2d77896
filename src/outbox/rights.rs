//! The right, asked again at hand-over: between writing and sending a link may have ended.

use std::collections::{BTreeSet, HashSet};

use crate::base::{Instant, OutboxId};
use crate::model::rights::may;
use crate::store::outbox::Claimed;
use crate::store::{Stored, Tx, rights};

/// The rows whose right does not hold at `now` for every child they speak of.
pub(super) async fn denied(
    tx: &mut Tx,
    rows: &[Claimed],
    now: Instant,
) -> Stored<HashSet<OutboxId>> {
    let guarded = || rows.iter().filter(|row| row.right.is_some());
    let adults: BTreeSet<_> = guarded().filter_map(|row| row.adult).collect();
    let children: BTreeSet<_> = guarded().flat_map(|row| row.children.clone()).collect();
    let ledgers = rights::ledgers(tx, &adults.into_iter().collect::<Vec<_>>()).await?;
    let places = rights::places(tx, &children.into_iter().collect::<Vec<_>>()).await?;
    let holds = |row: &Claimed| {
        let Some(action) = row.right else { return true };
        let Some(ledger) = row.adult.and_then(|adult| ledgers.get(&adult)) else {
            return false;
        };
        row.children.iter().all(|child| {
            places
                .get(child)
                .is_some_and(|place| may(ledger, action, place, now))
        })
    };
    Ok(rows
        .iter()
        .filter(|row| !holds(row))
        .map(|row| row.id)
        .collect())
}
