//! What we keep and send: the family's answers, and the papers the school records.

use serde::{Deserialize, Serialize};

use super::{Fields, field};
use crate::base::{AdultId, ChildId};
use crate::model::consent::Purpose;

/// What stands on a paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Says {
    pub agrees: bool,
    /// It is the sheet printed here, with today's text in the language of whoever records it; else the text
    /// is on the paper alone.
    #[serde(default)]
    pub ours: bool,
}

impl Says {
    fn digit(self) -> u8 {
        u8::from(self.agrees) | u8::from(self.ours) << 1
    }

    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let digit = fields.number().filter(|digit| *digit <= 3)?;
        Some(Self {
            agrees: digit & 1 == 1,
            ours: digit & 2 == 2,
        })
    }
}

/// The date of a paper is typed next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    pub child: ChildId,
    /// `None`: the young person's own paper.
    pub adult: Option<AdultId>,
    pub purpose: Purpose,
    #[serde(flatten)]
    pub says: Says,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    /// From the menu: the child, or which one.
    Menu,
    Child(ChildId),
    /// The whole text of a purpose, with both answers.
    Text(ChildId, Purpose),
    /// The answer to the text of that version.
    Agree(ChildId, Purpose, i64),
    Refuse(ChildId, Purpose, i64),
    /// Withdraws what was agreed to.
    Stop(ChildId, Purpose),
    /// The school's view of a child.
    School(ChildId),
    /// A paper of this adult, choice by choice; no adult: the young person's own.
    Paper(ChildId, Option<AdultId>),
    PaperAnswer(ChildId, Option<AdultId>, Purpose),
    /// The same where the paper is the sheet printed here.
    SheetAnswer(ChildId, Option<AdultId>, Purpose),
    PaperDay(ChildId, Option<AdultId>, Purpose, Says),
    /// So many days ago.
    PaperPut(ChildId, Option<AdultId>, Purpose, Says, i64),
    /// The sheet with the texts, to print and sign.
    Sheet(ChildId, Option<AdultId>),
    /// The school of this child lets pictures be sent, or not any more.
    Pictures(ChildId, bool),
}

/// Nobody has the number 0.
fn whose(adult: Option<AdultId>) -> String {
    field(adult.map_or(0, |adult| adult.0))
}

fn read(fields: &mut Fields<'_>) -> Option<Option<AdultId>> {
    let number = fields.number()?;
    Some((number != 0).then_some(AdultId(number)))
}

impl Tap {
    pub fn encode(&self) -> String {
        match self {
            Self::Menu => "m".into(),
            Self::Child(child) => format!("c.{}", field(*child)),
            Self::Text(child, purpose) => format!("t.{}.{}", field(*child), purpose.as_str()),
            Self::Agree(child, purpose, version) => {
                format!(
                    "y.{}.{}.{}",
                    field(*child),
                    purpose.as_str(),
                    field(*version)
                )
            }
            Self::Refuse(child, purpose, version) => {
                format!(
                    "n.{}.{}.{}",
                    field(*child),
                    purpose.as_str(),
                    field(*version)
                )
            }
            Self::Stop(child, purpose) => format!("x.{}.{}", field(*child), purpose.as_str()),
            Self::School(child) => format!("s.{}", field(*child)),
            Self::Paper(child, adult) => format!("p.{}.{}", field(*child), whose(*adult)),
            Self::PaperAnswer(child, adult, purpose) => {
                let (child, adult) = (field(*child), whose(*adult));
                format!("a.{child}.{adult}.{}", purpose.as_str())
            }
            Self::SheetAnswer(child, adult, purpose) => {
                let (child, adult) = (field(*child), whose(*adult));
                format!("A.{child}.{adult}.{}", purpose.as_str())
            }
            Self::PaperDay(child, adult, purpose, says) => {
                let (child, adult) = (field(*child), whose(*adult));
                let (purpose, says) = (purpose.as_str(), says.digit());
                format!("d.{child}.{adult}.{purpose}.{says}")
            }
            Self::PaperPut(child, adult, purpose, says, ago) => {
                let (child, adult, ago) = (field(*child), whose(*adult), field(*ago));
                let (purpose, says) = (purpose.as_str(), says.digit());
                format!("P.{child}.{adult}.{purpose}.{says}.{ago}")
            }
            Self::Sheet(child, adult) => format!("f.{}.{}", field(*child), whose(*adult)),
            Self::Pictures(child, true) => format!("i.{}", field(*child)),
            Self::Pictures(child, false) => format!("o.{}", field(*child)),
        }
    }

    pub fn decode(fields: &mut Fields<'_>) -> Option<Self> {
        Some(match fields.text()? {
            "m" => Self::Menu,
            "c" => Self::Child(fields.id()?),
            "t" => Self::Text(fields.id()?, fields.word()?),
            "y" => Self::Agree(fields.id()?, fields.word()?, fields.number()?),
            "n" => Self::Refuse(fields.id()?, fields.word()?, fields.number()?),
            "x" => Self::Stop(fields.id()?, fields.word()?),
            "s" => Self::School(fields.id()?),
            "p" => Self::Paper(fields.id()?, read(fields)?),
            "a" => Self::PaperAnswer(fields.id()?, read(fields)?, fields.word()?),
            "A" => Self::SheetAnswer(fields.id()?, read(fields)?, fields.word()?),
            "d" => Self::PaperDay(
                fields.id()?,
                read(fields)?,
                fields.word()?,
                Says::read(fields)?,
            ),
            "P" => Self::PaperPut(
                fields.id()?,
                read(fields)?,
                fields.word()?,
                Says::read(fields)?,
                fields.number()?,
            ),
            "f" => Self::Sheet(fields.id()?, read(fields)?),
            "i" => Self::Pictures(fields.id()?, true),
            "o" => Self::Pictures(fields.id()?, false),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_button_fits_and_is_read_back() {
        let (child, adult) = (ChildId(i64::MAX), AdultId(i64::MAX));
        for whose in [Some(adult), None] {
            for purpose in Purpose::ALL {
                let says = Says {
                    agrees: true,
                    ours: true,
                };
                let tap = Tap::PaperPut(child, whose, *purpose, says, 7);
                let data = crate::dialogue::Tap::Consent(tap.clone()).encode();
                assert!(data.len() <= 64, "{} bytes", data.len());
                let read = crate::dialogue::Tap::decode(&data);
                assert_eq!(read, Some(crate::dialogue::Tap::Consent(tap)));
            }
        }
    }
}
