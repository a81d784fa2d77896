//! The life of a link in buttons: papers, freezes, a young person's own yes, moves between schools.

use serde::{Deserialize, Serialize};

use super::{Fields, field};
use crate::base::{AdultId, ChildId, ExclusionId, Instant, LinkId, TransferId, UnitId};
use crate::model::lifecycle::{Begins, FreezeKind, Lasts, PaperKind};

/// What is waited for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum State {
    /// What the paper just seen is called by; nothing after `until`.
    Paper {
        exclusion: ExclusionId,
        child: ChildId,
        until: Instant,
    },
}

/// One exclusion before it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draft {
    pub child: ChildId,
    pub adult: AdultId,
    pub kind: PaperKind,
    pub begins: Begins,
    pub lasts: Lasts,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    /// A paper was chosen; from when and until when is chosen on the same screen.
    Draft(Draft),
    Exclude(Draft),
    /// Which kind of freeze.
    Freeze(ChildId),
    AskFreeze(ChildId, FreezeKind),
    DoFreeze(ChildId, FreezeKind),
    AskThaw(ChildId),
    Thaw(ChildId),
    /// What a young person agreed to, and the buttons to note it.
    Own(ChildId),
    OwnYes(ChildId),
    OwnNo(ChildId),
    /// A code for the young person, who is of age.
    OwnCode(ChildId),
    /// The schools a child can move to, from an index on.
    Schools(ChildId, i64),
    AskMove(ChildId, UnitId),
    Move(ChildId, UnitId),
    /// The old school calls a move off.
    StopMove(TransferId),
    /// What other schools offer.
    Offers,
    /// The classes to choose from for an offered child.
    Classes(TransferId),
    Accept(TransferId, UnitId),
    RefuseMove(TransferId),
    /// A parent says yes, or no.
    ConfirmMove(TransferId),
    DeclineMove(TransferId),
    /// The old school has the parent's yes on paper.
    PaperMove(TransferId),
    /// The new school keeps a link that came with the child.
    Keep(ChildId, AdultId),
    /// A parent who is back lets the news go on.
    KeepNews(ChildId),
    /// A parent agrees, or not, that somebody outside the family is linked.
    Vouch(LinkId),
    Object(LinkId),
}

impl Tap {
    pub fn encode(&self) -> String {
        let draft = |letter: &str, d: &Draft| {
            let (child, adult) = (field(d.child), field(d.adult));
            let (kind, begins, lasts) = (d.kind.as_str(), d.begins.as_str(), d.lasts.as_str());
            format!("{letter}.{child}.{adult}.{kind}.{begins}.{lasts}")
        };
        match self {
            Self::Draft(d) => draft("p", d),
            Self::Exclude(d) => draft("X", d),
            Self::Freeze(child) => format!("f.{}", field(*child)),
            Self::AskFreeze(child, kind) => format!("g.{}.{}", field(*child), kind.as_str()),
            Self::DoFreeze(child, kind) => format!("F.{}.{}", field(*child), kind.as_str()),
            Self::AskThaw(child) => format!("t.{}", field(*child)),
            Self::Thaw(child) => format!("T.{}", field(*child)),
            Self::Own(child) => format!("o.{}", field(*child)),
            Self::OwnYes(child) => format!("y.{}", field(*child)),
            Self::OwnNo(child) => format!("n.{}", field(*child)),
            Self::OwnCode(child) => format!("k.{}", field(*child)),
            Self::Schools(child, from) => format!("m.{}.{}", field(*child), field(*from)),
            Self::AskMove(child, school) => format!("s.{}.{}", field(*child), field(*school)),
            Self::Move(child, school) => format!("M.{}.{}", field(*child), field(*school)),
            Self::StopMove(id) => format!("w.{}", field(*id)),
            Self::Offers => "O".into(),
            Self::Classes(id) => format!("c.{}", field(*id)),
            Self::Accept(id, class) => format!("a.{}.{}", field(*id), field(*class)),
            Self::RefuseMove(id) => format!("r.{}", field(*id)),
            Self::ConfirmMove(id) => format!("C.{}", field(*id)),
            Self::DeclineMove(id) => format!("D.{}", field(*id)),
            Self::PaperMove(id) => format!("P.{}", field(*id)),
            Self::Keep(child, adult) => format!("K.{}.{}", field(*child), field(*adult)),
            Self::KeepNews(child) => format!("h.{}", field(*child)),
            Self::Vouch(link) => format!("v.{}", field(*link)),
            Self::Object(link) => format!("V.{}", field(*link)),
        }
    }

    pub fn decode(fields: &mut Fields<'_>) -> Option<Self> {
        fn draft(fields: &mut Fields<'_>) -> Option<Draft> {
            Some(Draft {
                child: fields.id()?,
                adult: fields.id()?,
                kind: fields.word()?,
                begins: fields.word()?,
                lasts: fields.word()?,
            })
        }
        Some(match fields.text()? {
            "p" => Self::Draft(draft(fields)?),
            "X" => Self::Exclude(draft(fields)?),
            "f" => Self::Freeze(fields.id()?),
            "g" => Self::AskFreeze(fields.id()?, fields.word()?),
            "F" => Self::DoFreeze(fields.id()?, fields.word()?),
            "t" => Self::AskThaw(fields.id()?),
            "T" => Self::Thaw(fields.id()?),
            "o" => Self::Own(fields.id()?),
            "y" => Self::OwnYes(fields.id()?),
            "n" => Self::OwnNo(fields.id()?),
            "k" => Self::OwnCode(fields.id()?),
            "m" => Self::Schools(fields.id()?, fields.number()?),
            "s" => Self::AskMove(fields.id()?, fields.id()?),
            "M" => Self::Move(fields.id()?, fields.id()?),
            "w" => Self::StopMove(fields.id()?),
            "O" => Self::Offers,
            "c" => Self::Classes(fields.id()?),
            "a" => Self::Accept(fields.id()?, fields.id()?),
            "r" => Self::RefuseMove(fields.id()?),
            "C" => Self::ConfirmMove(fields.id()?),
            "D" => Self::DeclineMove(fields.id()?),
            "P" => Self::PaperMove(fields.id()?),
            "K" => Self::Keep(fields.id()?, fields.id()?),
            "h" => Self::KeepNews(fields.id()?),
            "v" => Self::Vouch(fields.id()?),
            "V" => Self::Object(fields.id()?),
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
        let tap = Tap::Exclude(Draft {
            child: ChildId(most),
            adult: AdultId(most),
            kind: PaperKind::CourtOrder,
            begins: Begins::Now,
            lasts: Lasts::TwelveMonths,
        });
        let data = crate::dialogue::Tap::Lifecycle(tap.clone()).encode();
        assert!(data.len() <= 64, "{} bytes", data.len());
        let read = crate::dialogue::Tap::decode(&data);
        assert_eq!(read, Some(crate::dialogue::Tap::Lifecycle(tap)));
    }
}
