//! "How is my child" and the full week, asked for at any time. The same rights as everywhere, and the
//! same answer for whatever is not one's own.

use std::collections::HashMap;

use chrono::{Days, TimeDelta};

use super::gather;
use crate::base::{ChildId, Html};
use crate::dialogue::{self, home, note, weekly::Tap};
use crate::label;
use crate::model::audit::Look;
use crate::model::hours::day_at;
use crate::model::message::Button;
use crate::model::rights::Action;
use crate::model::week::SchoolWeek;
use crate::model::weekly::{Input, all_lines, latest, readable};
use crate::service::{Served, Talk, audit};
use crate::store;
use crate::store::weekly::Pupil;

/// How far back the newest of each line is looked for.
const BACK: Days = Days::new(120);

/// How far back one can page.
const WEEKS_BACK: TimeDelta = TimeDelta::weeks(53);

/// Unknown, ended, excluded, somebody else's: one same answer.
pub(super) async fn not_now(talk: &mut Talk<'_>) -> Served<()> {
    talk.refuse().await
}

/// The child, when the speaker may read the record. Looking is noted.
async fn pupil(talk: &mut Talk<'_>, child: ChildId) -> Served<Option<Pupil>> {
    if !talk.opens(Look::Week, Action::ReadRecord, child).await? {
        return Ok(None);
    }
    let mut found = store::weekly::pupils(talk.tx, &[child]).await?;
    Ok(found.remove(&child))
}

async fn input(talk: &mut Talk<'_>, pupil: &Pupil, week: SchoolWeek) -> Served<Option<Input>> {
    let (child, now) = (pupil.id, talk.env.now());
    let pupils = HashMap::from([(child, pupil.clone())]);
    // Each screen tells its own week only: `since` lies ahead of everything entered.
    let since = now + TimeDelta::days(1);
    Ok(gather::inputs(talk.tx, &pupils, week, since, now)
        .await?
        .remove(&child))
}

/// The newest of each line with its day.
pub(super) async fn how_is(talk: &mut Talk<'_>, child: ChildId) -> Served<()> {
    let Some(pupil) = pupil(talk, child).await? else {
        return not_now(talk).await;
    };
    let today = day_at(talk.env.now(), pupil.zone);
    let week = SchoolWeek::of(today);
    let Some(mut input) = input(talk, &pupil, week).await? else {
        return not_now(talk).await;
    };
    let from = today.checked_sub_days(BACK).unwrap_or(today);
    input.entries = store::entries::of_children(talk.tx, &[child], from, today).await?;
    let rolls = store::entries::rolls(talk.tx, &[pupil.class], from, today).await?;
    input.rolls = rolls.into_iter().map(|(_, day)| day).collect();
    if !talk.may(Action::ReadOptional, child).await? {
        input = input.plain();
    }
    let block = all_lines(&input);
    let (name, class) = (pupil.name.expose(), pupil.class_name.as_str());
    let html = crate::text::weekly::latest(talk.locale(), name, class, &latest(&input), &block);
    show(talk, html, child, Some(week.previous()), Some(week)).await
}

/// Everything of one week by day.
pub(super) async fn week(talk: &mut Talk<'_>, child: ChildId, week: SchoolWeek) -> Served<()> {
    let Some(pupil) = pupil(talk, child).await? else {
        return not_now(talk).await;
    };
    let now = talk.env.now();
    let current = SchoolWeek::of(day_at(now, pupil.zone));
    let first = SchoolWeek::of(day_at(now - WEEKS_BACK, pupil.zone));
    // A forged week ends where the pages end.
    let week = week.clamp(first, current);
    let Some(mut input) = input(talk, &pupil, week).await? else {
        return not_now(talk).await;
    };
    if !talk.may(Action::ReadOptional, child).await? {
        input = input.plain();
    }
    let block = all_lines(&input);
    let html = crate::text::weekly::week(talk.locale(), &block, &readable(&input));
    let earlier = (week > first).then(|| week.previous());
    let later = (week < current).then(|| week.next());
    show(talk, html, child, earlier, later).await
}

/// Pages to other weeks, the way to the teacher, the way back.
async fn show(
    talk: &mut Talk<'_>,
    html: Html,
    child: ChildId,
    earlier: Option<SchoolWeek>,
    later: Option<SchoolWeek>,
) -> Served<()> {
    let locale = talk.locale();
    let button = |words: String, tap: dialogue::Tap| Button::tap(words, tap.encode());
    let page = |key: &str, week: SchoolWeek| {
        let words = label!(locale, key, week = crate::text::dates::week(locale, week));
        button(words, dialogue::Tap::Weekly(Tap::Week(child, week)))
    };
    let earlier = earlier.map(|week| page("weekly-button-earlier", week));
    let later = later.map(|week| page("weekly-button-later", week));
    let pages = earlier.into_iter().chain(later).collect();
    let mut last = Vec::new();
    // Staff who read by exception have nobody to ask here.
    if talk.may(Action::FamilyNote, child).await? {
        let ask = dialogue::Tap::Note(note::Tap::ToSchool(child));
        last.push(button(label!(locale, "weekly-button-ask"), ask));
    }
    let menu = button(
        label!(locale, "button-menu"),
        dialogue::Tap::Home(home::Tap::Menu),
    );
    last.push(menu);
    let mut rows = vec![pages];
    rows.extend(audit::child_rows(talk, child).await?);
    rows.push(last);
    talk.show(html, rows).await
}
