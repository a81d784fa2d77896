//! "Did you two talk?" (domain 4.1: help what the call is about, do not count calls as a score): one light
//! question in the week, a kind word instead of it after two silent ones, and then rest. Pure.

use chrono::{Days, NaiveTime, TimeDelta, Timelike};
use chrono_tz::Tz;

use crate::base::Instant;
use crate::model::hours::{day_at, resolve};
use crate::model::quiet::Hours;
use crate::words;

words! {
    /// What a person was asked in a week.
    pub enum Asked {
        Question = "question",
        /// After silence: that a few minutes are enough.
        Reminder = "reminder",
    }
}

/// How many weeks back silence counts; whoever said nothing is asked anew after them.
pub const WEEKS_BACK: u64 = 10;
/// Silent questions before the kind word.
const SILENT: usize = 2;
/// In the middle between two updates.
const AFTER: Days = Days::new(3);
/// Where the reader's own hour lies in their quiet hours.
const EVENING: u32 = 19;
/// From then on the next update is near.
const LIFE: TimeDelta = TimeDelta::days(3);

/// What came of an earlier week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Past {
    /// What reached the person.
    pub asked: Option<Asked>,
    /// "We talked" or "not yet".
    pub answered: bool,
}

/// What is asked after `past`, the newest week first; `None`: nothing, until they answer.
pub fn next(past: &[Past]) -> Option<Asked> {
    let mut silent = 0;
    for week in past.iter().take_while(|week| !week.answered) {
        match week.asked {
            Some(Asked::Reminder) => return None,
            Some(Asked::Question) => silent += 1,
            None => {}
        }
    }
    Some(match silent >= SILENT {
        true => Asked::Reminder,
        false => Asked::Question,
    })
}

/// When it comes, and from when on it is worthless: three days after the update, at the update's hour on the
/// reader's clock; never in their quiet hours.
pub fn timing(update: Instant, zone: Tz, hours: Hours) -> (Instant, Instant) {
    let day = day_at(update, zone);
    let day = day.checked_add_days(AFTER).unwrap_or(day);
    let own = update.with_timezone(&zone).hour();
    let at = |hour: u32| {
        let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        resolve(day.and_time(time), zone)
    };
    let own = Some(at(own)).filter(|at| !hours.are_at(*at, zone));
    let leaves = hours.open_from(own.unwrap_or_else(|| at(EVENING)), zone);
    (leaves, leaves + LIFE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week(asked: Option<Asked>, answered: bool) -> Past {
        Past { asked, answered }
    }

    #[test]
    fn two_silent_weeks_one_kind_word_and_then_rest() {
        let silent = week(Some(Asked::Question), false);
        let answered = week(Some(Asked::Question), true);
        let reminded = week(Some(Asked::Reminder), false);
        let nothing = week(None, false);
        assert_eq!(next(&[]), Some(Asked::Question));
        assert_eq!(next(&[silent]), Some(Asked::Question));
        assert_eq!(next(&[silent, silent]), Some(Asked::Reminder));
        assert_eq!(next(&[silent, nothing, silent]), Some(Asked::Reminder));
        assert_eq!(next(&[silent, answered, silent]), Some(Asked::Question));
        assert_eq!(next(&[reminded, silent, silent]), None);
        assert_eq!(next(&[nothing, reminded, silent, silent]), None);
        // One tap under an update is enough to be asked again.
        assert_eq!(next(&[week(None, true), reminded]), Some(Asked::Question));
    }

    #[test]
    fn in_the_middle_of_the_week_and_by_day() {
        let zone = chrono_tz::Europe::Rome;
        let local = |update: &str| {
            let (leaves, _) = timing(update.parse().unwrap(), zone, Hours::USUAL);
            leaves.with_timezone(&zone).to_rfc3339()
        };
        // Sunday 19:00, over the change of the clock.
        assert_eq!(local("2026-03-29T17:00:00Z"), "2026-04-01T19:00:00+02:00");
        assert_eq!(local("2026-03-26T18:00:00Z"), "2026-03-29T19:00:00+02:00");
        // Whoever chose an hour of their night hears of it in the evening.
        assert_eq!(local("2026-03-01T22:00:00Z"), "2026-03-04T19:00:00+01:00");
    }
}
