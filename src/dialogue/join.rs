//! Linking: open the bot, share the contact, confirm; then a person of the school decides.

use serde::{Deserialize, Serialize};

use super::{Fields, field};
use crate::base::{InvitationId, LinkId, Phone};

/// Between the invitation link and the confirmation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum State {
    /// Waits for the person's own contact.
    Contact { invitation: InvitationId },
    /// Waits for yes or no.
    Confirm {
        invitation: InvitationId,
        phone: Phone,
    },
}

impl State {
    /// What was opened.
    pub const fn invitation(&self) -> InvitationId {
        match self {
            Self::Contact { invitation } | Self::Confirm { invitation, .. } => *invitation,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    Confirm(InvitationId),
    Decline(InvitationId),
    /// A person of the school decides.
    Approve(LinkId),
    Refuse(LinkId),
    /// The list of those who wait.
    Waiting,
}

impl Tap {
    pub fn encode(&self) -> String {
        match self {
            Self::Confirm(id) => format!("y.{}", field(*id)),
            Self::Decline(id) => format!("n.{}", field(*id)),
            Self::Approve(id) => format!("a.{}", field(*id)),
            Self::Refuse(id) => format!("r.{}", field(*id)),
            Self::Waiting => "w".into(),
        }
    }

    pub fn decode(fields: &mut Fields<'_>) -> Option<Self> {
        Some(match fields.text()? {
            "y" => Self::Confirm(fields.id()?),
            "n" => Self::Decline(fields.id()?),
            "a" => Self::Approve(fields.id()?),
            "r" => Self::Refuse(fields.id()?),
            "w" => Self::Waiting,
            _ => return None,
        })
    }
}

/// What a person typed or opened that may be a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Code {
    /// From a deep link.
    Token(String),
    /// Read out: the first six digits find it, the last six must match.
    Short { locator: String, secret: String },
}

/// Length of each half of a short code, in digits.
pub const HALF: usize = 6;

impl Code {
    /// The payload of `/start`: `j` and a token of 32 hexadecimal digits.
    pub fn from_start(payload: &str) -> Option<Self> {
        let token = payload.strip_prefix('j')?;
        (token.len() == 32 && token.bytes().all(|b| b.is_ascii_hexdigit()))
            .then(|| Self::Token(token.to_ascii_lowercase()))
    }

    /// Twelve digits, however they are spaced.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut digits = String::new();
        for c in text.trim().chars() {
            match c {
                '0'..='9' => digits.push(c),
                ' ' | '-' | '·' | '.' | '\u{a0}' | '–' => {}
                _ => return None,
            }
        }
        (digits.len() == 2 * HALF).then(|| Self::Short {
            locator: digits[..HALF].to_owned(),
            secret: digits[HALF..].to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_read_out_is_twelve_digits() {
        let code = Code::Short {
            locator: "482913".into(),
            secret: "604127".into(),
        };
        assert_eq!(Code::from_text("482 913 604 127"), Some(code.clone()));
        assert_eq!(Code::from_text("482913-604127"), Some(code));
        assert_eq!(Code::from_text("call 482913604127"), None);
        assert_eq!(Code::from_text("123"), None);
    }
}
