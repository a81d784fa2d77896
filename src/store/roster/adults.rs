//! Adults, who they are to which child, and named posts, a page at a time.

use serde::Serialize;

use super::json;
use crate::base::{AdultId, ChildId, PostId, UnitId};
use crate::model::record::Relation;
use crate::model::unit::Role;
use crate::store::adults::{NAME, PHONE, PLACE};
use crate::store::children::LINE;
use crate::store::tx::Cells;
use crate::store::{Stored, Tx, vault};

statements! {
    ADULTS_BY_KEYS = "SELECT a.id, a.key, a.imported, a.phone, a.unit_id, a.place, a.time_zone, a.locale
        FROM json_each($1) AS r CROSS JOIN adults AS a WHERE a.key = r.value ORDER BY a.id",
        "SELECT a.id, a.key, a.imported, a.phone, a.unit_id, a.place, a.time_zone, a.locale
        FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)) AS r (value) JOIN adults AS a ON a.key = r.value
        ORDER BY a.id";
    // What is sealed is for the row of this id alone: one that another import made meanwhile is its own.
    PUT_ADULTS = "INSERT INTO adults (id, key, name, phone, phone_line, unit_id, place, time_zone,
            locale, imported, created_ms)
        SELECT r.value ->> '$.id', r.value ->> '$.key', r.value ->> '$.name', r.value ->> '$.phone',
            r.value ->> '$.line', r.value ->> '$.unit', r.value ->> '$.place', r.value ->> '$.zone',
            r.value ->> '$.locale', r.value ->> '$.imported', $2
        FROM jsonb_each($1) AS r WHERE true
        ON CONFLICT (key) DO UPDATE SET name = excluded.name, phone = excluded.phone,
            phone_line = excluded.phone_line, unit_id = excluded.unit_id, place = excluded.place,
            time_zone = excluded.time_zone, locale = excluded.locale, imported = excluded.imported
            WHERE adults.id = excluded.id",
        "INSERT INTO adults (id, key, name, phone, phone_line, unit_id, place, time_zone,
            locale, imported, created_ms)
        SELECT r.id, r.key, r.name, r.phone, r.line, r.unit, r.place, r.zone, r.locale, r.imported, $2
        FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON)) AS r (id bigint, key text, name text, phone text,
            line text, unit bigint, place text, zone text, locale text, imported text)
        ON CONFLICT (key) DO UPDATE SET name = excluded.name, phone = excluded.phone,
            phone_line = excluded.phone_line, unit_id = excluded.unit_id, place = excluded.place,
            time_zone = excluded.time_zone, locale = excluded.locale, imported = excluded.imported
            WHERE adults.id = excluded.id";
    RELATIONS_OF = "SELECT l.child_id, l.adult_id, l.imported
        FROM jsonb_each($1) AS r CROSS JOIN relations AS l
        WHERE l.child_id = r.value ->> '$[0]' AND l.adult_id = r.value ->> '$[1]'
        ORDER BY l.child_id, l.adult_id",
        "SELECT l.child_id, l.adult_id, l.imported
        FROM json_array_elements(CAST(CAST($1 AS TEXT) AS JSON)) AS r (value) JOIN relations AS l
        ON l.child_id = (r.value ->> 0)::bigint AND l.adult_id = (r.value ->> 1)::bigint
        ORDER BY l.child_id, l.adult_id";
    PUT_RELATIONS = "INSERT INTO relations (child_id, adult_id, relation, lives_with, contact_order, imported)
        SELECT r.value ->> '$.child', r.value ->> '$.adult', r.value ->> '$.relation',
            r.value ->> '$.lives_with', r.value ->> '$.ring', r.value ->> '$.imported'
        FROM jsonb_each($1) AS r WHERE true
        ON CONFLICT (child_id, adult_id) DO UPDATE SET relation = excluded.relation,
            lives_with = excluded.lives_with, contact_order = excluded.contact_order,
            imported = excluded.imported",
        "INSERT INTO relations (child_id, adult_id, relation, lives_with, contact_order, imported)
        SELECT r.child, r.adult, r.relation, r.lives_with, r.ring, r.imported
        FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON)) AS r (child bigint, adult bigint, relation text,
            lives_with bigint, ring bigint, imported text)
        ON CONFLICT (child_id, adult_id) DO UPDATE SET relation = excluded.relation,
            lives_with = excluded.lives_with, contact_order = excluded.contact_order,
            imported = excluded.imported";
    POSTS_OF = "SELECT p.adult_id, p.unit_id, p.role, p.state
        FROM json_each($1) AS r CROSS JOIN posts AS p WHERE p.adult_id = r.value ORDER BY p.id",
        "SELECT p.adult_id, p.unit_id, p.role, p.state
        FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)) AS r (value)
        JOIN posts AS p ON p.adult_id = r.value::bigint ORDER BY p.id";
    PUT_POSTS = "INSERT INTO posts (id, adult_id, unit_id, role, state, from_ms)
        SELECT r.value ->> '$.id', r.value ->> '$.adult', r.value ->> '$.unit',
            r.value ->> '$.role', 'named', $2
        FROM jsonb_each($1) AS r",
        "INSERT INTO posts (id, adult_id, unit_id, role, state, from_ms)
        SELECT r.id, r.adult, r.unit, r.role, 'named', $2
        FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON)) AS r (id bigint, adult bigint, unit bigint, role text)";
}

/// An adult as far as an import asks.
#[derive(Clone, Debug)]
pub struct KnownAdult {
    pub id: AdultId,
    pub key: String,
    pub imported: Option<String>,
    pub phone: Option<String>,
    pub unit: Option<UnitId>,
    pub place: Option<String>,
    pub zone: Option<String>,
    pub locale: Option<String>,
}

/// What a fingerprint is sealed for: a guess could be tried on it.
const IMPORTED: &str = "adults.imported";

/// The sealed columns of an adult's row, and what each is sealed for.
pub(in crate::store) const SEALED: [(&str, &str); 4] = [
    ("name", NAME),
    ("phone", PHONE),
    ("place", PLACE),
    ("imported", IMPORTED),
];

/// An adult as it will stand.
#[derive(Clone, Debug, Serialize)]
pub struct AdultRecord {
    pub id: AdultId,
    pub key: String,
    pub name: String,
    /// Digits, and the comparable part of them (`base::Phone::line`).
    pub phone: Option<String>,
    pub line: Option<String>,
    pub unit: Option<UnitId>,
    pub place: Option<String>,
    /// IANA name.
    pub zone: Option<String>,
    pub locale: Option<String>,
    pub imported: String,
}

/// A roster fact as it will stand.
#[derive(Clone, Debug, Serialize)]
pub struct RelationRecord {
    pub child: ChildId,
    pub adult: AdultId,
    pub relation: Relation,
    /// 0 or 1.
    pub lives_with: i64,
    pub ring: u32,
    pub imported: String,
}

/// A post to be named.
#[derive(Clone, Debug, Serialize)]
pub struct PostRecord {
    pub id: PostId,
    pub adult: AdultId,
    pub unit: UnitId,
    pub role: Role,
}

/// The adults of these keys, those that exist.
pub async fn adults_by_keys(tx: &mut Tx, keys: &[&str]) -> Stored<Vec<KnownAdult>> {
    let rows = all!(tx, ADULTS_BY_KEYS; json(keys)?);
    let own = vault::own(tx).await?;
    rows.iter()
        .map(|row| {
            let id: AdultId = row.id("id")?;
            Ok(KnownAdult {
                id,
                key: row.text("key")?,
                imported: own.open_some_at(IMPORTED, id, row.maybe_text("imported")?)?,
                phone: own.open_some_at(PHONE, id, row.maybe_text("phone")?)?,
                unit: row.maybe_id("unit_id")?,
                place: own.open_some_at(PLACE, id, row.maybe_text("place")?)?,
                zone: row.maybe_text("time_zone")?,
                locale: row.maybe_text("locale")?,
            })
        })
        .collect()
}

/// Makes or rewrites adults by key.
pub async fn put_adults(tx: &mut Tx, adults: &[AdultRecord], now_ms: i64) -> Stored<u64> {
    let own = vault::own_to_write(tx).await?;
    let sealed: Stored<Vec<AdultRecord>> = adults
        .iter()
        .map(|adult| {
            Ok(AdultRecord {
                name: own.seal_at(NAME, adult.id, &adult.name)?,
                phone: own.seal_some_at(PHONE, adult.id, adult.phone.as_deref())?,
                line: adult.line.as_deref().map(|line| own.mark(LINE, line)),
                place: own.seal_some_at(PLACE, adult.id, adult.place.as_deref())?,
                imported: own.seal_at(IMPORTED, adult.id, &adult.imported)?,
                ..adult.clone()
            })
        })
        .collect();
    Ok(run!(tx, PUT_ADULTS; json(&sealed?)?, now_ms))
}

/// Fingerprints of the relations between these pairs, those that exist.
pub async fn relations_of(
    tx: &mut Tx,
    pairs: &[(ChildId, AdultId)],
) -> Stored<Vec<((ChildId, AdultId), Option<String>)>> {
    let rows = all!(tx, RELATIONS_OF; json(pairs)?);
    rows.iter()
        .map(|row| {
            let pair = (row.id("child_id")?, row.id("adult_id")?);
            Ok((pair, row.maybe_text("imported")?))
        })
        .collect()
}

/// Makes or rewrites relations. Gives no right and makes no link.
pub async fn put_relations(tx: &mut Tx, relations: &[RelationRecord]) -> Stored<u64> {
    Ok(run!(tx, PUT_RELATIONS; json(relations)?))
}

/// All posts of these adults, with whether each is ended.
pub async fn posts_of(
    tx: &mut Tx,
    adults: &[AdultId],
) -> Stored<Vec<((AdultId, UnitId, Role), bool)>> {
    let rows = all!(tx, POSTS_OF; json(adults)?);
    rows.iter()
        .map(|row| {
            let post = (row.id("adult_id")?, row.id("unit_id")?, row.word("role")?);
            Ok((post, row.text("state")? == "ended"))
        })
        .collect()
}

/// Names people for posts: state 'named', which gives no right until an invitation is used.
pub async fn put_posts(tx: &mut Tx, posts: &[PostRecord], now_ms: i64) -> Stored<u64> {
    Ok(run!(tx, PUT_POSTS; json(posts)?, now_ms))
}
