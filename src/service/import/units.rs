//! Units a file points at: found by key, or made with what the row says.

use std::collections::HashMap;

use crate::base::{Env, UnitId};
use crate::model::unit::UnitKind;
use crate::sheet::UnitRow;
use crate::store::roster::{UnitRecord, put_units, units_by_keys};
use crate::store::{Stored, Tx};

/// Units met so far; a file names few.
#[derive(Default)]
pub(super) struct Units {
    known: HashMap<String, Known>,
    made: Vec<UnitRecord>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    pub id: UnitId,
    pub kind: UnitKind,
    pub parent: Option<UnitId>,
}

impl Units {
    /// Looks up those of a page's keys that were not met yet.
    pub async fn look_up<'k>(
        &mut self,
        tx: &mut Tx,
        keys: impl Iterator<Item = &'k str>,
    ) -> Stored<()> {
        let mut fresh: Vec<&str> = keys.filter(|key| !self.known.contains_key(*key)).collect();
        fresh.sort_unstable();
        fresh.dedup();
        if fresh.is_empty() {
            return Ok(());
        }
        for unit in units_by_keys(tx, &fresh).await? {
            let known = Known {
                id: unit.id,
                kind: unit.kind,
                parent: unit.parent,
            };
            self.known.insert(unit.key, known);
        }
        Ok(())
    }

    pub fn get(&self, key: &str) -> Option<Known> {
        self.known.get(key).copied()
    }

    /// The unit of this key, made when it is new. The reason says why it cannot be.
    pub fn ensure(
        &mut self,
        env: &Env,
        row: &UnitRow,
        kind: UnitKind,
        parent: Option<UnitId>,
    ) -> Result<UnitId, String> {
        if let Some(known) = self.get(&row.key) {
            return if known.kind != kind {
                Err(format!(
                    "the key is that of a {}, not of a {}",
                    known.kind.as_str(),
                    kind.as_str()
                ))
            } else if kind == UnitKind::Class && known.parent != parent {
                Err("the class of this key belongs to another school".to_owned())
            } else {
                Ok(known.id)
            };
        }
        if kind == UnitKind::School && row.zone.is_none() {
            return Err(
                "the school is not yet known: say its time zone (school_zone, or `zone` in the \
                 mapping) so that it can be made"
                    .to_owned(),
            );
        }
        let id = env.id();
        self.made.push(UnitRecord {
            id,
            kind,
            parent,
            key: row.key.clone(),
            name: row.name.clone().unwrap_or_else(|| row.key.clone()),
            zone: row.zone.map(|zone| zone.name().to_owned()),
        });
        self.known
            .insert(row.key.clone(), Known { id, kind, parent });
        Ok(id)
    }

    /// Writes what was made since the last time; gives how many.
    pub async fn write(&mut self, tx: &mut Tx) -> Stored<u64> {
        let made = std::mem::take(&mut self.made);
        if made.is_empty() {
            return Ok(0);
        }
        put_units(tx, &made).await
    }
}
