//! The copy of what is kept of one child, as one adult may have it: the shape of `copy.json`. Nothing
//! of another adult, of another child or of a concern has a place in it. Pure: knows no table.
//!
//! `format` is always `hongyan-copy`; `version` rises when a field changes its meaning or goes. A
//! reader ignores fields it does not know. Instants are RFC 3339 in UTC, days `YYYY-MM-DD`, words
//! such as `attendance` or `unexplained` are those of `model::entry` and never translated.

use chrono::NaiveDate;
use serde::Serialize;

use crate::base::{Instant, Name, Words};
use crate::model::entry::Fact;

/// Raise it with the meaning of a field.
pub const VERSION: u32 = 1;

/// The whole copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dossier {
    pub format: &'static str,
    pub version: u32,
    pub made: Instant,
    pub child: ChildPart,
    /// The adult who asked, and their own link alone.
    pub you: YouPart,
    /// Of the weekly updates this adult got: the week's Monday, when it was made, "we talked".
    pub weeks: Vec<WeekPart>,
    /// Everything the school recorded, by day.
    pub entries: Vec<EntryPart>,
    /// Coming dates of this child alone.
    pub coming: Vec<ComingPart>,
    pub check_ins: Vec<CheckInPart>,
    /// The notes this adult wrote about the child, or got.
    pub notes: Vec<NotePart>,
    pub consents: Vec<ConsentPart>,
    /// What the school and this adult did with the record.
    pub looks: Vec<LookPart>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChildPart {
    pub name: Name,
    pub called: Name,
    pub birth: Option<NaiveDate>,
    pub school: String,
    pub class: String,
    pub lives_with: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct YouPart {
    pub name: Name,
    pub phone: Option<String>,
    pub role: &'static str,
    pub relation: &'static str,
    pub linked_since: Option<Instant>,
    /// Where the record says this adult is: for a mother or a father only.
    pub whereabouts: Option<&'static str>,
    pub place: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WeekPart {
    pub week: NaiveDate,
    pub made: Instant,
    pub talked: Option<Instant>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EntryPart {
    pub day: NaiveDate,
    /// `kind` and what belongs to it.
    #[serde(flatten)]
    pub fact: Fact,
    pub entered: Instant,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ComingPart {
    pub day: NaiveDate,
    pub words: Words,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckInPart {
    pub day: NaiveDate,
    pub at_time: String,
    pub state: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotePart {
    pub written: Instant,
    /// `you` or `school`.
    pub by: &'static str,
    pub to_class: bool,
    /// `text`, or what passed by reference: the copy has no media, nobody here kept any.
    pub kind: &'static str,
    pub words: Words,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConsentPart {
    pub purpose: String,
    pub version: i64,
    pub language: String,
    pub given: Instant,
    pub withdrawn: Option<Instant>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LookPart {
    pub at: Instant,
    /// `you`, `school`, or `service`: what happened by itself.
    pub by: &'static str,
    pub action: String,
}

/// What of the trace a copy shows: acts on the child's own record. What was decided about another
/// adult, and whatever is kept closed, is on no list and so in no copy.
pub const SHOWN: &[&str] = &[
    "read_week",
    "read_record",
    "read_card",
    "read_child",
    "enter_week",
    "import_entry",
    "check_in_answer",
    "check_in_missed",
    "request_asked",
    "request_answered",
    "request_refused",
    "request_withdrawn",
];
