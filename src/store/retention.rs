//! What is over is forgotten in small pages, kind by kind. Decides nothing about how long; never
//! touches what is open.

mod count;
mod kinds;
mod traffic;

use super::Sql;
use super::sql::{joined, length};

pub use count::{Older, older};
pub use kinds::forget;
pub use traffic::{Forgot, blank, heard, parked, sent};

/// All statements of this folder.
pub const STATEMENTS: &[(&str, Sql)] = &ALL;
const PARTS: &[&[(&str, Sql)]] = &[traffic::STATEMENTS, kinds::STATEMENTS, count::STATEMENTS];
const ALL: [(&str, Sql); length(PARTS)] = joined(PARTS);
