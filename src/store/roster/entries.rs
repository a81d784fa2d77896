//! Imported facts about days, a page at a time.

use chrono::NaiveDate;
use serde::Serialize;

use super::json;
use crate::base::{ChildId, EntryId};
use crate::model::entry::{Fact, Source};
use crate::store::entries::FACT;
use crate::store::tx::Cells;
use crate::store::{StoreError, Stored, Tx, vault};

statements! {
    ENTRIES_ON = "SELECT e.child_id, e.day, e.slot, e.fact, e.source
        FROM json_each($1) AS r CROSS JOIN entries AS e
        WHERE e.child_id = r.value ->> '$[0]' AND e.day = r.value ->> '$[1]' AND e.kind = $2
        ORDER BY e.child_id, e.day, e.slot",
        "SELECT e.child_id, e.day, e.slot, e.fact, e.source
        FROM json_array_elements(CAST(CAST($1 AS TEXT) AS JSON)) AS r (value) JOIN entries AS e
        ON e.child_id = (r.value ->> 0)::bigint AND e.day = r.value ->> 1 AND e.kind = $2
        ORDER BY e.child_id, e.day, e.slot";
    PUT_ENTRIES = "INSERT INTO entries (id, child_id, day, kind, slot, fact, source, entered_ms)
        SELECT r.value ->> '$.id', r.value ->> '$.child', r.value ->> '$.day', r.value ->> '$.kind',
            r.value ->> '$.slot', r.value ->> '$.fact', 'import', $2
        FROM json_each($1) AS r WHERE true
        ON CONFLICT (child_id, day, kind, slot) DO UPDATE SET fact = excluded.fact,
            source = excluded.source, by_adult = NULL, entered_ms = excluded.entered_ms",
        "INSERT INTO entries (id, child_id, day, kind, slot, fact, source, entered_ms)
        SELECT r.id, r.child, r.day, r.kind, r.slot, r.fact, 'import', $2
        FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON)) AS r (id bigint, child bigint, day text, kind text,
            slot text, fact text)
        ON CONFLICT (child_id, day, kind, slot) DO UPDATE SET fact = excluded.fact,
            source = excluded.source, by_adult = NULL, entered_ms = excluded.entered_ms";
}

/// A fact that is already recorded.
#[derive(Clone, Debug)]
pub struct KnownEntry {
    pub child: ChildId,
    pub day: NaiveDate,
    pub slot: String,
    pub fact: Fact,
    pub source: Source,
}

/// A fact as it will stand.
#[derive(Clone, Debug, Serialize)]
pub struct EntryRecord {
    pub id: EntryId,
    pub child: ChildId,
    pub day: NaiveDate,
    pub kind: &'static str,
    pub slot: String,
    /// `Fact` as JSON.
    pub fact: String,
}

/// The facts of one kind about these children on these days.
pub async fn entries_on(
    tx: &mut Tx,
    kind: &'static str,
    days: &[(ChildId, NaiveDate)],
) -> Stored<Vec<KnownEntry>> {
    let rows = all!(tx, ENTRIES_ON; json(days)?, kind);
    let keys = vault::keys_in(tx, &rows, "child_id").await?;
    let mut known = Vec::with_capacity(rows.len());
    for row in &rows {
        let child = row.id("child_id")?;
        // No longer kept: as if it had never been there.
        let Some(fact) = keys.open(child, FACT, &row.text("fact")?)? else {
            continue;
        };
        let unreadable = |_| StoreError::Unreadable { column: FACT };
        known.push(KnownEntry {
            child,
            day: row.day("day")?,
            slot: row.text("slot")?,
            fact: serde_json::from_str(&fact).map_err(unreadable)?,
            source: row.word("source")?,
        });
    }
    Ok(known)
}

/// Makes or rewrites facts; a child, day, kind and slot may stand in a page once only.
pub async fn put_entries(tx: &mut Tx, entries: &[EntryRecord], now_ms: i64) -> Stored<u64> {
    let keys = vault::keys_to_write(tx, entries.iter().map(|entry| entry.child)).await?;
    let sealed: Stored<Vec<EntryRecord>> = entries
        .iter()
        .map(|entry| {
            let fact = keys.seal(entry.child, FACT, &entry.fact)?;
            Ok(EntryRecord {
                fact,
                ..entry.clone()
            })
        })
        .collect();
    Ok(run!(tx, PUT_ENTRIES; json(&sealed?)?, now_ms))
}
