//! Counts in a window, kept here so that restarts and several processes share them.

use super::{Stored, Tx, tx::Cells};
use crate::base::{Instant, to_ms};
use crate::model::limit::Limit;

statements! {
    // A window that is over and does not rest begins anew; what rests keeps its end.
    HIT = "INSERT INTO tallies (key, count, since_ms, until_ms)
        VALUES ($1, 1, $2, CASE WHEN CAST($4 AS BIGINT) <= 1 THEN CAST($5 AS BIGINT) ELSE 0 END)
        ON CONFLICT (key) DO UPDATE SET
            count = CASE WHEN tallies.since_ms <= $3 AND tallies.until_ms <= excluded.since_ms
                THEN 1 ELSE tallies.count + 1 END,
            until_ms = CASE WHEN tallies.until_ms > excluded.since_ms THEN tallies.until_ms
                WHEN tallies.since_ms > $3 AND tallies.count + 1 >= $4 THEN CAST($5 AS BIGINT)
                ELSE excluded.until_ms END,
            since_ms = CASE WHEN tallies.since_ms <= $3 AND tallies.until_ms <= excluded.since_ms
                THEN excluded.since_ms ELSE tallies.since_ms END
        RETURNING count, until_ms";
    LOOK = "SELECT until_ms FROM tallies WHERE key = $1";
    CLEAR = "DELETE FROM tallies WHERE key = $1";
    FORGET = "DELETE FROM tallies WHERE key IN (SELECT key FROM tallies
        WHERE since_ms <= $1 AND until_ms <= $1 ORDER BY since_ms, key LIMIT 500)";
}

/// What a count came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    pub count: i64,
    /// Rests until then.
    pub until: Option<Instant>,
    /// With this very time the limit was reached.
    pub just_reached: bool,
}

/// Counts one more.
pub async fn hit(tx: &mut Tx, key: &str, limit: Limit, now: Instant) -> Stored<Tally> {
    let begun = to_ms(now - limit.within);
    let rest = now + limit.rest;
    let row = one!(tx, HIT; key, to_ms(now), begun, limit.most, to_ms(rest));
    let row = row.ok_or(super::StoreError::Unreadable { column: "count" })?;
    let (count, until) = (row.int("count")?, row.moment("until_ms")?);
    Ok(Tally {
        count,
        until: (until > now).then_some(until),
        just_reached: count == limit.most,
    })
}

/// Until when it rests; `None`: it does not.
pub async fn rests_until(tx: &mut Tx, key: &str, now: Instant) -> Stored<Option<Instant>> {
    match one!(tx, LOOK; key) {
        Some(row) => Ok(Some(row.moment("until_ms")?).filter(|until| *until > now)),
        None => Ok(None),
    }
}

/// Nothing was counted under this key.
pub async fn clear(tx: &mut Tx, key: &str) -> Stored<()> {
    run!(tx, CLEAR; key);
    Ok(())
}

/// Removes counts whose window and rest were over at `until`, some hundred at a time.
pub async fn forget(tx: &mut Tx, until: Instant) -> Stored<u64> {
    Ok(run!(tx, FORGET; to_ms(until)))
}
