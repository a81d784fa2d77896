//! Who has seen what the school wrote: the family's one tap, the school's list, one reminder.
//!
//! A family learns nothing of this: neither who else got a note, nor who has seen it (domain 6, "Divorced
//! parents"). The school learns what it can know: that somebody said so, or that the messenger has it.

mod chase;
mod page;
mod remind;
mod ring;
mod seen;

pub use remind::{STUCK, tick};
pub(super) use seen::{answered, changed};

use chrono_tz::Tz;

use super::{Served, Talk, rights};
use crate::base::{ChildId, Html, MailingId, UnitId};
use crate::dialogue::receipt::Tap;
use crate::dialogue::{self};
use crate::label;
use crate::model::Locale;
use crate::model::message::Button;
use crate::model::record::Child;
use crate::model::rights::Action;
use crate::model::unit::UnitKind;
use crate::model::urgent::{self, Reason};
use crate::store::notes::Note;
use crate::store::receipts::Mailing;
use crate::store::{self, Tx};
use crate::text::weekly::UNITS;

/// A button of this feature was tapped.
pub async fn tapped(talk: &mut Talk<'_>, tap: &Tap) -> Served<()> {
    match tap {
        Tap::Seen(note) => seen::seen(talk, *note).await,
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
        changed: None,
        reminded: None,
        urgent,
        step: 0,
        taken_back: None,
    };
    let next = urgent.map(|_| mailing.sent + urgent::wait(0));
    store::receipts::begin(talk.tx, &mailing, next).await?;
    Ok(Some(mailing.id))
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
    mut children: Vec<&'a Child>,
) -> Served<Vec<&'a Child>> {
    let Some(me) = talk.adult() else {
        return Ok(Vec::new());
    };
    let (ledger, now) = (rights::ledger(talk.tx, me).await?, talk.env.now());
    children.retain(|child| !ledger.is_kin(child.id, now));
    Ok(children)
}

/// Whom to ring about these children, of whose families nobody is in the chat: as many messages as it takes. The
/// caller has asked.
pub(super) async fn to_ring(talk: &mut Talk<'_>, children: &[&Child]) -> Served<Vec<Html>> {
    let locale = talk.locale();
    for child in children {
        talk.tells_of(child.id, Action::SchoolNote);
    }
    let pages = ring::pages(talk.tx, talk.env, locale, children, &[], UNITS).await?;
    Ok(pages.into_iter().map(|page| page.html).collect())
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
