//! A mark as teachers type it: "Maths 87/100", "数学 听写 优", "Русский язык: диктант 4+".

use crate::base::Words;

/// A typed mark: the value stays as written, on the school's own scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub subject: Words,
    /// What the mark is for; empty where only the subject was written.
    pub title: Words,
    pub value: String,
}

/// Why a line is not taken as a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    NoValue,
    NoSubject,
    /// A place among the others is never passed on (domain rules 5 and 9).
    Rank,
    TooLong,
}

/// Grades that are words, in lower case.
const GRADES: &[&str] = &[
    "优",
    "优秀",
    "优+",
    "优-",
    "良",
    "良好",
    "良+",
    "良-",
    "中",
    "及格",
    "不及格",
    "合格",
    "待合格",
    "甲",
    "乙",
    "丙",
    "丁",
    "excellent",
    "good",
    "fair",
    "satisfactory",
    "pass",
    "passed",
    "merit",
    "отлично",
    "хорошо",
    "удовлетворительно",
    "зачёт",
    "зачет",
    "незачёт",
    "незачет",
    "отл",
    "хор",
    "уд",
    "a'lo",
    "yaxshi",
    "qoniqarli",
];
/// What may follow a number and still belongs to it.
const UNITS: &[&str] = &[
    "分",
    "%",
    "points",
    "point",
    "pts",
    "marks",
    "балл",
    "балла",
    "баллов",
    "ball",
    "foiz",
];
/// What may stand between two numbers of one value.
const BETWEEN: &[&str] = &["/", "of", "из", "dan"];
/// Words of a rank.
const RANKS: &[&str] = &[
    "rank",
    "ranked",
    "ranking",
    "место",
    "место.",
    "o'rin",
    "o'rinda",
    "名次",
    "排名",
];

const VALUE_MAX: usize = 24;
const WORDS_MAX: usize = 60;

/// Reads a mark. The last token with a digit or a known grade word is the value; what stands before
/// it is the subject (one of `subjects` where it fits) and what the mark is for.
pub fn mark(text: &str, subjects: &[String]) -> Result<Mark, Unread> {
    let text = text.replace(['：', '，', '、', '\n'], " ");
    let (known, rest) = split_subject(text.trim(), subjects);
    let tokens = tokens(rest);
    if is_rank(&tokens) {
        return Err(Unread::Rank);
    }
    let last = tokens.len().saturating_sub(1);
    let found = (0..tokens.len())
        .rev()
        .find(|index| is_value(&tokens[*index], *index == last));
    let Some(at) = found else {
        return Err(Unread::NoValue);
    };
    let (from, to) = (begin(&tokens, at), end(&tokens, at));
    let mut words: Vec<&str> = tokens[..from].iter().map(String::as_str).collect();
    words.extend(tokens[to + 1..].iter().map(String::as_str));
    let words = words.join(" ");
    let value = tokens[from..=to].join(" ").replace(" / ", "/");
    let (subject, title) = match known {
        Some(subject) => (subject, words),
        None => (words, String::new()),
    };
    if subject.is_empty() {
        return Err(Unread::NoSubject);
    }
    let long = |text: &str, max| text.chars().count() > max;
    if long(&value, VALUE_MAX) || long(&subject, WORDS_MAX) || long(&title, WORDS_MAX) {
        return Err(Unread::TooLong);
    }
    Ok(Mark {
        subject: Words::new(subject),
        title: Words::new(title),
        value,
    })
}

/// The longest of the school's subjects the line begins with, and the rest of the line.
fn split_subject<'a>(text: &'a str, subjects: &[String]) -> (Option<String>, &'a str) {
    let mut best: (Option<String>, &str) = (None, text);
    for subject in subjects {
        if let Some(rest) = after(text, subject)
            && rest.len() < best.1.len()
        {
            best = (Some(subject.clone()), rest);
        }
    }
    best
}

/// What follows `prefix`, whatever its case; a longer word is not its prefix, save in Chinese,
/// which writes words without spaces.
fn after<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let mut chars = text.chars();
    for wanted in prefix.chars() {
        let found = chars.next()?;
        if !found.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
    }
    let rest = chars.as_str();
    let next = rest.chars().next();
    next.is_none_or(|c| !c.is_alphabetic() || is_han(c))
        .then_some(rest)
}

fn is_han(c: char) -> bool {
    ('\u{2e80}'..='\u{9fff}').contains(&c)
}

/// Words without the punctuation people put between subject and value.
fn tokens(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for token in text.split_whitespace() {
        let token = token.trim_matches([',', ';', ':', '=', '(', ')', '"']);
        let token = token.trim_start_matches(['–', '—', '-']);
        // "听写87分": the value begins at the digits.
        match token.find(char::is_numeric) {
            Some(at) if at > 0 && splits(token, at) => {
                out.push(token[..at].to_owned());
                out.push(token[at..].to_owned());
            }
            _ if token.is_empty() => {}
            _ => out.push(token.to_owned()),
        }
    }
    out
}

fn splits(token: &str, at: usize) -> bool {
    let plain = |c: char| c.is_numeric() || "/.,%分+-".contains(c);
    token[..at].chars().all(is_han) && token[at..].chars().all(plain)
}

fn lower(token: &str) -> String {
    token.to_lowercase().replace(['ʻ', 'ʼ', '‘', '’', '`'], "'")
}

fn has_digit(token: &str) -> bool {
    token.chars().any(char::is_numeric)
}

fn is_value(token: &str, last: bool) -> bool {
    let word = lower(token);
    has_digit(token) || GRADES.contains(&word.as_str()) || (last && is_letter_grade(token))
}

/// `A`, `b+`, `A*`: a letter alone is a grade only at the end of the line.
fn is_letter_grade(token: &str) -> bool {
    let mut chars = token.chars();
    let letter = chars
        .next()
        .is_some_and(|c| matches!(c, 'A'..='F' | 'a'..='f'));
    letter && matches!(chars.as_str(), "" | "+" | "-" | "*")
}

/// Where the value begins: "87 из 100" is one value.
fn begin(tokens: &[String], at: usize) -> usize {
    let word = |index: usize| tokens.get(index).map(|token| lower(token));
    if at < 2 || !has_digit(&tokens[at]) {
        return at;
    }
    let joined = word(at - 1).is_some_and(|word| BETWEEN.contains(&word.as_str()));
    if joined && has_digit(&tokens[at - 2]) {
        return at - 2;
    }
    let out_of = joined && word(at - 2).as_deref() == Some("out");
    match at.checked_sub(3) {
        Some(first) if out_of && has_digit(&tokens[first]) => first,
        _ => at,
    }
}

/// Where the value ends: "5 баллов" is one value.
fn end(tokens: &[String], at: usize) -> usize {
    let unit = tokens.get(at + 1).map(|token| lower(token));
    match unit {
        Some(unit) if has_digit(&tokens[at]) && UNITS.contains(&unit.as_str()) => at + 1,
        _ => at,
    }
}

fn is_rank(tokens: &[String]) -> bool {
    tokens.iter().any(|token| {
        let word = lower(token);
        let ordinal = ["1st", "2nd", "3rd"].contains(&word.as_str())
            || word
                .strip_suffix("th")
                .is_some_and(|number| !number.is_empty() && number.chars().all(char::is_numeric));
        let han = word.contains('第') && word.ends_with('名');
        ordinal || han || RANKS.contains(&word.as_str())
    })
}
