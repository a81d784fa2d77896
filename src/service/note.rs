//! Notes between school and family: relayed, threaded, numbers hidden.
//!
//! A thread is one family adult's about one child, so two parents never meet in one; who else reads in it is
//! `model::visibility`'s. The right is asked for every single note, whatever the conversation was waiting for.

mod again;
mod album;
mod back;
mod class;
mod form;
mod halt;
mod heir;
mod held;
mod later;
pub mod letter;
mod menu;
mod more;
mod people;
mod relay;
mod route;
mod some;
mod spoken;
mod stop;
pub mod template;
mod told;
mod undelivered;
mod urgent;
mod work_hours;

pub(super) use again::{follow, remind};
pub(super) use halt::decides;
pub use heir::pass_on;
pub use held::resume;
pub use later::tick;
pub use menu::{child_rows, class_rows, family_rows};
pub(super) use route::is_answer;
pub(super) use spoken::spoken;

use chrono::TimeDelta;

use self::people::Side;
use self::relay::Relayed;
use self::route::{Route, answered};
use self::told::{hours, nobody, said, unreached};
use super::{Served, Talk, home, receipt};
use crate::base::{ChildId, Html, Words};
use crate::dialogue::note::{Piece, State, Tap, To};
use crate::dialogue::{self};
use crate::model::Locale;
use crate::model::album::Item;
use crate::model::event::Did;
use crate::model::message::{Button, Content, Keyboard, Kind, Parcel};
use crate::model::visibility::Audience;
use crate::store;
use crate::{label, say};

/// How long the chat waits for a note: a shift at work, not a day.
const PATIENCE: TimeDelta = TimeDelta::hours(12);

/// A button of this feature was tapped.
pub async fn tapped(talk: &mut Talk<'_>, tap: &Tap) -> Served<()> {
    match tap {
        Tap::ToSchool(child) => {
            // What the school wrote to one person is answered to the school, until they choose more.
            let audience = match keep_letter(talk).await? {
                true => Audience::School,
                false => Audience::All,
            };
            prompt(talk, To::School(*child), audience).await
        }
        Tap::ToFamily(child) => prompt(talk, To::Family(*child), Audience::All).await,
        Tap::Answer(note) => {
            // The relayed note stays as it is; the question comes below it.
            talk.leave_tapped();
            prompt(talk, To::Answer(*note), Audience::All).await
        }
        Tap::For(child, audience) => choose(talk, *child, *audience).await,
        Tap::ToClass(class) => class::prompt(talk, *class).await,
        Tap::Now(note) => work_hours::urgent(talk, *note).await,
        Tap::TakeBack(note) => back::take(talk, *note).await,
        Tap::More(note) => more::open(talk, *note).await,
        Tap::Halt(note) => halt::begin(talk, *note).await,
        Tap::Resume(id) => halt::resume(talk, *id).await,
        Tap::LookAt(id) => halt::look(talk, *id).await,
        Tap::LetThrough(id) => halt::decide(talk, *id, true).await,
        Tap::KeepHalted(id) => halt::decide(talk, *id, false).await,
        Tap::Send(pieces) => class::send(talk, *pieces, None).await,
        Tap::Some(class, from) => some::open(talk, *class, *from).await,
        Tap::Pick(child, from) => some::pick(talk, *child, *from).await,
        Tap::Picked => some::done(talk).await,
        Tap::Later(pieces) => later::when(talk, *pieces).await,
        Tap::LaterOn(day, pieces) => later::on(talk, *day, *pieces).await,
        Tap::LaterAt(day, hour, pieces) => later::at(talk, (*day, *hour), *pieces).await,
        Tap::CallBack(id) => later::call_back(talk, *id).await,
        Tap::UrgentTo(child) => urgent::begin(talk, *child).await,
        Tap::Urgent(pieces) => urgent::why(talk, *pieces).await,
        Tap::Alarm(reason, pieces) => class::send(talk, *pieces, Some(*reason)).await,
        Tap::Done => {
            talk.leave_tapped();
            home::menu(talk).await
        }
        Tap::Cancel => home::menu(talk).await,
    }
}

/// What is being written is for others than before, or than was usual. A button of a question that is over
/// changes nothing.
async fn choose(talk: &mut Talk<'_>, child: ChildId, audience: Audience) -> Served<()> {
    let state = dialogue::State::decode(talk.account.dialogue.as_deref());
    match state {
        Some(dialogue::State::Note(State::Writing { to, until, .. }))
            if route::about(to) == Some(child) && talk.env.now() < until =>
        {
            prompt(talk, to, audience).await
        }
        _ => talk.refuse().await,
    }
}

/// A weekly update, and what a family was told of an absence, is its copy: the question comes below it. True
/// when it was one of these.
async fn keep_letter(talk: &mut Talk<'_>) -> Served<bool> {
    let Some(message) = talk.tapped() else {
        return Ok(false);
    };
    let (bot, chat) = (talk.account.bot.clone(), talk.account.chat);
    let found = store::outbox_view::by_remote(talk.tx, &bot, chat, message).await?;
    let stays = [Kind::WeeklyUpdate, Kind::Alert];
    let is_letter = found.is_some_and(|found| stays.contains(&found.kind));
    if is_letter {
        talk.leave_tapped();
    }
    Ok(is_letter)
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
            ..
        } => {
            let item = Item {
                media: *media,
                file: file.clone(),
                caption: caption.clone(),
            };
            let piece = album::piece(item, album.clone(), *message);
            if stop::joins(talk, &piece).await? || album::joins(talk, state, &piece).await? {
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
        Some(
            T::Note(_)
                | T::Template(_)
                | T::CheckIn(_)
                | T::Join(_)
                | T::Receipt(dialogue::receipt::Tap::Seen(_))
        )
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
        // What the school wrote to one person alone is answered to the school.
        let audience = match to {
            To::Answer(_) => Audience::All,
            To::School(_) | To::Family(_) => Audience::School,
        };
        send(talk, to, audience, &piece, false).await?;
        return Ok(true);
    }
    // An answer to a child's letter is a letter, whatever else is being written.
    if let Some(remote) = reply_to
        && letter::answered(talk, remote).await?.is_some()
    {
        return Ok(false);
    }
    match state {
        None => return Ok(false),
        Some(State::Writing { to, audience, .. }) => {
            send(talk, *to, *audience, &piece, true).await?;
        }
        Some(State::Class { whom, draft, .. }) => {
            class::add(talk, whom.clone(), draft.clone(), piece).await?;
        }
    }
    Ok(true)
}

/// Relays one piece and tells the writer who gets it.
async fn send(
    talk: &mut Talk<'_>,
    to: To,
    audience: Audience,
    piece: &Piece,
    writing: bool,
) -> Served<()> {
    let Some(route) = Route::find(talk, to, audience).await? else {
        return neutral(talk).await;
    };
    if stop::one(talk, &route, to, piece).await? {
        return Ok(());
    }
    let locale = talk.locale();
    let mailing = held::begun(talk, &route).await?;
    let Some(note) = relay::pass(talk, &route, piece, mailing).await? else {
        return nobody(talk, &route).await;
    };
    if let (To::Answer(note), Side::Family { .. }) = (to, &route.me) {
        receipt::answered(talk, note).await?;
    }
    let mut html = match route.reached().is_empty() {
        true => Html::default(),
        false => said(locale, "note-sent", &route),
    };
    html.join("\n", &unreached(locale, &route));
    html.join("\n\n", &halt::waits(talk, &route).await?);
    html.join("\n\n", &told::picture(talk, &route, piece).await?);
    let mut rows = receipt::open_rows(locale, mailing);
    let back = label!(locale, "note-take-back");
    rows.push(vec![button(back, Tap::TakeBack(note))]);
    if let Some((waits, urgent)) = work_hours::told(talk, &route, note).await? {
        html.join("\n\n", &waits);
        rows.insert(0, urgent);
    }
    if writing {
        wait_for(talk, to, audience).await?;
        html.join("\n\n", &say!(locale, "note-more"));
        rows.extend(done(locale));
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
    if let Some(State::Class { whom, draft, .. }) = state {
        let mut draft = draft.clone();
        if draft.rewrite(message, words) {
            class::preview(talk, whom.clone(), draft).await?;
            return Ok(true);
        }
    }
    let account = talk.account.id;
    let notes = store::notes::by_source(talk.tx, account, message).await?;
    if stop::changed(talk, &notes, message, words).await? {
        return Ok(true);
    }
    let key = match relay::change(talk, &notes, message, words).await? {
        Relayed::Nobody => return Ok(false),
        Relayed::Waits => "halt-change-waits",
        Relayed::Somebody => "note-change-passed",
    };
    let html = say!(talk.locale(), key);
    confirm(talk, html, vec![]).await?;
    Ok(true)
}

/// Asks for the note, saying first who will read it, and for whom else it could be.
async fn prompt(talk: &mut Talk<'_>, to: To, audience: Audience) -> Served<()> {
    let Some(route) = Route::find(talk, to, audience).await? else {
        return talk.refuse().await;
    };
    if route.is_empty() {
        return nobody(talk, &route).await;
    }
    wait_for(talk, to, audience).await?;
    let locale = talk.locale();
    let waits = halt::waits(talk, &route).await?;
    let told = !waits.is_empty();
    let mut html = match route.me {
        _ if route.reached().is_empty() => Html::default(),
        Side::Staff { .. } => said(locale, "note-prompt-family", &route),
        Side::Family { .. } => said(locale, "note-prompt-school", &route),
    };
    html.join("\n", &unreached(locale, &route));
    html.join("\n\n", &waits);
    // The numbers stand there once.
    if matches!(route.me, Side::Family { .. }) && !told {
        html.join("\n\n", &hours(talk, route.child.school).await?);
    }
    let mut rows = Vec::new();
    for other in route.others() {
        let label = label!(locale, &format!("note-for-{}", other.as_str()));
        rows.push(vec![button(label, Tap::For(route.child.id, other))]);
    }
    if matches!(to, To::Family(_)) {
        rows.extend(template::row(talk).await?);
    }
    rows.extend(letter::row(locale, &route));
    rows.extend(cancel(locale));
    talk.show(html, rows).await
}

async fn wait_for(talk: &mut Talk<'_>, to: To, audience: Audience) -> Served<()> {
    let until = talk.env.now() + PATIENCE;
    let state = State::Writing {
        to,
        audience,
        until,
    };
    talk.goto(&dialogue::State::Note(state)).await
}

/// The one answer to everybody who may not write here, whatever the reason.
async fn neutral(talk: &mut Talk<'_>) -> Served<()> {
    talk.denied().await?;
    talk.goto(&dialogue::State::Idle).await?;
    let locale = talk.locale();
    talk.say(say!(locale, "common-not-now"), home::open_menu(locale))
        .await
}

/// A quiet answer: the writer has the phone in hand.
async fn confirm(talk: &mut Talk<'_>, html: Html, rows: Vec<Vec<Button>>) -> Served<()> {
    let parcel = Parcel::Send {
        content: Content::Text { html },
        keyboard: Keyboard::rows(rows),
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
