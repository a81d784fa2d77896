//! A note once more: as a reminder to those who have it, and to those of a silent family who have not.

use super::class::glimpse;
use super::form::{Head, View};
use super::people::{self, Family};
use super::relay::{self, Like, Relayed};
use super::{halt, urgent};
use crate::base::{AdultId, ChildId, Env, NoteId};
use crate::dialogue;
use crate::dialogue::note::{Piece, Tap};
use crate::model::Locale;
use crate::model::message::{Button, Kind, Lane, Parcel};
use crate::model::receipt::Carriage;
use crate::model::rights::Action;
use crate::service::mail::{self, Letter, Posted};
use crate::service::{Served, Talk, receipt};
use crate::store::notes::Note;
use crate::store::receipts::{self, Copy, Mailing};
use crate::store::{self, Tx};
use crate::{label, say};

/// What its reader can do with a note.
pub(super) fn rows(locale: Locale, note: &Note) -> Vec<Vec<Button>> {
    let mut rows = receipt::seen_rows(locale, note);
    let answer = dialogue::Tap::Note(Tap::Answer(note.id)).encode();
    let more = dialogue::Tap::Note(Tap::More(note.id)).encode();
    rows.push(vec![
        Button::tap(label!(locale, "note-answer"), answer),
        Button::tap("⋯", more),
    ]);
    rows
}

/// Shows the note once more to somebody who has it: its head, how it begins, the buttons. False: it did
/// not go, the right or the words are gone.
pub(in crate::service) async fn remind(
    talk: &mut Talk<'_>,
    note: NoteId,
    to: AdultId,
) -> Served<bool> {
    let Some(note) = store::notes::get(talk.tx, note).await? else {
        return Ok(false);
    };
    let child = note.thread.child;
    let gone = note.taken_back || halt::keeps(talk.tx, &note, to).await?;
    if gone || !talk.may(Action::SchoolNote, child).await? {
        return Ok(false);
    }
    let Some(child) = store::children::get(talk.tx, child).await? else {
        return Ok(false);
    };
    let head = Head::school(talk, &child, note.by, note.class).await?;
    let piece = Piece {
        content: note.content.clone(),
        message: 0,
        album: None,
    };
    let alarm = urgent::alarm(talk, &note).await?;
    let view = View {
        changed: false,
        as_family: true,
        audience: note.audience,
    };
    let mut letter = Letter::about(to, child.id, Action::FamilyNote, Kind::Note)
        .thread(note.thread.id)
        .dedup(receipts::reminder_key(note.id, to));
    if alarm.is_some() {
        letter = letter.lane(Lane::Urgent);
    }
    let posted = mail::post(talk.tx, talk.env, letter, |account| {
        let locale = account.locale;
        let key = match alarm {
            Some(_) => "urgent-again",
            None => "receipt-again",
        };
        let mut html = say!(locale, key, head = head.html(locale, view));
        html.join("\n", &glimpse(&piece));
        if let Some(alarm) = &alarm {
            html.join("\n\n", &alarm.ring(locale));
        }
        Parcel::with_buttons(html, rows(locale, &note))
    })
    .await?;
    Ok(matches!(posted, Posted::Queued(_)))
}

/// A mailing to those of these families who did not get it and may: as an ordinary note, in which nothing
/// says that somebody else was silent. Gives how many families somebody more was reached of.
pub(in crate::service) async fn follow(
    tx: &mut Tx,
    env: &Env,
    mailing: &Mailing,
    silent: &[ChildId],
    copies: &[Copy],
) -> Served<usize> {
    let Some(account) = store::accounts::of_adult(tx, mailing.by).await? else {
        return Ok(0);
    };
    let mut children = Vec::new();
    for child in silent {
        children.extend(store::children::get(tx, *child).await?);
    }
    // Only about whom the writer may still write, and to whom.
    let families = people::families(tx, env, children, mailing.by).await?;
    let talk = &mut Talk::new(tx, env, account, None, None).by_itself();
    let mut reached = 0;
    for Family { child, mut members } in families {
        let own: Vec<&Copy> = copies
            .iter()
            .filter(|copy| copy.child == child.id)
            .collect();
        let has = |adult: AdultId| {
            let there = |copy: &&&Copy| copy.to == adult && copy.carriage != Carriage::Lost;
            own.iter().any(|copy| there(&copy))
        };
        members.retain(|member| member.reachable && !has(member.adult));
        let Some(reader) = own.first().filter(|_| !members.is_empty()) else {
            continue;
        };
        let mut relayed = Relayed::Nobody;
        for id in receipts::pieces(talk.tx, mailing.id, child.id, reader.to).await? {
            let note = store::notes::get(talk.tx, id).await?;
            let message = receipts::source(talk.tx, id).await?;
            let note = note.filter(|note| !note.taken_back);
            let (Some(note), Some(message)) = (note, message) else {
                continue;
            };
            // Only what went to all of a class says so.
            let head = Head::school(talk, &child, mailing.by, note.class).await?;
            // For nobody whom the note was not for.
            let like = Like {
                mailing: Some(mailing.id),
                ..Like::of(&note)
            };
            let piece = Piece {
                content: note.content,
                message,
                album: None,
            };
            relayed = relay::to_family(talk, &child, &members, like, &head, &piece).await?;
        }
        reached += usize::from(relayed == Relayed::Somebody);
    }
    Ok(reached)
}
