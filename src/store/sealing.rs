//! What was written before there were keys is sealed, a page at a time, and where it goes on is
//! remembered. Until a row's turn comes it is read as it is. Decides nothing.

use serde_json::{Value, json};
use sqlx::any::AnyRow;

use super::tx::Cells;
use super::vault::{self, Keys, Own};
use super::{Sql, Stored, Tx, children, entries, links, notes, roster};
use crate::base::{ChildId, Phone};
use crate::words;

// Nobody changes a row between its being read here and its being written sealed.
macro_rules! page {
    ($columns:literal, $table:literal) => {
        Sql::pair(
            concat!(
                "SELECT ",
                $columns,
                " FROM ",
                $table,
                " WHERE id > $1 ORDER BY id LIMIT $2"
            ),
            concat!(
                "SELECT ",
                $columns,
                " FROM ",
                $table,
                " WHERE id > $1 ORDER BY id LIMIT $2 FOR UPDATE"
            ),
        )
    };
}

// One column of a table, by the row's id.
macro_rules! write {
    ($table:literal, $column:literal) => {
        Sql::pair(
            concat!("UPDATE ", $table, " SET ", $column, " = r.value ->> 'sealed' FROM json_each($1) AS r
                WHERE ", $table, ".id = r.value ->> 'id'"),
            concat!("UPDATE ", $table, " SET ", $column, " = r.sealed
                FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON)) AS r (id BIGINT, sealed TEXT)
                WHERE ", $table, ".id = r.id"),
        )
    };
}

const ENTRIES: Sql = page!("id, child_id AS child, fact AS plain", "entries");
const COMING: Sql = page!("id, child_id AS child, words AS plain", "coming");
const NOTES: Sql = page!(
    "id, (SELECT t.child_id FROM threads t WHERE t.id = notes.thread_id) AS child, content AS plain",
    "notes"
);
const LINKS: Sql = page!("id, shared_phone AS plain", "links");
const SEAL_ENTRIES: Sql = write!("entries", "fact");
const SEAL_COMING: Sql = write!("coming", "words");
const SEAL_NOTES: Sql = write!("notes", "content");
const SEAL_LINKS: Sql = write!("links", "shared_phone");
const CHILDREN: Sql = page!(
    "id, name, short_name, birth_date, phone, lives_with_note, imported",
    "children"
);
const ADULTS: Sql = page!("id, name, phone, place, imported", "adults");

statements! {
    FROM_WHERE = "SELECT through_id, done FROM sealing WHERE of_table = $1";
    THROUGH = "INSERT INTO sealing (of_table, through_id, done) VALUES ($1, $2, $3) ON CONFLICT (of_table) DO UPDATE SET through_id = excluded.through_id, done = excluded.done";

    SEAL_CHILDREN = "UPDATE children SET name = r.value ->> 'name', short_name = r.value ->> 'short_name',
             birth_date = r.value ->> 'birth_date', phone = r.value ->> 'phone',
             lives_with_note = r.value ->> 'lives_with_note', imported = r.value ->> 'imported',
             line = COALESCE(r.value ->> 'line', line)
         FROM json_each($1) AS r WHERE children.id = r.value ->> 'id'",
        "UPDATE children SET name = r.name, short_name = r.short_name, birth_date = r.birth_date, phone = r.phone,
             lives_with_note = r.lives_with_note, imported = r.imported, line = COALESCE(r.line, children.line)
         FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON)) AS r (id BIGINT, name TEXT, short_name TEXT,
             birth_date TEXT, phone TEXT, lives_with_note TEXT, imported TEXT, line TEXT)
         WHERE children.id = r.id";

    PARENTS = "SELECT child_id, parent, place FROM parents WHERE child_id IN (SELECT value FROM json_each($1)) AND place IS NOT NULL ORDER BY child_id, parent",
              "SELECT child_id, parent, place FROM parents WHERE child_id IN (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))) AND place IS NOT NULL ORDER BY child_id, parent FOR UPDATE";

    SEAL_PARENTS = "UPDATE parents SET place = r.value ->> 'place' FROM json_each($1) AS r
         WHERE parents.child_id = r.value ->> 'child' AND parents.parent = r.value ->> 'parent'",
        "UPDATE parents SET place = r.place
         FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON)) AS r (child BIGINT, parent TEXT, place TEXT)
         WHERE parents.child_id = r.child AND parents.parent = r.parent";

    SEAL_ADULTS = "UPDATE adults SET name = r.value ->> 'name', phone = r.value ->> 'phone',
             phone_line = COALESCE(r.value ->> 'line', phone_line), place = r.value ->> 'place',
             imported = r.value ->> 'imported'
         FROM json_each($1) AS r WHERE adults.id = r.value ->> 'id'",
        "UPDATE adults SET name = r.name, phone = r.phone, phone_line = COALESCE(r.line, adults.phone_line),
             place = r.place, imported = r.imported
         FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON)) AS r (id BIGINT, name TEXT, phone TEXT, line TEXT,
             place TEXT, imported TEXT)
         WHERE adults.id = r.id";

    READ_CHILDREN = CHILDREN.sqlite, CHILDREN.postgres;
    READ_ADULTS = ADULTS.sqlite, ADULTS.postgres;
    READ_ENTRIES = ENTRIES.sqlite, ENTRIES.postgres;
    READ_COMING = COMING.sqlite, COMING.postgres;
    READ_NOTES = NOTES.sqlite, NOTES.postgres;
    READ_LINKS = LINKS.sqlite, LINKS.postgres;
    WRITE_ENTRIES = SEAL_ENTRIES.sqlite, SEAL_ENTRIES.postgres;
    WRITE_COMING = SEAL_COMING.sqlite, SEAL_COMING.postgres;
    WRITE_NOTES = SEAL_NOTES.sqlite, SEAL_NOTES.postgres;
    WRITE_LINKS = SEAL_LINKS.sqlite, SEAL_LINKS.postgres;
}

words! {
    /// What is sealed in one go; people first: numbers are compared by marks that only sealing makes.
    pub enum Part {
        Children = "children",
        Adults = "adults",
        Links = "links",
        Notes = "notes",
        Coming = "coming",
        Entries = "entries",
    }
}

/// Those that must be sealed before anybody is let in.
pub const PEOPLE: &[Part] = &[Part::Children, Part::Adults];

/// One page of a part. False: all of it is sealed.
pub async fn page(tx: &mut Tx, part: Part, limit: i64) -> Stored<bool> {
    let begun = one!(tx, FROM_WHERE; part.as_str());
    let (after, done) = match &begun {
        Some(row) => (row.int("through_id")?, row.flag("done")?),
        None => (0, false),
    };
    if done {
        return Ok(false);
    }
    let rows = match part {
        Part::Children => all!(tx, READ_CHILDREN; after, limit),
        Part::Adults => all!(tx, READ_ADULTS; after, limit),
        Part::Links => all!(tx, READ_LINKS; after, limit),
        Part::Notes => all!(tx, READ_NOTES; after, limit),
        Part::Coming => all!(tx, READ_COMING; after, limit),
        Part::Entries => all!(tx, READ_ENTRIES; after, limit),
    };
    match part {
        Part::Children => of_children(tx, &rows).await?,
        Part::Adults => of_adults(tx, &rows).await?,
        Part::Links => {
            let own = vault::own_to_write(tx).await?;
            let seal = |_: &AnyRow, plain: &str| own.seal(links::SHARED_PHONE, plain).map(Some);
            let page = cells(&rows, seal)?;
            run!(tx, WRITE_LINKS; page);
        }
        Part::Notes => {
            let page = facts(tx, &rows, notes::CONTENT).await?;
            run!(tx, WRITE_NOTES; page);
        }
        Part::Coming => {
            let page = facts(tx, &rows, entries::WORDS).await?;
            run!(tx, WRITE_COMING; page);
        }
        Part::Entries => {
            let page = facts(tx, &rows, entries::FACT).await?;
            run!(tx, WRITE_ENTRIES; page);
        }
    }
    let last = rows.last().map_or(Ok(after), |row| row.int("id"))?;
    let more = i64::try_from(rows.len()).unwrap_or(limit) >= limit;
    run!(tx, THROUGH; part.as_str(), last, i64::from(!more));
    Ok(more)
}

/// Whether a value is as it was before there were keys.
fn is_plain(stored: &str) -> bool {
    !stored.starts_with("v1.")
}

/// A cell as it will stand: sealed already, or sealed now.
fn sealed(
    row: &AnyRow,
    column: &'static str,
    seal: impl Fn(&str) -> Stored<String>,
) -> Stored<Option<String>> {
    match row.maybe_text(column)? {
        Some(plain) if is_plain(&plain) => seal(&plain).map(Some),
        other => Ok(other),
    }
}

/// The rows whose only value is still plain, as a page of ids and sealed values.
fn cells(
    rows: &[AnyRow],
    seal: impl Fn(&AnyRow, &str) -> Stored<Option<String>>,
) -> Stored<String> {
    let mut page = Vec::new();
    for row in rows {
        let Some(plain) = row.maybe_text("plain")?.filter(|stored| is_plain(stored)) else {
            continue;
        };
        if let Some(sealed) = seal(row, &plain)? {
            page.push(json!({ "id": row.int("id")?, "sealed": sealed }));
        }
    }
    Ok(Value::Array(page).to_string())
}

/// One value per row under its child's key; what is about a whole class stays.
async fn facts(tx: &mut Tx, rows: &[AnyRow], column: &'static str) -> Stored<String> {
    let keys = to_write(tx, rows, "child").await?;
    cells(rows, |row, plain| {
        let child: Option<ChildId> = row.maybe_id("child")?;
        child
            .map(|child| keys.seal(child, column, plain))
            .transpose()
    })
}

async fn to_write(tx: &mut Tx, rows: &[AnyRow], column: &'static str) -> Stored<Keys> {
    let mut children = Vec::new();
    for row in rows {
        children.extend(row.maybe_id::<ChildId>(column)?);
    }
    vault::keys_to_write(tx, children).await
}

/// The mark of a number that is still plain.
fn mark(row: &AnyRow, own: &Own) -> Stored<Option<String>> {
    let plain = row.maybe_text("phone")?.filter(|stored| is_plain(stored));
    let phone = plain.and_then(|digits| Phone::parse(&digits));
    Ok(phone.map(|phone| own.mark(children::LINE, phone.line())))
}

async fn of_children(tx: &mut Tx, rows: &[AnyRow]) -> Stored<()> {
    let keys = to_write(tx, rows, "id").await?;
    let own = vault::own_to_write(tx).await?;
    let (mut page, mut ids) = (Vec::new(), Vec::new());
    for row in rows {
        let id: ChildId = row.id("id")?;
        let mut values = json!({ "id": id, "line": mark(row, &own)? });
        for (cell, column) in roster::children::SEALED {
            values[cell] = sealed(row, cell, |plain| keys.seal(id, column, plain))?.into();
        }
        page.push(values);
        ids.push(id.0);
    }
    run!(tx, SEAL_CHILDREN; Value::Array(page).to_string());
    let mut places = Vec::new();
    for row in &all!(tx, PARENTS; super::sql::json_ids(ids)) {
        let child: ChildId = row.id("child_id")?;
        let place = sealed(row, "place", |plain| {
            keys.seal(child, children::PLACE, plain)
        })?;
        places.push(json!({ "child": child, "parent": row.text("parent")?, "place": place }));
    }
    run!(tx, SEAL_PARENTS; Value::Array(places).to_string());
    Ok(())
}

async fn of_adults(tx: &mut Tx, rows: &[AnyRow]) -> Stored<()> {
    let own = vault::own_to_write(tx).await?;
    let mut page = Vec::new();
    for row in rows {
        let mut values = json!({ "id": row.int("id")?, "line": mark(row, &own)? });
        for (cell, purpose) in roster::adults::SEALED {
            values[cell] = sealed(row, cell, |plain| own.seal(purpose, plain))?.into();
        }
        page.push(values);
    }
    run!(tx, SEAL_ADULTS; Value::Array(page).to_string());
    Ok(())
}
