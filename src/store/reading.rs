//! Which children outside their own class a member of staff opened lately.

use super::{Stored, Tx, tx::Cells};
use crate::base::{AdultId, ChildId, Instant, to_ms};

statements! {
    OTHERS = "SELECT COUNT(*) AS n FROM outside_looks WHERE adult_id = $1 AND at_ms > $2 AND child_id <> $3";
    LOOKED = "INSERT INTO outside_looks (adult_id, child_id, at_ms) VALUES ($1, $2, $3) ON CONFLICT (adult_id, child_id) DO UPDATE SET at_ms = excluded.at_ms";
    FORGET = "DELETE FROM outside_looks WHERE at_ms <= $1";
}

/// How many children other than this one the adult opened since.
pub async fn others_since(
    tx: &mut Tx,
    adult: AdultId,
    child: ChildId,
    since: Instant,
) -> Stored<i64> {
    let row = one!(tx, OTHERS; adult.0, to_ms(since), child.0);
    row.map_or(Ok(0), |row| row.int("n"))
}

pub async fn looked(tx: &mut Tx, adult: AdultId, child: ChildId, now: Instant) -> Stored<()> {
    run!(tx, LOOKED; adult.0, child.0, to_ms(now));
    Ok(())
}

/// What is no longer counted.
pub async fn forget(tx: &mut Tx, until: Instant) -> Stored<u64> {
    Ok(run!(tx, FORGET; to_ms(until)))
}
