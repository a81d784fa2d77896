//! When an update is written, which week it tells, and when it leaves.

use chrono::{Datelike, Weekday};
use chrono_tz::Tz;

use crate::base::Instant;
use crate::model::hours::day_at;
use crate::model::quiet::Hours;
use crate::model::week::SchoolWeek;

/// A schedule every school has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Six fields on the school's clock, day of week by name.
    pub cron: &'static str,
    /// How late a run may still be opened; later it is recorded as missed.
    pub grace_minutes: i64,
}

/// The school's two runs.
///
/// **Sunday 03:00** writes for nearly everybody: what was entered until Saturday night is in it, and
/// it lies before Sunday 08:00, the earliest Sunday hour offered, in every reader's zone up to five
/// hours east of the school; Sunday 19:00, the default, lies after it in all zones on earth. A grace
/// of 36 hours carries it over a broken Sunday to Monday 15:00: before the working week is over it
/// is still this week's news.
///
/// **Friday 16:00**, after lessons, writes only for readers whose own hour comes before that Sunday
/// run: without it a Friday reader would get the week's news five days old. Its grace ends before
/// the Sunday run begins.
pub const RULES: [Rule; 2] = [
    Rule {
        cron: "0 0 16 * * Fri",
        grace_minutes: 30 * 60,
    },
    Rule {
        cron: "0 0 3 * * Sun",
        grace_minutes: 36 * 60,
    },
];

/// The school week a run tells: on Thursday to Sunday, by the school's calendar, the week that day
/// lies in; on Monday to Wednesday the week before, which has just ended.
pub fn told(due: Instant, school: Tz) -> SchoolWeek {
    let day = day_at(due, school);
    let week = SchoolWeek::of(day);
    match day.weekday() {
        Weekday::Mon | Weekday::Tue | Weekday::Wed => week.previous(),
        _ => week,
    }
}

/// When an update leaves that was meant for `hour`: then, if its reader chose that hour or is up; written too
/// late for it, at once. At night when they are: nobody is woken because a server was down.
pub fn departure(hour: Instant, now: Instant, zone: Tz, hours: Hours, chosen: bool) -> Instant {
    if hour >= now && chosen {
        return hour;
    }
    hours.open_from(hour.max(now), zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_tells_the_week_that_is_ending_or_has_just_ended() {
        let school = chrono_tz::Asia::Shanghai;
        let week = |at: &str| told(at.parse().unwrap(), school).to_string();
        // Saturday 19:00 UTC is Sunday 03:00 at the school.
        assert_eq!(week("2026-03-07T19:00:00Z"), "2026-03-02");
        assert_eq!(week("2026-03-06T08:00:00Z"), "2026-03-02");
        assert_eq!(week("2026-03-09T08:00:00Z"), "2026-03-02");
        assert_eq!(week("2026-03-11T08:00:00Z"), "2026-03-02");
        assert_eq!(week("2026-03-12T08:00:00Z"), "2026-03-09");
    }

    #[test]
    fn a_late_update_wakes_nobody() {
        let zone = chrono_tz::Europe::Moscow;
        let leaves = |hour: &str, now: &str| {
            let (hour, now) = (hour.parse().unwrap(), now.parse().unwrap());
            departure(hour, now, zone, Hours::USUAL, true).to_rfc3339()
        };
        let sunday = "2026-03-08T16:00:00Z";
        assert_eq!(
            leaves(sunday, "2026-03-07T19:00:00Z"),
            "2026-03-08T16:00:00+00:00"
        );
        assert_eq!(
            leaves(sunday, "2026-03-08T17:30:00Z"),
            "2026-03-08T17:30:00+00:00"
        );
        assert_eq!(
            leaves(sunday, "2026-03-08T18:30:00Z"),
            "2026-03-09T05:00:00+00:00"
        );
        assert_eq!(
            leaves(sunday, "2026-03-08T20:00:00Z"),
            "2026-03-09T05:00:00+00:00"
        );
        assert_eq!(
            leaves(sunday, "2026-03-09T01:00:00Z"),
            "2026-03-09T05:00:00+00:00"
        );
    }
}
