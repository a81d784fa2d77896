//! What a mapping must keep to before any file is opened: our column names, our words, readable
//! dates and constants.

use chrono::format::{Item, StrftimeItems};

use super::mapping::{Group, Mapping, Rule, Source};
use super::problem::quoted;
use super::secret::is_secret;
use super::{Column, Kind, Shape, value};

/// Every complaint, in the order of the file's parts.
pub(super) fn check(kind: Kind, mapping: &Mapping) -> Vec<String> {
    let mut says = Vec::new();
    if let Some(named) = mapping
        .kind
        .as_deref()
        .filter(|named| *named != kind.as_str())
    {
        says.push(format!(
            "this mapping is for {}, not for {}",
            quoted(named),
            kind.as_str()
        ));
    }
    for format in &mapping.dates {
        if StrftimeItems::new(format).any(|item| matches!(item, Item::Error)) {
            says.push(format!(
                "mapping: dates: {} is not a date format; write for example \"%d/%m/%Y\"",
                quoted(format)
            ));
        }
    }
    for (index, group) in mapping.groups.iter().enumerate() {
        let at = if mapping.groups.len() > 1 {
            format!("rows[{}]: ", index + 1)
        } else {
            String::new()
        };
        group_complaints(kind, mapping, group, &at, &mut says);
    }
    says.dedup();
    says
}

fn group_complaints(
    kind: Kind,
    mapping: &Mapping,
    group: &Group,
    at: &str,
    says: &mut Vec<String>,
) {
    for (name, rule) in &group.rules {
        match kind.columns().iter().find(|column| column.name == name) {
            None => {
                let names: Vec<&str> = kind.columns().iter().map(|column| column.name).collect();
                says.push(format!(
                    "mapping: {at}{} is not a column of {}; known are: {}",
                    quoted(name),
                    kind.as_str(),
                    names.join(", ")
                ));
            }
            Some(column) => rule_complaints(mapping, column, rule, at, says),
        }
    }
    for column in kind.columns().iter().filter(|column| column.needed) {
        if !group.rules.contains_key(column.name) {
            says.push(format!(
                "mapping: {at}nothing fills \"{}\", which is needed",
                column.name
            ));
        }
    }
}

fn rule_complaints(
    mapping: &Mapping,
    column: &Column,
    rule: &Rule,
    at: &str,
    says: &mut Vec<String>,
) {
    let names = match &rule.source {
        Source::First(names) | Source::Join(names, _) => names.as_slice(),
        Source::Constant(_) => &[],
    };
    for name in names
        .iter()
        .filter(|name| is_secret(name) || mapping.drop.contains(name))
    {
        says.push(format!(
            "mapping: {at}{} reads the column {}, which is never read (a password, an identity \
             number, or dropped by this mapping)",
            column.name,
            quoted(name)
        ));
    }
    let constant = match &rule.source {
        Source::Constant(text) => Some(text),
        _ => None,
    };
    let ours = rule
        .values
        .values()
        .chain(&rule.otherwise)
        .chain(&rule.default);
    for text in ours.chain(constant).filter(|text| !text.is_empty()) {
        if let Err(reason) = fits(column.shape, text, mapping) {
            says.push(format!("mapping: {at}{}: {reason}", column.name));
        }
    }
}

/// Whether one of our own words can stand in a column of this shape.
fn fits(shape: Shape, text: &str, mapping: &Mapping) -> Result<(), String> {
    match shape {
        Shape::Key | Shape::Text => Ok(()),
        Shape::Day => value::day(text, &mapping.dates, mapping.zone).map(drop),
        Shape::Zone => value::zone(text).map(drop),
        Shape::Phone => value::phone(text).map(drop),
        Shape::Flag => value::flag(text).map(drop),
        Shape::Number(max) => value::number(text, max).map(drop),
        Shape::Words(words) => {
            if words().contains(&text) {
                Ok(())
            } else {
                Err(value::not_a_word(text, &words()))
            }
        }
    }
}
