//! Children on the way from one school to another.

use std::collections::HashSet;

use super::{Stored, Tx, tx::Cells};
use crate::base::{AdultId, ChildId, Instant, TransferId, UnitId, to_ms};
use crate::words;
use sqlx::any::AnyRow;

words! {
    pub enum State {
        /// The old school asks, the new one has not answered.
        Offered = "offered",
        /// The new school has a class for the child; the family has not answered.
        Accepted = "accepted",
        Done = "done",
        Refused = "refused",
        Withdrawn = "withdrawn",
    }
}

statements! {
    OFFER = "INSERT INTO transfers (id, child_id, from_school, to_school, to_class, state, started_by, started_ms, accepted_by, confirmed_by, settled_ms) VALUES ($1, $2, $3, $4, NULL, 'offered', $5, $6, NULL, NULL, NULL) ON CONFLICT (child_id) WHERE state IN ('offered', 'accepted') DO NOTHING";
    GET = "SELECT id, child_id, from_school, to_school, to_class, state FROM transfers WHERE id = $1",
          "SELECT id, child_id, from_school, to_school, to_class, state FROM transfers WHERE id = $1 FOR UPDATE";
    OPEN = "SELECT id, child_id, from_school, to_school, to_class, state FROM transfers WHERE child_id = $1 AND state IN ('offered', 'accepted')";
    OFFERED_TO = "SELECT id, child_id, from_school, to_school, to_class, state FROM transfers WHERE to_school = $1 AND state = 'offered' ORDER BY started_ms, id LIMIT 20";
    ACCEPT = "UPDATE transfers SET state = 'accepted', to_class = $2, accepted_by = $3 WHERE id = $1 AND state = 'offered'";
    SETTLE = "UPDATE transfers SET state = $2, confirmed_by = $3, settled_ms = $4 WHERE id = $1 AND state IN ('offered', 'accepted')";
    BY_LIST = "INSERT INTO transfers (id, child_id, from_school, to_school, to_class, state, started_by, started_ms, accepted_by, confirmed_by, settled_ms) VALUES ($1, $2, $3, $4, $5, 'done', NULL, $6, NULL, NULL, $6)";
    MOVE = "UPDATE children SET school_id = $2, class_id = $3, home_id = NULL, updated_ms = $4 WHERE id = $1";
    // As `Link::goes_on`.
    CARRY = "UPDATE links SET to_ms = $2 WHERE child_id = $1 AND (state = 'active' OR (state = 'awaiting_approval' AND from_ms IS NOT NULL)) AND (to_ms IS NULL OR to_ms > $2)";
    // What a list moved a list may correct for some days.
    LEFT = "SELECT child_id, from_school FROM transfers WHERE state = 'done' AND (started_by IS NOT NULL OR settled_ms <= $2) AND child_id IN (SELECT value FROM json_each($1)) ORDER BY id",
        "SELECT child_id, from_school FROM transfers WHERE state = 'done' AND (started_by IS NOT NULL OR settled_ms <= $2) AND child_id IN (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))) ORDER BY id";
    BY_LISTS = "SELECT id, settled_ms FROM transfers WHERE state = 'done' AND started_by IS NULL AND child_id = $1 AND from_school = $2 AND to_school = $3 AND settled_ms > $4 ORDER BY settled_ms DESC, id DESC LIMIT 1";
    UNDO = "UPDATE transfers SET state = 'withdrawn' WHERE id = $1 AND state = 'done'";
    UNCARRY = "UPDATE links SET to_ms = NULL WHERE child_id = $1 AND role = 'parent' AND state = 'active' AND to_ms = $2";
    KEEP = "UPDATE links SET to_ms = NULL, decided_by = $3, decided_ms = $4 WHERE child_id = $1 AND adult_id = $2 AND state = 'active' AND to_ms > $4";
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transfer {
    pub id: TransferId,
    pub child: ChildId,
    pub from: UnitId,
    pub to: UnitId,
    /// The class the new school chose.
    pub class: Option<UnitId>,
    pub state: State,
}

fn transfer(row: &AnyRow) -> Stored<Transfer> {
    Ok(Transfer {
        id: row.id("id")?,
        child: row.id("child_id")?,
        from: row.id("from_school")?,
        to: row.id("to_school")?,
        class: row.maybe_id("to_class")?,
        state: row.word("state")?,
    })
}

/// The old school starts. False: the child is on the way somewhere already.
pub async fn offer(
    tx: &mut Tx,
    id: TransferId,
    child: ChildId,
    (from, to): (UnitId, UnitId),
    by: AdultId,
    now: Instant,
) -> Stored<bool> {
    Ok(run!(tx, OFFER; id.0, child.0, from.0, to.0, by.0, to_ms(now)) == 1)
}

pub async fn get(tx: &mut Tx, id: TransferId) -> Stored<Option<Transfer>> {
    one!(tx, GET; id.0).as_ref().map(transfer).transpose()
}

/// The one that is under way.
pub async fn open(tx: &mut Tx, child: ChildId) -> Stored<Option<Transfer>> {
    one!(tx, OPEN; child.0).as_ref().map(transfer).transpose()
}

/// What waits for a school's answer, longest first.
pub async fn offered_to(tx: &mut Tx, school: UnitId) -> Stored<Vec<Transfer>> {
    all!(tx, OFFERED_TO; school.0)
        .iter()
        .map(transfer)
        .collect()
}

/// The new school has a place in this class. False: somebody answered before.
pub async fn accept(tx: &mut Tx, id: TransferId, class: UnitId, by: AdultId) -> Stored<bool> {
    Ok(run!(tx, ACCEPT; id.0, class.0, by.0) == 1)
}

/// Ends it one way or the other. False: it has ended.
pub async fn settle(
    tx: &mut Tx,
    id: TransferId,
    state: State,
    by: Option<AdultId>,
    now: Instant,
) -> Stored<bool> {
    Ok(run!(tx, SETTLE; id.0, state.as_str(), by.map(|by| by.0), to_ms(now)) == 1)
}

/// A list named the child at the new school: nobody offered it in the chat and nobody took it there.
pub async fn by_list(
    tx: &mut Tx,
    id: TransferId,
    child: ChildId,
    (from, to): (UnitId, UnitId),
    class: UnitId,
    now: Instant,
) -> Stored<()> {
    run!(tx, BY_LIST; id.0, child.0, from.0, to.0, class.0, to_ms(now));
    Ok(())
}

/// The child belongs to the new school from now on; a care home of the old place does not follow.
pub async fn move_child(
    tx: &mut Tx,
    child: ChildId,
    (school, class): (UnitId, UnitId),
    now: Instant,
) -> Stored<()> {
    run!(tx, MOVE; child.0, school.0, class.0, to_ms(now));
    Ok(())
}

/// The family's links end at `until` unless the new school keeps them; what ends earlier does.
pub async fn carry_links(tx: &mut Tx, child: ChildId, until: Instant) -> Stored<u64> {
    Ok(run!(tx, CARRY; child.0, to_ms(until)))
}

/// The new school keeps a carried link. False: there is none in force.
pub async fn keep_link(
    tx: &mut Tx,
    child: ChildId,
    adult: AdultId,
    by: AdultId,
    now: Instant,
) -> Stored<bool> {
    Ok(run!(tx, KEEP; child.0, adult.0, by.0, to_ms(now)) == 1)
}

/// When a list moved this child from one school to another, after `since`.
pub async fn listed(
    tx: &mut Tx,
    child: ChildId,
    (from, to): (UnitId, UnitId),
    since: Instant,
) -> Stored<Option<(TransferId, Instant)>> {
    let row = one!(tx, BY_LISTS; child.0, from.0, to.0, to_ms(since));
    row.map(|row| Ok((row.id("id")?, row.moment("settled_ms")?)))
        .transpose()
}

/// What a list did is as if it had not been.
pub async fn undo(tx: &mut Tx, id: TransferId) -> Stored<()> {
    run!(tx, UNDO; id.0);
    Ok(())
}

/// The parents' links that were to end at `until` go on as they were: the move was a mistake.
pub async fn uncarry_links(tx: &mut Tx, child: ChildId, until: Instant) -> Stored<u64> {
    Ok(run!(tx, UNCARRY; child.0, to_ms(until)))
}

/// Which schools these children have left: an old roster does not bring them back, except, after `since`, what
/// a list did.
pub async fn left(
    tx: &mut Tx,
    children: &[ChildId],
    since: Instant,
) -> Stored<HashSet<(ChildId, UnitId)>> {
    let ids = super::sql::json_ids(children.iter().map(|child| child.0));
    all!(tx, LEFT; ids, to_ms(since))
        .iter()
        .map(|row| Ok((row.id("child_id")?, row.id("from_school")?)))
        .collect()
}
