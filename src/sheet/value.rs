//! One cell to one value, or a reason in plain words. Dates, zones, numbers, flags, clean text.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;

use super::problem::quoted;
use crate::base::Phone;

/// Forms taken without a mapping: none of them can be read in two ways.
const FORMS: &[&str] = &["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"];
const MOMENTS: &[&str] = &[
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%d %H:%M",
];

/// A day. `formats` are tried first. A moment with a zone of its own (`…T18:25:43Z`) is the day it
/// was in `zone`, except at midnight, which systems write when they mean the day as such.
pub(super) fn day(text: &str, formats: &[String], zone: Option<Tz>) -> Result<NaiveDate, String> {
    let own = formats.iter().find_map(|form| {
        NaiveDate::parse_from_str(text, form)
            .ok()
            .or_else(|| Some(NaiveDateTime::parse_from_str(text, form).ok()?.date()))
    });
    let day = own
        .or_else(|| {
            FORMS
                .iter()
                .find_map(|form| NaiveDate::parse_from_str(text, form).ok())
        })
        .or_else(|| compact(text))
        .or_else(|| moment(text, zone));
    match day {
        Some(day) if (1900..=2100).contains(&day.year()) => Ok(day),
        Some(_) => Err(format!("{} is not in the years 1900 to 2100", quoted(text))),
        None => Err(format!(
            "{} is not a day we can read; write 2026-09-01, or say in a mapping how days are \
             written, such as dates = [\"%d/%m/%Y\"]",
            quoted(text)
        )),
    }
}

fn compact(text: &str) -> Option<NaiveDate> {
    (text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| NaiveDate::parse_from_str(text, "%Y%m%d").ok())
        .flatten()
}

fn moment(text: &str, zone: Option<Tz>) -> Option<NaiveDate> {
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Some(match zone {
            Some(zone) if moment.time() != NaiveTime::MIN => {
                moment.with_timezone(&zone).date_naive()
            }
            _ => moment.date_naive(),
        });
    }
    MOMENTS
        .iter()
        .find_map(|form| Some(NaiveDateTime::parse_from_str(text, form).ok()?.date()))
}

pub(super) fn zone(text: &str) -> Result<Tz, String> {
    text.parse().map_err(|_| {
        format!(
            "{} is not a time zone; write for example Asia/Shanghai",
            quoted(text)
        )
    })
}

/// The reason does not quote the cell: it may be half a number.
pub(super) fn phone(text: &str) -> Result<Phone, String> {
    Phone::parse(text).ok_or_else(|| "this is not one telephone number (5 to 15 digits)".to_owned())
}

pub(super) fn flag(text: &str) -> Result<bool, String> {
    match text.to_lowercase().as_str() {
        "yes" | "y" | "true" | "t" | "1" | "是" | "да" | "ha" => Ok(true),
        "no" | "n" | "false" | "f" | "0" | "否" | "нет" | "yoʻq" | "yo'q" => Ok(false),
        _ => Err(format!("{} is neither yes nor no", quoted(text))),
    }
}

/// A whole number from 1 to `max`.
pub(super) fn number(text: &str, max: u32) -> Result<u32, String> {
    text.parse()
        .ok()
        .filter(|number| (1..=max).contains(number))
        .ok_or_else(|| format!("{} is not a whole number from 1 to {max}", quoted(text)))
}

pub(super) fn not_a_word(text: &str, words: &[&str]) -> String {
    format!("{} is not one of: {}", quoted(text), words.join(", "))
}

/// Text as people meant it: one line, single spaces, no invisible control or direction characters.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        let word: String = word.chars().filter(|c| !is_invisible(*c)).collect();
        if !word.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(&word);
        }
    }
    out
}

/// Direction overrides and the byte order mark: they change what a reader sees, not what is there.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_meant() {
        let zone = Some(chrono_tz::America::Chicago);
        let read = |text: &str| day(text, &["%m/%d/%Y".to_owned()], zone).map(|d| d.to_string());
        assert_eq!(read("4/2/2000"), Ok("2000-04-02".into()));
        assert_eq!(read("2013年1月7日"), Ok("2013-01-07".into()));
        assert_eq!(read("20130107"), Ok("2013-01-07".into()));
        assert_eq!(read("2023-05-01T03:25:43.511Z"), Ok("2023-04-30".into()));
        assert_eq!(read("2023-10-02T00:00:00.000Z"), Ok("2023-10-02".into()));
        assert!(read("31/12/2000").is_err());
        assert!(read("0202-01-01").is_err());
    }

    #[test]
    fn text_is_cleaned() {
        assert_eq!(clean("  Li\u{202e}  Xiao\nyan "), "Li Xiao yan");
    }
}
