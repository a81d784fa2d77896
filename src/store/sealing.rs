//! What was written before there were keys, or sealed before values were bound to their rows, is sealed as
//! everything is sealed now: a page at a time, and where it goes on is remembered. Until a row's turn comes
//! it is read as it is; when all of a part is done, nothing else is read there any more. Decides nothing.

use serde_json::{Value, json};
use sqlx::any::AnyRow;

use super::tx::Cells;
use super::vault::{self, Keys, Own};
use super::{Sql, Store, StoreError, Stored, Tx};
use super::{accounts, children, entries, inbox_body, links, notes, roster, second_factors};
use crate::base::{ChildId, Phone};
use crate::words;

pub(super) mod days;

// Nobody changes a row between its being read here and its being written sealed.
macro_rules! page {
    ($columns:literal, $table:literal) => {
        page!($columns, $table, "id")
    };
    ($columns:literal, $table:literal, $id:literal) => {
        Sql::pair(
            concat!(
                "SELECT ",
                $id,
                " AS id, ",
                $columns,
                " FROM ",
                $table,
                " WHERE ",
                $id,
                " > $1 ORDER BY ",
                $id,
                " LIMIT $2"
            ),
            concat!(
                "SELECT ",
                $id,
                " AS id, ",
                $columns,
                " FROM ",
                $table,
                " WHERE ",
                $id,
                " > $1 ORDER BY ",
                $id,
                " LIMIT $2 FOR UPDATE"
            ),
        )
    };
}

// One column of a table, by the row's id.
macro_rules! write {
    ($table:literal, $column:literal) => {
        write!($table, $column, "id")
    };
    ($table:literal, $column:literal, $id:literal) => {
        Sql::pair(
            concat!("UPDATE ", $table, " SET ", $column, " = r.value ->> 'sealed' FROM jsonb_each($1) AS r
                WHERE ", $table, ".", $id, " = r.value ->> 'id'"),
            concat!("UPDATE ", $table, " SET ", $column, " = r.sealed
                FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON)) AS r (id BIGINT, sealed TEXT)
                WHERE ", $table, ".", $id, " = r.id"),
        )
    };
}

const ENTRIES: Sql = page!(
    "child_id AS child, day, kind, slot, fact AS plain",
    "entries"
);
const KEPT_ENTRIES: Sql = page!(
    "child_id AS child, day, kind, slot, fact AS plain",
    "kept_entries"
);
const KEPT_NOTES: Sql = page!(
    "child_id AS child, content AS plain",
    "kept_notes",
    "note_id"
);
const COMING: Sql = page!("child_id AS child, words AS plain", "coming");
const NOTES: Sql = page!(
    "(SELECT t.child_id FROM threads t WHERE t.id = notes.thread_id) AS child, content AS plain",
    "notes"
);
const LINKS: Sql = page!("shared_phone AS plain", "links");
const ACCOUNTS: Sql = page!("dialogue AS plain", "accounts");
const INBOX: Sql = page!("body AS plain", "inbox");
const FACTORS: Sql = page!("secret AS plain", "second_factors", "adult_id");
const SEAL_COMING: Sql = write!("coming", "words");
const SEAL_NOTES: Sql = write!("notes", "content");
const SEAL_KEPT_NOTES: Sql = write!("kept_notes", "content", "note_id");
const SEAL_LINKS: Sql = write!("links", "shared_phone");
const SEAL_ACCOUNTS: Sql = write!("accounts", "dialogue");
const SEAL_INBOX: Sql = write!("inbox", "body");
const SEAL_FACTORS: Sql = write!("second_factors", "secret", "adult_id");
const CHILDREN: Sql = page!(
    "name, short_name, birth_date, phone, lives_with_note, imported",
    "children"
);
const ADULTS: Sql = page!("name, phone, place, imported", "adults");

statements! {
    FROM_WHERE = "SELECT through_id, done FROM sealing WHERE of_table = $1";
    THROUGH = "INSERT INTO sealing (of_table, through_id, done) VALUES ($1, $2, $3) ON CONFLICT (of_table) DO UPDATE SET through_id = excluded.through_id, done = excluded.done";

    SEAL_CHILDREN = "UPDATE children SET name = r.value ->> 'name', short_name = r.value ->> 'short_name',
             birth_date = r.value ->> 'birth_date', phone = r.value ->> 'phone',
             lives_with_note = r.value ->> 'lives_with_note', imported = r.value ->> 'imported',
             line = COALESCE(r.value ->> 'line', line)
         FROM jsonb_each($1) AS r WHERE children.id = r.value ->> 'id'",
        "UPDATE children SET name = r.name, short_name = r.short_name, birth_date = r.birth_date, phone = r.phone,
             lives_with_note = r.lives_with_note, imported = r.imported, line = COALESCE(r.line, children.line)
         FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON)) AS r (id BIGINT, name TEXT, short_name TEXT,
             birth_date TEXT, phone TEXT, lives_with_note TEXT, imported TEXT, line TEXT)
         WHERE children.id = r.id";

    PARENTS = "SELECT child_id, parent, place FROM parents WHERE child_id IN (SELECT value FROM json_each($1)) AND place IS NOT NULL ORDER BY child_id, parent",
              "SELECT child_id, parent, place FROM parents WHERE child_id IN (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))) AND place IS NOT NULL ORDER BY child_id, parent FOR UPDATE";

    SEAL_PARENTS = "UPDATE parents SET place = r.value ->> 'place' FROM jsonb_each($1) AS r
         WHERE parents.child_id = r.value ->> 'child' AND parents.parent = r.value ->> 'parent'",
        "UPDATE parents SET place = r.place
         FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON)) AS r (child BIGINT, parent TEXT, place TEXT)
         WHERE parents.child_id = r.child AND parents.parent = r.parent";

    SEAL_ADULTS = "UPDATE adults SET name = r.value ->> 'name', phone = r.value ->> 'phone',
             phone_line = COALESCE(r.value ->> 'line', phone_line), place = r.value ->> 'place',
             imported = r.value ->> 'imported'
         FROM jsonb_each($1) AS r WHERE adults.id = r.value ->> 'id'",
        "UPDATE adults SET name = r.name, phone = r.phone, phone_line = COALESCE(r.line, adults.phone_line),
             place = r.place, imported = r.imported
         FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON)) AS r (id BIGINT, name TEXT, phone TEXT, line TEXT,
             place TEXT, imported TEXT)
         WHERE adults.id = r.id";

    READ_CHILDREN = CHILDREN.sqlite, CHILDREN.postgres;
    READ_ADULTS = ADULTS.sqlite, ADULTS.postgres;
    READ_ENTRIES = ENTRIES.sqlite, ENTRIES.postgres;
    READ_COMING = COMING.sqlite, COMING.postgres;
    READ_KEPT_ENTRIES = KEPT_ENTRIES.sqlite, KEPT_ENTRIES.postgres;
    READ_KEPT_NOTES = KEPT_NOTES.sqlite, KEPT_NOTES.postgres;
    READ_NOTES = NOTES.sqlite, NOTES.postgres;
    READ_LINKS = LINKS.sqlite, LINKS.postgres;
    READ_ACCOUNTS = ACCOUNTS.sqlite, ACCOUNTS.postgres;
    READ_INBOX = INBOX.sqlite, INBOX.postgres;
    READ_FACTORS = FACTORS.sqlite, FACTORS.postgres;
    WRITE_COMING = SEAL_COMING.sqlite, SEAL_COMING.postgres;
    WRITE_NOTES = SEAL_NOTES.sqlite, SEAL_NOTES.postgres;
    WRITE_KEPT_NOTES = SEAL_KEPT_NOTES.sqlite, SEAL_KEPT_NOTES.postgres;
    WRITE_LINKS = SEAL_LINKS.sqlite, SEAL_LINKS.postgres;
    WRITE_ACCOUNTS = SEAL_ACCOUNTS.sqlite, SEAL_ACCOUNTS.postgres;
    WRITE_INBOX = SEAL_INBOX.sqlite, SEAL_INBOX.postgres;
    WRITE_FACTORS = SEAL_FACTORS.sqlite, SEAL_FACTORS.postgres;
}

words! {
    /// What is sealed in one go; people first: numbers are compared by marks that only sealing makes.
    pub enum Part {
        Children = "children",
        Adults = "adults",
        Factors = "second_factors",
        Accounts = "accounts",
        Inbox = "inbox",
        Links = "links",
        Notes = "notes",
        Coming = "coming",
        Entries = "entries",
        // What a concern holds back was copied as it stood: after what it is copied from.
        KeptEntries = "kept_entries",
        KeptNotes = "kept_notes",
    }
}

/// Those that must be sealed before anybody is let in.
pub const PEOPLE: &[Part] = &[Part::Children, Part::Adults, Part::Factors];

/// The parts that the values sealed for this column belong to; none: they were never sealed otherwise.
pub(super) fn parts_of(column: &str) -> &'static [Part] {
    match column {
        children::PLACE => &[Part::Children],
        links::SHARED_PHONE => &[Part::Links],
        notes::CONTENT => &[Part::Notes, Part::KeptNotes],
        entries::WORDS => &[Part::Coming],
        entries::FACT => &[Part::Entries, Part::KeptEntries],
        accounts::DIALOGUE => &[Part::Accounts],
        inbox_body::BODY => &[Part::Inbox],
        second_factors::SECRET => &[Part::Factors],
        _ => {
            let is_in = |sealed: &[(&str, &str)]| sealed.iter().any(|(_, of)| *of == column);
            if is_in(&roster::children::SEALED) {
                &[Part::Children]
            } else if is_in(&roster::adults::SEALED) {
                &[Part::Adults]
            } else {
                &[]
            }
        }
    }
}

/// Whether there ever were values of this column without a seal.
pub(super) fn was_plain(column: &str) -> bool {
    parts_of(column)
        .first()
        .is_some_and(|part| *part != Part::Factors)
}

/// This process knows that all of a part is done ([`page()`] said so, and it is committed).
pub fn shut(store: &Store, part: Part) {
    store.shared().1.shut(part);
}

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
        Part::Factors => all!(tx, READ_FACTORS; after, limit),
        Part::Accounts => all!(tx, READ_ACCOUNTS; after, limit),
        Part::Inbox => all!(tx, READ_INBOX; after, limit),
        Part::Notes => all!(tx, READ_NOTES; after, limit),
        Part::Coming => all!(tx, READ_COMING; after, limit),
        Part::Entries => all!(tx, READ_ENTRIES; after, limit),
        Part::KeptEntries => all!(tx, READ_KEPT_ENTRIES; after, limit),
        Part::KeptNotes => all!(tx, READ_KEPT_NOTES; after, limit),
    };
    match part {
        Part::Children => of_children(tx, &rows).await?,
        Part::Adults => of_adults(tx, &rows).await?,
        Part::Links => {
            let page = of_house(tx, &rows, links::SHARED_PHONE).await?;
            run!(tx, WRITE_LINKS; page);
        }
        Part::Factors => {
            let page = of_house(tx, &rows, second_factors::SECRET).await?;
            run!(tx, WRITE_FACTORS; page);
        }
        Part::Accounts => {
            let page = of_house(tx, &rows, accounts::DIALOGUE).await?;
            run!(tx, WRITE_ACCOUNTS; page);
        }
        Part::Inbox => {
            let page = of_house(tx, &rows, inbox_body::BODY).await?;
            run!(tx, WRITE_INBOX; page);
        }
        Part::Notes => {
            let page = of_child(tx, &rows, notes::CONTENT).await?;
            run!(tx, WRITE_NOTES; page);
        }
        Part::Coming => {
            let page = days::dates(tx, &rows).await?;
            run!(tx, WRITE_COMING; page);
        }
        Part::Entries | Part::KeptEntries => days::seal(tx, &rows, part).await?,
        Part::KeptNotes => {
            let page = of_child(tx, &rows, notes::CONTENT).await?;
            run!(tx, WRITE_KEPT_NOTES; page);
        }
    }
    let last = rows.last().map_or(Ok(after), |row| row.int("id"))?;
    let more = i64::try_from(rows.len()).unwrap_or(limit) >= limit;
    run!(tx, THROUGH; part.as_str(), last, i64::from(!more));
    Ok(more)
}

/// Whether a value is as it was before there were keys.
fn is_plain(stored: &str) -> bool {
    !stored.is_empty() && !stored.starts_with("v1.") && !vault::is_bound(stored)
}

/// A value bound to its row, whatever it was before. `None`: it is so already, or nobody can read it; what
/// was put into a row it was not made for stays as it is, and is not read.
fn bound(
    stored: Option<String>,
    open: impl Fn(&str) -> Stored<Option<String>>,
    seal: impl Fn(&str) -> Stored<String>,
) -> Stored<Option<String>> {
    let Some(stored) = stored.filter(|s| !s.is_empty() && !vault::is_bound(s)) else {
        return Ok(None);
    };
    match open(&stored) {
        Ok(Some(plain)) => seal(&plain).map(Some),
        Ok(None) | Err(StoreError::Unreadable { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// One value per row under the house's key, for its row alone.
async fn of_house(tx: &mut Tx, rows: &[AnyRow], purpose: &'static str) -> Stored<String> {
    let own = vault::own_to_write(tx).await?;
    let mut page = Vec::new();
    for row in rows {
        let (id, stored) = (row.int("id")?, row.maybe_text("plain")?);
        let open = |old: &str| own.open(purpose, old);
        if let Some(sealed) = bound(stored, open, |plain| own.seal_at(purpose, id, plain))? {
            page.push(json!({ "id": id, "sealed": sealed }));
        }
    }
    Ok(Value::Array(page).to_string())
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

/// One value per row under its child's key.
async fn of_child(tx: &mut Tx, rows: &[AnyRow], column: &'static str) -> Stored<String> {
    let keys = to_write(tx, rows, "child").await?;
    let mut page = Vec::new();
    for row in rows {
        let child: Option<ChildId> = row.maybe_id("child")?;
        let plain = row.maybe_text("plain")?.filter(|stored| is_plain(stored));
        if let Some((child, plain)) = child.zip(plain) {
            let sealed = keys.seal(child, column, &plain)?;
            page.push(json!({ "id": row.int("id")?, "sealed": sealed }));
        }
    }
    Ok(Value::Array(page).to_string())
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
        let id = row.int("id")?;
        let mut values = json!({ "id": id, "line": mark(row, &own)? });
        for (cell, purpose) in roster::adults::SEALED {
            let stored = row.maybe_text(cell)?;
            let open = |old: &str| own.open(purpose, old);
            let seal = |plain: &str| own.seal_at(purpose, id, plain);
            values[cell] = bound(stored.clone(), open, seal)?.or(stored).into();
        }
        page.push(values);
    }
    run!(tx, SEAL_ADULTS; Value::Array(page).to_string());
    Ok(())
}
