//! The listed words: what in a typed note makes a person look before anybody gets it. Lists are data
//! files, one per language, all of them tried on every note: people write in more than one.
//!
//! A child's own letter is never looked at (minors law, art. 63): children have no account here, and
//! what comes as voice or picture passes unread. Should a child ever write here, that note must not
//! be given to [`scan`].

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::Kind;

const FILES: [&str; 4] = [
    include_str!("words/en.txt"),
    include_str!("words/zh-CN.txt"),
    include_str!("words/ru.txt"),
    include_str!("words/uz.txt"),
];

/// A word a school added for its own people: a place, a nickname, a way of speaking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Own {
    pub kind: Kind,
    pub word: String,
}

/// One phrase to look for. A word that ends with `*` stands for every word that begins so.
struct Phrase {
    kind: Kind,
    form: Form,
}

enum Form {
    /// Written without spaces: found anywhere.
    Dense(String),
    Spaced(Vec<Pattern>),
}

struct Pattern {
    letters: String,
    open: bool,
}

static LISTS: LazyLock<Vec<Phrase>> =
    LazyLock::new(|| FILES.iter().flat_map(|file| read(file)).collect());

/// A list file: `[kind]` lines, one phrase per line, `#` begins a remark.
fn read(file: &str) -> Vec<Phrase> {
    let mut kind = None;
    let mut out = Vec::new();
    for line in file.lines() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            kind = Kind::parse(&format!("word_{name}"));
        } else if let Some(kind) = kind
            && let Some(form) = form(line)
        {
            out.push(Phrase { kind, form });
        }
    }
    out
}

fn form(line: &str) -> Option<Form> {
    let plain = plain(line);
    if plain.chars().any(is_han) {
        return Some(Form::Dense(dense(&plain)));
    }
    let patterns: Vec<Pattern> = line
        .split_whitespace()
        .filter_map(|word| {
            let open = word.ends_with('*');
            let letters = tokens(&self::plain(word)).concat();
            (!letters.is_empty()).then_some(Pattern { letters, open })
        })
        .collect();
    (!patterns.is_empty()).then_some(Form::Spaced(patterns))
}

/// Whether a school's own word can be looked for at all.
pub fn is_usable(word: &str) -> bool {
    form(word).is_some()
}

/// The gravest kind of listed word in what an adult typed; `None` when there is none.
pub fn scan(text: &str, own: &[Own]) -> Option<Kind> {
    let plain = plain(text);
    let dense = dense(&plain);
    let tokens = tokens(&plain);
    let forms: Vec<Vec<String>> = tokens.iter().map(|token| readings(token)).collect();
    let found = |form: &Form| match form {
        Form::Dense(phrase) => dense.contains(phrase.as_str()),
        Form::Spaced(patterns) => {
            let fits = |(pattern, readings): (&Pattern, &Vec<String>)| {
                let is = |reading: &String| match pattern.open {
                    true => reading.starts_with(pattern.letters.as_str()),
                    false => *reading == pattern.letters,
                };
                readings.iter().any(is)
            };
            forms
                .windows(patterns.len())
                .any(|window| patterns.iter().zip(window).all(fits))
        }
    };
    let listed = LISTS.iter().filter(|phrase| found(&phrase.form));
    let ours = own
        .iter()
        .filter(|own| form(&own.word).is_some_and(|form| found(&form)));
    // The order of the kinds is the order of how grave they are.
    listed
        .map(|phrase| phrase.kind)
        .chain(ours.map(|own| own.kind))
        .min()
}

/// How many phrases the files have of a kind.
pub fn listed(kind: Kind) -> usize {
    LISTS.iter().filter(|phrase| phrase.kind == kind).count()
}

fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x9fff | 0xf900..=0xfaff)
}

/// Lower case, full width as half width, ё as е, without invisible signs and apostrophes.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let c = match u32::from(c) {
            wide @ 0xff01..=0xff5e => char::from_u32(wide - 0xfee0).unwrap_or(c),
            0x3000 | 0xa0 => ' ',
            // Soft hyphen, zero width, marks of direction, joined accents.
            0xad | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060 | 0xfeff | 0x300..=0x36f => continue,
            _ => c,
        };
        if matches!(c, '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | '`' | '´' | 'ʹ') {
            continue;
        }
        for low in c.to_lowercase() {
            match low {
                'ё' => out.push('е'),
                'ў' => out.push('у'),
                'қ' => out.push('к'),
                'ғ' => out.push('г'),
                'ҳ' => out.push('х'),
                // A capital İ comes apart into i and a dot above.
                '\u{307}' => {}
                low => out.push(low),
            }
        }
    }
    out
}

/// The letters alone, as Chinese is compared: neither spaces nor signs between them count.
fn dense(plain: &str) -> String {
    plain.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Words; letters written one by one are one word. A letter that is doubled or drawn out counts once.
fn tokens(plain: &str) -> Vec<String> {
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '@' | '$');
    let mut out: Vec<String> = Vec::new();
    let mut singles = false;
    for word in plain.split(|c: char| !inner(c) || is_han(c)) {
        let mut letters: Vec<char> = word.chars().collect();
        letters.dedup();
        let word: String = letters.into_iter().collect();
        match (word.chars().count(), out.last_mut()) {
            (0, _) => {}
            (1, Some(last)) if singles => last.push_str(&word),
            (1, _) => {
                singles = true;
                out.push(word);
            }
            _ => {
                singles = false;
                out.push(word);
            }
        }
    }
    for word in &mut out {
        let mut letters: Vec<char> = word.chars().collect();
        letters.dedup();
        *word = letters.into_iter().collect();
    }
    out
}

/// How a word can be read: as it stands, and with the letters and digits that only look like others.
fn readings(token: &str) -> Vec<String> {
    let mut out = vec![token.to_owned()];
    let map = |with: fn(char) -> char| token.chars().map(with).collect::<String>();
    let has = |with: fn(char) -> bool| token.chars().any(with);
    let mixed = has(|c| c.is_ascii_alphabetic()) && has(is_cyrillic);
    let coded = has(|c| c.is_ascii_digit() || matches!(c, '@' | '$')) && has(char::is_alphabetic);
    if mixed || coded {
        out.push(map(latin));
        out.push(map(|c| cyrillic(latin_digit(c))));
    }
    out
}

fn is_cyrillic(c: char) -> bool {
    matches!(u32::from(c), 0x400..=0x4ff)
}

fn latin_digit(c: char) -> char {
    match c {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        c => c,
    }
}

fn latin(c: char) -> char {
    match latin_digit(c) {
        'а' => 'a',
        'с' => 'c',
        'е' => 'e',
        'і' => 'i',
        'к' => 'k',
        'м' => 'm',
        'о' => 'o',
        'р' => 'p',
        'т' => 't',
        'у' => 'y',
        'х' => 'x',
        c => c,
    }
}

fn cyrillic(c: char) -> char {
    match c {
        'a' => 'а',
        'b' => 'в',
        'c' => 'с',
        'e' => 'е',
        'i' => 'і',
        'k' => 'к',
        'm' => 'м',
        'o' => 'о',
        'p' => 'р',
        't' => 'т',
        'x' => 'х',
        'y' => 'у',
        c => c,
    }
}
