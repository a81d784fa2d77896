//! The words of a sheet: what a column is called, how a line stands in a cell, and what a cell means. A cell is
//! read in every language: who changed theirs meanwhile still has a sheet in the old one.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::base::Words;
use crate::dialogue::week_entry::{self as typed, Unread};
use crate::model::Locale;
use crate::model::entry::{Conduct, Fact, Life, Mood, Presence};
use crate::model::week_entry::Line;
use crate::model::week_sheet::Column;
use crate::text::dates;
use crate::{label, say};

use super::super::typed::{SENTENCE_MAX, WORDS_MAX};
use crate::base::{Html, utf16_len};

/// What stands where there is nothing to say but that it is so.
pub const YES: &str = "✓";
/// What is taken for it, too.
const ALSO_YES: &[&str] = &[
    "✓", "✔", "√", "x", "v", "+", "1", "yes", "да", "ha", "是", "对",
];
/// Between two things in one cell.
const BETWEEN: &str = "; ";

/// What a column is called; no two are called the same.
pub fn heading(locale: Locale, column: Column) -> String {
    match column {
        Column::Day(day) => dates::day(locale, day),
        Column::Study(study) => {
            let what = label!(locale, &format!("study-{}", study.as_str()));
            label!(locale, "entry-sheet-study", what = what)
        }
        Column::Marks => label!(locale, "entry-sheet-marks"),
        Column::Mood => label!(locale, "entry-sheet-mood"),
        Column::Conduct => label!(locale, "entry-sheet-conduct"),
        Column::Life(life) => label!(locale, &format!("life-{}", life.as_str())),
        Column::Sentence => label!(locale, "entry-sheet-sentence"),
        Column::ByPhone => label!(locale, "entry-sheet-phone"),
    }
}

/// Whether a head row of ours has this in it: in any language, as it is seen or as it stands beside it.
pub fn is_heading(text: &str) -> bool {
    static ALL: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let columns = Column::all(&[]);
        let of = |locale: &Locale| {
            let mut all: Vec<String> = columns.iter().map(|c| heading(*locale, *c)).collect();
            all.push(label!(*locale, "entry-paper-pupil"));
            all
        };
        let seen = Locale::ALL.iter().flat_map(of);
        let all = seen.chain(columns.iter().map(|column| column.code()));
        all.map(|text| plain(&text)).collect()
    });
    ALL.contains(&plain(text))
}

/// How wide a column is, in letters.
pub const fn width(column: Column) -> u8 {
    match column {
        Column::Sentence => 48,
        Column::Marks | Column::Life(Life::Activity) => 28,
        Column::Study(_) => 20,
        _ => 16,
    }
}

fn presence(locale: Locale, presence: Presence) -> String {
    label!(locale, &format!("presence-{}", presence.as_str()))
}

fn mood(locale: Locale, mood: Mood) -> String {
    label!(locale, &format!("mood-{}", mood.as_str()))
}

fn conduct(locale: Locale, conduct: Conduct) -> String {
    label!(locale, &format!("conduct-{}", conduct.as_str()))
}

/// The words a list offers.
pub fn choices(locale: Locale, column: Column, subjects: &[String]) -> Vec<String> {
    match column {
        Column::Day(_) => {
            let all = Presence::ALL.iter();
            all.map(|word| presence(locale, *word)).collect()
        }
        Column::Study(_) => {
            let mut all = vec![label!(locale, "entry-study-general")];
            all.extend(subjects.iter().cloned());
            all
        }
        Column::Mood => Mood::ALL.iter().map(|word| mood(locale, *word)).collect(),
        Column::Conduct => {
            let all = Conduct::ALL.iter();
            all.map(|word| conduct(locale, *word)).collect()
        }
        Column::Life(Life::Activity) | Column::Marks | Column::Sentence => Vec::new(),
        Column::Life(_) | Column::ByPhone => vec![YES.to_owned()],
    }
}

/// A line as it stands in its cell.
pub fn item(locale: Locale, line: &Line) -> String {
    match &line.fact {
        Fact::Attendance {
            presence: what,
            lesson,
        } => match lesson {
            None => presence(locale, *what),
            Some(lesson) => format!("{lesson}: {}", presence(locale, *what)),
        },
        Fact::Study { subject, .. } if subject.is_empty() => label!(locale, "entry-study-general"),
        Fact::Study { subject, .. } => subject.expose().to_owned(),
        Fact::Mark {
            subject,
            title,
            value,
        } => {
            let parts = [subject.expose(), title.expose(), value.as_str()];
            let parts = parts.into_iter().filter(|part| !part.is_empty());
            parts.collect::<Vec<_>>().join(" ")
        }
        Fact::Conduct { conduct: what } => conduct(locale, *what),
        Fact::Mood { mood: what } => mood(locale, *what),
        Fact::Life {
            life: Life::Activity,
            words,
        }
        | Fact::Health { words }
        | Fact::Sentence { words } => words.expose().to_owned(),
        Fact::Voice { .. } => label!(locale, "entry-sheet-voice"),
        Fact::Life { .. } | Fact::ByPhone => YES.to_owned(),
    }
}

/// What stands in a cell.
pub fn cell(locale: Locale, column: Column, week: &[Line]) -> String {
    let mut items: Vec<String> = Vec::new();
    for line in column.lines(week) {
        let item = item(locale, &line);
        // An import may bring the same twice.
        if !items.contains(&item) {
            items.push(item);
        }
    }
    items.join(BETWEEN)
}

/// The things in a cell; a sentence is one whatever is in it.
pub fn items(column: Column, text: &str) -> Vec<String> {
    let several = matches!(
        column,
        Column::Day(_) | Column::Study(_) | Column::Marks | Column::Life(Life::Activity)
    );
    let parts: Vec<&str> = match several {
        true => text.split([';', '；', '\n']).collect(),
        false => vec![text],
    };
    let whole = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ");
    let parts = parts.into_iter().map(whole);
    parts.filter(|part| !part.is_empty()).collect()
}

/// The same words, whoever typed them.
pub fn plain(text: &str) -> String {
    let text = text.replace(['ʻ', 'ʼ', '‘', '’', '`'], "'");
    let text = text.to_lowercase();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a cell of one child may hold.
pub struct Cell<'a> {
    pub column: Column,
    /// Whether the day of the column has begun.
    pub begun: bool,
    pub lessons: u8,
    pub subjects: &'a [String],
    /// Mood may be noted of this child.
    pub optional: bool,
}

/// Why a thing in a cell is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    NotOneOf(Vec<String>),
    Lesson(u8),
    ToCome,
    Formula,
    Long { units: usize, most: usize },
    Mark,
    Rank,
    NotAsked,
    RollStays,
    DaysOnly,
}

impl Wrong {
    pub fn say(&self, locale: Locale) -> Html {
        match self {
            Self::NotOneOf(words) => {
                say!(
                    locale,
                    "entry-sheet-not-one-of",
                    words = words.join(BETWEEN)
                )
            }
            Self::Lesson(most) => say!(locale, "entry-sheet-lesson", most = most.to_string()),
            Self::ToCome => say!(locale, "entry-sheet-to-come"),
            Self::Formula => say!(locale, "entry-sheet-formula"),
            Self::Long { units, most } => {
                say!(locale, "entry-sheet-long", units = *units, most = *most)
            }
            Self::Mark => say!(locale, "entry-sheet-mark"),
            Self::Rank => say!(locale, "entry-sheet-rank"),
            Self::NotAsked => say!(locale, "entry-sheet-not-asked"),
            Self::DaysOnly => say!(locale, "entry-sheet-days-only"),
            Self::RollStays => say!(locale, "entry-sheet-roll-stays"),
        }
    }
}

/// The value whose word this is, in any language.
fn find<T: Copy>(text: &str, all: &[T], word: fn(Locale, T) -> String) -> Option<T> {
    let text = plain(text);
    let is = |value: &&T| {
        let mut locales = Locale::ALL.iter();
        locales.any(|locale| plain(&word(*locale, **value)) == text)
    };
    all.iter().find(is).copied()
}

/// Whether somebody said yes.
pub fn is_yes(text: &str) -> bool {
    ALSO_YES.contains(&plain(text).as_str())
}

/// What one thing in a cell means.
pub fn read(locale: Locale, cell: &Cell<'_>, text: &str) -> Result<Fact, Wrong> {
    let column = cell.column;
    let wrong = || Wrong::NotOneOf(choices(locale, column, cell.subjects));
    match column {
        Column::Day(_) if !cell.begun => Err(Wrong::ToCome),
        Column::Day(_) => {
            let (lesson, word) = match text.split_once([':', '：']) {
                None => (None, text),
                Some((number, word)) => match number.trim().parse::<u8>() {
                    Ok(number) if (1..=cell.lessons).contains(&number) => (Some(number), word),
                    _ => return Err(Wrong::Lesson(cell.lessons)),
                },
            };
            let presence = find(word, Presence::ALL, presence).ok_or_else(wrong)?;
            Ok(Fact::Attendance { presence, lesson })
        }
        Column::Study(study) => {
            let general = |locale, ()| label!(locale, "entry-study-general");
            let subject = match find(text, &[()], general) {
                Some(()) => String::new(),
                None => {
                    let mut known = cell.subjects.iter();
                    let known = known.find(|known| plain(known) == plain(text));
                    known.cloned().ok_or_else(wrong)?
                }
            };
            let subject = Words::new(subject);
            Ok(Fact::Study { study, subject })
        }
        Column::Marks => match typed::mark(text, cell.subjects) {
            Ok(mark) => Ok(Fact::Mark {
                subject: mark.subject,
                title: mark.title,
                value: mark.value,
            }),
            Err(Unread::Rank) => Err(Wrong::Rank),
            Err(Unread::NoValue | Unread::NoSubject | Unread::TooLong) => Err(Wrong::Mark),
        },
        Column::Mood if !cell.optional => Err(Wrong::NotAsked),
        Column::Mood => {
            let mood = find(text, Mood::ALL, mood).ok_or_else(wrong)?;
            Ok(Fact::Mood { mood })
        }
        Column::Conduct => {
            let conduct = find(text, Conduct::ALL, conduct).ok_or_else(wrong)?;
            Ok(Fact::Conduct { conduct })
        }
        Column::Life(Life::Activity) => {
            let words = within(text, WORDS_MAX)?;
            let life = Life::Activity;
            Ok(Fact::Life { life, words })
        }
        Column::Sentence => {
            let words = within(text, SENTENCE_MAX)?;
            Ok(Fact::Sentence { words })
        }
        Column::Life(_) | Column::ByPhone if !is_yes(text) => Err(wrong()),
        Column::Life(life) => {
            let words = Words::default();
            Ok(Fact::Life { life, words })
        }
        Column::ByPhone => Ok(Fact::ByPhone),
    }
}

fn within(text: &str, most: usize) -> Result<Words, Wrong> {
    let units = utf16_len(text);
    match units <= most {
        true => Ok(Words::new(text)),
        false => Err(Wrong::Long { units, most }),
    }
}
