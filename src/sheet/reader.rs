//! One row's cells by our column names, with every problem of the row noted, not only the first.

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::Serialize;

use super::plan::Bound;
use super::{Line, Plan, RowProblem, Shape, value};
use crate::base::{Phone, Vocabulary};

/// What a file says about one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Stated<T> {
    /// The file has no such column: what is recorded stays.
    Absent,
    /// The cell is empty: what is recorded goes.
    Empty,
    Is(T),
}

impl<T> Stated<T> {
    pub fn known(self) -> Option<T> {
        match self {
            Self::Is(value) => Some(value),
            Self::Absent | Self::Empty => None,
        }
    }

    /// What holds after this row, given what was recorded.
    pub fn over(self, recorded: Option<T>) -> Option<T> {
        match self {
            Self::Absent => recorded,
            Self::Empty => None,
            Self::Is(value) => Some(value),
        }
    }
}

pub(super) struct Reader<'a> {
    plan: &'a Plan,
    group: &'a Bound,
    line: &'a Line,
    problems: Vec<RowProblem>,
}

impl<'a> Reader<'a> {
    pub fn new(plan: &'a Plan, group: &'a Bound, line: &'a Line) -> Self {
        Self {
            plan,
            group,
            line,
            problems: Vec::new(),
        }
    }

    pub fn line(&self) -> u64 {
        self.line.number
    }

    /// Notes what is wrong with one of our columns, under the file's name for it.
    pub fn wrong(&mut self, name: &str, reason: impl Into<String>) {
        let column = self.group.label(name);
        let reason = reason.into();
        // A constant has no column in the file: say which of ours it fills.
        let reason = if column.is_none() {
            format!("{name}: {reason}")
        } else {
            reason
        };
        self.problems.push(RowProblem {
            line: self.line.number,
            column,
            reason,
        });
    }

    /// Whether the file itself, not a constant, says this.
    pub fn is_read(&self, name: &str) -> bool {
        self.group.is_read(name)
    }

    fn get<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&str, Shape) -> Result<T, String>,
    ) -> Stated<T> {
        let Some(column) = self.plan.kind.columns().iter().find(|c| c.name == name) else {
            return Stated::Absent;
        };
        let Some(text) = self.plan.text(self.group, self.line, name) else {
            return Stated::Absent;
        };
        if text.is_empty() {
            if column.needed {
                self.wrong(name, "this is needed, but empty");
            }
            return Stated::Empty;
        }
        match read(&text, column.shape) {
            Ok(value) => Stated::Is(value),
            Err(reason) => {
                self.wrong(name, reason);
                Stated::Empty
            }
        }
    }

    /// Clean text of at most `most` characters.
    pub fn text(&mut self, name: &str, most: usize) -> Stated<String> {
        self.get(name, |text, _| {
            let clean = value::clean(text);
            match clean.chars().count() {
                0 => Err("there is no readable character in it".to_owned()),
                long if long > most => Err(format!("this is longer than {most} characters")),
                _ => Ok(clean),
            }
        })
    }

    pub fn key(&mut self, name: &str) -> Stated<String> {
        self.text(name, 120)
    }

    pub fn day(&mut self, name: &str) -> Stated<NaiveDate> {
        let (dates, zone) = (&self.plan.dates, self.plan.zone);
        self.get(name, |text, _| value::day(text, dates, zone))
    }

    pub fn birth(&mut self, name: &str) -> Stated<NaiveDate> {
        let day = self.day(name);
        if matches!(day, Stated::Is(day) if day > self.plan.today) {
            self.wrong(name, "this day of birth is still to come");
        }
        day
    }

    pub fn zone(&mut self, name: &str) -> Stated<Tz> {
        self.get(name, |text, _| value::zone(text))
    }

    /// The mapping's own zone: what a file without a zone column is about.
    pub fn own_zone(&self) -> Option<Tz> {
        self.plan.zone
    }

    pub fn phone(&mut self, name: &str) -> Stated<Phone> {
        self.get(name, |text, _| value::phone(text))
    }

    pub fn flag(&mut self, name: &str) -> Stated<bool> {
        self.get(name, |text, _| value::flag(text))
    }

    pub fn number(&mut self, name: &str) -> Stated<u32> {
        self.get(name, |text, shape| {
            let max = if let Shape::Number(max) = shape {
                max
            } else {
                u32::MAX
            };
            value::number(text, max)
        })
    }

    pub fn word<T: Vocabulary>(&mut self, name: &str) -> Stated<T> {
        self.get(name, |text, shape| {
            T::of(text)
                .or_else(|| T::of(&text.to_lowercase()))
                .ok_or_else(|| {
                    let words = if let Shape::Words(words) = shape {
                        words()
                    } else {
                        Vec::new()
                    };
                    value::not_a_word(text, &words)
                })
        })
    }

    /// The row, or all that is wrong with it. `row` is `None` when something needed is missing.
    pub fn finish<T>(self, row: Option<T>) -> Result<T, Vec<RowProblem>> {
        match row {
            Some(row) if self.problems.is_empty() => Ok(row),
            _ => Err(self.problems),
        }
    }
}
