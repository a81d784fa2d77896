//! Children's records.

use super::vault::{self, GONE_NAME, Keys};
use super::{Stored, Tx, tx::Cells};
use crate::base::{ChildId, Instant, Name, Phone, UnitId, to_ms};
use crate::model::record::{Child, ParentFact};
use sqlx::any::AnyRow;

statements! {
    GET = "SELECT id, key, name, short_name, birth_date, phone, school_id, class_id, home_id, lives_with, programme FROM children WHERE id = $1";
    BY_KEY = "SELECT id, key, name, short_name, birth_date, phone, school_id, class_id, home_id, lives_with, programme FROM children WHERE key = $1";
    IN_CLASS = "SELECT id, key, name, short_name, birth_date, phone, school_id, class_id, home_id, lives_with, programme FROM children WHERE class_id = $1 AND programme NOT IN ('moved', 'left', 'closed') ORDER BY id";
    IN_HOME = "SELECT id, key, name, short_name, birth_date, phone, school_id, class_id, home_id, lives_with, programme FROM children WHERE home_id = $1 AND programme NOT IN ('moved', 'left', 'closed') ORDER BY id";
    IN_SCHOOL = "SELECT id, key, name, short_name, birth_date, phone, school_id, class_id, home_id, lives_with, programme FROM children WHERE school_id = $1 AND programme = 'active' AND id > $2 ORDER BY id LIMIT $3";
    WITH_LINE = "SELECT COUNT(*) AS n FROM children WHERE line = $1";
    PUT = "INSERT INTO children (id, key, name, short_name, birth_date, phone, school_id, class_id, home_id, lives_with, lives_with_note, programme, imported, created_ms, updated_ms, line) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, $11, NULL, $12, $12, $13)";
    PROGRAMME = "UPDATE children SET programme = $2, updated_ms = $3 WHERE id = $1";
    PARENTS = "SELECT parent, whereabouts, place, time_zone, since FROM parents WHERE child_id = $1 ORDER BY parent DESC";
    PUT_PARENT = "INSERT INTO parents (child_id, parent, whereabouts, place, time_zone, since) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (child_id, parent) DO UPDATE SET whereabouts = excluded.whereabouts, place = excluded.place, time_zone = excluded.time_zone, since = excluded.since";
}

/// What each column's values are sealed for.
pub(super) const NAME: &str = "children.name";
pub(super) const SHORT_NAME: &str = "children.short_name";
pub(super) const BIRTH: &str = "children.birth_date";
pub(super) const PHONE: &str = "children.phone";
pub(super) const PLACE: &str = "parents.place";
/// By this mark a number is found without being readable; adults' numbers have the same one.
pub(super) const LINE: &str = "line";

fn child(row: &AnyRow, keys: &Keys) -> Stored<Child> {
    let id = row.id("id")?;
    let open = |column, cell| keys.open_some(id, column, row.maybe_text(cell)?);
    Ok(Child {
        id,
        key: row.text("key")?,
        name: Name::new(open(NAME, "name")?.unwrap_or_else(|| GONE_NAME.to_owned())),
        short_name: open(SHORT_NAME, "short_name")?.map(Name::new),
        birth: open(BIRTH, "birth_date")?.and_then(|d| d.parse().ok()),
        phone: open(PHONE, "phone")?.and_then(|p| Phone::parse(&p)),
        school: row.id("school_id")?,
        class: row.id("class_id")?,
        home: row.maybe_id("home_id")?,
        lives_with: row.word("lives_with")?,
        programme: row.word("programme")?,
    })
}

async fn opened(tx: &mut Tx, rows: Vec<AnyRow>) -> Stored<Vec<Child>> {
    let keys = vault::keys_in(tx, &rows, "id").await?;
    rows.iter().map(|row| child(row, &keys)).collect()
}

async fn by_name(tx: &mut Tx, rows: Vec<AnyRow>) -> Stored<Vec<Child>> {
    let mut children = opened(tx, rows).await?;
    children.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    Ok(children)
}

pub async fn get(tx: &mut Tx, id: ChildId) -> Stored<Option<Child>> {
    let row = one!(tx, GET; id.0);
    Ok(opened(tx, row.into_iter().collect()).await?.pop())
}

pub async fn by_key(tx: &mut Tx, key: &str) -> Stored<Option<Child>> {
    let row = one!(tx, BY_KEY; key.to_owned());
    Ok(opened(tx, row.into_iter().collect()).await?.pop())
}

/// The pupils of a class, by name.
pub async fn in_class(tx: &mut Tx, class: UnitId) -> Stored<Vec<Child>> {
    let rows = all!(tx, IN_CLASS; class.0);
    by_name(tx, rows).await
}

/// The children of a care home, by name.
pub async fn in_home(tx: &mut Tx, home: UnitId) -> Stored<Vec<Child>> {
    let rows = all!(tx, IN_HOME; home.0);
    by_name(tx, rows).await
}

/// The programme's children of a school after `after`, `limit` of them, by id.
pub async fn in_school(tx: &mut Tx, school: UnitId, after: i64, limit: i64) -> Stored<Vec<Child>> {
    let rows = all!(tx, IN_SCHOOL; school.0, after, limit);
    opened(tx, rows).await
}

/// Whether this number stands in a child's own record.
pub async fn has_line(tx: &mut Tx, phone: &Phone) -> Stored<bool> {
    let mark = vault::own(tx).await?.mark(LINE, phone.line());
    let row = one!(tx, WITH_LINE; mark);
    Ok(row.map_or(Ok(0), |row| row.int("n"))? > 0)
}

pub async fn put(tx: &mut Tx, child: &Child, now: Instant) -> Stored<()> {
    let id = child.id;
    let keys = vault::keys_to_write(tx, [id]).await?;
    let own = vault::own_to_write(tx).await?;
    let seal = |column, text| keys.seal_some(id, column, text);
    let name = keys.seal(id, NAME, child.name.expose())?;
    let short_name = seal(SHORT_NAME, child.short_name.as_ref().map(Name::expose))?;
    let birth = child.birth.map(|day| day.to_string());
    let birth = seal(BIRTH, birth.as_deref())?;
    let phone = seal(PHONE, child.phone.as_ref().map(Phone::digits))?;
    let line = child.phone.as_ref().map(|p| own.mark(LINE, p.line()));
    run!(tx, PUT; id.0, child.key.clone(), name, short_name, birth, phone, child.school.0,
        child.class.0, child.home.map(|h| h.0), child.lives_with.as_str(),
        child.programme.as_str(), to_ms(now), line);
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
    let rows = all!(tx, PARENTS; id.0);
    let keys = vault::keys(tx, [id]).await?;
    rows.iter()
        .map(|row| {
            Ok(ParentFact {
                parent: row.word("parent")?,
                whereabouts: row.word("whereabouts")?,
                place: keys.open_some(id, PLACE, row.maybe_text("place")?)?,
                zone: row.zone("time_zone")?,
                since: row.maybe_text("since")?.and_then(|d| d.parse().ok()),
            })
        })
        .collect()
}

pub async fn put_parent(tx: &mut Tx, id: ChildId, fact: &ParentFact) -> Stored<()> {
    let keys = vault::keys_to_write(tx, [id]).await?;
    let place = keys.seal_some(id, PLACE, fact.place.as_deref())?;
    run!(tx, PUT_PARENT; id.0, fact.parent.as_str(), fact.whereabouts.as_str(), place,
        fact.zone.map(|z| z.name().to_owned()),
        fact.since.map(|d| d.to_string()));
    Ok(())
}
