//! Three weeks of evenings at one home, and whether somebody of the school should go there and say hello
//! (domain 6: answers within seconds for weeks, all at midnight, silence, lateness). Says nothing about anybody:
//! a tired grandmother answers from her bed, a phone lies with a neighbour. Pure.

use chrono::{Days, NaiveDate, TimeDelta, Weekday};

/// So many days are looked at together.
pub const WEEKS: u64 = 3;
/// With fewer evenings nothing can be said.
const ENOUGH: i64 = 15;
/// An answer this soon after the question arrived was given without a look into the room.
pub const QUICK: TimeDelta = TimeDelta::seconds(2);
/// An answer later than this came when others were being asked already.
pub const LATE: TimeDelta = TimeDelta::minutes(60);
/// Minutes of the school's day from which, and until which of the next, it is midnight.
pub const MIDNIGHT: (i64, i64) = (23 * 60 + 30, 60);
/// After one task so long no other.
pub const REST: TimeDelta = TimeDelta::days(30);
/// The day of the week on which it is looked.
pub const DAY: Weekday = Weekday::Mon;

/// The evenings that are looked at on a day: so many weeks, up to the day before.
pub fn span(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let back = |days| today.checked_sub_days(Days::new(days)).unwrap_or(today);
    (back(7 * WEEKS), back(1))
}

/// Counts of one child's evenings. `well` are those at which somebody at home said "all well"; of these are
/// `quick`, `midnight` and `late`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evenings {
    pub asked: i64,
    pub missed: i64,
    pub well: i64,
    pub quick: i64,
    pub midnight: i64,
    pub late: i64,
}

/// Whether the school is asked to visit: every answer in a blink or at midnight, or every third evening silent,
/// or two of three late.
pub const fn please_visit(evenings: &Evenings) -> bool {
    let Evenings {
        asked,
        missed,
        well,
        quick,
        midnight,
        late,
    } = *evenings;
    let always = well >= ENOUGH && (quick == well || midnight == well);
    always || asked >= ENOUGH && (missed * 3 >= asked || late * 3 >= asked * 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn three_weeks_end_with_yesterday() {
        let (from, to) = span("2026-03-23".parse().unwrap());
        assert_eq!(from, "2026-03-02".parse().unwrap());
        assert_eq!(to, "2026-03-22".parse().unwrap());
    }

    #[test]
    fn one_thoughtful_evening_is_enough() {
        let quick = |quick| Evenings {
            asked: 21,
            well: 21,
            quick,
            ..Evenings::default()
        };
        assert!(please_visit(&quick(21)));
        assert!(!please_visit(&quick(20)));
    }

    proptest! {
        #[test]
        fn a_few_evenings_say_nothing(asked in 0..ENOUGH, part in 0.0..=1.0_f64) {
            #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
            let some = (asked as f64 * part) as i64;
            let all = Evenings {
                asked,
                missed: asked - some,
                well: some,
                quick: some,
                midnight: some,
                late: some,
            };
            prop_assert!(!please_visit(&all));
        }
    }
}
