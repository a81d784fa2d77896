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

/// Most facts of one line on its newest day.
const MOST: usize = 4;

/// The facts of one week that a family may read, by day and in the order of the update.
pub fn readable(input: &Input) -> Vec<Entry> {
    let mut own: Vec<Entry> = input
        .entries
        .iter()
        .filter(|entry| entry.child == input.child && input.week.contains(entry.day))
        .cloned()
        .collect();
    let by_phone = own.iter().any(|entry| entry.fact == Fact::ByPhone);
    own.retain(|entry| may_be_read(&entry.fact, by_phone));
    let place = |entry: &Entry| ORDER.iter().position(|kind| *kind == entry.fact.kind());
    own.sort_by_key(|entry| (entry.day, place(entry)));
    own
}

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
        let of_kind: Vec<&&Entry> = own
            .iter()
            .filter(|entry| entry.fact.kind() == kind && may_be_read(&entry.fact, by_phone))
            .collect();
        let day = of_kind.last().map(|entry| entry.day);
        let rolled = input
            .rolls
            .iter()
            .copied()
            .filter(|day| kind == "attendance" && *day <= input.until)
            .max();
        // A roll taken after the newest entry means the child was there; on one day the entry holds.
        if let Some(roll) = rolled.filter(|roll| day.is_none_or(|day| *roll > day)) {
            items.push((roll, Last::Present));
            continue;
        }
        let newest = of_kind.iter().filter(|entry| Some(entry.day) == day);
        items.extend(
            newest
                .take(MOST)
                .map(|entry| (entry.day, last(&entry.fact))),
        );
    }
    Latest { by_phone, items }
}

fn last(fact: &Fact) -> Last {
    match fact {
        Fact::Attendance {
            presence: Presence::Present,
            ..
        } => Last::Present,
        fact => Last::Fact(fact.clone()),
    }
}
