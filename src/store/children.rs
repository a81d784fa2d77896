//! Children's records.

use super::{Stored, Tx, tx::Cells};
use crate::base::{ChildId, Instant, Name, Phone, UnitId, to_ms};
use crate::model::record::{Child, ParentFact};
use sqlx::any::AnyRow;

statements! {
    GET = "SELECT id, key, name, short_name, birth_date, phone, school_id, class_id, home_id, lives_with, programme FROM children WHERE id = $1";
    BY_KEY = "SELECT id, key, name, short_name, birth_date, phone, school_id, class_id, home_id, lives_with, programme FROM children WHERE key = $1";
    IN_CLASS = "SELECT id, key, name, short_name, birth_date, phone, school_id, class_id, home_id, lives_with, programme FROM children WHERE class_id = $1 AND programme NOT IN ('moved', 'left', 'closed') ORDER BY name, id";
    IN_HOME = "SELECT id, key, name, short_name, birth_date, phone, school_id, class_id, home_id, lives_with, programme FROM children WHERE home_id = $1 AND programme NOT IN ('moved', 'left', 'closed') ORDER BY name, id";
    IN_SCHOOL = "SELECT id, key, name, short_name, birth_date, phone, school_id, class_id, home_id, lives_with, programme FROM children WHERE school_id = $1 AND programme = 'active' AND id > $2 ORDER BY id LIMIT $3";
    WITH_LINE = "SELECT COUNT(*) AS n FROM children WHERE phone IS NOT NULL AND phone LIKE $1";
    PUT = "INSERT INTO children (id, key, name, short_name, birth_date, phone, school_id, class_id, home_id, lives_with, lives_with_note, programme, imported, created_ms, updated_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, $11, NULL, $12, $12)";
    PROGRAMME = "UPDATE children SET programme = $2, updated_ms = $3 WHERE id = $1";
    PARENTS = "SELECT parent, whereabouts, place, time_zone, since FROM parents WHERE child_id = $1 ORDER BY parent DESC";
    PUT_PARENT = "INSERT INTO parents (child_id, parent, whereabouts, place, time_zone, since) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (child_id, parent) DO UPDATE SET whereabouts = excluded.whereabouts, place = excluded.place, time_zone = excluded.time_zone, since = excluded.since";
}

fn child(row: &AnyRow) -> Stored<Child> {
    Ok(Child {
        id: row.id("id")?,
        key: row.text("key")?,
        name: Name::new(row.text("name")?),
        short_name: row.maybe_text("short_name")?.map(Name::new),
        birth: row.maybe_text("birth_date")?.and_then(|d| d.parse().ok()),
        phone: row.maybe_text("phone")?.and_then(|p| Phone::parse(&p)),
        school: row.id("school_id")?,
        class: row.id("class_id")?,
        home: row.maybe_id("home_id")?,
        lives_with: row.word("lives_with")?,
        programme: row.word("programme")?,
    })
}

pub async fn get(tx: &mut Tx, id: ChildId) -> Stored<Option<Child>> {
    one!(tx, GET; id.0).as_ref().map(child).transpose()
}

pub async fn by_key(tx: &mut Tx, key: &str) -> Stored<Option<Child>> {
    one!(tx, BY_KEY; key.to_owned())
        .as_ref()
        .map(child)
        .transpose()
}

/// The pupils of a class, by name.
pub async fn in_class(tx: &mut Tx, class: UnitId) -> Stored<Vec<Child>> {
    all!(tx, IN_CLASS; class.0).iter().map(child).collect()
}

/// The children of a care home, by name.
pub async fn in_home(tx: &mut Tx, home: UnitId) -> Stored<Vec<Child>> {
    all!(tx, IN_HOME; home.0).iter().map(child).collect()
}

/// The programme's children of a school after `after`, `limit` of them, by id.
pub async fn in_school(tx: &mut Tx, school: UnitId, after: i64, limit: i64) -> Stored<Vec<Child>> {
    all!(tx, IN_SCHOOL; school.0, after, limit)
        .iter()
        .map(child)
        .collect()
}

/// Whether this number stands in a child's own record.
pub async fn has_line(tx: &mut Tx, phone: &Phone) -> Stored<bool> {
    let row = one!(tx, WITH_LINE; format!("%{}", phone.line()));
    Ok(row.map_or(Ok(0), |row| row.int("n"))? > 0)
}

pub async fn put(tx: &mut Tx, child: &Child, now: Instant) -> Stored<()> {
    run!(tx, PUT; child.id.0, child.key.clone(), child.name.expose().to_owned(),
        child.short_name.as_ref().map(|n| n.expose().to_owned()),
        child.birth.map(|d| d.to_string()),
        child.phone.as_ref().map(|p| p.digits().to_owned()),
        child.school.0, child.class.0, child.home.map(|h| h.0), child.lives_with.as_str(),
        child.programme.as_str(), to_ms(now));
    Ok(())
}

pub async fn set_programme(
    tx: &mut Tx,
    id: ChildId,
    programme: crate::model::record::Programme,
    now: Instant,
) -> Stored<()> {
    run!(tx, PROGRAMME; id.0, programme.as_str(), to_ms(now));
    Ok(())
}

/// What is known of the parents: none, one or two facts, the mother's first.
pub async fn parents(tx: &mut Tx, id: ChildId) -> Stored<Vec<ParentFact>> {
    all!(tx, PARENTS; id.0)
        .iter()
        .map(|row| {
            Ok(ParentFact {
                parent: row.word("parent")?,
                whereabouts: row.word("whereabouts")?,
                place: row.maybe_text("place")?,
                zone: row.zone("time_zone")?,
                since: row.maybe_text("since")?.and_then(|d| d.parse().ok()),
            })
        })
        .collect()
}

pub async fn put_parent(tx: &mut Tx, id: ChildId, fact: &ParentFact) -> Stored<()> {
    run!(tx, PUT_PARENT; id.0, fact.parent.as_str(), fact.whereabouts.as_str(),
        fact.place.clone(), fact.zone.map(|z| z.name().to_owned()),
        fact.since.map(|d| d.to_string()));
    Ok(())
}
