//! Facts of days, sealed anew.

use serde_json::{Value, json};
use sqlx::any::AnyRow;

use super::super::tx::Cells;
use super::super::vault;
use super::super::{StoreError, Stored, Tx, entries};
use crate::model::entry::Fact;

statements! {
    WRITE = "UPDATE entries SET slot = r.value ->> 'slot', fact = r.value ->> 'sealed' FROM json_each($1) AS r
         WHERE entries.id = r.value ->> 'id'",
        "UPDATE entries SET slot = r.slot, fact = r.sealed
         FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON)) AS r (id BIGINT, slot TEXT, sealed TEXT)
         WHERE entries.id = r.id";
}

/// Facts under their child's key, each for its day and slot alone; a slot that is words becomes a mark.
pub(super) async fn seal(tx: &mut Tx, rows: &[AnyRow]) -> Stored<()> {
    let keys = super::to_write(tx, rows, "child").await?;
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
    run!(tx, WRITE; Value::Array(page).to_string());
    Ok(())
}
