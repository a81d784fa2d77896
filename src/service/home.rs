//! The menu (what this person can do now), the language, the clock and the hours.

mod settings;

use chrono_tz::Tz;

use super::{
    Served, Talk, break_glass, check_in, commands, concern, consent, cover, guardian, note,
    numbers, request, rights, staff, today, transfer, week_entry, weekly,
};
use crate::base::{ChildId, Html, UnitId};
use crate::dialogue::home::{City, Tap};
use crate::dialogue::{self, join, roster};
use crate::model::Locale;
use crate::model::message::Button;
use crate::model::quiet::Hours;
use crate::model::rights::{Action, LinkState};
use crate::model::unit::{Role, Unit, UnitKind};
use crate::model::work_hours::WorkHours;
use crate::store;
use crate::{label, say};

use settings::{cities, hours, quiet_hours, reads_families, work_hours};
pub use settings::{languages, settings};

/// Classes on one screen, three buttons each: a hundred are the messenger's limit.
const CLASSES: usize = 8;

/// One button that opens the menu: the end of every path that has no next step.
pub fn open_menu(locale: Locale) -> Vec<Vec<Button>> {
    let data = dialogue::Tap::Home(Tap::Menu).encode();
    vec![vec![Button::tap(label!(locale, "button-menu"), data)]]
}

/// Children whose rows one menu can hold: a message has at most 100 buttons (Bot API).
const CHILDREN: usize = 20;

/// The same under a message that has to stay readable: the menu comes below it.
pub fn menu_below(locale: Locale) -> Vec<Vec<Button>> {
    let data = dialogue::Tap::Home(Tap::MenuBelow).encode();
    vec![vec![Button::tap(label!(locale, "button-menu"), data)]]
}

/// The schools this person leads.
pub async fn schools_led(talk: &mut Talk<'_>) -> Served<Vec<UnitId>> {
    let Some(adult) = talk.adult() else {
        return Ok(Vec::new());
    };
    let posts = store::posts::of_adult(talk.tx, adult, talk.env.now()).await?;
    Ok(posts
        .iter()
        .filter(|post| post.role == Role::SchoolLead)
        .map(|post| post.unit)
        .collect())
}

/// The classes this person may see the records of, by post: a teacher's own, a lead's all.
pub async fn classes(talk: &mut Talk<'_>) -> Served<Vec<Unit>> {
    let Some(adult) = talk.adult() else {
        return Ok(Vec::new());
    };
    let mut out: Vec<Unit> = Vec::new();
    for post in store::posts::of_adult(talk.tx, adult, talk.env.now()).await? {
        if !matches!(post.role, Role::Teacher | Role::SchoolLead) {
            continue;
        }
        let found = match store::units::get(talk.tx, post.unit).await? {
            Some(unit) if unit.kind == UnitKind::Class => vec![unit],
            Some(unit) => store::units::below(talk.tx, unit.id, UnitKind::Class).await?,
            None => Vec::new(),
        };
        for unit in found {
            if !out.iter().any(|known| known.id == unit.id) {
                out.push(unit);
            }
        }
    }
    Ok(out)
}

/// The children the menu speaks of to the speaker's family side, whatever may be done about each.
pub(super) async fn children(talk: &mut Talk<'_>) -> Served<Vec<ChildId>> {
    let Some(adult) = talk.adult() else {
        return Ok(Vec::new());
    };
    let links = store::links::of_adult(talk.tx, adult).await?;
    Ok(links.iter().map(|link| link.child).take(CHILDREN).collect())
}

/// The way to what is to be done.
pub(super) fn tasks_row(locale: Locale) -> Vec<Button> {
    let tap = dialogue::Tap::Roster(roster::Tap::Tasks);
    vec![Button::tap(label!(locale, "home-tasks"), tap.encode())]
}

/// Where we are: every path that is lost ends here.
pub async fn menu(talk: &mut Talk<'_>) -> Served<()> {
    commands::renew(talk).await?;
    if cover::stands_before(talk, &dialogue::Tap::Home(Tap::Menu)).await? {
        return Ok(());
    }
    talk.goto(&dialogue::State::Idle).await?;
    let locale = talk.locale();
    let mut rows: Vec<Vec<Button>> = Vec::new();
    let row = |label: String, tap: dialogue::Tap| vec![Button::tap(label, tap.encode())];
    let mut waiting = false;
    let mut children = Vec::new();
    if let Some(adult) = talk.adult() {
        for link in store::links::of_adult(talk.tx, adult)
            .await?
            .into_iter()
            .take(CHILDREN)
        {
            waiting |= link.state == LinkState::AwaitingApproval;
            if !talk.may(Action::ReadRecord, link.child).await? {
                // A contact reads no record, but is asked in the evening when nobody else is there, and may hand over.
                rows.extend(check_in::family_rows(talk, link.child).await?);
                // Nor does who is of age; they ask what is kept of them.
                rows.extend(request::family_rows(talk, link.child).await?);
                continue;
            }
            children.push(link.child);
            rows.extend(weekly::family_rows(talk, link.child).await?);
            rows.extend(check_in::family_rows(talk, link.child).await?);
            rows.extend(note::family_rows(talk, link.child).await?);
            rows.extend(request::family_rows(talk, link.child).await?);
        }
    }
    rows.extend(guardian::home_rows(talk, &children).await?);
    rows.extend(consent::home_rows(talk).await?);
    // A family's menu asks nothing about posts.
    let has_posts = match talk.adult() {
        Some(adult) => !rights::ledger(talk.tx, adult).await?.posts.is_empty(),
        None => false,
    };
    let (mut led, mut kept) = (Vec::new(), Vec::new());
    if has_posts {
        rows.extend(today::menu_rows(talk).await?);
        rows.extend(class_page(talk, 0).await?);
        rows.extend(week_entry::home_rows(talk).await?);
        rows.extend(break_glass::staff_rows(talk).await?);
        led = schools_led(talk).await?;
        kept = staff::kept(talk).await?;
        rows.extend(request::staff_rows(talk).await?);
    }
    for school in &led {
        rows.extend(transfer::lead_rows(talk, *school).await?);
    }
    for unit in &kept {
        rows.extend(staff::menu_rows(talk, *unit).await?);
    }
    if !led.is_empty() {
        let tap = dialogue::Tap::Join(join::Tap::Waiting);
        rows.push(row(label!(locale, "home-waiting"), tap));
    }
    if !kept.is_empty() {
        rows.push(tasks_row(locale));
    }
    rows.extend(concern::menu_rows(talk).await?);
    let key = match (rows.is_empty(), waiting) {
        (false, _) => "home-menu",
        (true, true) => "home-awaiting",
        (true, false) => "home-welcome",
    };
    rows.push(row(
        label!(locale, "home-settings"),
        dialogue::Tap::Home(Tap::Settings),
    ));
    let mut html = say!(locale, key);
    if key == "home-welcome" {
        html.join("\n", &lines(talk).await?);
    }
    talk.show(html, rows).await
}

/// Whom to ring, below a sentence that says that nobody watches this chat round the clock.
pub async fn lines(talk: &mut Talk<'_>) -> Served<Html> {
    let list = numbers::of_speaker(talk).await?;
    Ok(numbers::lines(talk.locale(), &list))
}

/// What can be done with a page of the speaker's classes, and the way to the other pages.
async fn class_page(talk: &mut Talk<'_>, from: usize) -> Served<Vec<Vec<Button>>> {
    let locale = talk.locale();
    let classes = classes(talk).await?;
    let from = from.min(classes.len().saturating_sub(1)) / CLASSES * CLASSES;
    let mut rows = Vec::new();
    for class in classes.iter().skip(from).take(CLASSES) {
        rows.extend(week_entry::class_rows(locale, class));
        rows.extend(note::class_rows(locale, class));
        let pupils = dialogue::Tap::Roster(roster::Tap::Class(class.id, 0));
        let label = label!(locale, "home-pupils", class = &class.name);
        rows.push(vec![Button::tap(label, pupils.encode())]);
    }
    let turn = |label: String, to: usize| {
        let tap = Tap::Classes(i64::try_from(to).unwrap_or_default());
        Button::tap(label, dialogue::Tap::Home(tap).encode())
    };
    let mut turns = Vec::new();
    if from > 0 {
        turns.push(turn(label!(locale, "button-back"), from - CLASSES));
    }
    if from + CLASSES < classes.len() {
        turns.push(turn(label!(locale, "button-more"), from + CLASSES));
    }
    rows.extend((!turns.is_empty()).then_some(turns));
    Ok(rows)
}

/// A lead of a big school pages through the classes; the menu shows the first of them.
async fn more_classes(talk: &mut Talk<'_>, from: i64) -> Served<()> {
    let mut rows = class_page(talk, usize::try_from(from).unwrap_or_default()).await?;
    let locale = talk.locale();
    rows.extend(open_menu(locale));
    talk.show(say!(locale, "home-menu"), rows).await
}

/// A button of this feature was tapped.
pub async fn tapped(talk: &mut Talk<'_>, tap: &Tap) -> Served<()> {
    match tap {
        Tap::Menu => menu(talk).await,
        Tap::MenuBelow => {
            talk.leave_tapped();
            menu(talk).await
        }
        Tap::Classes(from) => more_classes(talk, *from).await,
        Tap::Settings => settings(talk).await,
        Tap::Languages => languages(talk).await,
        Tap::Language(locale) => {
            store::accounts::set_locale(talk.tx, talk.account.id, *locale).await?;
            talk.account.locale = *locale;
            settings(talk).await
        }
        Tap::Cities => cities(talk).await,
        Tap::City(index) => {
            let city = usize::try_from(*index).ok().and_then(|i| City::ALL.get(i));
            if let Some(zone) = city.and_then(|city| city.as_str().parse::<Tz>().ok()) {
                store::accounts::set_zone(talk.tx, talk.account.id, zone).await?;
                talk.account.zone = Some(zone);
            }
            settings(talk).await
        }
        Tap::Hours => hours(talk).await,
        Tap::Hour(day, hour) => {
            let (day, hour) = (
                u32::try_from(*day).unwrap_or(7),
                u32::try_from(*hour).unwrap_or(19),
            );
            if (1..=7).contains(&day) && hour < 24 {
                store::accounts::set_weekly(talk.tx, talk.account.id, day, hour).await?;
                talk.account.weekly_day = Some(day);
                talk.account.weekly_hour = Some(hour);
            }
            settings(talk).await
        }
        Tap::Work if reads_families(talk).await? => work_hours(talk).await,
        Tap::WorkHours(from, to) if reads_families(talk).await? => {
            let minute = |minute: &i64| u32::try_from(*minute).ok();
            let hours = minute(from).zip(minute(to));
            if let Some(hours) = hours.and_then(|(from, to)| WorkHours::new(from, to)) {
                store::accounts::set_work(talk.tx, talk.account.id, hours).await?;
                talk.account.work = hours;
            }
            settings(talk).await
        }
        Tap::Work | Tap::WorkHours(..) => talk.refuse().await,
        Tap::Quiet => quiet_hours(talk).await,
        Tap::QuietHours(from, to) => {
            let hour = |hour: &i64| u32::try_from(*hour).unwrap_or(24);
            if let Some(hours) = Hours::new(hour(from), hour(to)) {
                store::accounts::set_quiet(talk.tx, talk.account.id, hours).await?;
                talk.account.quiet = hours;
            }
            settings(talk).await
        }
    }
}
