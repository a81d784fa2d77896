//! What the two schools see of a move: where to, what is offered, which class.

use super::super::lifecycle::button;
use super::super::{Served, Talk, home, roster};
use crate::base::{ChildId, TransferId, UnitId};
use crate::dialogue;
use crate::dialogue::lifecycle::Tap;
use crate::model::audit::Look;
use crate::model::message::Button;
use crate::model::record::Child;
use crate::model::rights::Action;
use crate::model::unit::UnitKind;
use crate::store;
use crate::store::transfers::{State, Transfer};
use crate::{label, say};

/// Schools per page.
const PAGE: usize = 12;
/// Classes on one screen: a hundred buttons are the messenger's limit.
const CLASSES: usize = 60;

/// What a child's card offers a lead: to start a move, or what became of the one under way.
pub(in super::super) async fn child_rows(
    talk: &mut Talk<'_>,
    child: &Child,
) -> Served<Vec<Vec<Button>>> {
    if !talk.may(Action::Decide, child.id).await? {
        return Ok(Vec::new());
    }
    let locale = talk.locale();
    let Some(transfer) = store::transfers::open(talk.tx, child.id).await? else {
        let words = label!(locale, "lifecycle-move");
        return Ok(vec![vec![button(words, Tap::Schools(child.id, 0))]]);
    };
    let mut rows = Vec::new();
    if transfer.state == State::Accepted {
        let words = label!(locale, "lifecycle-move-paper");
        rows.push(vec![button(words, Tap::PaperMove(transfer.id))]);
    }
    let words = label!(locale, "lifecycle-move-stop");
    rows.push(vec![button(words, Tap::StopMove(transfer.id))]);
    Ok(rows)
}

/// What a lead's menu offers while another school waits for an answer.
pub(in super::super) async fn lead_rows(
    talk: &mut Talk<'_>,
    school: UnitId,
) -> Served<Vec<Vec<Button>>> {
    if store::transfers::offered_to(talk.tx, school)
        .await?
        .is_empty()
    {
        return Ok(Vec::new());
    }
    let words = label!(talk.locale(), "lifecycle-offers");
    Ok(vec![vec![button(words, Tap::Offers)]])
}

/// The other schools, from an index on.
pub(in super::super) async fn schools(
    talk: &mut Talk<'_>,
    child: ChildId,
    from: i64,
) -> Served<()> {
    if !talk.sees(Look::Card, Action::Decide, child).await? {
        return talk.refuse().await;
    }
    let Some(record) = store::children::get(talk.tx, child).await? else {
        return talk.refuse().await;
    };
    let locale = talk.locale();
    let mut all = store::units::of_kind(talk.tx, UnitKind::School).await?;
    all.retain(|school| school.id != record.school);
    let from = usize::try_from(from).unwrap_or_default().min(all.len());
    let mut rows: Vec<Vec<Button>> = all
        .iter()
        .skip(from)
        .take(PAGE)
        .map(|school| vec![button(school.name.clone(), Tap::AskMove(child, school.id))])
        .collect();
    let turn = |key: &str, to: usize| {
        let to = i64::try_from(to).unwrap_or_default();
        button(label!(locale, key), Tap::Schools(child, to))
    };
    let mut turns = Vec::new();
    if from > 0 {
        turns.push(turn("button-back", from.saturating_sub(PAGE)));
    }
    if from + PAGE < all.len() {
        turns.push(turn("button-more", from + PAGE));
    }
    rows.extend((!turns.is_empty()).then_some(turns));
    let card = dialogue::roster::Tap::Child(child);
    rows.push(vec![roster::button(
        label!(locale, "lifecycle-open-card"),
        card,
    )]);
    let key = match all.is_empty() {
        true => "lifecycle-no-schools",
        false => "lifecycle-schools",
    };
    talk.show(say!(locale, key), rows).await
}

/// What other schools offer to those the speaker leads.
pub(in super::super) async fn offers(talk: &mut Talk<'_>) -> Served<()> {
    let locale = talk.locale();
    let mut html = say!(locale, "lifecycle-offers-text");
    let mut rows = Vec::new();
    for school in home::schools_led(talk).await? {
        for transfer in store::transfers::offered_to(talk.tx, school).await? {
            let Some((child, from)) = offered(talk, &transfer).await? else {
                continue;
            };
            let line = say!(
                locale,
                "lifecycle-offer",
                child = &child.name,
                school = from
            );
            html.join("\n", &line);
            let words = label!(locale, "lifecycle-accept", child = &child.name);
            rows.push(vec![button(words, Tap::Classes(transfer.id))]);
            let words = label!(locale, "lifecycle-refuse", child = &child.name);
            rows.push(vec![button(words, Tap::RefuseMove(transfer.id))]);
        }
    }
    if rows.is_empty() {
        html = say!(locale, "lifecycle-no-offers");
    }
    rows.extend(home::open_menu(locale));
    talk.show(html, rows).await
}

/// The child and the name of the school it comes from, if the speaker may take it over.
pub(super) async fn offered(
    talk: &mut Talk<'_>,
    transfer: &Transfer,
) -> Served<Option<(Child, String)>> {
    if !talk
        .sees(Look::Card, Action::TakeOver, transfer.child)
        .await?
    {
        return Ok(None);
    }
    let Some(child) = store::children::get(talk.tx, transfer.child).await? else {
        return Ok(None);
    };
    let from = store::units::get(talk.tx, transfer.from).await?;
    Ok(Some((child, from.map(|u| u.name).unwrap_or_default())))
}

/// The classes an offered child can come into.
pub(in super::super) async fn classes(talk: &mut Talk<'_>, id: TransferId) -> Served<()> {
    let Some(transfer) = store::transfers::get(talk.tx, id).await? else {
        return talk.refuse().await;
    };
    let Some((child, _)) = offered(talk, &transfer).await? else {
        return talk.refuse().await;
    };
    let locale = talk.locale();
    let all = store::units::below(talk.tx, transfer.to, UnitKind::Class).await?;
    let buttons: Vec<Button> = all
        .into_iter()
        .take(CLASSES)
        .map(|class| button(class.name.clone(), Tap::Accept(id, class.id)))
        .collect();
    let mut rows: Vec<Vec<Button>> = buttons.chunks(2).map(<[Button]>::to_vec).collect();
    let back = label!(locale, "button-back");
    rows.push(vec![button(back, Tap::Offers)]);
    talk.show(say!(locale, "lifecycle-classes", child = &child.name), rows)
        .await
}
