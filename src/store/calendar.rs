//! The days a school's calendar was gone through, and which children have a birthday that counts.

use super::{Stored, Tx, children, tx::Cells, vault};
use crate::base::{ChildId, Instant, UnitId, to_ms};
use crate::model::settings::Settings;
use chrono::NaiveDate;
use chrono_tz::Tz;

statements! {
    BEGIN = "INSERT INTO calendar_days (unit_id, day, done_ms) VALUES ($1, $2, $3) ON CONFLICT (unit_id, day) DO NOTHING";
    SCHOOLS = "SELECT u.id AS id, u.time_zone AS time_zone, MAX(d.day) AS day FROM units u LEFT JOIN calendar_days d ON d.unit_id = u.id WHERE u.kind = 'school' AND u.time_zone IS NOT NULL GROUP BY u.id, u.time_zone ORDER BY u.id";
    BORN = "SELECT id, birth_date FROM children WHERE school_id = $1 AND id > $2 AND birth_date IS NOT NULL AND programme NOT IN ('moved', 'left', 'adult', 'frozen', 'closed') ORDER BY id LIMIT 500";
    WEEKS = "SELECT u.id AS id, u.time_zone AS time_zone, u.settings AS settings, MAX(w.week) AS week FROM units u LEFT JOIN week_reminders w ON w.unit_id = u.id WHERE u.kind = 'school' AND u.time_zone IS NOT NULL GROUP BY u.id, u.time_zone, u.settings ORDER BY u.id";
    END_WEEK = "INSERT INTO week_reminders (unit_id, week, done_ms) VALUES ($1, $2, $3) ON CONFLICT (unit_id, week) DO NOTHING";
    FORGET_WEEKS = "DELETE FROM week_reminders WHERE unit_id = $1 AND week < $2";
    FORGET = "DELETE FROM calendar_days WHERE unit_id = $1 AND day < $2";
}

/// A school by its clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct School {
    pub id: UnitId,
    pub zone: Tz,
    /// The newest day gone through.
    pub last: Option<NaiveDate>,
}

/// Takes the day for this transaction, and forgets the days before. False: it was gone through.
pub async fn begin(tx: &mut Tx, school: UnitId, day: NaiveDate, now: Instant) -> Stored<bool> {
    if run!(tx, BEGIN; school.0, day.to_string(), to_ms(now)) != 1 {
        return Ok(false);
    }
    run!(tx, FORGET; school.0, day.to_string());
    Ok(true)
}

/// A school by its week: what its settings say of school days, and the newest week its teachers were told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    pub id: UnitId,
    pub zone: Tz,
    pub settings: Settings,
    /// Its Monday.
    pub last: Option<NaiveDate>,
}

/// Every school that has a clock, by its week.
pub async fn weeks(tx: &mut Tx) -> Stored<Vec<Ending>> {
    all!(tx, WEEKS)
        .iter()
        .map(|row| {
            let settings = row.maybe_text("settings")?;
            Ok(Ending {
                id: row.id("id")?,
                zone: row.zone("time_zone")?.unwrap_or(Tz::UTC),
                // As in `units::settings`: an unreadable text falls back to the defaults.
                settings: settings
                    .and_then(|text| serde_json::from_str(&text).ok())
                    .unwrap_or_default(),
                last: row.maybe_text("week")?.and_then(|day| day.parse().ok()),
            })
        })
        .collect()
}

/// Takes the week for this transaction, and forgets the weeks before. False: its teachers were told.
pub async fn end_week(tx: &mut Tx, school: UnitId, week: NaiveDate, now: Instant) -> Stored<bool> {
    if run!(tx, END_WEEK; school.0, week.to_string(), to_ms(now)) != 1 {
        return Ok(false);
    }
    run!(tx, FORGET_WEEKS; school.0, week.to_string());
    Ok(true)
}

/// Every school that has a clock.
pub async fn schools(tx: &mut Tx) -> Stored<Vec<School>> {
    all!(tx, SCHOOLS)
        .iter()
        .map(|row| {
            Ok(School {
                id: row.id("id")?,
                zone: row.zone("time_zone")?.unwrap_or(Tz::UTC),
                last: row.maybe_text("day")?.and_then(|day| day.parse().ok()),
            })
        })
        .collect()
}

/// The pupils of a school born between two days, both included, with their birth dates. These are sealed
/// and cannot be compared where they lie: every pupil's is opened, a page at a time.
pub async fn born(
    tx: &mut Tx,
    school: UnitId,
    from: NaiveDate,
    to: NaiveDate,
) -> Stored<Vec<(ChildId, NaiveDate)>> {
    let (mut found, mut after) = (Vec::new(), 0);
    loop {
        let rows = all!(tx, BORN; school.0, after);
        let Some(last) = rows.last() else {
            return Ok(found);
        };
        after = last.int("id")?;
        let keys = vault::keys_in(tx, &rows, "id").await?;
        for row in &rows {
            let child: ChildId = row.id("id")?;
            let birth = keys.open_some(child, children::BIRTH, row.maybe_text("birth_date")?)?;
            let birth: Option<NaiveDate> = birth.and_then(|day| day.parse().ok());
            found.extend(
                birth
                    .filter(|birth| (from..=to).contains(birth))
                    .map(|birth| (child, birth)),
            );
        }
    }
}
