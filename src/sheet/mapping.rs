//! A mapping: what another system's columns mean in ours. Written in TOML; read by
//! `mapping_read`, judged by `mapping_check`, applied by `plan`.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use encoding_rs::Encoding;

use super::{Kind, SheetError};

/// A mapping file, understood.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// The kind it was written for; checked against the command.
    pub(super) kind: Option<String>,
    /// Zone of moments in the file, and of a school that is made by it.
    pub(super) zone: Option<Tz>,
    /// The sheet of a workbook; otherwise the first.
    pub(super) sheet: Option<String>,
    /// The row that holds the column names, counted from 1.
    pub(super) header_row: u32,
    pub(super) delimiter: Option<u8>,
    pub(super) encoding: Option<&'static Encoding>,
    /// chrono format strings, tried in order, before the ISO forms.
    pub(super) dates: Vec<String>,
    /// Cells that mean nothing, such as `n/a`.
    pub(super) empty: Vec<String>,
    /// Columns that must not be read.
    pub(super) drop: Vec<String>,
    /// What each row of the file becomes; one group unless `[[rows]]` says more.
    pub(super) groups: Vec<Group>,
}

impl Default for Mapping {
    fn default() -> Self {
        Self {
            kind: None,
            zone: None,
            sheet: None,
            header_row: 1,
            delimiter: None,
            encoding: None,
            dates: Vec::new(),
            empty: Vec::new(),
            drop: Vec::new(),
            groups: Vec::new(),
        }
    }
}

/// One record made of a row: a sheet that names two family members has two groups.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    /// Rows whose column holds none of these are left out; `*` means anything but nothing.
    pub only: BTreeMap<String, Vec<String>>,
    /// Rows whose column holds one of these are left out.
    pub except: BTreeMap<String, Vec<String>>,
    /// By our column name.
    pub rules: BTreeMap<String, Rule>,
}

/// How one of our columns is filled.
#[derive(Clone, Debug, Default)]
pub(super) struct Rule {
    pub source: Source,
    pub pick: Option<Pick>,
    /// The file's words to ours.
    pub values: BTreeMap<String, String>,
    /// Ours for a word that `values` lacks; without it the word is taken as it is.
    pub otherwise: Option<String>,
    /// What stands in for an empty cell.
    pub default: Option<String>,
    pub prefix: String,
    pub suffix: String,
}

#[derive(Clone, Debug)]
pub(super) enum Source {
    Constant(String),
    /// The first of these columns that is there and not empty.
    First(Vec<String>),
    /// All of these that are not empty, with text between.
    Join(Vec<String>, String),
}

impl Default for Source {
    fn default() -> Self {
        Self::First(Vec::new())
    }
}

/// One of several values in one cell, such as `(950) 342 7522#Mobile|(950) 978 3450#Fax`.
#[derive(Clone, Debug, Default)]
pub(super) struct Pick {
    /// Between the values.
    pub split: String,
    /// Between a value and its label; empty: no labels.
    pub mark: String,
    /// Labels, best first; unlisted ones come after these.
    pub prefer: Vec<String>,
    /// Labels never taken.
    pub skip: Vec<String>,
}

impl Mapping {
    /// Reads and checks a mapping for one kind. All complaints come at once.
    pub fn parse(kind: Kind, text: &str) -> Result<Self, SheetError> {
        let (mapping, mut complaints) = super::mapping_read::read(text);
        complaints.extend(super::mapping_check::check(kind, &mapping));
        if complaints.is_empty() {
            Ok(mapping)
        } else {
            Err(SheetError::Complaints(complaints))
        }
    }

    /// The mapping of a file that has our own column names: each fills itself.
    pub(super) fn own(kind: Kind, header: &[String]) -> Self {
        let mut group = Group::default();
        for column in kind.columns() {
            if header
                .iter()
                .any(|name| name.eq_ignore_ascii_case(column.name))
            {
                let rule = Rule {
                    source: Source::First(vec![column.name.to_owned()]),
                    ..Rule::default()
                };
                group.rules.insert(column.name.to_owned(), rule);
            }
        }
        Self {
            groups: vec![group],
            ..Self::default()
        }
    }
}
