//! What waits for a teacher or a lead, what waits longest first. Pure: who may act on it was asked before.

use chrono::TimeDelta;

use crate::base::{AdultId, CheckInId, ChildId, HaltId, Instant, NoteId, TaskId};
use crate::words;

/// Things on one screen: each has a line, a button, and perhaps numbers to ring.
pub const PAGE: usize = 6;

words! {
    /// What there is to be done. The order is that of the counts above the list.
    pub enum Sort {
        /// A family wrote, and nobody has answered.
        Question = "question",
        /// Somebody at home is to be rung or visited.
        Home = "home",
        /// The chat of somebody of the family cannot be reached any more.
        Unreachable = "unreachable",
        /// Somebody asks to be linked.
        Approval = "approval",
        /// Somebody wants no notes in a conversation for now.
        Halted = "halted",
    }
}

/// What one thing is about, and what ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Ends with an answer, or with the word that none is needed. Whether the reader of the list got it.
    Question(NoteId, bool),
    /// Ends with what is known of home.
    CheckIn(CheckInId),
    /// Ends with a tick.
    Task(TaskId),
    /// Ends with a decision, on its own screen.
    Approval,
    /// Ends with a decision, on its own screen.
    Halt(HaltId),
}

/// One thing that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub sort: Sort,
    pub what: What,
    /// The word of its kind, for the line: a task's kind.
    pub word: &'static str,
    pub child: ChildId,
    /// Whom it comes from, or who is to be reached.
    pub adult: Option<AdultId>,
    pub since: Instant,
}

/// All of it, what waits longest first; the same moment always in the same order.
pub fn in_order(mut items: Vec<Item>) -> Vec<Item> {
    items.sort_by_key(|item| (item.since, item.child, item.sort.as_str(), item.adult));
    items
}

/// How many of each sort, in the order of the vocabulary.
pub fn counts(items: &[Item]) -> Vec<usize> {
    let of = |sort: &Sort| items.iter().filter(|item| item.sort == *sort).count();
    Sort::ALL.iter().map(of).collect()
}

/// How long something waits, in the largest unit that says something: the unit's word and how many of it.
pub fn waits(since: Instant, now: Instant) -> (&'static str, i64) {
    let time = (now - since).max(TimeDelta::zero());
    match (time.num_days(), time.num_hours()) {
        (0, 0) => ("minutes", time.num_minutes()),
        (0, hours) => ("hours", hours),
        (days, _) => ("days", days),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(minute: i64) -> Instant {
        let start: Instant = "2026-03-02T00:00:00Z".parse().unwrap();
        start + TimeDelta::minutes(minute)
    }

    fn item(sort: Sort, child: i64, minute: i64) -> Item {
        Item {
            sort,
            what: What::Approval,
            word: "",
            child: ChildId(child),
            adult: None,
            since: at(minute),
        }
    }

    #[test]
    fn a_wait_is_said_in_its_largest_unit() {
        assert_eq!(waits(at(0), at(59)), ("minutes", 59));
        assert_eq!(waits(at(0), at(60)), ("hours", 1));
        assert_eq!(waits(at(0), at(23 * 60 + 59)), ("hours", 23));
        assert_eq!(waits(at(0), at(49 * 60)), ("days", 2));
        // A clock that was set back.
        assert_eq!(waits(at(5), at(0)), ("minutes", 0));
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_the_oldest_is_first(
            all in proptest::collection::vec((0..5_usize, 0..9_i64, 0..500_i64), 0..40),
        ) {
            let items: Vec<Item> = all
                .iter()
                .map(|(sort, child, minute)| item(Sort::ALL[*sort], *child, *minute))
                .collect();
            let count = items.len();
            let mut turned = items.clone();
            turned.reverse();
            let list = in_order(items);
            prop_assert_eq!(&list, &in_order(turned));
            prop_assert_eq!(counts(&list).iter().sum::<usize>(), count);
            prop_assert!(list.windows(2).all(|pair| pair[0].since <= pair[1].since));
        }
    }
}
