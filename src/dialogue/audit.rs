//! Who looked at a child's record.

use super::{Fields, field};
use crate::base::ChildId;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    /// The looks of the staff at one record, from an index on.
    Looked(ChildId, i64),
}

impl Tap {
    pub fn encode(&self) -> String {
        match self {
            Self::Looked(child, from) => format!("l.{}.{}", field(*child), field(*from)),
        }
    }

    pub fn decode(fields: &mut Fields<'_>) -> Option<Self> {
        Some(match fields.text()? {
            "l" => Self::Looked(fields.id()?, fields.number()?),
            _ => return None,
        })
    }
}
