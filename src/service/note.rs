//! Notes between school and family: relayed, threaded, numbers hidden.
//!
//! A thread is one family adult and the school about one child, so two parents never meet in one.
//! The right is asked for every single note, whatever the conversation was waiting for.

mod album;
mod class;
mod form;
mod people;
mod relay;

use chrono::TimeDelta;

use self::relay::{Relayed, Route, Way};
use super::{Served, Talk, home};
use crate::base::{ChildId, Html, UnitId, Words};
use crate::dialogue::note::{Piece, State, Tap, To};
use crate::dialogue::{self};
use crate::model::Locale;
use crate::model::album::Item;
use crate::model::event::Did;
use crate::model::message::{Button, Content, Keyboard, Kind, Parcel};
use crate::model::record::Child;
use crate::model::rights::Action;
use crate::model::unit::Unit;
use crate::store::{self};
use crate::{label, say};

/// How long the chat waits for a note: a shift at work, not a day.
const PATIENCE: TimeDelta = TimeDelta::hours(12);

/// A button of this feature was tapped.
pub async fn tapped(talk: &mut Talk<'_>, tap: &Tap) -> Served<()> {
    match tap {
        Tap::ToSchool(child) => {
            keep_update(talk).await?;
            prompt(talk, To::School(*child)).await
        }
        Tap::ToFamily(child) => prompt(talk, To::Family(*child)).await,
        Tap::Answer(note) => {
            // The relayed note stays as it is; the question comes below it.
            talk.leave_tapped();
            prompt(talk, To::Answer(*note)).await
        }
        Tap::ToClass(class) => class::prompt(talk, *class).await,
        Tap::Send(pieces) => class::send(talk, *pieces).await,
        Tap::Done => {
            talk.leave_tapped();
            home::menu(talk).await
        }
        Tap::Cancel => home::menu(talk).await,
    }
}

/// The weekly update is the family's copy: the question comes below it.
async fn keep_update(talk: &mut Talk<'_>) -> Served<()> {
    let Some(message) = talk.tapped() else {
        return Ok(());
    };
    let (bot, chat) = (talk.account.bot.clone(), talk.account.chat);
    let found = store::outbox_view::by_remote(talk.tx, &bot, chat, message).await?;
    if found.is_some_and(|found| found.kind == Kind::WeeklyUpdate) {
        talk.leave_tapped();
    }
    Ok(())
}

/// Text or media came in. True when it was this feature's: it waits for a note, or the message is a
/// reply to a relayed one.
pub async fn hears(talk: &mut Talk<'_>, state: Option<&State>, did: &Did) -> Served<bool> {
    let state = match state {
        Some(state) if talk.env.now() >= state.until() => {
            talk.goto(&dialogue::State::Idle).await?;
            None
        }
        other => other,
    };
    match did {
        Did::Says {
            text,
            message,
            reply_to,
        } => {
            let html = Html::escape(text.expose());
            let piece = Piece {
                content: Content::Text { html },
                message: *message,
                album: None,
            };
            heard(talk, state, piece, *reply_to).await
        }
        Did::Sends {
            media,
            file,
            caption,
            album,
            message,
            reply_to,
        } => {
            let item = Item {
                media: *media,
                file: file.clone(),
                caption: caption.clone(),
            };
            let piece = album::piece(item, album.clone(), *message);
            if album::joins(talk, state, &piece).await? {
                return Ok(true);
            }
            heard(talk, state, piece, *reply_to).await
        }
        Did::SharesContact { .. } | Did::Other { .. } if state.is_some() => {
            let locale = talk.locale();
            talk.say(say!(locale, "common-cannot-pass"), done(locale))
                .await?;
            Ok(true)
        }
        Did::Edits { message, text } => rewritten(talk, state, *message, text).await,
        Did::Taps { data, .. } => {
            leave_for(talk, state, data).await?;
            Ok(false)
        }
        _ => Ok(false),
    }
}

/// Whoever opens another screen is no longer writing: what is typed there must not reach a family.
async fn leave_for(talk: &mut Talk<'_>, state: Option<&State>, data: &str) -> Served<()> {
    use dialogue::Tap as T;
    let stays = matches!(
        T::decode(data),
        Some(T::Note(_) | T::CheckIn(_) | T::Join(_))
    );
    if state.is_some() && !stays {
        talk.goto(&dialogue::State::Idle).await?;
    }
    Ok(())
}

async fn heard(
    talk: &mut Talk<'_>,
    state: Option<&State>,
    piece: Piece,
    reply_to: Option<i64>,
) -> Served<bool> {
    if let Some(remote) = reply_to
        && let Some(to) = answered(talk, remote).await?
    {
        send(talk, to, &piece, false).await?;
        return Ok(true);
    }
    match state {
        None => return Ok(false),
        Some(State::Writing { to, .. }) => send(talk, *to, &piece, true).await?,
        Some(State::Class { class, draft, .. }) => {
            class::add(talk, *class, draft.clone(), piece).await?;
        }
    }
    Ok(true)
}

/// For whom a reply to our message `remote` is: the note's thread, or the school when a family
/// answers an update or a question about exactly one child.
async fn answered(talk: &mut Talk<'_>, remote: i64) -> Served<Option<To>> {
    let (bot, chat) = (talk.account.bot.clone(), talk.account.chat);
    if let Some(note) = store::notes::relayed(talk.tx, &bot, chat, remote).await? {
        return Ok(Some(To::Answer(note)));
    }
    let found = store::outbox_view::by_remote(talk.tx, &bot, chat, remote).await?;
    let Some(about) = found.filter(|f| matches!(f.kind, Kind::WeeklyUpdate | Kind::CheckIn)) else {
        return Ok(None);
    };
    let [child] = about.children.as_slice() else {
        return Ok(None);
    };
    let may = talk.may(Action::FamilyNote, *child).await?;
    Ok(may.then_some(To::School(*child)))
}

/// Relays one piece and tells the writer who gets it.
async fn send(talk: &mut Talk<'_>, to: To, piece: &Piece, writing: bool) -> Served<()> {
    let Some(route) = Route::find(talk, to).await? else {
        return neutral(talk).await;
    };
    let locale = talk.locale();
    let relayed = relay::pass(talk, &route, piece).await?;
    if relayed == Relayed::Nobody {
        return nobody(talk, &route).await;
    }
    let mut html = said(locale, "note-sent", &route);
    html.join("\n", &unreached(locale, &route));
    let mut rows = Vec::new();
    if writing {
        wait_for(talk, to).await?;
        html.join("\n\n", &say!(locale, "note-more"));
        rows = done(locale);
    }
    confirm(talk, html, rows).await
}

/// The writer changed a message: a draft follows, a note that went is followed by its new words.
async fn rewritten(
    talk: &mut Talk<'_>,
    state: Option<&State>,
    message: i64,
    words: &Words,
) -> Served<bool> {
    if let Some(State::Class { class, draft, .. }) = state {
        let mut draft = draft.clone();
        if draft.rewrite(message, words) {
            class::preview(talk, *class, draft).await?;
            return Ok(true);
        }
    }
    let account = talk.account.id;
    let notes = store::notes::by_source(talk.tx, account, message).await?;
    if relay::change(talk, &notes, message, words).await? == Relayed::Nobody {
        return Ok(false);
    }
    let html = say!(talk.locale(), "note-change-passed");
    confirm(talk, html, vec![]).await?;
    Ok(true)
}

/// Asks for the note, saying first who will read it.
async fn prompt(talk: &mut Talk<'_>, to: To) -> Served<()> {
    let Some(route) = Route::find(talk, to).await? else {
        return talk.refuse().await;
    };
    if route.is_empty() {
        return nobody(talk, &route).await;
    }
    wait_for(talk, to).await?;
    let locale = talk.locale();
    let mut html = match &route.way {
        Way::Family(_) => said(locale, "note-prompt-family", &route),
        Way::School(_) => said(locale, "note-prompt-school", &route),
    };
    html.join("\n", &unreached(locale, &route));
    if matches!(route.way, Way::School(_)) {
        html.join("\n\n", &hours(talk, route.child.school).await?);
    }
    talk.show(html, cancel(locale)).await
}

async fn wait_for(talk: &mut Talk<'_>, to: To) -> Served<()> {
    let until = talk.env.now() + PATIENCE;
    let state = State::Writing { to, until };
    talk.goto(&dialogue::State::Note(state)).await
}

/// A sentence with who reads it and about whom.
fn said(locale: Locale, key: &str, route: &Route) -> Html {
    let who = match &route.way {
        Way::School(desk) => desk
            .as_ref()
            .map(|desk| label!(locale, &format!("role-{}", desk.role.as_str()))),
        Way::Family(members) => Some(form::relations(
            locale,
            members.iter().filter(|m| m.reachable).map(|m| m.relation),
        )),
    };
    let child = route.child.called();
    say!(locale, key, who = who.unwrap_or_default(), child = child)
}

/// Who of the family is not in the chat; empty for a family, who must not learn it.
fn unreached(locale: Locale, route: &Route) -> Html {
    if route.missing.is_empty() {
        return Html::default();
    }
    let who = form::relations(locale, route.missing.iter().copied());
    say!(locale, "note-unreached", who = who)
}

async fn nobody(talk: &mut Talk<'_>, route: &Route) -> Served<()> {
    talk.goto(&dialogue::State::Idle).await?;
    let locale = talk.locale();
    let html = match route.way {
        Way::Family(_) => {
            let mut html = say!(locale, "note-nobody-family");
            html.join("\n", &unreached(locale, route));
            html
        }
        Way::School(_) => {
            let mut html = say!(locale, "note-nobody-school");
            html.join("\n\n", &hours(talk, route.child.school).await?);
            html
        }
    };
    talk.show(html, home::open_menu(locale)).await
}

/// The one answer to everybody who may not write here, whatever the reason.
async fn neutral(talk: &mut Talk<'_>) -> Served<()> {
    talk.denied().await?;
    talk.goto(&dialogue::State::Idle).await?;
    let locale = talk.locale();
    talk.say(say!(locale, "common-not-now"), home::open_menu(locale))
        .await
}

/// Nobody watches round the clock: the school's numbers.
async fn hours(talk: &mut Talk<'_>, school: UnitId) -> Served<Html> {
    let locale = talk.locale();
    let mut html = say!(locale, "note-hours");
    for line in store::units::settings(talk.tx, school).await?.numbers {
        let (name, number) = (&line.label, &line.number);
        html.join(
            "\n",
            &say!(locale, "note-number", label = name, number = number),
        );
    }
    Ok(html)
}

/// A quiet answer: the writer has the phone in hand.
async fn confirm(talk: &mut Talk<'_>, html: Html, rows: Vec<Vec<Button>>) -> Served<()> {
    let parcel = Parcel::Send {
        content: Content::Text { html },
        keyboard: (!rows.is_empty()).then_some(Keyboard::Buttons(rows)),
        protect: false,
        silent: true,
    };
    talk.put(Kind::Reply, parcel, None).await.map(drop)
}

fn button(label: String, tap: Tap) -> Button {
    Button::tap(label, dialogue::Tap::Note(tap).encode())
}

fn done(locale: Locale) -> Vec<Vec<Button>> {
    vec![vec![button(label!(locale, "note-done"), Tap::Done)]]
}

fn cancel(locale: Locale) -> Vec<Vec<Button>> {
    vec![vec![button(label!(locale, "button-cancel"), Tap::Cancel)]]
}

/// What the menu offers a family about one child; the child's name only where there are several.
pub async fn family_rows(talk: &mut Talk<'_>, child: ChildId) -> Served<Vec<Vec<Button>>> {
    let (Some(adult), true) = (talk.adult(), talk.may(Action::FamilyNote, child).await?) else {
        return Ok(Vec::new());
    };
    let mut others = 0;
    for link in store::links::of_adult(talk.tx, adult).await? {
        if link.child != child && talk.may(Action::FamilyNote, link.child).await? {
            others += 1;
        }
    }
    let locale = talk.locale();
    let label = match store::children::get(talk.tx, child).await? {
        Some(record) if others > 0 => {
            label!(locale, "note-write-school-child", child = record.called())
        }
        _ => label!(locale, "note-write-school"),
    };
    Ok(vec![vec![button(label, Tap::ToSchool(child))]])
}

/// What the menu offers about one class.
pub fn class_rows(locale: Locale, class: &Unit) -> Vec<Vec<Button>> {
    let label = label!(locale, "note-write-class", class = &class.name);
    vec![vec![button(label, Tap::ToClass(class.id))]]
}

/// What a child's card offers staff.
pub async fn child_rows(talk: &mut Talk<'_>, child: &Child) -> Served<Vec<Vec<Button>>> {
    if !talk.may(Action::SchoolNote, child.id).await? {
        return Ok(Vec::new());
    }
    let label = label!(talk.locale(), "note-write-family");
    Ok(vec![vec![button(label, Tap::ToFamily(child.id))]])
}
