//! One section of the TOML file: values are taken out by key, what stays behind is unknown. Does
//! not know what the keys mean.

use std::path::Path;

use toml::{Table, Value};

use super::Complaints;

/// A table of the file and the way to it (`hongyan.toml: bots[1].`).
#[derive(Debug)]
pub struct Section {
    place: String,
    values: Table,
}

impl Section {
    pub fn empty() -> Self {
        Self {
            place: String::new(),
            values: Table::new(),
        }
    }

    /// The whole file; what cannot be read is a complaint and an empty section.
    pub fn read(path: &Path, complaints: &mut Complaints) -> Self {
        let place = path.display().to_string();
        let values = match std::fs::read_to_string(path) {
            Ok(text) => parse(&place, &text, complaints),
            Err(error) => {
                let fix = "Name a readable file with --config, or leave it out.";
                complaints.add(&place, format!("the file cannot be read ({error})"), fix);
                Table::new()
            }
        };
        Self {
            place: format!("{place}: "),
            values,
        }
    }

    /// How a key is named in complaints.
    pub fn place(&self, key: &str) -> String {
        format!("{}{key}", self.place)
    }

    /// A text; anything else is a complaint.
    pub fn text(&mut self, key: &str, complaints: &mut Complaints) -> Option<String> {
        match self.values.remove(key)? {
            Value::String(text) => Some(text),
            other => self.wrong(key, "a text in quotes", &other, complaints),
        }
    }

    /// Takes a yes or no.
    pub fn flag(&mut self, key: &str, complaints: &mut Complaints) -> Option<bool> {
        match self.values.remove(key)? {
            Value::Boolean(flag) => Some(flag),
            other => self.wrong(key, "true or false, without quotes", &other, complaints),
        }
    }

    /// A whole number that is not negative.
    pub fn number(&mut self, key: &str, complaints: &mut Complaints) -> Option<u64> {
        match self.values.remove(key)? {
            Value::Integer(number) if number >= 0 => u64::try_from(number).ok(),
            other => self.wrong(key, "a whole number, 0 or more", &other, complaints),
        }
    }

    /// The section `[key]`; empty when it is not there.
    pub fn section(&mut self, key: &str, complaints: &mut Complaints) -> Self {
        let values = match self.values.remove(key) {
            None => Table::new(),
            Some(Value::Table(values)) => values,
            Some(other) => self
                .wrong(key, &format!("a section: [{key}]"), &other, complaints)
                .unwrap_or_default(),
        };
        Self {
            place: format!("{}{key}.", self.place),
            values,
        }
    }

    /// The sections `[[key]]`, in order.
    pub fn sections(&mut self, key: &str, complaints: &mut Complaints) -> Vec<Self> {
        let items = match self.values.remove(key) {
            None => Vec::new(),
            Some(Value::Array(items)) => items,
            Some(other) => self
                .wrong(key, &format!("sections: [[{key}]]"), &other, complaints)
                .unwrap_or_default(),
        };
        let mut sections = Vec::new();
        for (index, item) in items.into_iter().enumerate() {
            let number = index + 1;
            if let Value::Table(values) = item {
                sections.push(Self {
                    place: format!("{}{key}[{number}].", self.place),
                    values,
                });
            } else {
                self.wrong::<()>(key, &format!("sections: [[{key}]]"), &item, complaints);
            }
        }
        sections
    }

    /// Complains about every key that nobody took.
    pub fn finish(self, known: &[&str], complaints: &mut Complaints) {
        for key in self.values.keys() {
            let fix = match nearest(key, known) {
                Some(near) => format!("Did you mean `{near}`?"),
                None => format!("Known keys here: {}.", known.join(", ")),
            };
            complaints.add(format!("{}{key}", self.place), "unknown key", fix);
        }
    }

    /// Names the kind of what stands there, never its content: it may be a secret.
    fn wrong<T>(
        &self,
        key: &str,
        wanted: &str,
        found: &Value,
        complaints: &mut Complaints,
    ) -> Option<T> {
        let what = format!("found {} here", found.type_str());
        complaints.add(self.place(key), what, format!("Write {wanted}."));
        None
    }
}

/// The message of the parser and the line; not the line itself, which may hold a token.
fn parse(place: &str, text: &str, complaints: &mut Complaints) -> Table {
    text.parse::<Table>().unwrap_or_else(|error| {
        let before = error.span().and_then(|span| text.get(..span.start));
        let line = before.unwrap_or_default().matches('\n').count() + 1;
        let what = format!("line {line} is not TOML ({})", error.message());
        complaints.add(place, what, "See deploy/hongyan.example.toml.");
        Table::new()
    })
}

/// The known key that a slip of the finger turns into `key`.
fn nearest<'a>(key: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|candidate| (distance(key, candidate), *candidate))
        .min()
        .filter(|(steps, candidate)| *steps <= 1 + candidate.len() / 3)
        .map(|(_, candidate)| candidate)
}

/// Levenshtein's distance: letters to add, drop or change.
fn distance(one: &str, two: &str) -> usize {
    let two: Vec<char> = two.chars().collect();
    let mut row: Vec<usize> = (0..=two.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut corner = i;
        let mut left = i + 1;
        for (above, b) in row.iter_mut().skip(1).zip(&two) {
            let change = corner + usize::from(a != *b);
            corner = *above;
            left = change.min(left + 1).min(corner + 1);
            *above = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_key() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(
            nearest("databse_url", &["listen", "database_url"]),
            Some("database_url")
        );
        assert_eq!(nearest("colour", &["listen", "database_url"]), None);
    }
}
