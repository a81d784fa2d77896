//! Several pictures sent at once: the messenger tells of each by itself. The first one is relayed as
//! an album that waits a moment; the others join it there, or follow it when it has left.

use std::collections::BTreeMap;

use super::relay::{self, Like, Relayed};
use super::{class, neutral, stop};
use crate::base::{AdultId, NoteId};
use crate::dialogue;
use crate::dialogue::note::{Piece, State};
use crate::model::album::{Album, Item};
use crate::model::message::Content;
use crate::service::{Served, Talk};
use crate::store;
use crate::store::notes::Note;

/// What came in, as a piece of a note: an album of one where more can follow.
pub(super) fn piece(item: Item, album: Option<String>, message: i64) -> Piece {
    let begun = album.as_ref().and_then(|_| Album::begin(item.clone()));
    match begun {
        Some(begun) => Piece {
            content: Content::Album { album: begun },
            message,
            album,
        },
        None => Piece {
            content: Content::Media {
                media: item.media,
                file: item.file,
                caption: item.caption,
            },
            message,
            album: None,
        },
    }
}

/// A further item of an album goes where the first one went, without another word to its writer.
/// False: it is the first one, or none.
pub(super) async fn joins(
    talk: &mut Talk<'_>,
    state: Option<&State>,
    piece: &Piece,
) -> Served<bool> {
    let (Some(name), Content::Album { album }) = (&piece.album, &piece.content) else {
        return Ok(false);
    };
    if let Some(State::Class { whom, draft, until }) = state {
        let (whom, mut draft, until) = (whom.clone(), draft.clone(), *until);
        if draft.join(piece) {
            if !piece.words().is_empty() {
                class::preview(talk, whom, draft).await?;
                return Ok(true);
            }
            let state = State::Class { whom, draft, until };
            talk.goto(&dialogue::State::Note(state)).await?;
            return Ok(true);
        }
    }
    let notes = store::notes::of_album(talk.tx, talk.account.id, name).await?;
    if notes.is_empty() {
        return Ok(false);
    }
    // Taken back while the rest of it was still coming.
    if notes.iter().all(|note| note.taken_back) {
        return Ok(true);
    }
    if stop::further(talk, &notes, piece).await? {
        return Ok(true);
    }
    let mut relayed = Relayed::Nobody;
    for (_, (note, readers)) in newest(&notes) {
        relayed = relayed.max(grow(talk, note, &readers, album, piece).await?);
    }
    if relayed == Relayed::Nobody {
        neutral(talk).await?;
    }
    Ok(true)
}

/// The newest note each reader got of the album: one that came late is the one that goes on.
fn newest(notes: &[Note]) -> BTreeMap<NoteId, (&Note, Vec<AdultId>)> {
    let mut last = BTreeMap::new();
    for note in notes {
        for to in &note.sent_to {
            last.insert((note.thread.id, *to), note);
        }
    }
    let mut out = BTreeMap::new();
    for ((_, to), note) in last {
        let (_, readers) = out.entry(note.id).or_insert_with(|| (note, Vec::new()));
        readers.push(to);
    }
    out
}

/// One more item for these readers of a note. To whom the album has left already, it follows under
/// the same head in the same thread.
async fn grow(
    talk: &mut Talk<'_>,
    note: &Note,
    readers: &[AdultId],
    more: &Album,
    piece: &Piece,
) -> Served<Relayed> {
    let Some(head) = relay::head_of(talk, note).await? else {
        return Ok(Relayed::Nobody);
    };
    let Content::Album { album } = &note.content else {
        return Ok(Relayed::Nobody);
    };
    let mut album = album.clone();
    let (mut late, mut relayed) = (Vec::new(), Relayed::Nobody);
    for item in more.items() {
        let fits = album.add(item.clone());
        for to in readers {
            if fits && store::albums::add(talk.tx, note.id, *to, item).await? {
                relayed = Relayed::Somebody;
            } else if item.caption.is_empty() && relay::keeps_picture(talk, note, *to).await? {
                // That pictures are kept back was said with the first one.
                relayed = Relayed::Somebody;
            } else {
                late.push(*to);
            }
        }
    }
    if relayed == Relayed::Somebody {
        store::notes::rewrite(talk.tx, note.id, &Content::Album { album }).await?;
    }
    if !late.is_empty() {
        let (more, source) = relay::fresh(talk, Like::of(note), note.thread, piece, late);
        relayed = relayed.max(relay::post(talk, &more, &source, &head, None).await?);
    }
    Ok(relayed)
}
