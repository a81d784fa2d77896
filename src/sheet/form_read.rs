//! A sheet of ours that came back, and everything it may be instead. What is unpacked is measured before:
//! `archive` knows how. No cell can make more of itself than its letters: cells are read one by one.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};

use super::form::{ASIDE, BEFORE, FormMark, HEAD, SIGN, VERSION, WORDS};
use super::workbook::text_of;

/// Rows that are read; a class has some sixty.
const MOST_ROWS: u32 = 2_000;
/// Columns that are read.
const MOST_COLUMNS: u32 = 120;
/// Letters of one cell that are read.
const MOST_LETTERS: usize = 2_000;
/// Among so many first rows the headings are looked for: somebody may have put something above them.
const MOST_ABOVE: u32 = 30;

/// Why there is nothing to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoForm {
    /// Locked with a pass phrase.
    Locked,
    /// The format of before 2007.
    Old,
    /// No workbook at all: a text, a picture, a PDF.
    Other,
    /// A workbook that cannot be read: cut off, or put together wrongly.
    Broken,
    TooBig,
    /// A workbook with something of ours in it that cannot be read: of another version, or a part of it is gone.
    Strange,
    /// A workbook that was looked through to its end, with nothing of ours in it.
    Own,
}

/// What was filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    pub mark: FormMark,
    /// The codes of the columns, as they were handed out.
    pub codes: Vec<String>,
    /// The rows that were handed out or are there now; from the top.
    pub rows: Vec<FilledRow>,
}

/// One row as it came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilledRow {
    /// As the spreadsheet program counts.
    pub number: u32,
    /// Empty where somebody wrote a row of their own.
    pub key: String,
    pub name: String,
    /// One for each code; `None` where the column is not there any more.
    pub cells: Vec<Option<FilledCell>>,
    /// Name and texts as they were handed out; `None`: this row never was.
    pub before: Option<(String, Vec<String>)>,
}

/// One cell as it came back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilledCell {
    pub text: String,
    /// Something that is worked out: what it gives depends on the machine.
    pub formula: bool,
}

type Cells = BTreeMap<u32, BTreeMap<u32, FilledCell>>;

/// Reads a sheet that came back. `heading`: whether a text stands in the head row of such a sheet, seen or beside it.
pub fn filled(bytes: &[u8], heading: fn(&str) -> bool) -> Result<Filled, NoForm> {
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(match has_wide(bytes, "EncryptedPackage") {
            true => NoForm::Locked,
            false => NoForm::Old,
        });
    }
    if !bytes.starts_with(b"PK\x03\x04") {
        return Err(NoForm::Other);
    }
    let book: Result<Xlsx<_>, _> = Xlsx::new(Cursor::new(bytes));
    let mut book = book.map_err(|_| NoForm::Broken)?;
    let names = book.sheet_names();
    if !names.iter().any(|name| name == ASIDE) {
        return Err(match is_own(&mut book, &names, heading)? {
            true => NoForm::Own,
            false => NoForm::Strange,
        });
    }
    let seen = names
        .into_iter()
        .find(|name| name != ASIDE && name != WORDS);
    let aside = cells(&mut book, ASIDE)?;
    let seen = cells(&mut book, &seen.ok_or(NoForm::Strange)?)?;
    together(&aside, &seen).ok_or(NoForm::Strange)
}

/// So many headings of ours in one row make a sheet ours, however it lost its mark.
const OUR_HEADINGS: usize = 2;

/// Whether nothing in any of its sheets is ours. What cannot be read to its end is not known to be nobody's.
fn is_own(
    book: &mut Xlsx<Cursor<&[u8]>>,
    names: &[String],
    heading: fn(&str) -> bool,
) -> Result<bool, NoForm> {
    for name in names {
        for row in cells(book, name)?.values() {
            let texts: BTreeSet<&str> = row.values().map(|cell| cell.text.as_str()).collect();
            let ours = texts.iter().filter(|text| heading(text)).count();
            if texts.contains(SIGN) || ours >= OUR_HEADINGS {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// The part of a workbook that lists the others.
pub const LISTS_PARTS: &str = "[Content_Types].xml";

/// Whether every part is there that a workbook lists: a reader of workbooks passes over one that has lost its name.
pub fn has_its_parts(listed: &str, names: &BTreeSet<String>) -> bool {
    let mut parts = listed.split("PartName=\"/").skip(1);
    parts.all(|part| {
        let name = part.split('"').next();
        name.is_some_and(|name| names.contains(name))
    })
}

/// Whether these letters are in it, two bytes each: so the container of a locked workbook names its parts.
fn has_wide(bytes: &[u8], word: &str) -> bool {
    let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wide.len()).any(|part| part == wide)
}

fn cells(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Cells, NoForm> {
    let broken = |_| NoForm::Broken;
    let mut reader = book.worksheet_cells_reader(name).map_err(broken)?;
    let mut out = Cells::new();
    while let Some(found) = reader.next_cell_with_formula().map_err(broken)? {
        let (row, column) = found.pos;
        let formula = found.formula.is_some();
        if !formula && matches!(found.value, DataRef::Empty) {
            continue;
        }
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(NoForm::TooBig);
        }
        let text = plain(&text_of(&found.value));
        if formula || !text.is_empty() {
            let cell = FilledCell { text, formula };
            out.entry(row).or_default().insert(column, cell);
        }
    }
    Ok(out)
}

/// What was typed, without the apostrophe that made it harmless when it went out.
fn plain(text: &str) -> String {
    let text: String = text.trim().chars().take(MOST_LETTERS).collect();
    match text.strip_prefix('\'') {
        Some(rest) if super::export::cell(rest) != rest => rest.to_owned(),
        _ => text,
    }
}

fn text(cells: &Cells, row: u32, column: u32) -> &str {
    let cell = cells.get(&row).and_then(|row| row.get(&column));
    cell.map_or("", |cell| cell.text.as_str())
}

/// `None`: it is none of ours.
fn together(aside: &Cells, seen: &Cells) -> Option<Filled> {
    let of = |column| text(aside, 0, column);
    if of(0) != SIGN || of(1) != VERSION {
        return None;
    }
    let mark = FormMark {
        about: of(2).parse().ok()?,
        week: of(3).parse().ok()?,
        whose: of(4).parse().ok()?,
        locale: of(5).to_owned(),
    };
    let who = text(aside, 1, 1);
    let first = u32::from(BEFORE);
    let handed: Vec<(u32, &str)> = (first..MOST_COLUMNS)
        .map(|column| (column, text(aside, 2, column)))
        .take_while(|(_, code)| !code.is_empty())
        .collect();
    // Under whichever column its heading stands now.
    let above = (0..MOST_ABOVE).find(|row| text(seen, *row, 1) == who)?;
    let places: Vec<Option<u32>> = handed
        .iter()
        .map(|(column, _)| {
            let label = text(aside, 1, *column);
            (first..MOST_COLUMNS).find(|place| text(seen, above, *place) == label)
        })
        .collect();
    let before = |key: &str| {
        let mut rows = aside.range(HEAD as u32..).map(|(row, _)| *row);
        let row = rows.find(|row| !key.is_empty() && text(aside, *row, 0) == key)?;
        let of = |(column, _): &(u32, &str)| text(aside, row, *column).to_owned();
        Some((
            text(aside, row, 1).to_owned(),
            handed.iter().map(of).collect(),
        ))
    };
    let rows = seen.range(above + 1..).map(|(row, cells)| {
        let key = text(seen, *row, 0).to_owned();
        let found = |place: &Option<u32>| {
            let cell = (*place).map(|place| cells.get(&place));
            cell.map(|cell| cell.cloned().unwrap_or_default())
        };
        FilledRow {
            number: row + 1,
            before: before(&key),
            name: text(seen, *row, 1).to_owned(),
            cells: places.iter().map(found).collect(),
            key,
        }
    });
    Some(Filled {
        rows: rows.collect(),
        codes: handed.iter().map(|(_, code)| (*code).to_owned()).collect(),
        mark,
    })
}

#[cfg(test)]
mod tests {
    use super::super::form::{Form, FormColumn, FormRow};
    use super::*;

    fn form() -> Form {
        let column = |code: &str, label: &str, choices: &[&str]| FormColumn {
            code: code.into(),
            label: label.into(),
            choices: choices.iter().map(|word| (*word).to_owned()).collect(),
            width: 12,
        };
        let row = |key: &str, name: &str, cells: [&str; 2]| FormRow {
            key: key.into(),
            name: name.into(),
            cells: cells.map(str::to_owned).to_vec(),
        };
        Form {
            mark: FormMark {
                about: i64::MAX - 1,
                week: "2026-03-02".parse().unwrap(),
                whose: 7,
                locale: "zh-CN".into(),
            },
            title: "三年级".into(),
            hint: "=1+1".into(),
            who: "学生".into(),
            columns: vec![
                column("d", "周一", &["迟到", "缺勤"]),
                column("k", "=成绩", &[]),
            ],
            rows: vec![
                row("1", "=cmd|' /C calc'!A0", ["迟到", ""]),
                row("2", "小雁", ["", "-1 '@x"]),
            ],
            lead: 1,
            made: "2026-03-02".parse().unwrap(),
        }
    }

    fn read(bytes: &[u8]) -> Result<Filled, NoForm> {
        filled(bytes, |text| {
            ["学生", "周一", "=成绩", "d", "k"].contains(&text)
        })
    }

    #[test]
    fn what_goes_out_comes_back_and_nothing_in_it_is_worked_out() {
        let bytes = form().xlsx().unwrap();
        let back = read(&bytes).unwrap();
        assert_eq!(back.mark, form().mark);
        assert_eq!(back.codes, ["d", "k"]);
        assert_eq!(back.rows.len(), 2);
        for (row, handed) in back.rows.iter().zip(form().rows) {
            assert_eq!(row.key, handed.key);
            assert_eq!(
                row.before,
                Some((handed.name.clone(), handed.cells.clone()))
            );
            assert_eq!(row.name, handed.name);
            let texts: Vec<String> = row.cells.iter().flatten().map(|c| c.text.clone()).collect();
            assert_eq!(texts, handed.cells);
            assert!(row.cells.iter().flatten().all(|cell| !cell.formula));
        }
        assert_eq!(form().xlsx().unwrap(), bytes);
    }

    #[test]
    fn what_is_no_sheet_of_ours_says_what_it_is() {
        assert_eq!(read(b"name,mark\nLan,5\n"), Err(NoForm::Other));
        assert_eq!(read(b""), Err(NoForm::Other));
        let bytes = form().xlsx().unwrap();
        assert_eq!(read(&bytes[..bytes.len() / 2]), Err(NoForm::Broken));
        let mut old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        assert_eq!(read(&old), Err(NoForm::Old));
        old.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(read(&old), Err(NoForm::Locked));
        let mut book = rust_xlsxwriter::Workbook::new();
        book.add_worksheet().write_string(0, 0, "Lan").unwrap();
        assert_eq!(read(&book.save_to_buffer().unwrap()), Err(NoForm::Own));
        let far = book.worksheet_from_index(0).unwrap();
        far.set_name(ASIDE).unwrap();
        far.write_string(1_000_000, 16_000, "far").unwrap();
        book.add_worksheet();
        assert_eq!(read(&book.save_to_buffer().unwrap()), Err(NoForm::TooBig));
    }

    /// Whatever is left of a sheet of ours is enough to know it by; a table that shares a word with it is not.
    #[test]
    fn a_workbook_is_somebodys_own_only_when_nothing_in_it_is_ours() {
        let of = |rows: &[&[&str]]| {
            let mut book = rust_xlsxwriter::Workbook::new();
            book.add_worksheet().write_string(0, 0, "Trip").unwrap();
            let sheet = book.add_worksheet().set_hidden(true);
            for (row, cells) in (0u32..).zip(rows) {
                for (column, text) in (0u16..).zip(*cells) {
                    sheet.write_string(row, column, *text).unwrap();
                }
            }
            read(&book.save_to_buffer().unwrap())
        };
        for own in [
            &[&["学生", "学生"] as &[&str], &["周一"]] as &[&[&str]],
            &[&["Bus", "Price"]],
            &[],
        ] {
            assert_eq!(of(own), Err(NoForm::Own), "{own:?}");
        }
        for ours in [
            &[&["x"] as &[&str], &["学生", "", "=成绩"]] as &[&[&str]],
            &[&["k", "d"]],
            &[&[SIGN]],
        ] {
            assert_eq!(of(ours), Err(NoForm::Strange), "{ours:?}");
        }
    }
}
