//! "What we keep": asking for a copy, a correction, an erasure or an end, and the school's answer.

use serde::{Deserialize, Serialize};

use super::{Fields, field};
use crate::base::{ChildId, RequestId};
use crate::model::request::{Line, Way};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    /// What is kept of this child, what one may ask and what became of it.
    Kept(ChildId),
    Copy(ChildId),
    CopyBy(ChildId, Way),
    Correct(ChildId),
    CorrectLine(ChildId, Line),
    /// Asked once more before it is done.
    AskErase(ChildId),
    Erase(ChildId),
    AskStop(ChildId),
    Stop(ChildId),
    /// About all one's children.
    StopAll,
    TakeBack(RequestId),
    /// The school's open requests.
    Waiting,
    Open(RequestId),
    /// Yes: send the copy, the line is corrected.
    Accept(RequestId),
    /// Everything of the child goes; asked once more.
    AskEraseAll(RequestId),
    EraseAll(RequestId),
    /// No, or what must be kept stays: with a typed reason, or the usual one.
    Refuse(RequestId),
    RefuseUsual(RequestId),
    /// The person has noted the pass phrase: the message is emptied.
    Noted,
    /// The county's list of what is overdue: schools and days.
    Overdue,
}

impl Tap {
    pub fn encode(&self) -> String {
        let child = |letter: &str, child: &ChildId| format!("{letter}.{}", field(*child));
        let one = |letter: &str, request: &RequestId| format!("{letter}.{}", field(*request));
        match self {
            Self::Kept(id) => child("k", id),
            Self::Copy(id) => child("c", id),
            Self::CopyBy(id, way) => format!("{}.{}", child("C", id), way.as_str()),
            Self::Correct(id) => child("r", id),
            Self::CorrectLine(id, line) => format!("{}.{}", child("R", id), line.as_str()),
            Self::AskErase(id) => child("e", id),
            Self::Erase(id) => child("E", id),
            Self::AskStop(id) => child("s", id),
            Self::Stop(id) => child("S", id),
            Self::StopAll => "A".into(),
            Self::TakeBack(id) => one("t", id),
            Self::Waiting => "w".into(),
            Self::Open(id) => one("o", id),
            Self::Accept(id) => one("y", id),
            Self::AskEraseAll(id) => one("x", id),
            Self::EraseAll(id) => one("X", id),
            Self::Refuse(id) => one("n", id),
            Self::RefuseUsual(id) => one("N", id),
            Self::Noted => "b".into(),
            Self::Overdue => "d".into(),
        }
    }

    pub fn decode(fields: &mut Fields<'_>) -> Option<Self> {
        Some(match fields.text()? {
            "k" => Self::Kept(fields.id()?),
            "c" => Self::Copy(fields.id()?),
            "C" => Self::CopyBy(fields.id()?, fields.word()?),
            "r" => Self::Correct(fields.id()?),
            "R" => Self::CorrectLine(fields.id()?, fields.word()?),
            "e" => Self::AskErase(fields.id()?),
            "E" => Self::Erase(fields.id()?),
            "s" => Self::AskStop(fields.id()?),
            "S" => Self::Stop(fields.id()?),
            "A" => Self::StopAll,
            "t" => Self::TakeBack(fields.id()?),
            "w" => Self::Waiting,
            "o" => Self::Open(fields.id()?),
            "y" => Self::Accept(fields.id()?),
            "x" => Self::AskEraseAll(fields.id()?),
            "X" => Self::EraseAll(fields.id()?),
            "n" => Self::Refuse(fields.id()?),
            "N" => Self::RefuseUsual(fields.id()?),
            "b" => Self::Noted,
            "d" => Self::Overdue,
            _ => return None,
        })
    }
}

/// What the next message is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum State {
    /// The person's own contact, shared again: a copy of a whole record goes to whom it belongs.
    Contact { child: ChildId },
    /// What is right instead.
    Words { child: ChildId, line: Line },
    /// Why the school does not do it.
    Reason { request: RequestId },
}
