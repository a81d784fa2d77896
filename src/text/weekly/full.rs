//! The longer screens: one child's full week with days, and the newest of each line.

use chrono::NaiveDate;

use super::{Room, UNITS, lines, tidy, units};
use crate::base::{Html, Words};
use crate::model::Locale;
use crate::model::entry::{Entry, Fact, Life, Study};
use crate::model::weekly::{Block, Last, Latest, Line, Lived, Mark};
use crate::say;
use crate::text::dates;

/// One fact on these screens.
const ROOM: Room = Room {
    words: 400,
    items: 6,
};

/// Units kept for "there is more".
const RESERVE: usize = 80;

/// Adds a line unless the message would become too long; false: it did not fit.
fn add(out: &mut Html, between: &str, more: &Html) -> bool {
    let fits = units(out) + units(more) + between.len() <= UNITS - RESERVE;
    if fits {
        out.join(between, more);
    }
    fits
}

/// All facts of one week by day, under the heading and attendance lines of `block`. `entries` are
/// the child's own that may be read, by day.
pub fn week(locale: Locale, block: &Block, entries: &[Entry]) -> Html {
    let mut out = Html::default();
    let top = |line: &&Line| {
        matches!(
            line,
            Line::Heading { .. } | Line::ByPhone | Line::Attendance(_) | Line::NotRecorded
        )
    };
    for line in block.lines.iter().filter(top) {
        add(&mut out, "\n", &lines::line(locale, line, ROOM));
    }
    let mut shown: Option<NaiveDate> = None;
    for entry in entries {
        let Some(what) = fact(locale, &entry.fact) else {
            continue;
        };
        let mut piece = Html::default();
        let between = if shown == Some(entry.day) {
            "\n"
        } else {
            let day = dates::day(locale, entry.day);
            piece = say!(locale, "weekly-day", day = day);
            "\n\n"
        };
        piece.join("\n", &bullet(&what));
        if !add(&mut out, between, &piece) {
            out.join("\n\n", &say!(locale, "weekly-cut"));
            return out;
        }
        shown = Some(entry.day);
    }
    below(&mut out, locale, block);
    out
}

/// What is not a fact of one day: check-ins, coming dates, the question.
fn below(out: &mut Html, locale: Locale, block: &Block) {
    let mut between = "\n\n";
    for line in &block.lines {
        let shown = match line {
            Line::Life(lived) if lived.check_ins.asked > 0 => Line::Life(Lived {
                check_ins: lived.check_ins,
                ..Lived::default()
            }),
            Line::Coming(_) | Line::Ask(_) => line.clone(),
            _ => continue,
        };
        if add(out, between, &lines::line(locale, &shown, ROOM)) {
            between = "\n";
        }
    }
}

fn bullet(what: &Html) -> Html {
    let mut out = Html::trusted("• ");
    out.join("", what);
    out
}

/// The newest of each line with its day, then the lines of `block` that are about now.
pub fn latest(locale: Locale, name: &str, class: &str, latest: &Latest, block: &Block) -> Html {
    let mut out = Html::escape(&tidy(name, 40)).bold();
    out.join(" · ", &Html::escape(&tidy(class, 40)));
    if latest.by_phone {
        out.join("\n", &say!(locale, "weekly-by-phone"));
    }
    if latest.items.is_empty() {
        out.join("\n\n", &say!(locale, "weekly-nothing-yet"));
    } else {
        out.join("\n\n", &say!(locale, "weekly-latest"));
    }
    for (day, last) in &latest.items {
        let what = match last {
            Last::Present => Some(say!(locale, "weekly-fact-present")),
            Last::Fact(found) => fact(locale, found),
        };
        if let Some(what) = what {
            let day = dates::day(locale, *day);
            let line = say!(locale, "weekly-latest-line", day = day, what = what);
            add(&mut out, "\n", &bullet(&line));
        }
    }
    below(&mut out, locale, block);
    out
}

/// One fact; `None` for what has its own line on top.
fn fact(locale: Locale, fact: &Fact) -> Option<Html> {
    let text = |words: &Words| Html::escape(&tidy(words.expose(), ROOM.words));
    Some(match fact {
        Fact::Attendance { presence, lesson } => {
            let what = say!(locale, &format!("weekly-fact-{}", presence.as_str()));
            match lesson {
                Some(number) => {
                    let number = u32::from(*number);
                    say!(locale, "weekly-fact-lesson", lesson = number, what = what)
                }
                None => what,
            }
        }
        Fact::Study { study, subject } => {
            let subject = match (subject.is_empty(), study) {
                (false, _) => lines::brief(subject.expose(), ROOM),
                (true, Study::NotHandedIn) => say!(locale, "weekly-missing-any"),
                (true, _) => say!(locale, "weekly-fact-study"),
            };
            let key = format!("weekly-fact-{}", study.as_str());
            say!(locale, &key, subject = subject)
        }
        Fact::Mark {
            subject,
            title,
            value,
        } => {
            let mark = Mark {
                day: NaiveDate::default(),
                subject: subject.clone(),
                title: title.clone(),
                value: value.clone(),
            };
            say!(
                locale,
                "weekly-fact-mark",
                mark = lines::mark(locale, &mark, ROOM)
            )
        }
        Fact::Conduct { conduct } => {
            let words = lines::conduct(locale, *conduct);
            say!(locale, "weekly-fact-class", words = words)
        }
        Fact::Mood { mood } => lines::mood(locale, *mood),
        Fact::Life { life, words } => {
            let key = format!("weekly-fact-{}", life.as_str());
            match life {
                Life::Activity => say!(locale, &key, words = text(words)),
                Life::AteWell | Life::SleptWell | Life::SupperAtHome => say!(locale, &key),
            }
        }
        Fact::Health { words } => say!(locale, "weekly-health", words = text(words)),
        Fact::Sentence { words } => say!(locale, "weekly-sentence", words = text(words)),
        Fact::Voice { .. } => say!(locale, "weekly-voice"),
        Fact::ByPhone => return None,
    })
}
