//! What an import did, for a person and for a program. Holds keys and line numbers, no names and
//! no telephone numbers.

use std::collections::HashSet;

use serde::Serialize;

use crate::sheet::{Kind, Plan, RowProblem, Table};

/// Problems listed one by one; more are counted.
const LISTED: usize = 200;
/// Lines named per warning; more are counted.
const LINES: usize = 10;

/// The outcome of one import. Every record is in exactly one of added, changed, unchanged,
/// repeated; every rejected row is in `problems` or counted in `more_problems`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    pub kind: Kind,
    /// Format, encoding and separator, as they were understood.
    pub written_in: String,
    pub dry_run: bool,
    /// Whether the database holds the file's contents now.
    pub applied: bool,
    /// Rows of the file, without the header.
    pub rows: u64,
    /// Rows the mapping leaves out.
    pub skipped: u64,
    /// Records made of the rows; a row may hold several.
    pub records: u64,
    pub added: u64,
    pub changed: u64,
    pub unchanged: u64,
    /// Rows that say again what an earlier row of the same file says.
    pub repeated: u64,
    /// Rows rejected; if there is one, nothing is applied.
    pub rejected: u64,
    pub units_added: u64,
    /// Pupils of the file without a parent away: recorded, not in the programme (S1).
    pub not_enrolled: u64,
    /// Children whose parents' whereabouts brought them into the programme, or out of it.
    pub joined: u64,
    pub left: u64,
    /// Tasks opened for staff because of shared numbers.
    pub tasks_opened: u64,
    /// Columns dropped unread, and columns nothing asked for.
    pub dropped_columns: Vec<String>,
    pub unread_columns: Vec<String>,
    pub warnings: Vec<Warning>,
    pub problems: Vec<RowProblem>,
    pub more_problems: u64,
    /// Numbers that two adults share, or a child and an adult.
    pub clashes: Vec<Clash>,
    pub more_clashes: u64,
    #[serde(skip)]
    bad_lines: HashSet<u64>,
}

/// Something that is taken, but should be looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Warning {
    pub words: String,
    pub count: u64,
    /// The first of the lines.
    pub lines: Vec<u64>,
}

/// One number, and who is reached by it, by key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Clash {
    pub adults: Vec<String>,
    pub children: Vec<String>,
    /// People on the line beyond those listed.
    pub more: usize,
}

impl Report {
    pub(super) fn new(kind: Kind, table: &Table, plan: &Plan, dry_run: bool) -> Self {
        Self {
            kind,
            written_in: table.written_in().to_owned(),
            dry_run,
            applied: false,
            rows: 0,
            skipped: 0,
            records: 0,
            added: 0,
            changed: 0,
            unchanged: 0,
            repeated: 0,
            rejected: 0,
            units_added: 0,
            not_enrolled: 0,
            joined: 0,
            left: 0,
            tasks_opened: 0,
            dropped_columns: plan.dropped().to_vec(),
            unread_columns: plan.unread().to_vec(),
            warnings: Vec::new(),
            problems: Vec::new(),
            more_problems: 0,
            clashes: Vec::new(),
            more_clashes: 0,
            bad_lines: HashSet::new(),
        }
    }

    /// Notes all that is wrong with one row, or with one record of it.
    pub(super) fn reject(&mut self, problems: Vec<RowProblem>) {
        for problem in problems {
            if self.bad_lines.insert(problem.line) {
                self.rejected += 1;
            }
            if self.problems.len() < LISTED {
                self.problems.push(problem);
            } else {
                self.more_problems += 1;
            }
        }
    }

    pub(super) fn warn(&mut self, line: u64, words: &str) {
        match self
            .warnings
            .iter_mut()
            .find(|warning| warning.words == words)
        {
            Some(warning) => {
                warning.count += 1;
                if warning.lines.len() < LINES {
                    warning.lines.push(line);
                }
            }
            None => self.warnings.push(Warning {
                words: words.to_owned(),
                count: 1,
                lines: vec![line],
            }),
        }
    }

    pub(super) fn finished(mut self) -> Self {
        self.problems.sort_by_key(|problem| problem.line);
        self
    }

    /// Whether the database differs, or would differ, after this import.
    pub fn changes_anything(&self) -> bool {
        self.added + self.changed + self.units_added + self.tasks_opened + self.joined + self.left
            > 0
    }

    /// The audit row's detail: kind and counts.
    pub(super) fn trace(&self) -> String {
        serde_json::json!({
            "version": 1, "kind": self.kind, "rows": self.rows, "added": self.added,
            "changed": self.changed, "unchanged": self.unchanged, "repeated": self.repeated,
            "skipped": self.skipped, "units": self.units_added, "joined": self.joined,
            "left": self.left, "tasks": self.tasks_opened,
        })
        .to_string()
    }
}
