//! A note with a listed word in it does not go where it was to go: it becomes a concern, with all that
//! belongs to it.

use super::people::Side;
use super::route::Route;
use crate::base::{AdultId, Html, Words};
use crate::dialogue::concern::Way as Stopped;
use crate::dialogue::note::{Piece, To, Whom};
use crate::model::message::Content;
use crate::model::visibility::Audience;
use crate::service::concern::{self, Stop};
use crate::service::{Served, Talk};
use crate::store;
use crate::store::notes::Note;

/// True when this piece was stopped on its way.
pub(super) async fn one(talk: &mut Talk<'_>, route: &Route, to: To, piece: &Piece) -> Served<bool> {
    let (child, school) = (route.child.id, route.child.school);
    let Some(kind) = concern::listed(talk.tx, school, std::slice::from_ref(piece)).await? else {
        return Ok(false);
    };
    let readers = route.staff();
    // What a lead lets go on goes to the school at most: it may be about whoever is at home.
    let audience = match route.me {
        Side::Family { .. } => Audience::School,
        Side::Staff { .. } => route.audience,
    };
    let message = piece.message;
    let stop = Stop {
        kind,
        child: Some(child),
        unit: school,
        way: Stopped::One {
            to,
            audience,
            message,
        },
        contents: vec![piece.content.clone()],
        readers,
        album: piece.album.clone(),
    };
    concern::hold(talk, stop).await?;
    Ok(true)
}

/// True when the new words of these notes were stopped; the old ones have gone.
pub(super) async fn changed(
    talk: &mut Talk<'_>,
    notes: &[Note],
    message: i64,
    words: &Words,
) -> Served<bool> {
    let Some(note) = notes.first().filter(|note| talk.adult() == Some(note.by)) else {
        return Ok(false);
    };
    let Some(child) = store::children::get(talk.tx, note.thread.child).await? else {
        return Ok(false);
    };
    let html = Html::escape(words.expose());
    let content = Content::Text { html };
    let piece = Piece {
        content: content.clone(),
        message,
        album: None,
    };
    let Some(kind) = concern::listed(talk.tx, child.school, &[piece]).await? else {
        return Ok(false);
    };
    let stop = Stop {
        kind,
        child: many(talk, note).await?.is_none().then_some(child.id),
        unit: child.school,
        way: Stopped::Change { message },
        contents: vec![content],
        readers: at_school(talk, notes).await?,
        album: None,
    };
    concern::hold(talk, stop).await?;
    Ok(true)
}

/// A further picture with a listed word in its caption goes nowhere; those before it have gone.
pub(super) async fn further(talk: &mut Talk<'_>, notes: &[Note], piece: &Piece) -> Served<bool> {
    let Some(note) = notes.first().filter(|note| talk.adult() == Some(note.by)) else {
        return Ok(false);
    };
    let Some(child) = store::children::get(talk.tx, note.thread.child).await? else {
        return Ok(false);
    };
    let unit = child.school;
    let Some(kind) = concern::listed(talk.tx, unit, std::slice::from_ref(piece)).await? else {
        return Ok(false);
    };
    let message = piece.message;
    let (about, way) = match many(talk, note).await? {
        Some(whom) => {
            let messages = vec![message];
            let way = Stopped::Class {
                whom,
                messages,
                urgent: None,
            };
            (None, way)
        }
        None => {
            let way = Stopped::One {
                to: To::Answer(note.id),
                audience: match note.written_as.is_staff() {
                    true => note.audience,
                    false => Audience::School,
                },
                message,
            };
            (Some(child.id), way)
        }
    };
    let stop = Stop {
        kind,
        child: about,
        unit,
        way,
        contents: vec![piece.content.clone()],
        readers: at_school(talk, notes).await?,
        album: piece.album.clone(),
    };
    concern::hold(talk, stop).await?;
    Ok(true)
}

/// True when this is one more picture of an album that was stopped: it stays with the others, also as an
/// answer to somebody's note.
pub(super) async fn joins(talk: &mut Talk<'_>, piece: &Piece) -> Served<bool> {
    let (Some(name), Content::Album { album }) = (&piece.album, &piece.content) else {
        return Ok(false);
    };
    let mut joined = false;
    for item in album.items() {
        joined |= concern::joins(talk, name, item).await?;
    }
    Ok(joined)
}

/// The families a note went to, where they are of more than one child: then it is about none.
async fn many(talk: &mut Talk<'_>, note: &Note) -> Served<Option<Whom>> {
    let mailing = match note.mailing {
        Some(id) => store::receipts::get(talk.tx, id).await?,
        None => None,
    };
    Ok(match (mailing, note.class) {
        (Some(mailing), _) if mailing.children.len() != 1 => mailing.class.map(|class| Whom {
            class,
            only: Some(mailing.children),
        }),
        (Some(_), None) => None,
        // Older than mailings, or a class of one.
        (_, class) => class.map(Whom::all),
    })
}

/// Of what a family wrote, the notes as the school and the home got them: for nobody else a lead lets new words
/// go on.
pub(super) async fn for_school(talk: &mut Talk<'_>, notes: &mut [Note]) -> Served<()> {
    for note in notes.iter_mut().filter(|note| !note.written_as.is_staff()) {
        let mut staff = Vec::new();
        for to in &note.sent_to {
            let link = store::links::pair(talk.tx, note.thread.child, *to).await?;
            staff.extend(link.is_none().then_some(*to));
        }
        note.sent_to = staff;
    }
    Ok(())
}

/// Those of the school and the home who got these notes of a family.
async fn at_school(talk: &mut Talk<'_>, notes: &[Note]) -> Served<Vec<AdultId>> {
    let of_family = notes.iter().filter(|note| !note.written_as.is_staff());
    let mut notes: Vec<Note> = of_family.cloned().collect();
    for_school(talk, &mut notes).await?;
    Ok(notes.into_iter().flat_map(|note| note.sent_to).collect())
}
