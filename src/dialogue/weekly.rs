//! What a parent taps under the weekly update, and "how is my child".

use super::{Fields, field};
use crate::base::ChildId;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    HowIs(ChildId),
}

impl Tap {
    pub fn encode(&self) -> String {
        match self {
            Self::HowIs(child) => format!("i.{}", field(*child)),
        }
    }

    pub fn decode(fields: &mut Fields<'_>) -> Option<Self> {
        Some(match fields.text()? {
            "i" => Self::HowIs(fields.id()?),
            _ => return None,
        })
    }
}
