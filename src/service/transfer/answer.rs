//! Who answers a move: the new school with a class, a parent with a yes; or the old school, which has the
//! parent's yes on paper.

use super::super::mail::{self, Letter};
use super::super::parting::trace;
use super::super::roster::child as card;
use super::super::{Served, Talk, home};
use super::screens::{offered, offers};
use super::{button, move_over};
use crate::base::{TransferId, UnitId};
use crate::dialogue::lifecycle::Tap;
use crate::model::audit::Look;
use crate::model::message::{Kind, Parcel};
use crate::model::rights::{Action, LinkRole};
use crate::model::unit::{Role, UnitKind};
use crate::store;
use crate::store::transfers::{State, Transfer};
use crate::{label, say};

/// The new school has a place; the parents are asked.
pub(in super::super) async fn accept(
    talk: &mut Talk<'_>,
    id: TransferId,
    class: UnitId,
) -> Served<()> {
    let (Some(transfer), Some(by)) = (store::transfers::get(talk.tx, id).await?, talk.adult())
    else {
        return talk.refuse().await;
    };
    let unit = store::units::get(talk.tx, class).await?;
    let fits =
        unit.is_some_and(|unit| unit.kind == UnitKind::Class && unit.parent == Some(transfer.to));
    if !fits || offered(talk, &transfer).await?.is_none() {
        return talk.refuse().await;
    }
    if store::transfers::accept(talk.tx, id, class, by).await? {
        let child = transfer.child;
        trace(talk.tx, talk.env, Some(by), "accept_move", child).await?;
        ask_family(talk, &transfer).await?;
        tell_old_school(talk, &transfer, "lifecycle-move-accepted").await?;
    }
    // Until a parent confirms, the child is not this school's.
    talk.tells_of_nobody();
    offers(talk).await
}

async fn ask_family(talk: &mut Talk<'_>, transfer: &Transfer) -> Served<()> {
    let Some(child) = store::children::get(talk.tx, transfer.child).await? else {
        return Ok(());
    };
    let mut names = Vec::new();
    for unit in [transfer.from, transfer.to] {
        let unit = store::units::get(talk.tx, unit).await?;
        names.push(unit.map(|unit| unit.name).unwrap_or_default());
    }
    for link in store::links::of_child(talk.tx, child.id).await? {
        if link.role != LinkRole::Parent {
            continue;
        }
        let letter = Letter::about(link.adult, child.id, Action::ConfirmMove, Kind::Task);
        mail::post(talk.tx, talk.env, letter, |account| {
            let locale = account.locale;
            let html = say!(
                locale,
                "lifecycle-move-family",
                child = child.called(),
                old = &names[0],
                new = &names[1]
            );
            let yes = label!(locale, "lifecycle-move-confirm");
            let no = label!(locale, "lifecycle-move-decline");
            let rows = vec![
                vec![button(yes, Tap::ConfirmMove(transfer.id))],
                vec![button(no, Tap::DeclineMove(transfer.id))],
            ];
            Parcel::with_buttons(html, rows)
        })
        .await?;
    }
    Ok(())
}

async fn tell_old_school(talk: &mut Talk<'_>, transfer: &Transfer, key: &str) -> Served<()> {
    let Some(child) = store::children::get(talk.tx, transfer.child).await? else {
        return Ok(());
    };
    let now = talk.env.now();
    for lead in store::posts::holders(talk.tx, transfer.from, Role::SchoolLead, now).await? {
        if talk.adult() == Some(lead) {
            continue;
        }
        let letter = Letter::about(lead, child.id, Action::Decide, Kind::Notice);
        mail::post(talk.tx, talk.env, letter, |account| {
            let locale = account.locale;
            let html = say!(locale, key, child = &child.name);
            Parcel::with_buttons(html, home::menu_below(locale))
        })
        .await?;
    }
    Ok(())
}

/// The new school has no place.
pub(in super::super) async fn refuse(talk: &mut Talk<'_>, id: TransferId) -> Served<()> {
    let (Some(transfer), Some(by)) = (store::transfers::get(talk.tx, id).await?, talk.adult())
    else {
        return talk.refuse().await;
    };
    if offered(talk, &transfer).await?.is_none() {
        return talk.refuse().await;
    }
    let now = talk.env.now();
    if store::transfers::settle(talk.tx, id, State::Refused, Some(by), now).await? {
        trace(talk.tx, talk.env, Some(by), "refuse_move", transfer.child).await?;
        tell_old_school(talk, &transfer, "lifecycle-move-refused").await?;
    }
    talk.tells_of_nobody();
    offers(talk).await
}

/// An accepted move that `by` may confirm.
async fn accepted(talk: &mut Talk<'_>, id: TransferId, right: Action) -> Served<Option<Transfer>> {
    let Some(transfer) = store::transfers::get(talk.tx, id).await? else {
        return Ok(None);
    };
    if !talk.sees(Look::Card, right, transfer.child).await? {
        return Ok(None);
    }
    Ok(Some(transfer).filter(|transfer| transfer.state == State::Accepted))
}

/// A parent answers.
pub(in super::super) async fn confirm(
    talk: &mut Talk<'_>,
    id: TransferId,
    yes: bool,
) -> Served<()> {
    let found = accepted(talk, id, Action::ConfirmMove).await?;
    let (Some(transfer), Some(by)) = (found, talk.adult()) else {
        return talk.refuse().await;
    };
    let (locale, now) = (talk.locale(), talk.env.now());
    let html = if yes {
        move_over(talk.tx, talk.env, by, &transfer).await?;
        say!(locale, "lifecycle-move-done")
    } else {
        store::transfers::settle(talk.tx, id, State::Refused, Some(by), now).await?;
        trace(talk.tx, talk.env, Some(by), "decline_move", transfer.child).await?;
        tell_old_school(talk, &transfer, "lifecycle-move-declined").await?;
        say!(locale, "lifecycle-move-stays")
    };
    talk.show(html, home::menu_below(locale)).await
}

/// The old school has a parent's yes on paper: its last act about this child.
pub(in super::super) async fn confirm_on_paper(talk: &mut Talk<'_>, id: TransferId) -> Served<()> {
    let found = accepted(talk, id, Action::Decide).await?;
    let (Some(transfer), Some(by)) = (found, talk.adult()) else {
        return talk.refuse().await;
    };
    let moved = move_over(talk.tx, talk.env, by, &transfer).await?;
    if !moved {
        return card(talk, transfer.child).await;
    }
    talk.tells_of_nobody();
    let locale = talk.locale();
    talk.show(
        say!(locale, "lifecycle-moved-out"),
        home::menu_below(locale),
    )
    .await
}
