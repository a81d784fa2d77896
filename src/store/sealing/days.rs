//! Facts of days and coming dates, sealed anew; facts also where a concern holds them back.

use serde_json::{Value, json};
use sqlx::any::AnyRow;

use super::super::tx::Cells;
use super::super::vault;
use super::super::{Sql, StoreError, Stored, Tx, entries};
use super::{Part, bound, to_write};
use crate::model::entry::Fact;

macro_rules! write {
    ($table:literal) => {
        Sql::pair(
            concat!("UPDATE ", $table, " SET slot = r.value ->> 'slot', fact = r.value ->> 'sealed'
                FROM jsonb_each($1) AS r WHERE ", $table, ".id = r.value ->> 'id'"),
            concat!("UPDATE ", $table, " SET slot = r.slot, fact = r.sealed
                FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON)) AS r (id BIGINT, slot TEXT, sealed TEXT)
                WHERE ", $table, ".id = r.id"),
        )
    };
}

const ENTRIES: Sql = write!("entries");
const KEPT: Sql = write!("kept_entries");

statements! {
    WRITE = ENTRIES.sqlite, ENTRIES.postgres;
    WRITE_KEPT = KEPT.sqlite, KEPT.postgres;
}

/// Facts under their child's key, each for its day and slot alone; a slot that is words becomes a mark.
pub(super) async fn seal(tx: &mut Tx, rows: &[AnyRow], part: Part) -> Stored<()> {
    let keys = to_write(tx, rows, "child").await?;
    let mut page = Vec::new();
    for row in rows {
        let (child, day, kind) = (row.id("child")?, row.text("day")?, row.text("kind")?);
        let (stored, slot) = (row.text("plain")?, row.text("slot")?);
        if stored.is_empty() {
            continue;
        }
        let opened = if vault::is_bound(&stored) {
            keys.open_at(child, entries::FACT, entries::place_of(row)?, &stored)
        } else {
            keys.open(child, entries::FACT, &stored)
        };
        // What nobody can read, or was put into a row it was not made for, stays as it is.
        let plain = match opened {
            Ok(Some(plain)) => plain,
            Ok(None) | Err(StoreError::Unreadable { .. }) => continue,
            Err(error) => return Err(error),
        };
        let Ok(fact) = serde_json::from_str::<Fact>(&plain) else {
            continue;
        };
        let words = if fact.slot_is_words() {
            fact.slot()
        } else {
            slot.clone()
        };
        let marked = entries::stored_slot(&keys, child, &fact, &words)?;
        if marked != slot || !vault::is_bound(&stored) {
            let place = entries::place(day, &kind, &marked);
            let sealed = keys.seal_at(child, entries::FACT, place, &plain)?;
            page.push(json!({ "id": row.int("id")?, "slot": marked, "sealed": sealed }));
        }
    }
    let page = Value::Array(page).to_string();
    match part {
        Part::KeptEntries => run!(tx, WRITE_KEPT; page),
        _ => run!(tx, WRITE; page),
    };
    Ok(())
}

/// Coming dates, each for its row alone: of one child under its key, of a class under the house's.
pub(super) async fn dates(tx: &mut Tx, rows: &[AnyRow]) -> Stored<String> {
    const WORDS: &str = entries::WORDS;
    let keys = to_write(tx, rows, "child").await?;
    let own = vault::own_to_write(tx).await?;
    let mut page = Vec::new();
    for row in rows {
        let (id, stored) = (row.int("id")?, row.maybe_text("plain")?);
        let sealed = match row.maybe_id("child")? {
            Some(child) => {
                let open = |old: &str| keys.open(child, WORDS, old);
                bound(stored, open, |plain| keys.seal_at(child, WORDS, id, plain))
            }
            None => {
                let open = |old: &str| own.open(WORDS, old);
                bound(stored, open, |plain| own.seal_at(WORDS, id, plain))
            }
        };
        if let Some(sealed) = sealed? {
            page.push(json!({ "id": id, "sealed": sealed }));
        }
    }
    Ok(Value::Array(page).to_string())
}
