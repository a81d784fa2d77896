//! Types that hold what must not leak. None implements `Display`; `Debug` shows no content, so
//! neither a log line nor a panic can carry a name, a number, a text or a token.

use serde::{Deserialize, Serialize};

macro_rules! private {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The content, for showing it to a person who may see it or storing it. Never log it.
            pub fn expose(&self) -> &str {
                &self.0
            }

            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}

private! {
    /// A person's name.
    Name,
    /// Words a person wrote.
    Words,
    /// A token, key or code.
    Secret,
}

/// A telephone number as digits only, so that differently written copies compare equal.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Phone(String);

impl Phone {
    /// Keeps the digits (full-width ones too) of what people write, such as `(950) 342 7522` or
    /// `+998 90 123-45-67`. None below 5 or above 15 digits (ITU-T E.164's maximum).
    pub fn parse(written: &str) -> Option<Self> {
        let digits: String = written
            .chars()
            .filter_map(|c| match c {
                '0'..='9' => Some(c),
                '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10),
                _ => None,
            })
            .collect();
        let digits = digits.strip_prefix("00").unwrap_or(&digits);
        (5..=15)
            .contains(&digits.len())
            .then(|| Self(digits.to_owned()))
    }

    pub fn digits(&self) -> &str {
        &self.0
    }

    /// Whether two numbers are the same line. One may lack the country code or carry a trunk
    /// digit, so the last nine digits decide when both have as many; shorter ones must be equal.
    pub fn same_line(&self, other: &Self) -> bool {
        self.line() == other.line()
    }

    /// The comparable part: the last nine digits, or all of a shorter number.
    pub fn line(&self) -> &str {
        &self.0[self.0.len().saturating_sub(9)..]
    }
}

impl std::fmt::Debug for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Phone(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_written_three_ways() {
        let at_home = Phone::parse("8 (903) 342-75-22").unwrap();
        let abroad = Phone::parse("+7 903 342 75 22").unwrap();
        assert!(at_home.same_line(&abroad));
        assert!(Phone::parse("Fax").is_none());
        assert_eq!(format!("{at_home:?}"), "Phone(…)");
    }
}
