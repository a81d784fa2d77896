//! What is over is forgotten in small pages, kind by kind. Decides nothing about how long; never
//! touches what is open.

mod kinds;
mod over;
mod traffic;

use super::Sql;
use super::sql::{joined, length};

pub use over::{Older, forget, older};
pub use traffic::{Forgot, blank, heard, parked, sent};

/// All statements of this folder.
pub const STATEMENTS: &[(&str, Sql)] = &ALL;
const PARTS: &[&[(&str, Sql)]] = &[traffic::STATEMENTS, kinds::STATEMENTS];
const ALL: [(&str, Sql); length(PARTS)] = joined(PARTS);
