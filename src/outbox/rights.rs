//! The right, asked again at hand-over: between writing and sending a link may have ended.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::base::{AdultId, ChildId, ConcernId, Instant, OutboxId, UnitId};
use crate::model::rights::{Action, Ledger, may_at, may_hear};
use crate::store::concern_letters::{self, Standing};
use crate::store::outbox::Claimed;
use crate::store::{Stored, Tx, rights, units};

/// The rows that must not go at `now`: whose right does not hold for every child and every concern they speak
/// of, or which speak of a child without a right while something stands against it.
pub async fn denied(tx: &mut Tx, rows: &[Claimed], now: Instant) -> Stored<HashSet<OutboxId>> {
    let guarded = || rows.iter().filter(|row| is_guarded(row));
    let concerns: BTreeSet<_> = guarded().flat_map(|row| row.concerns.clone()).collect();
    let concerns: Vec<_> = concerns.into_iter().collect();
    let standing = concern_letters::standing(tx, &concerns).await?;
    let above = above(tx, &standing).await?;
    let adults: BTreeSet<_> = guarded().filter_map(|row| row.adult).collect();
    let mut children: BTreeSet<_> = guarded().flat_map(|row| row.children.clone()).collect();
    children.extend(standing.values().filter_map(|standing| standing.child));
    let ledgers = rights::ledgers(tx, &adults.into_iter().collect::<Vec<_>>()).await?;
    let places = rights::places(tx, &children.into_iter().collect::<Vec<_>>()).await?;
    let hears = |ledger: &Ledger, right, child: &ChildId| {
        let place = places.get(child);
        place.is_some_and(|place| may_hear(ledger, right, place, now))
    };
    // A closed concern exists for its readers alone, and only while a post lets them.
    let reads = |adult: &AdultId, ledger: &Ledger, id: &ConcernId| {
        standing.get(id).is_some_and(|concern| {
            let right = Action::HearConcern;
            let up = above.get(&concern.unit).map_or(&[][..], Vec::as_slice);
            concern.readers.contains(adult)
                && match &concern.child {
                    Some(child) => hears(ledger, Some(right), child),
                    None => may_at(ledger, right, up, now),
                }
        })
    };
    let holds = |row: &Claimed| {
        let Some((adult, ledger)) = row.adult.and_then(|adult| ledgers.get_key_value(&adult))
        else {
            return false;
        };
        row.children
            .iter()
            .all(|child| hears(ledger, row.right, child))
            && row.concerns.iter().all(|id| reads(adult, ledger, id))
            && (row.right != Some(Action::HearConcern) || answers(ledger, now))
    };
    Ok(rows
        .iter()
        .filter(|row| is_guarded(row) && !holds(row))
        .map(|row| row.id)
        .collect())
}

/// Whether any post lets them hear of concerns: also what tells of no single one is for nobody else.
fn answers(ledger: &Ledger, now: Instant) -> bool {
    let units: Vec<UnitId> = ledger.posts.iter().map(|post| post.unit).collect();
    may_at(ledger, Action::HearConcern, &units, now)
}

/// The units of these concerns, each with what is above it.
async fn above(
    tx: &mut Tx,
    standing: &HashMap<ConcernId, Standing>,
) -> Stored<HashMap<UnitId, Vec<UnitId>>> {
    let alone = standing.values().filter(|concern| concern.child.is_none());
    let mut out = HashMap::new();
    for unit in alone.map(|concern| concern.unit).collect::<BTreeSet<_>>() {
        let up = units::up(tx, unit).await?;
        out.insert(unit, up.into_iter().map(|unit| unit.id).collect());
    }
    Ok(out)
}

/// Whether anything is asked about a row: what is about nobody's record goes to everybody.
fn is_guarded(row: &Claimed) -> bool {
    row.right.is_some() || !row.children.is_empty()
}
