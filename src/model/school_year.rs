//! The school's year: terms, and holidays within them. Pure data of one school; days are its own calendar's.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// Spans a school can name; more is a mistake.
pub const MOST_SPANS: usize = 60;

/// A break is at least so many free days in a row, weekends counted.
const BREAK: usize = 7;
/// It is near when it begins within so many days: one weekly update comes in them.
const NEAR: u64 = 7;

/// From one day to another, both included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// What the school calls it.
    #[serde(default)]
    pub name: String,
}

impl Span {
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }
}

/// When there is school. Without any term every day can be one, and so can every day after the last term that
/// was named: a calendar nobody has gone on with must not shut the school. Summer holidays are named as such.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SchoolYear {
    pub terms: Vec<Span>,
    pub holidays: Vec<Span>,
}

impl SchoolYear {
    /// Whether the calendar says that there is no school on this day, whatever weekday it is.
    pub fn is_free(&self, day: NaiveDate) -> bool {
        let last = self.terms.iter().map(|term| term.to).max();
        let is_named = last.is_some_and(|last| day <= last);
        let outside = is_named && !self.terms.iter().any(|term| term.contains(day));
        outside || self.holidays.iter().any(|span| span.contains(day))
    }

    /// Free, or after everything that was named: whether there is school then nobody has said yet, and the end of
    /// the last term is the one before the longest break.
    fn is_free_or_unnamed(&self, day: NaiveDate) -> bool {
        let last = self.terms.iter().map(|term| term.to).max();
        self.is_free(day) || last.is_some_and(|last| last < day)
    }

    /// Whether a break begins within a week after this day, also one of which only the beginning is named.
    /// `school_days`: ISO weekdays on which there is school.
    pub fn is_break_near(&self, today: NaiveDate, school_days: &[u32]) -> bool {
        (1..=NEAR)
            .filter_map(|ahead| today.checked_add_days(Days::new(ahead)))
            .any(|first| self.begins_break(first, school_days))
    }

    /// Whether this is the first day that the calendar makes free of a break; the weekend before belongs to it.
    fn begins_break(&self, first: NaiveDate, school_days: &[u32]) -> bool {
        if !self.is_free_or_unnamed(first) {
            return false;
        }
        let rests = |day: &NaiveDate| {
            self.is_free_or_unnamed(*day)
                || !school_days.contains(&day.weekday().number_from_monday())
        };
        let before = first
            .iter_days()
            .rev()
            .skip(1)
            .take(BREAK)
            .take_while(rests);
        let before: Vec<NaiveDate> = before.collect();
        let after = first.iter_days().take(BREAK).take_while(rests).count();
        before.len() + after >= BREAK && !before.iter().any(|day| self.is_free_or_unnamed(*day))
    }
}

/// The first day of the school year a day belongs to: 1 September, whatever terms a school has named.
pub fn school_year_of(day: NaiveDate) -> NaiveDate {
    let year = day.year() - i32::from(day.month() < 9);
    NaiveDate::from_ymd_opt(year, 9, 1).unwrap_or(day)
}

/// The first day of the next one.
pub fn after_school_year(day: NaiveDate) -> NaiveDate {
    let begun = school_year_of(day);
    begun.checked_add_months(Months::new(12)).unwrap_or(begun)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn span(from: &str, to: &str) -> Span {
        Span {
            from: day(from),
            to: day(to),
            name: String::new(),
        }
    }

    #[test]
    fn free_is_what_is_a_holiday_or_outside_every_term() {
        let mut year = SchoolYear::default();
        assert!(!year.is_free(day("2026-07-20")));
        year.holidays = vec![span("2026-10-01", "2026-10-07")];
        assert!(year.is_free(day("2026-10-01")) && year.is_free(day("2026-10-07")));
        assert!(!year.is_free(day("2026-09-30")) && !year.is_free(day("2026-10-08")));
        year.terms = vec![span("2026-09-01", "2027-01-20")];
        assert!(year.is_free(day("2026-07-20")));
        // Nobody has named the next term yet.
        assert!(!year.is_free(day("2027-01-21")));
        year.terms.push(span("2027-02-20", "2027-07-10"));
        assert!(year.is_free(day("2027-01-21")) && !year.is_free(day("2027-09-01")));
        assert!(year.is_free(day("2026-10-03")) && !year.is_free(day("2026-09-01")));
    }

    #[test]
    fn a_break_is_near_in_the_one_week_before_it() {
        let weekdays = [1, 2, 3, 4, 5];
        let near = |year: &SchoolYear, text: &str| year.is_break_near(day(text), &weekdays);
        let mut year = SchoolYear::default();
        assert!(!near(&year, "2026-07-20"));
        // Monday to Friday: with the weekends nine days. The Sunday before it, and no other.
        year.holidays = vec![span("2026-10-05", "2026-10-09")];
        let sundays = ["2026-09-20", "2026-09-27", "2026-10-04", "2026-10-11"];
        assert_eq!(
            sundays.map(|sunday| near(&year, sunday)),
            [false, false, true, false]
        );
        // Named in two parts it is one break.
        year.holidays = vec![
            span("2026-10-01", "2026-10-02"),
            span("2026-10-05", "2026-10-07"),
        ];
        assert_eq!(
            sundays.map(|sunday| near(&year, sunday)),
            [false, true, false, false]
        );
        // A long weekend is none.
        year.holidays = vec![span("2026-10-02", "2026-10-05")];
        assert!(sundays.iter().all(|sunday| !near(&year, sunday)));
        // The end of a term, with the next one named or not.
        year.terms = vec![span("2026-09-01", "2027-01-20")];
        let ends = ["2027-01-10", "2027-01-17", "2027-01-24", "2027-01-31"];
        let said = [false, true, false, false];
        assert_eq!(ends.map(|sunday| near(&year, sunday)), said);
        // Not said again by an end where the holidays after the last term were named, and the next term not.
        year.holidays.push(span("2027-01-21", "2027-02-14"));
        assert_eq!(ends.map(|sunday| near(&year, sunday)), said);
        assert!(!near(&year, "2027-02-14") && !near(&year, "2027-02-21"));
        year.holidays.pop();
        year.terms.push(span("2027-02-20", "2027-07-10"));
        assert!(near(&year, "2027-01-17") && !near(&year, "2027-01-10"));
        assert!(!near(&year, "2027-01-24"));
        // The summer, with nothing of the next year entered; and no year later again.
        assert!(near(&year, "2027-07-04") && !near(&year, "2027-06-27"));
        assert!(!near(&year, "2027-07-11") && !near(&year, "2028-07-09"));
    }

    #[test]
    fn a_school_year_ends_before_the_first_of_september() {
        for (of, next) in [
            ("2026-04-10", "2026-09-01"),
            ("2026-08-31", "2026-09-01"),
            ("2026-09-01", "2027-09-01"),
            ("2026-12-31", "2027-09-01"),
        ] {
            assert_eq!(after_school_year(day(of)), day(next), "{of}");
        }
    }
}
