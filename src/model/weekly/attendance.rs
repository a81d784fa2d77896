//! Attendance of one week. Who has no entry on a day the roll was taken was present; a day without a
//! roll and without an entry is "not recorded", never "present" and never "absent".

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::Input;
use crate::model::entry::{Entry, Fact, Presence};

/// A day or, with a number counting from 1, one lesson of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    pub day: NaiveDate,
    pub lesson: Option<u8>,
}

/// What is known. `present <= recorded`; all lists by day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attendance {
    /// Recorded days on which the child came, also late or for a part.
    pub present: usize,
    /// Days of which anything certain is known, at weekends too (moved school days).
    pub recorded: usize,
    pub excused: Vec<NaiveDate>,
    /// Reason not known yet. One that was entered on its day was told that day ([`super::super::same_day`]);
    /// here first stands only what was entered later.
    pub unexplained: Vec<NaiveDate>,
    pub late: Vec<Seen>,
    pub partly: Vec<Seen>,
    /// Lessons missed on days the child was not away for the whole day.
    pub lessons: Vec<Seen>,
    /// School days up to now of which nothing is known.
    pub unrecorded: Vec<NaiveDate>,
    /// About the week before, entered since that was told. The presence is never `Present`.
    pub earlier: Vec<(Seen, Presence)>,
}

impl Attendance {
    /// False: there is nothing to tell but "not recorded".
    pub fn is_known(&self) -> bool {
        self.recorded > 0
            || !self.lessons.is_empty()
            || !self.late.is_empty()
            || !self.partly.is_empty()
            || !self.earlier.is_empty()
    }
}

#[derive(Default)]
struct Day {
    roll: bool,
    whole: Option<Presence>,
    lessons: BTreeMap<u8, Presence>,
}

const fn is_away(presence: Presence) -> bool {
    matches!(presence, Presence::Excused | Presence::Unexplained)
}

impl Day {
    /// Away for the whole day: said so, or missing in every lesson.
    fn away(&self, lessons_per_day: u8) -> Option<Presence> {
        if let Some(whole) = self.whole {
            return is_away(whole).then_some(whole);
        }
        let missed: Vec<Presence> = self
            .lessons
            .values()
            .copied()
            .filter(|p| is_away(*p))
            .collect();
        let all = lessons_per_day > 0 && missed.len() >= usize::from(lessons_per_day);
        let unexplained = missed.contains(&Presence::Unexplained);
        all.then_some(if unexplained {
            Presence::Unexplained
        } else {
            Presence::Excused
        })
    }

    /// Somebody saw the child, or the roll says so.
    fn came(&self) -> bool {
        self.roll || self.whole.is_some() || self.lessons.values().any(|p| !is_away(*p))
    }
}

/// The attendance of `input.week` out of the child's own `entries`.
pub(super) fn of(input: &Input, entries: &[&Entry]) -> Attendance {
    let mut out = Attendance::default();
    let mut days: BTreeMap<NaiveDate, Day> = BTreeMap::new();
    for day in input.rolls.iter().filter(|day| input.week.contains(**day)) {
        days.entry(*day).or_default().roll = true;
    }
    for entry in entries {
        let Fact::Attendance { presence, lesson } = entry.fact else {
            continue;
        };
        let day = entry.day;
        if !input.week.contains(day) {
            if presence != Presence::Present {
                out.earlier.push((Seen { day, lesson }, presence));
            }
            continue;
        }
        let seen = days.entry(day).or_default();
        match lesson {
            None => seen.whole = Some(presence),
            Some(lesson) => {
                seen.lessons.insert(lesson, presence);
            }
        }
    }
    let mut known = BTreeSet::new();
    for (day, seen) in &days {
        count(&mut out, *day, seen, input.lessons_per_day, &mut known);
    }
    out.recorded = known.len();
    out.unrecorded = input
        .week
        .days()
        .filter(|day| *day <= input.until && !known.contains(day))
        .filter(|day| {
            input
                .school_days
                .contains(&day.weekday().number_from_monday())
                && !input.free.contains(day)
        })
        .collect();
    out
}

fn count(
    out: &mut Attendance,
    day: NaiveDate,
    seen: &Day,
    lessons_per_day: u8,
    known: &mut BTreeSet<NaiveDate>,
) {
    let away = seen.away(lessons_per_day);
    match away {
        Some(Presence::Unexplained) => out.unexplained.push(day),
        Some(_) => out.excused.push(day),
        None => {}
    }
    if away.is_some() {
        known.insert(day);
    } else if seen.came() {
        known.insert(day);
        out.present += 1;
    }
    let whole = seen.whole.map(|presence| (None, presence));
    let lessons = seen
        .lessons
        .iter()
        .map(|(number, presence)| (Some(*number), *presence));
    for (lesson, presence) in whole.into_iter().chain(lessons) {
        let at = Seen { day, lesson };
        match presence {
            Presence::Late => out.late.push(at),
            Presence::Partly => out.partly.push(at),
            // The whole day is told already.
            Presence::Excused | Presence::Unexplained if away.is_none() && lesson.is_some() => {
                out.lessons.push(at);
            }
            _ => {}
        }
    }
}
