//! The teacher's week: by exception, on one message that edits itself.

mod coming;
mod lines;
mod mark;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Fields, State as Dialogue, field};
use crate::base::{ChildId, Html, UnitId, Words};
use crate::model::entry::{Conduct, Life, Mood, Presence, Study};
use crate::model::week::SchoolWeek;
use crate::model::week_entry::Change;
use crate::words;

pub use coming::coming;
pub use lines::{Lines, Open, are_lines, lines};
pub use mark::{Mark, Unread, mark};

words! {
    /// The pages behind a pupil's card; the words are short because they travel in buttons.
    pub enum Page {
        Attendance = "a",
        Study = "s",
        Mark = "k",
        Mood = "m",
        Conduct = "c",
        Life = "l",
        Activity = "v",
        Sentence = "w",
        Remove = "x",
    }
}

/// A fact about the week that is one tap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// 0 is study as a whole, then the school's subjects in their order.
    Study(Study, i64),
    Mood(Mood),
    Conduct(Conduct),
    Life(Life),
    ByPhone,
}

/// What a spreadsheet was sent as by somebody who writes a note or answers one: as that it goes on when it is found
/// to be a table of their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meant {
    pub caption: Html,
    pub album: Option<String>,
    /// The messenger's number of it, and of what it answers.
    pub message: i64,
    pub reply_to: Option<i64>,
    /// What was being written when it came.
    pub during: Dialogue,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    /// The class's current week, or the children of a care home.
    Open(UnitId),
    Week(UnitId, SchoolWeek),
    /// All as usual on one day: the roll is taken.
    Usual(UnitId, NaiveDate),
    /// All as usual on every school day of the week so far.
    UsualWeek(UnitId, SchoolWeek),
    /// The week on paper for the families nobody reaches here.
    Paper(UnitId, SchoolWeek),
    /// The week as a spreadsheet to fill in.
    Sheet(UnitId, SchoolWeek),
    /// One that came back is read now.
    SheetRead(i64),
    /// What it proposes is taken over, or not.
    SheetTake(i64),
    SheetDrop(i64),
    /// The line that is asked about is this pupil's, or nobody's.
    LineOf(ChildId),
    LineOfNobody,
    /// Takes back the last thing done, seen from the week of a class.
    Undo(UnitId, SchoolWeek),
    /// The pupils, from an index on.
    Pupils(UnitId, SchoolWeek, i64),
    Coming(UnitId),
    ComingDay(UnitId, NaiveDate),
    DropComing(UnitId, i64),
    /// One pupil's week.
    Card(ChildId, SchoolWeek),
    /// Takes back the last thing done, seen from a pupil's card.
    UndoCard(ChildId, SchoolWeek),
    Page(ChildId, SchoolWeek, Page),
    /// The subjects for one word about study.
    Subjects(ChildId, SchoolWeek, Study),
    /// Attendance on a day, in a lesson (0: the whole day).
    Day(ChildId, NaiveDate, i64),
    /// `Present` takes an absence back.
    Attend(ChildId, NaiveDate, i64, Presence),
    Pick(ChildId, SchoolWeek, Pick),
    /// Removes the line with this mark (`model::week_entry::Line::mark`).
    Drop(ChildId, SchoolWeek, i64),
}

fn day_field(day: NaiveDate) -> String {
    field(day.num_days_from_ce())
}

fn week_field(week: SchoolWeek) -> String {
    day_field(week.monday())
}

fn week(fields: &mut Fields<'_>) -> Option<SchoolWeek> {
    // Only a Monday names a week here: what we did not write is not read.
    let monday = fields.day()?;
    let week = SchoolWeek::of(monday);
    (week.monday() == monday).then_some(week)
}

impl Pick {
    fn encode(self) -> String {
        match self {
            Self::Study(study, subject) => format!("s.{}.{}", study.as_str(), field(subject)),
            Self::Mood(mood) => format!("m.{}", mood.as_str()),
            Self::Conduct(conduct) => format!("c.{}", conduct.as_str()),
            Self::Life(life) => format!("l.{}", life.as_str()),
            Self::ByPhone => "p".into(),
        }
    }

    fn decode(fields: &mut Fields<'_>) -> Option<Self> {
        Some(match fields.text()? {
            "s" => Self::Study(fields.word()?, fields.number()?),
            "m" => Self::Mood(fields.word()?),
            "c" => Self::Conduct(fields.word()?),
            "l" => Self::Life(fields.word()?),
            "p" => Self::ByPhone,
            _ => return None,
        })
    }
}

impl Tap {
    pub fn encode(&self) -> String {
        let unit = |letter: &str, unit: &UnitId| format!("{letter}.{}", field(*unit));
        let in_week = |id: String, week: &SchoolWeek| format!("{id}.{}", week_field(*week));
        let child = |letter: &str, child: &ChildId| format!("{letter}.{}", field(*child));
        match self {
            Self::Open(id) => unit("o", id),
            Self::Week(id, week) => in_week(unit("w", id), week),
            Self::Usual(id, day) => format!("{}.{}", unit("u", id), day_field(*day)),
            Self::UsualWeek(id, week) => in_week(unit("U", id), week),
            Self::Undo(id, week) => in_week(unit("z", id), week),
            Self::Paper(id, week) => in_week(unit("P", id), week),
            Self::Sheet(id, week) => in_week(unit("S", id), week),
            Self::LineOf(id) => child("L", id),
            Self::LineOfNobody => "M".into(),
            Self::SheetRead(id) => format!("R.{}", field(*id)),
            Self::SheetTake(id) => format!("Y.{}", field(*id)),
            Self::SheetDrop(id) => format!("N.{}", field(*id)),
            Self::Pupils(id, week, from) => {
                format!("{}.{}", in_week(unit("g", id), week), field(*from))
            }
            Self::Coming(id) => unit("c", id),
            Self::ComingDay(id, day) => format!("{}.{}", unit("d", id), day_field(*day)),
            Self::DropComing(id, coming) => format!("{}.{}", unit("D", id), field(*coming)),
            Self::Card(id, week) => in_week(child("k", id), week),
            Self::UndoCard(id, week) => in_week(child("Z", id), week),
            Self::Page(id, week, page) => {
                format!("{}.{}", in_week(child("a", id), week), page.as_str())
            }
            Self::Subjects(id, week, study) => {
                format!("{}.{}", in_week(child("s", id), week), study.as_str())
            }
            Self::Day(id, day, lesson) => {
                let id = child("t", id);
                format!("{id}.{}.{}", day_field(*day), field(*lesson))
            }
            Self::Attend(id, day, lesson, presence) => {
                let (id, day) = (child("A", id), day_field(*day));
                format!("{id}.{day}.{}.{}", field(*lesson), presence.as_str())
            }
            Self::Pick(id, week, pick) => {
                format!("{}.{}", in_week(child("p", id), week), pick.encode())
            }
            Self::Drop(id, week, mark) => {
                format!("{}.{}", in_week(child("x", id), week), field(*mark))
            }
        }
    }

    pub fn decode(fields: &mut Fields<'_>) -> Option<Self> {
        Some(match fields.text()? {
            "o" => Self::Open(fields.id()?),
            "w" => Self::Week(fields.id()?, week(fields)?),
            "u" => Self::Usual(fields.id()?, fields.day()?),
            "U" => Self::UsualWeek(fields.id()?, week(fields)?),
            "z" => Self::Undo(fields.id()?, week(fields)?),
            "P" => Self::Paper(fields.id()?, week(fields)?),
            "S" => Self::Sheet(fields.id()?, week(fields)?),
            "L" => Self::LineOf(fields.id()?),
            "M" => Self::LineOfNobody,
            "R" => Self::SheetRead(fields.number()?),
            "Y" => Self::SheetTake(fields.number()?),
            "N" => Self::SheetDrop(fields.number()?),
            "g" => Self::Pupils(fields.id()?, week(fields)?, fields.number()?),
            "c" => Self::Coming(fields.id()?),
            "d" => Self::ComingDay(fields.id()?, fields.day()?),
            "D" => Self::DropComing(fields.id()?, fields.number()?),
            "k" => Self::Card(fields.id()?, week(fields)?),
            "Z" => Self::UndoCard(fields.id()?, week(fields)?),
            "a" => Self::Page(fields.id()?, week(fields)?, fields.word()?),
            "s" => Self::Subjects(fields.id()?, week(fields)?, fields.word()?),
            "t" => Self::Day(fields.id()?, fields.day()?, fields.number()?),
            "A" => {
                let (child, day) = (fields.id()?, fields.day()?);
                Self::Attend(child, day, fields.number()?, fields.word()?)
            }
            "p" => Self::Pick(fields.id()?, week(fields)?, Pick::decode(fields)?),
            "x" => Self::Drop(fields.id()?, week(fields)?, fields.number()?),
            _ => return None,
        })
    }
}

/// What is being typed, and what was done last so that it can be taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits: Option<Typing>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo: Option<Undo>,
    /// The message that asks for the line: it is put away once the line is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub screen: Option<i64>,
    /// Lines with names in front may be typed on the screen of a class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<Lines>,
}

/// What the next typed line is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Typing {
    Sentence {
        child: ChildId,
        week: SchoolWeek,
    },
    Mark {
        child: ChildId,
        week: SchoolWeek,
    },
    Activity {
        child: ChildId,
        week: SchoolWeek,
    },
    /// Without a day the line begins with one.
    Coming {
        class: UnitId,
        day: Option<NaiveDate>,
    },
}

/// The way back from the last thing done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Undo {
    /// These rolls were taken.
    Rolls { class: UnitId, days: Vec<NaiveDate> },
    /// `change` leads back.
    Week { child: ChildId, change: Change },
    /// This coming date was entered.
    Came { class: UnitId, id: i64 },
    /// This coming date was removed.
    Went {
        class: UnitId,
        day: NaiveDate,
        words: Words,
    },
}
