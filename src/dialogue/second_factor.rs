//! The second factor: which screens it stands before, and what is waited for until it is proved.

use serde::{Deserialize, Serialize};

use super::{Fields, break_glass, concern, consent, guardian, join, lifecycle, request};
use crate::base::OutboxId;

/// What is waited for. `wants` is the button that led here: its screen comes afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum State {
    /// The first digits of a new key; `shown` is the message with its picture.
    Enrol { wants: String, shown: OutboxId },
    /// Digits, or a code of the list on paper.
    Code { wants: String },
    /// That the list was copied.
    Copied { wants: String },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    /// The recovery codes are on paper.
    Copied,
    /// Another key and picture: the first was not read.
    Again,
}

impl Tap {
    pub fn encode(&self) -> String {
        match self {
            Self::Copied => "c".into(),
            Self::Again => "a".into(),
        }
    }

    pub fn decode(fields: &mut Fields<'_>) -> Option<Self> {
        Some(match fields.text()? {
            "c" => Self::Copied,
            "a" => Self::Again,
            _ => return None,
        })
    }
}

/// Whether a button leads to a list of people, a record reached from one, or an export. A feature that
/// shows one names its button here.
pub const fn guards(tap: &super::Tap) -> bool {
    use super::Tap as T;
    match tap {
        T::Roster(_) | T::Staff(_) | T::WeekEntry(_) | T::Audit(_) => true,
        T::BreakGlass(tap) => !matches!(tap, break_glass::Tap::Cancel),
        T::Join(tap) => matches!(tap, join::Tap::Waiting),
        // Nothing stands before telling that something is wrong.
        T::Concern(tap) => matches!(tap, concern::Tap::List | concern::Tap::Read(_)),
        // What a family asks about its own data is nobody's list; answering it is.
        T::Request(tap) => {
            use request::Tap as R;
            matches!(
                tap,
                R::Waiting
                    | R::Open(_)
                    | R::Accept(_)
                    | R::AskEraseAll(_)
                    | R::EraseAll(_)
                    | R::Refuse(_)
                    | R::RefuseUsual(_)
                    | R::Overdue
            )
        }
        // A parent's own yes and no stay free; the school's side is reached from a child's card.
        T::Lifecycle(tap) => {
            use lifecycle::Tap as L;
            !matches!(
                tap,
                L::ConfirmMove(_) | L::DeclineMove(_) | L::Vouch(_) | L::Object(_)
            )
        }
        T::Guardian(tap) => {
            use guardian::Tap as G;
            matches!(tap, G::Form(_) | G::Pick(..) | G::Enter(_) | G::Appoint(_))
        }
        T::Consent(tap) => {
            use consent::Tap as C;
            matches!(
                tap,
                C::School(_)
                    | C::Paper(..)
                    | C::PaperAnswer(..)
                    | C::PaperDay(..)
                    | C::PaperPut(..)
            )
        }
        T::Home(_)
        | T::Weekly(_)
        | T::Note(_)
        | T::CheckIn(_)
        | T::SecondFactor(_)
        | T::LostPhone(_) => false,
    }
}
