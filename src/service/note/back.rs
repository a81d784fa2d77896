//! A writer takes a note back. The messenger tells a bot nothing of a deleted message, so there is a button:
//! what waits is withdrawn, what has arrived leaves the chats it came to. The others hear nothing of it.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use crate::base::NoteId;
use crate::model::audit::Why;
use crate::model::message::{Kind, Lane, Outgoing, Parcel};
use crate::service::{Served, Talk};
use crate::store::notes::{Carrier, Note};
use crate::store::outbox_view::OutboxState;
use crate::store::{self, audit};
use crate::{label, say};

/// So long a message can be deleted (Bot API, deleteMessage). Every copy is younger than its note.
const IN_REACH: TimeDelta = TimeDelta::hours(48);

/// The speaker wants a note of theirs away: the note as it was, its changes, the further pictures of its album;
/// of what went to families at once, all of it. That needs no right: the words are their own.
pub(super) async fn take(talk: &mut Talk<'_>, note: NoteId) -> Served<()> {
    let mut written = store::notes::written(talk.tx, note).await?;
    let asked = written.iter().find(|(_, one)| one.id == note);
    let mailing = asked.and_then(|(_, note)| note.mailing);
    if let Some(mailing) = mailing {
        let known: BTreeSet<NoteId> = written.iter().map(|(_, note)| note.id).collect();
        let more = store::notes::of_mailing(talk.tx, mailing).await?;
        written.extend(
            more.into_iter()
                .filter(|(_, note)| !known.contains(&note.id)),
        );
    }
    let own = written
        .iter()
        .all(|(_, note)| Some(note.by) == talk.adult());
    let first = written.iter().map(|(at, _)| *at).min().filter(|_| own);
    let Some(first) = first else {
        return talk.refuse().await;
    };
    // People were woken by it and may be on their way: it is corrected aloud, it does not vanish.
    if let Some(mailing) = mailing
        && store::receipts::urgent(talk.tx, mailing).await?.is_some()
    {
        let words = label!(talk.locale(), "note-back-urgent");
        return talk.toast(words).await;
    }
    let (locale, now) = (talk.locale(), talk.env.now());
    let stands: Vec<&Note> = written
        .iter()
        .map(|(_, note)| note)
        .filter(|note| !note.taken_back)
        .collect();
    if !stands.is_empty() {
        if now >= first + IN_REACH {
            return talk.toast(label!(locale, "note-back-late")).await;
        }
        let mut copies = Vec::new();
        for note in &stands {
            copies.extend(store::notes::copies(talk.tx, note).await?);
        }
        // Under way this very second: whether it arrives, and as which message, is not known yet.
        if copies.iter().any(|copy| copy.state == OutboxState::Claimed) {
            return talk.toast(label!(locale, "note-back-moment")).await;
        }
        for note in stands {
            store::notes::take_back(talk.tx, note.id, now).await?;
            let act = audit::Act {
                by: Some(note.by),
                action: "note_taken_back",
                child: Some(note.thread.child),
                unit: None,
                detail: None,
                why: Some(match note.written_as.is_staff() {
                    true => Why::Post,
                    false => Why::Link,
                }),
            };
            audit::note(talk.tx, talk.env, act).await?;
        }
        remove(talk, copies).await?;
        if let Some(mailing) = mailing {
            store::receipts::followed(talk.tx, mailing).await?;
        }
    }
    // Of nobody in particular: the right to the child may be gone by now.
    talk.tells_of_nobody();
    talk.show(say!(locale, "note-back"), Vec::new()).await
}

async fn remove(talk: &mut Talk<'_>, copies: Vec<Carrier>) -> Served<()> {
    let now = talk.env.now();
    let waits = copies
        .iter()
        .filter(|copy| copy.state == OutboxState::Waiting);
    let waits: Vec<_> = waits.map(|copy| copy.id).collect();
    store::outbox_waiting::withdraw_rows(talk.tx, now, &waits).await?;
    for copy in copies {
        let Some(first) = copy.remote.filter(|_| copy.state == OutboxState::Sent) else {
            continue;
        };
        let account = store::accounts::by_chat(talk.tx, &copy.bot, copy.chat).await?;
        let Some(account) = account else {
            continue;
        };
        for message in first..first + copy.parts {
            let outgoing = Outgoing {
                account: account.id,
                bot: copy.bot.clone(),
                chat: copy.chat,
                adult: copy.adult,
                children: Vec::new(),
                right: None,
                concerns: Vec::new(),
                kind: Kind::Notice,
                lane: Lane::Urgent,
                parcel: Parcel::Delete { message },
                not_before: None,
                expires: None,
                dedup: None,
                thread: None,
            };
            store::outbox::put(talk.tx, talk.env.id(), now, &outgoing).await?;
        }
    }
    Ok(())
}
