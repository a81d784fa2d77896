//! What can be put into a sentence, and that it is escaped.

use crate::base::{Html, Name, Words};

/// The arguments of one sentence by name.
pub type Args<'a> = [(&'static str, Arg)];

/// One argument.
#[derive(Clone, Debug)]
pub enum Arg {
    /// Foreign text: escaped.
    Text(String),
    /// Markup that is already safe.
    Html(Html),
    /// Chooses the plural form and prints as digits.
    Number(i64),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<&Name> for Arg {
    fn from(name: &Name) -> Self {
        Self::Text(name.expose().to_owned())
    }
}

impl From<&Words> for Arg {
    fn from(words: &Words) -> Self {
        Self::Text(words.expose().to_owned())
    }
}

impl From<Html> for Arg {
    fn from(html: Html) -> Self {
        Self::Html(html)
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<u32> for Arg {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}
