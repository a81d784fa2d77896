//! Coming dates of a class: at most five, typed in one line or picked and then named.

use chrono::{Datelike, Days, NaiveDate};

use super::{Desk, act, button, class, class_desk, last, rest, wording};
use crate::base::{Html, UnitId, Words};
use crate::dialogue::week_entry::{State, Tap, Typing, Undo};
use crate::dialogue::{self};
use crate::model::Locale;
use crate::model::message::Button;
use crate::service::{Served, Talk};
use crate::store::entries::{self, Coming};
use crate::text::dates;
use crate::{label, say};

/// Coming dates a class may have in the future: the update shows three.
pub const MAX: usize = 5;
/// Days offered as buttons for a coming date.
const DAYS_OFFERED: u64 = 14;
/// How far ahead coming dates are looked for.
const YEAR: Days = Days::new(366);

/// The class's coming dates from today on, soonest first.
pub async fn dates_of(talk: &mut Talk<'_>, desk: &Desk) -> Served<Vec<Coming>> {
    let today = desk.calendar.today;
    let until = today.checked_add_days(YEAR).unwrap_or(today);
    let mut coming = entries::coming(talk.tx, &[desk.unit.id], today, until).await?;
    coming.retain(|coming| coming.child.is_none());
    coming.truncate(MAX);
    Ok(coming)
}

/// One coming date in words.
pub fn line(locale: Locale, coming: &Coming) -> Html {
    let day = dates::day(locale, coming.day);
    say!(
        locale,
        "entry-coming-line",
        day = day,
        words = &coming.words
    )
}

/// The coming dates, each with its way out, and the days to pick from.
pub async fn list(talk: &mut Talk<'_>, unit: UnitId) -> Served<bool> {
    let Some(desk) = class_desk(talk, unit, None).await? else {
        return Ok(false);
    };
    let locale = talk.locale();
    let dates_here = dates_of(talk, &desk).await?;
    let mut html = say!(locale, "entry-coming-title", class = &desk.unit.name);
    let mut rows = Vec::new();
    for coming in &dates_here {
        html.join("\n", &line(locale, coming));
        let label = format!("✖ {}", wording::plain(&line(locale, coming)));
        rows.push(vec![button(label, Tap::DropComing(unit, coming.id))]);
    }
    if dates_here.len() >= MAX {
        html.join("\n\n", &say!(locale, "entry-coming-full", most = MAX));
    } else {
        html.join("\n\n", &say!(locale, "entry-coming-ask"));
        let days = (1..=DAYS_OFFERED)
            .filter_map(|ahead| desk.calendar.today.checked_add_days(Days::new(ahead)));
        let days: Vec<Button> = days
            .map(|day| {
                let label = format!("{} {}", dates::weekday(locale, day), day.day());
                button(label, Tap::ComingDay(unit, day))
            })
            .collect();
        rows.extend(days.chunks(4).map(<[Button]>::to_vec));
        wait(talk, unit, None).await?;
    }
    if let Some(row) = class::undo_row(talk, &desk, desk.calendar.this_week()).await? {
        rows.push(row);
    }
    rows.push(vec![button(
        label!(locale, "entry-to-class"),
        Tap::Open(unit),
    )]);
    talk.show(html, rows).await?;
    Ok(true)
}

async fn wait(talk: &mut Talk<'_>, class: UnitId, day: Option<NaiveDate>) -> Served<()> {
    let state = State {
        waits: Some(Typing::Coming { class, day }),
        undo: last(talk),
        screen: talk.tapped(),
        lines: None,
    };
    talk.goto(&dialogue::State::WeekEntry(state)).await
}

/// A day was picked: now its words.
pub async fn on_day(talk: &mut Talk<'_>, unit: UnitId, day: NaiveDate) -> Served<bool> {
    let Some(desk) = class_desk(talk, unit, None).await? else {
        return Ok(false);
    };
    if day < desk.calendar.today {
        return Ok(false);
    }
    wait(talk, unit, Some(day)).await?;
    let locale = talk.locale();
    let html = say!(locale, "entry-coming-words", day = dates::day(locale, day));
    let rows = vec![vec![button(
        label!(locale, "button-back"),
        Tap::Coming(unit),
    )]];
    talk.show(html, rows).await?;
    Ok(true)
}

pub async fn remove(talk: &mut Talk<'_>, unit: UnitId, id: i64) -> Served<bool> {
    let Some(desk) = class_desk(talk, unit, None).await? else {
        return Ok(false);
    };
    let gone = dates_of(talk, &desk).await?;
    let gone = gone.into_iter().find(|coming| coming.id == id);
    if let Some(gone) = gone {
        entries::drop_coming(talk.tx, id, unit).await?;
        act::note(talk, None, Some(unit), "coming").await?;
        let undo = Undo::Went {
            class: unit,
            day: gone.day,
            words: gone.words,
        };
        rest(talk, Some(undo)).await?;
    }
    list(talk, unit).await
}

/// Enters a typed coming date. `None` when the class has as many as it may.
pub async fn put(
    talk: &mut Talk<'_>,
    desk: &Desk,
    day: NaiveDate,
    words: &Words,
) -> Served<Option<()>> {
    let Some(id) = enter(talk, desk, day, words).await? else {
        return Ok(None);
    };
    let class = desk.unit.id;
    rest(talk, Some(Undo::Came { class, id })).await?;
    Ok(Some(()))
}

/// The same without a way back. Gives its number.
pub async fn enter(
    talk: &mut Talk<'_>,
    desk: &Desk,
    day: NaiveDate,
    words: &Words,
) -> Served<Option<i64>> {
    if dates_of(talk, desk).await?.len() >= MAX {
        return Ok(None);
    }
    let (class, by) = (desk.unit.id, talk.adult());
    let id = entries::put_coming(talk.tx, talk.env, class, None, day, words, by).await?;
    act::note(talk, None, Some(class), "coming").await?;
    Ok(Some(id))
}
