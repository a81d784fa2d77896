//! Units and their settings.

use super::{Stored, Tx, tx::Cells};
use crate::base::UnitId;
use crate::model::second_factor::Demand;
use crate::model::settings::Settings;
use crate::model::unit::{Unit, UnitKind};
use chrono_tz::Tz;
use sqlx::any::AnyRow;

statements! {
    GET = "SELECT id, kind, parent_id, key, name, time_zone FROM units WHERE id = $1";
    BY_KEY = "SELECT id, kind, parent_id, key, name, time_zone FROM units WHERE key = $1";
    BELOW = "SELECT id, kind, parent_id, key, name, time_zone FROM units WHERE parent_id = $1 AND kind = $2 ORDER BY name, id";
    OF_KIND = "SELECT id, kind, parent_id, key, name, time_zone FROM units WHERE kind = $1 ORDER BY name, id";
    PUT = "INSERT INTO units (id, kind, parent_id, key, name, time_zone, settings) VALUES ($1, $2, $3, $4, $5, $6, NULL)";
    SETTINGS = "SELECT settings FROM units WHERE id = $1";
    SETTINGS_UP = "WITH RECURSIVE up (unit_id, depth) AS (
            SELECT CAST($1 AS BIGINT), CAST(0 AS BIGINT)
            UNION ALL
            SELECT u.parent_id, up.depth + 1 FROM up JOIN units u ON u.id = up.unit_id
            WHERE u.parent_id IS NOT NULL AND up.depth < 8)
          SELECT u.settings FROM up JOIN units u ON u.id = up.unit_id
          WHERE u.settings IS NOT NULL ORDER BY up.depth";
    WITH_SETTINGS = "SELECT id, settings FROM units WHERE settings IS NOT NULL ORDER BY id";
    SET_SETTINGS = "UPDATE units SET settings = $2 WHERE id = $1";
    ALLOW_PICTURES = "UPDATE units SET pictures = $2 WHERE id = $1 AND kind = 'school'";
    UP = "WITH RECURSIVE up (unit_id, depth) AS (
            SELECT CAST($1 AS BIGINT), CAST(0 AS BIGINT)
            UNION ALL
            SELECT u.parent_id, up.depth + 1 FROM up JOIN units u ON u.id = up.unit_id
            WHERE u.parent_id IS NOT NULL AND up.depth < 8)
          SELECT u.id, u.kind, u.parent_id, u.key, u.name, u.time_zone
          FROM up JOIN units u ON u.id = up.unit_id ORDER BY up.depth";
}

fn unit(row: &AnyRow) -> Stored<Unit> {
    Ok(Unit {
        id: row.id("id")?,
        kind: row.word("kind")?,
        parent: row.maybe_id("parent_id")?,
        key: row.text("key")?,
        name: row.text("name")?,
        zone: row.zone("time_zone")?,
    })
}

pub async fn get(tx: &mut Tx, id: UnitId) -> Stored<Option<Unit>> {
    one!(tx, GET; id.0).as_ref().map(unit).transpose()
}

/// A school's own clock; one that names none is read in UTC.
pub async fn clock(tx: &mut Tx, school: UnitId) -> Stored<Tz> {
    let school = get(tx, school).await?;
    Ok(school.and_then(|school| school.zone).unwrap_or(Tz::UTC))
}

pub async fn by_key(tx: &mut Tx, key: &str) -> Stored<Option<Unit>> {
    one!(tx, BY_KEY; key.to_owned())
        .as_ref()
        .map(unit)
        .transpose()
}

/// Units of a kind directly below one, by name.
pub async fn below(tx: &mut Tx, parent: UnitId, kind: UnitKind) -> Stored<Vec<Unit>> {
    all!(tx, BELOW; parent.0, kind.as_str())
        .iter()
        .map(unit)
        .collect()
}

/// All units of a kind, by name.
pub async fn of_kind(tx: &mut Tx, kind: UnitKind) -> Stored<Vec<Unit>> {
    all!(tx, OF_KIND; kind.as_str()).iter().map(unit).collect()
}

/// The unit and everything above it, nearest first.
pub async fn up(tx: &mut Tx, id: UnitId) -> Stored<Vec<Unit>> {
    all!(tx, UP; id.0).iter().map(unit).collect()
}

pub async fn put(tx: &mut Tx, unit: &Unit) -> Stored<()> {
    run!(tx, PUT; unit.id.0, unit.kind.as_str(), unit.parent.map(|p| p.0), unit.key.clone(),
        unit.name.clone(), unit.zone.map(|z| z.name().to_owned()));
    Ok(())
}

/// A school's settings; the defaults when it set none.
pub async fn settings(tx: &mut Tx, school: UnitId) -> Stored<Settings> {
    let text = match one!(tx, SETTINGS; school.0) {
        Some(row) => row.maybe_text("settings")?,
        None => None,
    };
    // An unreadable text falls back to the defaults: families must not fall silent over it.
    Ok(text
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default())
}

/// What was set for this unit and for everything above it, nearest first.
pub async fn settings_up(tx: &mut Tx, unit: UnitId) -> Stored<Vec<Settings>> {
    let mut all = Vec::new();
    for row in all!(tx, SETTINGS_UP; unit.0) {
        all.extend(serde_json::from_str(&row.text("settings")?).ok());
    }
    Ok(all)
}

/// The units that say whether their leads are asked for a second factor.
pub async fn factor_demands(tx: &mut Tx) -> Stored<Vec<(UnitId, Demand)>> {
    let mut all = Vec::new();
    for row in all!(tx, WITH_SETTINGS) {
        let settings: Option<Settings> = serde_json::from_str(&row.text("settings")?).ok();
        let demand = settings.and_then(|settings| settings.second_factor);
        all.extend(demand.map(|demand| Ok::<_, super::StoreError>((row.id("id")?, demand))));
    }
    all.into_iter().collect()
}

pub async fn set_settings(tx: &mut Tx, school: UnitId, settings: &Settings) -> Stored<()> {
    let text = serde_json::to_string(settings).unwrap_or_default();
    run!(tx, SET_SETTINGS; school.0, text);
    Ok(())
}

/// Whether pictures of a school's children may be sent, to who agreed. False until somebody says yes.
pub async fn allow_pictures(tx: &mut Tx, school: UnitId, allowed: bool) -> Stored<()> {
    run!(tx, ALLOW_PICTURES; school.0, i64::from(allowed));
    Ok(())
}
