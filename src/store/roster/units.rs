//! Units by key, a page at a time.

use serde::Serialize;

use super::json;
use crate::base::UnitId;
use crate::model::unit::UnitKind;
use crate::store::tx::Cells;
use crate::store::{Stored, Tx};

statements! {
    UNITS_BY_KEYS = "SELECT u.id, u.key, u.kind, u.parent_id
        FROM json_each($1) AS r CROSS JOIN units AS u WHERE u.key = r.value
        ORDER BY u.id",
        "SELECT u.id, u.key, u.kind, u.parent_id
        FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)) AS r (value) JOIN units AS u ON u.key = r.value
        ORDER BY u.id";
    PUT_UNITS = "INSERT INTO units (id, kind, parent_id, key, name, time_zone)
        SELECT r.value ->> '$.id', r.value ->> '$.kind', r.value ->> '$.parent',
            r.value ->> '$.key', r.value ->> '$.name', r.value ->> '$.zone'
        FROM jsonb_each($1) AS r",
        "INSERT INTO units (id, kind, parent_id, key, name, time_zone)
        SELECT r.id, r.kind, r.parent, r.key, r.name, r.zone
        FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON))
            AS r (id bigint, kind text, parent bigint, key text, name text, zone text)";
}

/// A unit as far as an import asks.
#[derive(Clone, Debug)]
pub struct KnownUnit {
    pub id: UnitId,
    pub key: String,
    pub kind: UnitKind,
    pub parent: Option<UnitId>,
}

/// A unit to be made.
#[derive(Clone, Debug, Serialize)]
pub struct UnitRecord {
    pub id: UnitId,
    pub kind: UnitKind,
    pub parent: Option<UnitId>,
    pub key: String,
    pub name: String,
    /// IANA name.
    pub zone: Option<String>,
}

/// The units of these keys, those that exist.
pub async fn units_by_keys(tx: &mut Tx, keys: &[&str]) -> Stored<Vec<KnownUnit>> {
    let rows = all!(tx, UNITS_BY_KEYS; json(keys)?);
    rows.iter()
        .map(|row| {
            Ok(KnownUnit {
                id: row.id("id")?,
                key: row.text("key")?,
                kind: row.word("kind")?,
                parent: row.maybe_id("parent_id")?,
            })
        })
        .collect()
}

/// Makes units; none of the keys may exist.
pub async fn put_units(tx: &mut Tx, units: &[UnitRecord]) -> Stored<u64> {
    Ok(run!(tx, PUT_UNITS; json(units)?))
}
