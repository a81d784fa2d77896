//! Attendance and marks. Nothing a day holds is silently lost: an absence and a late arrival on one
//! day both stay, and what staff entered in the chat stands.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use chrono::{Datelike, NaiveDate, Weekday};

use super::seen::Before;
use super::{ImportError, Run};
use crate::base::{ChildId, EntryId, UnitId};
use crate::model::concern::words::{Own, scan};
use crate::model::entry::{Fact, Presence, Source};
use crate::service::{concern, same_day};
use crate::sheet::EntryRow;
use crate::store::roster::{EntryRecord, KnownEntry, children_by_keys, entries_on, put_entries};
use crate::store::{StoreError, Tx};

/// What a child's day holds already, and what this page writes.
type Days = HashMap<(ChildId, NaiveDate), Vec<(String, Fact, Source)>>;

pub(super) async fn page(
    tx: &mut Tx,
    run: &mut Run<'_>,
    rows: Vec<EntryRow>,
) -> Result<(), ImportError> {
    let keys: Vec<&str> = rows.iter().map(|row| row.child_key.as_str()).collect();
    let known = children_by_keys(tx, &keys).await?;
    let children: HashMap<String, (ChildId, UnitId)> = known
        .into_iter()
        .map(|child| (child.key, (child.id, child.school)))
        .collect();
    let mut wanted: Vec<(ChildId, NaiveDate)> = rows
        .iter()
        .filter_map(|row| Some((children.get(&row.child_key)?.0, row.day)))
        .collect();
    wanted.sort_unstable();
    wanted.dedup();
    let kind = rows.first().map_or("attendance", |row| row.fact.kind());
    let mut days = Days::new();
    for KnownEntry {
        child,
        day,
        slot,
        fact,
        source,
    } in entries_on(tx, kind, &wanted).await?
    {
        days.entry((child, day))
            .or_default()
            .push((slot, fact, source));
    }

    let mut writes: HashMap<(ChildId, NaiveDate, String), EntryRecord> = HashMap::new();
    let mut order = Vec::new();
    let mut looked = Looked::default();
    for row in &rows {
        let Some(&(child, school)) = children.get(&row.child_key) else {
            let reason = "there is no pupil of this key; import the pupils first";
            run.reject(row.line, "child_key", reason.to_owned());
            continue;
        };
        if stopped(tx, &mut looked, school, &row.fact).await? {
            run.report.skipped += 1;
            let words =
                "a listed word is in it: families would read it; it is not taken in, please look";
            run.report.warn(row.line, words);
            continue;
        }
        warn_about(run, row);
        let day = days.entry((child, row.day)).or_default();
        let Some(slot) = place(day, &row.fact) else {
            run.report.unchanged += 1;
            run.report.warn(
                row.line,
                "staff entered something else for this child and day; what staff entered stands",
            );
            continue;
        };
        let json = serde_json::to_string(&row.fact)
            .map_err(|_| StoreError::Unreadable { column: "fact" })?;
        let seen = run.seen.note((child, row.day, &slot), &json, row.line);
        let held = day.iter_mut().find(|(at, ..)| *at == slot);
        match (&held, seen) {
            (Some((_, fact, _)), Before::Same) if *fact == row.fact => {
                run.report.repeated += 1;
                run.report
                    .warn(row.line, "this row says again what an earlier row says");
                continue;
            }
            (Some((_, fact, _)), _) if *fact == row.fact => {
                run.report.unchanged += 1;
                continue;
            }
            (Some(_), Before::Other(earlier)) => {
                run.report.changed += 1;
                run.report.warn(
                    row.line,
                    &format!("this row corrects line {earlier}: same child, day and matter"),
                );
            }
            (Some(_), _) => run.report.changed += 1,
            (None, _) => run.report.added += 1,
        }
        match held {
            Some((_, fact, source)) => {
                *fact = row.fact.clone();
                *source = Source::Import;
            }
            None => day.push((slot.clone(), row.fact.clone(), Source::Import)),
        }
        let at = (child, row.day, slot.clone());
        let record = EntryRecord {
            id: run.env.id::<EntryId>(),
            child,
            day: row.day,
            slot,
            fact: row.fact.clone(),
        };
        if writes.insert(at.clone(), record).is_none() {
            order.push(at);
        }
    }
    if run.writes() && !writes.is_empty() {
        let records: Vec<EntryRecord> = order.iter().filter_map(|at| writes.remove(at)).collect();
        put_entries(tx, &records, run.now_ms).await?;
        let days: Vec<_> = records
            .iter()
            .filter(|record| matches!(record.fact, Fact::Attendance { .. }))
            .map(|record| (record.child, record.day))
            .collect();
        same_day::settle(tx, run.env, &days, None).await?;
    }
    Ok(())
}

/// What a page has looked for: each school's own words are read once, each line is searched once.
#[derive(Default)]
struct Looked {
    own: HashMap<UnitId, Vec<Own>>,
    lines: HashMap<(UnitId, String), bool>,
}

/// Whether a listed word is in what families would read of it: no system of a school goes past the search.
async fn stopped(
    tx: &mut Tx,
    looked: &mut Looked,
    school: UnitId,
    fact: &Fact,
) -> Result<bool, ImportError> {
    let Fact::Mark {
        subject,
        title,
        value,
    } = fact
    else {
        return Ok(false);
    };
    let mut line = format!("{} {}", subject.expose(), title.expose());
    // Figures say nothing: with them every line would be another one.
    if value.chars().any(char::is_alphabetic) {
        line = format!("{line} {value}");
    }
    let key = (school, line);
    if let Some(found) = looked.lines.get(&key) {
        return Ok(*found);
    }
    let own = match looked.own.entry(school) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(free) => free.insert(concern::words_of(tx, school).await?),
    };
    let found = scan(&key.1, own).is_some();
    looked.lines.insert(key, found);
    Ok(found)
}

fn warn_about(run: &mut Run<'_>, row: &EntryRow) {
    if matches!(row.fact, Fact::Attendance { .. })
        && matches!(row.day.weekday(), Weekday::Sat | Weekday::Sun)
    {
        run.report.warn(
            row.line,
            "this day is a Saturday or a Sunday; the event is kept",
        );
    }
    if row.day > run.env.now().date_naive() {
        run.report
            .warn(row.line, "this day is still to come; the fact is kept");
    }
}

/// What an event of a whole day is about; two events about the same thing correct each other.
const fn matter(presence: Presence) -> &'static str {
    match presence {
        Presence::Present | Presence::Excused | Presence::Unexplained => "absence",
        Presence::Late => "late",
        Presence::Partly => "partly",
    }
}

/// The slot a fact goes to; `None` when staff said something else. A whole day's first event has
/// the slot a teacher's own entry would have, so that a teacher can correct it; an event about
/// something else on the same day gets a slot beside it.
fn place(day: &[(String, Fact, Source)], fact: &Fact) -> Option<String> {
    let Fact::Attendance {
        presence,
        lesson: None,
    } = fact
    else {
        let slot = fact.slot();
        let by_staff = day
            .iter()
            .any(|(at, held, source)| *at == slot && *source == Source::Staff && held != fact);
        return (!by_staff).then_some(slot);
    };
    if let Some((slot, ..)) = day.iter().find(|(_, held, _)| held == fact) {
        return Some(slot.clone());
    }
    let whole = || {
        day.iter().filter_map(|(slot, held, source)| match held {
            Fact::Attendance {
                presence,
                lesson: None,
            } => Some((slot, *presence, *source)),
            _ => None,
        })
    };
    if whole().any(|(_, _, source)| source == Source::Staff) {
        return None;
    }
    let same = whole().find(|(_, held, _)| matter(*held) == matter(*presence));
    if let Some((slot, ..)) = same {
        return Some(slot.clone());
    }
    let taken: HashSet<&String> = whole().map(|(slot, ..)| slot).collect();
    let plain = fact.slot();
    if taken.contains(&plain) {
        Some(format!("{plain}:{}", matter(*presence)))
    } else {
        Some(plain)
    }
}
