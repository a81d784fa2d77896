//! Writing a note: to the school, to one family, to a class.

use super::{Fields, field};
use crate::base::{ChildId, UnitId};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    /// A family adult writes to the school about this child.
    ToSchool(ChildId),
    /// Staff write to the family of this child.
    ToFamily(ChildId),
    /// Staff write to all families of a class.
    ToClass(UnitId),
}

impl Tap {
    pub fn encode(&self) -> String {
        match self {
            Self::ToSchool(child) => format!("s.{}", field(*child)),
            Self::ToFamily(child) => format!("f.{}", field(*child)),
            Self::ToClass(class) => format!("c.{}", field(*class)),
        }
    }

    pub fn decode(fields: &mut Fields<'_>) -> Option<Self> {
        Some(match fields.text()? {
            "s" => Self::ToSchool(fields.id()?),
            "f" => Self::ToFamily(fields.id()?),
            "c" => Self::ToClass(fields.id()?),
            _ => return None,
        })
    }
}

/// What is being typed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum State {}
