//! Imported facts about days, a page at a time.

use chrono::NaiveDate;
use serde::Serialize;

use super::json;
use crate::base::{ChildId, EntryId};
use crate::model::entry::{Fact, Source};
use crate::store::entries::{FACT, drop_readable, place, stored_slot};
use crate::store::tx::Cells;
use crate::store::{StoreError, Stored, Tx, vault};

statements! {
    ENTRIES_ON = "SELECT e.child_id, e.day, e.slot, e.fact, e.source
        FROM jsonb_each($1) AS r CROSS JOIN entries AS e
        WHERE e.child_id = r.value ->> '$[0]' AND e.day = r.value ->> '$[1]' AND e.kind = $2
        ORDER BY e.child_id, e.day, e.slot",
        "SELECT e.child_id, e.day, e.slot, e.fact, e.source
        FROM json_array_elements(CAST(CAST($1 AS TEXT) AS JSON)) AS r (value) JOIN entries AS e
        ON e.child_id = (r.value ->> 0)::bigint AND e.day = r.value ->> 1 AND e.kind = $2
        ORDER BY e.child_id, e.day, e.slot";
    PUT_ENTRIES = "INSERT INTO entries (id, child_id, day, kind, slot, fact, source, entered_ms)
        SELECT r.value ->> '$.id', r.value ->> '$.child', r.value ->> '$.day', r.value ->> '$.kind',
            r.value ->> '$.slot', r.value ->> '$.fact', 'import', $2
        FROM jsonb_each($1) AS r WHERE true
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
#[derive(Clone, Debug)]
pub struct EntryRecord {
    pub id: EntryId,
    pub child: ChildId,
    pub day: NaiveDate,
    pub slot: String,
    pub fact: Fact,
}

/// The same as it stands in the table.
#[derive(Serialize)]
struct Row {
    id: EntryId,
    child: ChildId,
    day: NaiveDate,
    kind: &'static str,
    slot: String,
    fact: String,
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
        let place = place(row.text("day")?, kind, &row.text("slot")?);
        let Some(fact) = keys.open_at(child, FACT, place, &row.text("fact")?)? else {
            continue;
        };
        let unreadable = |_| StoreError::Unreadable { column: FACT };
        let fact: Fact = serde_json::from_str(&fact).map_err(unreadable)?;
        let slot = if fact.slot_is_words() {
            fact.slot()
        } else {
            row.text("slot")?
        };
        known.push(KnownEntry {
            child,
            day: row.day("day")?,
            slot,
            fact,
            source: row.word("source")?,
        });
    }
    Ok(known)
}

/// Makes or rewrites facts; a child, day, kind and slot may stand in a page once only.
pub async fn put_entries(tx: &mut Tx, entries: &[EntryRecord], now_ms: i64) -> Stored<u64> {
    let keys = vault::keys_to_write(tx, entries.iter().map(|entry| entry.child)).await?;
    let facts = entries
        .iter()
        .map(|entry| (entry.child, entry.day, &entry.fact));
    drop_readable(tx, &keys, facts).await?;
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        let (child, day, kind) = (entry.child, entry.day, entry.fact.kind());
        let slot = stored_slot(&keys, child, &entry.fact, &entry.slot)?;
        let unreadable = |_| StoreError::Unreadable { column: FACT };
        let fact = serde_json::to_string(&entry.fact).map_err(unreadable)?;
        rows.push(Row {
            id: entry.id,
            child,
            day,
            kind,
            fact: keys.seal_at(child, FACT, place(day, kind, &slot), &fact)?,
            slot,
        });
    }
    Ok(run!(tx, PUT_ENTRIES; json(&rows)?, now_ms))
}
