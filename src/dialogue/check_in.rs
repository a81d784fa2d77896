//! The question to the guardian: all well, a problem, ring me.

use super::{Fields, field};
use crate::base::CheckInId;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    Well(CheckInId),
    Problem(CheckInId),
    Ring(CheckInId),
}

impl Tap {
    pub fn encode(&self) -> String {
        match self {
            Self::Well(id) => format!("w.{}", field(*id)),
            Self::Problem(id) => format!("p.{}", field(*id)),
            Self::Ring(id) => format!("r.{}", field(*id)),
        }
    }

    pub fn decode(fields: &mut Fields<'_>) -> Option<Self> {
        Some(match fields.text()? {
            "w" => Self::Well(fields.id()?),
            "p" => Self::Problem(fields.id()?),
            "r" => Self::Ring(fields.id()?),
            _ => return None,
        })
    }
}
