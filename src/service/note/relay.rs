//! One note: its row, its trace, and the letters that carry it to the other side.
//!
//! Pictures that may show people are protected: the messenger neither forwards nor saves them, as far as it
//! can. They are not kept back while something about the child is being looked into (domain 6: "never of a
//! child in a concern"): a picture that came every week and then comes no more tells the family what nobody
//! may tell them. With a concern and without it everybody gets the same, byte for byte; that no new picture
//! is taken is said by the lead, to the teacher, in person.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::form::{Head, View};
use super::people::{Member, Side};
use super::route::Route;
use super::{again, halt, urgent, work_hours};
use crate::base::{AdultId, Html, MailingId, NoteId, UnitId, Words};
use crate::dialogue::note::Piece;
use crate::model::Locale;
use crate::model::audit::Why;
use crate::model::message::{Content, Keyboard, Kind, Lane, Parcel};
use crate::model::note::{parts, shows_people};
use crate::model::record::Child;
use crate::model::rights::Action;
use crate::model::visibility::{Audience, Party, sees};
use crate::say;
use crate::service::mail::{self, Letter, Posted};
use crate::service::{Served, Talk, consent, receipt, rights};
use crate::store::notes::{Note, Source, Thread, part_key};
use crate::store::{self, audit};

/// How long an album waits for its further items: they are sent together, so they come within a
/// second.
const GATHER: TimeDelta = TimeDelta::seconds(2);

/// Whether anybody got it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Relayed {
    Nobody,
    /// It is kept for who takes no notes here for now.
    Waits,
    Somebody,
}

/// What a note has of its writer, whoever it goes to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Like {
    pub by: AdultId,
    pub written_as: Party,
    pub audience: Audience,
    pub class: Option<UnitId>,
    /// Which mailing of the school it is one copy of.
    pub mailing: Option<MailingId>,
}

impl Like {
    pub fn of(note: &Note) -> Self {
        Self {
            by: note.by,
            written_as: note.written_as,
            audience: note.audience,
            class: note.class,
            mailing: note.mailing,
        }
    }
}

/// Relays what the speaker wrote along the route: one note per thread, to a family as part of that mailing.
/// Gives the first that somebody gets.
pub(super) async fn pass(
    talk: &mut Talk<'_>,
    route: &Route,
    piece: &Piece,
    mailing: Option<MailingId>,
) -> Served<Option<NoteId>> {
    let mut passed = None;
    let Some(me) = talk.adult() else {
        return Ok(passed);
    };
    let like = Like {
        by: me,
        written_as: route.me.party(),
        audience: route.audience,
        class: None,
        mailing,
    };
    let head = match route.me {
        Side::Family { .. } => Head::family(talk, &route.child, me).await?,
        Side::Staff { .. } => Head::school(talk, &route.child, me, None).await?,
    };
    for leg in route.legs(me) {
        let thread = store::notes::open(talk.tx, talk.env, route.child.id, leg.of).await?;
        let (note, source) = fresh(talk, like, thread, piece, leg.readers);
        if post(talk, &note, &source, &head, None).await? > Relayed::Nobody {
            passed = passed.or(Some(note.id));
        }
    }
    Ok(passed)
}

/// A note of the school to these of a family whom it is for: one per thread.
pub(super) async fn to_family(
    talk: &mut Talk<'_>,
    child: &Child,
    members: &[Member],
    like: Like,
    head: &Head,
    piece: &Piece,
) -> Served<Relayed> {
    let mut relayed = Relayed::Nobody;
    let gets =
        |member: &&Member| member.reachable && sees(like.written_as, like.audience, member.party);
    for member in members.iter().filter(gets) {
        let thread = store::notes::open(talk.tx, talk.env, child.id, member.adult).await?;
        let (note, source) = fresh(talk, like, thread, piece, vec![member.adult]);
        relayed = relayed.max(post(talk, &note, &source, head, None).await?);
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
    let mut mailings = BTreeSet::new();
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
        if let Some(mailing) = old.mailing {
            store::receipts::forget(talk.tx, mailing, old.thread.child).await?;
            mailings.insert(mailing);
        }
        let to = old.sent_to.clone();
        let (note, source) = fresh(talk, Like::of(old), old.thread, &piece, to);
        let passed = passed(talk, old).await?;
        relayed = relayed.max(post(talk, &note, &source, &head, Some(&passed)).await?);
    }
    for mailing in mailings {
        receipt::changed(talk.tx, talk.env, mailing).await?;
    }
    Ok(relayed)
}

/// Those for whom a note passed though nobody reads at that hour, because it could not wait: its new words cannot
/// either.
async fn passed(talk: &mut Talk<'_>, note: &Note) -> Served<Vec<AdultId>> {
    let copies = store::notes::copies(talk.tx, note).await?.into_iter();
    let passed = copies.filter(|copy| copy.urgent);
    Ok(passed.filter_map(|copy| copy.adult).collect())
}

/// What stands above more of the speaker's own note; `None`: they have lost the right to write it.
pub(super) async fn head_of(talk: &mut Talk<'_>, note: &Note) -> Served<Option<Head>> {
    let as_family = !note.written_as.is_staff();
    let right = right(as_family);
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

/// By which right somebody writes or reads a note.
const fn right(as_family: bool) -> Action {
    match as_family {
        true => Action::FamilyNote,
        false => Action::SchoolNote,
    }
}

pub(super) fn fresh(
    talk: &Talk<'_>,
    like: Like,
    thread: Thread,
    piece: &Piece,
    sent_to: Vec<AdultId>,
) -> (Note, Source) {
    let id: NoteId = talk.env.id();
    let note = Note {
        id,
        thread,
        by: like.by,
        written_as: like.written_as,
        audience: like.audience,
        class: like.class,
        mailing: like.mailing,
        content: piece.content.clone(),
        sent_to,
        taken_back: false,
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
    // What the family itself sends is the family's own picture.
    if !note.written_as.is_staff() || !shows_people(&note.content) {
        return Ok(false);
    }
    let (right, child) = (Action::GetPictures, note.thread.child);
    Ok(!rights::allowed(talk.tx, talk.env, to, right, child).await?)
}

/// The words alone, and that there was more: it is off for the reader, or for the whole school.
fn without_picture(locale: Locale, words: &Html, rests: bool) -> Content {
    let mut html = words.clone();
    html.join(
        "\n\n",
        &match rests {
            true => say!(locale, "note-picture-school"),
            false => say!(locale, "note-picture-kept"),
        },
    );
    Content::Text { html }
}

/// Writes the note and its letters. `changed`: it carries the new words of a note only, the media came before; to
/// these readers they pass as that note did.
pub(super) async fn post(
    talk: &mut Talk<'_>,
    note: &Note,
    source: &Source,
    head: &Head,
    changed: Option<&[AdultId]>,
) -> Served<Relayed> {
    store::notes::put(talk.tx, note, source, talk.env.now()).await?;
    let act = audit::Act {
        by: Some(note.by),
        action: "note",
        child: Some(note.thread.child),
        unit: note.class,
        detail: None,
        why: Some(match note.written_as.is_staff() {
            true => Why::Post,
            false => Why::Link,
        }),
    };
    audit::note(talk.tx, talk.env, act).await?;
    letters(talk, note, source, head, changed, &note.sent_to).await
}

/// The letters that carry a note to these of its readers.
pub(super) async fn letters(
    talk: &mut Talk<'_>,
    note: &Note,
    source: &Source,
    head: &Head,
    changed: Option<&[AdultId]>,
    readers: &[AdultId],
) -> Served<Relayed> {
    let (changed, passes) = (changed.is_some(), changed.unwrap_or_default());
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
    let child = note.thread.child;
    let alarm = urgent::alarm(talk, note).await?;
    let rests = consent::pictures_rest(talk, child).await?;
    let mut relayed = Relayed::Nobody;
    for to in readers {
        if halt::keeps(talk.tx, note, *to).await? {
            relayed = relayed.max(Relayed::Waits);
            continue;
        }
        let Some(account) = store::accounts::of_adult(talk.tx, *to).await? else {
            continue;
        };
        let locale = account.locale;
        let as_family = store::links::pair(talk.tx, child, *to).await?.is_some();
        let kept = !changed && as_family && keeps_picture(talk, note, *to).await?;
        let (right, content) = match kept {
            true => (right(as_family), without_picture(locale, &words, rests)),
            false if as_family && note.written_as.is_staff() && shows_people(&content) => {
                (Action::GetPictures, content.clone())
            }
            false => (right(as_family), content.clone()),
        };
        let view = View {
            changed,
            as_family,
            audience: note.audience,
        };
        let gathers = matches!(content, Content::Album { .. });
        let rows = again::rows(locale, note);
        let head = head.html(locale, view);
        let parts = match &alarm {
            Some(alarm) => alarm.parts(locale, &head, &content),
            None => parts(&head, &content),
        };
        // An album has no buttons: they stand above it.
        let carries = |part: &Content| !matches!(part, Content::Album { .. });
        let last = parts.iter().rposition(carries);
        // What could not wait overtakes what can.
        let overtakes = passes.contains(to);
        let passes = alarm.is_some() || overtakes;
        let opens = match as_family || note.written_as.is_staff() || passes {
            true => None,
            false => work_hours::opens(talk.tx, talk.env, child, *to).await?,
        };
        let held = opens.max(gathers.then(|| talk.env.now() + GATHER));
        // What came before does not leave later than this.
        let leaves = opens.unwrap_or_else(|| talk.env.now());
        if !overtakes {
            store::albums::let_go(talk.tx, *to, note.thread.id, leaves).await?;
        }
        for (index, content) in parts.into_iter().enumerate() {
            let letter = Letter::about(*to, child, right, Kind::Note)
                .thread(note.thread.id)
                .dedup(part_key(note.id, *to, index));
            let letter = match held {
                Some(held) => letter.not_before(held),
                None => letter,
            };
            let letter = match passes {
                true => letter.lane(Lane::Urgent),
                false => letter,
            };
            // Pictures of people stay where they are, as far as the messenger can hold them.
            let protect = shows_people(&content);
            let parcel = Parcel::Send {
                content,
                keyboard: (Some(index) == last).then(|| Keyboard::Buttons(rows.clone())),
                protect,
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
