//! A writer's own template for notes: words for everybody, with nobody's name in them. So there is nothing in
//! one that a child's erasure would have to find, and nothing about one child reaches a class by habit. Pure.

use super::record::Child;
use crate::base::{Name, utf16_len};

/// UTF-16 units of one template.
pub const MAX_UNITS: usize = 1_000;
/// From so many letters on a name is found with an ending, too.
const ENDINGS: usize = 4;
/// How many one writer keeps.
pub const MOST: usize = 12;

/// Whether this can be a template by its length.
pub fn fits(words: &str) -> bool {
    !words.trim().is_empty() && utf16_len(words) <= MAX_UNITS
}

/// Whether the words name the child: the whole name, the one a family reads, or a word of either.
pub fn names(words: &str, child: &Child) -> bool {
    let whole = [&child.name, child.called()].into_iter();
    let parts = whole
        .clone()
        .flat_map(|name| name.expose().split_whitespace());
    let text = words.to_lowercase();
    whole
        .map(Name::expose)
        .chain(parts)
        .any(|name| holds(&text, &name.to_lowercase()))
}

/// Where a script writes words apart, as a word of its own: "Lan" is not in "plan". Chinese does not, so two
/// characters at least are looked for anywhere; one alone is in too many words.
fn holds(text: &str, name: &str) -> bool {
    if name.is_empty() {
        return false;
    }
    let is_apart = name.is_ascii() || name.chars().all(|c| c.is_alphabetic() && !is_han(c));
    if !is_apart && name.chars().any(is_han) {
        return name.chars().count() > 1 && text.contains(name);
    }
    // Names take endings in Russian and Uzbek ("Каримом", "Karimga"); a short one would be found in half the words.
    let ends_free = name.chars().count() >= ENDINGS;
    text.match_indices(name).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        let is_inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !is_inside(before) && (ends_free || !is_inside(after))
    })
}

const fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{2ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_as_a_word_and_not_in_one() {
        for (text, name, found) in [
            ("ming did well", "ming", true),
            ("ming's book", "ming", true),
            ("coming home", "ming", false),
            ("plan for friday", "lan", false),
            ("小明今天很好", "小明", true),
            ("明天放假", "明", false),
            ("карим молодец", "карим", true),
            ("хвалите карима", "карим", true),
            ("alisherga ayting", "alisher", true),
            ("skarim", "karim", false),
            ("anna", "ann", false),
            ("", "ming", false),
            ("anything", "", false),
        ] {
            assert_eq!(holds(text, name), found, "{text} / {name}");
        }
    }

    #[test]
    fn words_that_fit() {
        assert!(fits("Bring boots on Friday."));
        assert!(!fits("  \n"));
        assert!(fits(&"x".repeat(MAX_UNITS)));
        assert!(!fits(&"x".repeat(MAX_UNITS + 1)));
    }
}
