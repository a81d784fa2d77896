//! Opening one record by exception: the key, the reason, one yes.

use serde::{Deserialize, Serialize};

use super::Fields;
use crate::base::{Instant, Words};

/// What the conversation waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Afterwards it is over: a half-opened record does not lie around.
    pub until: Instant,
    pub step: Step,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The child's key is typed.
    Key,
    /// The reason is typed.
    Reason { key: Words },
    /// The yes is tapped.
    Confirm { key: Words, reason: Words },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    /// Asks for the key.
    Begin,
    /// Yes, with what was typed.
    Yes,
    Cancel,
}

impl Tap {
    pub fn encode(&self) -> String {
        match self {
            Self::Begin => "b".into(),
            Self::Yes => "y".into(),
            Self::Cancel => "c".into(),
        }
    }

    pub fn decode(fields: &mut Fields<'_>) -> Option<Self> {
        Some(match fields.text()? {
            "b" => Self::Begin,
            "y" => Self::Yes,
            "c" => Self::Cancel,
            _ => return None,
        })
    }
}
