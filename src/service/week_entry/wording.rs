//! A fact in words, as the teacher reads it back.

use crate::base::Html;
use crate::model::Locale;
use crate::model::entry::{Fact, Life};
use crate::model::week_entry::Line;
use crate::text::dates;
use crate::{label, say};

/// Letters of a button before it is cut.
const LABEL_MAX: usize = 28;

/// One line of a child's week.
pub fn line(locale: Locale, line: &Line) -> Html {
    let weekday = dates::weekday(locale, line.day);
    match &line.fact {
        Fact::Attendance { presence, lesson } => {
            let what = label!(locale, &format!("presence-{}", presence.as_str()));
            match lesson {
                None => say!(locale, "entry-line-day", weekday = weekday, what = what),
                Some(lesson) => say!(
                    locale,
                    "entry-line-lesson",
                    weekday = weekday,
                    lesson = lesson.to_string(),
                    what = what
                ),
            }
        }
        Fact::Study { study, subject } => {
            let what = label!(locale, &format!("study-{}", study.as_str()));
            match subject.is_empty() {
                true => say!(locale, "entry-line-study", what = what),
                false => say!(locale, "entry-line-subject", subject = subject, what = what),
            }
        }
        Fact::Mark {
            subject,
            title,
            value,
        } => match title.is_empty() {
            true => say!(locale, "entry-line-mark", subject = subject, value = value),
            false => say!(
                locale,
                "entry-line-mark-for",
                subject = subject,
                title = title,
                value = value
            ),
        },
        Fact::Conduct { conduct } => {
            let what = label!(locale, &format!("conduct-{}", conduct.as_str()));
            say!(locale, "entry-line-conduct", what = what)
        }
        Fact::Mood { mood } => {
            let what = label!(locale, &format!("mood-{}", mood.as_str()));
            say!(locale, "entry-line-mood", what = what)
        }
        Fact::Life {
            life: Life::Activity,
            words,
        } if !words.is_empty() => say!(locale, "entry-line-activity", words = words),
        Fact::Life { life, .. } => {
            let what = label!(locale, &format!("life-{}", life.as_str()));
            say!(locale, "entry-line-life", what = what)
        }
        Fact::Health { words } => say!(locale, "entry-line-health", words = words),
        Fact::Sentence { words } => say!(locale, "entry-line-sentence", words = words),
        Fact::Voice { .. } => say!(locale, "entry-line-voice"),
        Fact::ByPhone => say!(locale, "entry-line-phone"),
    }
}

/// A line without its bullet, short enough for a button.
pub fn plain(line: &Html) -> String {
    let text = line.plain().trim_start_matches("• ").to_owned();
    if text.chars().count() <= LABEL_MAX {
        return text;
    }
    let mut cut: String = text.chars().take(LABEL_MAX - 1).collect();
    cut.push('…');
    cut
}
