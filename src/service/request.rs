//! "What we keep": a parent asks for a copy, a correction, an erasure or an end; the school answers in
//! writing within its days. Every request has an owner at the school until somebody answers it.

mod ask;
mod copy;
mod desk;
mod letter;
mod refuse;
mod ring;
mod sheet;
mod stop;

use chrono::NaiveDate;

use super::{Served, Talk, audit as looks, concern, home, rights, staff};
use crate::base::{AdultId, ChildId, Env, Html, RequestId, UnitId};
use crate::dialogue::concern::{Held, Way};
use crate::dialogue::request::{State as Waits, Tap};
use crate::dialogue::{self};
use crate::model::Locale;
use crate::model::audit::Look;
use crate::model::message::{Button, Content};
use crate::model::record::Child;
use crate::model::request::{State, Terms};
use crate::model::rights::{Action, LinkRole};
use crate::store::requests::Request;
use crate::store::{self, Tx, audit};
use crate::text::dates;
use crate::{label, say};

pub use ask::contact;
pub use copy::{Approved, Made, NotMade, approved, exported};
pub use ring::tick;

/// Requests shown under "what we keep".
const SHOWN: i64 = 6;

/// A button of this feature was tapped.
pub async fn tapped(talk: &mut Talk<'_>, tap: &Tap) -> Served<()> {
    match tap {
        Tap::Kept(child) => kept(talk, *child).await,
        Tap::Copy(child) => ask::copy(talk, *child).await,
        Tap::CopyBy(child, way) => ask::copy_by(talk, *child, *way).await,
        Tap::Correct(child) => ask::correct(talk, *child).await,
        Tap::CorrectLine(child, line) => ask::line(talk, *child, *line).await,
        Tap::AskErase(child) => ask::before_erasing(talk, *child).await,
        Tap::Erase(child) => ask::erase(talk, *child).await,
        Tap::AskStop(child) => stop::before_stopping(talk, *child).await,
        Tap::Stop(child) => stop::stop(talk, &[*child]).await,
        Tap::StopAll => stop::stop_all(talk).await,
        Tap::TakeBack(id) => ask::take_back(talk, *id).await,
        Tap::Noted => ask::noted(talk).await,
        Tap::Waiting => desk::waiting(talk).await,
        Tap::Open(id) => desk::open(talk, *id).await,
        Tap::Accept(id) => desk::accept(talk, *id).await,
        Tap::AskEraseAll(id) => desk::before_erasing(talk, *id).await,
        Tap::EraseAll(id) => desk::erase_all(talk, *id).await,
        Tap::Refuse(id) => refuse::refuse(talk, *id).await,
        Tap::RefuseUsual(id) => refuse::refused(talk, *id, None).await,
        Tap::Overdue => desk::overdue(talk).await,
    }
}

/// Something was typed while this feature waits for it.
pub async fn says(talk: &mut Talk<'_>, state: &Waits, text: &str) -> Served<()> {
    match state {
        Waits::Contact { .. } => ask::ask_contact(talk).await,
        Waits::Words { child, line } => ask::words(talk, *child, *line, text).await,
        Waits::Reason { request } => refuse::says_reason(talk, *request, text).await,
    }
}

/// What was typed here and held goes on, as it was written. False: its writer may not any more.
pub async fn resume(tx: &mut Tx, env: &Env, held: &Held, said: &[Content]) -> Served<bool> {
    let [Content::Text { html }] = said else {
        return Ok(false);
    };
    let Some(mut talk) = concern::writer(tx, env, held).await? else {
        return Ok(false);
    };
    match held.way {
        Way::Correct { child, line } => ask::resume(&mut talk, (child, line), &html.plain()).await,
        Way::Refuse { request } => refuse::resume(&mut talk, request, &html.plain()).await,
        _ => Ok(false),
    }
}

pub(super) fn button(label: String, tap: Tap) -> Button {
    Button::tap(label, dialogue::Tap::Request(tap).encode())
}

fn row(label: String, tap: Tap) -> Vec<Button> {
    vec![button(label, tap)]
}

/// Unknown, ended, excluded, somebody else's: one same answer.
async fn not_now(talk: &mut Talk<'_>) -> Served<()> {
    talk.refuse().await
}

/// What a parent's menu has for a child.
pub async fn family_rows(talk: &mut Talk<'_>, child: ChildId) -> Served<Vec<Vec<Button>>> {
    let asks = talk.may(Action::AskData, child).await?;
    if !asks && !talk.may(Action::StopOwn, child).await? {
        return Ok(Vec::new());
    }
    let Some(record) = store::children::get(talk.tx, child).await? else {
        return Ok(Vec::new());
    };
    let locale = talk.locale();
    if !asks {
        // The child is of age and asks for themself: what is left is one's own link.
        let label = label!(locale, "request-stop-yes", child = record.called());
        return Ok(vec![row(label, Tap::AskStop(child))]);
    }
    let label = match is_own(talk, child).await? {
        true => label!(locale, "request-kept-own"),
        false => label!(locale, "request-kept", child = record.called()),
    };
    Ok(vec![row(label, Tap::Kept(child))])
}

/// The child and the speaker, when the speaker has this right about it.
async fn speaker(
    talk: &mut Talk<'_>,
    right: Action,
    child: ChildId,
) -> Served<Option<(Child, AdultId)>> {
    if !talk.sees(Look::Card, right, child).await? {
        return Ok(None);
    }
    let record = store::children::get(talk.tx, child).await?;
    Ok(record.zip(talk.adult()))
}

/// Whether the speaker is the young person themself: what is said about "the child" is said to them.
async fn is_own(talk: &mut Talk<'_>, child: ChildId) -> Served<bool> {
    match talk.adult() {
        Some(adult) => is_own_of(talk.tx, child, adult).await,
        None => Ok(false),
    }
}

async fn is_own_of(tx: &mut Tx, child: ChildId, adult: AdultId) -> Served<bool> {
    let link = store::links::pair(tx, child, adult).await?;
    Ok(link.is_some_and(|link| link.role == LinkRole::Oneself))
}

/// The day on which the record of somebody of age goes by itself, by the school's clock.
async fn goes_on(tx: &mut Tx, child: ChildId, school: UnitId) -> Served<Option<NaiveDate>> {
    let zone = store::units::clock(tx, school).await?;
    let goes = store::grown::day(tx, child).await?;
    Ok(goes.map(|goes| goes.with_timezone(&zone).date_naive()))
}

/// Tells the young person that day.
fn say_when(html: &mut Html, locale: Locale, goes: Option<NaiveDate>) {
    if let Some(goes) = goes {
        let day = dates::day(locale, goes);
        html.join("\n\n", &say!(locale, "request-goes", day = day));
    }
}

/// The words for the young person, or for somebody who speaks for a child.
const fn worded(own: bool, oneself: &'static str, child: &'static str) -> &'static str {
    if own { oneself } else { child }
}

/// What a lead's menu has while something waits, and an office's.
pub async fn staff_rows(talk: &mut Talk<'_>) -> Served<Vec<Vec<Button>>> {
    let locale = talk.locale();
    let mut rows = Vec::new();
    let mut count = 0;
    for school in home::schools_led(talk).await? {
        count += store::requests::count_waiting(talk.tx, school).await?;
    }
    if count > 0 {
        rows.push(row(
            label!(locale, "request-waiting", count = count),
            Tap::Waiting,
        ));
    }
    if !desk::offices(talk).await?.is_empty() {
        rows.push(row(label!(locale, "request-overdue-list"), Tap::Overdue));
    }
    Ok(rows)
}

/// Under the school's task list: leads to the open requests.
pub(super) fn answer_button(locale: Locale, number: usize, kind: store::tasks::TaskKind) -> Button {
    let label = label!(locale, "request-open-number", number = number);
    let tap = match kind {
        store::tasks::TaskKind::RequestOverdue => Tap::Overdue,
        _ => Tap::Waiting,
    };
    button(label, tap)
}

/// The days a school has.
async fn terms(tx: &mut Tx, school: UnitId) -> Served<Terms> {
    let settings = store::units::settings(tx, school).await?;
    Ok(Terms {
        answer: settings.request_days.max(1),
        remind: settings.request_reminder_days,
    })
}

/// What is kept, what one may ask, and what became of what was asked.
async fn kept(talk: &mut Talk<'_>, child: ChildId) -> Served<()> {
    let allowed = talk.sees(Look::Card, Action::AskData, child).await?;
    let record = match allowed {
        true => store::children::get(talk.tx, child).await?,
        false => None,
    };
    let (Some(record), Some(adult)) = (record, talk.adult()) else {
        return not_now(talk).await;
    };
    talk.goto(&dialogue::State::Idle).await?;
    let locale = talk.locale();
    let days = terms(talk.tx, record.school).await?.answer;
    let own = is_own(talk, child).await?;
    let key = worded(own, "request-kept-own-text", "request-kept-text");
    let mut html = say!(locale, key, child = record.called(), days = days);
    if own {
        let goes = goes_on(talk.tx, child, record.school).await?;
        say_when(&mut html, locale, goes);
    }
    let mut rows = vec![
        vec![
            button(label!(locale, "request-copy"), Tap::Copy(child)),
            button(label!(locale, "request-correct"), Tap::Correct(child)),
        ],
        vec![
            button(label!(locale, "request-erase"), Tap::AskErase(child)),
            button(label!(locale, "request-stop"), Tap::AskStop(child)),
        ],
    ];
    let asked = store::requests::of_pair(talk.tx, adult, child, SHOWN).await?;
    if !asked.is_empty() {
        html.join("\n\n", &say!(locale, "request-yours"));
    }
    for request in asked {
        html.join("\n", &line(talk, &request));
        if request.state == State::Open {
            let what = what(talk, &request);
            let label = label!(locale, "request-take-back", what = what);
            rows.push(row(label, Tap::TakeBack(request.id)));
        }
    }
    if own {
        rows.extend(looks::child_rows(talk, child).await?);
    }
    rows.extend(home::open_menu(locale));
    talk.show(html, rows).await
}

/// The name of what was asked.
fn what(talk: &Talk<'_>, request: &Request) -> String {
    label!(
        talk.locale(),
        &format!("request-kind-{}", request.kind.as_str())
    )
}

fn day(talk: &Talk<'_>, at: crate::base::Instant) -> String {
    dates::day(talk.locale(), at.with_timezone(&talk.zone()).date_naive())
}

/// One request and where it stands, as the person who asked reads it.
fn line(talk: &Talk<'_>, request: &Request) -> Html {
    let locale = talk.locale();
    let state = match request.state {
        State::Open => say!(locale, "request-state-open", due = day(talk, request.due)),
        state => say!(
            locale,
            &format!("request-state-{}", state.as_str()),
            day = day(talk, request.answered.unwrap_or(request.asked))
        ),
    };
    say!(
        locale,
        "request-line",
        what = what(talk, request),
        asked = day(talk, request.asked),
        state = state
    )
}

/// Who answers at a school.
async fn leads(tx: &mut Tx, env: &crate::base::Env, request: &Request) -> Served<Vec<AdultId>> {
    let Some(child) = store::children::get(tx, request.child).await? else {
        return Ok(Vec::new());
    };
    let mut out = Vec::new();
    for lead in staff::leads_for(tx, env, &child).await? {
        if rights::allowed(tx, env, lead, Action::AnswerData, request.child).await? {
            out.push(lead);
        }
    }
    Ok(out)
}

/// The child belongs to another school: its leads hear what the family has asked and is not answered.
pub(super) async fn moved(tx: &mut Tx, env: &crate::base::Env, child: ChildId) -> Served<()> {
    for request in store::requests::open_of_child(tx, child).await? {
        for lead in leads(tx, env, &request).await? {
            letter::asked(tx, env, lead, &request).await?;
        }
    }
    Ok(())
}

async fn trace(
    tx: &mut Tx,
    env: &crate::base::Env,
    by: Option<AdultId>,
    action: &'static str,
    request: &Request,
) -> Served<()> {
    let act = audit::Act {
        by,
        action,
        child: Some(request.child),
        unit: Some(request.unit),
        detail: Some(request.kind.as_str()),
        ..audit::Act::default()
    };
    audit::note(tx, env, act).await
}

/// The key of the school's task, and of the county's.
fn task_key(id: RequestId) -> String {
    id.to_string()
}
