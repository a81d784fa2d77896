//! The family's side: asking, proving once more who asks, taking back.

use super::{button, goes_on, is_own, kept, leads, letter, not_now, row, say_when};
use super::{speaker, task_key, terms, trace, worded};
use crate::base::{AdultId, ChildId, Phone, RequestId, Words, utf16_len};
use crate::dialogue::concern::Way as Route;
use crate::dialogue::request::{State as Waits, Tap};
use crate::dialogue::{self};
use crate::model::message::Keyboard;
use crate::model::record::Child;
use crate::model::request::{Kind, Line, State, Step, WORDS_MAX, Way};
use crate::model::rights::Action;
use crate::service::{Served, Talk, concern, erasure, home};
use crate::store;
use crate::store::links::NumberCheck;
use crate::store::requests::Request;
use crate::store::tasks::TaskKind;
use crate::{label, say};

/// The child and the speaker, when the speaker may ask about its data.
async fn asker(talk: &mut Talk<'_>, child: ChildId) -> Served<Option<(Child, AdultId)>> {
    speaker(talk, Action::AskData, child).await
}

/// How a copy is wanted. The messenger is a service abroad: said before it is chosen.
pub(super) async fn copy(talk: &mut Talk<'_>, child: ChildId) -> Served<()> {
    let Some((record, _)) = asker(talk, child).await? else {
        return not_now(talk).await;
    };
    let locale = talk.locale();
    let rows = vec![
        row(
            label!(locale, "request-copy-chat"),
            Tap::CopyBy(child, Way::Chat),
        ),
        row(
            label!(locale, "request-copy-school"),
            Tap::CopyBy(child, Way::School),
        ),
        row(label!(locale, "button-back"), Tap::Kept(child)),
    ];
    let own = is_own(talk, child).await?;
    let key = worded(own, "request-copy-own-text", "request-copy-text");
    let html = say!(locale, key, child = record.called());
    talk.show(html, rows).await
}

pub(super) async fn copy_by(talk: &mut Talk<'_>, child: ChildId, way: Way) -> Served<()> {
    if asker(talk, child).await?.is_none() {
        return not_now(talk).await;
    }
    if way == Way::School {
        return send(talk, child, Kind::Copy, |request| request.way = Some(way)).await;
    }
    talk.goto(&dialogue::State::Request(Waits::Contact { child }))
        .await?;
    ask_contact(talk).await
}

/// Anything but the own number was sent while it is waited for.
pub(super) async fn ask_contact(talk: &mut Talk<'_>) -> Served<()> {
    let locale = talk.locale();
    let keyboard = Keyboard::AskContact {
        label: label!(locale, "join-share-contact"),
    };
    talk.say_with(say!(locale, "request-contact"), keyboard)
        .await
}

/// The contact shared again: compared with the one the link was approved with.
pub async fn contact(
    talk: &mut Talk<'_>,
    child: ChildId,
    phone: Option<Phone>,
    own: bool,
) -> Served<()> {
    let Some(phone) = phone.filter(|_| own) else {
        return ask_contact(talk).await;
    };
    talk.goto(&dialogue::State::Idle).await?;
    let Some((_, adult)) = asker(talk, child).await? else {
        let html = say!(talk.locale(), "common-cancelled");
        talk.say_with(html, Keyboard::Remove).await?;
        return home::menu(talk).await;
    };
    let link = store::links::pair(talk.tx, child, adult).await?;
    let rostered = store::adults::get(talk.tx, adult).await?;
    let known = link
        .and_then(|link| link.shared_phone)
        .or(rostered.and_then(|adult| adult.phone));
    let check = match known {
        None => NumberCheck::NoneRostered,
        Some(known) if known.same_line(&phone) => NumberCheck::Same,
        Some(_) => NumberCheck::Other,
    };
    let html = say!(talk.locale(), "request-contact-thanks");
    talk.say_with(html, Keyboard::Remove).await?;
    send(talk, child, Kind::Copy, |request| {
        request.way = Some(Way::Chat);
        request.check = Some(check);
    })
    .await
}

/// Which line is wrong.
pub(super) async fn correct(talk: &mut Talk<'_>, child: ChildId) -> Served<()> {
    let Some((record, _)) = asker(talk, child).await? else {
        return not_now(talk).await;
    };
    let locale = talk.locale();
    let mut rows: Vec<_> = Line::ALL
        .iter()
        .map(|line| {
            let words = label!(locale, &format!("request-which-{}", line.as_str()));
            row(words, Tap::CorrectLine(child, *line))
        })
        .collect();
    rows.push(row(label!(locale, "button-back"), Tap::Kept(child)));
    let own = is_own(talk, child).await?;
    let key = worded(own, "request-correct-own-text", "request-correct-text");
    let html = say!(locale, key, child = record.called());
    talk.show(html, rows).await
}

pub(super) async fn line(talk: &mut Talk<'_>, child: ChildId, line: Line) -> Served<()> {
    if asker(talk, child).await?.is_none() {
        return not_now(talk).await;
    }
    talk.goto(&dialogue::State::Request(Waits::Words { child, line }))
        .await?;
    let locale = talk.locale();
    let which = label!(locale, &format!("request-which-{}", line.as_str()));
    let rows = vec![row(label!(locale, "button-cancel"), Tap::Kept(child))];
    talk.show(say!(locale, "request-type-it", which = which), rows)
        .await
}

/// What is right instead was typed.
pub(super) async fn words(
    talk: &mut Talk<'_>,
    child: ChildId,
    line: Line,
    text: &str,
) -> Served<()> {
    let Some((record, _)) = asker(talk, child).await? else {
        return home::menu(talk).await;
    };
    let locale = talk.locale();
    if utf16_len(text) > WORDS_MAX {
        let rows = vec![row(label!(locale, "button-cancel"), Tap::Kept(child))];
        return talk.say(say!(locale, "common-too-long"), rows).await;
    }
    talk.goto(&dialogue::State::Idle).await?;
    let way = Route::Correct { child, line };
    if concern::stops(talk, (child, record.school), way, text).await? {
        return Ok(());
    }
    put_right(talk, child, line, text).await
}

async fn put_right(talk: &mut Talk<'_>, child: ChildId, line: Line, text: &str) -> Served<()> {
    send(talk, child, Kind::Correct, |request| {
        request.line = Some(line);
        request.words = Some(Words::new(text));
    })
    .await
}

/// A correction that was held goes on. False: whoever asked may not any more.
pub(super) async fn resume(
    talk: &mut Talk<'_>,
    (child, line): (ChildId, Line),
    text: &str,
) -> Served<bool> {
    if asker(talk, child).await?.is_none() {
        return Ok(false);
    }
    put_right(talk, child, line, text).await?;
    Ok(true)
}

/// What goes at once, what the school decides, and what it must keep.
pub(super) async fn before_erasing(talk: &mut Talk<'_>, child: ChildId) -> Served<()> {
    let Some((record, _)) = asker(talk, child).await? else {
        return not_now(talk).await;
    };
    let locale = talk.locale();
    let rows = vec![
        row(label!(locale, "request-erase-yes"), Tap::Erase(child)),
        row(label!(locale, "button-back"), Tap::Kept(child)),
    ];
    let own = is_own(talk, child).await?;
    let key = worded(own, "request-erase-own-text", "request-erase-text");
    let mut html = say!(locale, key, child = record.called());
    if own {
        let goes = goes_on(talk.tx, child, record.school).await?;
        say_when(&mut html, locale, goes);
    }
    talk.show(html, rows).await
}

/// The optional data go at once; about the rest a person decides.
pub(super) async fn erase(talk: &mut Talk<'_>, child: ChildId) -> Served<()> {
    let Some((_, adult)) = asker(talk, child).await? else {
        return not_now(talk).await;
    };
    erasure::optional(talk.tx, child, adult).await?;
    send(talk, child, Kind::Erase, |_| {}).await
}

/// Only one's own, only while it is open.
pub(super) async fn take_back(talk: &mut Talk<'_>, id: RequestId) -> Served<()> {
    let found = store::requests::get(talk.tx, id).await?;
    let own = found.filter(|request| Some(request.adult) == talk.adult());
    let Some(request) = own else {
        return not_now(talk).await;
    };
    // Also a parent whose child has come of age meanwhile.
    if !talk.may(Action::StopOwn, request.child).await? {
        return not_now(talk).await;
    }
    let (by, now) = (request.adult, talk.env.now());
    let state = State::Withdrawn;
    if store::requests::end(talk.tx, &request, state, Some(by), None, now).await? {
        close_tasks(talk, id, by).await?;
        trace(talk.tx, talk.env, Some(by), "request_withdrawn", &request).await?;
    }
    kept(talk, request.child).await
}

/// What the school and the county had to do is done.
pub(super) async fn close_tasks(talk: &mut Talk<'_>, id: RequestId, by: AdultId) -> Served<()> {
    let (key, now) = (task_key(id), talk.env.now());
    for kind in [TaskKind::DataRequest, TaskKind::RequestOverdue] {
        store::tasks::done_by_key(talk.tx, kind, &key, by, now).await?;
    }
    Ok(())
}

/// The pass phrase leaves the chat.
pub(super) async fn noted(talk: &mut Talk<'_>) -> Served<()> {
    let locale = talk.locale();
    talk.show(say!(locale, "request-noted"), home::menu_below(locale))
        .await
}

pub(super) async fn new(
    talk: &mut Talk<'_>,
    record: &Child,
    adult: AdultId,
    kind: Kind,
) -> Served<Request> {
    let terms = terms(talk.tx, record.school).await?;
    let asked = talk.env.now();
    let due = terms.due(asked);
    Ok(Request {
        id: talk.env.id(),
        kind,
        child: record.id,
        adult,
        unit: record.school,
        way: None,
        check: None,
        line: None,
        words: None,
        state: State::Open,
        asked,
        due,
        step: Step::Remind,
        next: Some(terms.remind(asked, due)),
        answered_by: None,
        answered: None,
        reason: None,
    })
}

/// The row, the school's task, the leads' letters, and an answer to the person, together.
async fn send(
    talk: &mut Talk<'_>,
    child: ChildId,
    kind: Kind,
    with: impl FnOnce(&mut Request),
) -> Served<()> {
    let Some((record, adult)) = asker(talk, child).await? else {
        return not_now(talk).await;
    };
    let mut request = new(talk, &record, adult, kind).await?;
    with(&mut request);
    let locale = talk.locale();
    let rows = vec![
        row(label!(locale, "request-see"), Tap::Kept(child)),
        vec![button_menu(locale)],
    ];
    if !store::requests::ask(talk.tx, &request).await? {
        return talk.show(say!(locale, "request-asked-already"), rows).await;
    }
    let key = task_key(request.id);
    let (tx, env) = (&mut *talk.tx, talk.env);
    let (unit, about) = (request.unit, Some(request.child));
    let task = TaskKind::DataRequest;
    store::tasks::open(tx, env, unit, about, Some(adult), task, &key).await?;
    trace(tx, env, Some(adult), "request_asked", &request).await?;
    for lead in leads(tx, env, &request).await? {
        letter::asked(tx, env, lead, &request).await?;
    }
    let html = say!(
        locale,
        &format!("request-asked-{}", kind.as_str()),
        due = super::day(talk, request.due)
    );
    talk.show(html, rows).await
}

pub(super) fn button_menu(locale: crate::model::Locale) -> crate::model::message::Button {
    let data = dialogue::Tap::Home(dialogue::home::Tap::Menu).encode();
    crate::model::message::Button::tap(label!(locale, "button-menu"), data)
}

/// Opens a request from wherever it is named.
pub(super) fn open_button(
    locale: crate::model::Locale,
    id: RequestId,
) -> Vec<Vec<crate::model::message::Button>> {
    vec![vec![button(label!(locale, "request-open"), Tap::Open(id))]]
}
