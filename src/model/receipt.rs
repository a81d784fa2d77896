//! Whether a family knows what the school wrote: what counts as knowing, and how it stands. Pure.
//!
//! That the messenger took a message says nothing of anybody having read it, so nothing here is called read.

use chrono::TimeDelta;

use super::urgent::Enough;
use crate::words;

/// So long after a reminder a note goes to those of a silent family who did not get it: "the next day".
pub const FOLLOW: TimeDelta = TimeDelta::days(1);

/// So far back it is shown who has seen a note: half of what the messages it is told from are kept
/// (`retention`: 180 days).
pub const SHOWN: TimeDelta = TimeDelta::days(90);

words! {
    /// How it became known that a family knows.
    pub enum Way {
        /// One of them tapped.
        Tap = "tap",
        /// One of them answered.
        Answer = "answer",
        /// Somebody of the school told them and says so on their behalf.
        Phone = "phone",
        InPerson = "in_person",
    }
}

impl Way {
    /// Said by the family itself, not on its behalf.
    pub const fn is_own(self) -> bool {
        matches!(self, Self::Tap | Self::Answer)
    }
}

/// What was said about one family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    pub way: Way,
    /// By somebody who is with the child or sees to it there, or on the whole family's behalf.
    pub at_home: bool,
}

words! {
    /// How one family stands to one note, the best first.
    pub enum Standing {
        /// One of them says so.
        Seen = "seen",
        /// On their behalf.
        Told = "told",
        /// One of them says so from far away, and somebody has to be there who has not.
        Afar = "afar",
        /// The messenger took it for one of them.
        Arrived = "arrived",
        /// It waits for one of them.
        Queued = "queued",
        /// Nobody of them can be reached here, or what was sent was refused.
        Unreached = "unreached",
    }
}

impl Standing {
    /// From what was said about a family, whose word is enough, and what became of the copies of the note.
    pub fn of(
        said: impl IntoIterator<Item = Said>,
        enough: Enough,
        copies: impl IntoIterator<Item = Carriage>,
    ) -> Self {
        let said = said.into_iter().map(|said| match said.way.is_own() {
            true if enough == Enough::Anyone || said.at_home => Self::Seen,
            true => Self::Afar,
            false => Self::Told,
        });
        let carried = copies.into_iter().map(|copy| match copy {
            Carriage::Arrived => Self::Arrived,
            Carriage::Waits => Self::Queued,
            Carriage::Lost => Self::Unreached,
        });
        said.chain(carried).min().unwrap_or(Self::Unreached)
    }

    /// Nothing more has to be done about this family.
    pub const fn knows(self) -> bool {
        matches!(self, Self::Seen | Self::Told)
    }
}

/// What became of one copy on its way to one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carriage {
    Waits,
    /// The messenger has it.
    Arrived,
    /// Refused, withdrawn, or never written.
    Lost,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(said: &[(Way, bool)], enough: Enough, copies: &[Carriage]) -> Standing {
        let said = said.iter().map(|(way, at_home)| Said {
            way: *way,
            at_home: *at_home,
        });
        Standing::of(said, enough, copies.iter().copied())
    }

    #[test]
    fn the_best_that_is_known_counts_and_nothing_known_is_not_reached() {
        use Carriage::{Arrived, Lost, Waits};
        let of = |ways: &[Way], copies: &[Carriage]| {
            let said: Vec<_> = ways.iter().map(|way| (*way, false)).collect();
            of(&said, Enough::Anyone, copies)
        };
        assert_eq!(of(&[], &[]), Standing::Unreached);
        assert_eq!(of(&[], &[Lost]), Standing::Unreached);
        assert_eq!(of(&[], &[Lost, Waits]), Standing::Queued);
        assert_eq!(of(&[], &[Waits, Arrived]), Standing::Arrived);
        assert_eq!(of(&[Way::Phone], &[Arrived]), Standing::Told);
        assert_eq!(of(&[Way::InPerson, Way::Answer], &[]), Standing::Seen);
        assert_eq!(of(&[Way::Tap], &[Lost]), Standing::Seen);
    }

    #[test]
    fn where_somebody_must_be_there_a_word_from_afar_is_not_knowing() {
        let of = |said: &[(Way, bool)]| of(said, Enough::AtHome, &[Carriage::Arrived]);
        assert_eq!(of(&[(Way::Tap, false)]), Standing::Afar);
        assert!(!of(&[(Way::Answer, false)]).knows());
        assert_eq!(of(&[(Way::Tap, false), (Way::Tap, true)]), Standing::Seen);
        assert_eq!(
            of(&[(Way::Tap, false), (Way::Phone, false)]),
            Standing::Told
        );
    }

    #[test]
    fn only_what_a_family_says_or_was_told_is_knowing() {
        let known: Vec<_> = Standing::ALL.iter().filter(|s| s.knows()).collect();
        assert_eq!(known, [&Standing::Seen, &Standing::Told]);
    }
}
