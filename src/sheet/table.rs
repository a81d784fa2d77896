//! A file as a header and rows, whatever its format; the format is told by content, not by name.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use csv::StringRecord;

use super::delimited::Delimited;
use super::{MAX_COLUMNS, MAX_FILE_BYTES, Mapping, SheetError, text, workbook};

/// One row of the file.
#[derive(Debug)]
pub struct Line {
    /// Counted from 1, the header included.
    pub number: u64,
    pub(super) cells: StringRecord,
}

/// An open file: header read, rows to come.
pub struct Table {
    pub(super) header: Vec<String>,
    rows: Rows,
    total: u64,
    written_in: String,
}

enum Rows {
    Delimited(Box<Delimited>),
    Workbook(std::vec::IntoIter<(u64, StringRecord)>),
}

impl Table {
    /// Opens a CSV or XLSX file. The mapping may name encoding, delimiter, sheet and header row.
    pub fn open(path: &Path, mapping: Option<&Mapping>) -> Result<Self, SheetError> {
        let unreadable = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::NotFound => SheetError::Missing(path.to_owned()),
            _ => SheetError::Unreadable {
                path: path.to_owned(),
                why: error.to_string(),
            },
        };
        let mut file = File::open(path).map_err(unreadable)?;
        let about = file.metadata().map_err(unreadable)?;
        if about.is_dir() {
            return Err(SheetError::Folder(path.to_owned()));
        }
        if about.len() > MAX_FILE_BYTES {
            return Err(SheetError::TooBig);
        }
        let mut magic = Vec::new();
        (&mut file)
            .take(8)
            .read_to_end(&mut magic)
            .map_err(unreadable)?;
        let header_row = mapping.map_or(1, |m| m.header_row);
        if magic.starts_with(b"\xd0\xcf\x11\xe0") {
            return Err(SheetError::OldExcel);
        }
        if magic.starts_with(b"PK\x03\x04") {
            let sheet = mapping.and_then(|m| m.sheet.as_deref());
            let rows = workbook::read(file, sheet, header_row)?;
            let total = rows.len().saturating_sub(1) as u64;
            let rows = Rows::Workbook(rows.into_iter());
            return Self::with_header(rows, total, "XLSX".to_owned());
        }
        text::rewind(&mut file)?;
        let scan = text::scan(
            &mut file,
            mapping.and_then(|m| m.encoding),
            mapping.and_then(|m| m.delimiter),
        )?;
        text::rewind(&mut file)?;
        let mut rows = Delimited::new(file, &scan);
        for _ in 1..header_row {
            rows.next()?;
        }
        let separator = match scan.delimiter {
            b'\t' => "tab".to_owned(),
            other => format!("\"{}\"", char::from(other)),
        };
        Self::with_header(
            Rows::Delimited(Box::new(rows)),
            scan.lines.saturating_sub(u64::from(header_row)),
            format!("CSV, {}, separated by {separator}", scan.encoding.name()),
        )
    }

    fn with_header(mut rows: Rows, total: u64, written_in: String) -> Result<Self, SheetError> {
        let (_, first) = rows.next()?.ok_or(SheetError::Empty)?;
        let mut header: Vec<String> = first.iter().map(|cell| cell.trim().to_owned()).collect();
        while header.last().is_some_and(String::is_empty) {
            header.pop();
        }
        if header.is_empty() {
            return Err(SheetError::Empty);
        }
        if header.len() > MAX_COLUMNS {
            return Err(SheetError::Wide);
        }
        Ok(Self {
            header,
            rows,
            total,
            written_in,
        })
    }

    /// The column names, trimmed.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// How many rows there are below the header, near enough for a progress bar.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Format, encoding and separator, as they were understood.
    pub fn written_in(&self) -> &str {
        &self.written_in
    }

    /// The next row that is not blank.
    pub fn next_line(&mut self) -> Result<Option<Line>, SheetError> {
        while let Some((number, cells)) = self.rows.next()? {
            if cells.iter().any(|cell| !cell.trim().is_empty()) {
                return Ok(Some(Line { number, cells }));
            }
        }
        Ok(None)
    }
}

impl Rows {
    fn next(&mut self) -> Result<Option<(u64, StringRecord)>, SheetError> {
        match self {
            Self::Delimited(rows) => rows.next(),
            Self::Workbook(rows) => Ok(rows.next()),
        }
    }
}
