//! The trace of what was done and seen: append-only, ids and words only. Rows are written with the act
//! and sealed into a chain afterwards, so that nobody who acts waits for the chain's end.

pub mod chain;
mod notes;
pub mod reading;

pub use notes::{Act, brief, count, note, note_once};
pub(super) use notes::{Told, told};

use super::sql::{Sql, joined, length};

const PARTS: &[&[(&str, Sql)]] = &[notes::STATEMENTS, chain::STATEMENTS, reading::STATEMENTS];
pub const STATEMENTS: &[(&str, Sql)] = &joined::<{ length(PARTS) }>(PARTS);
