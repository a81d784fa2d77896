//! When the record of somebody who is of age is deleted by itself: the day, and whose has come.

use super::{Stored, Tx, tx::Cells};
use crate::base::{ChildId, Instant, UnitId, to_ms};

statements! {
    // Frozen, moved on, or linked with the family again: a day that was set is none.
    UNSET = "UPDATE children SET goes_ms = NULL WHERE goes_ms IS NOT NULL AND programme NOT IN ('adult', 'closed')";
    UNSAID = "SELECT id, school_id FROM children WHERE programme = 'adult' AND goes_ms IS NULL ORDER BY id LIMIT $1";
    SET = "UPDATE children SET goes_ms = $2 WHERE id = $1 AND programme = 'adult' AND goes_ms IS NULL";
    DAY = "SELECT goes_ms FROM children WHERE id = $1 AND programme = 'adult'";
    AT_LEAST = "UPDATE children SET goes_ms = $2 WHERE id = $1 AND goes_ms < $2";
    SOON = "SELECT id, goes_ms FROM children WHERE school_id = $1 AND programme = 'adult' AND goes_ms > $2 AND goes_ms <= $3 ORDER BY id LIMIT 500";
    // What was asked is answered first. Of two processes the second takes another one.
    NEXT = "SELECT id FROM children WHERE goes_ms <= $1 AND id > $2 AND programme = 'adult'
            AND NOT EXISTS (SELECT 1 FROM requests r WHERE r.child_id = children.id AND r.state = 'open')
        ORDER BY id LIMIT 1",
        "SELECT id FROM children WHERE goes_ms <= $1 AND id > $2 AND programme = 'adult'
            AND NOT EXISTS (SELECT 1 FROM requests r WHERE r.child_id = children.id AND r.state = 'open')
        ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED";
}

/// Days of records that nothing deletes by itself any more are taken back.
pub async fn unset(tx: &mut Tx) -> Stored<()> {
    run!(tx, UNSET);
    Ok(())
}

/// Children of age, with their school, for whom no day is set yet.
pub async fn unsaid(tx: &mut Tx, limit: i64) -> Stored<Vec<(ChildId, UnitId)>> {
    all!(tx, UNSAID; limit)
        .iter()
        .map(|row| Ok((row.id("id")?, row.id("school_id")?)))
        .collect()
}

/// Sets the day. False: there is one, or the child's record is nothing of the kind.
pub async fn set(tx: &mut Tx, child: ChildId, at: Instant) -> Stored<bool> {
    Ok(run!(tx, SET; child.0, to_ms(at)) == 1)
}

/// When the record is deleted by itself.
pub async fn day(tx: &mut Tx, child: ChildId) -> Stored<Option<Instant>> {
    match one!(tx, DAY; child.0) {
        Some(row) => row.maybe_moment("goes_ms"),
        None => Ok(None),
    }
}

/// It stays until then, whatever day was set before.
pub async fn at_least(tx: &mut Tx, child: ChildId, until: Instant) -> Stored<()> {
    run!(tx, AT_LEAST; child.0, to_ms(until));
    Ok(())
}

/// The records of a school that go until `until`, and when.
pub async fn soon(
    tx: &mut Tx,
    school: UnitId,
    now: Instant,
    until: Instant,
) -> Stored<Vec<(ChildId, Instant)>> {
    all!(tx, SOON; school.0, to_ms(now), to_ms(until))
        .iter()
        .map(|row| Ok((row.id("id")?, row.moment("goes_ms")?)))
        .collect()
}

/// The first record after `after` whose day has come.
pub async fn next(tx: &mut Tx, now: Instant, after: i64) -> Stored<Option<ChildId>> {
    let row = one!(tx, NEXT; to_ms(now), after);
    row.map(|row| row.id("id")).transpose()
}
