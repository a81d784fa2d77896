//! A workbook as a person edits it in any spreadsheet program: opened, changed cell by cell, saved anew.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Reader, Xlsx};
use rust_xlsxwriter::{Formula, Workbook};

/// The cells of one sheet, by row and column.
type Cells = BTreeMap<(u32, u16), String>;

/// The sheets by their names, in order; every cell as text.
#[derive(Clone, Debug)]
pub struct Book {
    pub sheets: Vec<(String, Cells)>,
}

impl Book {
    pub fn open(bytes: &[u8]) -> Self {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let mut sheets = Vec::new();
        for name in book.sheet_names() {
            let range = book.worksheet_range(&name).unwrap();
            let (row, column) = range.start().unwrap_or_default();
            let cells = range.used_cells().map(|(down, right, data)| {
                let at = (row + down as u32, (column as usize + right) as u16);
                (at, data.to_string())
            });
            sheets.push((name, cells.collect()));
        }
        Self { sheets }
    }

    /// The sheet a person sees.
    pub fn seen(&mut self) -> &mut Cells {
        &mut self.sheets[0].1
    }

    pub fn row(&self, name: &str) -> u32 {
        let is = |((_, column), text): &(&(u32, u16), &String)| *column == 1 && *text == name;
        self.sheets[0].1.iter().find(is).unwrap().0.0
    }

    pub fn column(&self, heading: &str) -> u16 {
        let is = |((row, _), text): &(&(u32, u16), &String)| *row == 2 && text.contains(heading);
        let found = self.sheets[0].1.iter().find(is);
        found.unwrap_or_else(|| panic!("no column {heading}")).0.1
    }

    pub fn get(&self, name: &str, heading: &str) -> &str {
        let at = (self.row(name), self.column(heading));
        self.sheets[0].1.get(&at).map_or("", String::as_str)
    }

    pub fn set(&mut self, name: &str, heading: &str, text: &str) {
        let at = (self.row(name), self.column(heading));
        self.seen().insert(at, text.to_owned());
    }

    /// Saved; a text that begins with "=" as the formula a person would have made of it.
    pub fn bytes(&self) -> Vec<u8> {
        let mut book = Workbook::new();
        for (name, cells) in &self.sheets {
            let sheet = book.add_worksheet();
            sheet.set_name(name).unwrap();
            for ((row, column), text) in cells {
                match text.strip_prefix('=') {
                    Some(formula) => {
                        let formula = Formula::new(formula).set_result("7");
                        sheet.write_formula(*row, *column, formula).unwrap();
                    }
                    None => {
                        sheet.write_string(*row, *column, text).unwrap();
                    }
                }
            }
        }
        book.save_to_buffer().unwrap()
    }
}
