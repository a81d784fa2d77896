//! What a family wrote and no one of the school will get any more: it was held for a teacher whose post has ended
//! meanwhile. It goes to whoever has the class now, else to the leads; where there is nobody, its writer hears so.
//! And what the school wrote to a family with a picture that is not for them any more: its words go alone.

use super::people::{self, Desk, Side};
use super::relay::{self, Like, Relayed};
use super::undelivered;
use crate::base::{AdultId, Env};
use crate::dialogue::note::Piece;
use crate::model::message::{Kind, Parcel};
use crate::model::note::shows_people;
use crate::model::rights::Action;
use crate::model::visibility::{Party, sees};
use crate::say;
use crate::service::mail::{self, Letter};
use crate::service::{Served, Talk, numbers};
use crate::store::accounts::Account;
use crate::store::notes::{Carried, Note, Source};
use crate::store::outbox_view::OutboxState;
use crate::store::{self, Tx};

/// Copies of these were taken back from whoever was to read them.
pub async fn pass_on(tx: &mut Tx, env: &Env, lost: Carried) -> Served<()> {
    let mut before = None;
    for (id, reader) in lost.notes {
        let Some(note) = store::notes::get(tx, id).await? else {
            continue;
        };
        // What one of the family was to read was never the school's: it has its own copy, or none. Nor is a note
        // passed on twice that was held for two of the school.
        let kin = store::links::pair(tx, note.thread.child, reader).await?;
        if kin.is_some() {
            words_alone(tx, env, &note, reader).await?;
            continue;
        }
        if before == Some(id) {
            continue;
        }
        before = Some(id);
        if note.taken_back || note.written_as.is_staff() || is_with_school(tx, env, &note).await? {
            continue;
        }
        one(tx, env, &note).await?;
    }
    undelivered::tell(tx, env, lost.letters).await
}

/// Whether somebody of the school has the note or will get it. Who is on duty at a care home is not the school.
async fn is_with_school(tx: &mut Tx, env: &Env, note: &Note) -> Served<bool> {
    let child = note.thread.child;
    for copy in store::notes::copies(tx, note).await? {
        let there = matches!(
            copy.state,
            OutboxState::Waiting | OutboxState::Claimed | OutboxState::Sent
        );
        let Some(adult) = copy.adult.filter(|_| there) else {
            continue;
        };
        if store::links::pair(tx, child, adult).await?.is_some() {
            continue;
        }
        let side = people::side(tx, env, adult, child).await?;
        if side.map(Side::party) != Some(Party::HomeStaff) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A note of the school was taken back from one of the family for its picture. Whether they still get its words is
/// asked like any note's.
async fn words_alone(tx: &mut Tx, env: &Env, note: &Note, reader: AdultId) -> Served<()> {
    if note.taken_back || !note.written_as.is_staff() || !shows_people(&note.content) {
        return Ok(());
    }
    let Some((account, source)) = writer(tx, note).await? else {
        return Ok(());
    };
    let talk = &mut Talk::new(tx, env, account, None, None).by_itself();
    if !relay::keeps_picture(talk, note, reader).await? {
        return Ok(());
    }
    let Some(head) = relay::head_of(talk, note).await? else {
        return Ok(());
    };
    relay::letters(talk, note, &source, &head, None, &[reader])
        .await
        .map(drop)
}

/// The account that wrote the note, if it is still its writer's. `None` too where there are newer words of it:
/// they were held too, and go instead.
async fn writer(tx: &mut Tx, note: &Note) -> Served<Option<(Account, Source)>> {
    let Some(source) = store::notes::source(tx, note.id).await? else {
        return Ok(None);
    };
    let newest = store::notes::by_source(tx, source.account, source.message).await?;
    if !newest.iter().any(|newest| newest.id == note.id) {
        return Ok(None);
    }
    let account = store::accounts::get(tx, source.account).await?;
    let own = account.filter(|account| account.adult == Some(note.by));
    Ok(own.map(|account| (account, source)))
}

async fn one(tx: &mut Tx, env: &Env, note: &Note) -> Served<()> {
    let Some((account, source)) = writer(tx, note).await? else {
        return Ok(());
    };
    let Some(child) = store::children::get(tx, note.thread.child).await? else {
        return Ok(());
    };
    let talk = &mut Talk::new(tx, env, account, None, None).by_itself();
    let Some(head) = relay::head_of(talk, note).await? else {
        return Ok(());
    };
    let desk = people::desk(talk.tx, env, &child, note.by).await?;
    let readers = desk.iter().flat_map(Desk::readers);
    let readers = readers.filter(|r| sees(note.written_as, note.audience, r.side.party()));
    let readers: Vec<_> = readers.map(|reader| reader.adult).collect();
    if !readers.is_empty() {
        let piece = Piece {
            content: note.content.clone(),
            message: source.message,
            album: source.album,
        };
        let (fresh, source) = relay::fresh(talk, Like::of(note), note.thread, &piece, readers);
        if relay::post(talk, &fresh, &source, &head, None).await? == Relayed::Somebody {
            return Ok(());
        }
    }
    let list = numbers::at(talk.tx, child.school).await?;
    let letter = Letter::about(note.by, child.id, Action::FamilyNote, Kind::Alert)
        .dedup(format!("note_orphaned:{}", note.id));
    mail::post(talk.tx, env, letter, |account| {
        let locale = account.locale;
        let mut html = say!(locale, "note-orphaned", child = child.called());
        html.join("\n\n", &numbers::ring(locale, &list));
        Parcel::text(html)
    })
    .await
    .map(drop)
}
