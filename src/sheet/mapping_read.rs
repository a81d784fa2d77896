//! From TOML to a [`Mapping`]: every unknown key and wrong type is named, not only the first.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::mapping::{Group, Mapping, Pick, Rule, Source};

const TOP: &[&str] = &[
    "about",
    "kind",
    "zone",
    "sheet",
    "header_row",
    "delimiter",
    "encoding",
    "dates",
    "empty",
    "drop",
    "only",
    "except",
    "columns",
    "constants",
    "rows",
];
const GROUP: &[&str] = &["about", "only", "except", "columns", "constants"];
const RULE: &[&str] = &[
    "from",
    "join",
    "with",
    "split",
    "mark",
    "prefer",
    "skip",
    "values",
    "otherwise",
    "default",
    "prefix",
    "suffix",
];

/// What could be understood, and all that could not.
pub(super) fn read(text: &str) -> (Mapping, Vec<String>) {
    let mut says = Vec::new();
    let table = match text.parse::<Table>() {
        Ok(table) => table,
        Err(error) => {
            says.push(format!(
                "the mapping is not TOML: {}",
                error.to_string().trim_end()
            ));
            return (Mapping::default(), says);
        }
    };
    let mut take = Take { says: &mut says };
    let mut mapping = take.top(&table);
    let base = take.group(&table, "", &Group::default());
    match table.get("rows") {
        None => mapping.groups.push(base),
        Some(Value::Array(groups)) => {
            for (index, group) in groups.iter().enumerate() {
                let at = format!("rows[{}].", index + 1);
                match group {
                    Value::Table(group) => {
                        take.known(group, &at, GROUP);
                        let group = take.group(group, &at, &base);
                        mapping.groups.push(group);
                    }
                    _ => take.wrong(at.trim_end_matches('.'), "a table"),
                }
            }
        }
        Some(_) => take.wrong("rows", "a list of tables, [[rows]]"),
    }
    (mapping, says)
}

struct Take<'a> {
    says: &'a mut Vec<String>,
}

impl Take<'_> {
    fn wrong(&mut self, at: &str, wanted: &str) {
        self.says.push(format!("mapping: {at} must be {wanted}"));
    }

    fn known(&mut self, table: &Table, at: &str, names: &[&str]) {
        for key in table.keys().filter(|key| !names.contains(&key.as_str())) {
            self.says.push(format!(
                "mapping: {at}{key} is not known here; known are: {}",
                names.join(", ")
            ));
        }
    }

    fn top(&mut self, table: &Table) -> Mapping {
        self.known(table, "", TOP);
        let mut mapping = Mapping {
            kind: self.text(table, "", "kind"),
            sheet: self.text(table, "", "sheet"),
            dates: self.texts(table, "", "dates"),
            empty: self.texts(table, "", "empty"),
            drop: self.texts(table, "", "drop"),
            ..Mapping::default()
        };
        if let Some(name) = self.text(table, "", "zone") {
            mapping.zone = name.parse().ok();
            if mapping.zone.is_none() {
                self.wrong("zone", "a time zone such as Asia/Shanghai");
            }
        }
        if let Some(label) = self.text(table, "", "encoding") {
            mapping.encoding = encoding_rs::Encoding::for_label(label.as_bytes());
            if mapping.encoding.is_none() {
                self.wrong(
                    "encoding",
                    "an encoding such as utf-8, gb18030 or windows-1251",
                );
            }
        }
        if let Some(delimiter) = self.text(table, "", "delimiter") {
            match delimiter.as_str() {
                "," | ";" | "\t" | "|" => mapping.delimiter = delimiter.bytes().next(),
                "tab" => mapping.delimiter = Some(b'\t'),
                _ => self.wrong("delimiter", "one of , ; | tab"),
            }
        }
        match table.get("header_row") {
            None => {}
            Some(Value::Integer(row @ 1..=100)) => {
                mapping.header_row = u32::try_from(*row).unwrap_or(1);
            }
            Some(_) => self.wrong("header_row", "a number from 1 to 100"),
        }
        mapping
    }

    /// A group: what the whole mapping says, and what this group says on top of it.
    fn group(&mut self, table: &Table, at: &str, base: &Group) -> Group {
        let mut group = base.clone();
        group.only.extend(self.lists(table, at, "only"));
        group.except.extend(self.lists(table, at, "except"));
        let own = self.inner(table, at, "columns");
        let constants = self.inner(table, at, "constants");
        for name in own.keys().filter(|name| constants.contains_key(*name)) {
            self.says.push(format!(
                "mapping: {at}{name} is both a column and a constant"
            ));
        }
        for (name, value) in &own {
            let rule = self.rule(value, &format!("{at}columns.{name}"));
            group.rules.insert(name.clone(), rule);
        }
        for (name, value) in &constants {
            match scalar(value) {
                Some(text) => {
                    let rule = Rule {
                        source: Source::Constant(text),
                        ..Rule::default()
                    };
                    group.rules.insert(name.clone(), rule);
                }
                None => self.wrong(
                    &format!("{at}constants.{name}"),
                    "a text, a number or a flag",
                ),
            }
        }
        group
    }

    fn rule(&mut self, value: &Value, at: &str) -> Rule {
        match value {
            Value::String(column) => Rule {
                source: Source::First(vec![column.clone()]),
                ..Rule::default()
            },
            Value::Array(_) => Rule {
                source: Source::First(self.list(value, at)),
                ..Rule::default()
            },
            Value::Table(table) => self.detailed(table, &format!("{at}.")),
            _ => {
                self.wrong(at, "a column name, a list of them, or a table");
                Rule::default()
            }
        }
    }

    fn detailed(&mut self, table: &Table, at: &str) -> Rule {
        self.known(table, at, RULE);
        let with = self
            .text(table, at, "with")
            .unwrap_or_else(|| " ".to_owned());
        let source = match (table.get("from"), table.get("join")) {
            (Some(from), None) => Source::First(self.list(from, &format!("{at}from"))),
            (None, Some(join)) => Source::Join(self.list(join, &format!("{at}join")), with),
            _ => {
                self.wrong(
                    at.trim_end_matches('.'),
                    "filled by either `from` or `join`",
                );
                Source::default()
            }
        };
        let pick = self.text(table, at, "split").map(|split| Pick {
            split,
            mark: self.text(table, at, "mark").unwrap_or_default(),
            prefer: self.texts(table, at, "prefer"),
            skip: self.texts(table, at, "skip"),
        });
        for key in ["mark", "prefer", "skip"] {
            if pick.is_none() && table.contains_key(key) {
                self.says
                    .push(format!("mapping: {at}{key} needs {at}split"));
            }
        }
        let mut values = BTreeMap::new();
        for (word, ours) in self.inner(table, at, "values") {
            match scalar(&ours) {
                Some(ours) => drop(values.insert(word, ours)),
                None => self.wrong(&format!("{at}values.{word}"), "a text"),
            }
        }
        Rule {
            source,
            pick,
            values,
            otherwise: self.text(table, at, "otherwise"),
            default: self.text(table, at, "default"),
            prefix: self.text(table, at, "prefix").unwrap_or_default(),
            suffix: self.text(table, at, "suffix").unwrap_or_default(),
        }
    }

    fn text(&mut self, table: &Table, at: &str, key: &str) -> Option<String> {
        let text = scalar(table.get(key)?);
        if text.is_none() {
            self.wrong(&format!("{at}{key}"), "a text");
        }
        text
    }

    fn texts(&mut self, table: &Table, at: &str, key: &str) -> Vec<String> {
        table
            .get(key)
            .map(|value| self.list(value, &format!("{at}{key}")))
            .unwrap_or_default()
    }

    /// A text or a list of texts.
    fn list(&mut self, value: &Value, at: &str) -> Vec<String> {
        match value {
            Value::Array(items) => {
                let texts: Vec<String> = items.iter().filter_map(scalar).collect();
                if texts.len() < items.len() || texts.is_empty() {
                    self.wrong(at, "a list of texts");
                }
                texts
            }
            other => scalar(other).map_or_else(
                || {
                    self.wrong(at, "a text or a list of texts");
                    Vec::new()
                },
                |text| vec![text],
            ),
        }
    }

    fn inner(&mut self, table: &Table, at: &str, key: &str) -> Table {
        match table.get(key) {
            None => Table::new(),
            Some(Value::Table(inner)) => inner.clone(),
            Some(_) => {
                self.wrong(&format!("{at}{key}"), "a table");
                Table::new()
            }
        }
    }

    fn lists(&mut self, table: &Table, at: &str, key: &str) -> BTreeMap<String, Vec<String>> {
        let inner = self.inner(table, at, key);
        inner
            .iter()
            .map(|(name, value)| (name.clone(), self.list(value, &format!("{at}{key}.{name}"))))
            .collect()
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Float(number) => Some(number.to_string()),
        Value::Boolean(flag) => Some(flag.to_string()),
        Value::Datetime(moment) => Some(moment.to_string()),
        Value::Array(_) | Value::Table(_) => None,
    }
}
