//! Entries, rolls and coming dates: what the school recorded.

use super::sql::json_ids;
use super::vault::{self, Keys};
use super::{StoreError, Stored, Tx, tx::Cells};
use crate::base::{AdultId, ChildId, EntryId, Env, UnitId, Words, to_ms};
use crate::model::entry::{Entry, Fact, Source};
use chrono::NaiveDate;
use sqlx::any::AnyRow;

statements! {
    PUT = "INSERT INTO entries (id, child_id, day, kind, slot, fact, source, by_adult, entered_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (child_id, day, kind, slot) DO UPDATE SET fact = excluded.fact, source = excluded.source, by_adult = excluded.by_adult, entered_ms = excluded.entered_ms";
    DROP_SLOT = "DELETE FROM entries WHERE child_id = $1 AND day = $2 AND kind = $3 AND slot = $4";
    OF_CHILDREN = "SELECT child_id, day, fact, source, by_adult, entered_ms FROM entries WHERE child_id IN (SELECT value FROM json_each($1)) AND day >= $2 AND day <= $3 ORDER BY child_id, day, kind, slot",
                  "SELECT child_id, day, fact, source, by_adult, entered_ms FROM entries WHERE child_id IN (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))) AND day >= $2 AND day <= $3 ORDER BY child_id, day, kind, slot";
    LATEST = "SELECT child_id, day, fact, source, by_adult, entered_ms FROM entries WHERE child_id = $1 AND day <= $2 ORDER BY day DESC, entered_ms DESC, id DESC LIMIT $3";
    TAKE_ROLL = "INSERT INTO rolls (class_id, day, by_adult, taken_ms) VALUES ($1, $2, $3, $4) ON CONFLICT (class_id, day) DO UPDATE SET by_adult = excluded.by_adult, taken_ms = excluded.taken_ms";
    DROP_ROLL = "DELETE FROM rolls WHERE class_id = $1 AND day = $2";
    ROLLS = "SELECT class_id, day FROM rolls WHERE class_id IN (SELECT value FROM json_each($1)) AND day >= $2 AND day <= $3 ORDER BY class_id, day",
            "SELECT class_id, day FROM rolls WHERE class_id IN (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))) AND day >= $2 AND day <= $3 ORDER BY class_id, day";
    PUT_COMING = "INSERT INTO coming (id, class_id, child_id, day, at_time, words, by_adult, entered_ms) VALUES ($1, $2, $3, $4, NULL, $5, $6, $7)";
    DROP_COMING = "DELETE FROM coming WHERE id = $1 AND class_id = $2";
    COMING = "SELECT id, class_id, child_id, day, words FROM coming WHERE class_id IN (SELECT value FROM json_each($1)) AND day >= $2 AND day <= $3 ORDER BY day, id",
             "SELECT id, class_id, child_id, day, words FROM coming WHERE class_id IN (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))) AND day >= $2 AND day <= $3 ORDER BY day, id";
}

/// What each column's values are sealed for.
pub(super) const FACT: &str = "entries.fact";
pub(super) const WORDS: &str = "coming.words";

/// `None`: the fact is no longer kept.
fn entry(row: &AnyRow, keys: &Keys) -> Stored<Option<Entry>> {
    let child = row.id("child_id")?;
    let Some(fact) = keys.open(child, FACT, &row.text("fact")?)? else {
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

async fn opened(tx: &mut Tx, rows: Vec<AnyRow>) -> Stored<Vec<Entry>> {
    let keys = vault::keys_in(tx, &rows, "child_id").await?;
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
    let text = vault::seal(tx, child, FACT, &text).await?;
    run!(tx, PUT; id.0, child.0, day.to_string(), fact.kind(), fact.slot(), text,
        source.as_str(), by.map(|a| a.0), to_ms(env.now()));
    Ok(())
}

/// Takes back exactly one fact.
pub async fn drop_one(tx: &mut Tx, child: ChildId, day: NaiveDate, fact: &Fact) -> Stored<bool> {
    Ok(run!(tx, DROP_SLOT; child.0, day.to_string(), fact.kind(), fact.slot()) == 1)
}

/// Everything about these children between two days, both included, by child and day.
pub async fn of_children(
    tx: &mut Tx,
    children: &[ChildId],
    from: NaiveDate,
    to: NaiveDate,
) -> Stored<Vec<Entry>> {
    let ids = json_ids(children.iter().map(|c| c.0));
    let rows = all!(tx, OF_CHILDREN; ids, from.to_string(), to.to_string());
    opened(tx, rows).await
}

/// The newest facts of one child up to a day, newest first.
pub async fn latest(
    tx: &mut Tx,
    child: ChildId,
    until: NaiveDate,
    limit: i64,
) -> Stored<Vec<Entry>> {
    let rows = all!(tx, LATEST; child.0, until.to_string(), limit);
    opened(tx, rows).await
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
        Some(child) => vault::seal(tx, child, WORDS, words.expose()).await?,
        None => words.expose().to_owned(),
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
    let mut coming = Vec::with_capacity(rows.len());
    for row in &rows {
        let child = row.maybe_id("child_id")?;
        let words = row.text("words")?;
        let words = match child {
            Some(child) => keys.open(child, WORDS, &words)?,
            None => Some(words),
        };
        // No longer kept: there is nothing to tell.
        let Some(words) = words else { continue };
        coming.push(Coming {
            id: row.int("id")?,
            class: row.id("class_id")?,
            child,
            day: row.day("day")?,
            words: Words::new(words),
        });
    }
    Ok(coming)
}
