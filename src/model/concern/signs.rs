//! Quiet signs (S22; the four-ministry opinion of 2013): a sudden drop in marks, days away that
//! nobody explained, a teacher's "let us talk". Each alone means nothing; three in two weeks are a
//! reason that a person looks in. Never a score, and never told to the family.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use crate::model::entry::{Entry, Fact, Mood, Presence};

/// Over how many days signs are counted.
pub const WINDOW_DAYS: u64 = 14;
/// How far back earlier marks are looked for, to know what is usual.
pub const USUAL_DAYS: u64 = 90;
/// How many signs make a task.
pub const ENOUGH: usize = 3;

/// The signs of one child up to `today`, from entries of the last [`USUAL_DAYS`].
pub fn count(entries: &[Entry], today: NaiveDate) -> usize {
    let from = today
        .checked_sub_days(Days::new(WINDOW_DAYS - 1))
        .unwrap_or(today);
    let lately = || {
        let days = from..=today;
        entries
            .iter()
            .filter(move |entry| days.contains(&entry.day))
    };
    let mut away = BTreeSet::new();
    let mut talk = BTreeSet::new();
    let mut drops = BTreeSet::new();
    for entry in lately() {
        match &entry.fact {
            Fact::Attendance {
                presence: Presence::Unexplained,
                ..
            } => {
                away.insert(entry.day);
            }
            Fact::Mood {
                mood: Mood::LetUsTalk,
            } => {
                talk.insert(entry.day);
            }
            Fact::Mark { subject, value, .. }
                if dropped(entries, entry, subject.expose(), value) =>
            {
                drops.insert(subject.expose());
            }
            _ => {}
        }
    }
    away.len() + talk.len() + drops.len()
}

/// Whether a mark is far below what is usual in its subject: less than seven tenths of the mean of
/// at least two earlier ones. Marks that are no numbers say nothing here.
fn dropped(entries: &[Entry], latest: &Entry, subject: &str, value: &str) -> bool {
    let Some(value) = number(value) else {
        return false;
    };
    let earlier: Vec<f64> = entries
        .iter()
        .filter(|entry| entry.day < latest.day)
        .filter_map(|entry| match &entry.fact {
            Fact::Mark {
                subject: other,
                value,
                ..
            } if other.expose() == subject => number(value),
            _ => None,
        })
        .collect();
    let mean = earlier.iter().sum::<f64>() / earlier.len().max(1) as f64;
    earlier.len() >= 2 && value < mean * 0.7
}

fn number(value: &str) -> Option<f64> {
    let digits: String = value
        .trim()
        .chars()
        .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
        .collect();
    digits.replace(',', ".").parse().ok()
}
