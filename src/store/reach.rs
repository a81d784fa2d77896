//! What a refused delivery teaches about an account: it cannot be reached, or it has a new number.

use super::tx::Cells;
use super::{Stored, Tx};
use crate::base::{AdultId, ChildId, Instant, TaskId, to_ms};

statements! {
    UNREACHABLE = "UPDATE accounts SET state = 'unreachable', unreachable_kind = $3
         WHERE bot_id = $1 AND chat_id = $2 AND state = 'open' RETURNING adult_id";

    // When both numbers are known already, the new one is an account of its own and stays.
    MOVED = "UPDATE accounts SET chat_id = $3 WHERE bot_id = $1 AND chat_id = $2
         AND NOT EXISTS (SELECT 1 FROM accounts other
             WHERE other.bot_id = $1 AND other.chat_id = $3)";

    TASK = "INSERT INTO tasks (id, unit_id, child_id, adult_id, kind, key, state, created_ms)
         SELECT CAST($1 AS BIGINT), unit_id, CAST($3 AS BIGINT), CAST($2 AS BIGINT), 'unreachable',
             'unreachable:' || CAST($2 AS TEXT), 'open', CAST($4 AS BIGINT)
         FROM (SELECT COALESCE((SELECT school_id FROM children WHERE id = $3),
             (SELECT unit_id FROM adults WHERE id = $2)) AS unit_id) AS place
         WHERE unit_id IS NOT NULL
         ON CONFLICT (key) WHERE state = 'open' DO NOTHING";
}

/// An account that could be reached until now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost {
    pub adult: Option<AdultId>,
}

/// The account's chat cannot be reached. `None` when that is no news.
pub async fn mark_unreachable(
    tx: &mut Tx,
    bot: &str,
    chat: i64,
    kind: &str,
) -> Stored<Option<Lost>> {
    let row = one!(tx, UNREACHABLE; bot, chat, kind);
    row.map(|row| {
        let adult = row.maybe_id("adult_id")?;
        Ok(Lost { adult })
    })
    .transpose()
}

/// The account's chat has a new number.
pub async fn moved(tx: &mut Tx, bot: &str, old: i64, new: i64) -> Stored<bool> {
    Ok(run!(tx, MOVED; bot, old, new) > 0)
}

/// Asks the child's school (else the adult's) to find another way to the adult; one open task each.
pub async fn open_unreachable_task(
    tx: &mut Tx,
    id: TaskId,
    now: Instant,
    adult: AdultId,
    child: Option<ChildId>,
) -> Stored<bool> {
    Ok(run!(tx, TASK; id.0, adult.0, child.map(|child| child.0), to_ms(now)) > 0)
}
