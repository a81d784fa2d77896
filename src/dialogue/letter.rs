//! A child's own letter to a parent, and a parent's to the child: passed on by somebody who is with the child.

use serde::{Deserialize, Serialize};

use super::{Fields, field};
use crate::base::{AdultId, ChildId, Instant};

/// What the buttons of letters mean. Which way a letter goes follows from who speaks: a parent writes to the
/// child, everybody else passes on what the child made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tap {
    /// A letter of this child's, or for them; asks with whom, where there are several.
    Begin(ChildId),
    /// To this parent, or through this person.
    With(ChildId, AdultId),
    /// The same as the answer to a letter, which stays above.
    Back(ChildId, AdultId),
    /// That was all.
    Done,
}

impl Tap {
    pub fn encode(&self) -> String {
        match self {
            Self::Begin(child) => format!("b.{}", field(*child)),
            Self::With(child, with) => format!("w.{}.{}", field(*child), field(*with)),
            Self::Back(child, with) => format!("a.{}.{}", field(*child), field(*with)),
            Self::Done => "d".into(),
        }
    }

    pub fn decode(fields: &mut Fields<'_>) -> Option<Self> {
        Some(match fields.text()? {
            "b" => Self::Begin(fields.id()?),
            "w" => Self::With(fields.id()?, fields.id()?),
            "a" => Self::Back(fields.id()?, fields.id()?),
            "d" => Self::Done,
            _ => return None,
        })
    }
}

/// A letter is waited for until `until`: a picture sent a day later is not meant for anybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    pub child: ChildId,
    /// The parent it goes to, or who gives it to the child.
    pub with: AdultId,
    pub until: Instant,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialogue;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_tap_comes_back_and_fits(child in 0..=i64::MAX, with in 0..=i64::MAX) {
            let (child, with) = (ChildId(child), AdultId(with));
            for tap in [Tap::Begin(child), Tap::With(child, with), Tap::Back(child, with), Tap::Done] {
                let tap = dialogue::Tap::Letter(tap);
                let data = tap.encode();
                prop_assert!(data.len() <= 64);
                prop_assert_eq!(dialogue::Tap::decode(&data), Some(tap));
            }
        }
    }
}
