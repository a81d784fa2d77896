//! A sheet we hand out to be filled in and sent back: written as XLSX, with what stands already, the words a
//! cell may hold to choose from, and a mark by which it is known again. Knows nothing of what the columns mean.

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, Formula, Workbook,
    Worksheet, XlsxError,
};

use super::export::cell;

/// The sheet beside the one a person sees: the mark, and how every cell was handed out.
pub(super) const ASIDE: &str = "hongyan";
/// The words of every column, one below the other.
pub(super) const WORDS: &str = "words";
/// What the first cell of [`ASIDE`] holds.
pub(super) const SIGN: &str = "hongyan-form";
/// The version of this layout; another one is not read.
pub(super) const VERSION: &str = "1";
/// Rows above the header: the title and how to fill it in.
const ABOVE: u32 = 2;
/// Rows of [`ASIDE`] above the first one that was handed out: the mark, the headings, the codes.
pub(super) const HEAD: usize = 3;
/// Columns before the first to fill in: the key of the row, and its name.
pub(super) const BEFORE: u16 = 2;

/// What a sheet is known again by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormMark {
    /// What it is about: the id of a class.
    pub about: i64,
    /// The week, by its Monday.
    pub week: NaiveDate,
    /// For whom it was made.
    pub whose: i64,
    /// The language of its words, as an IETF tag.
    pub locale: String,
}

/// A column to fill in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormColumn {
    /// What it is, for us; at most a few letters.
    pub code: String,
    /// Its heading; each is another one.
    pub label: String,
    /// The words offered in a list; others may be typed.
    pub choices: Vec<String>,
    /// In letters.
    pub width: u8,
}

/// One row as it is handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormRow {
    /// What it is, for us.
    pub key: String,
    pub name: String,
    /// One text for each column.
    pub cells: Vec<String>,
}

/// A sheet to fill in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    pub mark: FormMark,
    pub title: String,
    /// How to fill it in.
    pub hint: String,
    /// The heading above the names.
    pub who: String,
    pub columns: Vec<FormColumn>,
    pub rows: Vec<FormRow>,
    /// So many rows at the top speak of all the others: no words are offered in them.
    pub lead: u32,
    /// The day it was made on.
    pub made: NaiveDate,
}

impl Form {
    /// The workbook's bytes. `None`: it has more rows or letters than a workbook can have.
    pub fn xlsx(&self) -> Option<Vec<u8>> {
        self.workbook().ok()
    }

    fn workbook(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let day = self.made;
        let (month, of) = (day.month() as u8, day.day() as u8);
        let made = ExcelDateTime::from_ymd(day.year().clamp(1900, 9999) as u16, month, of)?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&made));
        let sheet = book.add_worksheet();
        sheet.set_name(self.mark.week.to_string())?;
        self.seen(sheet)?;
        let sheet = book.add_worksheet();
        sheet.set_name(ASIDE)?.set_hidden(true);
        self.aside(sheet)?;
        let sheet = book.add_worksheet();
        sheet.set_name(WORDS)?.set_hidden(true);
        for (at, column) in (0u16..).zip(&self.columns) {
            put(sheet, 0, at, &column.code)?;
            for (row, word) in (1u32..).zip(&column.choices) {
                put(sheet, row, at, word)?;
            }
        }
        book.save_to_buffer()
    }

    /// The sheet a person fills in. Every cell is text: a spreadsheet program would make a date of "3/5".
    fn seen(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let text = Format::new()
            .set_num_format("@")
            .set_text_wrap()
            .set_align(FormatAlign::Top);
        let bold = Format::new().set_bold().set_text_wrap().set_num_format("@");
        sheet.write_string_with_format(0, 1, cell(&self.title), &Format::new().set_bold())?;
        sheet.write_string(1, 1, cell(&self.hint))?;
        sheet.write_string_with_format(ABOVE, 1, cell(&self.who), &bold)?;
        sheet.set_column_hidden(0)?;
        sheet.set_column_width(1, 24)?;
        let first = ABOVE + 1;
        let offers = first + self.lead;
        let last = (first + self.rows.len() as u32)
            .saturating_sub(1)
            .max(offers);
        for (at, column) in (BEFORE..).zip(&self.columns) {
            sheet.write_string_with_format(ABOVE, at, cell(&column.label), &bold)?;
            sheet.set_column_width(at, f64::from(column.width))?;
            if !column.choices.is_empty() {
                let letter = letters(at - BEFORE);
                let end = column.choices.len() + 1;
                let list = Formula::new(format!("={WORDS}!${letter}$2:${letter}${end}"));
                // A list offers; what is not in it can be typed, and is judged when it comes back.
                let offered = DataValidation::new()
                    .allow_list_formula(list)
                    .show_error_message(false);
                sheet.add_data_validation(offers, at, last, at, &offered)?;
            }
        }
        for (at, row) in (first..).zip(&self.rows) {
            put(sheet, at, 0, &row.key)?;
            sheet.write_string_with_format(at, 1, cell(&row.name), &text)?;
            for (column, content) in (BEFORE..).zip(&row.cells) {
                match content.is_empty() {
                    true => sheet.write_blank(at, column, &text)?,
                    false => sheet.write_string_with_format(at, column, cell(content), &text)?,
                };
            }
        }
        sheet.set_freeze_panes(first, BEFORE)?;
        Ok(())
    }

    fn aside(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let mark = &self.mark;
        let words = [
            SIGN.to_owned(),
            VERSION.to_owned(),
            mark.about.to_string(),
            mark.week.to_string(),
            mark.whose.to_string(),
            mark.locale.clone(),
        ];
        for (at, word) in (0u16..).zip(&words) {
            put(sheet, 0, at, word)?;
        }
        put(sheet, 1, 1, &self.who)?;
        for (at, column) in (BEFORE..).zip(&self.columns) {
            put(sheet, 1, at, &column.label)?;
            put(sheet, 2, at, &column.code)?;
        }
        for (at, row) in (HEAD as u32..).zip(&self.rows) {
            put(sheet, at, 0, &row.key)?;
            put(sheet, at, 1, &row.name)?;
            for (column, content) in (BEFORE..).zip(&row.cells) {
                put(sheet, at, column, content)?;
            }
        }
        Ok(())
    }
}

fn put(sheet: &mut Worksheet, row: u32, column: u16, text: &str) -> Result<(), XlsxError> {
    if !text.is_empty() {
        sheet.write_string(row, column, cell(text))?;
    }
    Ok(())
}

/// A column's letters: A, B … Z, AA.
fn letters(mut column: u16) -> String {
    let mut out = Vec::new();
    loop {
        out.push(b'A' + (column % 26) as u8);
        if column < 26 {
            break;
        }
        column = column / 26 - 1;
    }
    out.iter().rev().map(|byte| char::from(*byte)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        for (column, word) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA")] {
            assert_eq!(letters(column), word);
        }
    }
}
