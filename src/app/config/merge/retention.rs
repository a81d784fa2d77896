//! How long what went through the house is kept.

use chrono::TimeDelta;

use super::super::file::Section;
use super::{Merge, RETENTION};
use crate::model::retention::Keep;

/// The messenger repeats what it could not deliver for a day.
const LEAST_DAYS: u64 = 2;
/// Longer is a slip of the finger.
const MOST_DAYS: u64 = 36_500;

impl Merge<'_> {
    pub(super) fn retention(&mut self, top: &mut Section) -> Keep {
        let usual = Keep::default();
        let mut section = top.section("retention", self.complaints);
        let mut days = |key: &str, usual: TimeDelta| {
            let Some(days) = section.number(key, self.complaints) else {
                return usual;
            };
            if (LEAST_DAYS..=MOST_DAYS).contains(&days) {
                return TimeDelta::days(i64::try_from(days).unwrap_or_default());
            }
            let fix = format!("Write a number of days from {LEAST_DAYS} to {MOST_DAYS}.");
            let what = "this time cannot be kept to";
            self.complaints.add(section.place(key), what, fix);
            usual
        };
        let keep = Keep {
            words: days("words_days", usual.words),
            messages: days("messages_days", usual.messages),
            updates: days("updates_days", usual.updates),
        };
        if keep.words > keep.messages {
            let fix = "Let `words_days` be at most `messages_days`.";
            let what = "words cannot be kept longer than the message they belong to";
            self.complaints.add(section.place("words_days"), what, fix);
        }
        section.finish(RETENTION, self.complaints);
        keep
    }
}
