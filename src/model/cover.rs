//! "Others use this phone": which messages then say only that there is something, for how long a code shows what
//! they say, and how long wrong codes rest. Pure.

use chrono::TimeDelta;

use crate::base::{Instant, Secret};
use crate::model::limit::Limit;
use crate::model::message::{Kind, Lane};

/// How long it stays open after the person's last act.
pub const OPEN_FOR: TimeDelta = TimeDelta::minutes(5);

/// Digits of a code.
pub const DIGITS: usize = 4;

/// Wrong codes, each counted in all of these: the pause grows from a quarter of an hour to a day. Four digits are
/// 10,000 codes: guessing all of them takes years.
pub const WRONG: [(&str, Limit); 3] = [
    ("hour", limit(5, 1, TimeDelta::minutes(15))),
    ("day", limit(10, 24, TimeDelta::hours(2))),
    ("week", limit(20, 7 * 24, TimeDelta::hours(24))),
];

const fn limit(most: i64, hours: i64, rest: TimeDelta) -> Limit {
    let within = TimeDelta::hours(hours);
    Limit { most, within, rest }
}

/// How an account on a phone that others use stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// The code, as `base::slow_hash` keeps it.
    pub code: Secret,
    /// Since when, and until when, the code last opened it.
    pub opened: Option<Instant>,
    pub until: Option<Instant>,
}

impl Cover {
    /// Until when it is open; `None`: it is not.
    pub fn open_until(&self, now: Instant) -> Option<Instant> {
        self.until.filter(|until| *until > now)
    }
}

/// Whether it comes by itself: what a person asked for just now is the answer to their own tap.
pub fn comes_by_itself(kind: Kind, lane: Lane) -> bool {
    match kind {
        Kind::Reply | Kind::Toast => false,
        Kind::Invitation => lane != Lane::Reply,
        _ => true,
    }
}

/// Whether the neutral words ask to be opened now: a question about this night, an alarm.
pub fn presses(kind: Kind, lane: Lane) -> bool {
    lane == Lane::Urgent || matches!(kind, Kind::CheckIn | Kind::Alert)
}

/// Four digits as somebody types them, spaces and full-width digits too; `None`: it is no code.
pub fn typed(text: &str) -> Option<Secret> {
    let mut digits = String::new();
    for letter in text.chars().filter(|letter| !letter.is_whitespace()) {
        digits.push(match letter {
            '0'..='9' => letter,
            '０'..='９' => char::from_digit(letter as u32 - '０' as u32, 10)?,
            _ => return None,
        });
    }
    (digits.len() == DIGITS).then(|| Secret::new(digits))
}

/// How much of a code is there, without saying what.
pub fn dots(entered: usize) -> String {
    let dot = |place: usize| if place < entered { "●" } else { "○" };
    let dots: Vec<&str> = (0..DIGITS).map(dot).collect();
    dots.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_digits_however_they_are_typed_and_nothing_else() {
        for text in ["4711", " 47 11 ", "４７１１"] {
            assert_eq!(typed(text), Some(Secret::new("4711")), "{text}");
        }
        for text in ["", "1", "471", "47111", "47a1", "+4711", "-471"] {
            assert_eq!(typed(text), None, "{text}");
        }
        assert_eq!(dots(0), "○ ○ ○ ○");
        assert_eq!(dots(3), "● ● ● ○");
    }

    #[test]
    fn what_nobody_asked_for_just_now_is_covered() {
        let open = [
            (Kind::Reply, Lane::Reply),
            (Kind::Toast, Lane::Reply),
            (Kind::Invitation, Lane::Reply),
        ];
        for kind in Kind::ALL {
            for lane in Lane::ALL {
                let asked =
                    matches!(kind, Kind::Reply | Kind::Toast) || open.contains(&(*kind, lane));
                assert_eq!(comes_by_itself(*kind, lane), !asked, "{kind:?} {lane:?}");
            }
        }
        assert!(presses(Kind::CheckIn, Lane::Normal) && presses(Kind::Note, Lane::Urgent));
        assert!(!presses(Kind::Note, Lane::Normal) && !presses(Kind::WeeklyUpdate, Lane::Bulk));
    }
}
