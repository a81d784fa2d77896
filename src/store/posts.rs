//! Posts: who holds which staff role at which unit.

use super::{Stored, Tx, tx::Cells, vault};
use crate::base::{AdultId, Instant, PostId, UnitId, to_ms};
use crate::model::unit::Role;

statements! {
    ACTIVATE = "INSERT INTO posts (id, adult_id, unit_id, role, state, from_ms, to_ms, named_by) VALUES ($1, $2, $3, $4, 'active', $5, NULL, $6) ON CONFLICT (adult_id, unit_id, role) DO UPDATE SET state = 'active', from_ms = excluded.from_ms, to_ms = NULL, named_by = excluded.named_by";
    END = "UPDATE posts SET state = 'ended', to_ms = $4 WHERE adult_id = $1 AND unit_id = $2 AND role = $3 AND state <> 'ended'";
    UNSEAT = "UPDATE posts SET state = 'named' WHERE adult_id = $1 AND unit_id = $2 AND role = $3 AND state = 'active'";
    HOLDERS = "SELECT DISTINCT adult_id FROM posts WHERE unit_id = $1 AND role = $2 AND state = 'active' AND from_ms <= $3 AND (to_ms IS NULL OR to_ms > $3) ORDER BY adult_id";
    OF_ADULT = "SELECT unit_id, role, from_ms, to_ms FROM posts WHERE adult_id = $1 AND state = 'active' AND from_ms <= $2 AND (to_ms IS NULL OR to_ms > $2) ORDER BY unit_id, role";
    OF_SCHOOL = "SELECT p.adult_id, p.unit_id, p.role, p.state, u.name AS unit_name, a.name AS adult_name FROM posts p JOIN units u ON u.id = p.unit_id JOIN adults a ON a.id = p.adult_id WHERE (u.id = $1 OR u.parent_id = $1) AND p.state IN ('named', 'active') ORDER BY p.id";
    NAMED = "SELECT adult_id FROM posts WHERE unit_id = $1 AND role = $2 AND state = 'named' ORDER BY adult_id";
}

/// One post an adult holds now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    pub unit: UnitId,
    pub role: Role,
}

/// Begins a post, or begins it again. `by` is `None` from the command line.
pub async fn activate(
    tx: &mut Tx,
    id: PostId,
    adult: AdultId,
    unit: UnitId,
    role: Role,
    by: Option<AdultId>,
    now: Instant,
) -> Stored<()> {
    run!(tx, ACTIVATE; id.0, adult.0, unit.0, role.as_str(), to_ms(now), by.map(|a| a.0));
    Ok(())
}

pub async fn end(
    tx: &mut Tx,
    adult: AdultId,
    unit: UnitId,
    role: Role,
    now: Instant,
) -> Stored<bool> {
    Ok(run!(tx, END; adult.0, unit.0, role.as_str(), to_ms(now)) == 1)
}

/// Still on the staff list, but not in the chat any more: needs a new invitation.
pub async fn unseat(tx: &mut Tx, adult: AdultId, unit: UnitId, role: Role) -> Stored<bool> {
    Ok(run!(tx, UNSEAT; adult.0, unit.0, role.as_str()) == 1)
}

/// Who holds a role at exactly this unit now.
pub async fn holders(tx: &mut Tx, unit: UnitId, role: Role, now: Instant) -> Stored<Vec<AdultId>> {
    all!(tx, HOLDERS; unit.0, role.as_str(), to_ms(now))
        .iter()
        .map(|row| row.id("adult_id"))
        .collect()
}

/// The posts an adult holds now.
pub async fn of_adult(tx: &mut Tx, adult: AdultId, now: Instant) -> Stored<Vec<Held>> {
    all!(tx, OF_ADULT; adult.0, to_ms(now))
        .iter()
        .map(|row| {
            Ok(Held {
                unit: row.id("unit_id")?,
                role: row.word("role")?,
            })
        })
        .collect()
}

/// Who is on the staff list for a role but not yet in the chat.
pub async fn named(tx: &mut Tx, unit: UnitId, role: Role) -> Stored<Vec<AdultId>> {
    all!(tx, NAMED; unit.0, role.as_str())
        .iter()
        .map(|row| row.id("adult_id"))
        .collect()
}

/// One person on a school's staff list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub adult: AdultId,
    pub unit: UnitId,
    pub role: Role,
    /// False: named, but not yet in the chat.
    pub active: bool,
    pub unit_name: String,
    pub name: crate::base::Name,
}

/// The staff of a school and of its classes, those not yet in the chat first.
pub async fn of_school(tx: &mut Tx, school: UnitId) -> Stored<Vec<Listed>> {
    let rows = all!(tx, OF_SCHOOL; school.0);
    let own = vault::own(tx).await?;
    let listed: Stored<Vec<Listed>> = rows
        .iter()
        .map(|row| {
            Ok(Listed {
                adult: row.id("adult_id")?,
                unit: row.id("unit_id")?,
                role: row.word("role")?,
                active: row.text("state")? == "active",
                unit_name: row.text("unit_name")?,
                name: super::adults::name(&own, &row.text("adult_name")?)?,
            })
        })
        .collect();
    let mut listed = listed?;
    let place = |one: &Listed| (one.active, one.unit_name.clone(), one.name.clone());
    listed.sort_by_cached_key(place);
    Ok(listed)
}
