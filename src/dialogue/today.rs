//! Today's list: a page of it, and what ends a thing on it that has no screen of its own.

use super::{Fields, field};
use crate::base::{NoteId, TaskId};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    /// From an index on.
    List(i64),
    /// This note needs no answer.
    Settle(NoteId),
    /// It is done.
    Done(TaskId),
}

impl Tap {
    pub fn encode(&self) -> String {
        match self {
            Self::List(from) => format!("l.{}", field(*from)),
            Self::Settle(note) => format!("s.{}", field(*note)),
            Self::Done(task) => format!("d.{}", field(*task)),
        }
    }

    pub fn decode(fields: &mut Fields<'_>) -> Option<Self> {
        Some(match fields.text()? {
            "l" => Self::List(fields.number()?),
            "s" => Self::Settle(fields.id()?),
            "d" => Self::Done(fields.id()?),
            _ => return None,
        })
    }
}
