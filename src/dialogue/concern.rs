//! Something is wrong: who is meant, what it is, and what those who answer for it do.

use serde::{Deserialize, Serialize};

use super::{Fields, field};
use crate::base::{AccountId, AdultId, ChildId, ConcernId, Instant, NoteId, RequestId, UnitId};
use crate::dialogue::guardian::Signed;
use crate::dialogue::note::{To, Whom};
use crate::dialogue::week_entry::Typing;
use crate::model::concern::Kind;
use crate::model::guardian::Lives;
use crate::model::request::Line;
use crate::model::urgent::Reason;
use crate::model::visibility::Audience;

/// What the buttons mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    /// "Something is wrong".
    Begin,
    /// The children of a class or a home, from an index on.
    Unit(UnitId, i64),
    /// It is about this child, or one that cannot be picked; `true`: without my name.
    What(Option<ChildId>, bool),
    /// This is wrong with the child.
    Tell(Option<ChildId>, Kind, bool),
    /// What was told without a child is about this one.
    About(ConcernId, ChildId),
    /// It may be about this person.
    Named(ConcernId, AdultId),
    /// Whom it may be about, once more.
    Again(ConcernId),
    /// It is about somebody at the school, who is not named yet.
    AtSchool(ConcernId),
    /// Nobody more.
    Sure(ConcernId),
    /// This note worries its reader.
    Note(NoteId),
    /// What the speaker answers for.
    List,
    Read(ConcernId),
    /// What was said, from one thing on.
    Further(ConcernId, i64),
    Take(ConcernId),
    /// Write down the authority's receipt number.
    Receipt(ConcernId),
    Confirm(ConcernId),
    /// The receipt number is not right.
    Wrong(ConcernId),
    /// A held note is a false alarm: it goes on.
    Release(ConcernId),
    Keep(ConcernId),
}

fn flag(on: bool) -> &'static str {
    if on { "1" } else { "0" }
}

fn child(child: Option<ChildId>) -> String {
    child.map_or_else(|| "-".to_owned(), field)
}

fn read_child(fields: &mut Fields<'_>) -> Option<Option<ChildId>> {
    match fields.text()? {
        "-" => Some(None),
        text => Fields::new(text).id().map(Some),
    }
}

impl Tap {
    pub fn encode(&self) -> String {
        match self {
            Self::Begin => "b".into(),
            Self::Unit(unit, from) => format!("u.{}.{}", field(*unit), field(*from)),
            Self::What(who, nameless) => format!("w.{}.{}", child(*who), flag(*nameless)),
            Self::Tell(who, kind, nameless) => {
                let (who, kind) = (child(*who), kind.as_str());
                format!("t.{who}.{kind}.{}", flag(*nameless))
            }
            Self::About(id, child) => format!("a.{}.{}", field(*id), field(*child)),
            Self::Named(id, adult) => format!("n.{}.{}", field(*id), field(*adult)),
            Self::Again(id) => format!("g.{}", field(*id)),
            Self::AtSchool(id) => format!("o.{}", field(*id)),
            Self::Sure(id) => format!("s.{}", field(*id)),
            Self::Note(note) => format!("N.{}", field(*note)),
            Self::List => "l".into(),
            Self::Read(id) => format!("r.{}", field(*id)),
            Self::Further(id, from) => format!("m.{}.{}", field(*id), field(*from)),
            Self::Take(id) => format!("T.{}", field(*id)),
            Self::Receipt(id) => format!("R.{}", field(*id)),
            Self::Confirm(id) => format!("C.{}", field(*id)),
            Self::Wrong(id) => format!("W.{}", field(*id)),
            Self::Release(id) => format!("F.{}", field(*id)),
            Self::Keep(id) => format!("K.{}", field(*id)),
        }
    }

    pub fn decode(fields: &mut Fields<'_>) -> Option<Self> {
        let yes = |fields: &mut Fields<'_>| match fields.text()? {
            "1" => Some(true),
            "0" => Some(false),
            _ => None,
        };
        Some(match fields.text()? {
            "b" => Self::Begin,
            "u" => Self::Unit(fields.id()?, fields.number()?),
            "w" => Self::What(read_child(fields)?, yes(fields)?),
            "t" => Self::Tell(read_child(fields)?, fields.word()?, yes(fields)?),
            "a" => Self::About(fields.id()?, fields.id()?),
            "n" => Self::Named(fields.id()?, fields.id()?),
            "g" => Self::Again(fields.id()?),
            "o" => Self::AtSchool(fields.id()?),
            "s" => Self::Sure(fields.id()?),
            "N" => Self::Note(fields.id()?),
            "l" => Self::List,
            "r" => Self::Read(fields.id()?),
            "m" => Self::Further(fields.id()?, fields.number()?),
            "T" => Self::Take(fields.id()?),
            "R" => Self::Receipt(fields.id()?),
            "C" => Self::Confirm(fields.id()?),
            "W" => Self::Wrong(fields.id()?),
            "F" => Self::Release(fields.id()?),
            "K" => Self::Keep(fields.id()?),
            _ => return None,
        })
    }
}

/// What is waited for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum State {
    /// What is sent now is what is wrong.
    Telling {
        child: Option<ChildId>,
        nameless: bool,
        until: Instant,
    },
    /// What is sent now is more of the same.
    More { concern: ConcernId, until: Instant },
    /// The next text is the authority's receipt number.
    Receipt { concern: ConcernId, until: Instant },
}

impl State {
    /// The moment from which nothing is waited for any more.
    pub const fn until(&self) -> Instant {
        match self {
            Self::Telling { until, .. }
            | Self::More { until, .. }
            | Self::Receipt { until, .. } => *until,
        }
    }
}

/// A note that was stopped: who wrote it and how it goes on. Its words are kept apart from this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    pub writer: AdultId,
    pub account: AccountId,
    pub way: Way,
}

/// Where a stopped note was on its way to. The right is asked anew when it goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "way", rename_all = "snake_case")]
pub enum Way {
    One {
        to: To,
        #[serde(default)]
        audience: Audience,
        message: i64,
    },
    /// To families of a class: the messages its pieces were.
    Class {
        #[serde(flatten)]
        whom: Whom,
        messages: Vec<i64>,
        /// Why it was to ring at any hour.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        urgent: Option<Reason>,
    },
    /// New words for notes made of this message.
    Change { message: i64 },
    /// To the school, as what is right instead of a line of the record.
    Correct { child: ChildId, line: Line },
    /// To the school, as who a proposed acting guardian is.
    Somebody {
        child: ChildId,
        lives: Lives,
        months: i64,
        on: Option<Signed>,
    },
    /// Into the week: a line that the weekly update brings to families.
    Entry { line: Typing },
    /// To whoever asked about their data: why the school does not do it.
    Refuse { request: RequestId },
}

impl Way {
    /// How many messages the note was.
    pub fn pieces(&self) -> usize {
        match self {
            Self::One { .. }
            | Self::Change { .. }
            | Self::Correct { .. }
            | Self::Somebody { .. }
            | Self::Entry { .. }
            | Self::Refuse { .. } => 1,
            Self::Class { messages, .. } => messages.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialogue;
    use proptest::prelude::*;

    fn tap() -> impl Strategy<Value = Tap> {
        let id = || 0..=i64::MAX;
        let kind = proptest::sample::select(Kind::ALL);
        let who = proptest::option::of(id().prop_map(ChildId));
        prop_oneof![
            Just(Tap::Begin),
            Just(Tap::List),
            id().prop_map(|n| Tap::Note(NoteId(n))),
            (id(), id()).prop_map(|(n, from)| Tap::Unit(UnitId(n), from)),
            (who.clone(), any::<bool>()).prop_map(|(who, flag)| Tap::What(who, flag)),
            (who, kind, any::<bool>()).prop_map(|(who, kind, flag)| Tap::Tell(who, kind, flag)),
            (id(), id()).prop_map(|(n, m)| Tap::About(ConcernId(n), ChildId(m))),
            (id(), id()).prop_map(|(n, m)| Tap::Named(ConcernId(n), AdultId(m))),
            id().prop_map(|n| Tap::Again(ConcernId(n))),
            id().prop_map(|n| Tap::AtSchool(ConcernId(n))),
            id().prop_map(|n| Tap::Sure(ConcernId(n))),
            id().prop_map(|n| Tap::Read(ConcernId(n))),
            (id(), id()).prop_map(|(n, from)| Tap::Further(ConcernId(n), from)),
            id().prop_map(|n| Tap::Take(ConcernId(n))),
            id().prop_map(|n| Tap::Receipt(ConcernId(n))),
            id().prop_map(|n| Tap::Confirm(ConcernId(n))),
            id().prop_map(|n| Tap::Wrong(ConcernId(n))),
            id().prop_map(|n| Tap::Release(ConcernId(n))),
            id().prop_map(|n| Tap::Keep(ConcernId(n))),
        ]
    }

    proptest! {
        #[test]
        fn a_tap_comes_back_and_fits(tap in tap()) {
            let tap = dialogue::Tap::Concern(tap);
            let data = tap.encode();
            prop_assert!(data.len() <= 64);
            prop_assert_eq!(dialogue::Tap::decode(&data), Some(tap));
        }

        #[test]
        fn rubbish_is_refused_quietly(data in "1o[a-zA-Z0-9.-]{0,62}") {
            if let Some(tap) = dialogue::Tap::decode(&data) {
                prop_assert!(tap.encode().len() <= 64);
            }
        }
    }
}
