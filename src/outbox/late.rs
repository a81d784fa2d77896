//! What comes to be handed over at night, because it was late, is tried again or its reader lives elsewhere by
//! now, wakes nobody: it goes in the first open minute of its reader's clock. What a week has no place for any
//! more goes in the next.

use std::collections::{BTreeSet, HashMap};

use crate::base::{AdultId, Instant, OutboxId};
use crate::model::quiet::can_wait;
use crate::service::quiet::{Going, Habits, opens};
use crate::store::outbox::Claimed;
use crate::store::{Stored, Tx, quiet, weekly};

/// The rows that must wait, with the moment at which they may go.
pub(super) async fn held(
    tx: &mut Tx,
    rows: &[Claimed],
    now: Instant,
) -> Stored<HashMap<OutboxId, Instant>> {
    let waits = |row: &&Claimed| row.adult.is_some() && can_wait(row.kind, row.lane);
    let rows: Vec<&Claimed> = rows.iter().filter(waits).collect();
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let habits = habits(tx, &rows).await?;
    let mut held = HashMap::new();
    for row in rows {
        let Some(habits) = row.adult.and_then(|adult| habits.get(&adult)) else {
            continue;
        };
        let going = Going {
            row: Some(row.id),
            kind: row.kind,
            lane: row.lane,
            due: row.due,
            at: now,
            expires: row.expires,
        };
        if let Some(at) = opens(tx, now, habits, going).await? {
            held.insert(row.id, at);
        }
    }
    Ok(held)
}

async fn habits(tx: &mut Tx, rows: &[&Claimed]) -> Stored<HashMap<AdultId, Habits>> {
    let adults: BTreeSet<_> = rows.iter().filter_map(|row| row.adult).collect();
    let adults: Vec<_> = adults.into_iter().collect();
    let readers = weekly::readers(tx, &adults).await?;
    let mut habits: HashMap<_, _> = readers
        .iter()
        .map(|(adult, reader)| (*adult, Habits::of_reader(*adult, reader)))
        .collect();
    let lost = habits.values().filter(|habits| habits.zone.is_none());
    let lost: Vec<_> = lost.map(|habits| habits.adult).collect();
    for (adult, zone) in quiet::homes(tx, &lost).await? {
        if let Some(habits) = habits.get_mut(&adult) {
            habits.zone = Some(zone);
        }
    }
    Ok(habits)
}
