//! What a parent taps under the weekly update, and "how is my child".

use super::{Fields, field};
use crate::base::ChildId;
use crate::model::week::SchoolWeek;
use chrono::Datelike;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    /// The newest of each line, from the menu.
    HowIs(ChildId),
    /// A child's full week as a new message: the update it was asked under must stay.
    More(ChildId, SchoolWeek),
    /// The same on the message that was tapped: paging through weeks.
    Week(ChildId, SchoolWeek),
    /// "We talked", about the whole family's week: the count is the parent's own (S17).
    Talked(SchoolWeek),
    /// The same, on the question in the week.
    Yes(SchoolWeek),
    NotYet(SchoolWeek),
    /// Not to be asked in the week, or to be asked again.
    Asks(bool),
}

fn week(week: SchoolWeek) -> String {
    field(i64::from(week.monday().num_days_from_ce()))
}

impl Tap {
    pub fn encode(&self) -> String {
        match self {
            Self::HowIs(child) => format!("i.{}", field(*child)),
            Self::More(child, at) => format!("m.{}.{}", field(*child), week(*at)),
            Self::Week(child, at) => format!("w.{}.{}", field(*child), week(*at)),
            Self::Talked(at) => format!("t.{}", week(*at)),
            Self::Yes(at) => format!("y.{}", week(*at)),
            Self::NotYet(at) => format!("n.{}", week(*at)),
            Self::Asks(on) => format!("a.{}", field(i64::from(*on))),
        }
    }

    pub fn decode(fields: &mut Fields<'_>) -> Option<Self> {
        Some(match fields.text()? {
            "i" => Self::HowIs(fields.id()?),
            "m" => Self::More(fields.id()?, SchoolWeek::of(fields.day()?)),
            "w" => Self::Week(fields.id()?, SchoolWeek::of(fields.day()?)),
            "t" => Self::Talked(SchoolWeek::of(fields.day()?)),
            "y" => Self::Yes(SchoolWeek::of(fields.day()?)),
            "n" => Self::NotYet(SchoolWeek::of(fields.day()?)),
            "a" => Self::Asks(fields.number()? == 1),
            _ => return None,
        })
    }
}
