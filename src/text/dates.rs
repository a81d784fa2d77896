//! Dates and clocks in words: always with the weekday, never with an abbreviation of the year.

use chrono::{Datelike, NaiveDate, Timelike};
use chrono_tz::Tz;

use crate::base::Instant;
use crate::model::Locale;
use crate::model::week::SchoolWeek;
use crate::text::label;

/// `Wed` / `周三` / `ср` / `chor`.
pub fn weekday(locale: Locale, day: NaiveDate) -> String {
    label(
        locale,
        &format!("weekday-{}", day.weekday().number_from_monday()),
        &[],
    )
}

/// `Wed 18 March`, `3月18日周三` ...
pub fn day(locale: Locale, day: NaiveDate) -> String {
    label(
        locale,
        "date-day",
        &[
            ("weekday", weekday(locale, day).into()),
            ("day", day.day().to_string().into()),
            ("month", month(locale, day).into()),
        ],
    )
}

/// `31 July 2027`: a day that may be years away.
pub fn dated(locale: Locale, day: NaiveDate) -> String {
    label(
        locale,
        "date-year",
        &[
            ("day", day.day().to_string().into()),
            ("month", month(locale, day).into()),
            ("year", day.year().to_string().into()),
        ],
    )
}

fn month(locale: Locale, day: NaiveDate) -> String {
    label(locale, &format!("month-{}", day.month()), &[])
}

/// `16–20 March`: a school week by its first and last school day.
pub fn week(locale: Locale, week: SchoolWeek) -> String {
    let (from, to) = (week.monday(), week.day(4));
    label(
        locale,
        if from.month() == to.month() {
            "date-week"
        } else {
            "date-week-two-months"
        },
        &[
            ("from", from.day().to_string().into()),
            ("to", to.day().to_string().into()),
            ("month", month(locale, from).into()),
            ("month2", month(locale, to).into()),
        ],
    )
}

/// `19:05` on the clock of `zone`.
pub fn clock(at: Instant, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// Day and clock of a moment where somebody lives.
pub fn moment(locale: Locale, at: Instant, zone: Tz) -> String {
    format!(
        "{}, {}",
        day(locale, at.with_timezone(&zone).date_naive()),
        clock(at, zone)
    )
}
