//! The copy of what is kept of one child, as one adult may have it: the shape of `copy.json`. Nothing
//! of another adult, of another child or of a concern has a place in it. Pure: knows no table.
//!
//! `format` is always `hongyan-copy`; `version` rises when a field changes its meaning or goes. A
//! reader ignores fields it does not know. Instants are RFC 3339 in UTC, days `YYYY-MM-DD`, words
//! such as `attendance` or `unexplained` are those of `model::entry` and never translated.

use chrono::NaiveDate;
use serde::Serialize;

use crate::base::{Instant, Name, Words};
use crate::model::audit::{Look, Why};
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
    /// Of the weekly updates this adult got: the week's Monday, when it was made, the answers.
    pub weeks: Vec<WeekPart>,
    /// Mood and goals are left out: this adult, or the young person from 14 on, did not agree to them.
    pub without_optional: bool,
    /// Everything the school recorded, by day.
    pub entries: Vec<EntryPart>,
    /// Coming dates of this child alone.
    pub coming: Vec<ComingPart>,
    pub check_ins: Vec<CheckInPart>,
    /// The notes this adult wrote about the child, or got.
    pub notes: Vec<NotePart>,
    pub consents: Vec<ConsentPart>,
    /// Who looked at the record and who did what with it: the school's staff and this adult.
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
    /// "Not yet", where that was answered to the question in the week.
    pub not_yet: Option<Instant>,
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
    /// `school` or `helper`: nobody at home gave the answer themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub through: Option<&'static str>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotePart {
    pub written: Instant,
    /// `you`, `school`, or `family`: who is at home with the child.
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
    /// `agreed` or `refused`: a refusal is no consent, and is kept as what it is.
    pub answer: String,
    pub given: Instant,
    pub withdrawn: Option<Instant>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LookPart {
    pub at: Instant,
    /// `you`, `school` (its staff, and offices above it), or `service`: what happened by itself.
    pub by: &'static str,
    /// The post of who it was at the school or above, as `model::unit::Role`.
    pub role: Option<&'static str>,
    pub action: String,
}

/// What of the trace a copy shows: looks at the child's own record, and acts on it. What was decided about
/// another adult, who is in touch with whom, and whatever is kept closed is on no list and so in no copy.
pub const SHOWN: &[&str] = &[
    Look::Card.as_str(),
    Look::Week.as_str(),
    Look::Looks.as_str(),
    Why::BreakGlass.as_str(),
    "enter_week",
    "check_in_answer",
    "check_in_missed",
    "request_asked",
    "request_answered",
    "request_refused",
    "request_withdrawn",
];
