//! A table of the sender's own that came where sheets of a week come back: what it was sent as, and how it goes on
//! as that. Nothing here reads what is in it.

use crate::dialogue::State;
use crate::dialogue::week_entry::Meant;
use crate::model::event::Did;
use crate::model::message::MediaKind;
use crate::service::note::{self, letter};
use crate::service::{Served, Talk};
use crate::store::week_sheets::Sent;

/// What a spreadsheet was sent as, where a note or a letter is being written or answered; `None`: as nothing yet.
pub(super) async fn meant(talk: &mut Talk<'_>, state: &State, did: &Did) -> Served<Option<Meant>> {
    let Did::Sends {
        caption,
        album,
        sheet: true,
        message,
        reply_to,
        ..
    } = did
    else {
        return Ok(None);
    };
    let now = talk.env.now();
    let writing = match state {
        State::Note(state) => now < state.until(),
        State::Letter(state) => now < state.until,
        _ => false,
    };
    let answers = match reply_to {
        Some(remote) if !writing => note::is_answer(talk, *remote).await?,
        _ => false,
    };
    Ok((writing || answers).then(|| Meant {
        caption: caption.clone(),
        album: album.clone(),
        message: *message,
        reply_to: *reply_to,
        during: state.clone(),
    }))
}

/// It is nothing of ours: it goes on as what it was sent as, by the same door as every other document and with every
/// question asked there. False: it was sent as nothing, or what was being written then is over.
pub(super) async fn goes_on(talk: &mut Talk<'_>, sent: &Sent) -> Served<bool> {
    let (Some(meant), Some(file)) = (&sent.meant, &sent.file) else {
        return Ok(false);
    };
    let did = Did::Sends {
        media: MediaKind::Document,
        file: file.clone(),
        caption: meant.caption.clone(),
        album: meant.album.clone(),
        sheet: true,
        message: meant.message,
        reply_to: meant.reply_to,
    };
    let state = State::decode(talk.account.dialogue.as_deref());
    let state = state.filter(|state| state.goes_on(&meant.during));
    let (writing, letter) = match &state {
        Some(State::Note(state)) => (Some(state), None),
        Some(State::Letter(state)) => (None, Some(state)),
        _ => (None, None),
    };
    Ok(note::hears(talk, writing, &did).await? || letter::hears(talk, letter, &did).await?)
}
