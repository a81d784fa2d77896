//! What comes from outside, as nobody would write it: updates, button data, files, stored states. No
//! panic, bounded memory, and what is read is what was written.
//!
//! Inputs worth keeping are in `tests/fixtures/fuzz/<target>/` and replayed first; one that fails is
//! written there. A long run: `HONGYAN_FUZZ_CASES=1000000 cargo test --release --test it fuzz`.

mod harness;
mod words;

use std::collections::BTreeSet;
use std::io::Write;

use hongyan::base::utf16_len;
use hongyan::dialogue::{State, Tap};
use hongyan::model::event::Did;
use hongyan::sheet::{Kind, Mapping, Plan, Table};

use harness::{fuzz, root};

/// Bot API: the most a message, or the data of a button, has.
const MOST_UNITS: usize = 4_096;
const MOST_DATA: usize = 64;

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn fuzz_updates() {
    fuzz("update", 4_000, |bytes| {
        let raw = text(bytes);
        let Ok(Some(event)) = hongyan::telegram::event("1", &raw) else {
            return;
        };
        match event.did {
            Did::Says { text, .. } | Did::Edits { text, .. } => {
                assert!(utf16_len(text.expose()) <= MOST_UNITS);
            }
            Did::Sends { caption, .. } => {
                assert!(utf16_len(&caption.plain()) <= MOST_UNITS);
            }
            Did::SharesContact { phone, own } => {
                assert!(phone.is_none_or(|phone| (5..=15).contains(&phone.digits().len())));
                // Only the very person of the chat proves a number.
                let value: serde_json::Value = serde_json::from_str(&raw).unwrap();
                let message = &value["message"];
                let same = message["contact"]["user_id"] == message["from"]["id"];
                assert!(!own || same);
            }
            Did::Taps { data, .. } => {
                let _ = Tap::decode(&data);
            }
            Did::Leaves | Did::Returns | Did::InGroup { .. } | Did::Other { .. } => {}
        }
    });
}

/// What a button says is what is read, within 64 bytes; anything else is nothing.
fn tap(data: &str) -> Option<Tap> {
    let tap = Tap::decode(data)?;
    let written = tap.encode();
    assert!(
        written.len() <= MOST_DATA,
        "{} bytes: {written}",
        written.len()
    );
    assert_eq!(Tap::decode(&written).as_ref(), Some(&tap), "{data}");
    Some(tap)
}

#[test]
fn fuzz_taps() {
    fuzz("tap", 20_000, |bytes| {
        tap(&text(bytes));
    });
}

/// The variants of every `Tap` as the sources declare them: `feature::Variant`.
fn declared() -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for entry in std::fs::read_dir(root().join("src/dialogue")).unwrap() {
        let path = entry.unwrap().path();
        let Ok(source) = std::fs::read_to_string(&path) else {
            continue;
        };
        let feature = path.file_stem().unwrap().to_string_lossy().into_owned();
        if feature == "mod" {
            continue;
        }
        let Some((_, body)) = source.split_once("pub enum Tap {\n") else {
            continue;
        };
        for line in body.lines().take_while(|line| *line != "}") {
            let name: String = line
                .strip_prefix("    ")
                .unwrap_or_default()
                .chars()
                .take_while(char::is_ascii_alphanumeric)
                .collect();
            if name.starts_with(|c: char| c.is_ascii_uppercase()) {
                out.insert(format!("{feature}::{name}"));
            }
        }
    }
    out
}

#[test]
fn fuzz_every_button_is_read_back() {
    let mut reached = BTreeSet::new();
    for data in words::every_button() {
        if let Some(tap) = tap(&data) {
            let debug = format!("{tap:?}");
            let mut names = debug.split(|c: char| !c.is_ascii_alphanumeric());
            let (feature, variant) = (names.next().unwrap(), names.next().unwrap());
            reached.insert(format!("{}::{variant}", snake(feature)));
        }
    }
    let missing: Vec<String> = declared().difference(&reached).cloned().collect();
    assert_eq!(missing, [""; 0], "buttons nobody could decode");
}

fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

#[test]
fn fuzz_states() {
    fuzz("state", 6_000, |bytes| {
        let stored = text(bytes);
        let Some(state) = State::decode(Some(&stored)) else {
            return;
        };
        let again = state.encode();
        let read = State::decode(again.as_deref());
        assert_eq!(read, Some(state));
    });
    assert_eq!(State::decode(None), Some(State::Idle));
}

/// Every mapping that is delivered with the program, for its kind.
fn mappings() -> Vec<(Kind, Mapping)> {
    let mut out = Vec::new();
    let mut folders = vec![root().join("deploy/mappings")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let Ok(words) = std::fs::read_to_string(&path) else {
                continue;
            };
            for kind in Kind::ALL {
                if let Ok(mapping) = Mapping::parse(*kind, &words) {
                    out.push((*kind, mapping));
                }
            }
        }
    }
    assert!(out.len() >= 5, "the mappings are found: {}", out.len());
    out
}

#[test]
fn fuzz_import_files() {
    let mappings = mappings();
    let folder = tempfile::tempdir().unwrap();
    let today = "2026-03-02".parse().unwrap();
    fuzz("sheet", 160, |bytes| {
        let path = folder.path().join("file");
        std::fs::File::create(&path)
            .unwrap()
            .write_all(bytes)
            .unwrap();
        let own = Kind::ALL.iter().map(|kind| (*kind, None));
        let others = mappings
            .iter()
            .map(|(kind, mapping)| (*kind, Some(mapping)));
        for (kind, mapping) in own.chain(others) {
            let Ok(mut table) = Table::open(&path, mapping) else {
                continue;
            };
            let Ok(plan) = Plan::bind(kind, mapping, &table, today) else {
                continue;
            };
            while let Ok(Some(line)) = table.next_line() {
                match plan.rows(&line) {
                    Ok(rows) => assert!(rows.len() <= 64),
                    Err(problems) => assert!(!problems.is_empty()),
                }
            }
        }
    });
}

/// The shapes of all buttons, with `ID` where a number stands: for whoever forges them.
pub fn shapes_of_buttons() -> Vec<String> {
    let monday = words::monday();
    let mut fields = vec![monday.clone()];
    fields.extend(words::WORDS.iter().map(|word| (*word).to_owned()));
    let shapes = words::shapes(&fields);
    shapes
        .into_iter()
        .map(|data| {
            let parts: Vec<&str> = data.split('.').collect();
            let last = parts.len() - 1;
            // The first number is an id; what follows may be a day, an id or an index.
            let part = |(at, part): (usize, &str)| match part == monday && (at == 1 || at < last) {
                true => "ID".to_owned(),
                false => part.to_owned(),
            };
            parts
                .into_iter()
                .enumerate()
                .map(part)
                .collect::<Vec<_>>()
                .join(".")
        })
        .collect()
}
