//! When a teacher or a lead reads what families write: on school days from an hour to another, by the school's
//! clock. What comes outside them waits until they begin; otherwise nobody at a school has a free evening. Pure.

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use chrono_tz::Tz;

use super::hours::{day_at, resolve};
use super::limit::Limit;
use crate::base::Instant;

/// How often a day one account can say of a note outside these hours that it is urgent. What is urgent more
/// often is for the telephone, whose number is always shown beside it.
pub const URGENT: Limit = Limit {
    most: 2,
    within: TimeDelta::days(1),
    rest: TimeDelta::days(1),
};

/// Days looked through for one with school. No holidays are longer; a calendar without any school day holds
/// nothing back.
const DAYS: u64 = 100;

/// Minutes after midnight from which to which somebody reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkHours {
    from: u32,
    to: u32,
}

impl Default for WorkHours {
    fn default() -> Self {
        Self::USUAL
    }
}

impl WorkHours {
    /// 7:30 to 18:00.
    pub const USUAL: Self = Self {
        from: 7 * 60 + 30,
        to: 18 * 60,
    };
    /// Reads on any day at any hour.
    pub const ALWAYS: Self = Self { from: 0, to: 0 };
    /// What a button offers.
    pub const OFFERED: [Self; 4] = [
        Self::USUAL,
        Self {
            from: 8 * 60,
            to: 17 * 60,
        },
        Self {
            from: 7 * 60 + 30,
            to: 20 * 60,
        },
        Self::ALWAYS,
    ];

    /// The same minute twice is always; `None` for what is no span of one day.
    pub const fn new(from: u32, to: u32) -> Option<Self> {
        if from == to {
            return Some(Self::ALWAYS);
        }
        if from < to && to < 24 * 60 {
            Some(Self { from, to })
        } else {
            None
        }
    }

    pub const fn from(self) -> u32 {
        self.from
    }

    pub const fn to(self) -> u32 {
        self.to
    }

    pub const fn is_always(self) -> bool {
        self.from == self.to
    }

    /// When somebody reads what comes at `at`; `None`: now.
    pub fn opens(
        self,
        at: Instant,
        zone: Tz,
        is_school_day: impl Fn(NaiveDate) -> bool,
    ) -> Option<Instant> {
        if self.is_always() {
            return None;
        }
        let today = day_at(at, zone);
        let moment = |day: NaiveDate, minute| resolve(day.and_time(clock(minute)), zone);
        let is_now = (moment(today, self.from)..moment(today, self.to)).contains(&at);
        if is_now && is_school_day(today) {
            return None;
        }
        (0..=DAYS)
            .filter_map(|ahead| today.checked_add_days(Days::new(ahead)))
            .filter(|day| is_school_day(*day))
            .map(|day| moment(day, self.from))
            .find(|opens| *opens > at)
    }
}

fn clock(minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike, Timelike};
    use proptest::prelude::*;

    use super::*;

    const ZONE: Tz = chrono_tz::Asia::Shanghai;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn weekday(day: NaiveDate) -> bool {
        day.weekday().number_from_monday() <= 5
    }

    #[test]
    fn the_edges_of_a_day_and_of_a_week() {
        let opens = |text| WorkHours::USUAL.opens(at(text), ZONE, weekday);
        // Monday 2 March 2026, 7:29:59 and 7:30, 17:59:59 and 18:00 at the school.
        assert_eq!(
            opens("2026-03-01T23:29:59Z"),
            Some(at("2026-03-01T23:30:00Z"))
        );
        assert_eq!(opens("2026-03-01T23:30:00Z"), None);
        assert_eq!(opens("2026-03-02T09:59:59Z"), None);
        assert_eq!(
            opens("2026-03-02T10:00:00Z"),
            Some(at("2026-03-02T23:30:00Z"))
        );
        // Friday evening waits for Monday.
        assert_eq!(
            opens("2026-03-06T10:00:00Z"),
            Some(at("2026-03-08T23:30:00Z"))
        );
        assert_eq!(
            WorkHours::ALWAYS.opens(at("2026-03-07T20:00:00Z"), ZONE, weekday),
            None
        );
        // Without any school day nothing is held back.
        assert_eq!(
            WorkHours::USUAL.opens(at("2026-03-07T20:00:00Z"), ZONE, |_| false),
            None
        );
    }

    proptest! {
        #[test]
        fn it_opens_at_the_beginning_of_the_next_school_day(
            minute in 0_i64..700 * 24 * 60, from in 0_u32..1_400, long in 1_u32..1_439,
        ) {
            let Some(hours) = WorkHours::new(from, from + long) else {
                return Ok(());
            };
            let now = at("2026-01-01T00:00:00Z") + TimeDelta::minutes(minute);
            let Some(opens) = hours.opens(now, ZONE, weekday) else {
                let local = now.with_timezone(&ZONE);
                let clock = local.hour() * 60 + local.minute();
                prop_assert!(weekday(local.date_naive()) && (from..from + long).contains(&clock));
                return Ok(());
            };
            prop_assert!(opens > now && opens - now <= TimeDelta::days(4));
            prop_assert_eq!(hours.opens(opens, ZONE, weekday), None);
            prop_assert!(hours.opens(opens - TimeDelta::seconds(1), ZONE, weekday).is_some());
        }
    }
}
