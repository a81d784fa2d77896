//! Everything about a child stops: a death, an order. Nothing is sent and nothing is asked while it
//! stands; the family is told by people, never by a sentence of ours.

use super::lifecycle::button;
use super::parting::trace;
use super::roster::{self, child as card};
use super::{Served, Talk, rights, weekly};
use crate::base::{AdultId, ChildId, Env, Name};
use crate::dialogue;
use crate::dialogue::lifecycle::Tap;
use crate::model::audit::Look;
use crate::model::lifecycle::FreezeKind;
use crate::model::message::Button;
use crate::model::record::{Child, Programme};
use crate::model::rights::{Action, Ledger, Place, may};
use crate::model::unit::Role;
use crate::store::freezes::Standing;
use crate::store::{self, Tx};
use crate::{label, say};

/// The child, if the speaker decides about it; a frozen one too.
async fn decided(talk: &mut Talk<'_>, child: ChildId) -> Served<Option<Child>> {
    match talk.sees(Look::Card, Action::Decide, child).await? {
        true => store::children::get(talk.tx, child).await,
        false => Ok(None),
    }
}

fn back(talk: &Talk<'_>, child: ChildId) -> Vec<Button> {
    let tap = dialogue::roster::Tap::Child(child);
    vec![roster::button(label!(talk.locale(), "button-back"), tap)]
}

/// What a child's card offers a lead.
pub(super) async fn child_rows(
    talk: &mut Talk<'_>,
    child: &Child,
    frozen: bool,
) -> Served<Vec<Vec<Button>>> {
    if !talk.may(Action::Decide, child.id).await? {
        return Ok(Vec::new());
    }
    let locale = talk.locale();
    Ok(vec![vec![match frozen {
        true => button(label!(locale, "lifecycle-thaw"), Tap::AskThaw(child.id)),
        false => button(label!(locale, "lifecycle-freeze"), Tap::Freeze(child.id)),
    }]])
}

/// Which kind it is.
pub(super) async fn kinds(talk: &mut Talk<'_>, child: ChildId) -> Served<()> {
    let Some(record) = decided(talk, child).await? else {
        return talk.refuse().await;
    };
    let locale = talk.locale();
    let mut rows: Vec<Vec<Button>> = FreezeKind::ALL
        .iter()
        .map(|kind| {
            let words = label!(locale, &format!("lifecycle-freeze-{}", kind.as_str()));
            vec![button(words, Tap::AskFreeze(child, *kind))]
        })
        .collect();
    rows.push(back(talk, child));
    talk.show(
        say!(locale, "lifecycle-ask-freeze-kind", child = &record.name),
        rows,
    )
    .await
}

/// Asks once more before it is done.
pub(super) async fn ask(talk: &mut Talk<'_>, child: ChildId, kind: FreezeKind) -> Served<()> {
    let Some(record) = decided(talk, child).await? else {
        return talk.refuse().await;
    };
    let locale = talk.locale();
    let rows = vec![
        vec![button(
            label!(locale, "lifecycle-yes-freeze"),
            Tap::DoFreeze(child, kind),
        )],
        back(talk, child),
    ];
    talk.show(
        say!(locale, "lifecycle-ask-freeze", child = &record.name),
        rows,
    )
    .await
}

pub(super) async fn confirmed(talk: &mut Talk<'_>, child: ChildId, kind: FreezeKind) -> Served<()> {
    if decided(talk, child).await?.is_none() {
        return talk.refuse().await;
    }
    let by = talk.adult();
    freeze(talk.tx, talk.env, by, child, kind).await?;
    card(talk, child).await
}

/// Freezes the child now: everything that waits about it is withdrawn, from retry queues too; what is
/// under way is asked about again before it goes a second time. False when it stands already.
pub async fn freeze(
    tx: &mut Tx,
    env: &Env,
    by: Option<AdultId>,
    child: ChildId,
    kind: FreezeKind,
) -> Served<bool> {
    let now = env.now();
    let Some(record) = store::children::get(tx, child).await? else {
        return Ok(false);
    };
    if store::freezes::standing(tx, child, now).await?.is_some() {
        return Ok(false);
    }
    let programme = record.programme;
    let standing = Standing { kind, programme };
    store::freezes::put(tx, env.id(), child, standing, by, now).await?;
    store::children::set_programme(tx, child, Programme::Frozen, now).await?;
    store::outbox_waiting::withdraw_child(tx, now, child).await?;
    for link in store::links::of_child(tx, child).await? {
        // An update about several children is written anew about the others.
        weekly::recompose(tx, env, link.adult).await?;
    }
    trace(tx, env, by, "freeze", child).await?;
    Ok(true)
}

pub(super) async fn ask_thaw(talk: &mut Talk<'_>, child: ChildId) -> Served<()> {
    let Some(record) = decided(talk, child).await? else {
        return talk.refuse().await;
    };
    let locale = talk.locale();
    let yes = label!(locale, "lifecycle-yes-thaw");
    let rows = vec![vec![button(yes, Tap::Thaw(child))], back(talk, child)];
    talk.show(
        say!(locale, "lifecycle-ask-thaw", child = &record.name),
        rows,
    )
    .await
}

pub(super) async fn thawed(talk: &mut Talk<'_>, child: ChildId) -> Served<()> {
    if decided(talk, child).await?.is_none() {
        return talk.refuse().await;
    }
    let by = talk.adult();
    thaw(talk.tx, talk.env, by, child).await?;
    card(talk, child).await
}

/// Ends the freeze; nothing that was withdrawn comes back. False when none stands.
pub async fn thaw(tx: &mut Tx, env: &Env, by: Option<AdultId>, child: ChildId) -> Served<bool> {
    let now = env.now();
    let Some(standing) = store::freezes::standing(tx, child, now).await? else {
        return Ok(false);
    };
    store::freezes::lift(tx, child, by, now).await?;
    store::children::set_programme(tx, child, standing.programme, now).await?;
    trace(tx, env, by, "unfreeze", child).await?;
    Ok(true)
}

/// Whom somebody speaks with whose button is answered by a freeze alone: the child's lead. `None` for
/// everybody who would have no right without the freeze either.
pub(super) async fn whom_to_ask(
    tx: &mut Tx,
    env: &Env,
    adult: AdultId,
    child: ChildId,
) -> Served<Option<Name>> {
    let (ledger, now) = (rights::ledger(tx, adult).await?, env.now());
    let Some(place) = rights::place(tx, child).await? else {
        return Ok(None);
    };
    if !place.is_frozen(now) || !knows_without_freeze(tx, &ledger, place, env).await? {
        return Ok(None);
    }
    let Some(record) = store::children::get(tx, child).await? else {
        return Ok(None);
    };
    let leads = store::posts::holders(tx, record.school, Role::SchoolLead, now).await?;
    let Some(lead) = leads.into_iter().find(|lead| *lead != adult) else {
        return Ok(None);
    };
    Ok(store::adults::get(tx, lead).await?.map(|lead| lead.name))
}

async fn knows_without_freeze(
    tx: &mut Tx,
    ledger: &Ledger,
    place: Place,
    env: &Env,
) -> Served<bool> {
    let now = env.now();
    let before = store::freezes::standing(tx, place.child, now).await?;
    let thawed = Place {
        programme: before.map_or(Programme::Active, |standing| standing.programme),
        freezes: Vec::new(),
        ..place
    };
    Ok(may(ledger, Action::Know, &thawed, now))
}
