//! Six-field rules on a wall clock in a time zone. Knows no table.
//!
//! The `cron` crate walks the wall clock as if it were UTC; each local time it finds is then looked
//! up in the zone. So no occurrence is lost in the hour that summer time skips, and none comes twice
//! in the hour that winter time repeats.

use std::str::FromStr;

use chrono::{NaiveDateTime, TimeDelta};
use chrono_tz::Tz;

use crate::base::Instant;
use crate::model::hours::resolve;

/// A rule: second, minute, hour, day of month, month, day of week by name. Day of month **and** day
/// of week must both hold.
#[derive(Clone, Debug)]
pub struct Rule(cron::Schedule);

/// Why a rule is refused, in words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    #[error(
        "a rule has six fields (second, minute, hour, day of month, month, day of week), this one \
         has {0}; every Sunday at 19:00 is `0 0 19 * * Sun`"
    )]
    Fields(usize),
    #[error(
        "write days of the week by name (Mon, Tue, Wed, Thu, Fri, Sat, Sun): as a number, 1 would \
         mean Sunday"
    )]
    NumberedDay,
    #[error("field {number} ({name}) is not understood: `{text}`{hint}")]
    Field {
        number: usize,
        name: &'static str,
        text: String,
        hint: &'static str,
    },
    #[error("this rule never comes due: no such day exists")]
    Never,
}

const FIELDS: [&str; 6] = [
    "second",
    "minute",
    "hour",
    "day of month",
    "month",
    "day of week",
];

const DAY_HINT: &str =
    "; use names such as Mon-Fri or Sat,Sun (a range begins at Sun and ends at Sat)";

impl Rule {
    /// Reads a rule.
    pub fn parse(text: &str) -> Result<Self, RuleError> {
        let fields: Vec<&str> = text.split_whitespace().collect();
        if fields.len() != FIELDS.len() {
            return Err(RuleError::Fields(fields.len()));
        }
        if fields[5].bytes().any(|b| b.is_ascii_digit()) {
            return Err(RuleError::NumberedDay);
        }
        let schedule = cron::Schedule::from_str(&fields.join(" "))
            .map_err(|_| blame(&fields).unwrap_or(RuleError::Fields(fields.len())))?;
        // Any year will do to see whether the day exists; leap days come within eight years.
        let start = NaiveDateTime::default();
        let rule = Self(schedule);
        if rule.walk(start).next().is_none() {
            return Err(RuleError::Never);
        }
        Ok(rule)
    }

    /// Wall-clock times after `from`, rising, to the end of the crate's calendar (2100).
    fn walk(&self, from: NaiveDateTime) -> impl Iterator<Item = NaiveDateTime> {
        self.0.after_owned(from.and_utc()).map(|at| at.naive_utc())
    }
}

/// The first field that cannot stand even among stars.
fn blame(fields: &[&str]) -> Option<RuleError> {
    FIELDS.iter().enumerate().find_map(|(index, name)| {
        let mut alone = ["*"; 6];
        alone[index] = fields[index];
        cron::Schedule::from_str(&alone.join(" "))
            .is_err()
            .then(|| RuleError::Field {
                number: index + 1,
                name,
                text: fields[index].to_owned(),
                hint: if index == 5 { DAY_HINT } else { "" },
            })
    })
}

/// The first firing strictly after `at`. A local time that does not exist fires at the next valid
/// minute, a doubled one the first time only. `None` after the year 2100.
pub fn next_after(rule: &Rule, zone: Tz, at: Instant) -> Option<Instant> {
    // A time in a gap keeps its seconds, so it may fire up to a minute after the gap's end, behind
    // later ones: begin a minute early, and look on through the gap for a sooner one.
    let start = (at - TimeDelta::seconds(61))
        .with_timezone(&zone)
        .naive_local();
    let mut soonest: Option<Instant> = None;
    for local in rule.walk(start) {
        if soonest.is_some_and(|found| local > found.with_timezone(&zone).naive_local()) {
            break;
        }
        let moment = resolve(local, zone);
        if moment > at && soonest.is_none_or(|found| moment < found) {
            soonest = Some(moment);
        }
    }
    soonest
}

/// The firings after `at`, strictly rising.
pub fn upcoming(rule: &Rule, zone: Tz, at: Instant) -> impl Iterator<Item = Instant> {
    std::iter::successors(next_after(rule, zone, at), move |last| {
        next_after(rule, zone, *last)
    })
}
