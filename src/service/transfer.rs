//! A child moves to another school: the old one starts, the new one accepts with a class, a parent
//! confirms. On that minute the old staff lose sight; the family's links last for 30 days more, and longer
//! only by the new school's word.

mod answer;
mod screens;

pub(super) use answer::{accept, confirm, confirm_on_paper, refuse};
pub(super) use screens::{child_rows, classes, lead_rows, offers, schools};

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::lifecycle::button;
use super::mail::{self, Letter};
use super::parting::trace;
use super::roster::{self, child as card};
use super::{Served, Talk, request};
use crate::base::{AdultId, ChildId, Env, TransferId, UnitId};
use crate::dialogue;
use crate::dialogue::lifecycle::Tap;
use crate::model::audit::Look;
use crate::model::lifecycle::CARRIED;
use crate::model::message::{Kind, Parcel};
use crate::model::record::Child;
use crate::model::rights::Action;
use crate::model::unit::{Role, UnitKind};
use crate::store::tasks::TaskKind;
use crate::store::transfers::{State, Transfer};
use crate::store::{self, Tx};
use crate::{label, say};

/// The child and the other school, if the speaker may start this move.
async fn startable(
    talk: &mut Talk<'_>,
    child: ChildId,
    school: UnitId,
) -> Served<Option<(Child, String)>> {
    if !talk.sees(Look::Card, Action::Decide, child).await? {
        return Ok(None);
    }
    let record = store::children::get(talk.tx, child).await?;
    let unit = store::units::get(talk.tx, school).await?;
    let unit = unit.filter(|unit| unit.kind == UnitKind::School);
    let (Some(record), Some(unit)) = (record, unit) else {
        return Ok(None);
    };
    Ok((record.school != school).then_some((record, unit.name)))
}

pub(super) async fn ask(talk: &mut Talk<'_>, child: ChildId, school: UnitId) -> Served<()> {
    let Some((record, name)) = startable(talk, child, school).await? else {
        return talk.refuse().await;
    };
    let locale = talk.locale();
    let html = say!(
        locale,
        "lifecycle-move-ask",
        child = &record.name,
        school = name
    );
    let yes = label!(locale, "lifecycle-move-yes");
    let back = dialogue::roster::Tap::Child(child);
    let rows = vec![
        vec![button(yes, Tap::Move(child, school))],
        vec![roster::button(label!(locale, "button-back"), back)],
    ];
    talk.show(html, rows).await
}

/// The old school starts; the leads of the new one are asked.
pub(super) async fn start(talk: &mut Talk<'_>, child: ChildId, school: UnitId) -> Served<()> {
    let found = startable(talk, child, school).await?;
    let (Some((record, _)), Some(by)) = (found, talk.adult()) else {
        return talk.refuse().await;
    };
    let (id, now): (TransferId, _) = (talk.env.id(), talk.env.now());
    let schools = (record.school, school);
    if store::transfers::offer(talk.tx, id, child, schools, by, now).await? {
        trace(talk.tx, talk.env, Some(by), "offer_move", child).await?;
        offer(talk.tx, talk.env, &record, school).await?;
    }
    card(talk, child).await
}

async fn offer(tx: &mut Tx, env: &Env, child: &Child, school: UnitId) -> Served<()> {
    let from = store::units::get(tx, child.school).await?;
    let from = from.map(|unit| unit.name).unwrap_or_default();
    for lead in store::posts::holders(tx, school, Role::SchoolLead, env.now()).await? {
        let letter = Letter::about(lead, child.id, Action::TakeOver, Kind::Task);
        mail::post(tx, env, letter, |account| {
            let locale = account.locale;
            let html = say!(
                locale,
                "lifecycle-offered",
                child = &child.name,
                school = &from
            );
            let row = button(label!(locale, "lifecycle-offers"), Tap::Offers);
            Parcel::with_buttons(html, vec![vec![row]])
        })
        .await?;
    }
    Ok(())
}

/// The old school calls it off.
pub(super) async fn stop(talk: &mut Talk<'_>, id: TransferId) -> Served<()> {
    let transfer = store::transfers::get(talk.tx, id).await?;
    let (Some(transfer), Some(by)) = (transfer, talk.adult()) else {
        return talk.refuse().await;
    };
    if !talk
        .sees(Look::Card, Action::Decide, transfer.child)
        .await?
    {
        return talk.refuse().await;
    }
    let now = talk.env.now();
    if store::transfers::settle(talk.tx, id, State::Withdrawn, Some(by), now).await? {
        trace(talk.tx, talk.env, Some(by), "stop_move", transfer.child).await?;
        for lead in store::posts::holders(talk.tx, transfer.to, Role::SchoolLead, now).await? {
            mail::uphold(talk.tx, talk.env, lead).await?;
        }
    }
    card(talk, transfer.child).await
}

/// The child belongs to the new school from this minute on.
pub(super) async fn move_over(
    tx: &mut Tx,
    env: &Env,
    by: AdultId,
    transfer: &Transfer,
) -> Served<bool> {
    let (child, now) = (transfer.child, env.now());
    let Some(class) = transfer.class else {
        return Ok(false);
    };
    if !store::transfers::settle(tx, transfer.id, State::Done, Some(by), now).await? {
        return Ok(false);
    }
    let schools = (transfer.from, transfer.to);
    let old = staff_of(tx, transfer.from).await?;
    store::transfers::move_child(tx, child, (transfer.to, class), now).await?;
    take_along(tx, env, Some(by), (child, transfer.id), schools, true).await?;
    for adult in old {
        mail::uphold(tx, env, adult).await?;
    }
    tell_new_school(tx, env, transfer).await?;
    Ok(true)
}

/// So long a list can take back what a list moved; after it the school that has the record moves it.
pub(super) const CORRECTED: TimeDelta = TimeDelta::days(7);

/// A pupil whom a school's list names at another school than before.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moved {
    pub child: ChildId,
    pub from: UnitId,
    pub to: UnitId,
    pub class: UnitId,
}

/// What a move in the chat does, for children whose records a list has moved already. The new school sees in
/// its tasks whose links to keep: a list of three hundred pupils is no reason for three hundred messages.
pub(super) async fn by_list(tx: &mut Tx, env: &Env, moves: &[Moved]) -> Served<()> {
    let now = env.now();
    let mut old: BTreeSet<AdultId> = BTreeSet::new();
    let schools: BTreeSet<UnitId> = moves.iter().map(|moved| moved.from).collect();
    for school in schools {
        old.extend(staff_of(tx, school).await?);
    }
    for &Moved {
        child,
        from,
        to,
        class,
    } in moves
    {
        if let Some(open) = store::transfers::open(tx, child).await? {
            store::transfers::settle(tx, open.id, State::Withdrawn, None, now).await?;
            old.extend(store::posts::holders(tx, open.to, Role::SchoolLead, now).await?);
        }
        // The list before this one was wrong: what it ended goes on.
        let wrong = store::transfers::listed(tx, child, (to, from), now - CORRECTED).await?;
        if let Some((id, at)) = wrong {
            store::transfers::uncarry_links(tx, child, at + CARRIED).await?;
            store::transfers::undo(tx, id).await?;
            trace(tx, env, None, "move_undone", child).await?;
            take_along(tx, env, None, (child, id), (from, to), false).await?;
            continue;
        }
        let id: TransferId = env.id();
        store::transfers::by_list(tx, id, child, (from, to), class, now).await?;
        take_along(tx, env, None, (child, id), (from, to), true).await?;
    }
    for adult in old {
        mail::uphold(tx, env, adult).await?;
    }
    Ok(())
}

/// Everything open about the child goes to the new school, and the family's links until that has looked at
/// them, unless it only comes back; `by`: who moved it in the chat.
async fn take_along(
    tx: &mut Tx,
    env: &Env,
    by: Option<AdultId>,
    (child, transfer): (ChildId, TransferId),
    (from, to): (UnitId, UnitId),
    carries: bool,
) -> Served<()> {
    let now = env.now();
    store::tasks::move_to(tx, child, (from, to)).await?;
    store::requests::move_to(tx, child, to).await?;
    store::concerns::move_to(tx, child, to, now).await?;
    let carried = match carries {
        true => store::transfers::carry_links(tx, child, now + CARRIED).await?,
        false => 0,
    };
    trace(tx, env, by, "move", child).await?;
    if carried > 0 || by.is_some() {
        let (kind, key) = (TaskKind::CarriedLinks, transfer.to_string());
        store::tasks::open(tx, env, to, Some(child), None, kind, &key).await?;
    }
    request::moved(tx, env, child).await
}

/// Everybody with a post at a school, one of its classes, or a home that belongs to it.
async fn staff_of(tx: &mut Tx, school: UnitId) -> Served<Vec<AdultId>> {
    let listed = store::posts::of_school(tx, school).await?;
    let mut staff: Vec<AdultId> = listed.into_iter().map(|person| person.adult).collect();
    staff.sort();
    staff.dedup();
    Ok(staff)
}

async fn tell_new_school(tx: &mut Tx, env: &Env, transfer: &Transfer) -> Served<()> {
    let Some(child) = store::children::get(tx, transfer.child).await? else {
        return Ok(());
    };
    for lead in store::posts::holders(tx, transfer.to, Role::SchoolLead, env.now()).await? {
        let letter = Letter::about(lead, child.id, Action::Decide, Kind::Task);
        mail::post(tx, env, letter, |account| {
            let locale = account.locale;
            let html = say!(locale, "lifecycle-moved-in", child = &child.name);
            let open = dialogue::roster::Tap::Child(child.id);
            let words = label!(locale, "lifecycle-open-card");
            Parcel::with_buttons(html, vec![vec![roster::button(words, open)]])
        })
        .await?;
    }
    Ok(())
}

/// The new school keeps a link that came with the child.
pub(super) async fn keep(talk: &mut Talk<'_>, child: ChildId, adult: AdultId) -> Served<()> {
    let (true, Some(by)) = (
        talk.sees(Look::Card, Action::Decide, child).await?,
        talk.adult(),
    ) else {
        return talk.refuse().await;
    };
    // Nobody decides about themselves.
    if by == adult {
        return talk.refuse().await;
    }
    let now = talk.env.now();
    if store::transfers::keep_link(talk.tx, child, adult, by, now).await? {
        trace(talk.tx, talk.env, Some(by), "keep_link", child).await?;
    }
    card(talk, child).await
}
