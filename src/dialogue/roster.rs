//! The school's screens: classes, pupils, one child's card, invitations, tasks.

use super::{Fields, field};
use crate::base::{AdultId, ChildId, TaskId, UnitId};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    /// A class's pupils, from an index on.
    Class(UnitId, i64),
    Child(ChildId),
    /// Invite this rostered adult for this child.
    Invite(ChildId, AdultId),
    /// End the link of this adult; asked once more before it is done.
    AskEnd(ChildId, AdultId),
    End(ChildId, AdultId),
    /// Exclude this adult from this child (a paper was seen): which paper, from when, until when.
    AskExclude(ChildId, AdultId),
    /// The exclusion no longer stands.
    AskLift(ChildId, AdultId),
    Lift(ChildId, AdultId),
    Tasks,
    TaskDone(TaskId),
}

impl Tap {
    pub fn encode(&self) -> String {
        match self {
            Self::Class(unit, from) => format!("c.{}.{}", field(*unit), field(*from)),
            Self::Child(child) => format!("k.{}", field(*child)),
            Self::Invite(child, adult) => format!("i.{}.{}", field(*child), field(*adult)),
            Self::AskEnd(child, adult) => format!("e.{}.{}", field(*child), field(*adult)),
            Self::End(child, adult) => format!("E.{}.{}", field(*child), field(*adult)),
            Self::AskExclude(child, adult) => format!("x.{}.{}", field(*child), field(*adult)),
            Self::AskLift(child, adult) => format!("l.{}.{}", field(*child), field(*adult)),
            Self::Lift(child, adult) => format!("L.{}.{}", field(*child), field(*adult)),
            Self::Tasks => "t".into(),
            Self::TaskDone(task) => format!("d.{}", field(*task)),
        }
    }

    pub fn decode(fields: &mut Fields<'_>) -> Option<Self> {
        Some(match fields.text()? {
            "c" => Self::Class(fields.id()?, fields.number()?),
            "k" => Self::Child(fields.id()?),
            "i" => Self::Invite(fields.id()?, fields.id()?),
            "e" => Self::AskEnd(fields.id()?, fields.id()?),
            "E" => Self::End(fields.id()?, fields.id()?),
            "x" => Self::AskExclude(fields.id()?, fields.id()?),
            "l" => Self::AskLift(fields.id()?, fields.id()?),
            "L" => Self::Lift(fields.id()?, fields.id()?),
            "t" => Self::Tasks,
            "d" => Self::TaskDone(fields.id()?),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_button_fits_and_is_read_back() {
        let most = i64::MAX;
        let tap = Tap::AskExclude(ChildId(most), AdultId(most));
        let data = crate::dialogue::Tap::Roster(tap.clone()).encode();
        assert!(data.len() <= 64, "{} bytes", data.len());
        let read = crate::dialogue::Tap::decode(&data);
        assert_eq!(read, Some(crate::dialogue::Tap::Roster(tap)));
    }
}
