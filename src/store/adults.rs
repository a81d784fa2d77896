//! Adults and what the roster says they are to a child.

use super::children::LINE;
use super::vault::{self, GONE_NAME, Own};
use super::{Stored, Tx, tx::Cells};
use crate::base::{AdultId, ChildId, Instant, Name, Phone, to_ms};
use crate::model::Locale;
use crate::model::record::{Adult, Relation};
use sqlx::any::AnyRow;

statements! {
    GET = "SELECT id, key, name, phone, unit_id, place, time_zone, locale FROM adults WHERE id = $1";
    BY_KEY = "SELECT id, key, name, phone, unit_id, place, time_zone, locale FROM adults WHERE key = $1";
    PUT = "INSERT INTO adults (id, key, name, phone, phone_line, unit_id, place, time_zone, locale, imported, created_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL, $10)";
    SHARING = "SELECT COUNT(*) AS n FROM adults WHERE phone_line = $1 AND id <> $2";
    ROSTERED = "SELECT a.id, a.key, a.name, a.phone, a.unit_id, a.place, a.time_zone, a.locale, r.relation, r.lives_with, r.contact_order FROM relations r JOIN adults a ON a.id = r.adult_id WHERE r.child_id = $1 ORDER BY r.contact_order, a.id";
    PUT_RELATION = "INSERT INTO relations (child_id, adult_id, relation, lives_with, contact_order, imported) VALUES ($1, $2, $3, $4, $5, NULL) ON CONFLICT (child_id, adult_id) DO UPDATE SET relation = excluded.relation, lives_with = excluded.lives_with, contact_order = excluded.contact_order";
}

/// What each column's values are sealed for, under the house's key.
pub(super) const NAME: &str = "adults.name";
pub(super) const PHONE: &str = "adults.phone";
pub(super) const PLACE: &str = "adults.place";

/// An adult's name as stored.
pub(super) fn name(own: &Own, stored: &str) -> Stored<Name> {
    let opened = own.open(NAME, stored)?;
    Ok(Name::new(opened.unwrap_or_else(|| GONE_NAME.to_owned())))
}

fn adult(row: &AnyRow, own: &Own) -> Stored<Adult> {
    let phone = own.open_some(PHONE, row.maybe_text("phone")?)?;
    Ok(Adult {
        id: row.id("id")?,
        key: row.text("key")?,
        name: name(own, &row.text("name")?)?,
        phone: phone.and_then(|p| Phone::parse(&p)),
        unit: row.maybe_id("unit_id")?,
        place: own.open_some(PLACE, row.maybe_text("place")?)?,
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
    run!(tx, PUT; adult.id.0, adult.key.clone(), own.seal(NAME, adult.name.expose())?,
        own.seal_some(PHONE, adult.phone.as_ref().map(Phone::digits))?,
        adult.phone.as_ref().map(|p| own.mark(LINE, p.line())),
        adult.unit.map(|u| u.0), own.seal_some(PLACE, adult.place.as_deref())?,
        adult.zone.map(|z| z.name().to_owned()),
        adult.locale.map(Locale::as_str), to_ms(now));
    Ok(())
}

/// How many other adults have this line on the roster.
pub async fn others_with_line(tx: &mut Tx, phone: &Phone, than: AdultId) -> Stored<i64> {
    let mark = vault::own(tx).await?.mark(LINE, phone.line());
    one!(tx, SHARING; mark, than.0).map_or(Ok(0), |row| row.int("n"))
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
