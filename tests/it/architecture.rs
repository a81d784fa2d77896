//! The house as promised in `src/lib.rs`: imports run downwards, words stay with their owners, files
//! are short, say what they are, and are part of the program. Fails with file and line.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Room and layer. A room may use rooms of a lower layer and itself.
const LAYERS: &[(&str, u8)] = &[
    ("app", 8),
    ("cli", 9),
    ("inbox", 7),
    ("web", 7),
    ("sandbox", 7),
    ("telegram", 6),
    ("outbox", 5),
    ("schedule", 5),
    ("service", 4),
    ("store", 3),
    ("dialogue", 2),
    ("text", 2),
    ("sheet", 2),
    ("paper", 2),
    ("archive", 2),
    ("model", 1),
    ("base", 0),
    // Words only: what a country takes.
    ("capacity", 0),
];

/// What only some rooms may say.
const OWNED: &[(&str, &[&str])] = &[
    ("sqlx::", &["store"]),
    ("libsqlite3_sys::", &["store"]),
    ("teloxide::", &["telegram"]),
    ("axum::", &["web", "sandbox"]),
    ("hyper::", &["web"]),
    ("hyper_util::", &["web"]),
    ("clap::", &["cli"]),
    ("fluent_bundle::", &["text"]),
    ("fluent_syntax::", &["text"]),
    ("cron::", &["schedule"]),
    ("csv::", &["sheet"]),
    ("zip::", &["archive"]),
    ("calamine::", &["sheet"]),
    ("rust_xlsxwriter::", &["sheet"]),
    ("encoding_rs::", &["sheet"]),
    // Keys, and nothing else that is to stay unread.
    ("ring::aead", &["base"]),
    ("ring::hmac", &["base"]),
    ("base64::", &["base", "model"]),
    ("pdf_writer::", &["paper"]),
    ("subsetter::", &["paper"]),
    ("ttf_parser::", &["paper"]),
    ("rand::", &["base"]),
    ("rand_chacha::", &["base"]),
    ("Utc::now", &["base"]),
    ("Local::now", &["base"]),
    ("SystemTime::now", &["base"]),
    // How long the sandbox holds an HTTP poll, and a connection rests, is real time.
    ("Instant::now", &["base", "sandbox", "store"]),
    ("time::sleep", &["app", "sandbox"]),
    ("time::interval", &["app", "sandbox"]),
    ("thread::sleep", &[]),
    ("std::env::var", &["cli"]),
];

/// Allowed nowhere but in tests.
const NEVER: &[&str] = &[
    ".unwrap()",
    ".expect(",
    "panic!(",
    "todo!(",
    "unimplemented!(",
    "unreachable!(",
    "dbg!(",
    "process::exit(",
];

const LONGEST: usize = 400;

/// One line of product code: no comment, no text in quotes, not within `mod tests`.
struct Line {
    number: usize,
    code: String,
}

struct Source {
    /// From `src/` on.
    path: String,
    room: String,
    text: String,
    lines: Vec<Line>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn sources() -> Vec<Source> {
    let mut files = Vec::new();
    collect(&root().join("src"), &mut files);
    files.sort();
    files.iter().map(|path| read(path)).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn read(file: &Path) -> Source {
    let text = std::fs::read_to_string(file).unwrap();
    let path = file.strip_prefix(root()).unwrap().display().to_string();
    let inner = path.strip_prefix("src/").unwrap();
    let room = inner.split(['/', '.']).next().unwrap().to_owned();
    let bare = without_words(&text);
    let end = bare
        .lines()
        .position(|line| line.starts_with("mod tests {"))
        .unwrap_or(usize::MAX);
    let lines = bare
        .lines()
        .enumerate()
        .take_while(|(index, _)| *index < end)
        .map(|(index, code)| Line {
            number: index + 1,
            code: code.to_owned(),
        })
        .collect();
    Source {
        path,
        room,
        text,
        lines,
    }
}

/// The text with comments and the insides of quotes blanked; lines stay where they are.
fn without_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let chars: Vec<char> = text.chars().collect();
    let at = |index: usize| chars.get(index).copied().unwrap_or('\0');
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i];
        if c == '/' && at(i + 1) == '/' {
            while i < chars.len() && chars[i] != '\n' {
                i += 1;
            }
            continue;
        }
        if c == 'r' && (at(i + 1) == '"' || (at(i + 1) == '#' && at(i + 2) == '"')) {
            let hashed = at(i + 1) == '#';
            i += if hashed { 3 } else { 2 };
            while i < chars.len() && !(chars[i] == '"' && (!hashed || at(i + 1) == '#')) {
                if chars[i] == '\n' {
                    out.push('\n');
                }
                i += 1;
            }
            i += if hashed { 2 } else { 1 };
            out.push_str("\"\"");
            continue;
        }
        if c == '"' {
            i += 1;
            while i < chars.len() && chars[i] != '"' {
                if chars[i] == '\\' {
                    i += 1;
                }
                if at(i) == '\n' {
                    out.push('\n');
                }
                i += 1;
            }
            i += 1;
            out.push_str("\"\"");
            continue;
        }
        // A quoted character, not a lifetime.
        if c == '\'' && (at(i + 2) == '\'' || at(i + 1) == '\\') {
            i += if at(i + 1) == '\\' { 3 } else { 2 };
            while i < chars.len() && chars[i] != '\'' {
                i += 1;
            }
            i += 1;
            out.push_str("' '");
            continue;
        }
        out.push(c);
        i += 1;
    }
    out
}

/// Where `word` stands on its own: not as the end of a longer name.
fn says(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        word.starts_with('.')
            || !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
            || before == Some(':') && word.contains("::") && {
                // `chrono::Utc::now` says `Utc::now`; `super::cron::` is a module of ours.
                let path = code[..at].trim_end_matches(':');
                let parent = path
                    .rsplit(|c: char| !(c.is_alphanumeric() || c == '_'))
                    .next();
                !matches!(parent, Some("super" | "self" | "crate") | None)
                    && word.chars().next().is_some_and(|c| {
                        c.is_uppercase()
                            || word.starts_with("time")
                            || word.starts_with("thread")
                            || word.starts_with("std")
                    })
            }
    })
}

fn layer(room: &str) -> Option<u8> {
    LAYERS
        .iter()
        .find(|(name, _)| *name == room)
        .map(|(_, layer)| *layer)
}

fn fail_with(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn imports_run_downwards() {
    let mut wrong = Vec::new();
    for source in sources() {
        if matches!(source.room.as_str(), "lib" | "main") {
            continue;
        }
        let Some(own) = layer(&source.room) else {
            wrong.push(format!(
                "{}:1: room `{}` has no layer",
                source.path, source.room
            ));
            continue;
        };
        let joined: Vec<(usize, &str)> = source
            .lines
            .iter()
            .map(|line| (line.number, line.code.as_str()))
            .collect();
        for (number, code) in &joined {
            for used in rooms_used(code, &joined, *number) {
                match layer(&used) {
                    _ if used == source.room => {}
                    Some(other) if other < own => {}
                    Some(_) => wrong.push(format!(
                        "{}:{number}: `{}` must not use `{used}`, which is not below it",
                        source.path, source.room
                    )),
                    // A macro of ours or a name re-exported at the root.
                    None => {}
                }
            }
        }
    }
    fail_with(wrong);
}

/// Rooms named on this line as `crate::room` or in a group `crate::{room::…, room::…}`.
fn rooms_used(code: &str, all: &[(usize, &str)], number: usize) -> Vec<String> {
    let mut used = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if !rest.starts_with('{') {
            used.push(
                rest.chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect(),
            );
            continue;
        }
        let mut group: String = rest[1..].to_owned();
        for (_, line) in all.iter().skip_while(|(n, _)| *n <= number) {
            if group.contains(';') {
                break;
            }
            group.push_str(line);
        }
        let (mut depth, mut name) = (0, String::new());
        for c in group.chars() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => used.push(std::mem::take(&mut name)),
                _ if depth == 0 => name.push(c),
                _ => {}
            }
        }
        used.push(name);
    }
    used.iter()
        .map(|path| {
            path.trim()
                .split("::")
                .next()
                .unwrap_or_default()
                .trim()
                .to_owned()
        })
        .filter(|room| !room.is_empty())
        .collect()
}

#[test]
fn words_stay_with_their_owners() {
    let mut wrong = Vec::new();
    for source in sources() {
        for line in &source.lines {
            // The grouped spelling of `time::sleep`.
            if line.code.contains("time::{") && line.code.contains("sleep") {
                let (path, number) = (&source.path, line.number);
                wrong.push(format!(
                    "{path}:{number}: import `tokio::time::sleep` by itself"
                ));
            }
            for (word, owners) in OWNED {
                if says(&line.code, word) && !owners.contains(&source.room.as_str()) {
                    let owners = owners.join(", ");
                    let (path, number) = (&source.path, line.number);
                    wrong.push(format!("{path}:{number}: `{word}` belongs to: {owners}"));
                }
            }
        }
    }
    fail_with(wrong);
}

#[test]
fn product_code_does_not_panic_or_know_tests() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (index, line) in source.lines.iter().enumerate() {
            let place = format!("{}:{}", source.path, line.number);
            for word in NEVER {
                if says(&line.code, word) {
                    wrong.push(format!("{place}: `{word}` is for tests only"));
                }
            }
            let last = index + 1 == source.lines.len();
            let tests_follow = last && source.text.contains("\nmod tests {");
            if line.code.contains("cfg(test)") && !tests_follow {
                wrong.push(format!(
                    "{place}: `cfg(test)` stands only before `mod tests`"
                ));
            }
        }
    }
    fail_with(wrong);
}

#[test]
fn every_file_says_what_it_is_and_is_short() {
    let mut wrong = Vec::new();
    for source in sources() {
        if !source.text.starts_with("//! ") {
            wrong.push(format!("{}:1: begins without a `//!` line", source.path));
        }
        let length = source.text.lines().count();
        if length > LONGEST {
            wrong.push(format!(
                "{}:{length}: longer than {LONGEST} lines",
                source.path
            ));
        }
    }
    fail_with(wrong);
}

#[test]
fn every_file_is_part_of_the_program() {
    let all: BTreeMap<String, Source> = sources()
        .into_iter()
        .map(|source| (source.path.clone(), source))
        .collect();
    let mut reached = BTreeSet::new();
    let mut ahead = vec!["src/lib.rs".to_owned(), "src/main.rs".to_owned()];
    while let Some(path) = ahead.pop() {
        let Some(source) = all.get(&path) else {
            continue;
        };
        if !reached.insert(path.clone()) {
            continue;
        }
        let folder = match path.strip_suffix("/mod.rs") {
            Some(folder) => folder.to_owned(),
            None if path == "src/lib.rs" || path == "src/main.rs" => "src".to_owned(),
            None => path.trim_end_matches(".rs").to_owned(),
        };
        for line in &source.lines {
            let code = line.code.trim().strip_suffix(';').unwrap_or_default();
            let Some((_, name)) = code.rsplit_once("mod ") else {
                continue;
            };
            ahead.push(format!("{folder}/{name}.rs"));
            ahead.push(format!("{folder}/{name}/mod.rs"));
        }
    }
    let lost = all.keys().filter(|path| !reached.contains(*path));
    fail_with(
        lost.map(|path| format!("{path}:1: no `mod` leads to this file"))
            .collect(),
    );
}

#[test]
fn the_reader_of_sources_is_not_fooled() {
    let bare =
        without_words("a(\"x // \\\" y\"); // .unwrap()\nlet c = '\"'; r#\"todo!(\"#;\nb<'a>");
    assert_eq!(bare, "a(\"\"); \nlet c = ' '; \"\";\nb<'a>");
    assert!(says("let x = sqlx::query(", "sqlx::"));
    assert!(says("chrono::Utc::now()", "Utc::now"));
    assert!(says("tokio::time::sleep(x)", "time::sleep"));
    assert!(!says("use super::cron::Rule", "cron::"));
    assert!(!says("mysqlx::query(", "sqlx::"));
    let group = "use crate::{base::{Env, Wake}, store::Store};";
    assert_eq!(rooms_used(group, &[(1, group)], 1), ["base", "store"]);
}
