//! A family says that it knows, or the school says so on its behalf: whose word it is, what it ends, and what
//! changed words make of it.

use super::{chase, task_key};
use crate::base::{AdultId, ChildId, Env, MailingId, NoteId};
use crate::label;
use crate::model::audit::{Look, Why};
use crate::model::message::{Content, Keyboard, Kind, Parcel};
use crate::model::receipt::{Said, Way};
use crate::model::record::Whereabouts;
use crate::model::rights::{Action, LinkRole, LinkState};
use crate::model::urgent::{Enough, Reason};
use crate::say;
use crate::service::{Served, Talk};
use crate::store::receipts::{Given, Mailing};
use crate::store::tasks::TaskKind;
use crate::store::{self, Tx, audit};

/// What a word did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// The family knows.
    Known,
    /// It was said from far away, where somebody has to be there.
    Afar,
    /// This person has said so before.
    Before,
}

/// Whose word about a mailing is enough.
pub(super) fn enough(mailing: &Mailing) -> Enough {
    mailing.urgent.map_or(Enough::Anyone, Reason::enough)
}

/// The speaker has seen this note. The note stays as it is: the thanks come below it, without a sound.
pub(super) async fn seen(talk: &mut Talk<'_>, note: NoteId) -> Served<()> {
    let Some(asked) = store::receipts::asked(talk.tx, note).await? else {
        return talk.refuse().await;
    };
    let own = talk.adult() == Some(asked.reader);
    let (look, right) = (Look::Thread, Action::FamilyNote);
    if !talk.sees(look, right, asked.child).await? || !own {
        return talk.refuse().await;
    }
    if asked.changed {
        let words = label!(talk.locale(), "receipt-changed");
        return talk.toast(words).await;
    }
    thank(talk, (asked.mailing, asked.child)).await
}

/// Keeps the tap and says thank you below, without a sound; the second time over the button alone.
pub(super) async fn thank(talk: &mut Talk<'_>, about: (MailingId, ChildId)) -> Served<()> {
    let locale = talk.locale();
    let key = match acknowledge(talk, about, Way::Tap).await? {
        Kept::Before => return talk.toast(label!(locale, "receipt-known")).await,
        Kept::Known => "receipt-thanks",
        Kept::Afar => "urgent-thanks-afar",
    };
    talk.leave_tapped();
    let html = say!(locale, key);
    let parcel = Parcel::Send {
        content: Content::Text { html },
        keyboard: Keyboard::rows(Vec::new()),
        protect: false,
        silent: true,
    };
    talk.put(Kind::Reply, parcel, None).await.map(drop)
}

/// Whoever answered a note has seen it, unless it says something else by now. The answer was allowed and has
/// gone.
pub async fn answered(talk: &mut Talk<'_>, note: NoteId) -> Served<()> {
    match store::receipts::asked(talk.tx, note).await? {
        Some(asked) if talk.adult() == Some(asked.reader) && !asked.changed => {
            let about = (asked.mailing, asked.child);
            acknowledge(talk, about, Way::Answer).await.map(drop)
        }
        _ => Ok(()),
    }
}

/// Keeps a word that a family knows, with its trace.
pub(super) async fn acknowledge(
    talk: &mut Talk<'_>,
    about: (MailingId, ChildId),
    way: Way,
) -> Served<Kept> {
    let (Some(by), Some(mailing)) = (talk.adult(), store::receipts::get(talk.tx, about.0).await?)
    else {
        return Ok(Kept::Before);
    };
    let at_home = !way.is_own() || at_home(talk.tx, about.1, by).await?;
    let said = Said { way, at_home };
    if !store::receipts::put(talk.tx, about, by, said, talk.env.now()).await? {
        return Ok(Kept::Before);
    }
    let ends = at_home || enough(&mailing) == Enough::Anyone;
    if ends {
        // Where the school was asked to ring, it need not any more.
        let (kind, key) = (TaskKind::UrgentUnseen, task_key(about));
        store::tasks::done_by_key(talk.tx, kind, &key, Some(by), talk.env.now()).await?;
    }
    let act = audit::Act {
        by: Some(by),
        action: "note_seen",
        child: Some(about.1),
        detail: Some(way.as_str()),
        why: Some(if way.is_own() { Why::Link } else { Why::Post }),
        ..audit::Act::default()
    };
    audit::note(talk.tx, talk.env, act).await?;
    Ok(if ends { Kept::Known } else { Kept::Afar })
}

/// Whether somebody of the family is with the child, or is asked about it because they are near: a guardian, a
/// contact (asked for nothing but to see to it), a parent who lives there or has come home.
async fn at_home(tx: &mut Tx, child: ChildId, adult: AdultId) -> Served<bool> {
    let link = store::links::pair(tx, child, adult).await?;
    let Some(link) = link.filter(|link| link.state == LinkState::Active) else {
        return Ok(false);
    };
    if link.role != LinkRole::Parent {
        return Ok(true);
    }
    let rostered = store::adults::rostered(tx, child).await?;
    let own = rostered.iter().find(|person| person.adult.id == adult);
    if own.is_some_and(|person| person.lives_with) {
        return Ok(true);
    }
    let facts = store::children::parents(tx, child).await?;
    Ok(facts.iter().any(|fact| {
        Some(fact.parent) == link.relation.parent() && fact.whereabouts == Whereabouts::Home
    }))
}

/// A mailing says something else from now on. What was said of the old words was forgotten; where it is asked
/// about, the asking begins anew, and who was asked to see to it gets the new words at once.
pub async fn changed(tx: &mut Tx, env: &Env, id: MailingId) -> Served<()> {
    let Some(mailing) = store::receipts::get(tx, id).await? else {
        return Ok(());
    };
    if mailing.urgent.is_some() {
        chase::anew(tx, env, &mailing).await?;
    }
    Ok(())
}

/// Who of a family has said from far away that they know.
pub(super) fn afar(given: &[Given], child: ChildId) -> Vec<AdultId> {
    let of = given.iter().filter(|given| given.child == child);
    let of = of.filter(|given| given.said.way.is_own() && !given.said.at_home);
    of.map(|given| given.by).collect()
}
