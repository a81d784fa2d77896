//! Freezes of a child, and what a young person agreed to themselves: the dated facts of one child.

use super::{Stored, Tx, tx::Cells};
use crate::base::{AdultId, ChildId, Instant, to_ms};
use crate::model::lifecycle::FreezeKind;
use crate::model::record::Programme;

statements! {
    PUT = "INSERT INTO freezes (id, child_id, kind, from_ms, to_ms, programme, entered_by, lifted_by) VALUES ($1, $2, $3, $4, NULL, $5, $6, NULL)";
    STANDING = "SELECT kind, programme FROM freezes WHERE child_id = $1 AND from_ms <= $2 AND (to_ms IS NULL OR to_ms > $2) ORDER BY from_ms, id LIMIT 1";
    LIFT = "UPDATE freezes SET to_ms = $2, lifted_by = $3 WHERE child_id = $1 AND (to_ms IS NULL OR to_ms > $2)";
    AGREE = "INSERT INTO own_consents (id, child_id, purpose, noted_by, from_ms, to_ms) VALUES ($1, $2, 'links', $3, $4, NULL)";
    WITHDRAW = "UPDATE own_consents SET to_ms = $2 WHERE child_id = $1 AND purpose = 'links' AND (to_ms IS NULL OR to_ms > $2)";
}

/// A freeze that stands, and where the child's record returns to after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub kind: FreezeKind,
    pub programme: Programme,
}

pub async fn put(
    tx: &mut Tx,
    id: i64,
    child: ChildId,
    freeze: Standing,
    by: Option<AdultId>,
    now: Instant,
) -> Stored<()> {
    run!(tx, PUT; id, child.0, freeze.kind.as_str(), to_ms(now), freeze.programme.as_str(),
        by.map(|by| by.0));
    Ok(())
}

/// The oldest freeze that stands.
pub async fn standing(tx: &mut Tx, child: ChildId, now: Instant) -> Stored<Option<Standing>> {
    one!(tx, STANDING; child.0, to_ms(now))
        .map(|row| {
            Ok(Standing {
                kind: row.word("kind")?,
                programme: row.word("programme")?,
            })
        })
        .transpose()
}

/// Ends what stands; false when nothing does.
pub async fn lift(tx: &mut Tx, child: ChildId, by: Option<AdultId>, now: Instant) -> Stored<bool> {
    Ok(run!(tx, LIFT; child.0, to_ms(now), by.map(|by| by.0)) > 0)
}

/// The young person agreed; noted by `by`.
pub async fn agree(tx: &mut Tx, id: i64, child: ChildId, by: AdultId, now: Instant) -> Stored<()> {
    run!(tx, AGREE; id, child.0, by.0, to_ms(now));
    Ok(())
}

/// The young person took it back; false when nothing stood.
pub async fn withdraw(tx: &mut Tx, child: ChildId, now: Instant) -> Stored<bool> {
    Ok(run!(tx, WITHDRAW; child.0, to_ms(now)) > 0)
}
