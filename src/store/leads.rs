//! How many leads each school has now, and whether a woman is among them.

use super::{Stored, Tx, tx::Cells};
use crate::base::{Instant, PostId, UnitId, to_ms};
use crate::model::staff::checked_before;

/// Posts of leads that are in force.
macro_rules! leading {
    () => {
        "FROM posts p WHERE p.unit_id = u.id AND p.role = 'school_lead' AND p.state = 'active'
            AND p.from_ms <= $1 AND (p.to_ms IS NULL OR p.to_ms > $1)
            AND COALESCE(p.lent_ms, p.checked_ms, p.from_ms) > $2"
    };
}

statements! {
    OF_SCHOOLS = concat!("SELECT u.id AS unit_id, u.name AS unit_name, u.key AS unit_key,
            (SELECT COUNT(*) ", leading!(), ") AS n, (SELECT COUNT(p.woman) ", leading!(), ") AS women
        FROM units u WHERE u.kind = 'school' ORDER BY u.name, u.id LIMIT 10000");
    WITHOUT_WOMAN = concat!("WITH RECURSIVE below (unit_id, depth) AS (
            SELECT CAST($3 AS BIGINT), CAST(0 AS BIGINT)
            UNION ALL SELECT c.id, below.depth + 1 FROM below JOIN units c ON c.parent_id = below.unit_id
            WHERE below.depth < 4 AND c.kind <> 'class')
        SELECT u.name AS unit_name FROM below JOIN units u ON u.id = below.unit_id
        WHERE u.kind = 'school' AND EXISTS (SELECT 1 ", leading!(), ")
            AND NOT EXISTS (SELECT 1 ", leading!(), " AND p.woman = 1)
        ORDER BY u.name, u.id LIMIT 10000");
    SAY = "UPDATE posts SET woman = $2 WHERE id = $1 AND role = 'school_lead' AND state <> 'ended'";
}

/// One school and how many named people it has now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub unit: UnitId,
    pub name: String,
    pub key: String,
    pub leads: usize,
    /// Of these, who is known to be a woman.
    pub women: usize,
}

/// Every school with the number of its leads.
pub async fn of_schools(tx: &mut Tx, now: Instant) -> Stored<Vec<Named>> {
    let unchecked = to_ms(checked_before(now));
    all!(tx, OF_SCHOOLS; to_ms(now), unchecked)
        .iter()
        .map(|row| {
            Ok(Named {
                unit: row.id("unit_id")?,
                name: row.text("unit_name")?,
                key: row.text("unit_key")?,
                leads: usize::try_from(row.int("n")?).unwrap_or_default(),
                women: usize::try_from(row.int("women")?).unwrap_or_default(),
            })
        })
        .collect()
}

/// The schools at or below a unit that have leads, and no woman among them that anybody has said is one.
pub async fn without_woman(tx: &mut Tx, unit: UnitId, now: Instant) -> Stored<Vec<String>> {
    let unchecked = to_ms(checked_before(now));
    all!(tx, WITHOUT_WOMAN; to_ms(now), unchecked, unit.0)
        .iter()
        .map(|row| row.text("unit_name"))
        .collect()
}

/// The holder of a lead's post is a woman, or that was noted by mistake. False: it is no such post.
pub async fn say_woman(tx: &mut Tx, post: PostId, is_woman: bool) -> Stored<bool> {
    let woman = is_woman.then_some(1_i64);
    Ok(run!(tx, SAY; post.0, woman) == 1)
}
