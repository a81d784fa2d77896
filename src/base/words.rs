//! Closed vocabularies: enums whose words are the same in tables, JSON, metrics and templates.

/// Declares an enum with one lower-case word per variant, `as_str`, `parse`, `ALL` and serde.
#[macro_export]
macro_rules! words {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant),* }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word used in tables, JSON, templates and message keys.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// The value of a word; `None` for any other text.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }

        impl $crate::base::Vocabulary for $name {
            fn of(word: &str) -> Option<Self> { Self::parse(word) }
        }
    };
}

/// What [`words!`] declares, for code that reads any of them.
pub trait Vocabulary: Sized {
    fn of(word: &str) -> Option<Self>;
}
