//! Forgetting what went through the house, in pages. What the school must keep (entries, notes, the
//! audit) is not touched here.

use super::Served;
use crate::base::Env;
use crate::model::retention::Keep;
use crate::store::{Tx, retention};

/// Rows per transaction: a few milliseconds, so that nobody waits for it.
pub const PAGE: i64 = 500;

/// How far a round of forgetting has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    words: i64,
    messages: i64,
    updates: i64,
}

/// What one page took away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Messages without their words now.
    pub blanked: u64,
    pub messages: u64,
    pub updates: u64,
    /// Updates that nobody looked after in all that time.
    pub parked: u64,
    /// Whether the round has a next page.
    pub more: bool,
}

/// One page of each kind in one transaction; `round` moves on with it.
pub async fn page(tx: &mut Tx, env: &Env, keep: &Keep, round: &mut Round) -> Served<Forgotten> {
    let now = env.now();
    let blanked = retention::blank(tx, round.words, now - keep.words, PAGE).await?;
    let messages = retention::sent(tx, round.messages, now - keep.messages, PAGE).await?;
    let updates = retention::heard(tx, round.updates, now - keep.updates, PAGE).await?;
    let parked = retention::parked(tx, now - keep.updates, PAGE).await?;
    *round = Round {
        words: blanked.next,
        messages: messages.next,
        updates: updates.next,
    };
    let counts = [blanked.rows, messages.rows, updates.rows, parked];
    Ok(Forgotten {
        blanked: blanked.rows,
        messages: messages.rows,
        updates: updates.rows,
        parked,
        more: counts.iter().any(|rows| *rows >= PAGE.unsigned_abs()),
    })
}
