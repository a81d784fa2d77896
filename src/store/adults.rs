//! Adults and what the roster says they are to a child.

use super::children::LINE;
use super::sql::json_ids;
use super::vault::{self, GONE_NAME, Own};
use super::{Stored, Tx, links, tx::Cells};
use crate::base::{AdultId, ChildId, Instant, LinkId, Name, Phone, UnitId, to_ms};
use crate::model::Locale;
use crate::model::record::{Adult, Relation};
use sqlx::any::AnyRow;

statements! {
    GET = "SELECT id, key, name, phone, unit_id, place, time_zone, locale FROM adults WHERE id = $1";
    BY_KEY = "SELECT id, key, name, phone, unit_id, place, time_zone, locale FROM adults WHERE key = $1";
    PUT = "INSERT INTO adults (id, key, name, phone, phone_line, unit_id, place, time_zone, locale, imported, created_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL, $10)";
    SHARING = "SELECT COUNT(*) AS n FROM adults WHERE phone_line = $1 AND id <> $2";
    // The roster's number, and the one a person proved with the button.
    OTHERS_OF_SCHOOL = "SELECT a.id, a.name FROM adults a WHERE a.id <> $2 AND (
            (a.phone_line = $1 AND a.unit_id = $3) OR a.id IN (SELECT value FROM json_each($4)))
        ORDER BY a.id LIMIT 6",
        "SELECT a.id, a.name FROM adults a WHERE a.id <> $2 AND (
            (a.phone_line = $1 AND a.unit_id = $3) OR a.id IN (SELECT CAST(value AS BIGINT)
                FROM json_array_elements_text(CAST(CAST($4 AS TEXT) AS JSON))))
        ORDER BY a.id LIMIT 6";
    PROVED_AT = "SELECT l.id, l.adult_id, l.shared_phone FROM links l JOIN children c ON c.id = l.child_id
        WHERE c.school_id = $1 AND l.state IN ('awaiting_approval', 'active', 'paused')
            AND l.shared_phone IS NOT NULL ORDER BY l.id LIMIT 10000";
    ROSTERED = "SELECT a.id, a.key, a.name, a.phone, a.unit_id, a.place, a.time_zone, a.locale, r.relation, r.lives_with, r.contact_order FROM relations r JOIN adults a ON a.id = r.adult_id WHERE r.child_id = $1 ORDER BY r.contact_order, a.id";
    PUT_RELATION = "INSERT INTO relations (child_id, adult_id, relation, lives_with, contact_order, imported) VALUES ($1, $2, $3, $4, $5, NULL) ON CONFLICT (child_id, adult_id) DO UPDATE SET relation = excluded.relation, lives_with = excluded.lives_with, contact_order = excluded.contact_order";
}

/// What each column's values are sealed for, under the house's key.
pub(super) const NAME: &str = "adults.name";
pub(super) const PHONE: &str = "adults.phone";
pub(super) const PLACE: &str = "adults.place";

/// An adult's name as stored.
pub(super) fn name(own: &Own, of: AdultId, stored: &str) -> Stored<Name> {
    // Of whom nothing is kept any more, this is what stands there.
    if stored == GONE_NAME {
        return Ok(Name::new(stored));
    }
    let opened = own.open_at(NAME, of, stored)?;
    Ok(Name::new(opened.unwrap_or_else(|| GONE_NAME.to_owned())))
}

fn adult(row: &AnyRow, own: &Own) -> Stored<Adult> {
    let id = row.id("id")?;
    let phone = own.open_some_at(PHONE, id, row.maybe_text("phone")?)?;
    Ok(Adult {
        id,
        key: row.text("key")?,
        name: name(own, id, &row.text("name")?)?,
        phone: phone.and_then(|p| Phone::parse(&p)),
        unit: row.maybe_id("unit_id")?,
        place: own.open_some_at(PLACE, id, row.maybe_text("place")?)?,
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
    let row = one!(tx, GET; id.0);
    let own = vault::own(tx).await?;
    row.map(|row| adult(&row, &own)).transpose()
}

pub async fn by_key(tx: &mut Tx, key: &str) -> Stored<Option<Adult>> {
    let row = one!(tx, BY_KEY; key.to_owned());
    let own = vault::own(tx).await?;
    row.map(|row| adult(&row, &own)).transpose()
}

pub async fn put(tx: &mut Tx, adult: &Adult, now: Instant) -> Stored<()> {
    let own = vault::own_to_write(tx).await?;
    run!(tx, PUT; adult.id.0, adult.key.clone(), own.seal_at(NAME, adult.id, adult.name.expose())?,
        own.seal_some_at(PHONE, adult.id, adult.phone.as_ref().map(Phone::digits))?,
        adult.phone.as_ref().map(|p| own.mark(LINE, p.line())),
        adult.unit.map(|u| u.0), own.seal_some_at(PLACE, adult.id, adult.place.as_deref())?,
        adult.zone.map(|z| z.name().to_owned()),
        adult.locale.map(Locale::as_str), to_ms(now));
    Ok(())
}

/// How many other adults have this line on the roster.
pub async fn others_with_line(tx: &mut Tx, phone: &Phone, than: AdultId) -> Stored<i64> {
    let mark = vault::own(tx).await?.mark(LINE, phone.line());
    one!(tx, SHARING; mark, than.0).map_or(Ok(0), |row| row.int("n"))
}

/// Other adults of a school who have this line on its roster or proved it as theirs.
pub async fn others_of_school(
    tx: &mut Tx,
    phone: &Phone,
    than: AdultId,
    school: UnitId,
) -> Stored<Vec<Name>> {
    let own = vault::own(tx).await?;
    let mark = own.mark(LINE, phone.line());
    let mut ids: Vec<AdultId> = Vec::new();
    for row in &all!(tx, PROVED_AT; school.0) {
        let link: LinkId = row.id("id")?;
        let proved = row.maybe_text("shared_phone")?;
        let proved = own.open_some_at(links::SHARED_PHONE, link, proved)?;
        let proved = proved.and_then(|digits| Phone::parse(&digits));
        if proved.is_some_and(|proved| proved.line() == phone.line()) {
            ids.push(row.id("adult_id")?);
        }
    }
    let ids = json_ids(ids.iter().map(|adult| adult.0));
    let rows = all!(tx, OTHERS_OF_SCHOOL; mark, than.0, school.0, ids);
    rows.iter()
        .map(|row| name(&own, row.id("id")?, &row.text("name")?))
        .collect()
}

/// The rostered adults of a child, in the order to ring them.
pub async fn rostered(tx: &mut Tx, child: ChildId) -> Stored<Vec<Rostered>> {
    let rows = all!(tx, ROSTERED; child.0);
    let own = vault::own(tx).await?;
    rows.iter()
        .map(|row| {
            Ok(Rostered {
                adult: adult(row, &own)?,
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
