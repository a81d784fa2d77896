//! An absence nobody has explained reaches parents and the guardian the same day, and whoever was told
//! hears when the entry is corrected. Called wherever attendance is entered, taken back or imported, in
//! the same transaction; it looks at what stands then, so it does not matter which way it came there.
//!
//! It goes on unchanged whatever else is being looked into about the child: that a message does not come
//! would tell somebody (domain 6).

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;

use super::mail::{self, Letter, Posted};
use super::{Served, numbers, rights};
use crate::base::{AdultId, ChildId, Env, Html};
use crate::dialogue;
use crate::model::Locale;
use crate::model::entry::Fact;
use crate::model::hours::day_at;
use crate::model::message::{Button, Content, Keyboard, Kind, Parcel};
use crate::model::record::{Child, Programme};
use crate::model::rights::{Action, LinkRole, LinkState};
use crate::model::same_day::{Next, OPEN_DAYS, REST, Said, TURNS, next};
use crate::model::settings::Number;
use crate::store::accounts::Account;
use crate::store::same_day::Told;
use crate::store::tasks::TaskKind;
use crate::store::{self, Tx};
use crate::text::dates;
use crate::{label, say};

/// What became of a change, for whoever made it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heard {
    /// Nothing goes to anybody.
    #[default]
    Nobody,
    /// Whoever was told is told that it was corrected.
    Corrected,
    /// Goes when [`REST`] is over.
    Soon,
    /// Nobody of the family can be reached here: it is on the school's list.
    Ring,
}

/// One child on one day, as the entries stand now.
struct Case {
    child: Child,
    day: NaiveDate,
    said: Said,
    is_today: bool,
    /// The school's clock.
    zone: Tz,
    numbers: Vec<Number>,
    told: Vec<Told>,
    /// Whoever entered it knows.
    by: Option<AdultId>,
}

/// What makes two of the school's tasks the same.
fn key((child, day): (ChildId, NaiveDate)) -> String {
    format!("{child}:{day}")
}

/// The attendance of these children on these days was just written or taken away: tells what is to be told
/// now, takes back what has not left and is not true any more, corrects what has. Many at once are one page
/// of an import; days that cannot be told or corrected any more cost nothing.
pub async fn settle(
    tx: &mut Tx,
    env: &Env,
    days: &[(ChildId, NaiveDate)],
    by: Option<AdultId>,
) -> Served<Heard> {
    // A day begins up to fourteen hours earlier somewhere; the school's own clock is asked below.
    let here = env.now().date_naive();
    let (from, to) = (here - TimeDelta::days(OPEN_DAYS), here + TimeDelta::days(1));
    let mut days: BTreeSet<_> = days.iter().copied().collect();
    days.retain(|(_, day)| (from..=to).contains(day));
    if days.is_empty() {
        return Ok(Heard::Nobody);
    }
    let children: BTreeSet<ChildId> = days.iter().map(|(child, _)| *child).collect();
    let children: Vec<ChildId> = children.into_iter().collect();
    let letters = store::same_day::letters(tx, &children).await?;
    let with_letters: HashSet<ChildId> = letters.iter().map(|letter| letter.child).collect();
    let keys: Vec<String> = days.iter().copied().map(key).collect();
    let open = store::tasks::open_among(tx, TaskKind::RingAbsent, &keys).await?;
    let new = here - TimeDelta::days(1);
    days.retain(|about| {
        about.1 >= new || with_letters.contains(&about.0) || open.contains(&key(*about))
    });
    let mut facts: BTreeMap<(ChildId, NaiveDate), Vec<Fact>> = BTreeMap::new();
    let children: BTreeSet<ChildId> = days.iter().map(|(child, _)| *child).collect();
    let children: Vec<ChildId> = children.into_iter().collect();
    for entry in store::entries::of_children(tx, &children, from, to).await? {
        let about = (entry.child, entry.day);
        facts.entry(about).or_default().push(entry.fact);
    }
    let mut heard = Heard::Nobody;
    for about in days {
        let said = Said::of(facts.get(&about).map_or(&[][..], Vec::as_slice));
        let told = store::same_day::of_day(tx, about, &letters).await?;
        if !said.is_away() {
            if open.contains(&key(about)) {
                let (kind, now) = (TaskKind::RingAbsent, env.now());
                store::tasks::done_by_key(tx, kind, &key(about), None, now).await?;
            }
            if told.is_empty() {
                continue;
            }
        }
        if let Some(case) = load(tx, env, about, said, told, by).await? {
            heard = heard.max(tell(tx, env, &case).await?);
        }
    }
    Ok(heard)
}

async fn load(
    tx: &mut Tx,
    env: &Env,
    (child, day): (ChildId, NaiveDate),
    said: Said,
    told: Vec<Told>,
    by: Option<AdultId>,
) -> Served<Option<Case>> {
    let Some(child) = store::children::get(tx, child).await? else {
        return Ok(None);
    };
    let zone = store::units::clock(tx, child.school).await?;
    let is_today = day_at(env.now(), zone) == day;
    if !is_today && told.is_empty() {
        return Ok(None);
    }
    Ok(Some(Case {
        numbers: numbers::at(tx, child.school).await?,
        child,
        day,
        said,
        is_today,
        zone,
        told,
        by,
    }))
}

/// Everybody it concerns, each by what they were told themselves.
async fn tell(tx: &mut Tx, env: &Env, case: &Case) -> Served<Heard> {
    let mut heard = Heard::Nobody;
    let mut reached = false;
    let mut links = store::links::of_child(tx, case.child.id).await?;
    links.retain(|link| {
        link.state == LinkState::Active
            && matches!(link.role, LinkRole::Parent | LinkRole::Guardian)
    });
    let readers: Vec<AdultId> = links.into_iter().map(|link| link.adult).collect();
    let homes = store::quiet::homes(tx, &readers).await?;
    for adult in readers {
        let home = homes.get(&adult).copied();
        let (knows, now) = tell_one(tx, env, case, (adult, home)).await?;
        reached |= knows;
        heard = heard.max(now);
    }
    if !reached && case.said.is_away() && case.is_today && to_be_rung(tx, env, case).await? {
        let (child, kind) = (case.child.id, TaskKind::RingAbsent);
        let key = key((child, case.day));
        // One that a person has ticked off is done, whatever is entered later that day.
        if !store::tasks::was_ticked(tx, kind, &key).await? {
            let unit = case.child.school;
            store::tasks::open(tx, env, unit, Some(child), None, kind, &key).await?;
            heard = heard.max(Heard::Ring);
        }
    }
    Ok(heard)
}

/// Whether a silent family is the programme's matter, and may be spoken to at all: not of a child that is
/// gone or whose file rests.
async fn to_be_rung(tx: &mut Tx, env: &Env, case: &Case) -> Served<bool> {
    let ours = matches!(
        case.child.programme,
        Programme::Active | Programme::ParentReturned
    );
    let place = rights::place(tx, case.child.id).await?;
    Ok(ours && place.is_some_and(|place| !place.is_frozen(env.now())))
}

/// One reader: whether they know of the absence or are about to, and what this change brings them.
async fn tell_one(
    tx: &mut Tx,
    env: &Env,
    case: &Case,
    (adult, home): (AdultId, Option<Tz>),
) -> Served<(bool, Heard)> {
    let now = env.now();
    let own = || case.told.iter().filter(|told| told.adult == adult);
    let waiting = || own().filter(|told| told.waits);
    if waiting().any(|told| told.said == case.said) {
        let heard = match case.said.is_away() {
            true => Heard::Soon,
            false => Heard::Corrected,
        };
        return Ok((true, heard));
    }
    let gone: Vec<_> = waiting().map(|told| told.id).collect();
    store::outbox_waiting::withdraw_rows(tx, now, &gone).await?;
    let told = own().filter(|told| told.left).max_by_key(|told| told.turn);
    let told = told.map(|told| told.said);
    let knows = told.is_some_and(Said::is_away);
    let Some(next) = next(told, case.said, case.is_today) else {
        return Ok((knows, Heard::Nobody));
    };
    if !next.corrects && case.by == Some(adult) {
        return Ok((true, Heard::Nobody));
    }
    let turn = own().map(|told| told.turn + 1).max().unwrap_or_default();
    if turn >= TURNS {
        return Ok((knows, Heard::Nobody));
    }
    // Another word about the same absence does not begin its rest anew; what calms goes at once.
    let since = waiting().filter(|told| told.said.is_away());
    let due = match next.said.is_away() {
        true => since.map(|told| told.due).min().unwrap_or(now + REST),
        false => now,
    };
    let child = case.child.id;
    let key = store::same_day::key(tx, (child, case.day), adult, turn, next.said).await?;
    // In the normal lane: a whole school's roll at once must not stand in the way of a call for help, and
    // goes before everything that was only planned.
    let letter = Letter::about(adult, child, Action::HearAbsence, Kind::Alert)
        .dedup(key)
        .not_before(due);
    let answers = rights::allowed(tx, env, adult, Action::FamilyNote, child).await?;
    let render = |account: &Account| parcel(case, account, next, answers, due.max(now), home);
    let posted = mail::post(tx, env, letter, render).await?;
    let reached = matches!(posted, Posted::Queued(_) | Posted::Duplicate);
    let heard = match (reached, next.said.is_away()) {
        (false, _) => Heard::Nobody,
        (true, true) => Heard::Soon,
        (true, false) => Heard::Corrected,
    };
    Ok((reached || knows, heard))
}

fn parcel(
    case: &Case,
    account: &Account,
    next: Next,
    answers: bool,
    due: crate::base::Instant,
    home: Option<Tz>,
) -> Parcel {
    let locale = account.locale;
    let mut rows = Vec::new();
    if next.said.is_away() && answers {
        let tap = dialogue::note::Tap::ToSchool(case.child.id);
        let data = dialogue::Tap::Note(tap).encode();
        rows.push(vec![Button::tap(label!(locale, "same-day-know"), data)]);
    }
    // It is not held until the morning, where the child is it may be noon; but it wakes nobody.
    let zone = account.zone.or(home).unwrap_or(case.zone);
    Parcel::Send {
        content: Content::Text {
            html: words(case, locale, next),
        },
        keyboard: Keyboard::rows(rows),
        protect: false,
        silent: account.quiet.are_at(due, zone),
    }
}

fn words(case: &Case, locale: Locale, next: Next) -> Html {
    let child = case.child.called();
    let day = dates::day(locale, case.day);
    let mut html = Html::default();
    if next.corrects {
        html = match next.said.is_away() {
            true => say!(locale, "same-day-again"),
            false => say!(locale, "same-day-corrected", child = child, day = &day),
        };
    }
    let what = match next.said {
        Said::Away => say!(locale, "same-day-away", child = child, day = day),
        Said::Lessons => say!(locale, "same-day-lessons", child = child, day = day),
        Said::Mistake => say!(locale, "same-day-mistake", child = child),
        Said::Late => say!(locale, "same-day-late", child = child),
        Said::Partly => say!(locale, "same-day-partly", child = child),
        Said::Excused => say!(locale, "same-day-excused", child = child),
    };
    html.join("\n\n", &what);
    if next.said.is_away() {
        html.join("\n\n", &numbers::ring(locale, &case.numbers));
    }
    html
}
