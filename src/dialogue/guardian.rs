//! The acting guardian: the parent's proposal, the school's form, the end of a term.

use serde::{Deserialize, Serialize};

use super::{Fields, field};
use crate::base::{AdultId, AppointmentId, ChildId};
use crate::model::guardian::{Lives, Statement, View};
use crate::model::record::Parent;
use chrono::{Datelike, NaiveDate};

/// A signed paper with which a parent who is not in the chat proposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    pub parent: Parent,
    pub day: NaiveDate,
}

/// What is typed next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum State {
    /// The parent says in one line who it is that the school should enter.
    Somebody {
        child: ChildId,
        lives: Lives,
        months: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        signed: Option<Signed>,
    },
    /// The date of a parent's paper.
    Signed { child: ChildId, parent: Parent },
    /// The lead enters that person: name, number, birth date.
    Enter { id: AppointmentId },
    /// One line of the child's own words.
    View { id: AppointmentId },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    /// From the menu: the child, or which one.
    Menu,
    Child(ChildId),
    /// The proposal, choice by choice; 0 months leaves the term to the school.
    Live(ChildId),
    Term(ChildId, Lives),
    Who(ChildId, Lives, i64),
    Propose(ChildId, Lives, i64, AdultId),
    Somebody(ChildId, Lives, i64),
    /// The school has a parent's paper: which parent, which date.
    Paper(ChildId),
    PaperOf(ChildId, Parent),
    /// One of the choices of a proposal, on that paper.
    On(Signed, Box<Tap>),
    /// The school's form.
    Form(AppointmentId),
    View(AppointmentId, View),
    State(AppointmentId, Statement, bool),
    /// All statements anew.
    Again(AppointmentId),
    Months(AppointmentId, i64),
    Begin(AppointmentId, i64),
    Overlap(AppointmentId),
    Pick(AppointmentId, AdultId),
    Enter(AppointmentId),
    Appoint(AppointmentId),
    Refuse(AppointmentId),
    /// Take back a proposal, break off a term; asked once more.
    AskEnd(AppointmentId),
    End(AppointmentId),
    /// The notice to school and village committee.
    Notice(AppointmentId),
}

impl Tap {
    pub fn encode(&self) -> String {
        match self {
            Self::Menu => "m".into(),
            Self::Child(child) => format!("c.{}", field(*child)),
            Self::Live(child) => format!("l.{}", field(*child)),
            Self::Term(child, lives) => format!("t.{}.{}", field(*child), lives.as_str()),
            Self::Who(child, lives, months) => {
                format!("w.{}.{}.{}", field(*child), lives.as_str(), field(*months))
            }
            Self::Propose(child, lives, months, adult) => {
                let (child, months, adult) = (field(*child), field(*months), field(*adult));
                format!("p.{child}.{}.{months}.{adult}", lives.as_str())
            }
            Self::Somebody(child, lives, months) => {
                format!("o.{}.{}.{}", field(*child), lives.as_str(), field(*months))
            }
            Self::Paper(child) => format!("d.{}", field(*child)),
            Self::PaperOf(child, parent) => format!("D.{}.{}", field(*child), parent.as_str()),
            Self::On(signed, tap) => {
                let day = field(signed.day.num_days_from_ce());
                let parent = &signed.parent.as_str()[..1];
                format!("q.{parent}.{day}.{}", tap.encode())
            }
            Self::Form(id) => format!("f.{}", field(*id)),
            Self::View(id, view) => format!("v.{}.{}", field(*id), view.as_str()),
            Self::State(id, statement, yes) => {
                format!("s.{}.{}.{}", field(*id), statement.as_str(), u8::from(*yes))
            }
            Self::Again(id) => format!("z.{}", field(*id)),
            Self::Months(id, months) => format!("T.{}.{}", field(*id), field(*months)),
            Self::Begin(id, days) => format!("b.{}.{}", field(*id), field(*days)),
            Self::Overlap(id) => format!("k.{}", field(*id)),
            Self::Pick(id, adult) => format!("P.{}.{}", field(*id), field(*adult)),
            Self::Enter(id) => format!("e.{}", field(*id)),
            Self::Appoint(id) => format!("a.{}", field(*id)),
            Self::Refuse(id) => format!("r.{}", field(*id)),
            Self::AskEnd(id) => format!("x.{}", field(*id)),
            Self::End(id) => format!("X.{}", field(*id)),
            Self::Notice(id) => format!("n.{}", field(*id)),
        }
    }

    pub fn decode(fields: &mut Fields<'_>) -> Option<Self> {
        Some(match fields.text()? {
            "m" => Self::Menu,
            "c" => Self::Child(fields.id()?),
            "l" => Self::Live(fields.id()?),
            "t" => Self::Term(fields.id()?, fields.word()?),
            "w" => Self::Who(fields.id()?, fields.word()?, fields.number()?),
            "p" => Self::Propose(fields.id()?, fields.word()?, fields.number()?, fields.id()?),
            "o" => Self::Somebody(fields.id()?, fields.word()?, fields.number()?),
            "d" => Self::Paper(fields.id()?),
            "D" => Self::PaperOf(fields.id()?, fields.word()?),
            "q" => {
                let parent = match fields.text()? {
                    "m" => Parent::Mother,
                    "f" => Parent::Father,
                    _ => return None,
                };
                let day = fields.day()?;
                let tap = Self::decode(fields)?;
                // A paper within a paper, or a form on one, was written by nobody here.
                let choice = matches!(
                    tap,
                    Self::Live(_)
                        | Self::Term(..)
                        | Self::Who(..)
                        | Self::Propose(..)
                        | Self::Somebody(..)
                );
                choice.then(|| Self::On(Signed { parent, day }, Box::new(tap)))?
            }
            "f" => Self::Form(fields.id()?),
            "v" => Self::View(fields.id()?, fields.word()?),
            "s" => Self::State(fields.id()?, fields.word()?, fields.number()? == 1),
            "z" => Self::Again(fields.id()?),
            "T" => Self::Months(fields.id()?, fields.number()?),
            "b" => Self::Begin(fields.id()?, fields.number()?),
            "k" => Self::Overlap(fields.id()?),
            "P" => Self::Pick(fields.id()?, fields.id()?),
            "e" => Self::Enter(fields.id()?),
            "a" => Self::Appoint(fields.id()?),
            "r" => Self::Refuse(fields.id()?),
            "x" => Self::AskEnd(fields.id()?),
            "X" => Self::End(fields.id()?),
            "n" => Self::Notice(fields.id()?),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_buttons_fit_and_are_read_back() {
        let (child, adult, id) = (
            ChildId(i64::MAX),
            AdultId(i64::MAX),
            AppointmentId(i64::MAX),
        );
        for tap in [
            Tap::Propose(child, Lives::WithCarer, 12, adult),
            Tap::State(id, Statement::NoOtherBar, true),
            Tap::View(id, View::DoesNotWant),
            Tap::Pick(id, adult),
            Tap::PaperOf(child, Parent::Mother),
            Tap::On(
                Signed {
                    parent: Parent::Father,
                    day: NaiveDate::MAX,
                },
                Box::new(Tap::Propose(child, Lives::WithCarer, 12, adult)),
            ),
        ] {
            let data = crate::dialogue::Tap::Guardian(tap.clone()).encode();
            assert!(data.len() <= 64, "{} bytes", data.len());
            let read = crate::dialogue::Tap::decode(&data);
            assert_eq!(read, Some(crate::dialogue::Tap::Guardian(tap)));
        }
        for rubbish in ["1gq.m.gw.q.m.gw.l.1", "1gq.m.gw.f.1", "1gq.x.gw.l.1"] {
            assert_eq!(crate::dialogue::Tap::decode(rubbish), None);
        }
    }
}
