//! XLSX: one sheet as rows of text. Dates become `YYYY-MM-DD`, whole numbers lose their `.0`.
//! Workbooks are unpacked whole, so what is inside is measured first.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};
use csv::StringRecord;

use super::secret::is_secret;
use super::{MAX_COLUMNS, SheetError};

/// What a workbook may unpack to, by its own table of contents.
const MAX_UNPACKED: u64 = 512 << 20;
/// The text of all cells together.
const MAX_CELL_BYTES: usize = 256 << 20;

/// Rows of one sheet with their row numbers, header first. Cells under a secret heading are left
/// empty: they are not even turned into text.
pub(super) fn read(
    mut file: File,
    sheet: Option<&str>,
    header_row: u32,
) -> Result<Vec<(u64, StringRecord)>, SheetError> {
    if unpacked(&mut file).is_some_and(|bytes| bytes > MAX_UNPACKED) {
        return Err(SheetError::TooBig);
    }
    super::text::rewind(&mut file)?;
    let bad = |error: calamine::XlsxError| SheetError::Workbook(error.to_string());
    let mut book: Xlsx<_> = Xlsx::new(BufReader::new(file)).map_err(bad)?;
    let names = book.sheet_names();
    let name = match sheet {
        Some(wanted) if !names.iter().any(|name| name == wanted) => {
            return Err(SheetError::NoSheet {
                wanted: wanted.to_owned(),
                has: names.join(", "),
            });
        }
        Some(wanted) => wanted.to_owned(),
        None => names.first().cloned().ok_or(SheetError::Empty)?,
    };
    let mut cells = book.worksheet_cells_reader(&name).map_err(bad)?;
    let mut rows = Rows::new(header_row);
    while let Some(cell) = cells.next_cell().map_err(bad)? {
        let (row, column) = cell.get_position();
        rows.put(row, column as usize, cell.get_value())?;
    }
    rows.end_row();
    Ok(rows.done)
}

struct Rows {
    header_row: u32,
    done: Vec<(u64, StringRecord)>,
    current: Option<(u32, StringRecord)>,
    secret: Vec<bool>,
    bytes: usize,
}

impl Rows {
    fn new(header_row: u32) -> Self {
        Self {
            header_row,
            done: Vec::new(),
            current: None,
            secret: Vec::new(),
            bytes: 0,
        }
    }

    fn put(&mut self, row: u32, column: usize, value: &DataRef<'_>) -> Result<(), SheetError> {
        if row + 1 < self.header_row || matches!(value, DataRef::Empty) {
            return Ok(());
        }
        if self.current.as_ref().is_none_or(|(at, _)| *at != row) {
            self.end_row();
            self.current = Some((row, StringRecord::new()));
        }
        if self.secret.get(column).copied().unwrap_or(false) {
            return Ok(());
        }
        if column >= MAX_COLUMNS {
            return Err(SheetError::Wide);
        }
        let text = text_of(value);
        self.bytes += text.len();
        if self.bytes > MAX_CELL_BYTES {
            return Err(SheetError::TooBig);
        }
        if let Some((_, record)) = &mut self.current {
            while record.len() < column {
                record.push_field("");
            }
            record.push_field(&text);
        }
        Ok(())
    }

    fn end_row(&mut self) {
        if let Some((row, record)) = self.current.take() {
            if self.done.is_empty() {
                self.secret = record.iter().map(is_secret).collect();
            }
            self.done.push((u64::from(row) + 1, record));
        }
    }
}

pub(super) fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        // Keys and telephone numbers are stored as numbers by spreadsheet programs.
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            format!("{number:.0}")
        }
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(flag) => flag.to_string(),
        DataRef::DateTime(moment) => day(moment),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

fn day(moment: &ExcelDateTime) -> String {
    if moment.is_duration() {
        return moment.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    if (hour, minute, second) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
    }
}

/// The unpacked size a zip's table of contents claims; `None` when it cannot be found (then the
/// workbook reader says what is wrong).
fn unpacked(file: &mut File) -> Option<u64> {
    const END: [u8; 4] = *b"PK\x05\x06";
    const ENTRY: [u8; 4] = *b"PK\x01\x02";
    let length = file.seek(SeekFrom::End(0)).ok()?;
    let tail_at = length.saturating_sub(66_000);
    file.seek(SeekFrom::Start(tail_at)).ok()?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail).ok()?;
    let end = tail.windows(4).rposition(|w| w == END)?;
    let word = |bytes: &[u8], at: usize| -> Option<u64> {
        Some(u64::from(u32::from_le_bytes(
            bytes.get(at..at + 4)?.try_into().ok()?,
        )))
    };
    let half = |bytes: &[u8], at: usize| -> Option<usize> {
        Some(usize::from(u16::from_le_bytes(
            bytes.get(at..at + 2)?.try_into().ok()?,
        )))
    };
    let (size, start) = (word(&tail, end + 12)?, word(&tail, end + 16)?);
    file.seek(SeekFrom::Start(start)).ok()?;
    let mut contents = Vec::new();
    file.take(size.min(16 << 20))
        .read_to_end(&mut contents)
        .ok()?;
    let (mut at, mut total) = (0, 0_u64);
    while contents.get(at..at + 4) == Some(ENTRY.as_slice()) {
        total = total.saturating_add(word(&contents, at + 24)?);
        at +=
            46 + half(&contents, at + 28)? + half(&contents, at + 30)? + half(&contents, at + 32)?;
    }
    Some(total)
}
