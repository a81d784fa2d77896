//! The pages behind a pupil's card: what can be tapped, and what is asked to be typed.

use chrono::NaiveDate;

use super::pupil::{marked, may_change};
use super::{Seat, act, button, last, seat, wording};
use crate::base::{ChildId, Html, Words};
use crate::dialogue::week_entry::{Page, Pick, State, Tap, Typing};
use crate::dialogue::{self};
use crate::model::entry::{Conduct, Fact, Life, Mood, Presence, Study};
use crate::model::message::Button;
use crate::model::week::SchoolWeek;
use crate::model::week_entry::Line;
use crate::service::{Served, Talk};
use crate::text::dates;
use crate::{label, say};

/// Lines the removal page shows; a hundred buttons are the messenger's limit.
const REMOVE_MAX: usize = 40;
/// Subjects that get a button each.
const SUBJECTS_MAX: usize = 24;

pub async fn open(
    talk: &mut Talk<'_>,
    child: ChildId,
    week: SchoolWeek,
    page: Page,
) -> Served<bool> {
    let Some(seat) = seat(talk, child, week).await? else {
        return Ok(false);
    };
    if !seat.whole && !matches!(page, Page::Life | Page::Activity | Page::Remove) {
        return Ok(false);
    }
    if page == Page::Mood && !seat.optional {
        return Ok(false);
    }
    match page {
        Page::Attendance => {
            let days = seat.calendar.begun(week);
            // Today, or the last school day before it.
            let Some(day) = days.last().copied() else {
                let words = label!(talk.locale(), "entry-no-day");
                talk.toast(words).await?;
                return Ok(true);
            };
            show_attendance(talk, &seat, day, 0).await?;
        }
        Page::Study => study(talk, &seat).await?,
        Page::Mood => {
            let all = Mood::ALL.iter().map(|mood| {
                let fact = Fact::Mood { mood: *mood };
                (format!("mood-{}", mood.as_str()), fact, Pick::Mood(*mood))
            });
            choose(talk, &seat, "entry-mood-ask", all.collect(), None).await?;
        }
        Page::Conduct => {
            let all = Conduct::ALL.iter().map(|conduct| {
                let fact = Fact::Conduct { conduct: *conduct };
                let key = format!("conduct-{}", conduct.as_str());
                (key, fact, Pick::Conduct(*conduct))
            });
            choose(talk, &seat, "entry-conduct-ask", all.collect(), None).await?;
        }
        Page::Life => {
            let picked = Life::ALL.iter().filter(|life| **life != Life::Activity);
            let all = picked.map(|life| {
                let words = Words::default();
                let fact = Fact::Life { life: *life, words };
                (format!("life-{}", life.as_str()), fact, Pick::Life(*life))
            });
            let activity = label!(talk.locale(), "entry-activity");
            let activity = button(activity, Tap::Page(child, week, Page::Activity));
            choose(talk, &seat, "entry-life-ask", all.collect(), Some(activity)).await?;
        }
        Page::Mark => type_in(talk, &seat, Typing::Mark { child, week }, "entry-mark-ask").await?,
        Page::Activity => {
            let waits = Typing::Activity { child, week };
            type_in(talk, &seat, waits, "entry-activity-ask").await?;
        }
        Page::Sentence => {
            let waits = Typing::Sentence { child, week };
            type_in(talk, &seat, waits, "entry-sentence-ask").await?;
        }
        Page::Remove => remove(talk, &seat).await?,
    }
    Ok(true)
}

fn title(talk: &Talk<'_>, seat: &Seat, key: &str) -> Html {
    let locale = talk.locale();
    let week = dates::week(locale, seat.week);
    let mut html = say!(locale, "entry-title", child = &seat.child.name, week = week);
    html.join("\n\n", &say!(locale, key));
    html
}

fn back(talk: &Talk<'_>, seat: &Seat) -> Vec<Button> {
    let label = label!(talk.locale(), "button-back");
    vec![button(label, Tap::Card(seat.child.id, seat.week))]
}

/// A page of words, two in a row; what is set carries a sign.
async fn choose(
    talk: &mut Talk<'_>,
    seat: &Seat,
    key: &str,
    all: Vec<(String, Fact, Pick)>,
    more: Option<Button>,
) -> Served<()> {
    let locale = talk.locale();
    let lines = act::lines(talk, seat).await?;
    let mut buttons: Vec<Button> = all
        .into_iter()
        .map(|(key, fact, pick)| {
            let label = marked(label!(locale, &key), has(&lines, &fact));
            button(label, Tap::Pick(seat.child.id, seat.week, pick))
        })
        .collect();
    buttons.extend(more);
    let mut rows: Vec<Vec<Button>> = buttons.chunks(2).map(<[Button]>::to_vec).collect();
    rows.push(back(talk, seat));
    talk.show(title(talk, seat, key), rows).await
}

fn has(lines: &[Line], fact: &Fact) -> bool {
    lines.iter().any(|line| line.fact == *fact)
}

async fn study(talk: &mut Talk<'_>, seat: &Seat) -> Served<()> {
    let locale = talk.locale();
    let button = |study: &Study| {
        let label = label!(locale, &format!("study-{}", study.as_str()));
        vec![button(
            label,
            Tap::Subjects(seat.child.id, seat.week, *study),
        )]
    };
    let mut rows: Vec<Vec<Button>> = Study::ALL.iter().map(button).collect();
    rows.push(back(talk, seat));
    talk.show(title(talk, seat, "entry-study-ask"), rows).await
}

/// The school's own subjects, behind study as a whole.
pub async fn subjects(
    talk: &mut Talk<'_>,
    child: ChildId,
    week: SchoolWeek,
    study: Study,
) -> Served<bool> {
    let Some(seat) = seat(talk, child, week).await?.filter(|seat| seat.whole) else {
        return Ok(false);
    };
    let locale = talk.locale();
    let lines = act::lines(talk, &seat).await?;
    let mut buttons = Vec::new();
    for index in 0.. {
        let Some(name) = subject(&seat, index) else {
            break;
        };
        let subject = Words::new(name.clone());
        let set = has(&lines, &Fact::Study { study, subject });
        let label = match index {
            0 => label!(locale, "entry-study-general"),
            _ => name,
        };
        let tap = Tap::Pick(child, week, Pick::Study(study, index));
        buttons.push(button(marked(label, set), tap));
    }
    let mut rows: Vec<Vec<Button>> = buttons.chunks(2).map(<[Button]>::to_vec).collect();
    let label = label!(locale, "button-back");
    rows.push(vec![button(label, Tap::Page(child, week, Page::Study))]);
    let what = label!(locale, &format!("study-{}", study.as_str()));
    let week = dates::week(locale, week);
    let mut html = say!(locale, "entry-title", child = &seat.child.name, week = week);
    html.join("\n\n", &say!(locale, "entry-subject-ask", what = what));
    talk.show(html, rows).await?;
    Ok(true)
}

/// The subject behind a button: 0 is study as a whole.
pub fn subject(seat: &Seat, index: i64) -> Option<String> {
    match usize::try_from(index).ok()? {
        0 => Some(String::new()),
        n if n <= SUBJECTS_MAX => seat.settings.subjects.get(n - 1).cloned(),
        _ => None,
    }
}

/// The seat, if attendance on that day and in that lesson is the speaker's to enter.
pub async fn attendance_seat(
    talk: &mut Talk<'_>,
    child: ChildId,
    day: NaiveDate,
    lesson: i64,
) -> Served<Option<Seat>> {
    let seat = seat(talk, child, SchoolWeek::of(day)).await?;
    Ok(seat.filter(|seat| {
        let lessons = i64::from(seat.settings.lessons_per_day);
        seat.whole && seat.calendar.has_begun(day) && (0..=lessons).contains(&lesson)
    }))
}

pub async fn attendance(
    talk: &mut Talk<'_>,
    child: ChildId,
    day: NaiveDate,
    lesson: i64,
) -> Served<bool> {
    let Some(seat) = attendance_seat(talk, child, day, lesson).await? else {
        return Ok(false);
    };
    let lesson = u8::try_from(lesson).unwrap_or_default();
    show_attendance(talk, &seat, day, lesson).await?;
    Ok(true)
}

/// One screen for attendance: the day, the whole of it or one lesson, then the word.
pub async fn show_attendance(
    talk: &mut Talk<'_>,
    seat: &Seat,
    day: NaiveDate,
    lesson: u8,
) -> Served<()> {
    let locale = talk.locale();
    let child = seat.child.id;
    let lines = act::lines(talk, seat).await?;
    let point = |label: String, here: bool| if here { format!("▸ {label}") } else { label };
    let days = seat.calendar.begun(seat.week).into_iter().map(|other| {
        let label = point(dates::weekday(locale, other), other == day);
        button(label, Tap::Day(child, other, i64::from(lesson)))
    });
    let whole = point(label!(locale, "entry-whole-day"), lesson == 0);
    let whole = button(whole, Tap::Day(child, day, 0));
    let lessons: Vec<Button> = (1..=seat.settings.lessons_per_day)
        .map(|number| {
            let label = point(number.to_string(), number == lesson);
            button(label, Tap::Day(child, day, i64::from(number)))
        })
        .collect();
    let mut rows = vec![days.collect(), vec![whole]];
    rows.extend(lessons.chunks(6).map(<[Button]>::to_vec));
    let slot = (lesson > 0).then_some(lesson);
    let here = |presence: Presence| {
        lines.iter().any(|line| {
            let lesson = slot;
            line.day == day && line.fact == Fact::Attendance { presence, lesson }
        })
    };
    let value = |presence: Presence, key: &str| {
        let label = marked(label!(locale, key), here(presence));
        button(label, Tap::Attend(child, day, i64::from(lesson), presence))
    };
    rows.push(vec![
        value(Presence::Unexplained, "entry-set-unexplained"),
        value(Presence::Excused, "entry-set-excused"),
    ]);
    rows.push(vec![
        value(Presence::Late, "entry-set-late"),
        value(Presence::Partly, "entry-set-partly"),
    ]);
    rows.push(vec![value(Presence::Present, "entry-set-present")]);
    rows.push(back(talk, seat));
    let mut html = title(talk, seat, "entry-attendance-ask");
    let mut between = "\n\n";
    for line in &lines {
        if matches!(line.fact, Fact::Attendance { .. }) {
            html.join(between, &wording::line(locale, line));
            between = "\n";
        }
    }
    talk.show(html, rows).await
}

/// Asks for a typed line.
async fn type_in(talk: &mut Talk<'_>, seat: &Seat, waits: Typing, key: &str) -> Served<()> {
    let state = State {
        waits: Some(waits),
        undo: last(talk),
        screen: talk.tapped(),
        lines: None,
    };
    talk.goto(&dialogue::State::WeekEntry(state)).await?;
    let rows = vec![back(talk, seat)];
    talk.show(title(talk, seat, key), rows).await
}

async fn remove(talk: &mut Talk<'_>, seat: &Seat) -> Served<()> {
    let locale = talk.locale();
    let mut lines = act::lines(talk, seat).await?;
    lines.retain(|line| may_change(seat, &line.fact));
    let mut rows: Vec<Vec<Button>> = lines
        .iter()
        .take(REMOVE_MAX)
        .map(|line| {
            let label = format!("✖ {}", wording::plain(&wording::line(locale, line)));
            vec![button(
                label,
                Tap::Drop(seat.child.id, seat.week, line.mark()),
            )]
        })
        .collect();
    rows.push(back(talk, seat));
    talk.show(title(talk, seat, "entry-remove-ask"), rows).await
}
