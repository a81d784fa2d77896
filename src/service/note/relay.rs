//! One note: its row, its trace, and the letters that carry it to the other side.

use chrono::TimeDelta;

use super::form::Head;
use super::people::{self, Desk, Family, Member};
use crate::base::{AdultId, Html, NoteId, UnitId, Words};
use crate::dialogue;
use crate::dialogue::note::{Piece, Tap, To};
use crate::model::Locale;
use crate::model::audit::{Look, Why};
use crate::model::message::{Content, Keyboard, Kind, Parcel};
use crate::model::note::{parts, shows_people};
use crate::model::record::{Child, Relation};
use crate::model::rights::Action;
use crate::service::mail::{self, Letter, Posted};
use crate::service::{Served, Talk, rights};
use crate::store::notes::{Note, Source, Thread, part_key};
use crate::store::{self, audit};
use crate::{label, say};

/// How long an album waits for its further items: they are sent together, so they come within a
/// second.
const GATHER: TimeDelta = TimeDelta::seconds(2);

/// Where what somebody writes now would go. Found anew for every note, rights included.
#[derive(Debug)]
pub(super) struct Route {
    pub child: Child,
    pub way: Way,
    /// Of the family, who is not in the chat: for staff only.
    pub missing: Vec<Relation>,
}

#[derive(Debug)]
pub(super) enum Way {
    /// From a family adult; `None`: nobody of the school is in the chat.
    School(Option<Desk>),
    /// From staff.
    Family(Vec<Member>),
}

/// Whether anybody got it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relayed {
    Somebody,
    Nobody,
}

impl Route {
    /// `None`: unknown, ended, excluded, never had the right; nobody learns which.
    pub async fn find(talk: &mut Talk<'_>, to: To) -> Served<Option<Self>> {
        let Some(me) = talk.adult() else {
            return Ok(None);
        };
        let answered = match to {
            To::Answer(note) => match store::notes::get(talk.tx, note).await? {
                Some(note) => Some(note),
                None => return Ok(None),
            },
            To::School(_) | To::Family(_) => None,
        };
        let (child, as_family) = match (to, &answered) {
            (To::School(child), _) => (child, true),
            (To::Family(child), _) => (child, false),
            (To::Answer(_), Some(note)) => (note.thread.child, note.thread.adult == me),
            (To::Answer(_), None) => return Ok(None),
        };
        let right = if as_family {
            Action::FamilyNote
        } else {
            Action::SchoolNote
        };
        if !talk.sees(Look::Thread, right, child).await? {
            return Ok(None);
        }
        let Some(child) = store::children::get(talk.tx, child).await? else {
            return Ok(None);
        };
        if as_family {
            let author = answered.map(|note| note.by).filter(|by| *by != me);
            let desk = match author {
                Some(by) => people::desk_of(talk.tx, talk.env, &child, me, by).await?,
                None => people::desk(talk.tx, talk.env, &child, me).await?,
            };
            let (way, missing) = (Way::School(desk), Vec::new());
            return Ok(Some(Self {
                child,
                way,
                missing,
            }));
        }
        let families = people::families(talk.tx, talk.env, vec![child], me).await?;
        let Some(mut family) = families.into_iter().next() else {
            return Ok(None);
        };
        let missing = match &answered {
            None => people::missing(talk.tx, &family, me).await?,
            Some(note) => {
                family.members.retain(|m| m.adult == note.thread.adult);
                Vec::new()
            }
        };
        let Family { child, members } = family;
        let way = Way::Family(members);
        Ok(Some(Self {
            child,
            way,
            missing,
        }))
    }

    /// Whether nobody would get it.
    pub fn is_empty(&self) -> bool {
        match &self.way {
            Way::School(desk) => desk.is_none(),
            Way::Family(members) => !members.iter().any(|member| member.reachable),
        }
    }
}

/// Relays what the speaker wrote along the route.
pub(super) async fn pass(talk: &mut Talk<'_>, route: &Route, piece: &Piece) -> Served<Relayed> {
    let Some(me) = talk.adult() else {
        return Ok(Relayed::Nobody);
    };
    match &route.way {
        Way::School(None) => Ok(Relayed::Nobody),
        Way::School(Some(desk)) => {
            let head = Head::family(talk, &route.child, me).await?;
            let thread = store::notes::open(talk.tx, talk.env, route.child.id, me).await?;
            let (note, source) = fresh(talk, me, thread, None, piece, desk.adults.clone());
            post(talk, &note, &source, &head, false).await
        }
        Way::Family(members) => {
            let head = Head::school(talk, &route.child, me, None).await?;
            to_family(talk, &route.child, members, None, &head, piece).await
        }
    }
}

/// One note per family thread.
pub(super) async fn to_family(
    talk: &mut Talk<'_>,
    child: &Child,
    members: &[Member],
    class: Option<UnitId>,
    head: &Head,
    piece: &Piece,
) -> Served<Relayed> {
    let mut relayed = Relayed::Nobody;
    let Some(me) = talk.adult() else {
        return Ok(relayed);
    };
    for member in members.iter().filter(|member| member.reachable) {
        let thread = store::notes::open(talk.tx, talk.env, child.id, member.adult).await?;
        let (note, source) = fresh(talk, me, thread, class, piece, vec![member.adult]);
        if post(talk, &note, &source, head, false).await? == Relayed::Somebody {
            relayed = Relayed::Somebody;
        }
    }
    Ok(relayed)
}

/// The writer gave these notes other words: everybody who got one gets the new words, if both still
/// have the right. Words that did not change (the messenger tells of other changes too) go nowhere.
pub(super) async fn change(
    talk: &mut Talk<'_>,
    notes: &[Note],
    message: i64,
    words: &Words,
) -> Served<Relayed> {
    let mut relayed = Relayed::Nobody;
    for old in notes {
        let mut piece = Piece {
            content: old.content.clone(),
            message,
            // What was changed is a text of its own, nothing grows it.
            album: None,
        };
        let same = piece.words().plain() == words.expose();
        if same || talk.adult() != Some(old.by) {
            continue;
        }
        if words.is_empty() {
            continue;
        }
        let Some(head) = head_of(talk, old).await? else {
            continue;
        };
        piece.rewrite(words);
        let to = old.sent_to.clone();
        let (note, source) = fresh(talk, old.by, old.thread, old.class, &piece, to);
        if post(talk, &note, &source, &head, true).await? == Relayed::Somebody {
            relayed = Relayed::Somebody;
        }
    }
    Ok(relayed)
}

/// What stands above more of the speaker's own note; `None`: they have lost the right to write it.
pub(super) async fn head_of(talk: &mut Talk<'_>, note: &Note) -> Served<Option<Head>> {
    let as_family = note.thread.adult == note.by;
    let right = if as_family {
        Action::FamilyNote
    } else {
        Action::SchoolNote
    };
    if talk.adult() != Some(note.by) || !talk.may(right, note.thread.child).await? {
        return Ok(None);
    }
    let Some(child) = store::children::get(talk.tx, note.thread.child).await? else {
        return Ok(None);
    };
    let head = if as_family {
        Head::family(talk, &child, note.by).await?
    } else {
        Head::school(talk, &child, note.by, note.class).await?
    };
    Ok(Some(head))
}

pub(super) fn fresh(
    talk: &Talk<'_>,
    by: AdultId,
    thread: Thread,
    class: Option<UnitId>,
    piece: &Piece,
    sent_to: Vec<AdultId>,
) -> (Note, Source) {
    let id: NoteId = talk.env.id();
    let note = Note {
        id,
        thread,
        by,
        class,
        content: piece.content.clone(),
        sent_to,
    };
    let source = Source {
        account: talk.account.id,
        message: piece.message,
        album: piece.album.clone(),
    };
    (note, source)
}

fn note_words(note: &Note, source: &Source) -> Html {
    let piece = Piece {
        content: note.content.clone(),
        message: source.message,
        album: None,
    };
    piece.words()
}

/// Whether this reader of the family has not agreed to pictures, and the note brings one.
pub(super) async fn keeps_picture(talk: &mut Talk<'_>, note: &Note, to: AdultId) -> Served<bool> {
    if note.thread.adult == note.by || !shows_people(&note.content) {
        return Ok(false);
    }
    let (right, child) = (Action::GetPictures, note.thread.child);
    Ok(!rights::allowed(talk.tx, talk.env, to, right, child).await?)
}

/// The words alone, and that there was more.
fn without_picture(locale: Locale, words: &Html) -> Content {
    let mut html = words.clone();
    html.join("\n\n", &say!(locale, "note-picture-kept"));
    Content::Text { html }
}

/// Writes the note and its letters. A changed note carries its words only: the media came before.
pub(super) async fn post(
    talk: &mut Talk<'_>,
    note: &Note,
    source: &Source,
    head: &Head,
    changed: bool,
) -> Served<Relayed> {
    store::notes::put(talk.tx, note, source, talk.env.now()).await?;
    let act = audit::Act {
        by: Some(note.by),
        action: "note",
        child: Some(note.thread.child),
        unit: note.class,
        detail: None,
        why: Some(match note.thread.adult == note.by {
            true => Why::Link,
            false => Why::Post,
        }),
    };
    audit::note(talk.tx, talk.env, act).await?;
    let piece = Piece {
        content: note.content.clone(),
        message: source.message,
        album: None,
    };
    let content = if changed {
        let html = piece.words();
        Content::Text { html }
    } else {
        piece.content
    };
    let words = note_words(note, source);
    let right = if note.thread.adult == note.by {
        Action::SchoolNote
    } else {
        Action::FamilyNote
    };
    let mut relayed = Relayed::Nobody;
    for to in &note.sent_to {
        let Some(account) = store::accounts::of_adult(talk.tx, *to).await? else {
            continue;
        };
        let locale = account.locale;
        let kept = !changed && keeps_picture(talk, note, *to).await?;
        let (right, content) = match kept {
            true => (right, without_picture(locale, &words)),
            false if right == Action::FamilyNote && shows_people(&content) => {
                (Action::GetPictures, content.clone())
            }
            false => (right, content.clone()),
        };
        let gathers = matches!(content, Content::Album { .. });
        let answer = dialogue::Tap::Note(Tap::Answer(note.id)).encode();
        let rows = vec![vec![crate::model::message::Button::tap(
            label!(locale, "note-answer"),
            answer,
        )]];
        let parts = parts(&head.html(locale, changed), &content);
        // An album has no buttons: they stand above it.
        let carries = |part: &Content| !matches!(part, Content::Album { .. });
        let last = parts.iter().rposition(carries);
        store::albums::let_go(talk.tx, *to, note.thread.id, talk.env.now()).await?;
        for (index, content) in parts.into_iter().enumerate() {
            let mut letter = Letter::about(*to, note.thread.child, right, Kind::Note)
                .thread(note.thread.id)
                .dedup(part_key(note.id, *to, index));
            if gathers {
                letter = letter.not_before(talk.env.now() + GATHER);
            }
            let parcel = Parcel::Send {
                content,
                keyboard: (Some(index) == last).then(|| Keyboard::Buttons(rows.clone())),
                protect: false,
                // One note rings once.
                silent: index > 0,
            };
            match mail::post(talk.tx, talk.env, letter, |_| parcel).await? {
                Posted::Queued(_) => relayed = Relayed::Somebody,
                Posted::NoAccount | Posted::NotAllowed | Posted::Duplicate => break,
            }
        }
    }
    Ok(relayed)
}
