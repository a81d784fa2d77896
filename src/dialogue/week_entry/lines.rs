//! Sentences as teachers type them for several pupils: a name, a colon, the sentence; one below the other.

use serde::{Deserialize, Serialize};

use crate::base::{UnitId, Words};
use crate::model::week::SchoolWeek;

/// Letters of a name; a longer beginning is no name.
const NAME_MAX: usize = 40;
/// Lines of one message.
const MOST: usize = 60;

/// Lines may be typed for this week of this class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lines {
    pub class: UnitId,
    pub week: SchoolWeek,
    /// Those of which it is not known whose they are; the first is asked about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<Open>,
}

/// A line with the name in front of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    pub name: Words,
    pub words: Words,
}

fn split(line: &str) -> Option<(String, String)> {
    let (name, words) = line.split_once([':', '：'])?;
    let whole = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (name, words) = (whole(name), whole(words));
    let named = name.chars().any(char::is_alphabetic) && name.chars().count() <= NAME_MAX;
    (named && !words.is_empty()).then_some((name, words))
}

/// Whether a text begins with a name and a colon: anything else is for others to understand.
pub fn are_lines(text: &str) -> bool {
    !text.trim_start().starts_with('/') && !lines(text).is_empty()
}

/// The lines of a text. One without a name goes on with the line above it; where there is none, nothing is read.
pub fn lines(text: &str) -> Vec<Open> {
    let mut out: Vec<(String, String)> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let room = out.len() < MOST;
        match split(line).filter(|_| room) {
            Some(next) => out.push(next),
            None => {
                let Some((_, words)) = out.last_mut() else {
                    return Vec::new();
                };
                words.push(' ');
                words.push_str(line.trim());
            }
        }
    }
    let open = |(name, words)| Open {
        name: Words::new(name),
        words: Words::new(words),
    };
    out.into_iter().map(open).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String)> {
        let lines = lines(text).into_iter();
        lines
            .map(|open| {
                (
                    open.name.expose().to_owned(),
                    open.words.expose().to_owned(),
                )
            })
            .collect()
    }

    #[test]
    fn a_name_a_colon_a_sentence() {
        let pair = |name: &str, words: &str| (name.to_owned(), words.to_owned());
        assert_eq!(read("Lan: helped  others"), [pair("Lan", "helped others")]);
        let text = "小雁：画得很好\n\n  Wang  Ming : reads: aloud \nand sings";
        let two = [
            pair("小雁", "画得很好"),
            pair("Wang Ming", "reads: aloud and sings"),
        ];
        assert_eq!(read(text), two);
        for none in [
            "",
            "Lan helped",
            "1234 5678",
            "12: 30",
            ": x",
            "Lan:",
            "/menu: x",
        ] {
            assert!(!are_lines(none), "{none}");
        }
        assert!(!are_lines(&format!("{}: x", "long ".repeat(20))));
    }
}
