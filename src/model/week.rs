//! The school week: Monday to Sunday on the school's own calendar.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// A week, named by its Monday. Stored as `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SchoolWeek(NaiveDate);

impl SchoolWeek {
    /// The week a day lies in.
    pub fn of(day: NaiveDate) -> Self {
        Self(day.week(Weekday::Mon).first_day())
    }

    pub fn monday(self) -> NaiveDate {
        self.0
    }

    pub fn sunday(self) -> NaiveDate {
        self.day(6)
    }

    /// The day `index` days after Monday.
    pub fn day(self, index: u64) -> NaiveDate {
        self.0.checked_add_days(Days::new(index)).unwrap_or(self.0)
    }

    /// Monday to Sunday.
    pub fn days(self) -> impl Iterator<Item = NaiveDate> {
        (0..7).map(move |index| self.day(index))
    }

    pub fn contains(self, day: NaiveDate) -> bool {
        Self::of(day) == self
    }

    pub fn previous(self) -> Self {
        Self(self.0.checked_sub_days(Days::new(7)).unwrap_or(self.0))
    }

    pub fn next(self) -> Self {
        Self(self.day(7))
    }

    /// ISO 8601 week number, used only to vary the weekly question.
    pub fn number(self) -> u32 {
        self.0.iso_week().week()
    }
}

impl std::fmt::Display for SchoolWeek {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for SchoolWeek {
    type Err = chrono::ParseError;

    /// Any day of the week names it.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self::of)
    }
}
