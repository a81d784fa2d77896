//! "Others use this phone": the pad on which a code is tapped, and what waits behind it.

use serde::{Deserialize, Serialize};

use super::{Fields, field};
use crate::base::{AdultId, ChildId, OutboxId, Secret};

/// A pad of digits in the chat, and what was tapped on it so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pad {
    /// The message it stands in, once a tap has told it.
    pub message: Option<i64>,
    pub entered: Secret,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum State {
    /// The code is asked for.
    Ask {
        pad: Pad,
        /// The button that led here: its screen comes afterwards.
        wants: Option<String>,
        /// Under which message that button was, where the pad is another one.
        tapped: Option<i64>,
        /// What the conversation waited for: it goes on.
        before: Option<Box<super::State>>,
    },
    /// A new code is chosen: entered twice, the first time kept as its hash.
    Choose { pad: Pad, first: Option<Secret> },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    /// What the settings lead to.
    About,
    /// A code, or another one.
    Choose,
    Off,
    /// What this message says.
    Open(OutboxId),
    Digit(i64),
    /// Takes the last digit back.
    Back,
    /// Leaves the pad.
    Leave,
    Forgot,
    /// A person of the school takes off the code of somebody of this child's family; asked once more.
    AskOff(ChildId, AdultId),
    TakeOff(ChildId, AdultId),
}

impl Tap {
    pub fn encode(&self) -> String {
        match self {
            Self::About => "a".into(),
            Self::Choose => "c".into(),
            Self::Off => "x".into(),
            Self::Open(row) => format!("o.{}", field(row.0)),
            Self::Digit(digit) => format!("d.{}", field(*digit)),
            Self::Back => "b".into(),
            Self::Leave => "l".into(),
            Self::Forgot => "f".into(),
            Self::AskOff(child, adult) => format!("s.{}.{}", field(*child), field(*adult)),
            Self::TakeOff(child, adult) => format!("S.{}.{}", field(*child), field(*adult)),
        }
    }

    pub fn decode(fields: &mut Fields<'_>) -> Option<Self> {
        Some(match fields.text()? {
            "a" => Self::About,
            "c" => Self::Choose,
            "x" => Self::Off,
            "o" => Self::Open(fields.id()?),
            "d" => Self::Digit(fields.number()?),
            "b" => Self::Back,
            "l" => Self::Leave,
            "f" => Self::Forgot,
            "s" => Self::AskOff(fields.id()?, fields.id()?),
            "S" => Self::TakeOff(fields.id()?, fields.id()?),
            _ => return None,
        })
    }
}
