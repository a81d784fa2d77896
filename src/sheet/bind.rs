//! Our columns meet a file's header: names become column numbers, and every name that is missing or
//! stands twice is said at once.

use std::collections::BTreeMap;

use super::mapping::{Group, Source};
use super::plan::{Bound, Fill};
use super::problem::quoted;
use super::secret::is_secret;
use super::{Kind, SheetError};

/// The header while groups are bound to it.
pub(super) struct Header<'a> {
    names: &'a [String],
    places: BTreeMap<String, Vec<usize>>,
    /// Numbers of the columns that something is read from.
    pub used: Vec<usize>,
    says: Vec<String>,
    missing: bool,
}

impl<'a> Header<'a> {
    pub fn new(names: &'a [String]) -> Self {
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, name) in names
            .iter()
            .enumerate()
            .filter(|(_, name)| !is_secret(name))
        {
            places.entry(name.to_lowercase()).or_default().push(at);
        }
        Self {
            names,
            places,
            used: Vec::new(),
            says: Vec::new(),
            missing: false,
        }
    }

    pub fn bind(&mut self, kind: Kind, group: &Group, is_own: bool) -> Bound {
        let mut bound = Bound::default();
        for column in kind.columns() {
            let Some(rule) = group.rules.get(column.name) else {
                if is_own && column.needed {
                    self.missing = true;
                    self.says.push(format!(
                        "the column \"{}\" is missing; `hongyan template {}` writes a file that \
                         has it, and a mapping reads a file with other names",
                        column.name,
                        kind.as_str()
                    ));
                }
                continue;
            };
            let cells = match &rule.source {
                Source::Constant(_) => Vec::new(),
                Source::First(names) => self.first(names),
                Source::Join(names, _) => {
                    names.iter().filter_map(|name| self.place(name)).collect()
                }
            };
            let labels: Vec<&str> = cells.iter().map(|at| self.names[*at].as_str()).collect();
            let label = (!labels.is_empty()).then(|| labels.join(" + "));
            let fill = Fill {
                rule: rule.clone(),
                cells,
                label,
            };
            bound.fills.insert(column.name, fill);
        }
        bound.only = self.conditions(&group.only);
        bound.except = self.conditions(&group.except);
        bound
    }

    fn conditions(&mut self, named: &BTreeMap<String, Vec<String>>) -> Vec<(usize, Vec<String>)> {
        named
            .iter()
            .filter_map(|(name, texts)| Some((self.place(name)?, texts.clone())))
            .collect()
    }

    /// Those of several names that are there; it is a complaint when none is.
    fn first(&mut self, names: &[String]) -> Vec<usize> {
        let there: Vec<&String> = names
            .iter()
            .filter(|name| self.places.contains_key(&name.to_lowercase()))
            .collect();
        if there.is_empty() {
            self.missing = true;
            let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
            self.says
                .push(format!("the file has no column {}", names.join(" or ")));
        }
        there
            .into_iter()
            .filter_map(|name| self.place(name))
            .collect()
    }

    fn place(&mut self, name: &str) -> Option<usize> {
        match self.places.get(&name.to_lowercase()).map(Vec::as_slice) {
            None => {
                self.missing = true;
                self.says
                    .push(format!("the file has no column {}", quoted(name)));
                None
            }
            Some([at]) => {
                self.used.push(*at);
                Some(*at)
            }
            Some(_) => {
                self.says
                    .push(format!("the file has the column {} twice", quoted(name)));
                None
            }
        }
    }

    /// All complaints, if there is one.
    pub fn verdict(&mut self) -> Result<(), SheetError> {
        if self.says.is_empty() {
            return Ok(());
        }
        if self.missing {
            let names: Vec<&str> = self.names.iter().map(String::as_str).take(60).collect();
            self.says.push(format!("it has: {}", names.join(", ")));
        }
        let mut says = std::mem::take(&mut self.says);
        says.dedup();
        Err(SheetError::Complaints(says))
    }
}
