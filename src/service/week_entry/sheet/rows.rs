//! One row that came back against the week as it stands: what it proposes, what is wrong, what the chat knows
//! better by now.

use chrono::NaiveDate;

use super::super::Seat;
use super::words::{self, Wrong};
use crate::base::Html;
use crate::label;
use crate::model::Locale;
use crate::model::week_entry::{Calendar, Line};
use crate::model::week_sheet::{Cell, Column};
use crate::say;
use crate::sheet::{FilledCell, FilledRow};

/// Letters of a cell or a name that are repeated in the chat.
const SHOWN: usize = 40;

/// What was found in a sheet.
#[derive(Default)]
pub struct Found {
    /// A line for each wrong cell.
    pub wrong: Vec<Html>,
    /// Cells whose week was changed in the chat since the sheet was handed out, in another way.
    pub meanwhile: usize,
    /// Pupils of the list.
    pub all: usize,
}

/// How a sheet is read: the reader's language, the language it was handed out in, its columns.
pub struct Reading<'a> {
    pub locale: Locale,
    pub written: Locale,
    pub columns: &'a [Column],
}

fn short(text: &str) -> String {
    let mut short: String = text.chars().take(SHOWN).collect();
    if text.chars().count() > SHOWN {
        short.push('…');
    }
    short
}

impl Reading<'_> {
    /// A line about one cell.
    fn cell(&self, row: &FilledRow, column: Column, text: &str, wrong: &Wrong) -> Html {
        say!(
            self.locale,
            "entry-sheet-wrong",
            row = row.number.to_string(),
            name = short(&row.name),
            column = words::heading(self.locale, column),
            text = short(text),
            what = wrong.say(self.locale)
        )
    }

    /// A line about a whole row.
    pub fn row(&self, row: &FilledRow, key: &str) -> Html {
        say!(
            self.locale,
            "entry-sheet-wrong-row",
            row = row.number.to_string(),
            name = short(&row.name),
            what = say!(self.locale, key)
        )
    }

    /// The cells of a row that were changed on the sheet: column, as it was handed out, as it is.
    fn changed<'r>(&self, row: &'r FilledRow) -> Vec<(Column, String, &'r FilledCell)> {
        let before = row.before.as_ref().map(|(_, cells)| cells.as_slice());
        let cells = self.columns.iter().zip(&row.cells).enumerate();
        cells
            .filter_map(|(index, (column, cell))| {
                let cell = cell.as_ref()?;
                let was = before.and_then(|before| before.get(index))?;
                let same = words::plain(was) == words::plain(&cell.text);
                (!same || cell.formula).then(|| (*column, was.clone(), cell))
            })
            .collect()
    }

    /// The days whose roll is to be taken.
    pub fn rolls(
        &self,
        row: &FilledRow,
        calendar: &Calendar,
        taken: &[NaiveDate],
        found: &mut Found,
    ) -> Vec<NaiveDate> {
        let mut days = Vec::new();
        for (column, _, cell) in self.changed(row) {
            let yes = || Wrong::NotOneOf(vec![words::YES.to_owned()]);
            let wrong = match column {
                _ if cell.formula => Wrong::Formula,
                Column::Day(day) if cell.text.is_empty() && taken.contains(&day) => {
                    Wrong::RollStays
                }
                Column::Day(_) if cell.text.is_empty() => continue,
                Column::Day(_) if !words::is_yes(&cell.text) => yes(),
                Column::Day(day) if !calendar.has_begun(day) => Wrong::ToCome,
                Column::Day(day) if taken.contains(&day) => continue,
                Column::Day(day) => {
                    days.push(day);
                    continue;
                }
                _ if cell.text.is_empty() => continue,
                _ => Wrong::DaysOnly,
            };
            found.wrong.push(self.cell(row, column, &cell.text, &wrong));
        }
        days
    }

    /// What the row of one pupil proposes.
    pub fn pupil(
        &self,
        row: &FilledRow,
        seat: &Seat,
        week: &[Line],
        found: &mut Found,
    ) -> Vec<Cell> {
        let mut out = Vec::new();
        for (column, was, cell) in self.changed(row) {
            let now = words::cell(self.written, column, week);
            let same = |text: &str| words::plain(text) == words::plain(&now);
            if cell.formula {
                let line = self.cell(row, column, &cell.text, &Wrong::Formula);
                found.wrong.push(line);
            } else if same(&cell.text) {
                // The chat says so already.
            } else if !same(&was) {
                found.meanwhile += 1;
            } else {
                match self.read(seat, column, &cell.text, week) {
                    Ok(cell) => out.push(cell),
                    Err((text, wrong)) => {
                        found.wrong.push(self.cell(row, column, &text, &wrong));
                    }
                }
            }
        }
        out
    }

    /// A cell as a change of what stands in it now. What stands there in the very words of the cell stays.
    fn read(
        &self,
        seat: &Seat,
        column: Column,
        text: &str,
        week: &[Line],
    ) -> Result<Cell, (String, Wrong)> {
        let day = match column {
            Column::Day(day) => day,
            _ => seat.calendar.entry_day(seat.week),
        };
        let may = words::Cell {
            column,
            begun: seat.calendar.has_begun(day),
            lessons: seat.settings.lessons_per_day,
            subjects: &seat.settings.subjects,
            optional: seat.optional,
        };
        let from = column.lines(week);
        let mut drop = from.clone();
        let mut put = Vec::new();
        for item in words::items(column, text) {
            let here = |line: &Line| words::plain(&words::item(self.written, line));
            let stays = from.iter().any(|line| here(line) == words::plain(&item));
            if stays {
                drop.retain(|line| here(line) != words::plain(&item));
                continue;
            }
            let read = words::read(self.locale, &may, &item);
            let fact = read.map_err(|wrong| (item, wrong))?;
            if !put.contains(&(day, fact.clone())) {
                put.push((day, fact));
            }
        }
        // Taking away is entering, too.
        if column == Column::Mood && !seat.optional {
            return Err((String::new(), Wrong::NotAsked));
        }
        if matches!(column, Column::Day(_)) && !may.begun {
            return Err((String::new(), Wrong::ToCome));
        }
        Ok(Cell {
            column,
            from,
            drop,
            put,
        })
    }
}

/// What is said of wrong cells: so many lines, and how many more there are.
pub fn list(locale: Locale, wrong: &[Html], most: usize) -> Html {
    let mut html = say!(locale, "entry-sheet-wrong-head", count = wrong.len());
    for line in wrong.iter().take(most) {
        super::below(&mut html, line);
    }
    if wrong.len() > most {
        let more = label!(locale, "entry-sheet-more", count = wrong.len() - most);
        super::below(&mut html, &Html::escape(&more));
    }
    html
}
