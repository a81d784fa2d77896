//! What a family may ask about the data kept of a child, and by when the school answers (PIPL 15,
//! 45-47, 50: copy, correct, delete, withdraw; reasons when refused). Pure: knows no table.

use chrono::TimeDelta;

use crate::base::Instant;
use crate::words;

words! {
    /// What is asked.
    pub enum Kind {
        Copy = "copy",
        Correct = "correct",
        Erase = "erase",
        /// Nothing more to this person about this child. Done at once; nobody has to agree.
        Stop = "stop",
    }
}

words! {
    pub enum State {
        Open = "open",
        Answered = "answered",
        Refused = "refused",
        Withdrawn = "withdrawn",
    }
}

words! {
    /// Where a copy is handed over.
    pub enum Way {
        /// Through the messenger, locked: it is a service abroad.
        Chat = "chat",
        School = "school",
    }
}

words! {
    /// Which line of the record is said to be wrong.
    pub enum Line {
        Name = "name",
        Class = "class",
        Contact = "contact",
        Attendance = "attendance",
        Other = "other",
    }
}

words! {
    /// What time does by itself next.
    pub enum Step {
        /// The school's leads are reminded.
        Remind = "remind",
        /// The due day is over: the county hears.
        Overdue = "overdue",
        None = "none",
    }
}

/// UTF-16 units of what a person types into a request, and of a typed reason.
pub const WORDS_MAX: usize = 500;

/// How long a school has, and how long before the end it is reminded. In days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    pub answer: u32,
    pub remind: u32,
}

impl Terms {
    /// When a request asked at `asked` has to be answered.
    pub fn due(&self, asked: Instant) -> Instant {
        asked + TimeDelta::days(self.answer.into())
    }

    /// When the leads are reminded of one due at `due`; never before it was asked.
    pub fn remind(&self, asked: Instant, due: Instant) -> Instant {
        (due - TimeDelta::days(self.remind.into())).max(asked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reminder_is_never_before_the_question() {
        let asked: Instant = "2026-03-02T08:00:00Z".parse().unwrap_or_default();
        let usual = Terms {
            answer: 15,
            remind: 3,
        };
        assert_eq!(usual.due(asked), asked + TimeDelta::days(15));
        let due = usual.due(asked);
        assert_eq!(usual.remind(asked, due), asked + TimeDelta::days(12));
        let short = Terms {
            answer: 1,
            remind: 3,
        };
        assert_eq!(short.remind(asked, short.due(asked)), asked);
    }
}
