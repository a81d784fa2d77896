//! The sentences: every language complete, every sentence used, everything within the messenger's
//! limits, and no word that hurts.

mod parents;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use hongyan::base::utf16_len;
use hongyan::model::Locale;
use hongyan::model::message::{Button, Keyboard, ROW};
use hongyan::text::{Arg, FEATURES, keys, try_say};

/// Limits of the Bot API, in UTF-16 units; the one of a button is what fits a small screen.
const MESSAGE: usize = 4096;
const TOAST: usize = 200;
const BUTTON: usize = 64;

/// Nobody who reads hongyan is called this.
const NEVER: &[&str] = &[
    "left-behind",
    "left behind",
    "留守",
    "оставлен",
    "брошен",
    "tashlab ketilgan",
    "qarovsiz",
];

/// Sentences that tell the reader which button to look for, and that button.
const POINTERS: &[(&str, &str)] = &[
    ("join-confirm-child", "consent-menu"),
    ("note-picture-kept", "consent-menu"),
    ("guardian-none-school", "guardian-menu"),
    ("guardian-warn-parent", "guardian-menu"),
    ("lifecycle-still-there", "button-menu"),
    ("note-more", "note-done"),
    ("staff-check-due", "home-tasks"),
    ("staff-last-lead-day", "staff-until-open"),
];

/// Sentences for everybody, that no feature happens to say yet.
const STOCK: &[&str] = &["button-cancel", "common-cannot-pass", "common-too-long"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn locale_file(locale: Locale, feature: &str) -> String {
    let path = root().join(format!("locales/{}/{feature}.ftl", locale.as_str()));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// One sentence as written: its variables, its literal text piece by piece.
#[derive(Debug, Default)]
struct Sentence {
    variables: BTreeSet<String>,
    /// The text after each placeable, and before the first.
    text: Vec<String>,
    /// The whole of it, one mark for each placeable.
    whole: String,
}

impl Sentence {
    fn read(&mut self, pattern: &Pattern<String>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => {
                    self.whole.push_str(value);
                    self.text.push(value.clone());
                }
                PatternElement::Placeable { expression } => {
                    self.whole.push('#');
                    self.expression(expression);
                }
            }
        }
    }

    fn expression(&mut self, expression: &Expression<String>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.inline(selector);
                for variant in variants {
                    self.read(&variant.value);
                }
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<String>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name.clone());
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::FunctionReference { arguments, .. } => {
                for argument in &arguments.positional {
                    self.inline(argument);
                }
            }
            _ => {}
        }
    }

    /// Its markup, sorted: a translation may move a tag, not lose one.
    fn tags(&self) -> Vec<String> {
        let text = self.text.concat();
        let mut tags: Vec<String> = text
            .split('<')
            .skip(1)
            .filter_map(|rest| rest.split_once('>').map(|(tag, _)| tag.to_owned()))
            .collect();
        tags.sort();
        tags
    }
}

/// Which of its lines are empty: the outline a reader sees before reading.
fn outline(sentence: &Sentence) -> Vec<bool> {
    let lines = sentence.whole.split('\n');
    lines.map(|line| line.trim().is_empty()).collect()
}

/// Its pictures, arrows and bullets in order: whoever reads little goes by them.
fn signs(sentence: &Sentence) -> String {
    let text = sentence.text.concat();
    let is_sign = |c: &char| matches!(c, '\u{2022}' | '\u{2039}' | '\u{203a}' | '\u{2190}'..='\u{2bff}' | '\u{1f000}'..);
    text.chars().filter(is_sign).collect()
}

/// The sentences of one file; a line the parser refuses fails the test.
fn sentences(locale: Locale, feature: &str) -> BTreeMap<String, Sentence> {
    let place = format!("{}/{feature}.ftl", locale.as_str());
    let resource = fluent_syntax::parser::parse(locale_file(locale, feature))
        .unwrap_or_else(|(_, errors)| panic!("{place}: {errors:?}"));
    let mut out = BTreeMap::new();
    for entry in resource.body {
        if let Entry::Message(message) = entry {
            let mut sentence = Sentence::default();
            sentence.read(&message.value.unwrap_or_else(|| panic!("{place}: no value")));
            let before = out.insert(message.id.name.clone(), sentence);
            assert!(before.is_none(), "{place}: twice: {}", message.id.name);
        }
    }
    out
}

/// Every sentence of English: what the others are measured by.
fn english() -> BTreeMap<String, Sentence> {
    let mut out = BTreeMap::new();
    for feature in FEATURES {
        for (key, sentence) in sentences(Locale::En, feature) {
            assert!(!out.contains_key(&key), "{key} stands in two files");
            out.insert(key, sentence);
        }
    }
    out
}

fn rust_files(folder: &Path, out: &mut Vec<(PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, out);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            out.push((path, text));
        }
    }
}

fn sources() -> Vec<(PathBuf, String)> {
    let mut out = Vec::new();
    rust_files(&root().join("src"), &mut out);
    out
}

/// The string literals of a source, comments left out line by line.
fn literals(source: &str) -> Vec<String> {
    let mut out = Vec::new();
    for line in source.lines() {
        let line = line.trim_start();
        if line.starts_with("//") {
            continue;
        }
        let mut parts = line.split('"');
        parts.next();
        while let Some(literal) = parts.next() {
            out.push(literal.to_owned());
            parts.next();
        }
    }
    out
}

/// One call of `say!` or `label!` in a source.
#[derive(Debug)]
struct Call {
    place: String,
    button: bool,
    toast: bool,
    /// Handed to a button on the spot: a button and nothing else.
    tapped: bool,
    /// The key, or the beginning of it where it is put together.
    key: Option<Key>,
    arguments: BTreeSet<String>,
}

#[derive(Debug)]
enum Key {
    Whole(String),
    Prefix(String),
}

/// The arguments between a macro's brackets, split at its own commas.
fn arguments(text: &str) -> Vec<String> {
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    let mut out = vec![String::new()];
    for c in text.chars() {
        if quoted {
            quoted = escaped || c != '"';
            escaped = !escaped && c == '\\';
        } else {
            match c {
                '"' => quoted = true,
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' if depth == 0 => break,
                ')' | ']' | '}' => depth -= 1,
                ',' if depth == 0 => {
                    out.push(String::new());
                    continue;
                }
                _ => {}
            }
        }
        out.last_mut().unwrap().push(c);
    }
    out.iter()
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}

fn key_of(argument: &str) -> Option<Key> {
    if let Some(rest) = argument.strip_prefix('"') {
        return rest.strip_suffix('"').map(|key| Key::Whole(key.to_owned()));
    }
    let (_, rest) = argument.split_once("format!(\"")?;
    let (prefix, _) = rest.split_once('{')?;
    Some(Key::Prefix(prefix.to_owned()))
}

fn calls() -> Vec<Call> {
    let mut out = Vec::new();
    for (path, source) in sources() {
        for (name, is_label) in [("say!(", false), ("label!(", true)] {
            for (at, _) in source.match_indices(name) {
                let line = source[..at].lines().count();
                let comment = source[..at].lines().last().unwrap_or_default();
                if comment.trim_start().starts_with("//") {
                    continue;
                }
                let parts = arguments(&source[at + name.len()..]);
                let before = source[..at].trim_end_matches(|c: char| c.is_whitespace());
                let toast = is_label && before.ends_with("toast(");
                let makers = ["button(", "Button::tap(", "row(", "let label ="];
                let tapped = is_label && makers.iter().any(|maker| before.ends_with(maker));
                out.push(Call {
                    place: format!("{}:{line}", path.display()),
                    button: is_label && !toast,
                    toast,
                    tapped,
                    key: parts.get(1).and_then(|key| key_of(key)),
                    arguments: parts
                        .iter()
                        .skip(2)
                        .filter_map(|part| part.split_once('='))
                        .map(|(name, _)| name.trim().to_owned())
                        .collect(),
                });
            }
        }
    }
    assert!(out.len() > 40, "the scan of the sources finds the calls");
    out
}

/// Something to put into every variable of a sentence.
fn sample(sentence: &Sentence) -> Vec<(&'static str, Arg)> {
    sentence
        .variables
        .iter()
        .map(|name| {
            let arg = match name.as_str() {
                "count" | "number" => Arg::Number(3),
                "phone" => Arg::Text("8613800000003".into()),
                "link" => Arg::Text(format!(
                    "https://t.me/hongyan_bot?start=j{}",
                    "0".repeat(32)
                )),
                _ => Arg::Text("Wang Ming".into()),
            };
            // The map of arguments borrows names for ever; a test may leak a few.
            (&*name.clone().leak(), arg)
        })
        .collect()
}

#[test]
fn every_language_has_exactly_the_sentences_of_english() {
    for locale in Locale::ALL {
        for feature in FEATURES {
            let ours: Vec<String> = sentences(*locale, feature).into_keys().collect();
            let english: Vec<String> = sentences(Locale::En, feature).into_keys().collect();
            assert_eq!(ours, english, "{}/{feature}.ftl", locale.as_str());
            let mut listed = keys(*locale, feature);
            listed.sort();
            assert_eq!(listed, ours, "{}/{feature}.ftl as loaded", locale.as_str());
        }
    }
}

#[test]
fn a_translation_keeps_variables_markup_lines_and_pictures() {
    for locale in Locale::ALL {
        for feature in FEATURES {
            let english = sentences(Locale::En, feature);
            for (key, sentence) in sentences(*locale, feature) {
                let Some(original) = english.get(&key) else {
                    continue;
                };
                let place = format!("{}: {key}", locale.as_str());
                assert_eq!(sentence.variables, original.variables, "{place}");
                assert_eq!(sentence.tags(), original.tags(), "{place}");
                assert_eq!(outline(&sentence), outline(original), "{place}");
                assert_eq!(signs(&sentence), signs(original), "{place}");
            }
        }
    }
}

#[test]
fn no_word_hurts_and_no_name_is_inflected() {
    for locale in Locale::ALL {
        for feature in FEATURES {
            let file = locale_file(*locale, feature);
            let low = file.to_lowercase();
            for word in NEVER {
                assert!(!low.contains(word), "{}/{feature}: {word}", locale.as_str());
            }
            if *locale == Locale::ZhCn {
                continue;
            }
            for after in file.split("{ $").skip(1) {
                let Some((name, after)) = after.split_once('}') else {
                    continue;
                };
                // A number takes its hyphen: "3-dars", "2027-yil" is how Uzbek writes it.
                if matches!(name.trim(), "lesson" | "year") {
                    continue;
                }
                let mut next = after.trim_start_matches("</b>").chars();
                let glued = match next.next() {
                    Some('-' | '\'' | '’' | 'ʼ') => next.next(),
                    other => other,
                };
                assert!(
                    !glued.is_some_and(char::is_alphabetic),
                    "{}/{feature}: an ending on {name}",
                    locale.as_str()
                );
            }
        }
    }
}

#[test]
fn uzbek_has_its_own_letters() {
    for feature in FEATURES {
        let file = locale_file(Locale::Uz, feature);
        for wrong in ['\'', '’', '‘', '`'] {
            assert!(!file.contains(wrong), "uz/{feature}.ftl: {wrong}");
        }
    }
}

#[test]
fn every_sentence_is_said_without_complaint_and_fits() {
    for locale in Locale::ALL {
        for (key, sentence) in english() {
            let said = try_say(*locale, &key, &sample(&sentence), true).unwrap();
            let shown = hongyan::base::Html::trusted(said).plain();
            let units = utf16_len(&shown);
            assert!(
                (1..=MESSAGE).contains(&units),
                "{}: {key}: {units}",
                locale.as_str()
            );
        }
    }
}

#[test]
fn every_key_the_code_says_exists_and_gets_its_arguments() {
    let english = english();
    for call in calls() {
        match &call.key {
            Some(Key::Whole(key)) => {
                let sentence = english
                    .get(key)
                    .unwrap_or_else(|| panic!("{}: no sentence {key}", call.place));
                assert_eq!(call.arguments, sentence.variables, "{}: {key}", call.place);
            }
            Some(Key::Prefix(prefix)) => assert!(
                english.keys().any(|key| key.starts_with(prefix)),
                "{}: no sentence {prefix}…",
                call.place
            ),
            None => {}
        }
    }
    // Keys that reach a call through a variable: they begin with their feature's name.
    let features: Vec<String> = FEATURES
        .iter()
        .map(|feature| format!("{}-", feature.replace('_', "-")))
        .collect();
    for (path, source) in sources() {
        for literal in literals(&source) {
            let is_key = features.iter().any(|feature| {
                literal
                    .strip_prefix(feature.as_str())
                    .is_some_and(|rest| !rest.is_empty())
            }) && literal
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_')
                && !literal.ends_with('-');
            assert!(
                !is_key || english.contains_key(&literal),
                "{}: no sentence {literal}",
                path.display()
            );
        }
    }
}

#[test]
fn every_sentence_is_used() {
    let mut whole = BTreeSet::new();
    let mut prefixes = BTreeSet::new();
    for (_, source) in sources() {
        for literal in literals(&source) {
            if let Some((prefix, _)) = literal.split_once('{')
                && prefix.ends_with('-')
            {
                prefixes.insert(prefix.to_owned());
            }
            whole.insert(literal);
        }
    }
    let unused: Vec<String> = english()
        .into_keys()
        .filter(|key| {
            !STOCK.contains(&key.as_str())
                && !whole.contains(key)
                && !prefixes.iter().any(|prefix| key.starts_with(prefix))
        })
        .collect();
    assert_eq!(unused, [""; 0], "sentences nobody says");
}

#[test]
fn buttons_and_toasts_fit_in_every_language() {
    let english = english();
    for call in calls().iter().filter(|call| call.button || call.toast) {
        let keys: Vec<&String> = match &call.key {
            Some(Key::Whole(key)) => english.keys().filter(|other| *other == key).collect(),
            Some(Key::Prefix(prefix)) => {
                let begins = |key: &&String| key.starts_with(prefix.as_str());
                english.keys().filter(begins).collect()
            }
            None => Vec::new(),
        };
        let limit = if call.toast { TOAST } else { BUTTON };
        for key in keys {
            for locale in Locale::ALL {
                let said = try_say(*locale, key, &sample(&english[key]), false).unwrap();
                assert!(
                    utf16_len(&said) <= limit,
                    "{}: {}: {key} is longer than {limit}: {said}",
                    call.place,
                    locale.as_str()
                );
            }
        }
    }
}

#[test]
fn a_button_shows_whole_on_a_small_phone() {
    let english = english();
    let calls = calls();
    let buttons: Vec<&Call> = calls.iter().filter(|call| call.tapped).collect();
    assert!(buttons.len() > 100, "the scan finds the buttons");
    for call in buttons {
        let Some(Key::Whole(key)) = &call.key else {
            continue;
        };
        for locale in Locale::ALL {
            let said = try_say(*locale, key, &sample(&english[key]), false).unwrap();
            let wide = Button::tap(said.clone(), "").columns();
            assert!(
                wide <= ROW,
                "{}: {}: {key} takes {wide} columns: {said}",
                call.place,
                locale.as_str()
            );
        }
    }
}

#[test]
fn a_sentence_that_names_a_button_names_it_as_it_is() {
    let english = english();
    for (key, button) in POINTERS {
        for locale in Locale::ALL {
            let sentence = try_say(*locale, key, &sample(&english[*key]), false).unwrap();
            let label = try_say(*locale, button, &[], false).unwrap();
            let words = label.trim_start_matches(|c: char| !c.is_alphanumeric());
            assert!(
                sentence.contains(words),
                "{}: {key} does not name the button \u{201c}{words}\u{201d}: {sentence}",
                locale.as_str()
            );
        }
    }
}

#[test]
fn a_row_a_small_phone_would_cut_becomes_several() {
    let lengths = |labels: &[&str]| {
        let row = labels.iter().map(|label| Button::tap(*label, "x"));
        let Some(Keyboard::Buttons(rows)) = Keyboard::rows(vec![row.collect()]) else {
            return Vec::new();
        };
        let kept: Vec<&str> = rows.iter().flatten().map(|b| b.label.as_str()).collect();
        assert_eq!(kept, labels, "in the same order, and none lost");
        rows.iter().map(Vec::len).collect::<Vec<usize>>()
    };
    assert_eq!(lengths(&["✅ Approve", "✖ Refuse"]), [2]);
    assert_eq!(lengths(&["💬 Спросить учителя", "Ещё ›"]), [1, 1]);
    assert_eq!(lengths(&["✔ 1 办好", "✔ 2 办好", "✔ 3 办好"]), [3]);
    assert_eq!(
        lengths(&["✔ 10 сделано", "✔ 11 сделано", "✔ 12 сделано"]),
        [2, 1]
    );
    assert_eq!(lengths(&["Mon", "Tue", "Wed", "Thu", "▸ Fri"]), [5]);
    assert_eq!(lengths(&[]), [0; 0]);
}

#[test]
fn a_copy_names_every_act_and_every_purpose_in_words() {
    let english = english();
    let acts = hongyan::model::dossier::SHOWN.iter();
    let purposes = hongyan::model::consent::Purpose::ALL.iter();
    let acts = acts.map(|act| format!("copy-act-{act}"));
    let purposes = purposes.map(|purpose| format!("consent-purpose-{}", purpose.as_str()));
    for key in acts.chain(purposes) {
        assert!(english.contains_key(&key), "no sentence {key}");
    }
}
