//! The rules of staff posts: the yearly look at a person's record, who keeps whose post, how long a
//! post is given. Pure.

use chrono::{Datelike, Days, Months, NaiveDate, TimeDelta};

use crate::base::Instant;
use crate::model::unit::Role;
use crate::words;

/// The record of everybody who works with children is looked at every year (minors law, art. 62).
const EVERY: Months = Months::new(12);
/// So long before, the school is reminded; also of the end of its last named person's post.
pub const AHEAD: TimeDelta = TimeDelta::days(30);
/// A school has at least so many named people: nobody is alone with a case, or judge of their own.
pub const LEADS: usize = 2;

/// When the rights of a post rest that was last checked at `checked`.
pub fn rests_from(checked: Instant) -> Instant {
    checked.checked_add_months(EVERY).unwrap_or(checked)
}

/// A post checked at this moment or earlier rests at `now`: [`rests_from`] for statements.
pub fn checked_before(now: Instant) -> Instant {
    now.checked_sub_months(EVERY).unwrap_or(now)
}

/// Whether who holds `by` names, checks and ends posts of `whose`. A lead keeps the school's own; an
/// office keeps leads, homes and offices, and no school's teachers.
pub const fn keeps(by: Role, whose: Role) -> bool {
    match by {
        Role::SchoolLead => matches!(whose, Role::Teacher | Role::SchoolLead | Role::HomeStaff),
        Role::TownshipOfficer => matches!(
            whose,
            Role::SchoolLead | Role::HomeStaff | Role::TownshipOfficer
        ),
        Role::CountyOfficer => matches!(
            whose,
            Role::SchoolLead | Role::HomeStaff | Role::TownshipOfficer | Role::CountyOfficer
        ),
        Role::Teacher | Role::HomeStaff => false,
    }
}

/// Who sees lists of people and figures: asked for a second factor.
pub const fn sees_lists(role: Role) -> bool {
    matches!(
        role,
        Role::SchoolLead | Role::TownshipOfficer | Role::CountyOfficer
    )
}

words! {
    /// When a post begins, as a button.
    pub enum Begin {
        Today = "today",
        Monday = "monday",
        Month = "month",
    }
}

words! {
    /// When a post ends, as a button.
    pub enum Until {
        Open = "open",
        Quarter = "quarter",
        Half = "half",
        /// The end of July: school years begin in September.
        SchoolYear = "school_year",
    }
}

/// The first day of a post.
pub fn first_day(begin: Begin, today: NaiveDate) -> NaiveDate {
    match begin {
        Begin::Today => today,
        Begin::Monday => {
            let past = u64::from(today.weekday().num_days_from_monday());
            today.checked_add_days(Days::new(7 - past)).unwrap_or(today)
        }
        Begin::Month => today
            .with_day(1)
            .and_then(|day| day.checked_add_months(Months::new(1)))
            .unwrap_or(today),
    }
}

/// The last day of a post that begins on `first`; `None`: until somebody ends it.
pub fn last_day(until: Until, first: NaiveDate) -> Option<NaiveDate> {
    let months = |count| first.checked_add_months(Months::new(count));
    match until {
        Until::Open => None,
        Until::Quarter => months(3),
        Until::Half => months(6),
        Until::SchoolYear => {
            let this = NaiveDate::from_ymd_opt(first.year(), 7, 31)?;
            if first < this {
                return Some(this);
            }
            NaiveDate::from_ymd_opt(first.year() + 1, 7, 31)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_a_post() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let wednesday = day("2026-03-04");
        assert_eq!(first_day(Begin::Monday, wednesday), day("2026-03-09"));
        assert_eq!(first_day(Begin::Month, wednesday), day("2026-04-01"));
        assert_eq!(
            last_day(Until::SchoolYear, wednesday),
            Some(day("2026-07-31"))
        );
        let summer = day("2026-08-20");
        assert_eq!(last_day(Until::SchoolYear, summer), Some(day("2027-07-31")));
        assert_eq!(last_day(Until::Open, summer), None);
    }

    #[test]
    fn a_post_rests_a_year_after_its_check() {
        let checked: Instant = "2026-03-02T08:00:00Z".parse().unwrap();
        let year: Instant = "2027-03-02T08:00:00Z".parse().unwrap();
        assert_eq!(rests_from(checked), year);
        assert!(checked <= checked_before(year));
        assert!(checked > checked_before(year - TimeDelta::milliseconds(1)));
    }
}
