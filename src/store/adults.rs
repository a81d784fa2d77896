//! Adults and what the roster says they are to a child.

use super::{Stored, Tx, tx::Cells};
use crate::base::{AdultId, ChildId, Instant, Name, Phone, UnitId, to_ms};
use crate::model::Locale;
use crate::model::record::{Adult, Relation};
use sqlx::any::AnyRow;

statements! {
    GET = "SELECT id, key, name, phone, unit_id, place, time_zone, locale FROM adults WHERE id = $1";
    BY_KEY = "SELECT id, key, name, phone, unit_id, place, time_zone, locale FROM adults WHERE key = $1";
    PUT = "INSERT INTO adults (id, key, name, phone, phone_line, unit_id, place, time_zone, locale, imported, created_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL, $10)";
    SHARING = "SELECT COUNT(*) AS n FROM adults WHERE phone_line = $1 AND id <> $2";
    // The roster's number, and the one a person proved with the button.
    OTHERS_OF_SCHOOL = "SELECT DISTINCT a.id, a.name FROM adults a WHERE a.id <> $2 AND (
            (a.phone_line = $1 AND a.unit_id = $3)
            OR a.id IN (SELECT l.adult_id FROM links l JOIN children c ON c.id = l.child_id
                WHERE c.school_id = $3 AND l.state IN ('awaiting_approval', 'active', 'paused')
                    AND l.shared_phone LIKE $4))
        ORDER BY a.id LIMIT 6";
    ROSTERED = "SELECT a.id, a.key, a.name, a.phone, a.unit_id, a.place, a.time_zone, a.locale, r.relation, r.lives_with, r.contact_order FROM relations r JOIN adults a ON a.id = r.adult_id WHERE r.child_id = $1 ORDER BY r.contact_order, a.id";
    PUT_RELATION = "INSERT INTO relations (child_id, adult_id, relation, lives_with, contact_order, imported) VALUES ($1, $2, $3, $4, $5, NULL) ON CONFLICT (child_id, adult_id) DO UPDATE SET relation = excluded.relation, lives_with = excluded.lives_with, contact_order = excluded.contact_order";
}

fn adult(row: &AnyRow) -> Stored<Adult> {
    Ok(Adult {
        id: row.id("id")?,
        key: row.text("key")?,
        name: Name::new(row.text("name")?),
        phone: row.maybe_text("phone")?.and_then(|p| Phone::parse(&p)),
        unit: row.maybe_id("unit_id")?,
        place: row.maybe_text("place")?,
        zone: row.zone("time_zone")?,
        locale: row.maybe_text("locale")?.and_then(|l| Locale::parse(&l)),
    })
}

/// A rostered adult of one child, with what the roster says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rostered {
    pub adult: Adult,
    pub relation: Relation,
    pub lives_with: bool,
    /// 1 = ring first.
    pub contact_order: i64,
}

pub async fn get(tx: &mut Tx, id: AdultId) -> Stored<Option<Adult>> {
    one!(tx, GET; id.0).as_ref().map(adult).transpose()
}

pub async fn by_key(tx: &mut Tx, key: &str) -> Stored<Option<Adult>> {
    one!(tx, BY_KEY; key.to_owned())
        .as_ref()
        .map(adult)
        .transpose()
}

pub async fn put(tx: &mut Tx, adult: &Adult, now: Instant) -> Stored<()> {
    run!(tx, PUT; adult.id.0, adult.key.clone(), adult.name.expose().to_owned(),
        adult.phone.as_ref().map(|p| p.digits().to_owned()),
        adult.phone.as_ref().map(|p| p.line().to_owned()),
        adult.unit.map(|u| u.0), adult.place.clone(),
        adult.zone.map(|z| z.name().to_owned()),
        adult.locale.map(Locale::as_str), to_ms(now));
    Ok(())
}

/// How many other adults have this line on the roster.
pub async fn others_with_line(tx: &mut Tx, phone: &Phone, than: AdultId) -> Stored<i64> {
    one!(tx, SHARING; phone.line().to_owned(), than.0).map_or(Ok(0), |row| row.int("n"))
}

/// Other adults of a school who have this line on its roster or proved it as theirs.
pub async fn others_of_school(
    tx: &mut Tx,
    phone: &Phone,
    than: AdultId,
    school: UnitId,
) -> Stored<Vec<Name>> {
    let ending = format!("%{}", phone.line());
    all!(tx, OTHERS_OF_SCHOOL; phone.line(), than.0, school.0, ending)
        .iter()
        .map(|row| Ok(Name::new(row.text("name")?)))
        .collect()
}

/// The rostered adults of a child, in the order to ring them.
pub async fn rostered(tx: &mut Tx, child: ChildId) -> Stored<Vec<Rostered>> {
    all!(tx, ROSTERED; child.0)
        .iter()
        .map(|row| {
            Ok(Rostered {
                adult: adult(row)?,
                relation: row.word("relation")?,
                lives_with: row.flag("lives_with")?,
                contact_order: row.int("contact_order")?,
            })
        })
        .collect()
}

pub async fn put_relation(
    tx: &mut Tx,
    child: ChildId,
    adult: AdultId,
    relation: Relation,
    lives_with: bool,
    contact_order: i64,
) -> Stored<()> {
    run!(tx, PUT_RELATION; child.0, adult.0, relation.as_str(), i64::from(lives_with), contact_order);
    Ok(())
}
