//! Outside a school's working hours a note waits, its writer is told when somebody reads it, and the urgent
//! path stays open: a number to ring, and twice a day the note at once.

use super::button;
use super::people::{self, Side};
use super::route::Route;
use crate::base::{AdultId, ChildId, Env, Html, Instant, NoteId};
use crate::dialogue::note::Tap;
use crate::model::message::Button;
use crate::model::rights::Action;
use crate::model::unit::UnitKind;
use crate::model::visibility::Party;
use crate::model::work_hours::URGENT;
use crate::service::{Served, Talk, numbers, rights};
use crate::store::notes::Note;
use crate::store::outbox_view::OutboxState;
use crate::store::{self, Tx, tallies};
use crate::text::dates;
use crate::{label, say};

/// When this teacher or lead reads what a family writes about the child now; `None`: at once. A care home has
/// somebody on duty at any hour.
pub(super) async fn opens(
    tx: &mut Tx,
    env: &Env,
    child: ChildId,
    reader: AdultId,
) -> Served<Option<Instant>> {
    let side = people::side(tx, env, reader, child).await?;
    let works = side.is_some_and(|side| works(side.party()));
    let account = store::accounts::of_adult(tx, reader).await?;
    let (Some(account), Some(place), true) = (account, rights::place(tx, child).await?, works)
    else {
        return Ok(None);
    };
    for unit in &place.units {
        let found = store::units::get(tx, *unit).await?;
        if found.is_some_and(|unit| unit.kind == UnitKind::School) {
            let settings = store::units::settings(tx, *unit).await?;
            let is_school_day = |day| settings.is_school_day(day);
            return Ok(account.work.opens(env.now(), place.zone, is_school_day));
        }
    }
    Ok(None)
}

/// Whether somebody has hours at all.
const fn works(party: Party) -> bool {
    matches!(party, Party::Teacher | Party::SchoolLead)
}

/// What the writer is told when nobody of the school reads it now, with the button for what cannot wait.
pub(super) async fn told(
    talk: &mut Talk<'_>,
    route: &Route,
    note: NoteId,
) -> Served<Option<(Html, Vec<Button>)>> {
    let mut first: Option<Instant> = None;
    if matches!(route.me, Side::Staff { .. }) {
        return Ok(None);
    }
    let readers = route.reached().into_iter();
    for reader in readers.filter(|reader| works(reader.side.party())) {
        match opens(talk.tx, talk.env, route.child.id, reader.adult).await? {
            None => return Ok(None),
            Some(opens) => first = Some(first.map_or(opens, |known| known.min(opens))),
        }
    }
    let place = rights::place(talk.tx, route.child.id).await?;
    let (Some(first), Some(place)) = (first, place) else {
        return Ok(None);
    };
    let locale = talk.locale();
    let when = dates::moment(locale, first, place.zone);
    let urgent = button(label!(locale, "note-urgent"), Tap::Now(note));
    Ok(Some((
        say!(locale, "note-waits", when = when),
        vec![urgent],
    )))
}

/// The speaker says that this note of theirs cannot wait.
pub(super) async fn urgent(talk: &mut Talk<'_>, note: NoteId) -> Served<()> {
    let account = talk.account.id;
    let written = store::notes::written(talk.tx, note).await?;
    let me = talk.adult();
    let own = |note: &Note| Some(note.by) == me && !note.written_as.is_staff() && !note.taken_back;
    let notes = written.into_iter().map(|(_, note)| note);
    let notes: Vec<Note> = notes.filter(own).collect();
    let Some(child) = notes.first().map(|note| note.thread.child) else {
        return talk.refuse().await;
    };
    if !talk.may(Action::FamilyNote, child).await? {
        return talk.refuse().await;
    }
    let Some(record) = store::children::get(talk.tx, child).await? else {
        return talk.refuse().await;
    };
    let (mut waiting, mut sent, mut leaves) = (Vec::new(), false, false);
    for own in &notes {
        for copy in store::notes::copies(talk.tx, own).await? {
            let Some(adult) = copy.adult else {
                continue;
            };
            // Who is at home is not woken by it, and is not the school.
            if store::links::pair(talk.tx, child, adult).await?.is_some() {
                continue;
            }
            match copy.state {
                OutboxState::Waiting => waiting.push(copy),
                OutboxState::Claimed => leaves = true,
                OutboxState::Sent => sent = true,
                OutboxState::Refused | OutboxState::Withdrawn | OutboxState::Expired => {}
            }
        }
    }
    let (locale, now) = (talk.locale(), talk.env.now());
    let key = format!("urgent_note {account}");
    let rests = tallies::rests_until(talk.tx, &key, now).await?;
    let mut html = match (waiting.is_empty(), rests) {
        (true, _) if sent => say!(locale, "note-urgent-there"),
        (true, _) if leaves => say!(locale, "note-urgent-passed"),
        // Refused, taken back, too old: nobody has it and nobody will.
        (true, _) => say!(locale, "note-unreached-school"),
        (false, Some(_)) => say!(locale, "note-urgent-enough"),
        (false, None) => {
            tallies::hit(talk.tx, &key, URGENT, now).await?;
            store::outbox_waiting::hasten(talk.tx, now, &waiting).await?;
            say!(locale, "note-urgent-passed")
        }
    };
    let list = numbers::at(talk.tx, record.school).await?;
    html.join("\n\n", &numbers::ring(locale, &list));
    let back = button(label!(locale, "note-take-back"), Tap::TakeBack(note));
    talk.show(html, vec![vec![back]]).await
}
