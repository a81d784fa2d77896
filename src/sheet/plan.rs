//! A mapping bound to one file's header: which cell fills which of our columns. What is not bound
//! is never looked at.

use std::collections::HashMap;

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::bind::Header;
use super::mapping::{Mapping, Pick, Rule, Source};
use super::secret::is_secret;
use super::{Kind, Line, Row, RowProblem, SheetError, Table, rows};

/// How to make our rows of one file's lines.
#[derive(Debug)]
pub struct Plan {
    pub(super) kind: Kind,
    pub(super) dates: Vec<String>,
    pub(super) zone: Option<Tz>,
    /// No child is born after it.
    pub(super) today: NaiveDate,
    empty: Vec<String>,
    width: usize,
    groups: Vec<Bound>,
    dropped: Vec<String>,
    unread: Vec<String>,
}

/// One group's sources by column number.
#[derive(Debug, Default)]
pub(super) struct Bound {
    pub only: Vec<(usize, Vec<String>)>,
    pub except: Vec<(usize, Vec<String>)>,
    pub fills: HashMap<&'static str, Fill>,
}

#[derive(Debug)]
pub(super) struct Fill {
    pub rule: Rule,
    pub cells: Vec<usize>,
    /// The file's name of the column, for messages.
    pub label: Option<String>,
}

impl Plan {
    /// Binds a mapping (or our own column names) to a file's header. All complaints come at once.
    pub fn bind(
        kind: Kind,
        mapping: Option<&Mapping>,
        table: &Table,
        today: NaiveDate,
    ) -> Result<Self, SheetError> {
        let own;
        let (mapping, is_own) = match mapping {
            Some(mapping) => (mapping, false),
            None => {
                own = Mapping::own(kind, table.header());
                (&own, true)
            }
        };
        let mut header = Header::new(table.header());
        let groups = mapping
            .groups
            .iter()
            .map(|group| header.bind(kind, group, is_own))
            .collect();
        header.verdict()?;
        let dropped = |name: &String| is_secret(name) || mapping.drop.contains(name);
        let names = || {
            table
                .header()
                .iter()
                .enumerate()
                .filter(|(_, name)| !name.is_empty())
        };
        Ok(Self {
            kind,
            dates: mapping.dates.clone(),
            zone: mapping.zone,
            today,
            empty: mapping
                .empty
                .iter()
                .map(|text| text.to_lowercase())
                .collect(),
            width: table.header().len(),
            groups,
            dropped: names()
                .filter(|(_, name)| dropped(name))
                .map(|(_, name)| name.clone())
                .collect(),
            unread: names()
                .filter(|(at, name)| !header.used.contains(at) && !dropped(name))
                .map(|(_, name)| name.clone())
                .collect(),
        })
    }

    /// Columns that were dropped unread: passwords, identity numbers, and what the mapping drops.
    pub fn dropped(&self) -> &[String] {
        &self.dropped
    }

    /// Columns nothing asks for.
    pub fn unread(&self) -> &[String] {
        &self.unread
    }

    /// The records of one line; none when the mapping leaves it out.
    pub fn rows(&self, line: &Line) -> Result<Vec<Row>, Vec<RowProblem>> {
        if line
            .cells
            .iter()
            .skip(self.width)
            .any(|cell| !cell.trim().is_empty())
        {
            return Err(vec![RowProblem {
                line: line.number,
                column: None,
                reason: format!(
                    "the row has {} cells, the header {}; is a separator inside a text?",
                    line.cells.len(),
                    self.width
                ),
            }]);
        }
        let mut made = Vec::new();
        let mut problems = Vec::new();
        for group in self.groups.iter().filter(|group| group.wants(line)) {
            match rows::row(self, group, line) {
                Ok(row) => made.push(row),
                Err(more) => problems.extend(more),
            }
        }
        if problems.is_empty() {
            Ok(made)
        } else {
            Err(problems)
        }
    }

    /// The file's name for one of our columns, for messages; `None` for a constant.
    pub fn label(&self, name: &str) -> Option<String> {
        self.groups.iter().find_map(|group| group.label(name))
    }

    /// The text for one of our columns; `None` when nothing fills it.
    pub(super) fn text(&self, group: &Bound, line: &Line, name: &str) -> Option<String> {
        group
            .fills
            .get(name)
            .map(|fill| fill.text(line, &self.empty))
    }
}

impl Bound {
    fn wants(&self, line: &Line) -> bool {
        let holds = |(at, texts): &(usize, Vec<String>)| {
            let cell = cell(line, *at);
            texts.iter().any(|text| match text.as_str() {
                "*" => !cell.is_empty(),
                text => text.eq_ignore_ascii_case(cell),
            })
        };
        self.only.iter().all(holds) && !self.except.iter().any(holds)
    }

    /// The file's name for one of our columns; `None` for a constant.
    pub(super) fn label(&self, name: &str) -> Option<String> {
        self.fills.get(name).and_then(|fill| fill.label.clone())
    }

    /// Whether the text comes from the file and not from a constant.
    pub(super) fn is_read(&self, name: &str) -> bool {
        self.fills
            .get(name)
            .is_some_and(|fill| !fill.cells.is_empty())
    }
}

fn cell(line: &Line, at: usize) -> &str {
    line.cells.get(at).unwrap_or_default().trim()
}

impl Fill {
    fn text(&self, line: &Line, empty: &[String]) -> String {
        let cells = self.cells.iter().map(|at| cell(line, *at)).filter(|text| {
            !text.is_empty() && (empty.is_empty() || !empty.contains(&text.to_lowercase()))
        });
        let found = match &self.rule.source {
            Source::Constant(text) => return text.clone(),
            Source::First(_) => cells
                .map(|text| self.picked(text))
                .find(|text| !text.is_empty()),
            Source::Join(_, with) => Some(cells.collect::<Vec<_>>().join(with)),
        };
        let found = found.unwrap_or_default();
        if found.is_empty() {
            return self.rule.default.clone().unwrap_or_default();
        }
        let ours = self.translated(found);
        format!("{}{ours}{}", self.rule.prefix, self.rule.suffix)
    }

    fn picked(&self, text: &str) -> String {
        self.rule
            .pick
            .as_ref()
            .map_or_else(|| text.to_owned(), |pick| pick.best(text))
    }

    fn translated(&self, text: String) -> String {
        let values = &self.rule.values;
        if values.is_empty() {
            return text;
        }
        values
            .get(&text)
            .or_else(|| {
                let same =
                    |(word, _): &(&String, &String)| word.to_lowercase() == text.to_lowercase();
                values.iter().find(same).map(|(_, ours)| ours)
            })
            .or(self.rule.otherwise.as_ref())
            .cloned()
            .unwrap_or(text)
    }
}

impl Pick {
    /// The value with the best label; unlabelled and unlisted ones come last, in their order.
    fn best(&self, text: &str) -> String {
        let labelled = text.split(self.split.as_str()).map(|part| {
            let (value, label) = match self.mark.as_str() {
                "" => (part, ""),
                mark => part.split_once(mark).unwrap_or((part, "")),
            };
            (value.trim(), label.trim())
        });
        let same = |a: &String, b: &str| a.to_lowercase() == b.to_lowercase();
        labelled
            .filter(|(value, label)| {
                !value.is_empty() && !self.skip.iter().any(|skip| same(skip, label))
            })
            .min_by_key(|(_, label)| {
                let place = self.prefer.iter().position(|liked| same(liked, label));
                place.unwrap_or(usize::MAX)
            })
            .map(|(value, _)| value.to_owned())
            .unwrap_or_default()
    }
}
