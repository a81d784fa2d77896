//! Typed lines: the sentence of the week, a mark, an activity, a coming date.

use super::{Seat, act, button, class, class_desk, coming, held, pupil, seat};
use crate::base::{ChildId, Html, UnitId, Words, utf16_len};
use crate::dialogue::week_entry::{self as read, Mark, Tap, Typing, Unread};
use crate::model::entry::{Fact, Life};
use crate::model::message::Button;
use crate::model::week::SchoolWeek;
use crate::model::week_entry as rules;
use crate::service::{Served, Talk};
use crate::{label, say};

use chrono::NaiveDate;

/// UTF-16 units of the week's sentence: with it the update still fits on a small screen.
pub const SENTENCE_MAX: usize = 200;
/// UTF-16 units of an activity's name and of a coming date's words.
pub const WORDS_MAX: usize = 100;

/// Takes the line. False when its class or child is not the speaker's to enter (any more).
pub async fn take(talk: &mut Talk<'_>, waits: &Typing, text: &Words) -> Served<bool> {
    // One line: what was pasted with breaks is read on.
    let text = text.expose().split_whitespace();
    let text = text.collect::<Vec<_>>().join(" ");
    match waits {
        Typing::Coming { class, .. } => coming_date(talk, waits, *class, &text).await,
        Typing::Sentence { child, week } | Typing::Mark { child, week } => {
            let seat = seat(talk, *child, *week).await?.filter(|seat| seat.whole);
            let Some(seat) = seat else {
                return Ok(false);
            };
            let about = (Some(*child), seat.class.id);
            if held::stopped(talk, waits, about, &text).await? {
                return Ok(true);
            }
            match waits {
                Typing::Mark { .. } => mark(talk, &seat, &text).await?,
                _ => sentence(talk, &seat, text).await?,
            }
            Ok(true)
        }
        Typing::Activity { child, week } => {
            let Some(seat) = seat(talk, *child, *week).await? else {
                return Ok(false);
            };
            let about = (Some(*child), seat.class.id);
            if held::stopped(talk, waits, about, &text).await? {
                return Ok(true);
            }
            activity(talk, &seat, text).await?;
            Ok(true)
        }
    }
}

/// Says what is wrong and goes on waiting.
async fn again(talk: &mut Talk<'_>, html: Html, tap: Tap) -> Served<()> {
    let label = label!(talk.locale(), "button-back");
    let rows: Vec<Vec<Button>> = vec![vec![button(label, tap)]];
    talk.say(html, rows).await
}

fn card(seat: &Seat) -> Tap {
    Tap::Card(seat.child.id, seat.week)
}

/// Whether the line is short enough; if not, says by how much it is not.
async fn fits(talk: &mut Talk<'_>, text: &str, most: usize, tap: Tap) -> Served<bool> {
    let units = utf16_len(text);
    if units <= most {
        return Ok(true);
    }
    let locale = talk.locale();
    let html = say!(locale, "entry-too-long", units = units, most = most);
    again(talk, html, tap).await?;
    Ok(false)
}

async fn enter(talk: &mut Talk<'_>, seat: &Seat, fact: Fact) -> Served<()> {
    let (kind, day) = (fact.kind(), seat.calendar.entry_day(seat.week));
    let change = rules::set(&act::lines(talk, seat).await?, day, fact);
    act::change(talk, seat, change, kind).await?;
    pupil::show(talk, seat).await
}

async fn sentence(talk: &mut Talk<'_>, seat: &Seat, text: String) -> Served<()> {
    if !fits(talk, &text, SENTENCE_MAX, card(seat)).await? {
        return Ok(());
    }
    let words = Words::new(text);
    enter(talk, seat, Fact::Sentence { words }).await
}

/// A voice note in the place of the line. False: the child is not the speaker's to enter (any more).
pub async fn voice(
    talk: &mut Talk<'_>,
    child: ChildId,
    week: SchoolWeek,
    file: &str,
) -> Served<bool> {
    let seat = seat(talk, child, week).await?.filter(|seat| seat.whole);
    let Some(seat) = seat else {
        return Ok(false);
    };
    let bot = talk.account.bot.clone();
    let file = file.to_owned();
    enter(talk, &seat, Fact::Voice { bot, file }).await?;
    Ok(true)
}

async fn activity(talk: &mut Talk<'_>, seat: &Seat, text: String) -> Served<()> {
    if !fits(talk, &text, WORDS_MAX, card(seat)).await? {
        return Ok(());
    }
    let (life, words) = (Life::Activity, Words::new(text));
    enter(talk, seat, Fact::Life { life, words }).await
}

async fn mark(talk: &mut Talk<'_>, seat: &Seat, text: &str) -> Served<()> {
    match read::mark(text, &seat.settings.subjects) {
        Ok(Mark {
            subject,
            title,
            value,
        }) => {
            let fact = Fact::Mark {
                subject,
                title,
                value,
            };
            enter(talk, seat, fact).await
        }
        Err(unread) => {
            let key = match unread {
                Unread::NoValue | Unread::NoSubject => "entry-mark-unread",
                Unread::Rank => "entry-mark-rank",
                Unread::TooLong => "common-too-long",
            };
            let html = say!(talk.locale(), key);
            again(talk, html, card(seat)).await
        }
    }
}

/// The day and the words of a coming date: with the day picked before, or the line begins with it.
pub fn day_of(day: Option<NaiveDate>, text: &str, today: NaiveDate) -> Option<(NaiveDate, Words)> {
    match day {
        Some(day) if day >= today && !text.is_empty() => Some((day, Words::new(text))),
        Some(_) => None,
        None => read::coming(text, today),
    }
}

async fn coming_date(
    talk: &mut Talk<'_>,
    waits: &Typing,
    class: UnitId,
    text: &str,
) -> Served<bool> {
    let Some(desk) = class_desk(talk, class, None).await? else {
        return Ok(false);
    };
    if held::stopped(talk, waits, (None, class), text).await? {
        return Ok(true);
    }
    let day = match waits {
        Typing::Coming { day, .. } => *day,
        _ => None,
    };
    let locale = talk.locale();
    let Some((day, words)) = day_of(day, text, desk.calendar.today) else {
        let html = say!(locale, "entry-coming-unread");
        again(talk, html, Tap::Coming(class)).await?;
        return Ok(true);
    };
    if !fits(talk, words.expose(), WORDS_MAX, Tap::Coming(class)).await? {
        return Ok(true);
    }
    if coming::put(talk, &desk, day, &words).await?.is_none() {
        let html = say!(locale, "entry-coming-full", most = coming::MAX);
        again(talk, html, Tap::Coming(class)).await?;
        return Ok(true);
    }
    class::show(talk, &desk, desk.calendar.this_week()).await?;
    Ok(true)
}
