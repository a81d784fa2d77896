//! Numbers that more than one person is reached by, the work that follows, and the import's trace.

use serde::Serialize;

use super::json;
use crate::base::{AdultId, ChildId, TaskId, UnitId};
use crate::store::tx::Cells;
use crate::store::{Stored, Tx};

statements! {
    // Lines are marks (`vault::Own::mark`): equal for equal numbers, and not to be read.
    SHARED_LINES = "WITH lines AS (
            SELECT phone_line AS line FROM adults WHERE phone_line IS NOT NULL
            GROUP BY phone_line HAVING COUNT(*) > 1
            UNION SELECT a.phone_line FROM children AS c JOIN adults AS a ON a.phone_line = c.line)
        SELECT l.line, a.id AS adult_id, CAST(NULL AS BIGINT) AS child_id, a.key, a.unit_id
        FROM lines AS l JOIN adults AS a ON a.phone_line = l.line
        UNION ALL SELECT l.line, NULL, c.id, c.key, c.school_id
        FROM lines AS l JOIN children AS c ON c.line = l.line
        ORDER BY 1, 2, 3 LIMIT $1";
    PUT_TASKS = "INSERT INTO tasks (id, unit_id, child_id, adult_id, kind, key, state, created_ms)
        SELECT r.value ->> '$.id', r.value ->> '$.unit', r.value ->> '$.child',
            r.value ->> '$.adult', 'number_clash', r.value ->> '$.key', 'open', $2
        FROM jsonb_each($1) AS r
        WHERE NOT EXISTS (SELECT 1 FROM tasks AS t WHERE t.key = r.value ->> '$.key')",
        "INSERT INTO tasks (id, unit_id, child_id, adult_id, kind, key, state, created_ms)
        SELECT r.id, r.unit, r.child, r.adult, 'number_clash', r.key, 'open', $2
        FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON))
            AS r (id bigint, unit bigint, child bigint, adult bigint, key text)
        WHERE NOT EXISTS (SELECT 1 FROM tasks AS t WHERE t.key = r.key)";
}

/// One person on a shared line: either an adult or a child.
#[derive(Clone, Debug)]
pub struct OnLine {
    /// Only for grouping; never shown.
    pub line: String,
    pub adult: Option<AdultId>,
    pub child: Option<ChildId>,
    pub key: String,
    /// The school, where one is known.
    pub unit: Option<UnitId>,
}

/// A task 'number_clash' at a school.
#[derive(Clone, Debug, Serialize)]
pub struct TaskRecord {
    pub id: TaskId,
    pub unit: UnitId,
    pub child: Option<ChildId>,
    pub adult: Option<AdultId>,
    /// What makes the same clash the same.
    pub key: String,
}

/// Everybody whose line is also an adult's other line, grouped by line.
pub async fn shared_lines(tx: &mut Tx, most: i64) -> Stored<Vec<OnLine>> {
    let rows = all!(tx, SHARED_LINES; most);
    rows.iter()
        .map(|row| {
            Ok(OnLine {
                line: row.text("line")?,
                adult: row.maybe_id("adult_id")?,
                child: row.maybe_id("child_id")?,
                key: row.text("key")?,
                unit: row.maybe_id("unit_id")?,
            })
        })
        .collect()
}

/// Opens tasks, except those that were ever opened: a clash that staff have settled stays settled.
pub async fn put_tasks(tx: &mut Tx, tasks: &[TaskRecord], now_ms: i64) -> Stored<u64> {
    Ok(run!(tx, PUT_TASKS; json(tasks)?, now_ms))
}
