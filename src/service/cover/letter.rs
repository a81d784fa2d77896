//! What stands behind a covered message is shown in its place; what is no text comes below it. Every right is
//! asked again.

use super::again;
use crate::base::OutboxId;
use crate::model::message::{Content, Keyboard, Kind, Lane, Outgoing, Parcel};
use crate::say;
use crate::service::{Served, Talk, easy, home, rights};
use crate::store::covers::Covered;
use crate::store::{self, covers};

/// Shows what this row says, if its reader still may know it.
pub(super) async fn show(talk: &mut Talk<'_>, row: OutboxId) -> Served<()> {
    let Some(letter) = covers::letter(talk.tx, &talk.account, row).await? else {
        return gone(talk).await;
    };
    let now = talk.env.now();
    if letter.expires.is_some_and(|at| at <= now) || !is_allowed(talk, &letter).await? {
        return gone(talk).await;
    }
    let below = match &letter.parcel {
        Parcel::Send {
            content: Content::Text { html },
            keyboard: keyboard @ (None | Some(Keyboard::Buttons(_))),
            ..
        }
        | Parcel::Edit { html, keyboard, .. } => {
            let shown = match talk.tapped() {
                Some(message) => Parcel::Edit {
                    message,
                    html: html.clone(),
                    keyboard: keyboard.clone(),
                },
                None => Parcel::Send {
                    content: Content::Text { html: html.clone() },
                    keyboard: keyboard.clone(),
                    protect: false,
                    silent: false,
                },
            };
            put(talk, &letter, shown).await?;
            None
        }
        other => Some(other.clone()),
    };
    if let Some(parcel) = below {
        let locale = talk.locale();
        talk.show(say!(locale, "cover-below"), Vec::new()).await?;
        put(talk, &letter, parcel).await?;
    }
    if let Some(adult) = talk.adult() {
        covers::told(talk.tx, talk.env, adult, &letter).await?;
    }
    // A key, a copy of records, a word about a concern is shown once. A child's letter is there for as long as
    // words are kept: what was hidden again can be opened again.
    covers::spent(talk.tx, row).await
}

async fn is_allowed(talk: &mut Talk<'_>, letter: &Covered) -> Served<bool> {
    let Some(adult) = talk.adult() else {
        return Ok(false);
    };
    let mut holds = true;
    if let Some(action) = letter.right {
        for child in &letter.children {
            holds &= rights::allowed(talk.tx, talk.env, adult, action, *child).await?;
        }
    }
    Ok(holds)
}

/// As the answer it is now, with the rights of the letter: they are asked once more at hand-over.
async fn put(talk: &mut Talk<'_>, letter: &Covered, parcel: Parcel) -> Served<()> {
    let id: OutboxId = talk.env.id();
    let now = talk.env.now();
    // An answer to what is shown below is an answer to its note.
    let sends = matches!(parcel, Parcel::Send { .. });
    let dedup = letter.dedup.as_ref().filter(|_| sends);
    let outgoing = Outgoing {
        account: talk.account.id,
        bot: talk.account.bot.clone(),
        chat: talk.account.chat,
        adult: talk.adult(),
        children: letter.children.clone(),
        right: letter.right,
        concerns: letter.concerns.clone(),
        kind: Kind::Reply,
        lane: Lane::Reply,
        parcel,
        not_before: None,
        expires: super::open_until(&talk.account, now),
        dedup: dedup.map(|key| format!("{key}:shown:{id}")),
        thread: letter.thread,
    };
    store::outbox::put(talk.tx, id, now, &outgoing).await?;
    easy::opened(talk, id, &outgoing.parcel).await?;
    again(talk.tx, talk.env, &talk.account, id, &outgoing.parcel).await
}

/// Ended, taken back, shown once, too long ago: one same answer.
async fn gone(talk: &mut Talk<'_>) -> Served<()> {
    let locale = talk.locale();
    talk.show(say!(locale, "cover-gone"), home::open_menu(locale))
        .await
}
