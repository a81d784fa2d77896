//! The staff list: one person's post, its days, the yearly look, its end.

use super::{Fields, field};
use crate::base::{PostId, UnitId};
use crate::model::staff::{Begin, Until};
use crate::words;

words! {
    /// What is done with a post, in two taps.
    pub enum Act {
        /// The person's record was looked at.
        Check = "check",
        End = "end",
        /// The second factor begins anew.
        Reset = "reset",
        /// The person lost their phone.
        Lost = "lost",
        /// Others use the person's phone, and the code is forgotten.
        Uncover = "uncover",
        /// This person also becomes a lead of the school.
        AsLead = "as_lead",
        /// This lead is a woman; nothing else is noted about it.
        Woman = "woman",
        /// That was noted by mistake.
        NoWoman = "no_woman",
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    /// The staff of a school or an office, from an index on.
    List(UnitId, i64),
    Person(PostId),
    /// Invite to this post: from when, until when, then the code.
    Invite(PostId),
    Begin(PostId, Begin),
    Until(PostId, Begin, Until),
    /// A new code for a post that runs: the phone was lost.
    Again(PostId),
    Ask(Act, PostId),
    Do(Act, PostId),
}

impl Tap {
    pub fn encode(&self) -> String {
        match self {
            Self::List(unit, from) => format!("l.{}.{}", field(*unit), field(*from)),
            Self::Person(post) => format!("p.{}", field(*post)),
            Self::Invite(post) => format!("i.{}", field(*post)),
            Self::Begin(post, begin) => format!("b.{}.{}", field(*post), begin.as_str()),
            Self::Until(post, begin, until) => {
                let (begin, until) = (begin.as_str(), until.as_str());
                format!("u.{}.{begin}.{until}", field(*post))
            }
            Self::Again(post) => format!("n.{}", field(*post)),
            Self::Ask(act, post) => format!("a.{}.{}", act.as_str(), field(*post)),
            Self::Do(act, post) => format!("d.{}.{}", act.as_str(), field(*post)),
        }
    }

    pub fn decode(fields: &mut Fields<'_>) -> Option<Self> {
        Some(match fields.text()? {
            "l" => Self::List(fields.id()?, fields.number()?),
            "p" => Self::Person(fields.id()?),
            "i" => Self::Invite(fields.id()?),
            "b" => Self::Begin(fields.id()?, fields.word()?),
            "u" => Self::Until(fields.id()?, fields.word()?, fields.word()?),
            "n" => Self::Again(fields.id()?),
            "a" => Self::Ask(fields.word()?, fields.id()?),
            "d" => Self::Do(fields.word()?, fields.id()?),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_button_fits_and_is_read_back() {
        let post = PostId(i64::MAX);
        for tap in [
            Tap::Until(post, Begin::Monday, Until::SchoolYear),
            Tap::Do(Act::AsLead, post),
            Tap::List(UnitId(i64::MAX), i64::MAX),
        ] {
            let data = crate::dialogue::Tap::Staff(tap.clone()).encode();
            assert!(data.len() <= 64, "{} bytes", data.len());
            let read = crate::dialogue::Tap::decode(&data);
            assert_eq!(read, Some(crate::dialogue::Tap::Staff(tap)));
        }
    }
}
