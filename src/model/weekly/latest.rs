//! "How is my child": the newest of each line with its day (S18), out of what the school recorded.

use chrono::{NaiveDate, TimeDelta};

use super::Input;
use crate::model::entry::{Conduct, Entry, Fact, Mood, Presence};

/// How long "the teacher would like to speak with you" stays on top.
const BY_PHONE_DAYS: i64 = 14;

/// One newest thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Last {
    /// The roll was taken and no entry says otherwise.
    Present,
    Fact(Fact),
}

/// The newest of each line. Asking twice gives the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Latest {
    pub by_phone: bool,
    /// In the order of the weekly update.
    pub items: Vec<(NaiveDate, Last)>,
}

/// Whether a family may read this fact in writing. While something is to be told by telephone,
/// words that would tell half of it are held back (bad-news rule, domain 4.2).
pub const fn may_be_read(fact: &Fact, by_phone: bool) -> bool {
    !(by_phone
        && matches!(
            fact,
            Fact::Conduct {
                conduct: Conduct::NeedsReminders
            } | Fact::Mood {
                mood: Mood::LetUsTalk
            }
        ))
}

/// Lines in the order of the weekly update.
const ORDER: [&str; 8] = [
    "attendance",
    "sentence",
    "study",
    "mark",
    "conduct",
    "mood",
    "life",
    "health",
];

/// The newest facts of `input.child` up to `input.until`, whatever their week.
pub fn latest(input: &Input) -> Latest {
    let mut own: Vec<&Entry> = input
        .entries
        .iter()
        .filter(|entry| entry.child == input.child && entry.day <= input.until)
        .collect();
    own.sort_by_key(|entry| (entry.day, entry.entered));
    let by_phone = own.iter().any(|entry| {
        entry.fact == Fact::ByPhone && input.until - entry.day < TimeDelta::days(BY_PHONE_DAYS)
    });
    let mut items = Vec::new();
    for kind in ORDER {
        let newest = own
            .iter()
            .rev()
            .find(|entry| entry.fact.kind() == kind && may_be_read(&entry.fact, by_phone));
        let newest = newest.map(|entry| (entry.day, Last::Fact(entry.fact.clone())));
        if kind == "attendance" {
            items.extend(attendance(input, newest));
        } else {
            items.extend(newest);
        }
    }
    Latest { by_phone, items }
}

/// A roll taken after the newest entry means the child was there; on the same day the entry holds.
fn attendance(input: &Input, newest: Option<(NaiveDate, Last)>) -> Option<(NaiveDate, Last)> {
    let roll = input
        .rolls
        .iter()
        .copied()
        .filter(|day| *day <= input.until);
    let rolled = roll.max().map(|day| (day, Last::Present));
    match (newest, rolled) {
        (Some(entry), Some(roll)) if roll.0 > entry.0 => Some(roll),
        (
            Some((
                day,
                Last::Fact(Fact::Attendance {
                    presence: Presence::Present,
                    ..
                }),
            )),
            _,
        ) => Some((day, Last::Present)),
        (Some(entry), _) => Some(entry),
        (None, roll) => roll,
    }
}
