//! Quiet hours: which messages nobody asked for just now wait until their reader is up, and until when.
//! One table for all kinds; nothing is ever dropped because of it. Pure.

use chrono::{DurationRound, TimeDelta, Timelike, Weekday};
use chrono_tz::Tz;

use super::hours::next_weekly;
use super::message::{Kind, Lane};
use crate::base::Instant;

/// Clocks are set at whole quarters of an hour and by whole quarters (tz database, every zone since 2023; before,
/// a few were set at one minute past), so a night begins and ends with one.
const QUARTER: TimeDelta = TimeDelta::minutes(15);

/// From one full hour of the person's clock to another, over midnight or not; the same hour twice is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hours {
    from: u32,
    to: u32,
}

impl Default for Hours {
    fn default() -> Self {
        Self::USUAL
    }
}

impl Hours {
    /// What holds until a person chooses.
    pub const USUAL: Self = Self { from: 21, to: 8 };
    pub const NONE: Self = Self { from: 0, to: 0 };

    /// `None`: there is no such hour.
    pub fn new(from: u32, to: u32) -> Option<Self> {
        (from < 24 && to < 24).then_some(Self { from, to })
    }

    pub const fn from(self) -> u32 {
        self.from
    }

    pub const fn to(self) -> u32 {
        self.to
    }

    pub const fn is_none(self) -> bool {
        self.from == self.to
    }

    /// Whether `hour` o'clock and the minutes after it are quiet.
    pub const fn covers(self, hour: u32) -> bool {
        if self.from <= self.to {
            self.from <= hour && hour < self.to
        } else {
            self.from <= hour || hour < self.to
        }
    }

    /// Whether it is quiet somewhere.
    pub fn are_at(self, at: Instant, zone: Tz) -> bool {
        self.covers(at.with_timezone(&zone).hour())
    }

    /// `at`, or the first minute after it that is not quiet, over changes of the clock too: an hour that is
    /// lived twice can end a night twice, or open it for a while.
    pub fn open_from(self, at: Instant, zone: Tz) -> Instant {
        if !self.are_at(at, zone) {
            return at;
        }
        let begun = at.duration_trunc(QUARTER).unwrap_or(at);
        // A change of the clock may swallow the whole open day between two nights; the one after it is open.
        (1..=3 * 24 * 4)
            .filter_map(|quarters| begun.checked_add_signed(QUARTER * quarters))
            .find(|open| !self.are_at(*open, zone))
            .unwrap_or(at)
    }
}

/// What the night does to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passage {
    /// Goes at any hour.
    Passes,
    /// Waits for the next open minute, unless a person waits for it now ([`Lane::is_fast`]) or it would be
    /// worthless by then.
    Waits,
    /// The same, except at the hour its reader chose for it.
    WaitsUnlessChosen,
}

/// One line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    pub kind: Kind,
    pub passage: Passage,
    pub why: &'static str,
}

/// Every kind, once.
pub const TABLE: [Rule; 11] = [
    // Whoever taps is awake.
    rule(Kind::Reply, Passage::Passes, "asked for just now"),
    rule(Kind::Toast, Passage::Passes, "asked for just now"),
    // Who chose an hour within their own night asked for it; the school's hour asks nobody.
    rule(
        Kind::WeeklyUpdate,
        Passage::WaitsUnlessChosen,
        "news of a week, at the hour its reader chose",
    ),
    // The day of one is the night of the other: it was written to be read, not to wake.
    rule(Kind::Note, Passage::Waits, "a word to read when awake"),
    rule(Kind::Letter, Passage::Waits, "a word to read when awake"),
    // The school's evening and the minutes of the ladder are its hours. A step that slept would be a step
    // nobody was asked at, and by morning the question is worth nothing (`check_in::Ladder::worthless`).
    rule(
        Kind::CheckIn,
        Passage::Passes,
        "asks about this night; the ladder has its own hours",
    ),
    // Silence that nobody broke, "a problem", a concern, a record opened by exception: a person is needed.
    rule(
        Kind::Alert,
        Passage::Passes,
        "a child may need somebody now",
    ),
    rule(Kind::Task, Passage::Waits, "can be decided by day"),
    // The one somebody asked for just now goes in the lane of replies; a copy of records that was asked for
    // days ago does not.
    rule(
        Kind::Invitation,
        Passage::Waits,
        "at once in the lane of replies; otherwise it can be read by day",
    ),
    rule(Kind::Notice, Passage::Waits, "true tomorrow as well"),
    rule(Kind::Reminder, Passage::Waits, "nothing but a reminder"),
];

const fn rule(kind: Kind, passage: Passage, why: &'static str) -> Rule {
    Rule { kind, passage, why }
}

/// What the night does to a kind. What the table does not name waits.
pub fn passage(kind: Kind) -> Passage {
    let found = TABLE.iter().find(|rule| rule.kind == kind);
    found.map_or(Passage::Waits, |rule| rule.passage)
}

/// Whether a message can be held at all.
pub fn can_wait(kind: Kind, lane: Lane) -> bool {
    !lane.is_fast() && passage(kind) != Passage::Passes
}

/// Until when a message that could go at `at` is held: the first open minute of its reader's clock. `None`: it
/// may go at `at`.
pub fn open_from(kind: Kind, lane: Lane, zone: Tz, hours: Hours, at: Instant) -> Option<Instant> {
    if !can_wait(kind, lane) {
        return None;
    }
    Some(hours.open_from(at, zone)).filter(|open| *open > at)
}

/// Up to here a message counts as on time: the pace spreads a large school's hour, and a lease may run out.
const SLACK: TimeDelta = TimeDelta::minutes(30);

/// The weekday and hour a reader chose for the weekly update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen {
    pub day: Weekday,
    pub hour: u32,
}

impl Chosen {
    /// Out of what an account holds. A day alone chooses no hour.
    pub fn of(day: Option<u32>, hour: Option<u32>) -> Option<Self> {
        let day = u8::try_from(day.unwrap_or(7)).ok()?;
        let day = Weekday::try_from(day.wrapping_sub(1)).ok()?;
        hour.map(|hour| Self { day, hour })
    }

    /// Whether what was due at `due` and goes at `now` goes at the hour that was chosen.
    pub fn is_now(self, due: Instant, now: Instant, zone: Tz) -> bool {
        let in_time = now - due <= SLACK;
        in_time && next_weekly(due, self.day, self.hour, zone) == due
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// With summer time on both sides of the world, without, and with odd minutes.
    const ZONES: [&str; 13] = [
        "Asia/Kathmandu",
        "America/St_Johns",
        "Europe/Moscow",
        "Asia/Tashkent",
        "Asia/Shanghai",
        "Europe/Rome",
        "Europe/Chisinau",
        "America/New_York",
        "Australia/Lord_Howe",
        "Pacific/Chatham",
        "Antarctica/Troll",
        "Africa/Casablanca",
        "Pacific/Apia",
    ];

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn zone(name: &str) -> Tz {
        name.parse().unwrap()
    }

    #[test]
    fn every_kind_has_one_line_and_a_reason() {
        for kind in Kind::ALL {
            let lines = TABLE.iter().filter(|rule| rule.kind == *kind);
            assert_eq!(lines.count(), 1, "{kind:?}");
        }
        assert_eq!(TABLE.len(), Kind::ALL.len());
        assert!(TABLE.iter().all(|rule| !rule.why.is_empty()));
    }

    #[test]
    fn a_notice_at_night_waits_for_eight_and_an_alert_does_not() {
        let night = at("2026-03-09T23:30:00Z");
        let opens = |kind, lane| open_from(kind, lane, zone("Europe/Moscow"), Hours::USUAL, night);
        let eight = Some(at("2026-03-10T05:00:00Z"));
        assert_eq!(opens(Kind::Notice, Lane::Normal), eight);
        assert_eq!(opens(Kind::Note, Lane::Normal), eight);
        assert_eq!(opens(Kind::Notice, Lane::Urgent), None);
        assert_eq!(opens(Kind::Invitation, Lane::Reply), None);
        assert_eq!(opens(Kind::Invitation, Lane::Normal), eight);
        assert_eq!(opens(Kind::Alert, Lane::Normal), None);
        assert_eq!(opens(Kind::CheckIn, Lane::Normal), None);
        let day = at("2026-03-10T05:00:00Z");
        let by_day = open_from(
            Kind::Notice,
            Lane::Normal,
            zone("Europe/Moscow"),
            Hours::USUAL,
            day,
        );
        assert_eq!(by_day, None);
    }

    #[test]
    fn both_nights_of_summer_time_end_at_eight() {
        // Rome: 02:00 becomes 03:00 on 29 March; 03:00 becomes 02:00 on 25 October.
        for (night, open) in [
            ("2026-03-28T20:00:00Z", "2026-03-29T06:00:00Z"),
            ("2026-10-24T19:00:00Z", "2026-10-25T07:00:00Z"),
        ] {
            let open_at = Hours::USUAL.open_from(at(night), zone("Europe/Rome"));
            assert_eq!(open_at, at(open));
        }
        // An end that does not exist is the first minute that does; one that comes twice, the first.
        let until_two = Hours::new(23, 2).unwrap();
        let spring = until_two.open_from(at("2026-03-29T00:30:00Z"), zone("Europe/Rome"));
        assert_eq!(spring, at("2026-03-29T01:00:00Z"));
        let autumn = until_two.open_from(at("2026-10-24T22:30:00Z"), zone("Europe/Rome"));
        assert_eq!(autumn, at("2026-10-25T00:00:00Z"));
    }

    #[test]
    fn a_night_that_ends_twice_ends_at_the_next_of_both() {
        // Chatham: 03:45 becomes 02:45 on 5 April, at 14:00 of this clock. Only Troll in Antarctica passes a full
        // hour twice like that, too.
        let opens = |from, to, now| {
            let hours = Hours::new(from, to).unwrap();
            hours.open_from(at(now), zone("Pacific/Chatham"))
        };
        // Three o'clock comes at 13:15 and again at 14:15.
        for (now, open) in [
            ("2026-04-04T13:14:00Z", "2026-04-04T13:15:00Z"),
            ("2026-04-04T13:15:00Z", "2026-04-04T13:15:00Z"),
            ("2026-04-04T14:00:00Z", "2026-04-04T14:15:00Z"),
            ("2026-04-04T14:14:59Z", "2026-04-04T14:15:00Z"),
        ] {
            assert_eq!(opens(0, 3, now), at(open), "{now}");
        }
        // A night that has begun at three is no night for the quarter that is lived once more.
        assert_eq!(
            opens(3, 8, "2026-04-04T13:30:00Z"),
            at("2026-04-04T14:00:00Z")
        );
        assert_eq!(
            opens(3, 8, "2026-04-04T14:15:00Z"),
            at("2026-04-04T19:15:00Z")
        );
    }

    #[test]
    fn a_day_of_one_hour_that_the_clock_leaves_out_opens_on_the_next() {
        // Open from two to three only, which Rome does not have on 29 March.
        let hours = Hours::new(3, 2).unwrap();
        let open = hours.open_from(at("2026-03-28T12:00:00Z"), zone("Europe/Rome"));
        assert_eq!(open, at("2026-03-30T00:00:00Z"));
    }

    #[test]
    fn the_chosen_hour_is_no_night() {
        let chosen = Chosen::of(Some(7), Some(21)).unwrap();
        let (due, moscow) = (at("2026-03-08T18:00:00Z"), zone("Europe/Moscow"));
        assert!(chosen.is_now(due, due, moscow));
        assert!(chosen.is_now(due, due + TimeDelta::minutes(30), moscow));
        assert!(!chosen.is_now(due, due + TimeDelta::minutes(31), moscow));
        let hour_later = due + TimeDelta::hours(1);
        assert!(!chosen.is_now(hour_later, hour_later, moscow));
        assert_eq!(Chosen::of(Some(7), None), None);
    }

    /// Any minute of 2026 and 2027, or one near a change of the clock.
    fn minutes() -> impl Strategy<Value = Instant> {
        let any = 0_i64..2 * 365 * 24 * 60;
        let start = at("2026-01-01T00:00:00Z");
        let anywhere = any.prop_map(move |minute| start + TimeDelta::minutes(minute));
        let edges = prop::sample::select(vec![
            "2026-03-08T00:00:00Z",
            "2026-03-29T00:00:00Z",
            "2026-04-04T12:00:00Z",
            "2026-09-26T12:00:00Z",
            "2026-10-03T12:00:00Z",
            "2026-10-25T00:00:00Z",
            "2026-11-01T00:00:00Z",
        ]);
        let near = (edges, -1_440_i64..2_880)
            .prop_map(|(edge, minute)| at(edge) + TimeDelta::minutes(minute));
        prop_oneof![anywhere, near]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn what_is_held_leaves_in_the_first_open_minute(
            now in minutes(), from in 0_u32..24, to in 0_u32..24,
            name in prop::sample::select(ZONES.to_vec()),
            kind in prop::sample::select(Kind::ALL.to_vec()),
            lane in prop::sample::select(Lane::ALL.to_vec()),
        ) {
            let (hours, zone) = (Hours::new(from, to).unwrap(), zone(name));
            let opens = open_from(kind, lane, zone, hours, now);
            if !can_wait(kind, lane) || hours.is_none() {
                prop_assert_eq!(opens, None);
                return Ok(());
            }
            let Some(open) = opens else {
                prop_assert!(!hours.are_at(now, zone));
                return Ok(());
            };
            prop_assert!(hours.are_at(now, zone));
            prop_assert!(!hours.are_at(open, zone), "held into the night: {open}");
            // Two nights of 23 hours, where the clock leaves out the hour between them.
            prop_assert!(open > now && open - now < TimeDelta::hours(50));
            // No open minute lies between, and the minute before the end is still quiet.
            let mut probe = now;
            while probe < open {
                prop_assert!(hours.are_at(probe, zone), "{probe} was open already");
                probe += TimeDelta::minutes(1);
            }
            prop_assert!(hours.are_at(open - TimeDelta::minutes(1), zone));
        }
    }
}
