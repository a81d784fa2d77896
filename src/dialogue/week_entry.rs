//! The teacher's week: by exception, on one message that edits itself.

use super::{Fields, field};
use crate::base::UnitId;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    /// The class's current week.
    Open(UnitId),
}

impl Tap {
    pub fn encode(&self) -> String {
        match self {
            Self::Open(class) => format!("o.{}", field(*class)),
        }
    }

    pub fn decode(fields: &mut Fields<'_>) -> Option<Self> {
        Some(match fields.text()? {
            "o" => Self::Open(fields.id()?),
            _ => return None,
        })
    }
}

/// What is being typed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum State {}
