//! Everything recorded about some children in one week, read in a few statements for all of them.

use std::collections::HashMap;

use chrono::{Days, NaiveDate, TimeDelta};

use crate::base::{ChildId, Instant, UnitId};
use crate::model::entry::Entry;
use crate::model::hours::day_at;
use crate::model::week::SchoolWeek;
use crate::model::weekly::{Date, Input};
use crate::service::Served;
use crate::store::weekly::Pupil;
use crate::store::{self, Tx};

/// How far ahead coming dates are told.
const AHEAD: Days = Days::new(14);

/// How long an update waits for its reader's hour, and then for its reader, at most.
const LONGEST_WAIT: TimeDelta = TimeDelta::days(14);

/// The inputs of these children for `week`, as known at `now`; facts of the week before count when
/// they were entered at or after `since`. A child that does not exist is left out.
pub(super) async fn inputs(
    tx: &mut Tx,
    pupils: &HashMap<ChildId, Pupil>,
    week: SchoolWeek,
    since: Instant,
    now: Instant,
) -> Served<HashMap<ChildId, Input>> {
    let children: Vec<ChildId> = pupils.keys().copied().collect();
    let mut classes: Vec<UnitId> = pupils.values().map(|pupil| pupil.class).collect();
    classes.sort();
    classes.dedup();
    let (from, to) = (week.monday(), week.sunday());
    let before = week.previous().monday();
    let mut entries: HashMap<ChildId, Vec<Entry>> = HashMap::new();
    let places = store::rights::places(tx, &children).await?;
    // What is written today may be read only days after a birthday.
    let rests = |child: &ChildId| {
        let place = places.get(child);
        place.is_some_and(|place| place.optional_rests(now + LONGEST_WAIT))
    };
    for entry in store::entries::of_children(tx, &children, before, to).await? {
        if entry.fact.is_optional() && rests(&entry.child) {
            continue;
        }
        entries.entry(entry.child).or_default().push(entry);
    }
    let mut rolls: HashMap<UnitId, Vec<NaiveDate>> = HashMap::new();
    for (class, day) in store::entries::rolls(tx, &classes, from, to).await? {
        rolls.entry(class).or_default().push(day);
    }
    let mut coming: HashMap<UnitId, Vec<Date>> = HashMap::new();
    let ahead = to.checked_add_days(AHEAD).unwrap_or(to);
    for date in store::entries::coming(tx, &classes, from, ahead).await? {
        coming.entry(date.class).or_default().push(Date {
            child: date.child,
            day: date.day,
            words: date.words,
        });
    }
    let check_ins = store::weekly::check_ins(tx, &children, from, to).await?;
    let input = |pupil: &Pupil| {
        let today = day_at(now, pupil.zone);
        let mut coming = coming.get(&pupil.class).cloned().unwrap_or_default();
        // A date that has passed is not coming, in whichever week one looks.
        coming.retain(|date| date.day >= today);
        let input = Input {
            child: pupil.id,
            name: pupil.name.clone(),
            class: pupil.class_name.clone(),
            week,
            until: to.min(today),
            since,
            school_days: pupil.settings.school_days.clone(),
            free: week
                .days()
                .filter(|day| pupil.settings.year.is_free(*day))
                .collect(),
            lessons_per_day: pupil.settings.lessons_per_day,
            rolls: rolls.get(&pupil.class).cloned().unwrap_or_default(),
            entries: entries.get(&pupil.id).cloned().unwrap_or_default(),
            check_ins: check_ins.get(&pupil.id).copied().unwrap_or_default(),
            coming,
        };
        (pupil.id, input)
    };
    Ok(pupils.values().map(input).collect())
}
