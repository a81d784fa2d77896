//! Pupils: records, units, parents' facts, and who belongs to the programme.

use std::collections::{BTreeSet, HashMap};

use chrono::{Datelike, NaiveDate};

use super::super::transfer::{self, Moved};
use super::seen::{Before, print_of};
use super::{ImportError, Run};
use crate::base::{ChildId, Phone, UnitId};
use crate::model::record::{LivesWith, Parent, Programme, Whereabouts, is_enrolled};
use crate::model::unit::UnitKind;
use crate::sheet::{ChildRow, ParentRow};
use crate::store::roster::{
    ChildRecord, KnownChild, ParentRecord, Standing, children_by_keys, put_children, put_parents,
    put_programmes, standings,
};
use crate::store::{Stored, Tx, transfers};

pub(super) async fn page(
    tx: &mut Tx,
    run: &mut Run<'_>,
    rows: Vec<ChildRow>,
) -> Result<(), ImportError> {
    let keys: Vec<&str> = rows.iter().map(|row| row.key.as_str()).collect();
    let found = children_by_keys(tx, &keys).await?;
    let known: HashMap<&str, &KnownChild> = found.iter().map(|c| (c.key.as_str(), c)).collect();
    let ids: Vec<ChildId> = found.iter().map(|child| child.id).collect();
    let since = run.env.now() - transfer::CORRECTED;
    let left = transfers::left(tx, &ids, since).await?;
    let homes = |row: &ChildRow| match &row.home {
        crate::sheet::Stated::Is(home) => Some(home.key.clone()),
        _ => None,
    };
    let home_keys: Vec<String> = rows.iter().filter_map(homes).collect();
    let unit_keys = rows
        .iter()
        .flat_map(|row| [row.school.key.as_str(), row.class.key.as_str()]);
    run.units
        .look_up(tx, unit_keys.chain(home_keys.iter().map(String::as_str)))
        .await?;

    let (mut children, mut parents) = (Vec::new(), Vec::new());
    let mut moves = Vec::new();
    for row in &rows {
        let print = print_of(row);
        match run.seen.note(&row.key, &print, row.line) {
            Before::First => {}
            Before::Same => {
                run.report.repeated += 1;
                run.report.warn(
                    row.line,
                    "this pupil stands in the file already, with the same contents",
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
        if let Some(known) = known.filter(|known| known.imported.as_deref() == Some(&print)) {
            run.report.unchanged += 1;
            run.report.not_enrolled += u64::from(known.programme == Programme::NotEnrolled);
            continue;
        }
        let Some(places) = places(run, row) else {
            continue;
        };
        if known
            .is_some_and(|known| known.school != places.0 && left.contains(&(known.id, places.0)))
        {
            let reason =
                "the child has moved from this school to another one, which has the record now";
            run.reject(row.line, "school_key", reason.to_owned());
            continue;
        }
        warn_about(run, row);
        let record = record(run, row, known, places, print);
        parents.extend(
            row.parents
                .iter()
                .map(|fact| parent_record(record.id, fact)),
        );
        match known {
            Some(_) => run.report.changed += 1,
            None => run.report.added += 1,
        }
        if let Some(known) = known.filter(|known| known.school != places.0) {
            run.report.warn(
                row.line,
                "the child moves to another school: what is open goes along, and the family's links go on \
                 for 30 days unless the new school keeps them",
            );
            moves.push(Moved {
                child: known.id,
                from: known.school,
                to: places.0,
                class: places.1,
            });
        }
        children.push(record);
    }
    if run.writes() && !children.is_empty() {
        run.report.units_added += run.units.write(tx).await?;
        let ids: Vec<ChildId> = children.iter().map(|child| child.id).collect();
        let before = standings(tx, &ids).await?;
        put_children(tx, &children, run.now_ms).await?;
        put_parents(tx, &parents).await?;
        transfer::by_list(tx, run.env, &moves).await?;
        run.report.not_enrolled += enrol(tx, run, &before, &ids).await?;
    }
    Ok(())
}

/// School, class and home of a row; `None` after the row was rejected.
fn places(run: &mut Run<'_>, row: &ChildRow) -> Option<(UnitId, UnitId, Option<UnitId>)> {
    let school = run
        .units
        .ensure(run.env, &row.school, UnitKind::School, None);
    let school = match school {
        Ok(school) => school,
        Err(reason) => {
            run.reject(row.line, "school_key", reason);
            return None;
        }
    };
    let class = run
        .units
        .ensure(run.env, &row.class, UnitKind::Class, Some(school));
    let home = match &row.home {
        crate::sheet::Stated::Is(home) => run
            .units
            .ensure(run.env, home, UnitKind::Home, Some(school))
            .map(Some),
        _ => Ok(None),
    };
    match (class, home) {
        (Ok(class), Ok(home)) => Some((school, class, home)),
        (Err(reason), _) => {
            run.reject(row.line, "class_key", reason);
            None
        }
        (_, Err(reason)) => {
            run.reject(row.line, "home_key", reason);
            None
        }
    }
}

fn warn_about(run: &mut Run<'_>, row: &ChildRow) {
    let in_home = matches!(row.home, crate::sheet::Stated::Is(_));
    if row.lives_with == Some(LivesWith::CareHome) && !in_home {
        run.report.warn(
            row.line,
            "the child lives in a care home, but the row names none",
        );
    }
    let today = run.env.now().date_naive();
    let young = |birth: NaiveDate| {
        let sixteenth = birth.with_year(birth.year() + 16).unwrap_or(birth);
        today < sixteenth
    };
    if row.lives_with == Some(LivesWith::Alone) && row.birth.clone().known().is_none_or(young) {
        run.report.warn(
            row.line,
            "the child is recorded as living alone; below 16 years that is not allowed",
        );
    }
}

/// The child as it will stand: what the file has no column for stays.
fn record(
    run: &Run<'_>,
    row: &ChildRow,
    known: Option<&KnownChild>,
    (school, class, home): (UnitId, UnitId, Option<UnitId>),
    print: String,
) -> ChildRecord {
    let was = known.cloned();
    let (short_name, birth, phone, old_home, lives_with, note) = was.map_or_else(
        || (None, None, None, None, LivesWith::Unknown, None),
        |was| {
            (
                was.short_name,
                was.birth,
                was.phone,
                was.home,
                was.lives_with,
                was.note,
            )
        },
    );
    ChildRecord {
        id: known.map_or_else(|| run.env.id(), |known| known.id),
        key: row.key.clone(),
        name: row.name.expose().to_owned(),
        short_name: row
            .short_name
            .clone()
            .over(short_name.map(crate::base::Name::new))
            .map(|name| name.expose().to_owned()),
        birth: row.birth.clone().over(birth),
        phone: row
            .phone
            .clone()
            .over(phone.as_deref().and_then(Phone::parse))
            .map(|phone| phone.digits().to_owned()),
        school,
        class,
        home: match row.home {
            // A care home of the old place does not follow.
            crate::sheet::Stated::Absent => {
                old_home.filter(|_| known.is_none_or(|known| known.school == school))
            }
            _ => home,
        },
        lives_with: row.lives_with.unwrap_or(lives_with),
        note: row.note.clone().over(note),
        programme: Programme::NotEnrolled,
        imported: print,
    }
}

pub(super) fn parent_record(child: ChildId, fact: &ParentRow) -> ParentRecord {
    ParentRecord {
        child,
        parent: fact.parent,
        whereabouts: fact.whereabouts,
        place: fact.place.clone(),
        zone: fact.zone.map(|zone| zone.name().to_owned()),
        since: fact.since,
    }
}

/// Lets the programme follow the parents' facts (S1); gives how many of these children are not
/// enrolled. `before`: where they stood before this page. Places that people decided (moved, left, frozen …) are
/// not touched.
pub(super) async fn enrol(
    tx: &mut Tx,
    run: &mut Run<'_>,
    before: &[Standing],
    ids: &[ChildId],
) -> Stored<u64> {
    let was_away: BTreeSet<(ChildId, Parent)> = before
        .iter()
        .flat_map(|standing| {
            let away = standing.parents.iter().filter(|(_, at)| at.is_away());
            away.map(|(parent, _)| (standing.child, *parent))
        })
        .collect();
    let mut moves = Vec::new();
    let mut not_enrolled = 0;
    for standing in standings(tx, ids).await? {
        let child = standing.child;
        for (parent, at) in &standing.parents {
            if *at == Whereabouts::Home && was_away.contains(&(child, *parent)) {
                run.returned.insert((child, *parent));
            }
        }
        // Somebody who was there all along has not come back.
        let mut parents = standing.parents.iter();
        let is_back = parents.any(|(parent, _)| run.returned.contains(&(child, *parent)));
        let next = match (standing.programme, is_enrolled(&standing.parents)) {
            (Programme::NotEnrolled | Programme::ParentReturned, true) => Programme::Active,
            (Programme::Active, false) if is_back => Programme::ParentReturned,
            (Programme::Active, false) => Programme::NotEnrolled,
            (stays, _) => stays,
        };
        let outside = [Programme::NotEnrolled, Programme::ParentReturned];
        not_enrolled += u64::from(outside.contains(&next));
        if next != standing.programme {
            match next {
                Programme::Active => run.report.joined += 1,
                _ => run.report.left += 1,
            }
            moves.push((child, next));
        }
    }
    if !moves.is_empty() {
        put_programmes(tx, &moves, run.now_ms).await?;
    }
    Ok(not_enrolled)
}
