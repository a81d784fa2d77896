//! The teacher enters the week of a class, by exception: every screen, every right, every undo.
//!
//! Two doors: `desk` for a class, `seat` for one child. A tap that names a class or a child the
//! speaker has no right to gets the neutral word and an unchanged screen.

mod act;
mod class;
mod coming;
mod held;
mod lines;
mod page;
mod paper;
mod pupil;
pub mod remind;
pub mod sheet;
mod typed;
pub(super) mod wording;

pub use held::resume;

use super::{Served, Talk, home};
use crate::base::{ChildId, UnitId, Words};
use crate::dialogue::week_entry::{State, Tap, Typing, Undo, are_lines};
use crate::dialogue::{self};
use crate::model::Locale;
use crate::model::audit::Look;
use crate::model::message::{Button, Kind, Parcel};
use crate::model::record::Child;
use crate::model::rights::Action;
use crate::model::settings::Settings;
use crate::model::unit::{Unit, UnitKind};
use crate::model::week::SchoolWeek;
use crate::model::week_entry::Calendar;
use crate::store;
use crate::{label, say};

/// Lessons a day that get a button each; more would not fit under one message.
const LESSONS_MAX: u8 = 12;

/// A unit whose week the speaker may enter.
struct Desk {
    unit: Unit,
    calendar: Calendar,
}

/// A child whose week the speaker may enter.
#[derive(Clone)]
struct Seat {
    child: Child,
    /// The child's class.
    class: Unit,
    calendar: Calendar,
    settings: Settings,
    /// Everything, by a post at the class or its school; a care home enters life only.
    whole: bool,
    /// Mood and the like too: from 14 the young person is asked first.
    optional: bool,
    week: SchoolWeek,
}

/// A button of this feature was tapped.
pub async fn tapped(talk: &mut Talk<'_>, tap: &Tap) -> Served<()> {
    let waits = lines::waiting(talk);
    // Whatever was being typed is over; what can be taken back stays.
    rest(talk, last(talk)).await?;
    let done = match tap {
        Tap::Open(unit) => class::open(talk, *unit).await?,
        Tap::Week(unit, week) => class::week(talk, *unit, *week).await?,
        Tap::Usual(unit, day) => {
            class::usual(talk, *unit, SchoolWeek::of(*day), Some(*day)).await?
        }
        Tap::UsualWeek(unit, week) => class::usual(talk, *unit, *week, None).await?,
        Tap::Undo(unit, week) => class::undo(talk, *unit, *week).await?,
        Tap::Paper(unit, week) => paper::hand_over(talk, *unit, *week).await?,
        Tap::LineOf(child) => lines::choose(talk, waits, Some(*child)).await?,
        Tap::LineOfNobody => lines::choose(talk, waits, None).await?,
        Tap::Sheet(unit, week) => sheet::hand_out(talk, *unit, *week).await?,
        Tap::SheetRead(id) => sheet::begin(talk, *id).await?,
        Tap::SheetTake(id) => sheet::take(talk, *id).await?,
        Tap::SheetDrop(id) => sheet::refuse(talk, *id).await?,
        Tap::Pupils(unit, week, from) => class::pupils(talk, *unit, *week, *from).await?,
        Tap::Coming(unit) => coming::list(talk, *unit).await?,
        Tap::ComingDay(unit, day) => coming::on_day(talk, *unit, *day).await?,
        Tap::DropComing(unit, id) => coming::remove(talk, *unit, *id).await?,
        Tap::Card(child, week) => pupil::card(talk, *child, *week).await?,
        Tap::UndoCard(child, week) => pupil::undo(talk, *child, *week).await?,
        Tap::Page(child, week, page) => page::open(talk, *child, *week, *page).await?,
        Tap::Subjects(child, week, study) => page::subjects(talk, *child, *week, *study).await?,
        Tap::Day(child, day, lesson) => page::attendance(talk, *child, *day, *lesson).await?,
        Tap::Attend(child, day, lesson, presence) => {
            pupil::attend(talk, *child, *day, *lesson, *presence).await?
        }
        Tap::Pick(child, week, pick) => pupil::pick(talk, *child, *week, *pick).await?,
        Tap::Drop(child, week, mark) => pupil::remove(talk, *child, *week, *mark).await?,
    };
    if !done {
        talk.refuse().await?;
    }
    Ok(())
}

/// Whether a text is for this feature: it waits for one, or names pupils of the class on the screen.
pub fn hears(state: &State, text: &str) -> bool {
    state.waits.is_some() || state.lines.is_some() && are_lines(text)
}

/// Text was typed while this feature waits for it.
pub async fn says(talk: &mut Talk<'_>, state: State, text: &Words) -> Served<()> {
    let taken = match (state.waits, state.lines) {
        (Some(waits), _) => typed::take(talk, &waits, text).await?,
        (None, Some(waits)) => lines::take(talk, waits, text).await?,
        (None, None) => return home::menu(talk).await,
    };
    settle(talk, taken, state.screen).await
}

/// Whether a voice note is for this feature: it waits for the sentence of the week, which may be spoken.
pub fn hears_voice(state: &State) -> bool {
    matches!(state.waits, Some(Typing::Sentence { .. }))
}

/// A voice note came while this feature waits for a sentence.
pub async fn speaks(talk: &mut Talk<'_>, state: State, file: &str) -> Served<()> {
    let Some(Typing::Sentence { child, week }) = state.waits else {
        return home::menu(talk).await;
    };
    let taken = typed::voice(talk, child, week, file).await?;
    settle(talk, taken, state.screen).await
}

/// What was taken puts its question away; else the right ended while the line was typed.
async fn settle(talk: &mut Talk<'_>, taken: bool, screen: Option<i64>) -> Served<()> {
    if taken {
        return put_away(talk, screen).await;
    }
    let locale = talk.locale();
    talk.goto(&dialogue::State::Idle).await?;
    talk.denied().await?;
    let html = say!(locale, "common-not-now");
    talk.say(html, home::open_menu(locale)).await
}

/// The question above a line that was taken loses its words and buttons: there is one live screen.
async fn put_away(talk: &mut Talk<'_>, screen: Option<i64>) -> Served<()> {
    let waits = match dialogue::State::decode(talk.account.dialogue.as_deref()) {
        Some(dialogue::State::WeekEntry(state)) => state.waits.is_some(),
        _ => false,
    };
    let Some(message) = screen.filter(|_| !waits) else {
        return Ok(());
    };
    let parcel = Parcel::Edit {
        message,
        html: say!(talk.locale(), "entry-put-away"),
        keyboard: None,
    };
    talk.put(Kind::Reply, parcel, None).await.map(drop)
}

/// What the menu offers about one class.
pub fn class_rows(locale: Locale, class: &Unit) -> Vec<Vec<Button>> {
    let label = label!(locale, "entry-menu", class = &class.name);
    vec![vec![button(label, Tap::Open(class.id))]]
}

/// What the menu offers staff of care homes: the week of the home's children.
pub async fn home_rows(talk: &mut Talk<'_>) -> Served<Vec<Vec<Button>>> {
    let Some(adult) = talk.adult() else {
        return Ok(Vec::new());
    };
    let mut rows = Vec::new();
    for post in store::posts::of_adult(talk.tx, adult, talk.env.now()).await? {
        if let Some(unit) = store::units::get(talk.tx, post.unit).await?
            && unit.kind == UnitKind::Home
            && talk.may_at(Action::EnterWeek, unit.id).await?
        {
            rows.extend(class_rows(talk.locale(), &unit));
        }
    }
    Ok(rows)
}

/// What a child's card offers staff.
pub async fn child_rows(talk: &mut Talk<'_>, child: &Child) -> Served<Vec<Vec<Button>>> {
    if !talk.may(Action::EnterWeek, child.id).await? {
        return Ok(Vec::new());
    }
    let (calendar, _) = school_of(talk, child.class).await?;
    let label = label!(talk.locale(), "entry-child");
    let tap = Tap::Card(child.id, calendar.this_week());
    Ok(vec![vec![button(label, tap)]])
}

fn button(label: String, tap: Tap) -> Button {
    Button::tap(label, dialogue::Tap::WeekEntry(tap).encode())
}

/// The calendar and the settings of the school a unit belongs to; a care home belongs to none and
/// goes by the speaker's clock and the usual school days.
async fn school_of(talk: &mut Talk<'_>, unit: UnitId) -> Served<(Calendar, Settings)> {
    let up = store::units::up(talk.tx, unit).await?;
    let zone = up.iter().find_map(|unit| unit.zone);
    let settings = match up.iter().find(|unit| unit.kind == UnitKind::School) {
        Some(school) => store::units::settings(talk.tx, school.id).await?,
        None => Settings::default(),
    };
    let zone = zone.unwrap_or_else(|| talk.zone());
    let calendar = Calendar {
        today: talk.env.now().with_timezone(&zone).date_naive(),
        school_days: settings.school_days.clone(),
        year: settings.year.clone(),
    };
    Ok((calendar, settings))
}

/// The class or care home, if its week is the speaker's to enter.
async fn desk(talk: &mut Talk<'_>, unit: UnitId) -> Served<Option<Desk>> {
    if !talk.sees_at(Look::List, Action::EnterWeek, unit).await? {
        return Ok(None);
    }
    let found = store::units::get(talk.tx, unit).await?;
    let kinds = [UnitKind::Class, UnitKind::Home];
    let Some(unit) = found.filter(|unit| kinds.contains(&unit.kind)) else {
        return Ok(None);
    };
    let (calendar, _) = school_of(talk, unit.id).await?;
    Ok(Some(Desk { unit, calendar }))
}

/// The class, if its week is open and the speaker's to enter.
async fn class_desk(
    talk: &mut Talk<'_>,
    class: UnitId,
    week: Option<SchoolWeek>,
) -> Served<Option<Desk>> {
    Ok(desk(talk, class).await?.filter(|desk| {
        desk.unit.kind == UnitKind::Class && week.is_none_or(|week| desk.calendar.is_open(week))
    }))
}

/// The child, if the week is open and the speaker's to enter.
async fn seat(talk: &mut Talk<'_>, child: ChildId, week: SchoolWeek) -> Served<Option<Seat>> {
    if !talk.opens(Look::Week, Action::EnterWeek, child).await? {
        return Ok(None);
    }
    let Some(child) = store::children::get(talk.tx, child).await? else {
        return Ok(None);
    };
    let Some(class) = store::units::get(talk.tx, child.class).await? else {
        return Ok(None);
    };
    let (calendar, mut settings) = school_of(talk, child.class).await?;
    if !calendar.is_open(week) {
        return Ok(None);
    }
    settings.lessons_per_day = settings.lessons_per_day.min(LESSONS_MAX);
    let whole = talk.may_at(Action::EnterWeek, child.class).await?;
    let optional = talk.may(Action::ReadOptional, child.id).await?;
    Ok(Some(Seat {
        child,
        class,
        calendar,
        settings,
        whole,
        optional,
        week,
    }))
}

/// The children of a class or a home whose week is the speaker's to enter.
async fn children(talk: &mut Talk<'_>, unit: &Unit) -> Served<Vec<Child>> {
    let children = match unit.kind {
        UnitKind::Home => store::children::in_home(talk.tx, unit.id).await?,
        _ => store::children::in_class(talk.tx, unit.id).await?,
    };
    talk.only(Action::EnterWeek, children).await
}

/// What was done last in this conversation.
fn last(talk: &Talk<'_>) -> Option<Undo> {
    match dialogue::State::decode(talk.account.dialogue.as_deref()) {
        Some(dialogue::State::WeekEntry(state)) => state.undo,
        _ => None,
    }
}

/// Waits for nothing; `undo` can be taken back.
async fn rest(talk: &mut Talk<'_>, undo: Option<Undo>) -> Served<()> {
    let state = match undo {
        None => dialogue::State::Idle,
        undo => dialogue::State::WeekEntry(State {
            undo,
            ..State::default()
        }),
    };
    talk.goto(&state).await
}
