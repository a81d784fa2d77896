//! The school's side: what waits, what was asked, and the answer; the county's list of what is late.

use super::ask::close_tasks;
use super::copy::{self, ForChat};
use super::{button, letter, not_now, row, trace};
use crate::base::{RequestId, UnitId, Words};
use crate::dialogue::request::Tap;
use crate::dialogue::{self, roster};
use crate::model::audit::Look;
use crate::model::lifecycle::BEFORE_IT_GOES;
use crate::model::message::Button;
use crate::model::request::{Kind, State, Way};
use crate::model::rights::Action;
use crate::model::unit::Role;
use crate::service::{Served, Talk, erasure, home, rights};
use crate::store;
use crate::store::requests::Request;
use crate::text::dates;
use crate::{label, say};

/// Requests on one screen.
const LIST: i64 = 20;

/// The request, when the speaker answers for its school and did not ask it.
pub(super) async fn held(talk: &mut Talk<'_>, id: RequestId) -> Served<Option<Request>> {
    let Some(request) = store::requests::get(talk.tx, id).await? else {
        return Ok(None);
    };
    let own = talk.adult() == Some(request.adult);
    let may = !own
        && talk
            .sees(Look::Request, Action::AnswerData, request.child)
            .await?;
    Ok(Some(request).filter(|_| may))
}

/// The same, while it is open. Somebody else may have been quicker.
pub(super) async fn still_open(talk: &mut Talk<'_>, id: RequestId) -> Served<Option<Request>> {
    let found = held(talk, id).await?;
    match found {
        Some(request) if request.state == State::Open => Ok(Some(request)),
        Some(_) => {
            let words = label!(talk.locale(), "join-already-decided");
            talk.toast(words).await?;
            Ok(None)
        }
        None => {
            not_now(talk).await?;
            Ok(None)
        }
    }
}

/// The open requests of the schools this person leads.
pub(super) async fn waiting(talk: &mut Talk<'_>) -> Served<()> {
    let locale = talk.locale();
    let mut html = say!(locale, "request-list");
    let mut rows = Vec::new();
    for school in home::schools_led(talk).await? {
        for request in store::requests::waiting(talk.tx, school, LIST).await? {
            if held(talk, request.id).await?.is_none() {
                continue;
            }
            let number = rows.len() + 1;
            let mut about = letter::about(talk.tx, locale, &request).await?;
            let due = super::day(talk, request.due);
            about.join(" ", &say!(locale, "request-until", due = due));
            let line = say!(locale, "request-numbered", number = number, about = about);
            html.join("\n", &line);
            let label = label!(locale, "request-open-number", number = number);
            rows.push(button(label, Tap::Open(request.id)));
        }
    }
    if rows.is_empty() {
        html = say!(locale, "request-list-empty");
    }
    let mut rows: Vec<Vec<Button>> = rows.chunks(3).map(<[Button]>::to_vec).collect();
    rows.extend(home::open_menu(locale));
    talk.show(html, rows).await
}

/// One request with everything needed to decide.
pub(super) async fn open(talk: &mut Talk<'_>, id: RequestId) -> Served<()> {
    let Some(request) = still_open(talk, id).await? else {
        return Ok(());
    };
    talk.goto(&dialogue::State::Idle).await?;
    let locale = talk.locale();
    let mut html = letter::about(talk.tx, locale, &request).await?;
    let due = super::day(talk, request.due);
    html.join("\n", &say!(locale, "request-until", due = due));
    if let Some(way) = request.way {
        html.join(
            "\n",
            &say!(locale, &format!("request-way-{}", way.as_str())),
        );
    }
    if let Some(check) = request.check {
        html.join(
            "\n",
            &say!(locale, &format!("join-number-{}", check.as_str())),
        );
    }
    if let (Some(line), Some(words)) = (request.line, &request.words) {
        let which = label!(locale, &format!("request-which-{}", line.as_str()));
        let said = say!(locale, "request-said", which = which, words = words);
        html.join("\n\n", &said);
    }
    let (tx, env) = (&mut *talk.tx, talk.env);
    let (adult, child) = (request.adult, request.child);
    let linked = rights::allowed(tx, env, adult, Action::AskData, child).await?;
    if !linked {
        html.join("\n\n", &say!(locale, "request-no-link"));
    }
    let own = super::is_own_of(talk.tx, child, adult).await?;
    let explained = match request.kind {
        Kind::Erase if own => "request-decide-erase-own".to_owned(),
        kind => format!("request-decide-{}", kind.as_str()),
    };
    html.join("\n\n", &say!(locale, &explained));
    if let (Kind::Erase, true) = (request.kind, own)
        && let Some(day) = super::goes_on(talk.tx, child, request.unit).await?
    {
        let day = dates::day(locale, day);
        html.join(" ", &say!(locale, "growing-goes", day = day));
    }
    let late = is_too_late(talk, &request).await?;
    talk.show(html, buttons(talk, &request, linked, late)).await
}

/// A family's wish that a record be deleted, and it is the young person's own by now: nobody else has it deleted.
pub(super) async fn is_too_late(talk: &mut Talk<'_>, request: &Request) -> Served<bool> {
    if request.kind != Kind::Erase {
        return Ok(false);
    }
    let place = rights::place(talk.tx, request.child).await?;
    let of_age = place.is_some_and(|place| place.is_adult(talk.env.now()));
    Ok(of_age && !super::is_own_of(talk.tx, request.child, request.adult).await?)
}

fn buttons(talk: &Talk<'_>, request: &Request, linked: bool, late: bool) -> Vec<Vec<Button>> {
    let (locale, id) = (talk.locale(), request.id);
    let mut rows = Vec::new();
    match request.kind {
        // A copy goes to whom it belongs, or nowhere.
        Kind::Copy if linked => {
            rows.push(row(label!(locale, "request-approve-copy"), Tap::Accept(id)));
        }
        Kind::Correct => {
            let card = dialogue::Tap::Roster(roster::Tap::Child(request.child)).encode();
            let card = Button::tap(label!(locale, "request-card"), card);
            rows.push(vec![card]);
            rows.push(row(label!(locale, "request-corrected"), Tap::Accept(id)));
        }
        Kind::Erase if late => {}
        Kind::Erase => {
            rows.push(row(label!(locale, "request-keep"), Tap::Refuse(id)));
            rows.push(row(
                label!(locale, "request-erase-all"),
                Tap::AskEraseAll(id),
            ));
        }
        Kind::Copy | Kind::Stop => {}
    }
    if request.kind != Kind::Erase || late {
        rows.push(row(label!(locale, "request-refuse"), Tap::Refuse(id)));
    }
    rows.push(row(label!(locale, "button-back"), Tap::Waiting));
    rows
}

/// One tap: the copy is made and sent, or the line is corrected.
pub(super) async fn accept(talk: &mut Talk<'_>, id: RequestId) -> Served<()> {
    let Some(mut request) = still_open(talk, id).await? else {
        return Ok(());
    };
    match request.kind {
        Kind::Copy => {
            let (tx, env) = (&mut *talk.tx, talk.env);
            let (adult, child) = (request.adult, request.child);
            if !rights::allowed(tx, env, adult, Action::AskData, child).await? {
                return not_now(talk).await;
            }
            if request.way == Some(Way::Chat) {
                match copy::for_chat(talk.tx, talk.env, &request).await? {
                    ForChat::Made(made) => {
                        letter::copy(talk.tx, talk.env, &request, &made).await?;
                    }
                    ForChat::TooLarge => {
                        store::requests::at_school(talk.tx, request.id).await?;
                        request.way = Some(Way::School);
                    }
                    ForChat::None => return not_now(talk).await,
                }
            }
            if request.way == Some(Way::School) {
                // It is made when it is fetched: until then the record of a grown-up stays.
                let until = talk.env.now() + BEFORE_IT_GOES;
                store::grown::at_least(talk.tx, request.child, until).await?;
            }
        }
        Kind::Correct => {}
        // These have buttons of their own.
        Kind::Erase | Kind::Stop => return not_now(talk).await,
    }
    close(talk, &request, State::Answered, None, true).await?;
    done(talk, &request, State::Answered).await
}

/// Everything of a child goes: said in words, with who else is linked.
pub(super) async fn before_erasing(talk: &mut Talk<'_>, id: RequestId) -> Served<()> {
    let Some(request) = still_open(talk, id).await? else {
        return Ok(());
    };
    if request.kind != Kind::Erase || is_too_late(talk, &request).await? {
        return not_now(talk).await;
    }
    let locale = talk.locale();
    let mut html = letter::about(talk.tx, locale, &request).await?;
    let links = store::links::of_child(talk.tx, request.child).await?;
    let others = links.iter().filter(|link| {
        link.adult != request.adult && link.state == crate::model::rights::LinkState::Active
    });
    let count = others.count();
    html.join(
        "\n\n",
        &say!(locale, "request-erase-all-ask", count = count),
    );
    let rows = vec![
        row(label!(locale, "request-erase-all-yes"), Tap::EraseAll(id)),
        row(label!(locale, "button-back"), Tap::Open(id)),
    ];
    talk.show(html, rows).await
}

pub(super) async fn erase_all(talk: &mut Talk<'_>, id: RequestId) -> Served<()> {
    let Some(request) = still_open(talk, id).await? else {
        return Ok(());
    };
    if request.kind != Kind::Erase || is_too_late(talk, &request).await? {
        return not_now(talk).await;
    }
    let linked = is_linked(talk, &request).await?;
    // Answered first: afterwards nobody may know any more where this person can be reached.
    close(talk, &request, State::Answered, None, linked).await?;
    let by = talk.adult();
    erasure::erase(talk.tx, talk.env, by, request.child).await?;
    // What is said from here on must be readable without the key, and must not show whether it is gone.
    talk.tells_of_nobody();
    let locale = talk.locale();
    let html = say!(locale, "request-done-answered");
    talk.show(html, home::open_menu(locale)).await
}

pub(super) async fn is_linked(talk: &mut Talk<'_>, request: &Request) -> Served<bool> {
    let (adult, child) = (request.adult, request.child);
    rights::allowed(talk.tx, talk.env, adult, Action::AskData, child).await
}

/// The row, the tasks, the trace, and the answer in writing to who may still get one.
pub(super) async fn close(
    talk: &mut Talk<'_>,
    request: &Request,
    state: State,
    reason: Option<&Words>,
    linked: bool,
) -> Served<()> {
    let Some(by) = talk.adult() else {
        return Ok(());
    };
    let (id, now) = (request.id, talk.env.now());
    if !store::requests::end(talk.tx, request, state, Some(by), reason, now).await? {
        return Ok(());
    }
    close_tasks(talk, id, by).await?;
    let action = match state {
        State::Refused => "request_refused",
        _ => "request_answered",
    };
    trace(talk.tx, talk.env, Some(by), action, request).await?;
    if linked {
        letter::answer(talk.tx, talk.env, request, state, reason).await?;
    }
    Ok(())
}

pub(super) async fn done(talk: &mut Talk<'_>, request: &Request, state: State) -> Served<()> {
    let locale = talk.locale();
    let mut html = letter::about(talk.tx, locale, request).await?;
    let key = format!("request-done-{}", state.as_str());
    html.join("\n\n", &say!(locale, &key));
    if request.kind == Kind::Copy && state == State::Answered && request.way != Some(Way::Chat) {
        if request.check.is_some() {
            html.join("\n\n", &say!(locale, "request-copy-large"));
        }
        let id = request.id.to_string();
        html.join("\n\n", &say!(locale, "request-to-operator", id = id));
    }
    talk.show(html, home::open_menu(locale)).await
}

/// The offices the speaker holds: county, or township.
pub(super) async fn offices(talk: &mut Talk<'_>) -> Served<Vec<UnitId>> {
    let Some(adult) = talk.adult() else {
        return Ok(Vec::new());
    };
    let posts = store::posts::of_adult(talk.tx, adult, talk.env.now()).await?;
    let is_office = |role| matches!(role, Role::CountyOfficer | Role::TownshipOfficer);
    Ok(posts
        .into_iter()
        .filter(|post| is_office(post.role))
        .map(|post| post.unit)
        .collect())
}

/// Schools that did not answer in time, with how many and since when. No child, no family.
pub(super) async fn overdue(talk: &mut Talk<'_>) -> Served<()> {
    let offices = offices(talk).await?;
    if offices.is_empty() {
        return not_now(talk).await;
    }
    let (locale, now) = (talk.locale(), talk.env.now());
    let mut html = say!(locale, "request-overdue");
    let mut any = false;
    for office in offices {
        for late in store::requests::overdue(talk.tx, office, now).await? {
            any = true;
            let due = dates::day(locale, late.due.with_timezone(&talk.zone()).date_naive());
            let line = say!(
                locale,
                "request-overdue-school",
                school = &late.name,
                count = late.count,
                due = due
            );
            html.join("\n", &line);
        }
    }
    if !any {
        html = say!(locale, "request-overdue-none");
    }
    talk.show(html, home::open_menu(locale)).await
}
