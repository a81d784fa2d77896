//! How long what is kept is kept: one setting per kind.

use super::super::file::Section;
use super::{Merge, RETENTION};
use crate::model::retention::{End, Keep, What};

/// The messenger repeats what it could not deliver for a day.
const LEAST_DAYS: u64 = 2;
/// Longer is a slip of the finger.
const MOST_DAYS: u64 = 36_500;

impl Merge<'_> {
    pub(super) fn retention(&mut self, top: &mut Section) -> Keep {
        let mut keep = Keep::default();
        let mut section = top.section("retention", self.complaints);
        // What stays until a person decides has no setting.
        let kinds = || {
            let goes = |what: &&What| keep_goes(**what);
            What::ALL.iter().filter(goes)
        };
        for what in kinds() {
            let key = format!("{}_days", what.as_str());
            let Some(days) = section.number(&key, self.complaints) else {
                continue;
            };
            // A kind that goes sooner by itself may.
            let least = keep.days(*what).unsigned_abs().min(LEAST_DAYS);
            let fits = (least..=MOST_DAYS).contains(&days);
            if let Some(days) = i64::try_from(days).ok().filter(|_| fits) {
                keep.set(*what, days);
                continue;
            }
            let fix = format!("Write a number of days from {least} to {MOST_DAYS}.");
            let what = "this time cannot be kept to";
            self.complaints.add(section.place(&key), what, fix);
        }
        if keep.days(What::Words) > keep.days(What::Messages) {
            let fix = "Let `words_days` be at most `messages_days`.";
            let what = "words cannot be kept longer than the message they belong to";
            self.complaints.add(section.place("words_days"), what, fix);
        }
        if keep.days(What::DutyEntries) < 365 {
            let fix = "Let `duty_entries_days` be at least 365.";
            let what = "a school keeps its pupils' file longer than that";
            let place = section.place("duty_entries_days");
            self.complaints.add(place, what, fix);
        }
        section.finish(RETENTION, self.complaints);
        keep
    }
}

fn keep_goes(what: What) -> bool {
    Keep::default().rule(what).end != End::Stay
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A name that is missing is not offered to who writes it wrongly.
    #[test]
    fn every_kind_that_goes_is_a_name_that_can_be_offered() {
        let goes = What::ALL.iter().filter(|what| keep_goes(**what));
        let names: Vec<String> = goes.map(|what| format!("{}_days", what.as_str())).collect();
        assert_eq!(names, RETENTION);
    }
}
