//! A parent is back: nobody of the child's parents works away any more. Thanks, and the question whether the
//! news go on (domain section 6, "Returning parent"). Who stays away learns nothing of where the other is.

use super::lifecycle::button;
use super::mail::{self, Letter};
use super::{Served, Talk, home};
use crate::base::{ChildId, Env};
use crate::dialogue::{self, lifecycle, request};
use crate::model::message::{Button, Kind, Parcel};
use crate::model::record::{Parent, ParentFact, Programme, Whereabouts};
use crate::model::rights::{Action, LinkRole, LinkState};
use crate::store::{self, Tx};
use crate::{label, say};

/// A parent whom the record had away before and has at home now, and who gets news here, is thanked and asked, where
/// nobody else is away. Silence keeps the news: what somebody agreed to does not end by itself.
pub(super) async fn ask(tx: &mut Tx, env: &Env, id: ChildId, parent: Parent) -> Served<()> {
    let child = store::children::get(tx, id).await?;
    let Some(child) = child.filter(|child| child.programme == Programme::ParentReturned) else {
        return Ok(());
    };
    // A later row of the file may say otherwise.
    let facts = store::children::parents(tx, id).await?;
    let stays = |fact: &ParentFact| fact.parent == parent && fact.whereabouts == Whereabouts::Home;
    if !facts.iter().any(stays) {
        return Ok(());
    }
    for link in store::links::of_child(tx, id).await? {
        let linked = link.role == LinkRole::Parent && link.state == LinkState::Active;
        if !linked || link.relation.parent() != Some(parent) {
            continue;
        }
        let letter = Letter::about(link.adult, id, Action::ReadRecord, Kind::Notice);
        mail::post(tx, env, letter, |account| {
            let locale = account.locale;
            let child = child.called();
            let keep = label!(locale, "lifecycle-home-keep");
            let stop = label!(locale, "request-stop-yes", child = child);
            let asks = dialogue::Tap::Request(request::Tap::AskStop(id));
            let rows = vec![
                vec![button(keep, lifecycle::Tap::KeepNews(id))],
                vec![Button::tap(stop, asks.encode())],
            ];
            Parcel::with_buttons(say!(locale, "lifecycle-home", child = child), rows)
        })
        .await?;
    }
    Ok(())
}

/// The news go on, as they would have without a tap.
pub(super) async fn keep(talk: &mut Talk<'_>, child: ChildId) -> Served<()> {
    if !talk.may(Action::OwnConsents, child).await? {
        return talk.refuse().await;
    }
    let locale = talk.locale();
    talk.show(
        say!(locale, "lifecycle-home-kept"),
        home::menu_below(locale),
    )
    .await
}
