//! What can be wrong with a row or a file, in words a school's secretary understands. Never quotes
//! a name or a telephone number.

use std::path::PathBuf;

use serde::Serialize;

/// Why one row was rejected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowProblem {
    /// Counted from 1, the header included; the line on which the row begins.
    pub line: u64,
    /// The file's own column name; `None` when the row as a whole is meant.
    pub column: Option<String>,
    pub reason: String,
}

/// Why a file was not read at all.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    #[error("there is no file {}", .0.display())]
    Missing(PathBuf),
    #[error("{} cannot be read: {why}", .path.display())]
    Unreadable { path: PathBuf, why: String },
    #[error("{} is a folder, not a file", .0.display())]
    Folder(PathBuf),
    #[error("the file is empty")]
    Empty,
    #[error("the file is larger than {} MB", super::MAX_FILE_BYTES >> 20)]
    TooBig,
    #[error(
        "this is neither a text table nor an XLSX workbook: it holds bytes no text has (line {line})"
    )]
    NotText { line: u64 },
    #[error("this is an old Excel workbook (.xls): save it as .xlsx or .csv")]
    OldExcel,
    #[error(
        "line {line} is not {encoding}: save the file as UTF-8, or name its encoding in the mapping"
    )]
    Encoding { line: u64, encoding: &'static str },
    #[error("the quotation mark opened on line {line} is never closed")]
    Quote { line: u64 },
    #[error("line {line}: the row is longer than 1 MB; is a quotation mark not closed?")]
    LongRow { line: u64 },
    #[error("the table has more than {} columns", super::MAX_COLUMNS)]
    Wide,
    #[error("the workbook cannot be read: {0}")]
    Workbook(String),
    #[error("the workbook has no sheet \"{wanted}\"; it has: {has}")]
    NoSheet { wanted: String, has: String },
    #[error("line {line} cannot be read: {why}")]
    Line { line: u64, why: String },
    /// Everything wrong with the mapping or the header, all at once.
    #[error("{}", .0.join("\n"))]
    Complaints(Vec<String>),
}

/// A cell for a message: short, one line, in quotation marks.
pub(super) fn quoted(text: &str) -> String {
    let mut short: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(40)
        .collect();
    if text.chars().count() > 40 {
        short.push('…');
    }
    format!("\"{short}\"")
}
