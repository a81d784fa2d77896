//! The urgent notice: why one may be sent, and what its silence does, step by step. Pure.

use chrono::TimeDelta;

use crate::words;

words! {
    /// Why families are woken. Four, so that whoever is in a hurry reads them at a glance.
    pub enum Reason {
        /// The school closes early, or does not open.
        Closing = "closing",
        /// Weather, fire, the way to school.
        Danger = "danger",
        /// The child has to be fetched.
        Fetch = "fetch",
        /// Somebody is hurt or ill.
        Health = "health",
    }
}

/// Whose word that they know is enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enough {
    /// Anybody of the family.
    Anyone,
    /// Somebody who is with the child, or who says that they see to it.
    AtHome,
}

impl Reason {
    /// A parent who works a thousand kilometres away can neither open the door nor come: where somebody has to,
    /// their word is welcome and ends nothing.
    pub const fn enough(self) -> Enough {
        match self {
            // The child comes home early, or stays there: somebody has to be there.
            Self::Closing
            // Whoever is with the child keeps it in, or leaves with it.
            | Self::Danger
            // Somebody has to come.
            | Self::Fetch => Enough::AtHome,
            // What is needed first is somebody who decides: that is a parent's wherever they are (S13), and can
            // be said on the telephone.
            Self::Health => Enough::Anyone,
        }
    }
}

/// What is done about families that have said nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Whoever has it gets it again.
    Again,
    /// The others of the family get it, and those who look after the child when nobody answers.
    Others,
    /// The school gets the numbers to ring: from here on a person owns the silence.
    School,
}

/// The steps with their minutes after the notice. A school day that ends early leaves about an hour: half of
/// it is for the chat, the other half for the telephone. No study says how long; the evening ladder, where
/// nobody is in danger, has thirty minutes a step (`check_in`).
const LADDER: [(Step, i64); 3] = [(Step::Again, 10), (Step::Others, 20), (Step::School, 30)];

/// After so long the notice itself is old: whoever is still silent is the school's to ring, whatever steps were
/// missed (we were down).
pub const OLD: TimeDelta = TimeDelta::hours(6);

/// How many steps there are.
pub const STEPS: usize = LADDER.len();

/// The step after `taken` steps; `None`: all are taken.
pub fn step(taken: usize) -> Option<Step> {
    LADDER.get(taken).map(|(step, _)| *step)
}

/// How long after the step before it (the notice itself, for the first) that step is due.
pub fn wait(taken: usize) -> TimeDelta {
    let minute = |taken: usize| LADDER.get(taken).map_or(0, |(_, minute)| *minute);
    let before = taken.checked_sub(1).map_or(0, minute);
    TimeDelta::minutes(minute(taken) - before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_somebody_must_come_a_word_from_afar_is_not_enough() {
        for reason in Reason::ALL {
            let from_afar = *reason == Reason::Health;
            assert_eq!(reason.enough() == Enough::Anyone, from_afar, "{reason:?}");
        }
    }

    #[test]
    fn three_steps_ten_minutes_apart_and_then_a_person() {
        let steps: Vec<_> = (0..4).map(step).collect();
        let expected = [
            Some(Step::Again),
            Some(Step::Others),
            Some(Step::School),
            None,
        ];
        assert_eq!(steps, expected);
        for taken in 0..3 {
            assert_eq!(wait(taken), TimeDelta::minutes(10));
        }
    }
}
