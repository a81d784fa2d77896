//! What the operator set for the whole house, and what the house remembers of itself, by name.

use super::{Stored, Tx, tx::Cells};

statements! {
    GET = "SELECT value FROM house WHERE key = $1";
    PUT = "INSERT INTO house (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
}

/// Numbers to ring where no unit has its own: `Vec<model::settings::Number>` as JSON.
pub const NUMBERS: &str = "numbers";
/// Up to when entries were looked through for quiet signs, in milliseconds.
pub const SIGNS: &str = "signs_ms";

pub async fn get(tx: &mut Tx, key: &str) -> Stored<Option<String>> {
    one!(tx, GET; key).map(|row| row.text("value")).transpose()
}

pub async fn put(tx: &mut Tx, key: &str, value: &str) -> Stored<()> {
    run!(tx, PUT; key, value);
    Ok(())
}
