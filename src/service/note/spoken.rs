//! The evening's question answered by voice: the message goes to the school, and does not wait for its hours. What
//! it says nobody here can know.

use super::relay;
use super::route::Route;
use super::told::{nobody, said};
use super::{album, button, confirm, stop};
use crate::base::{ChildId, NoteId};
use crate::dialogue::note::{Tap, To};
use crate::label;
use crate::model::album::Item;
use crate::model::event::Did;
use crate::model::visibility::Audience;
use crate::service::{Served, Talk};
use crate::store;
use crate::store::outbox_view::OutboxState;

/// Takes what was sent to the school, and to it alone. False: it was nothing of that kind, or may not be written.
pub(in crate::service) async fn spoken(
    talk: &mut Talk<'_>,
    did: &Did,
    child: ChildId,
) -> Served<bool> {
    let Did::Sends {
        media,
        file,
        caption,
        album,
        message,
        ..
    } = did
    else {
        return Ok(false);
    };
    let item = Item {
        media: *media,
        file: file.clone(),
        caption: caption.clone(),
    };
    let piece = album::piece(item, album.clone(), *message);
    let to = To::School(child);
    let Some(route) = Route::find(talk, to, Audience::School).await? else {
        return Ok(false);
    };
    if stop::one(talk, &route, to, &piece).await? {
        return Ok(true);
    }
    let Some(note) = relay::pass(talk, &route, &piece, None).await? else {
        nobody(talk, &route).await?;
        return Ok(true);
    };
    hasten(talk, note).await?;
    let locale = talk.locale();
    let back = button(label!(locale, "note-take-back"), Tap::TakeBack(note));
    confirm(talk, said(locale, "note-sent", &route), vec![vec![back]]).await?;
    Ok(true)
}

async fn hasten(talk: &mut Talk<'_>, note: NoteId) -> Served<()> {
    let mut waiting = Vec::new();
    for (_, note) in store::notes::written(talk.tx, note).await? {
        let copies = store::notes::copies(talk.tx, &note).await?.into_iter();
        waiting.extend(copies.filter(|copy| copy.state == OutboxState::Waiting));
    }
    let now = talk.env.now();
    store::outbox_waiting::hasten(talk.tx, now, &waiting).await
}
