//! The staff list: people and the posts they are named for. A named post gives no right; it becomes
//! active when its invitation is used.

use std::collections::{HashMap, HashSet};

use super::adults::{Person, STAFF, holds};
use super::seen::{Before, print_of};
use super::{ImportError, Run};
use crate::base::{AdultId, UnitId};
use crate::model::unit::UnitKind;
use crate::sheet::{StaffRow, Stated};
use crate::store::Tx;
use crate::store::roster::{
    KnownAdult, PostRecord, adults_by_keys, posts_of, put_adults, put_posts,
};

pub(super) async fn page(
    tx: &mut Tx,
    run: &mut Run<'_>,
    rows: Vec<StaffRow>,
) -> Result<(), ImportError> {
    let keys: Vec<&str> = rows.iter().map(|row| row.key.as_str()).collect();
    let found = adults_by_keys(tx, &keys).await?;
    let known: HashMap<&str, &KnownAdult> = found.iter().map(|a| (a.key.as_str(), a)).collect();
    let ids: Vec<AdultId> = found.iter().map(|adult| adult.id).collect();
    let held: HashMap<_, bool> = posts_of(tx, &ids).await?.into_iter().collect();
    let units = rows
        .iter()
        .flat_map(|row| [Some(row.unit.key.as_str()), row.unit_parent.as_deref()]);
    run.units.look_up(tx, units.flatten()).await?;

    let (mut adults, mut posts) = (Vec::new(), Vec::new());
    // People of this page who have no row in the database yet, and posts named in this page.
    let mut fresh: HashMap<&str, AdultId> = HashMap::new();
    let mut named = HashSet::new();
    for row in &rows {
        let print = print_of(row);
        let is_first = match run.seen.note(&row.key, &print, row.line) {
            Before::First => true,
            Before::Same => false,
            Before::Other(line) => {
                let reason = format!("line {line} says something else of the person of this key");
                run.reject(row.line, "key", reason);
                continue;
            }
        };
        let Some((unit, school)) = unit(run, row) else {
            continue;
        };
        let known = known.get(row.key.as_str()).copied();
        let id = known
            .map(|known| known.id)
            .or_else(|| fresh.get(row.key.as_str()).copied())
            .unwrap_or_else(|| run.env.id());
        let is_new = known.is_none() && fresh.insert(&row.key, id).is_none();
        let differs = is_first && !known.is_some_and(|known| holds(known, STAFF, &print));
        if differs {
            let person = Person {
                key: &row.key,
                name: &row.name,
                phone: &row.phone,
                place: &Stated::Absent,
                zone: &row.zone,
                locale: &row.locale,
            };
            let unit = known.and_then(|known| known.unit).or(Some(school));
            adults.push(person.record(id, known, unit, STAFF, &print));
        }
        let post = (id, unit, row.role);
        let has_post = match held.get(&post) {
            Some(true) => {
                run.report.warn(
                    row.line,
                    "this post was ended; an import does not begin it again",
                );
                true
            }
            Some(false) => true,
            None => !named.insert(post),
        };
        if !has_post {
            posts.push(PostRecord {
                id: run.env.id(),
                adult: id,
                unit,
                role: row.role,
            });
        }
        if is_new {
            run.report.added += 1;
        } else if differs || !has_post {
            run.report.changed += 1;
        } else if named.contains(&post) {
            run.report.repeated += 1;
        } else {
            run.report.unchanged += 1;
        }
    }
    if run.writes() {
        run.report.units_added += run.units.write(tx).await?;
        if !adults.is_empty() {
            put_adults(tx, &adults, run.now_ms).await?;
        }
        if !posts.is_empty() {
            put_posts(tx, &posts, run.now_ms).await?;
        }
    }
    Ok(())
}

/// The unit of the post, and the unit whose list names the person (a class's school).
fn unit(run: &mut Run<'_>, row: &StaffRow) -> Option<(UnitId, UnitId)> {
    let above = match &row.unit_parent {
        None => None,
        Some(key) => match run.units.get(key) {
            Some(above) => Some(above.id),
            None => {
                let reason = "there is no unit of this key; list the unit above before this one";
                run.reject(row.line, "unit_parent", reason.to_owned());
                return None;
            }
        },
    };
    if let Some(known) = run.units.get(&row.unit.key) {
        let school = if known.kind == UnitKind::Class {
            known.parent
        } else {
            None
        };
        return Some((known.id, school.unwrap_or(known.id)));
    }
    let Some(kind) = row.unit_kind else {
        let reason = "there is no unit of this key: import the pupils first, or add unit_kind, \
                      unit_name and unit_parent so that it can be made";
        run.reject(row.line, "unit_key", reason.to_owned());
        return None;
    };
    if kind == UnitKind::Class && above.is_none() {
        let reason = "a new class needs unit_parent, the key of its school";
        run.reject(row.line, "unit_parent", reason.to_owned());
        return None;
    }
    match run.units.ensure(run.env, &row.unit, kind, above) {
        Ok(id) if kind == UnitKind::Class => Some((id, above.unwrap_or(id))),
        Ok(id) => Some((id, id)),
        Err(reason) => {
            run.reject(row.line, "unit_key", reason);
            None
        }
    }
}
