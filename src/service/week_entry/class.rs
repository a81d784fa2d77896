//! The week of a class on one screen: rolls, how many differ, coming dates, the pupils.

use chrono::NaiveDate;

use super::{Desk, act, button, children, class_desk, coming, desk, last, lines, rest};
use crate::base::{ChildId, UnitId};
use crate::dialogue::week_entry::{Lines, Tap, Undo};
use crate::model::message::Button;
use crate::model::rights::Action;
use crate::model::unit::UnitKind;
use crate::model::week::SchoolWeek;
use crate::service::{Served, Talk, home};
use crate::store::entries;
use crate::text::dates;
use crate::{label, say, store};

/// Pupils per page: two columns of eight.
pub const PAGE: usize = 16;

/// The current week; for a care home the list of its children.
pub async fn open(talk: &mut Talk<'_>, unit: UnitId) -> Served<bool> {
    let Some(desk) = desk(talk, unit).await? else {
        return Ok(false);
    };
    let week = desk.calendar.this_week();
    match desk.unit.kind {
        UnitKind::Home => show_pupils(talk, &desk, week, 0).await?,
        _ => show(talk, &desk, week).await?,
    }
    Ok(true)
}

pub async fn week(talk: &mut Talk<'_>, unit: UnitId, week: SchoolWeek) -> Served<bool> {
    let Some(desk) = class_desk(talk, unit, Some(week)).await? else {
        return Ok(false);
    };
    show(talk, &desk, week).await?;
    Ok(true)
}

/// All as usual on one day, or on every school day of the week that has begun.
pub async fn usual(
    talk: &mut Talk<'_>,
    unit: UnitId,
    week: SchoolWeek,
    only: Option<NaiveDate>,
) -> Served<bool> {
    let Some(desk) = class_desk(talk, unit, Some(week)).await? else {
        return Ok(false);
    };
    if only.is_some_and(|day| !desk.calendar.has_begun(day)) {
        return Ok(false);
    }
    let mut days = open_days(talk, &desk, week).await?;
    days.retain(|day| only.is_none_or(|only| only == *day));
    let by = talk.adult();
    for day in &days {
        entries::take_roll(talk.tx, talk.env, unit, *day, by).await?;
    }
    // A second tap on the same button changes nothing and keeps the first one's way back.
    if !days.is_empty() {
        act::note(talk, None, Some(unit), "roll").await?;
        rest(talk, Some(Undo::Rolls { class: unit, days })).await?;
    }
    let words = label!(talk.locale(), "entry-usual-done");
    talk.toast(words).await?;
    show(talk, &desk, week).await?;
    Ok(true)
}

/// Takes back the last thing done and shows the week.
pub async fn undo(talk: &mut Talk<'_>, unit: UnitId, week: SchoolWeek) -> Served<bool> {
    let Some(desk) = class_desk(talk, unit, Some(week)).await? else {
        return Ok(false);
    };
    let Some(undo) = last(talk) else {
        return Ok(false);
    };
    if !act::undo(talk, undo).await? {
        return Ok(false);
    }
    let words = label!(talk.locale(), "entry-undone");
    talk.toast(words).await?;
    show(talk, &desk, week).await?;
    Ok(true)
}

async fn rolls(talk: &mut Talk<'_>, desk: &Desk, week: SchoolWeek) -> Served<Vec<NaiveDate>> {
    let (from, to) = (week.monday(), week.sunday());
    let rolls = entries::rolls(talk.tx, &[desk.unit.id], from, to).await?;
    Ok(rolls.into_iter().map(|(_, day)| day).collect())
}

/// The school days that have begun and whose roll is not taken.
async fn open_days(talk: &mut Talk<'_>, desk: &Desk, week: SchoolWeek) -> Served<Vec<NaiveDate>> {
    let taken = rolls(talk, desk, week).await?;
    let mut days = desk.calendar.begun(week);
    days.retain(|day| !taken.contains(day));
    Ok(days)
}

/// The children of a list who have any line in a week.
async fn with_lines(
    talk: &mut Talk<'_>,
    ids: &[ChildId],
    week: SchoolWeek,
) -> Served<Vec<ChildId>> {
    let (from, to) = (week.monday(), week.sunday());
    let entries = entries::of_children(talk.tx, ids, from, to).await?;
    let mut found: Vec<ChildId> = entries.into_iter().map(|entry| entry.child).collect();
    found.dedup();
    Ok(found)
}

/// The screen everything starts from.
pub async fn show(talk: &mut Talk<'_>, desk: &Desk, week: SchoolWeek) -> Served<()> {
    let locale = talk.locale();
    let (class, calendar) = (desk.unit.id, &desk.calendar);
    let taken = rolls(talk, desk, week).await?;
    let open = open_days(talk, desk, week).await?;
    let roll: Vec<String> = calendar
        .school_days(week)
        .into_iter()
        .map(|day| {
            let mark = match (taken.contains(&day), day > calendar.today) {
                (true, _) => "✓",
                (false, true) => "·",
                (false, false) => "–",
            };
            format!("{} {mark}", dates::weekday(locale, day))
        })
        .collect();
    let pupils: Vec<ChildId> = children(talk, &desk.unit)
        .await?
        .iter()
        .map(|c| c.id)
        .collect();
    let differ = with_lines(talk, &pupils, week).await?.len();
    let mut html = say!(
        locale,
        "entry-class",
        class = &desk.unit.name,
        week = dates::week(locale, week),
        roll = roll.join("   "),
        differ = differ,
        pupils = pupils.len()
    );
    let dates_here = coming::dates_of(talk, desk).await?;
    if !dates_here.is_empty() {
        html.join("\n\n", &say!(locale, "entry-coming-head"));
    }
    for date in &dates_here {
        html.join("\n", &coming::line(locale, date));
    }
    let mut rows = Vec::new();
    if open.contains(&calendar.today) {
        let tap = Tap::Usual(class, calendar.today);
        rows.push(vec![button(label!(locale, "entry-usual-today"), tap)]);
    }
    if open.iter().any(|day| *day != calendar.today) {
        let key = match week == calendar.this_week() {
            true => "entry-usual-week",
            false => "entry-usual-past",
        };
        rows.push(vec![button(
            label!(locale, key),
            Tap::UsualWeek(class, week),
        )]);
    }
    let differs = button(label!(locale, "entry-differs"), Tap::Pupils(class, week, 0));
    rows.push(vec![differs]);
    rows.push(vec![button(
        label!(locale, "entry-coming"),
        Tap::Coming(class),
    )]);
    let paper = button(label!(locale, "entry-paper"), Tap::Paper(class, week));
    rows.push(vec![paper]);
    let sheet = button(label!(locale, "entry-sheet"), Tap::Sheet(class, week));
    rows.push(vec![sheet]);
    rows.extend(undo_row(talk, desk, week).await?);
    rows.push(vec![if week == calendar.this_week() {
        let tap = Tap::Week(class, week.previous());
        button(label!(locale, "entry-last-week"), tap)
    } else {
        button(label!(locale, "entry-this-week"), Tap::Open(class))
    }]);
    rows.extend(home::open_menu(locale));
    let open = Vec::new();
    lines::wait(talk, Lines { class, week, open }).await?;
    talk.show(html, rows).await
}

/// The way back, with the child's name where it is about one.
pub async fn undo_row(
    talk: &mut Talk<'_>,
    desk: &Desk,
    week: SchoolWeek,
) -> Served<Option<Vec<Button>>> {
    let locale = talk.locale();
    let label = match last(talk) {
        None => return Ok(None),
        Some(Undo::Week { child, .. }) if !talk.may(Action::EnterWeek, child).await? => {
            return Ok(None);
        }
        Some(Undo::Week { child, .. }) => match store::children::get(talk.tx, child).await? {
            Some(child) => label!(locale, "entry-undo-child", child = &child.name),
            None => return Ok(None),
        },
        Some(_) => label!(locale, "entry-undo"),
    };
    Ok(Some(vec![button(label, Tap::Undo(desk.unit.id, week))]))
}

pub async fn pupils(
    talk: &mut Talk<'_>,
    unit: UnitId,
    week: SchoolWeek,
    from: i64,
) -> Served<bool> {
    let Some(desk) = desk(talk, unit).await? else {
        return Ok(false);
    };
    if !desk.calendar.is_open(week) {
        return Ok(false);
    }
    show_pupils(talk, &desk, week, usize::try_from(from).unwrap_or_default()).await?;
    Ok(true)
}

async fn show_pupils(
    talk: &mut Talk<'_>,
    desk: &Desk,
    week: SchoolWeek,
    from: usize,
) -> Served<()> {
    let locale = talk.locale();
    let pupils = children(talk, &desk.unit).await?;
    // A list that became shorter meanwhile still has its last page.
    let from = from.min(pupils.len().saturating_sub(1) / PAGE * PAGE);
    let ids: Vec<ChildId> = pupils.iter().map(|pupil| pupil.id).collect();
    let marked = with_lines(talk, &ids, week).await?;
    for pupil in pupils.iter().skip(from).take(PAGE) {
        talk.tells_of(pupil.id, Action::EnterWeek);
    }
    let page: Vec<Button> = pupils
        .iter()
        .skip(from)
        .take(PAGE)
        .map(|pupil| {
            let mark = if marked.contains(&pupil.id) {
                "✏️ "
            } else {
                ""
            };
            let label = format!("{mark}{}", pupil.name.expose());
            button(label, Tap::Card(pupil.id, week))
        })
        .collect();
    let mut rows: Vec<Vec<Button>> = page.chunks(2).map(<[Button]>::to_vec).collect();
    let index = |n: usize| i64::try_from(n).unwrap_or_default();
    let turn = |at: usize| Tap::Pupils(desk.unit.id, week, index(at));
    let mut row = Vec::new();
    if from > 0 {
        let before = turn(from.saturating_sub(PAGE));
        row.push(button(label!(locale, "entry-page-back"), before));
    }
    if from + PAGE < pupils.len() {
        row.push(button(label!(locale, "button-more"), turn(from + PAGE)));
    }
    rows.push(row);
    rows.retain(|row| !row.is_empty());
    match desk.unit.kind {
        UnitKind::Home => {
            let (tap, key) = match week == desk.calendar.this_week() {
                true => (
                    Tap::Pupils(desk.unit.id, week.previous(), 0),
                    "entry-last-week",
                ),
                false => (Tap::Open(desk.unit.id), "entry-this-week"),
            };
            rows.push(vec![button(label!(locale, key), tap)]);
            rows.extend(home::open_menu(locale));
        }
        _ => {
            let tap = Tap::Week(desk.unit.id, week);
            rows.push(vec![button(label!(locale, "entry-to-class"), tap)]);
        }
    }
    let html = say!(
        locale,
        "entry-pupils",
        class = &desk.unit.name,
        week = dates::week(locale, week),
        differ = marked.len(),
        pupils = pupils.len()
    );
    talk.show(html, rows).await
}
