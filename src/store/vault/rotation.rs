//! Which of the operator's keys wraps how many, and the way from an old one to the newest, in pages.

use super::{DESTROYED_ONES, HELD_BY, REWRAP, UNDER_OLD, unwrap, wrap};
use crate::store::tx::Cells;
use crate::store::{Stored, Tx};

/// How the keys stand: ids and counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// What an operator's key is called, and how many keys it wraps (the house's own is one of them).
    pub wrapped: Vec<(String, i64)>,
    pub destroyed: i64,
}

pub async fn standing(tx: &mut Tx) -> Stored<Standing> {
    let mut standing = Standing::default();
    for row in &all!(tx, HELD_BY) {
        standing.wrapped.push((row.text("key_id")?, row.int("n")?));
    }
    standing.destroyed = one!(tx, DESTROYED_ONES).map_or(Ok(0), |row| row.int("n"))?;
    Ok(standing)
}

/// The operator's keys that wrap something and were not given: without them it cannot be read.
pub async fn unknown(tx: &mut Tx) -> Stored<Vec<String>> {
    let vault = tx.vault();
    let held = vault.ring()?.ids();
    let mut used = standing(tx).await?.wrapped;
    used.retain(|(id, _)| !held.contains(id));
    Ok(used.into_iter().map(|(id, _)| id).collect())
}

/// Puts up to `limit` keys after `after` under the newest of the operator's. Gives how many, and where
/// the next page begins; `None`: nothing is left.
pub async fn rewrap(tx: &mut Tx, after: i64, limit: i64) -> Stored<Option<(u64, i64)>> {
    let vault = tx.vault();
    let ring = vault.ring()?;
    let newest = ring.ids().into_iter().next().unwrap_or_default();
    let (mut rows, mut last) = (Vec::new(), after);
    for row in &all!(tx, UNDER_OLD; newest, after, limit) {
        last = row.int("child_id")?;
        let key = unwrap(ring, last, &row.text("wrapped")?)?;
        rows.push(wrap(ring, last, &key)?);
    }
    if rows.is_empty() {
        return Ok(None);
    }
    let page = serde_json::Value::Array(rows).to_string();
    Ok(Some((run!(tx, REWRAP; page), last)))
}
