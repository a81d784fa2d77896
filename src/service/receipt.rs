//! Who has seen what the school wrote: the family's one tap, the school's list, one reminder.
//!
//! A family learns nothing of this: neither who else got a note, nor who has seen it (domain 6, "Divorced
//! parents"). The school learns what it can know: that somebody said so, or that the messenger has it.

mod chase;
mod page;
mod remind;

pub use remind::tick;

use chrono_tz::Tz;

use super::{Served, Talk, rights};
use crate::base::{ChildId, Html, MailingId, NoteId, UnitId};
use crate::dialogue::receipt::Tap;
use crate::dialogue::{self};
use crate::label;
use crate::model::Locale;
use crate::model::audit::{Look, Why};
use crate::model::message::{Button, Content, Keyboard, Kind, Parcel};
use crate::model::receipt::Way;
use crate::model::record::Child;
use crate::model::rights::Action;
use crate::model::unit::UnitKind;
use crate::model::urgent::{self, Reason};
use crate::say;
use crate::store::notes::Note;
use crate::store::receipts::Mailing;
use crate::store::tasks::TaskKind;
use crate::store::{self, Tx, audit};

/// A button of this feature was tapped.
pub async fn tapped(talk: &mut Talk<'_>, tap: &Tap) -> Served<()> {
    match tap {
        Tap::Seen(note) => seen(talk, *note).await,
        Tap::Open(mailing, from) => page::open(talk, *mailing, *from).await,
        Tap::OfClass(class) => page::of_class(talk, *class).await,
        Tap::OfChild(child) => page::of_child(talk, *child).await,
        Tap::Family(mailing, child) => page::family(talk, *mailing, *child).await,
        Tap::Told(mailing, child, way) => page::told(talk, *mailing, *child, *way).await,
        Tap::Remind(mailing) => remind::once(talk, *mailing).await,
        Tap::Care(mailing, child) => chase::care(talk, *mailing, *child).await,
    }
}

/// The speaker writes to these families at once: every note of it names the mailing.
pub(super) async fn begin(
    talk: &mut Talk<'_>,
    class: Option<UnitId>,
    children: Vec<ChildId>,
    urgent: Option<Reason>,
) -> Served<Option<MailingId>> {
    let Some(by) = talk.adult() else {
        return Ok(None);
    };
    let mailing = Mailing {
        id: talk.env.id(),
        by,
        class,
        children,
        sent: talk.env.now(),
        reminded: None,
        urgent,
        step: 0,
    };
    let next = urgent.map(|_| mailing.sent + urgent::wait(0));
    store::receipts::begin(talk.tx, &mailing, next).await?;
    Ok(Some(mailing.id))
}

/// The speaker has seen this note. The note stays as it is: the thanks come below it, without a sound.
async fn seen(talk: &mut Talk<'_>, note: NoteId) -> Served<()> {
    let Some((mailing, child, reader)) = store::receipts::asked(talk.tx, note).await? else {
        return talk.refuse().await;
    };
    let own = talk.adult() == Some(reader);
    if !talk.sees(Look::Thread, Action::FamilyNote, child).await? || !own {
        return talk.refuse().await;
    }
    thank(talk, (mailing, child)).await
}

/// Keeps the tap and says thank you below, without a sound; the second time over the button alone.
async fn thank(talk: &mut Talk<'_>, about: (MailingId, ChildId)) -> Served<()> {
    let locale = talk.locale();
    if !acknowledge(talk, about, Way::Tap).await? {
        return talk.toast(label!(locale, "receipt-known")).await;
    }
    talk.leave_tapped();
    let html = say!(locale, "receipt-thanks");
    let parcel = Parcel::Send {
        content: Content::Text { html },
        keyboard: Keyboard::rows(Vec::new()),
        protect: false,
        silent: true,
    };
    talk.put(Kind::Reply, parcel, None).await.map(drop)
}

/// Whoever answered a note has seen it. The answer was allowed and has gone.
pub(super) async fn answered(talk: &mut Talk<'_>, note: NoteId) -> Served<()> {
    match store::receipts::asked(talk.tx, note).await? {
        Some((mailing, child, reader)) if talk.adult() == Some(reader) => {
            acknowledge(talk, (mailing, child), Way::Answer)
                .await
                .map(drop)
        }
        _ => Ok(()),
    }
}

/// Keeps that a family knows, with its trace. False: the speaker has said so before.
async fn acknowledge(talk: &mut Talk<'_>, about: (MailingId, ChildId), way: Way) -> Served<bool> {
    let Some(by) = talk.adult() else {
        return Ok(false);
    };
    if !store::receipts::put(talk.tx, about, by, way, talk.env.now()).await? {
        return Ok(false);
    }
    // Where the school was asked to ring, it need not any more.
    let (kind, key) = (TaskKind::UrgentUnseen, task_key(about));
    store::tasks::done_by_key(talk.tx, kind, &key, Some(by), talk.env.now()).await?;
    let act = audit::Act {
        by: Some(by),
        action: "note_seen",
        child: Some(about.1),
        detail: Some(way.as_str()),
        why: Some(if way.is_own() { Why::Link } else { Why::Post }),
        ..audit::Act::default()
    };
    audit::note(talk.tx, talk.env, act).await?;
    Ok(true)
}

/// What makes a task about one family and mailing the same.
fn task_key((mailing, child): (MailingId, ChildId)) -> String {
    format!("{mailing}:{child}")
}

/// The clock of the school a class belongs to.
pub(super) async fn clock(tx: &mut Tx, unit: UnitId) -> Served<Tz> {
    let up = store::units::up(tx, unit).await?;
    let school = up.iter().find(|above| above.kind == UnitKind::School);
    let school = school.map_or(unit, |school| school.id);
    store::units::clock(tx, school).await
}

fn button(label: String, tap: Tap) -> Button {
    Button::tap(label, dialogue::Tap::Receipt(tap).encode())
}

/// The one large button under a note of the school.
pub(super) fn seen_rows(locale: Locale, note: &Note) -> Vec<Vec<Button>> {
    let tap = note.mailing.map(|_| Tap::Seen(note.id));
    let row = tap.map(|tap| vec![button(label!(locale, "receipt-seen"), tap)]);
    row.into_iter().collect()
}

/// What the writer of a mailing is offered.
pub(super) fn open_rows(locale: Locale, mailing: Option<MailingId>) -> Vec<Vec<Button>> {
    let row = |id| vec![button(label!(locale, "receipt-who"), Tap::Open(id, 0))];
    mailing.map(row).into_iter().collect()
}

/// Without the speaker's own: the numbers of the other side of a family are not for those of one of its sides.
pub(super) async fn not_own<'a>(
    talk: &mut Talk<'_>,
    children: Vec<&'a Child>,
) -> Served<Vec<&'a Child>> {
    let Some(me) = talk.adult() else {
        return Ok(Vec::new());
    };
    let mut out = Vec::new();
    for child in children {
        let mine = rights::not_kin(talk.tx, talk.env, child.id, vec![me]).await?;
        out.extend((!mine.is_empty()).then_some(child));
    }
    Ok(out)
}

/// Whom to ring about these children, of whose families nobody is in the chat. The caller has asked.
pub(super) async fn to_ring(talk: &mut Talk<'_>, children: &[&Child]) -> Served<Html> {
    let locale = talk.locale();
    for child in children {
        talk.tells_of(child.id, Action::SchoolNote);
    }
    chase::to_ring(talk.tx, talk.env, locale, children).await
}

/// What the list of a class offers.
pub(super) async fn class_rows(talk: &mut Talk<'_>, class: UnitId) -> Served<Vec<Vec<Button>>> {
    if !talk.may_at(Action::SchoolNote, class).await? {
        return Ok(Vec::new());
    }
    let label = label!(talk.locale(), "receipt-notes");
    Ok(vec![vec![button(label, Tap::OfClass(class))]])
}

/// What a child's card offers staff.
pub(super) async fn child_rows(talk: &mut Talk<'_>, child: &Child) -> Served<Vec<Vec<Button>>> {
    if !talk.may(Action::SchoolNote, child.id).await? {
        return Ok(Vec::new());
    }
    let label = label!(talk.locale(), "receipt-notes");
    Ok(vec![vec![button(label, Tap::OfChild(child.id))]])
}
