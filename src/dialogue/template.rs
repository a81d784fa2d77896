//! A writer's own templates, beside the note that is being written.

use super::{Fields, field};
use crate::base::TemplateId;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tap {
    /// Those that are kept.
    List,
    /// One of them, whole.
    Open(TemplateId),
    /// It belongs to the note.
    Use(TemplateId),
    Drop(TemplateId),
    /// What the preview shows is kept as one.
    Keep,
    /// Back to the note.
    Back,
}

impl Tap {
    pub fn encode(&self) -> String {
        match self {
            Self::List => "l".into(),
            Self::Open(id) => format!("o.{}", field(*id)),
            Self::Use(id) => format!("u.{}", field(*id)),
            Self::Drop(id) => format!("x.{}", field(*id)),
            Self::Keep => "k".into(),
            Self::Back => "b".into(),
        }
    }

    pub fn decode(fields: &mut Fields<'_>) -> Option<Self> {
        Some(match fields.text()? {
            "l" => Self::List,
            "o" => Self::Open(fields.id()?),
            "u" => Self::Use(fields.id()?),
            "x" => Self::Drop(fields.id()?),
            "k" => Self::Keep,
            "b" => Self::Back,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialogue;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_tap_comes_back_and_fits(id in 0..=i64::MAX) {
            let id = TemplateId(id);
            for tap in [Tap::List, Tap::Open(id), Tap::Use(id), Tap::Drop(id), Tap::Keep, Tap::Back] {
                let tap = dialogue::Tap::Template(tap);
                let data = tap.encode();
                prop_assert!(data.len() <= 64);
                prop_assert_eq!(dialogue::Tap::decode(&data), Some(tap));
            }
        }
    }
}
