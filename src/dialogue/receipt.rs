//! Who has seen a note: the family's one tap, and the school's list.

use super::{Fields, field};
use crate::base::{ChildId, MailingId, NoteId, UnitId};
use crate::model::receipt::Way;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    /// A family adult has seen this note.
    Seen(NoteId),
    /// Who has seen a mailing; the number is the first child of the page.
    Open(MailingId, i64),
    /// The last mailings to a class.
    OfClass(UnitId),
    /// The last mailings to one child's family.
    OfChild(ChildId),
    /// One family of a mailing: how it stands, and how it was told.
    Family(MailingId, ChildId),
    /// The school told this family.
    Told(MailingId, ChildId, Way),
    /// Whoever looks after the child when nobody answers takes care of an urgent notice.
    Care(MailingId, ChildId),
    /// Once more to those who have not said that they know.
    Remind(MailingId),
}

impl Tap {
    pub fn encode(&self) -> String {
        match self {
            Self::Seen(note) => format!("s.{}", field(*note)),
            Self::Open(mailing, from) => format!("o.{}.{}", field(*mailing), field(*from)),
            Self::OfClass(class) => format!("c.{}", field(*class)),
            Self::OfChild(child) => format!("k.{}", field(*child)),
            Self::Family(mailing, child) => format!("f.{}.{}", field(*mailing), field(*child)),
            Self::Told(mailing, child, way) => {
                let way = way.as_str();
                format!("t.{}.{}.{way}", field(*mailing), field(*child))
            }
            Self::Care(mailing, child) => format!("h.{}.{}", field(*mailing), field(*child)),
            Self::Remind(mailing) => format!("r.{}", field(*mailing)),
        }
    }

    pub fn decode(fields: &mut Fields<'_>) -> Option<Self> {
        Some(match fields.text()? {
            "s" => Self::Seen(fields.id()?),
            "o" => Self::Open(fields.id()?, fields.number()?),
            "c" => Self::OfClass(fields.id()?),
            "k" => Self::OfChild(fields.id()?),
            "f" => Self::Family(fields.id()?, fields.id()?),
            "t" => {
                let (mailing, child) = (fields.id()?, fields.id()?);
                // On a family's behalf only what somebody did by themselves.
                let way = fields.word().filter(|way: &Way| !way.is_own())?;
                Self::Told(mailing, child, way)
            }
            "h" => Self::Care(fields.id()?, fields.id()?),
            "r" => Self::Remind(fields.id()?),
            _ => return None,
        })
    }
}
