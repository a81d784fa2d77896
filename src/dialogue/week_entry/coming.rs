//! A coming date as teachers type it: "18 March check-up", "18.03 сбор", "3月18日 体检".

use chrono::{Datelike, Days, NaiveDate};

use crate::base::Words;

/// Month names in full, as far as they are typed; three letters are enough.
const MONTHS: [&[&str]; 12] = [
    &["january", "января", "январь", "yanvar"],
    &["february", "февраля", "февраль", "fevral"],
    &["march", "марта", "mart"],
    &["april", "апреля", "апрель", "aprel"],
    &["may", "мая", "май"],
    &["june", "июня", "июнь", "iyun"],
    &["july", "июля", "июль", "iyul"],
    &["august", "августа", "avgust"],
    &["september", "сентября", "сентябрь", "sentabr", "sentyabr"],
    &["october", "октября", "октябрь", "oktabr", "oktyabr"],
    &["november", "ноября", "ноябрь", "noyabr"],
    &["december", "декабря", "декабрь", "dekabr"],
];

/// A date without a year that lies further ahead is taken for a slip.
const AHEAD: Days = Days::new(200);

/// Reads a day and what happens then. `None` when the line does not begin with a day to come, or
/// says nothing else.
pub fn coming(text: &str, today: NaiveDate) -> Option<(NaiveDate, Words)> {
    let text = text.trim();
    // "Wed 18 March ...": a word in front of the date is taken for the weekday.
    let weekday = text
        .split_once(char::is_whitespace)
        .filter(|(first, _)| first.chars().count() <= 6)
        .map(|(_, rest)| rest.trim_start());
    let ((day, month, year), rest) = date(text).or_else(|| date(weekday?))?;
    let words = rest.trim_start_matches([' ', ',', '.', ':', ';', '-', '–', '—', '，', '：', '。']);
    let day = resolve(day, month, year, today)?;
    (!words.trim().is_empty()).then(|| (day, Words::new(words.trim())))
}

type Written = (u32, u32, Option<i32>);

fn resolve(day: u32, month: u32, year: Option<i32>, today: NaiveDate) -> Option<NaiveDate> {
    let end = today.checked_add_days(AHEAD)?;
    let this = year.unwrap_or_else(|| today.year());
    [this, this + i32::from(year.is_none())]
        .into_iter()
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
        .find(|date| (today..=end).contains(date))
}

fn date(text: &str) -> Option<(Written, &str)> {
    han(text)
        .or_else(|| numeric(text))
        .or_else(|| day_first(text))
        .or_else(|| month_first(text))
}

/// A number of one to four digits in front, and the rest.
fn number(text: &str) -> Option<(u32, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let number = text.get(..end).filter(|digits| digits.len() <= 4)?;
    Some((number.parse().ok()?, &text[end..]))
}

/// `3月18日`, `2026年3月18号`.
fn han(text: &str) -> Option<(Written, &str)> {
    let (year, text) = match text.split_once('年') {
        Some((year, rest)) if year.len() == 4 => (year.parse().ok(), rest),
        _ => (None, text),
    };
    let (month, rest) = number(text)?;
    let (day, rest) = number(rest.strip_prefix('月')?)?;
    let rest = rest.strip_prefix(['日', '号']).unwrap_or(rest);
    Some(((day, month, year), rest))
}

/// `18.03`, `18/3/2026`, `2026-03-18`.
fn numeric(text: &str) -> Option<(Written, &str)> {
    let (first, rest) = number(text)?;
    let mark = rest.chars().next().filter(|c| "./-".contains(*c))?;
    let (second, rest) = number(rest.strip_prefix(mark)?)?;
    let third = rest.strip_prefix(mark).and_then(number);
    let (written, rest) = match third {
        Some((day, rest)) if first >= 1000 => ((day, second, i32::try_from(first).ok()), rest),
        Some((year, rest)) => ((first, second, whole_year(year)), rest),
        None => ((first, second, None), rest),
    };
    // "18.03abc" or "3-4-5" would be something else.
    let ends = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
    ends.then_some((written, rest))
}

/// `18 March`, `18th of March`, `18-mart`, `18 марта 2026`.
fn day_first(text: &str) -> Option<(Written, &str)> {
    let (day, rest) = number(text)?;
    let rest = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| rest.strip_prefix(end))
        .unwrap_or(rest)
        .trim_start_matches([' ', '-', '.']);
    let rest = rest.strip_prefix("of ").unwrap_or(rest);
    let (month, rest) = month(rest)?;
    let (year, rest) = year(rest);
    Some(((day, month, year), rest))
}

/// `March 18`.
fn month_first(text: &str) -> Option<(Written, &str)> {
    let (month, rest) = month(text)?;
    let (day, rest) = number(rest.trim_start_matches([' ', '.']))?;
    let rest = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| rest.strip_prefix(end))
        .unwrap_or(rest);
    let (year, rest) = year(rest);
    Some(((day, month, year), rest))
}

fn month(text: &str) -> Option<(u32, &str)> {
    let end = text
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(text.len());
    let word = text[..end].to_lowercase();
    let index = MONTHS.iter().position(|names| {
        let begins = |name: &&&str| name.starts_with(word.as_str());
        word.chars().count() >= 3 && names.iter().any(|name| begins(&name))
    })?;
    Some((u32::try_from(index).ok()? + 1, &text[end..]))
}

/// A year behind the month, where one is written.
fn year(text: &str) -> (Option<i32>, &str) {
    match number(text.trim_start_matches([' ', ','])) {
        Some((year, rest)) if (2000..2200).contains(&year) => (whole_year(year), rest),
        _ => (None, text),
    }
}

/// `26` is 2026.
fn whole_year(year: u32) -> Option<i32> {
    i32::try_from(if year < 100 { 2000 + year } else { year }).ok()
}
