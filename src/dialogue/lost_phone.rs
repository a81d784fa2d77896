//! "I lost this phone": every account of a person is signed out.

use super::{Fields, field};
use crate::base::{AdultId, ChildId};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    /// One's own; asked once more.
    Ask,
    SignOut,
    /// By a person of the school, for somebody of this child's family; asked once more.
    AskFor(ChildId, AdultId),
    SignOutFor(ChildId, AdultId),
}

impl Tap {
    pub fn encode(&self) -> String {
        match self {
            Self::Ask => "a".into(),
            Self::SignOut => "s".into(),
            Self::AskFor(child, adult) => format!("f.{}.{}", field(*child), field(*adult)),
            Self::SignOutFor(child, adult) => format!("F.{}.{}", field(*child), field(*adult)),
        }
    }

    pub fn decode(fields: &mut Fields<'_>) -> Option<Self> {
        Some(match fields.text()? {
            "a" => Self::Ask,
            "s" => Self::SignOut,
            "f" => Self::AskFor(fields.id()?, fields.id()?),
            "F" => Self::SignOutFor(fields.id()?, fields.id()?),
            _ => return None,
        })
    }
}
