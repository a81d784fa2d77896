//! The question to the guardian: all well, a problem, ring me.

use super::{Fields, field};
use crate::base::{CheckInId, ChildId};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    Well(CheckInId),
    Problem(CheckInId),
    Ring(CheckInId),
    /// Staff could not reach anybody: the ladder goes on at once.
    Pass(CheckInId),
    /// From the menu: may the school ring me about this child?
    AskRing(ChildId),
    /// From the menu: somebody else is asked about this child this week.
    Cannot(ChildId),
    CanAgain(ChildId),
}

impl Tap {
    pub fn encode(&self) -> String {
        match self {
            Self::Well(id) => format!("w.{}", field(*id)),
            Self::Problem(id) => format!("p.{}", field(*id)),
            Self::Ring(id) => format!("r.{}", field(*id)),
            Self::Pass(id) => format!("n.{}", field(*id)),
            Self::AskRing(child) => format!("c.{}", field(*child)),
            Self::Cannot(child) => format!("a.{}", field(*child)),
            Self::CanAgain(child) => format!("b.{}", field(*child)),
        }
    }

    pub fn decode(fields: &mut Fields<'_>) -> Option<Self> {
        Some(match fields.text()? {
            "w" => Self::Well(fields.id()?),
            "p" => Self::Problem(fields.id()?),
            "r" => Self::Ring(fields.id()?),
            "n" => Self::Pass(fields.id()?),
            "c" => Self::AskRing(fields.id()?),
            "a" => Self::Cannot(fields.id()?),
            "b" => Self::CanAgain(fields.id()?),
            _ => return None,
        })
    }
}
