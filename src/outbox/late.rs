//! What missed its hour because nothing ran then does not wake anybody: a weekly update that waited
//! through an outage goes by day, or at eight, on its reader's own clock.

use std::collections::{BTreeSet, HashMap};

use chrono::TimeDelta;

use crate::base::{Instant, OutboxId};
use crate::model::message::Kind;
use crate::model::weekly::departure;
use crate::store::outbox::Claimed;
use crate::store::{Stored, Tx, weekly};

/// Below this a message is on time: the pace spreads a large school's hour, and a lease may run out.
const SLACK: TimeDelta = TimeDelta::minutes(30);

/// The rows that are late and would arrive by night, with the moment at which they may go.
pub(super) async fn held(
    tx: &mut Tx,
    rows: &[Claimed],
    now: Instant,
) -> Stored<HashMap<OutboxId, Instant>> {
    let late: Vec<&Claimed> = rows
        .iter()
        .filter(|row| row.kind == Kind::WeeklyUpdate && now - row.due > SLACK)
        .collect();
    if late.is_empty() {
        return Ok(HashMap::new());
    }
    let adults: BTreeSet<_> = late.iter().filter_map(|row| row.adult).collect();
    let children: BTreeSet<_> = late.iter().flat_map(|row| row.children.clone()).collect();
    let readers = weekly::readers(tx, &adults.into_iter().collect::<Vec<_>>()).await?;
    let pupils = weekly::pupils(tx, &children.into_iter().collect::<Vec<_>>()).await?;
    let leaves = |row: &Claimed| {
        let own = row.adult.and_then(|adult| readers.get(&adult)?.zone);
        let school = || Some(pupils.get(row.children.first()?)?.zone);
        let zone = own.or_else(school)?;
        Some(departure(row.due, now, zone)).filter(|at| *at > now)
    };
    Ok(late
        .into_iter()
        .filter_map(|row| Some((row.id, leaves(row)?)))
        .collect())
}
