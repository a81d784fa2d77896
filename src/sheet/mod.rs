//! Layer 2: files of other systems become typed rows. The only room that knows CSV, XLSX,
//! encodings and mapping files. Knows no database: whether a key exists is the service's question.
//!
//! `Table` reads lines, `Mapping` says what they mean, `Plan` joins the two for one header, and
//! `Row` is what comes out, or a [`RowProblem`] with line, column and reason in plain words.

mod bind;
mod columns;
mod delimited;
mod export;
mod form;
mod form_read;
mod kind;
mod mapping;
mod mapping_check;
mod mapping_read;
mod plan;
mod problem;
mod reader;
mod rows;
mod secret;
mod table;
mod template;
mod text;
mod value;
mod workbook;

pub use columns::{Column, Shape};
pub use export::{cell, table as export};
pub use form::{Form, FormColumn, FormMark, FormRow};
pub use form_read::{Filled, FilledCell, FilledRow, LISTS_PARTS, NoForm, filled, has_its_parts};
pub use kind::Kind;
pub use mapping::Mapping;
pub use plan::Plan;
pub use problem::{RowProblem, SheetError};
pub use reader::Stated;
pub use rows::{ChildRow, ContactRow, EntryRow, ParentRow, RelationRow, Row, StaffRow, UnitRow};
pub use table::{Line, Table};
pub use template::{describe, template};

/// Larger files are refused: a school's year is a few megabytes.
pub const MAX_FILE_BYTES: u64 = 512 << 20;
/// Longer rows are refused: nearly always a quotation mark that was never closed.
pub const MAX_ROW_BYTES: usize = 1 << 20;
/// Wider tables are refused; the widest national sheet known has 72 columns.
pub const MAX_COLUMNS: usize = 1_000;
