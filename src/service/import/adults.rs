//! Contacts: the adults a school's roster names. A record, never a right.

use std::collections::HashMap;

use super::seen::{Before, print_of};
use super::{ImportError, Run};
use crate::base::{AdultId, Name, Phone, UnitId};
use crate::model::Locale;
use crate::model::unit::UnitKind;
use crate::sheet::{ContactRow, Stated};
use crate::store::Tx;
use crate::store::roster::{AdultRecord, KnownAdult, adults_by_keys, put_adults};

pub(super) async fn page(
    tx: &mut Tx,
    run: &mut Run<'_>,
    rows: Vec<ContactRow>,
) -> Result<(), ImportError> {
    let keys: Vec<&str> = rows.iter().map(|row| row.key.as_str()).collect();
    let found = adults_by_keys(tx, &keys).await?;
    let known: HashMap<&str, &KnownAdult> = found.iter().map(|a| (a.key.as_str(), a)).collect();
    let schools = rows
        .iter()
        .filter_map(|row| Some(row.school.as_ref()?.key.as_str()));
    run.units.look_up(tx, schools).await?;

    let mut adults = Vec::new();
    for row in &rows {
        let print = print_of(row);
        match run.seen.note(&row.key, &print, row.line) {
            Before::First => {}
            Before::Same => {
                run.report.repeated += 1;
                run.report.warn(
                    row.line,
                    "this adult stands in the file already, with the same contents",
                );
                continue;
            }
            Before::Other(line) => {
                let reason = format!("this key stands on line {line} already, with other contents");
                run.reject(row.line, "key", reason);
                continue;
            }
        }
        let known = known.get(row.key.as_str()).copied();
        if known.is_some_and(|known| holds(known, CONTACT, &print)) {
            run.report.unchanged += 1;
            continue;
        }
        let school = match &row.school {
            None => known.and_then(|known| known.unit),
            Some(school) => match run.units.ensure(run.env, school, UnitKind::School, None) {
                Ok(id) => Some(id),
                Err(reason) => {
                    run.reject(row.line, "school_key", reason);
                    continue;
                }
            },
        };
        let person = Person {
            key: &row.key,
            name: &row.name,
            phone: &row.phone,
            place: &row.place,
            zone: &row.zone,
            locale: &row.locale,
        };
        let id = known.map_or_else(|| run.env.id(), |known| known.id);
        adults.push(person.record(id, known, school, CONTACT, &print));
        match known {
            Some(_) => run.report.changed += 1,
            None => run.report.added += 1,
        }
    }
    if run.writes() && !adults.is_empty() {
        run.report.units_added += run.units.write(tx).await?;
        put_adults(tx, &adults, run.now_ms).await?;
    }
    Ok(())
}

/// The lists an adult may stand on; each has its own fingerprint, so that a teacher who is also a
/// mother is not "changed" by every second import.
pub(super) const CONTACT: &str = "contact";
pub(super) const STAFF: &str = "staff";

/// Whether the adult was last imported from this list with this fingerprint.
pub(super) fn holds(known: &KnownAdult, list: &str, print: &str) -> bool {
    let wanted = format!("{list}={print}");
    known
        .imported
        .as_deref()
        .is_some_and(|held| held.split(' ').any(|part| part == wanted))
}

/// What either list says of a person.
pub(super) struct Person<'a> {
    pub key: &'a str,
    pub name: &'a Name,
    pub phone: &'a Stated<Phone>,
    pub place: &'a Stated<String>,
    pub zone: &'a Stated<chrono_tz::Tz>,
    pub locale: &'a Stated<Locale>,
}

impl Person<'_> {
    /// The adult as it will stand: what the file has no column for stays.
    pub fn record(
        &self,
        id: AdultId,
        known: Option<&KnownAdult>,
        unit: Option<UnitId>,
        list: &str,
        print: &str,
    ) -> AdultRecord {
        let was = known.cloned();
        let (phone, place, zone, locale, imported) = was.map_or_else(
            || (None, None, None, None, None),
            |was| (was.phone, was.place, was.zone, was.locale, was.imported),
        );
        let phone = self
            .phone
            .clone()
            .over(phone.as_deref().and_then(Phone::parse));
        let other = imported.unwrap_or_default();
        let mut prints: Vec<String> = other
            .split(' ')
            .filter(|part| !part.is_empty() && part.split('=').next() != Some(list))
            .map(str::to_owned)
            .collect();
        prints.push(format!("{list}={print}"));
        AdultRecord {
            id,
            key: self.key.to_owned(),
            name: self.name.expose().to_owned(),
            line: phone.as_ref().map(|phone| phone.line().to_owned()),
            phone: phone.map(|phone| phone.digits().to_owned()),
            unit,
            place: self.place.clone().over(place),
            zone: self
                .zone
                .clone()
                .over(zone.and_then(|name| name.parse().ok()))
                .map(|zone| zone.name().to_owned()),
            locale: self
                .locale
                .clone()
                .over(locale.as_deref().and_then(Locale::parse))
                .map(|locale| locale.as_str().to_owned()),
            imported: prints.join(" "),
        }
    }
}
