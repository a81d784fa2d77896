//! What changes a link without anybody deciding about it: papers, freezes, birthdays, silence. Rules and
//! lengths only; who may do what is in `rights`.

use chrono::{Datelike, NaiveDate, TimeDelta};

use crate::words;

words! {
    /// Which paper keeps an adult from a child. No private agreement counts (domain 6).
    pub enum PaperKind {
        CourtOrder = "court_order",
        Custody = "custody",
        Protection = "protection",
        Other = "other",
    }
}

words! {
    /// Why everything about a child stops.
    pub enum FreezeKind {
        Death = "death",
        Order = "order",
    }
}

words! {
    /// From when an exclusion stands.
    pub enum Begins {
        Now = "n",
        Tomorrow = "t",
        InAWeek = "w",
    }
}

words! {
    /// Until when an exclusion stands.
    pub enum Lasts {
        Open = "o",
        ThreeMonths = "3",
        SixMonths = "6",
        TwelveMonths = "y",
    }
}

impl Lasts {
    /// Calendar months; `None`: until it is lifted.
    pub const fn months(self) -> Option<u32> {
        match self {
            Self::Open => None,
            Self::ThreeMonths => Some(3),
            Self::SixMonths => Some(6),
            Self::TwelveMonths => Some(12),
        }
    }
}

/// From this birthday on a young person is asked themselves (personal-information law 28, 31).
pub const OWN_CONSENT: i32 = 14;
/// From this birthday on nobody is a parent in law: every link ends.
pub const OF_AGE: i32 = 18;
/// So long before a birthday the school is asked to speak with the young person.
pub const AHEAD_OF_BIRTHDAY: TimeDelta = TimeDelta::days(60);
/// So long before the record of a grown-up is deleted they are told, and at least so long one lies ready
/// whose copy is fetched at the school.
pub const BEFORE_IT_GOES: TimeDelta = TimeDelta::days(30);
/// So long links last at a new school without its approval.
pub const CARRIED: TimeDelta = TimeDelta::days(30);
/// So long before links end by themselves the school is reminded.
pub const BEFORE_CARRIED_END: TimeDelta = TimeDelta::days(7);
/// After so long without a tap the account may be somebody else's by now.
pub const SILENT: TimeDelta = TimeDelta::days(90);
/// So long before that one is asked for a tap.
pub const BEFORE_SILENT: TimeDelta = TimeDelta::days(14);

/// The day a person of this birth date becomes `years` old: one born on 29 February on 1 March.
pub fn birthday(birth: NaiveDate, years: i32) -> NaiveDate {
    let year = birth.year() + years;
    birth
        .with_year(year)
        .or_else(|| NaiveDate::from_ymd_opt(year, 3, 1))
        .unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_born_on_a_leap_day_comes_of_age_on_the_first_of_march() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(birthday(day("2008-02-29"), 18), day("2026-03-01"));
        assert_eq!(birthday(day("2008-02-29"), 20), day("2028-02-29"));
        assert_eq!(birthday(day("2012-05-04"), 14), day("2026-05-04"));
    }
}
