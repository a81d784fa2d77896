//! The school's year: terms, and holidays within them. Pure data of one school; days are its own calendar's.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Spans a school can name; more is a mistake.
pub const MOST_SPANS: usize = 60;

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
}
