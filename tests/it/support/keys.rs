//! The operator's key of the tests: the same everywhere, so that another process reads what one wrote.

use hongyan::base::{Chance, Keyring};

/// As it stands in a file or a variable.
pub const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

pub fn keys() -> Keyring {
    Keyring::parse(KEY, Chance::system()).unwrap()
}
