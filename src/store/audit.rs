//! The trace of what was done: append-only, ids only.

use super::{Stored, Tx, tx::Cells};
use crate::base::{AdultId, ChildId, Env, UnitId, to_ms};

statements! {
    PUT = "INSERT INTO audit (id, at_ms, adult_id, action, child_id, unit_id, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    COUNT = "SELECT COUNT(*) AS n FROM audit WHERE action = $1";
}

/// Who did it: an adult in the chat, or nobody in particular (command line, schedule).
#[derive(Clone, Copy, Debug, Default)]
pub struct Act<'a> {
    pub by: Option<AdultId>,
    pub action: &'static str,
    pub child: Option<ChildId>,
    pub unit: Option<UnitId>,
    /// Ids and words of our own vocabularies only.
    pub detail: Option<&'a str>,
}

pub async fn note(tx: &mut Tx, env: &Env, act: Act<'_>) -> Stored<()> {
    let id: i64 = env.id();
    run!(tx, PUT; id, to_ms(env.now()), act.by.map(|a| a.0), act.action,
        act.child.map(|c| c.0), act.unit.map(|u| u.0), act.detail.map(str::to_owned));
    Ok(())
}

/// How often an action stands in the trace.
pub async fn count(tx: &mut Tx, action: &'static str) -> Stored<i64> {
    one!(tx, COUNT; action).map_or(Ok(0), |row| row.int("n"))
}
