//! One line of the update as a sentence or two. Numbers are digits, names stand alone.

use chrono::NaiveDate;

use super::{Room, tidy};
use crate::base::{Html, Words};
use crate::model::Locale;
use crate::model::entry::{Conduct, Mood};
use crate::model::weekly::{Attendance, CheckIns, Line, Lived, Mark, Seen, Studied, Topic};
use crate::say;
use crate::text::{dates, label};

/// Longest name and class of a heading.
pub(super) const NAME: usize = 40;

/// Joins finished pieces by a separator of the language.
fn join(locale: Locale, separator: &str, pieces: impl IntoIterator<Item = Html>) -> Html {
    let between = Html::escape(&label(locale, separator, &[]));
    let mut out = Html::default();
    for piece in pieces {
        out.join(between.as_str(), &piece);
    }
    out
}

/// A list of at most `room.items`; what is left out leaves "…".
fn list(locale: Locale, separator: &str, items: &[Html], room: Room) -> Html {
    let mut out = join(locale, separator, items.iter().take(room.items).cloned());
    if items.len() > room.items {
        out.join(" ", &Html::trusted("…"));
    }
    out
}

/// Free text inside a sentence of ours, which brings its own full stop.
fn inside(text: &str, most: usize) -> Html {
    Html::escape(tidy(text, most).trim_end_matches(['.', '。']))
}

/// A subject, title or value: never longer than a name.
pub(super) fn brief(text: &str, room: Room) -> Html {
    inside(text, room.words.min(NAME))
}

/// One line.
pub(super) fn line(locale: Locale, line: &Line, room: Room) -> Html {
    match line {
        Line::Heading { name, class, week } => {
            let name = tidy(name.expose(), NAME.min(room.words * 2));
            let class = tidy(class, room.words.min(NAME));
            let week = dates::week(locale, *week);
            say!(
                locale,
                "weekly-heading",
                name = name,
                class = class,
                week = week
            )
        }
        Line::ByPhone => say!(locale, "weekly-by-phone"),
        Line::Attendance(attendance) => school(locale, attendance, room),
        Line::NotRecorded => say!(locale, "weekly-not-recorded"),
        Line::Sentence(text) => {
            let text = tidy(text.expose(), room.words);
            say!(locale, "weekly-sentence", words = text)
        }
        Line::Voice { .. } => say!(locale, "weekly-voice"),
        Line::Study(studied) => study(locale, studied, room),
        Line::Marks(marks) => {
            let marks: Vec<Html> = marks.iter().map(|m| mark(locale, m, room)).collect();
            let marks = list(locale, "weekly-between-words", &marks, room);
            say!(locale, "weekly-marks", marks = marks)
        }
        Line::ConductMood { conduct, mood } => conduct_mood(locale, conduct, *mood),
        Line::Life(lived) => life(locale, lived, room),
        Line::Health(notes) => {
            let notes = texts(locale, notes, room);
            say!(locale, "weekly-health", words = notes)
        }
        Line::Coming(coming) => {
            let days: Vec<Html> = coming
                .iter()
                .map(|(day, what)| {
                    let (day, what) = (dates::day(locale, *day), brief(what.expose(), room));
                    say!(locale, "weekly-date", day = day, words = what)
                })
                .collect();
            // Three dates at most reach here; all of them are told.
            let days = join(locale, "weekly-between-days", days);
            say!(locale, "weekly-coming", dates = days)
        }
        Line::Ask(topic) => say!(
            locale,
            "weekly-ask",
            question = question(locale, topic, room)
        ),
    }
}

fn texts(locale: Locale, items: &[Words], room: Room) -> Html {
    let items: Vec<Html> = items
        .iter()
        .map(|text| inside(text.expose(), room.words))
        .collect();
    list(locale, "weekly-between-words", &items, room)
}

fn when(locale: Locale, seen: Seen) -> Html {
    let day = dates::day(locale, seen.day);
    match seen.lesson {
        Some(lesson) => say!(
            locale,
            "weekly-lesson",
            day = day,
            lesson = u32::from(lesson)
        ),
        None => Html::escape(&day),
    }
}

/// A sentence with a list of days, when there are any.
fn days<T: Copy>(
    locale: Locale,
    key: &str,
    found: &[T],
    room: Room,
    show: impl Fn(T) -> Html,
) -> Option<Html> {
    let shown: Vec<Html> = found.iter().map(|one| show(*one)).collect();
    let shown = list(locale, "weekly-between-days", &shown, room);
    (!found.is_empty()).then(|| say!(locale, key, when = shown))
}

fn school(locale: Locale, known: &Attendance, room: Room) -> Html {
    let day = |day: NaiveDate| Html::escape(&dates::day(locale, day));
    let seen = |at: Seen| when(locale, at);
    // Only absences on days without a roll are known: "0 of 1 days" would tell more than we know.
    let counted = known.present > 0 || (known.recorded > 0 && known.unrecorded.is_empty());
    let count = counted.then(|| {
        let (present, of) = (known.present, known.recorded);
        say!(locale, "weekly-days", present = present, days = of)
    });
    let earlier = |(at, presence): (Seen, crate::model::entry::Presence)| {
        let what = label(locale, &format!("weekly-fact-{}", presence.as_str()), &[]);
        let day = when(locale, at);
        say!(locale, "weekly-latest-line", day = day, what = what)
    };
    let late: Vec<Html> = known.late.iter().map(|at| when(locale, *at)).collect();
    let late = (!late.is_empty()).then(|| {
        let days = list(locale, "weekly-between-days", &late, room);
        say!(locale, "weekly-late", count = late.len(), when = days)
    });
    let facts = [
        count,
        late,
        days(locale, "weekly-unexplained", &known.unexplained, room, day),
        days(locale, "weekly-excused", &known.excused, room, day),
        days(locale, "weekly-partly", &known.partly, room, seen),
        days(locale, "weekly-lessons", &known.lessons, room, seen),
        days(locale, "weekly-unrecorded", &known.unrecorded, room, day),
        days(locale, "weekly-earlier", &known.earlier, room, earlier),
    ];
    let facts = join(locale, "weekly-between-facts", facts.into_iter().flatten());
    say!(locale, "weekly-school", facts = facts)
}

fn study(locale: Locale, studied: &Studied, room: Room) -> Html {
    let named = |key: &str, any: &str, subjects: &[Words]| {
        let named: Vec<Html> = subjects
            .iter()
            .filter(|subject| !subject.is_empty())
            .map(|subject| brief(subject.expose(), room))
            .collect();
        match (subjects.is_empty(), named.is_empty()) {
            (true, _) => None,
            (false, true) => Some(say!(locale, any)),
            (false, false) => {
                let subjects = list(locale, "weekly-between-words", &named, room);
                Some(say!(locale, key, subjects = subjects))
            }
        }
    };
    let missing: Vec<Html> = studied
        .missing
        .iter()
        .map(|(subject, count)| {
            let what = if subject.is_empty() {
                say!(locale, "weekly-missing-any")
            } else {
                brief(subject.expose(), room)
            };
            say!(locale, "weekly-times", what = what, count = *count)
        })
        .collect();
    let missing = (!missing.is_empty()).then(|| {
        let subjects = list(locale, "weekly-between-words", &missing, room);
        say!(locale, "weekly-missing", subjects = subjects)
    });
    let facts = [
        named("weekly-well", "weekly-well-any", &studied.well),
        missing,
        named("weekly-work-on", "weekly-work-on-any", &studied.work_on),
    ];
    let facts = join(locale, "weekly-between-facts", facts.into_iter().flatten());
    say!(locale, "weekly-study", facts = facts)
}

/// A mark as the school writes it.
pub(super) fn mark(locale: Locale, mark: &Mark, room: Room) -> Html {
    let (subject, value) = (brief(mark.subject.expose(), room), brief(&mark.value, room));
    if mark.title.is_empty() {
        return say!(locale, "weekly-mark", subject = subject, value = value);
    }
    let title = brief(mark.title.expose(), room);
    say!(
        locale,
        "weekly-mark-title",
        subject = subject,
        title = title,
        value = value
    )
}

pub(super) fn conduct(locale: Locale, conduct: Conduct) -> Html {
    say!(locale, &format!("weekly-conduct-{}", conduct.as_str()))
}

pub(super) fn mood(locale: Locale, mood: Mood) -> Html {
    say!(locale, &format!("weekly-mood-{}", mood.as_str()))
}

fn conduct_mood(locale: Locale, seen: &[Conduct], felt: Option<Mood>) -> Html {
    let seen = (!seen.is_empty()).then(|| {
        let seen = seen.iter().map(|one| conduct(locale, *one));
        let seen = join(locale, "weekly-between-words", seen);
        say!(locale, "weekly-class", words = seen)
    });
    let felt = felt.map(|felt| mood(locale, felt));
    let facts = join(locale, "weekly-between-facts", seen.into_iter().chain(felt));
    say!(locale, "weekly-closed", facts = facts)
}

fn life(locale: Locale, lived: &Lived, room: Room) -> Html {
    let CheckIns {
        well,
        through,
        asked,
    } = lived.check_ins;
    let count = |key: &str, count: usize| (count > 0).then(|| say!(locale, key, count = count));
    let facts = [
        (asked > 0).then(|| {
            let said = say!(locale, "weekly-check-ins", well = well, asked = asked);
            match through {
                0 => said,
                _ => say!(
                    locale,
                    "weekly-check-ins-through",
                    said = said,
                    count = through
                ),
            }
        }),
        count("weekly-ate-well", lived.ate_well),
        count("weekly-slept-well", lived.slept_well),
        count("weekly-suppers", lived.suppers),
        (!lived.activities.is_empty()).then(|| {
            let names = texts(locale, &lived.activities, room);
            say!(locale, "weekly-activities", words = names)
        }),
    ];
    let facts = join(locale, "weekly-between-facts", facts.into_iter().flatten());
    say!(locale, "weekly-life", facts = facts)
}

pub(super) fn question(locale: Locale, topic: &Topic, room: Room) -> Html {
    let about = |key: &str, any: &str, what: &Words| {
        if what.is_empty() {
            say!(locale, any)
        } else {
            say!(locale, key, what = brief(what.expose(), room))
        }
    };
    match topic {
        Topic::Activity(what) => about("weekly-ask-activity", "weekly-ask-general-0", what),
        Topic::Well(what) => about("weekly-ask-well", "weekly-ask-well-any", what),
        Topic::WorkOn(what) => about("weekly-ask-work-on", "weekly-ask-work-on-any", what),
        Topic::Coming(what) => about("weekly-ask-coming", "weekly-ask-general-0", what),
        Topic::Helped => say!(locale, "weekly-ask-helped"),
        Topic::Friends => say!(locale, "weekly-ask-friends"),
        Topic::Supper => say!(locale, "weekly-ask-supper"),
        Topic::Brighter => say!(locale, "weekly-ask-brighter"),
        Topic::Quieter => say!(locale, "weekly-ask-quieter"),
        Topic::Away => say!(locale, "weekly-ask-away"),
        Topic::General(index) => say!(locale, &format!("weekly-ask-general-{index}")),
    }
}
