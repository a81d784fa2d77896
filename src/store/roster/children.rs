//! Children and the facts about their parents, a page at a time.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Value, json};

use super::json as text_of;
use crate::base::{ChildId, Phone, UnitId};
use crate::model::record::{LivesWith, Parent, Programme, Whereabouts};
use crate::store::children::{BIRTH, LINE, NAME, PHONE, PLACE, SHORT_NAME};
use crate::store::tx::Cells;
use crate::store::{Stored, Tx, vault};

statements! {
    CHILDREN_BY_KEYS = "SELECT c.id, c.key, c.imported, c.programme, c.short_name, c.birth_date,
            c.phone, c.home_id, c.lives_with, c.lives_with_note, c.school_id
        FROM json_each($1) AS r CROSS JOIN children AS c WHERE c.key = r.value
        ORDER BY c.id",
        "SELECT c.id, c.key, c.imported, c.programme, c.short_name, c.birth_date,
            c.phone, c.home_id, c.lives_with, c.lives_with_note, c.school_id
        FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)) AS r (value) JOIN children AS c ON c.key = r.value
        ORDER BY c.id";
    PUT_CHILDREN = "INSERT INTO children (id, key, name, short_name, birth_date, phone, school_id,
            class_id, home_id, lives_with, lives_with_note, programme, imported, line, created_ms, updated_ms)
        SELECT r.value ->> '$.id', r.value ->> '$.key', r.value ->> '$.name',
            r.value ->> '$.short_name', r.value ->> '$.birth', r.value ->> '$.phone',
            r.value ->> '$.school', r.value ->> '$.class', r.value ->> '$.home',
            r.value ->> '$.lives_with', r.value ->> '$.note', r.value ->> '$.programme',
            r.value ->> '$.imported', r.value ->> '$.line', $2, $2
        FROM jsonb_each($1) AS r WHERE true
        ON CONFLICT (key) DO UPDATE SET name = excluded.name, short_name = excluded.short_name,
            birth_date = excluded.birth_date, phone = excluded.phone,
            school_id = excluded.school_id, class_id = excluded.class_id,
            home_id = excluded.home_id, lives_with = excluded.lives_with,
            lives_with_note = excluded.lives_with_note, imported = excluded.imported,
            line = excluded.line, updated_ms = excluded.updated_ms
        WHERE children.id = excluded.id",
        "INSERT INTO children (id, key, name, short_name, birth_date, phone, school_id,
            class_id, home_id, lives_with, lives_with_note, programme, imported, line, created_ms, updated_ms)
        SELECT r.id, r.key, r.name, r.short_name, r.birth, r.phone, r.school, r.class, r.home,
            r.lives_with, r.note, r.programme, r.imported, r.line, $2, $2
        FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON)) AS r (id bigint, key text, name text, short_name text,
            birth text, phone text, school bigint, class bigint, home bigint, lives_with text,
            note text, programme text, imported text, line text)
        ON CONFLICT (key) DO UPDATE SET name = excluded.name, short_name = excluded.short_name,
            birth_date = excluded.birth_date, phone = excluded.phone,
            school_id = excluded.school_id, class_id = excluded.class_id,
            home_id = excluded.home_id, lives_with = excluded.lives_with,
            lives_with_note = excluded.lives_with_note, imported = excluded.imported,
            line = excluded.line, updated_ms = excluded.updated_ms
        WHERE children.id = excluded.id";
    PUT_PARENTS = "INSERT INTO parents (child_id, parent, whereabouts, place, time_zone, since)
        SELECT r.value ->> '$.child', r.value ->> '$.parent', r.value ->> '$.whereabouts',
            r.value ->> '$.place', r.value ->> '$.zone', r.value ->> '$.since'
        FROM jsonb_each($1) AS r WHERE true
        ON CONFLICT (child_id, parent) DO UPDATE SET whereabouts = excluded.whereabouts,
            place = excluded.place, time_zone = excluded.time_zone, since = excluded.since",
        "INSERT INTO parents (child_id, parent, whereabouts, place, time_zone, since)
        SELECT r.child, r.parent, r.whereabouts, r.place, r.zone, r.since
        FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON)) AS r (child bigint, parent text, whereabouts text,
            place text, zone text, since text)
        ON CONFLICT (child_id, parent) DO UPDATE SET whereabouts = excluded.whereabouts,
            place = excluded.place, time_zone = excluded.time_zone, since = excluded.since";
    STANDINGS = "SELECT c.id, c.programme, p.parent, p.whereabouts
        FROM json_each($1) AS r CROSS JOIN children AS c LEFT JOIN parents AS p ON p.child_id = c.id
        WHERE c.id = r.value ORDER BY c.id, p.parent",
        "SELECT c.id, c.programme, p.parent, p.whereabouts
        FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)) AS r (value)
        JOIN children AS c ON c.id = r.value::bigint LEFT JOIN parents AS p ON p.child_id = c.id
        ORDER BY c.id, p.parent";
    PUT_PROGRAMMES = "UPDATE children SET programme = r.value ->> '$[1]', updated_ms = $2
        FROM jsonb_each($1) AS r WHERE children.id = r.value ->> '$[0]'",
        "UPDATE children SET programme = r.value ->> 1, updated_ms = $2
        FROM json_array_elements(CAST(CAST($1 AS TEXT) AS JSON)) AS r (value) WHERE children.id = (r.value ->> 0)::bigint";
}

/// A child as far as an import asks.
#[derive(Clone, Debug)]
pub struct KnownChild {
    pub id: ChildId,
    pub key: String,
    pub imported: Option<String>,
    pub programme: Programme,
    pub school: UnitId,
    pub short_name: Option<String>,
    pub birth: Option<NaiveDate>,
    pub phone: Option<String>,
    pub home: Option<UnitId>,
    pub lives_with: LivesWith,
    pub note: Option<String>,
}

/// What each column's values are sealed for. A fingerprint is one that a guess could be tried on.
const NOTE: &str = "children.lives_with_note";
const IMPORTED: &str = "children.imported";

/// The sealed columns of a child's row, and what each is sealed for.
pub(in crate::store) const SEALED: [(&str, &str); 6] = [
    ("name", NAME),
    ("short_name", SHORT_NAME),
    ("birth_date", BIRTH),
    ("phone", PHONE),
    ("lives_with_note", NOTE),
    ("imported", IMPORTED),
];

/// A child as it will stand.
#[derive(Clone, Debug)]
pub struct ChildRecord {
    pub id: ChildId,
    pub key: String,
    pub name: String,
    pub short_name: Option<String>,
    pub birth: Option<NaiveDate>,
    /// Digits.
    pub phone: Option<String>,
    pub school: UnitId,
    pub class: UnitId,
    pub home: Option<UnitId>,
    pub lives_with: LivesWith,
    pub note: Option<String>,
    /// For a new child; an existing one keeps its own.
    pub programme: Programme,
    /// Fingerprint of the row.
    pub imported: String,
}

/// One parent's fact as it will stand.
#[derive(Clone, Debug, Serialize)]
pub struct ParentRecord {
    pub child: ChildId,
    pub parent: Parent,
    pub whereabouts: Whereabouts,
    pub place: Option<String>,
    /// IANA name.
    pub zone: Option<String>,
    pub since: Option<NaiveDate>,
}

/// A child's place in the programme, and what is recorded of the parents' whereabouts.
#[derive(Clone, Debug)]
pub struct Standing {
    pub child: ChildId,
    pub programme: Programme,
    pub parents: Vec<(Parent, Whereabouts)>,
}

/// The children of these keys, those that exist.
pub async fn children_by_keys(tx: &mut Tx, keys: &[&str]) -> Stored<Vec<KnownChild>> {
    let rows = all!(tx, CHILDREN_BY_KEYS; text_of(keys)?);
    let keys = vault::keys_in(tx, &rows, "id").await?;
    rows.iter()
        .map(|row| {
            let id = row.id("id")?;
            let open = |column, cell| keys.open_some(id, column, row.maybe_text(cell)?);
            Ok(KnownChild {
                id,
                key: row.text("key")?,
                imported: open(IMPORTED, "imported")?,
                programme: row.word("programme")?,
                school: row.id("school_id")?,
                short_name: open(SHORT_NAME, "short_name")?,
                birth: open(BIRTH, "birth_date")?.and_then(|day| day.parse().ok()),
                phone: open(PHONE, "phone")?,
                home: row.maybe_id("home_id")?,
                lives_with: row.word("lives_with")?,
                note: open(NOTE, "lives_with_note")?,
            })
        })
        .collect()
}

/// Makes or rewrites children by key.
pub async fn put_children(tx: &mut Tx, children: &[ChildRecord], now_ms: i64) -> Stored<u64> {
    let keys = vault::keys_to_write(tx, children.iter().map(|child| child.id)).await?;
    let own = vault::own_to_write(tx).await?;
    let rows: Stored<Vec<Value>> = children
        .iter()
        .map(|child| {
            let seal = |column, text| keys.seal_some(child.id, column, text);
            let birth = child.birth.map(|day| day.to_string());
            let line = child.phone.as_deref().and_then(Phone::parse);
            Ok(json!({
                "id": child.id,
                "key": child.key,
                "name": keys.seal(child.id, NAME, &child.name)?,
                "short_name": seal(SHORT_NAME, child.short_name.as_deref())?,
                "birth": seal(BIRTH, birth.as_deref())?,
                "phone": seal(PHONE, child.phone.as_deref())?,
                "line": line.map(|phone| own.mark(LINE, phone.line())),
                "school": child.school,
                "class": child.class,
                "home": child.home,
                "lives_with": child.lives_with,
                "note": seal(NOTE, child.note.as_deref())?,
                "programme": child.programme,
                "imported": keys.seal(child.id, IMPORTED, &child.imported)?,
            }))
        })
        .collect();
    Ok(run!(tx, PUT_CHILDREN; Value::Array(rows?).to_string(), now_ms))
}

/// Makes or rewrites parents' facts; a child and parent may stand in a page once only.
pub async fn put_parents(tx: &mut Tx, parents: &[ParentRecord]) -> Stored<u64> {
    let keys = vault::keys_to_write(tx, parents.iter().map(|fact| fact.child)).await?;
    let sealed: Stored<Vec<ParentRecord>> = parents
        .iter()
        .map(|fact| {
            let place = keys.seal_some(fact.child, PLACE, fact.place.as_deref())?;
            Ok(ParentRecord {
                place,
                ..fact.clone()
            })
        })
        .collect();
    Ok(run!(tx, PUT_PARENTS; text_of(&sealed?)?))
}

/// Where these children stand, in the order of their ids.
pub async fn standings(tx: &mut Tx, children: &[ChildId]) -> Stored<Vec<Standing>> {
    let rows = all!(tx, STANDINGS; text_of(children)?);
    let mut standings: Vec<Standing> = Vec::new();
    for row in &rows {
        let child = row.id("id")?;
        if standings.last().is_none_or(|last| last.child != child) {
            standings.push(Standing {
                child,
                programme: row.word("programme")?,
                parents: Vec::new(),
            });
        }
        let parent = row.maybe_text("parent")?;
        let parent = parent.and_then(|word| Parent::parse(&word));
        let stated = row.maybe_text("whereabouts")?;
        let stated = stated.and_then(|word| Whereabouts::parse(&word));
        if let (Some(last), Some(parent), Some(stated)) = (standings.last_mut(), parent, stated) {
            last.parents.push((parent, stated));
        }
    }
    Ok(standings)
}

/// Moves children to another place in the programme.
pub async fn put_programmes(
    tx: &mut Tx,
    moves: &[(ChildId, Programme)],
    now_ms: i64,
) -> Stored<u64> {
    Ok(run!(tx, PUT_PROGRAMMES; text_of(moves)?, now_ms))
}
