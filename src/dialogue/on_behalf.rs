//! Who answers in place of a guardian without the chat: a lead names, a parent says yes or no.

use super::{Fields, field};
use crate::base::{AdultId, ChildId};
use crate::model::on_behalf::Who;

/// The child and the guardian it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    pub child: ChildId,
    pub guardian: AdultId,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    /// From the child's card: who answers now, and who could.
    Show(Pair),
    /// One was chosen: how was the yes said?
    Pick(Pair, Who),
    /// The signed paper is there.
    Paper(Pair, Who),
    /// The parents are asked in the chat.
    Ask(Pair, Who),
    /// The guardian answers again.
    End(Pair),
    /// A parent says yes, or no, to whom they were asked about.
    Agree(Pair, Who),
    Object(Pair, Who),
}

impl Tap {
    pub fn encode(&self) -> String {
        let pair = |pair: &Pair| format!("{}.{}", field(pair.child), field(pair.guardian));
        let chosen = |letter: &str, of: &Pair, who: &Who| {
            let who = match who {
                Who::Teacher => "t".to_owned(),
                Who::Home => "h".to_owned(),
                Who::Helper(adult) => format!("a{}", field(*adult)),
            };
            format!("{letter}.{}.{who}", pair(of))
        };
        match self {
            Self::Show(of) => format!("s.{}", pair(of)),
            Self::Pick(of, who) => chosen("p", of, who),
            Self::Paper(of, who) => chosen("P", of, who),
            Self::Ask(of, who) => chosen("q", of, who),
            Self::End(of) => format!("e.{}", pair(of)),
            Self::Agree(of, who) => chosen("y", of, who),
            Self::Object(of, who) => chosen("n", of, who),
        }
    }

    pub fn decode(fields: &mut Fields<'_>) -> Option<Self> {
        fn pair(fields: &mut Fields<'_>) -> Option<Pair> {
            Some(Pair {
                child: fields.id()?,
                guardian: fields.id()?,
            })
        }
        fn who(fields: &mut Fields<'_>) -> Option<Who> {
            match fields.text()? {
                "t" => Some(Who::Teacher),
                "h" => Some(Who::Home),
                other => {
                    let id = Fields::new(other.strip_prefix('a')?).id()?;
                    Some(Who::Helper(id))
                }
            }
        }
        Some(match fields.text()? {
            "s" => Self::Show(pair(fields)?),
            "p" => Self::Pick(pair(fields)?, who(fields)?),
            "P" => Self::Paper(pair(fields)?, who(fields)?),
            "q" => Self::Ask(pair(fields)?, who(fields)?),
            "e" => Self::End(pair(fields)?),
            "y" => Self::Agree(pair(fields)?, who(fields)?),
            "n" => Self::Object(pair(fields)?, who(fields)?),
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
        let pair = Pair {
            child: ChildId(most),
            guardian: AdultId(most),
        };
        for who in [Who::Teacher, Who::Home, Who::Helper(AdultId(most))] {
            let tap = crate::dialogue::Tap::OnBehalf(Tap::Object(pair, who));
            let data = tap.encode();
            assert!(data.len() <= 64, "{} bytes", data.len());
            assert_eq!(crate::dialogue::Tap::decode(&data), Some(tap));
        }
    }
}
