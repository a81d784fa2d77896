//! Entering a week by exception: which days are open, what a tap changes in a child's week, and how
//! that is taken back. Pure: it sees the week's lines and the calendar, no table and no chat.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::entry::{Entry, Fact, Presence, Source};
use super::school_year::SchoolYear;
use super::week::SchoolWeek;

/// The school's own days, as seen today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The day on the school's clock.
    pub today: NaiveDate,
    /// ISO weekdays on which there is school.
    pub school_days: Vec<u32>,
    /// Days of holiday are none.
    pub year: SchoolYear,
}

impl Calendar {
    pub fn this_week(&self) -> SchoolWeek {
        SchoolWeek::of(self.today)
    }

    /// This week and the last one can be entered and corrected; older weeks stand as they are.
    pub fn is_open(&self, week: SchoolWeek) -> bool {
        week == self.this_week() || week == self.this_week().previous()
    }

    /// The school days of a week, those to come too.
    pub fn school_days(&self, week: SchoolWeek) -> Vec<NaiveDate> {
        week.days()
            .filter(|day| {
                self.school_days
                    .contains(&day.weekday().number_from_monday())
                    && !self.year.is_free(*day)
            })
            .collect()
    }

    /// The school days of an open week that have begun: nobody is marked on a day to come.
    pub fn begun(&self, week: SchoolWeek) -> Vec<NaiveDate> {
        let mut days = self.school_days(week);
        days.retain(|day| *day <= self.today && self.is_open(week));
        days
    }

    /// Whether attendance and rolls can be entered for a day.
    pub fn has_begun(&self, day: NaiveDate) -> bool {
        self.begun(SchoolWeek::of(day)).contains(&day)
    }

    /// The day a fact about a whole week is dated: today, or the last school day of a past week.
    pub fn entry_day(&self, week: SchoolWeek) -> NaiveDate {
        if week.contains(self.today) {
            return self.today;
        }
        let last = self.school_days(week).last().copied();
        last.unwrap_or_else(|| week.day(4))
    }
}

/// One line of a child's week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub day: NaiveDate,
    pub fact: Fact,
    pub source: Source,
}

impl Line {
    fn by_staff(day: NaiveDate, fact: Fact) -> Self {
        let source = Source::Staff;
        Self { day, fact, source }
    }

    /// Finds the line again from a button: FNV-1a of what the table keeps unique, so that a list
    /// that changed meanwhile never loses another line than the one on the label.
    pub fn mark(&self) -> i64 {
        let key = format!("{}|{}|{}", self.day, self.fact.kind(), self.fact.slot());
        let mix = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        i64::from(key.bytes().fold(0x811c_9dc5, mix))
    }
}

impl From<Entry> for Line {
    fn from(entry: Entry) -> Self {
        Self {
            day: entry.day,
            fact: entry.fact,
            source: entry.source,
        }
    }
}

/// What one tap takes away from and adds to a child's week.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub drop: Vec<Line>,
    pub put: Vec<Line>,
}

impl Change {
    /// The way back.
    pub fn reversed(self) -> Self {
        Self {
            drop: self.put,
            put: self.drop,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.drop.is_empty() && self.put.is_empty()
    }
}

/// Sets a fact; what it replaces goes. `have` is the child's week.
pub fn set(have: &[Line], day: NaiveDate, fact: Fact) -> Change {
    let new = Line::by_staff(day, fact);
    let drop = have.iter().filter(|old| gives_way(old, &new)).cloned();
    Change {
        drop: drop.collect(),
        put: vec![new],
    }
}

/// Sets a fact, or takes it away when it stands already: the second tap on the same button.
pub fn toggle(have: &[Line], day: NaiveDate, fact: Fact) -> Change {
    let daily = matches!(fact, Fact::Attendance { .. });
    let same: Vec<Line> = have
        .iter()
        .filter(|line| line.fact == fact && (line.day == day || !daily))
        .cloned()
        .collect();
    if same.is_empty() {
        return set(have, day, fact);
    }
    Change {
        drop: same,
        put: Vec::new(),
    }
}

/// The child was there after all. Said in so many words only where the day's roll was not taken:
/// otherwise having no line means it.
pub fn present(have: &[Line], day: NaiveDate, lesson: Option<u8>, roll_taken: bool) -> Change {
    let presence = Presence::Present;
    let mut change = set(have, day, Fact::Attendance { presence, lesson });
    if roll_taken || !change.drop.is_empty() {
        change.put.clear();
    }
    change
}

/// Whether the new line takes the place of the old one.
fn gives_way(old: &Line, new: &Line) -> bool {
    let same_kind = old.fact.kind() == new.fact.kind();
    if old.day == new.day && same_kind && old.fact.slot() == new.fact.slot() {
        return true;
    }
    match (&old.fact, &new.fact) {
        // Away the whole day and late in the third lesson cannot both be true.
        (
            Fact::Attendance { lesson: None, .. },
            Fact::Attendance {
                lesson: Some(_), ..
            },
        ) => old.day == new.day && is_whole(&old.fact),
        (
            Fact::Attendance {
                lesson: Some(_), ..
            },
            Fact::Attendance { lesson: None, .. },
        ) => old.day == new.day && is_whole(&new.fact),
        // One word and one sentence a week; what an import brought stays beside it.
        (
            _,
            Fact::Mood { .. }
            | Fact::Conduct { .. }
            | Fact::Sentence { .. }
            | Fact::Voice { .. }
            | Fact::ByPhone,
        ) => same_kind && old.source == Source::Staff,
        _ => false,
    }
}

/// Whether an attendance fact settles every lesson of its day.
fn is_whole(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::Attendance {
            presence: Presence::Excused | Presence::Unexplained | Presence::Present,
            lesson: None,
        }
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::entry::Mood;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn calendar(today: &str) -> Calendar {
        Calendar {
            today: day(today),
            school_days: vec![1, 2, 3, 4, 5],
            year: SchoolYear::default(),
        }
    }

    fn apply(mut have: Vec<Line>, change: &Change) -> Vec<Line> {
        have.retain(|line| !change.drop.contains(line));
        have.extend(change.put.clone());
        have
    }

    #[test]
    fn only_days_that_have_begun_in_an_open_week_can_be_entered() {
        let calendar = calendar("2026-03-11");
        let week = calendar.this_week();
        assert_eq!(calendar.begun(week).len(), 3);
        assert_eq!(calendar.begun(week.previous()).len(), 5);
        assert!(calendar.begun(week.previous().previous()).is_empty());
        assert!(!calendar.has_begun(day("2026-03-12")));
        assert!(!calendar.has_begun(day("2026-03-07")));
        assert_eq!(calendar.entry_day(week), day("2026-03-11"));
        assert_eq!(calendar.entry_day(week.previous()), day("2026-03-06"));
    }

    #[test]
    fn one_mood_a_week_and_the_way_back() {
        let steady = Fact::Mood { mood: Mood::Steady };
        let have = apply(Vec::new(), &set(&[], day("2026-03-02"), steady.clone()));
        let mood = Mood::Brighter;
        let change = toggle(&have, day("2026-03-04"), Fact::Mood { mood });
        let after = apply(have.clone(), &change);
        assert_eq!(after.len(), 1);
        assert_eq!(apply(after, &change.reversed()), have);
        let again = toggle(&have, day("2026-03-04"), steady);
        assert!(apply(have, &again).is_empty());
    }

    #[test]
    fn away_all_day_and_late_in_a_lesson_exclude_each_other() {
        let monday = day("2026-03-02");
        let of = |presence, lesson| Fact::Attendance { presence, lesson };
        let late = set(&[], monday, of(Presence::Late, Some(3)));
        let have = apply(Vec::new(), &late);
        let away = set(&have, monday, of(Presence::Excused, None));
        assert_eq!(away.drop, have);
        let have = apply(have, &away);
        let back = present(&have, monday, None, true);
        assert!(apply(have, &back).is_empty());
        assert!(present(&[], monday, None, true).is_empty());
        assert_eq!(present(&[], monday, None, false).put.len(), 1);
    }
}
