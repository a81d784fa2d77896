//! Concerns about a child's safety: told in three taps or one voice note, or begun by a listed word
//! that stops a note. Whoever is not on a concern's own list does not know that it exists: no screen,
//! count, task, digest or number of theirs is another for it (domain 6, "closed").
//!
//! The bot is never the report to the authority: every screen names the numbers to ring now, and the
//! clock runs until a receipt number stands there that a second person has confirmed.

mod by_number;
mod desk;
mod from_note;
mod hold;
mod ladder;
mod letters;
mod people;
mod receipt;
mod report;
mod screens;
mod signs;
mod who;

pub(super) use by_number::{again, asks_back};
pub(super) use from_note::note_row;
pub use hold::{Stop, beside, hold, joins, listed, listed_line, stops, words_of, writer};
pub use ladder::tick;
pub use people::uphold;
pub use signs::look;

use super::audit::{same_try, slot};
use super::{Served, Talk, home};
use crate::base::{ChildId, Html, UnitId};
use crate::dialogue::concern::{State, Tap};
use crate::dialogue::{self};
use crate::model::album::Item;
use crate::model::audit::CONCERN_REFUSED;
use crate::model::event::Did;
use crate::model::message::{Button, Content};
use crate::model::rights::Action;
use crate::model::settings::Number;
use crate::store::{self, Tx, audit};
use crate::{label, say};

/// A button of this feature was tapped.
pub async fn tapped(talk: &mut Talk<'_>, tap: &Tap) -> Served<()> {
    match tap {
        Tap::Begin => report::begin(talk).await,
        Tap::Unit(unit, from) => report::unit(talk, *unit, *from).await,
        Tap::What(child, nameless) => report::what(talk, *child, *nameless).await,
        Tap::Tell(child, kind, nameless) => report::tell(talk, *child, *kind, *nameless).await,
        Tap::About(id, child) => who::about(talk, *id, *child).await,
        Tap::Named(id, adult) => who::named(talk, *id, *adult).await,
        Tap::Again(id) => who::again(talk, *id).await,
        Tap::AtSchool(id) => who::at_school(talk, *id).await,
        Tap::Sure(id) => who::sure(talk, *id).await,
        Tap::Note(note) => from_note::tell(talk, *note).await,
        Tap::List => desk::list(talk).await,
        Tap::Read(id) => desk::read(talk, *id).await,
        Tap::Further(id, from) => desk::further(talk, *id, *from).await,
        Tap::Take(id) => desk::take(talk, *id).await,
        Tap::Receipt(id) => receipt::ask(talk, *id).await,
        Tap::Confirm(id) => receipt::confirm(talk, *id).await,
        Tap::Wrong(id) => receipt::wrong(talk, *id).await,
        Tap::Release(id) => desk::release(talk, *id).await,
        Tap::Keep(id) => desk::keep(talk, *id).await,
    }
}

/// Whether this event belongs to a concern: then nothing of the turn may leave a trace elsewhere.
pub fn is_ours(state: Option<&dialogue::State>, did: &Did) -> bool {
    let waits = matches!(state, Some(dialogue::State::Concern(_)));
    match did {
        Did::Taps { data, .. } => {
            matches!(dialogue::Tap::decode(data), Some(dialogue::Tap::Concern(_)))
        }
        Did::Says { text, .. } => waits && !text.expose().trim_start().starts_with('/'),
        Did::Sends { .. } => waits,
        Did::Edits { .. } => matches!(state, Some(dialogue::State::Concern(State::More { .. }))),
        _ => false,
    }
}

/// Something came in while this feature waits. True when it was for it.
pub async fn hears(talk: &mut Talk<'_>, state: &State, did: &Did) -> Served<bool> {
    if talk.env.now() >= state.until() {
        talk.goto(&dialogue::State::Idle).await?;
        return Ok(false);
    }
    // One more picture of what was stopped.
    if let Did::Sends {
        media,
        file,
        caption,
        album: Some(album),
        ..
    } = did
    {
        let item = Item {
            media: *media,
            file: file.clone(),
            caption: caption.clone(),
        };
        if joins(talk, album, &item).await? {
            return Ok(true);
        }
    }
    // An answer to somebody's note goes to its thread, whatever is told beside it.
    if let Did::Says { reply_to, .. } | Did::Sends { reply_to, .. } = did
        && let Some(remote) = reply_to
    {
        let (bot, chat) = (talk.account.bot.clone(), talk.account.chat);
        if store::notes::relayed(talk.tx, &bot, chat, *remote)
            .await?
            .is_some()
        {
            return Ok(false);
        }
    }
    let content = match did {
        Did::Says { text, .. } if !text.expose().trim_start().starts_with('/') => {
            let html = Html::escape(text.expose());
            Content::Text { html }
        }
        Did::Edits { text, message } => {
            // A note of another day that is rewritten is no part of this.
            let account = talk.account.id;
            let notes = store::notes::by_source(talk.tx, account, *message).await?;
            if !matches!(state, State::More { .. }) || !notes.is_empty() {
                return Ok(false);
            }
            let html = Html::escape(text.expose());
            Content::Text { html }
        }
        Did::Sends {
            media,
            file,
            caption,
            ..
        } => Content::Media {
            media: *media,
            file: file.clone(),
            caption: caption.clone(),
        },
        // Whoever opens another screen is no longer telling.
        Did::Taps { data, .. } => {
            if !matches!(dialogue::Tap::decode(data), Some(dialogue::Tap::Concern(_))) {
                talk.goto(&dialogue::State::Idle).await?;
            }
            return Ok(false);
        }
        _ => return Ok(false),
    };
    match state {
        State::Telling {
            child, nameless, ..
        } => report::said(talk, *child, *nameless, content).await?,
        State::More { concern, .. } => report::more(talk, *concern, content).await?,
        State::Receipt { concern, .. } => receipt::typed(talk, *concern, &content).await?,
    }
    Ok(true)
}

fn button(label: String, tap: Tap) -> Button {
    Button::tap(label, dialogue::Tap::Concern(tap).encode())
}

/// What the menu offers whoever has a link or a post: and nothing in it tells whether a concern is
/// there.
pub async fn menu_rows(talk: &mut Talk<'_>) -> Served<Vec<Vec<Button>>> {
    let locale = talk.locale();
    let mut rows = Vec::new();
    if people::may_report(talk).await? {
        let label = label!(locale, "concern-begin");
        rows.push(vec![button(label, Tap::Begin)]);
    }
    if people::may_answer(talk).await? {
        let label = label!(locale, "concern-list");
        rows.push(vec![button(label, Tap::List)]);
    }
    Ok(rows)
}

/// What a child's card offers staff.
pub async fn child_rows(talk: &mut Talk<'_>, child: ChildId) -> Served<Vec<Vec<Button>>> {
    if !talk.may(Action::ReportConcern, child).await? {
        return Ok(Vec::new());
    }
    let label = label!(talk.locale(), "concern-begin");
    Ok(vec![vec![button(label, Tap::What(Some(child), false))]])
}

async fn not_now(talk: &mut Talk<'_>) -> Served<()> {
    let words = label!(talk.locale(), "common-not-now");
    talk.toast(words).await
}

/// The same to whoever wants to tell of a child that is none of theirs. The line of it names nobody: who is
/// refused may have wanted to tell without a name.
async fn refuse(talk: &mut Talk<'_>) -> Served<()> {
    let act = audit::Act {
        action: CONCERN_REFUSED,
        ..audit::Act::default()
    };
    let whose = format!("somebody {}", slot(Some(talk.account.id.0)));
    let key = same_try(talk.env.now(), CONCERN_REFUSED, &whose);
    audit::note_once(talk.tx, talk.env, act, key).await?;
    not_now(talk).await
}

/// The same where no button was tapped.
async fn not_now_below(talk: &mut Talk<'_>) -> Served<()> {
    let locale = talk.locale();
    let html = say!(locale, "common-not-now");
    talk.say(html, home::open_menu(locale)).await
}

/// The end of a path that has no next step of its own.
async fn closing(talk: &mut Talk<'_>, html: Html) -> Served<()> {
    let rows = home::menu_below(talk.locale());
    talk.show(html, rows).await
}

/// The name of the unit something is about; empty where there is none.
async fn place(tx: &mut Tx, unit: UnitId) -> Served<String> {
    let found = store::units::get(tx, unit).await?;
    Ok(found.map(|unit| unit.name).unwrap_or_default())
}

async fn numbers(tx: &mut Tx, unit: UnitId) -> Served<Vec<Number>> {
    super::numbers::at(tx, unit).await
}
