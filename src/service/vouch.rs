//! Somebody outside the family (a new partner, a friend, an employer) is linked only through a parent and
//! the school together, and only to be rung (domain 6).

use super::lifecycle::button;
use super::mail::{self, Letter};
use super::{Served, Talk, home, rights};
use crate::base::{AdultId, Env, LinkId};
use crate::dialogue::lifecycle::Tap;
use crate::model::audit::Look;
use crate::model::message::{Kind, Parcel};
use crate::model::record::Relation;
use crate::model::rights::{Action, LinkRole, LinkState};
use crate::store::links::Link;
use crate::store::{self, Tx, audit};
use crate::{label, say};

/// Whether this relation needs a parent's yes. Kin is known to the school by its roster.
pub(super) const fn is_needed(relation: Relation) -> bool {
    matches!(
        relation,
        Relation::Stepmother | Relation::Stepfather | Relation::FamilyFriend | Relation::Other
    )
}

/// Whether the school may approve this link now.
pub(super) async fn is_given(tx: &mut Tx, env: &Env, link: &Link) -> Served<bool> {
    if !is_needed(link.relation) {
        return Ok(true);
    }
    // Who proposed this person as acting guardian, and had the school check it, has said yes to more.
    let proposed = store::appointments::standing(tx, link.child, link.adult).await?;
    let by = link.parent_by.or(proposed.map(|found| found.proposed_by));
    // A parent whose own link has ended since vouches for nobody.
    match by {
        Some(parent) => rights::allowed(tx, env, parent, Action::Vouch, link.child).await,
        None => Ok(false),
    }
}

/// Asks the child's parents in the chat; each decides alone, and none learns of the other.
pub(super) async fn ask(tx: &mut Tx, env: &Env, link: &Link) -> Served<()> {
    if is_given(tx, env, link).await? {
        return Ok(());
    }
    let name = store::adults::get(tx, link.adult).await?.map(|a| a.name);
    let child = store::children::get(tx, link.child).await?;
    let (Some(name), Some(child)) = (name, child) else {
        return Ok(());
    };
    for parent in parents(tx, link).await? {
        let letter = Letter::about(parent, link.child, Action::Vouch, Kind::Task);
        mail::post(tx, env, letter, |account| {
            let locale = account.locale;
            let relation = label!(locale, &format!("relation-{}", link.relation.as_str()));
            let html = say!(
                locale,
                "lifecycle-vouch-ask",
                name = &name,
                relation = relation,
                child = child.called()
            );
            let yes = button(label!(locale, "lifecycle-vouch-yes"), Tap::Vouch(link.id));
            let no = button(label!(locale, "lifecycle-vouch-no"), Tap::Object(link.id));
            Parcel::with_buttons(html, vec![vec![yes], vec![no]])
        })
        .await?;
    }
    Ok(())
}

async fn parents(tx: &mut Tx, link: &Link) -> Served<Vec<AdultId>> {
    let links = store::links::of_child(tx, link.child).await?;
    Ok(links
        .into_iter()
        .filter(|other| other.role == LinkRole::Parent && other.adult != link.adult)
        .map(|other| other.adult)
        .collect())
}

/// A parent's yes lets the school approve; a no ends the request.
pub(super) async fn answer(talk: &mut Talk<'_>, id: LinkId, yes: bool) -> Served<()> {
    let link = store::links::get(talk.tx, id).await?;
    let (Some(link), Some(parent)) = (link, talk.adult()) else {
        return talk.refuse().await;
    };
    let own = parent == link.adult;
    let waits = link.state == LinkState::AwaitingApproval && is_needed(link.relation);
    if own || !waits || !talk.sees(Look::Card, Action::Vouch, link.child).await? {
        return talk.refuse().await;
    }
    let now = talk.env.now();
    if yes {
        store::links::vouch(talk.tx, id, parent, now).await?;
    } else {
        store::links::close(talk.tx, link.child, link.adult, Some(parent), now).await?;
    }
    let act = audit::Act {
        by: Some(parent),
        action: if yes { "vouch" } else { "object" },
        child: Some(link.child),
        ..Default::default()
    };
    audit::note(talk.tx, talk.env, act).await?;
    let locale = talk.locale();
    let html = match yes {
        true => say!(locale, "lifecycle-vouched"),
        false => say!(locale, "lifecycle-objected"),
    };
    talk.show(html, home::menu_below(locale)).await
}
