//! Entries, rolls and coming dates: what the school recorded.

use super::sql::json_ids;
use super::vault::{self, Keys};
use super::{StoreError, Stored, Tx, tx::Cells};
use crate::base::{AdultId, ChildId, EntryId, Env, UnitId, Words, to_ms};
use crate::model::entry::{Entry, Fact, Source};
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::fmt::Display;

macro_rules! facts {
    ($engine:tt, $these:expr) => {
        gather!(
            $engine,
            "child_id, day, kind, slot, fact, source, by_adult, entered_ms",
            "child_id, day, kind, slot",
            $these
        )
    };
}

statements! {
    PUT = "INSERT INTO entries (id, child_id, day, kind, slot, fact, source, by_adult, entered_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (child_id, day, kind, slot) DO UPDATE SET fact = excluded.fact, source = excluded.source, by_adult = excluded.by_adult, entered_ms = excluded.entered_ms";
    DROP_SLOT = "DELETE FROM entries WHERE child_id = $1 AND day = $2 AND kind = $3 AND slot = $4";
    DROP_READABLE = "DELETE FROM entries WHERE (child_id, day, kind, slot) IN (
             SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM jsonb_each($1))",
        "DELETE FROM entries WHERE (child_id, day, kind, slot) IN (
             SELECT CAST(value ->> 0 AS BIGINT), value ->> 1, value ->> 2, value ->> 3
             FROM json_array_elements(CAST(CAST($1 AS TEXT) AS JSON)))";
    // With a plain IN and a plan for any two days PostgreSQL took few entries to lie between them and read those
    // of all children (`entries_day`): 400 ms for each page of the weekly run of a million families.
    OF_CHILDREN = facts!(sqlite, "SELECT * FROM entries WHERE child_id IN (SELECT value FROM json_each($1)) AND day >= $2 AND day <= $3"),
                  facts!(postgres, one_by_one!("child_id, day, kind, slot, fact, source, by_adult, entered_ms", "entries WHERE child_id = w.asked AND day >= $2 AND day <= $3"));
    LATEST = "SELECT child_id, day, kind, slot, fact, source, by_adult, entered_ms FROM entries WHERE child_id = $1 AND day <= $2 ORDER BY day DESC, entered_ms DESC, id DESC LIMIT $3";
    END_OF_NEXT = "SELECT COUNT(*) AS rows_of, MAX(entered_ms) AS at_ms FROM (SELECT entered_ms FROM entries WHERE entered_ms > $1 ORDER BY entered_ms LIMIT $2) AS next";
    TOUCHED = "SELECT DISTINCT child_id FROM entries WHERE entered_ms > $1 AND entered_ms <= $2 AND child_id > $3 AND kind IN ('attendance', 'mark', 'mood') ORDER BY child_id LIMIT $4";
    TAKE_ROLL = "INSERT INTO rolls (class_id, day, by_adult, taken_ms) VALUES ($1, $2, $3, $4) ON CONFLICT (class_id, day) DO UPDATE SET by_adult = excluded.by_adult, taken_ms = excluded.taken_ms";
    DROP_ROLL = "DELETE FROM rolls WHERE class_id = $1 AND day = $2";
    ROLLS = "SELECT class_id, day FROM rolls WHERE class_id IN (SELECT value FROM json_each($1)) AND day >= $2 AND day <= $3 ORDER BY class_id, day",
            one_by_one!("class_id, day", "rolls WHERE class_id = w.asked AND day >= $2 AND day <= $3", "class_id, day");
    PUT_COMING = "INSERT INTO coming (id, class_id, child_id, day, at_time, words, by_adult, entered_ms) VALUES ($1, $2, $3, $4, NULL, $5, $6, $7)";
    DROP_COMING = "DELETE FROM coming WHERE id = $1 AND class_id = $2";
    COMING = "SELECT id, class_id, child_id, day, words FROM coming WHERE class_id IN (SELECT value FROM json_each($1)) AND day >= $2 AND day <= $3 ORDER BY day, id",
             one_by_one!("id, class_id, child_id, day, words", "coming WHERE class_id = w.asked AND day >= $2 AND day <= $3", "day, id");
}

/// What each column's values are sealed for.
pub(super) const FACT: &str = "entries.fact";
pub(super) const WORDS: &str = "coming.words";
const SLOT: &str = "entries.slot";

/// Where a fact belongs: the same on another day is another fact.
pub(super) fn place(day: impl Display, kind: &str, slot: &str) -> String {
    format!("{day} {kind} {slot}")
}

/// Where the fact of this row belongs.
pub(super) fn place_of(row: &impl Cells) -> Stored<String> {
    Ok(place(
        row.text("day")?,
        &row.text("kind")?,
        &row.text("slot")?,
    ))
}

/// A slot as it stands in its column: where it is words about the child, a mark under the child's key. The
/// same words have the same mark, so a correction still finds what it corrects.
pub(super) fn stored_slot(keys: &Keys, child: ChildId, fact: &Fact, slot: &str) -> Stored<String> {
    if fact.slot_is_words() {
        keys.mark(child, SLOT, slot)
    } else {
        Ok(slot.to_owned())
    }
}

/// `None`: the fact is no longer kept.
fn entry(row: &impl Cells, keys: &Keys) -> Stored<Option<Entry>> {
    let child = row.id("child_id")?;
    let Some(fact) = keys.open_at(child, FACT, place_of(row)?, &row.text("fact")?)? else {
        return Ok(None);
    };
    Ok(Some(Entry {
        child,
        day: row.day("day")?,
        fact: serde_json::from_str(&fact).map_err(|_| StoreError::Unreadable { column: FACT })?,
        source: row.word("source")?,
        by: row.maybe_id("by_adult")?,
        entered: row.moment("entered_ms")?,
    }))
}

async fn opened(tx: &mut Tx, rows: &[impl Cells]) -> Stored<Vec<Entry>> {
    let keys = vault::keys_in(tx, rows, "child_id").await?;
    let entries = rows.iter().map(|row| entry(row, &keys));
    entries.filter_map(Result::transpose).collect()
}

/// Records a fact; the same slot again is a correction.
pub async fn put(
    tx: &mut Tx,
    env: &Env,
    child: ChildId,
    day: NaiveDate,
    fact: &Fact,
    source: Source,
    by: Option<AdultId>,
) -> Stored<()> {
    let id: EntryId = env.id();
    let text = serde_json::to_string(fact).unwrap_or_default();
    let keys = vault::keys_to_write(tx, [child]).await?;
    drop_readable(tx, &keys, [(child, day, fact)]).await?;
    let slot = stored_slot(&keys, child, fact, &fact.slot())?;
    let text = keys.seal_at(child, FACT, place(day, fact.kind(), &slot), &text)?;
    run!(tx, PUT; id.0, child.0, day.to_string(), fact.kind(), slot, text,
        source.as_str(), by.map(|a| a.0), to_ms(env.now()));
    Ok(())
}

/// Until all of a table is sealed as it is sealed now, facts may stand in it with their slots in words: what is
/// written now takes their place. Gives how many did.
pub(super) async fn drop_readable<'a>(
    tx: &mut Tx,
    keys: &Keys,
    facts: impl IntoIterator<Item = (ChildId, NaiveDate, &'a Fact)>,
) -> Stored<u64> {
    if keys.all_is_new(FACT) {
        return Ok(0);
    }
    let words = facts
        .into_iter()
        .filter(|(_, _, fact)| fact.slot_is_words());
    let rows: Vec<Value> = words
        .map(|(child, day, fact)| json!([child.0, day.to_string(), fact.kind(), fact.slot()]))
        .collect();
    if rows.is_empty() {
        return Ok(0);
    }
    Ok(run!(tx, DROP_READABLE; Value::Array(rows).to_string()))
}

/// Takes back exactly one fact.
pub async fn drop_one(tx: &mut Tx, child: ChildId, day: NaiveDate, fact: &Fact) -> Stored<bool> {
    let keys = vault::keys(tx, [child]).await?;
    let readable = drop_readable(tx, &keys, [(child, day, fact)]).await?;
    let slot = stored_slot(&keys, child, fact, &fact.slot())?;
    let gone = run!(tx, DROP_SLOT; child.0, day.to_string(), fact.kind(), slot);
    Ok(gone + readable >= 1)
}

/// Everything about these children between two days, both included, by child and day.
pub async fn of_children(
    tx: &mut Tx,
    children: &[ChildId],
    from: NaiveDate,
    to: NaiveDate,
) -> Stored<Vec<Entry>> {
    let ids = json_ids(children.iter().map(|c| c.0));
    let rows = gathered!(tx, OF_CHILDREN; ids, from.to_string(), to.to_string());
    let mut entries = opened(tx, &rows).await?;
    // In the table what has words is in no order that means anything.
    entries.sort_by_cached_key(|entry| {
        let (kind, slot) = (entry.fact.kind(), entry.fact.slot());
        (entry.child, entry.day, kind, slot)
    });
    Ok(entries)
}

/// The newest facts of one child up to a day, newest first.
pub async fn latest(
    tx: &mut Tx,
    child: ChildId,
    until: NaiveDate,
    limit: i64,
) -> Stored<Vec<Entry>> {
    let rows = all!(tx, LATEST; child.0, until.to_string(), limit);
    opened(tx, &rows).await
}

/// When the last of the next `count` entries after `since` was entered; `None` when there are fewer.
pub async fn end_of_next(tx: &mut Tx, since: i64, count: i64) -> Stored<Option<i64>> {
    let Some(row) = one!(tx, END_OF_NEXT; since, count) else {
        return Ok(None);
    };
    Ok(match row.int("rows_of")? < count {
        true => None,
        false => row.maybe_int("at_ms")?,
    })
}

/// The children after `after` about whom something that can be a quiet sign was recorded between two
/// moments, the second included; by id.
pub async fn touched(
    tx: &mut Tx,
    (since, until): (i64, i64),
    after: i64,
    limit: i64,
) -> Stored<Vec<ChildId>> {
    all!(tx, TOUCHED; since, until, after, limit)
        .iter()
        .map(|row| row.id("child_id"))
        .collect()
}

/// The roll of a class was taken: who has no attendance entry that day was present.
pub async fn take_roll(
    tx: &mut Tx,
    env: &Env,
    class: UnitId,
    day: NaiveDate,
    by: Option<AdultId>,
) -> Stored<()> {
    run!(tx, TAKE_ROLL; class.0, day.to_string(), by.map(|a| a.0), to_ms(env.now()));
    Ok(())
}

/// Undoes [`take_roll`].
pub async fn drop_roll(tx: &mut Tx, class: UnitId, day: NaiveDate) -> Stored<bool> {
    Ok(run!(tx, DROP_ROLL; class.0, day.to_string()) == 1)
}

/// The days between two days, both included, on which each class's roll was taken.
pub async fn rolls(
    tx: &mut Tx,
    classes: &[UnitId],
    from: NaiveDate,
    to: NaiveDate,
) -> Stored<Vec<(UnitId, NaiveDate)>> {
    let ids = json_ids(classes.iter().map(|c| c.0));
    all!(tx, ROLLS; ids, from.to_string(), to.to_string())
        .iter()
        .map(|row| Ok((row.id("class_id")?, row.day("day")?)))
        .collect()
}

/// A coming date of a class, or of one child of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coming {
    pub id: i64,
    pub class: UnitId,
    pub child: Option<ChildId>,
    pub day: NaiveDate,
    pub words: Words,
}

/// Enters a coming date; gives its id.
pub async fn put_coming(
    tx: &mut Tx,
    env: &Env,
    class: UnitId,
    child: Option<ChildId>,
    day: NaiveDate,
    words: &Words,
    by: Option<AdultId>,
) -> Stored<i64> {
    let id: i64 = env.id();
    let text = match child {
        Some(child) => vault::seal_at(tx, child, WORDS, id, words.expose()).await?,
        None => vault::seal_own_at(tx, WORDS, id, words.expose()).await?,
    };
    run!(tx, PUT_COMING; id, class.0, child.map(|c| c.0), day.to_string(), text,
        by.map(|a| a.0), to_ms(env.now()));
    Ok(id)
}

pub async fn drop_coming(tx: &mut Tx, id: i64, class: UnitId) -> Stored<bool> {
    Ok(run!(tx, DROP_COMING; id, class.0) == 1)
}

/// The coming dates of these classes between two days, both included, soonest first.
pub async fn coming(
    tx: &mut Tx,
    classes: &[UnitId],
    from: NaiveDate,
    to: NaiveDate,
) -> Stored<Vec<Coming>> {
    let ids = json_ids(classes.iter().map(|c| c.0));
    let rows = all!(tx, COMING; ids, from.to_string(), to.to_string());
    let keys = vault::keys_in(tx, &rows, "child_id").await?;
    let own = vault::own(tx).await?;
    let mut coming = Vec::with_capacity(rows.len());
    for row in &rows {
        let (id, child) = (row.int("id")?, row.maybe_id("child_id")?);
        let words = row.text("words")?;
        let words = match child {
            Some(child) => keys.open_at(child, WORDS, id, &words)?,
            None => own.open_at(WORDS, id, &words)?,
        };
        // No longer kept: there is nothing to tell.
        let Some(words) = words else { continue };
        coming.push(Coming {
            id,
            class: row.id("class_id")?,
            child,
            day: row.day("day")?,
            words: Words::new(words),
        });
    }
    Ok(coming)
}
