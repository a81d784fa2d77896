//! How much of what nobody asked for a person gets in a week: three messages, of which one place is the weekly
//! update's own (domain 4.1: one digest and two light prompts; more were no better). Pure.

use chrono::{Days, NaiveTime};
use chrono_tz::Tz;

use super::hours::{day_at, next_weekly, resolve};
use super::message::Kind;
use super::quiet::Chosen;
use super::week::SchoolWeek;
use crate::base::Instant;

/// Messages of the kinds that count, per person and week.
pub const PER_WEEK: i64 = 3;

/// How a kind stands to the budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// Not counted.
    Free,
    /// Counted, and always fits: its place is kept.
    Reserved,
    /// Counted; what finds no place waits for a week that has one.
    Counted,
}

/// What counts, and why the rest does not.
pub const fn share(kind: Kind) -> Share {
    match kind {
        Kind::WeeklyUpdate => Share::Reserved,
        Kind::Reminder => Share::Counted,
        // Asked for.
        Kind::Reply | Kind::Toast | Kind::Invitation => Share::Free,
        // A person's word.
        Kind::Note | Kind::Letter => Share::Free,
        // Every evening, by agreement; and what must be known.
        Kind::CheckIn | Kind::Alert => Share::Free,
        // Somebody's work, and what became of one's own affairs.
        Kind::Task | Kind::Notice => Share::Free,
    }
}

/// The ISO week on a person's clock, from its first moment to the first of the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    pub from: Instant,
    pub to: Instant,
}

impl Week {
    pub fn of(at: Instant, zone: Tz) -> Self {
        let week = SchoolWeek::of(day_at(at, zone));
        let start = |week: SchoolWeek| resolve(week.monday().and_time(NaiveTime::MIN), zone);
        // A midnight that comes twice belongs to the week of its day: the first one begins it.
        Self {
            from: start(week).min(at),
            to: start(week.next()),
        }
    }

    /// The reader's own hour of this week, where it is still ahead of `at`.
    fn hour_ahead(self, chosen: Option<Chosen>, at: Instant, zone: Tz) -> Option<Instant> {
        let own = chosen.or(Chosen::of(Some(7), Some(19)))?;
        let hour = next_weekly(self.from, own.day, own.hour, zone);
        Some(hour).filter(|hour| (at..self.to).contains(hour))
    }
}

/// What a person got, or will get, in one week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Updates that went, or wait to go in it.
    pub updates: i64,
    /// The last moment for which one is written.
    pub last_update: Option<Instant>,
    pub reminders: i64,
}

/// Whether a further reminder may go at `at`. The weekly update goes first: one that is late does not take the
/// place of the next.
pub fn has_place(counted: &Counted, chosen: Option<Chosen>, at: Instant, zone: Tz) -> bool {
    let week = Week::of(at, zone);
    // A late one that waits for its next try is not yet this week's own.
    let ahead = week
        .hour_ahead(chosen, at, zone)
        .is_some_and(|hour| counted.last_update.is_none_or(|written| written < hour));
    let kept = (counted.updates + i64::from(ahead)).max(1);
    counted.reminders + kept < PER_WEEK
}

/// The first moment of the week after `at`.
pub fn next_week(at: Instant, zone: Tz) -> Instant {
    let next = Week::of(at, zone).to;
    if next > at {
        return next;
    }
    at.checked_add_days(Days::new(7)).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn two_reminders_and_the_update() {
        let zone = chrono_tz::Europe::Moscow;
        let wednesday = at("2026-03-11T09:00:00Z");
        let place = |updates, reminders, last: Option<&str>| {
            let counted = Counted {
                updates,
                last_update: last.map(at),
                reminders,
            };
            has_place(&counted, None, wednesday, zone)
        };
        assert!(place(0, 0, None) && place(0, 1, None) && !place(0, 2, None));
        // A late one of last week and Sunday's: one reminder.
        let late = Some("2026-03-09T05:00:00Z");
        assert!(place(1, 0, late) && !place(1, 1, late));
        // The late one waits for another try, or for the morning: it is not Sunday's.
        let again = Some("2026-03-11T09:00:30Z");
        assert!(place(1, 0, again) && !place(1, 1, again));
        // Sunday's is written already.
        let sunday = Some("2026-03-15T16:00:00Z");
        assert!(place(1, 1, sunday) && !place(1, 2, sunday));
    }

    #[test]
    fn a_monday_reader_has_the_update_behind() {
        let zone = chrono_tz::Europe::Moscow;
        let chosen = Chosen::of(Some(1), Some(8));
        let counted = Counted {
            updates: 1,
            last_update: Some(at("2026-03-09T05:00:00Z")),
            reminders: 1,
        };
        assert!(has_place(
            &counted,
            chosen,
            at("2026-03-11T09:00:00Z"),
            zone
        ));
    }

    proptest! {
        #[test]
        fn weeks_follow_each_other(minute in 0_i64..2 * 365 * 24 * 60, east in prop::bool::ANY) {
            let zone = if east { chrono_tz::Asia::Kathmandu } else { chrono_tz::America::St_Johns };
            let now = at("2026-01-01T00:00:00Z") + TimeDelta::minutes(minute);
            let week = Week::of(now, zone);
            prop_assert!(week.from <= now && now < week.to);
            prop_assert!(week.to - week.from <= TimeDelta::hours(7 * 24 + 1));
            prop_assert_eq!(next_week(now, zone), week.to);
            prop_assert_eq!(Week::of(week.to, zone).from, week.to);
        }
    }
}
