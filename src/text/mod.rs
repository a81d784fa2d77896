//! Layer 2: every sentence, in every language. The only room that knows Fluent.
//!
//! Sentences live in `locales/<language>/<feature>.ftl`; code says `say!(locale, "key", child = name)`.
//! Arguments are escaped on the way in, so a name can never become markup. Tests prove every key
//! used, every language complete and every message within the messenger's limits.

mod args;
mod bundles;
pub mod dates;
pub mod weekly;

pub use args::{Arg, Args};
pub use bundles::{FEATURES, keys, label, say, try_say};

/// A sentence as [`Html`](crate::base::Html): `say!(locale, "key")`, `say!(locale, "key", child = name, count = 3)`.
#[macro_export]
macro_rules! say {
    ($locale:expr, $key:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::text::say($locale, $key, &[$((stringify!($name), $crate::text::Arg::from($value))),*])
    };
}

/// The same as plain text, for buttons and toasts, where the messenger knows no markup.
#[macro_export]
macro_rules! label {
    ($locale:expr, $key:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::text::label($locale, $key, &[$((stringify!($name), $crate::text::Arg::from($value))),*])
    };
}
