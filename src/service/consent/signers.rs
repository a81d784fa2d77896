//! Whose papers can be recorded, and about what: the linked family, a parent who is not in the chat, and whom
//! the school appoints as acting guardian, in the chat or not.

use super::of_age;
use crate::base::{AdultId, ChildId, Name};
use crate::model::audit::Look;
use crate::model::consent::Purpose;
use crate::model::guardian::State;
use crate::model::record::{Child, Relation};
use crate::model::rights::{Action, LinkRole, LinkState};
use crate::service::{Served, Talk, rights};
use crate::store;

/// The child, where the speaker records papers.
pub(super) async fn recorded(talk: &mut Talk<'_>, child: ChildId) -> Served<Option<Child>> {
    if !talk.opens(Look::Card, Action::RecordConsent, child).await? {
        return Ok(None);
    }
    store::children::get(talk.tx, child).await
}

/// Somebody of the family whose papers can be recorded.
pub(super) struct Signer {
    pub adult: AdultId,
    pub name: Name,
    pub relation: Relation,
    pub purposes: Vec<Purpose>,
}

/// Whom the school has appointed, or is about to by a parent's paper: nobody asks them in the chat before.
async fn carers(talk: &mut Talk<'_>, child: ChildId) -> Served<Vec<AdultId>> {
    let mut out = Vec::new();
    for found in store::appointments::of_child(talk.tx, child).await? {
        let stands = match found.state {
            State::Proposed => found.paper.is_some(),
            State::Appointed | State::InForce => true,
            State::Ended | State::BrokenOff | State::Refused => false,
        };
        let Some(adult) = found.adult.filter(|_| stands) else {
            continue;
        };
        if !rights::excluded(talk.tx, talk.env, adult, child).await? {
            out.push(adult);
        }
    }
    Ok(out)
}

/// The family whose papers the speaker may record: never one's own. Of a parent who is not in the chat
/// only what is needed beside a guardian's yes: nothing is sent to them.
pub(super) async fn signers(talk: &mut Talk<'_>, child: ChildId) -> Served<Vec<Signer>> {
    let carers = carers(talk, child).await?;
    let mut found = Vec::new();
    for link in store::links::of_child(talk.tx, child).await? {
        if link.state == LinkState::Active && link.role != LinkRole::Oneself {
            let role = match link.role {
                LinkRole::Contact if carers.contains(&link.adult) => LinkRole::Guardian,
                role => role,
            };
            let purposes = Purpose::of_role(role).to_vec();
            found.push((link.adult, link.relation, purposes));
        }
    }
    let (place, now) = (rights::place(talk.tx, child).await?, talk.env.now());
    let parents = place.iter().flat_map(|place| place.parents_at(now));
    let parents: Vec<AdultId> = parents.filter_map(|parent| parent.adult).collect();
    for person in store::adults::rostered(talk.tx, child).await? {
        let adult = person.adult.id;
        if found.iter().any(|known| known.0 == adult) {
            continue;
        }
        if parents.contains(&adult) {
            let optional = Purpose::ALL.iter().filter(|p| p.is_optional());
            found.push((adult, person.relation, optional.copied().collect()));
        } else if carers.contains(&adult) {
            let purposes = Purpose::of_role(LinkRole::Guardian).to_vec();
            found.push((adult, person.relation, purposes));
        }
    }
    let mut out = Vec::new();
    for (adult, relation, purposes) in found {
        if talk.adult() != Some(adult) {
            let known = store::adults::get(talk.tx, adult).await?;
            out.push(Signer {
                adult,
                name: known.map(|known| known.name).unwrap_or_default(),
                relation,
                purposes,
            });
        }
    }
    Ok(out)
}

/// The child and the purposes somebody is asked about: an adult of the family, or the young person.
pub(super) async fn asked(
    talk: &mut Talk<'_>,
    id: ChildId,
    adult: Option<AdultId>,
) -> Served<Option<(Child, Name, Vec<Purpose>)>> {
    let Some(child) = recorded(talk, id).await? else {
        return Ok(None);
    };
    let Some(adult) = adult else {
        let optional = Purpose::ALL.iter().filter(|p| p.is_optional());
        let purposes = optional.copied().collect();
        let name = child.name.clone();
        let young = of_age(talk, id).await?;
        return Ok(young.then_some((child, name, purposes)));
    };
    let signers = signers(talk, id).await?;
    let found = signers.into_iter().find(|signer| signer.adult == adult);
    Ok(found.map(|signer| (child, signer.name, signer.purposes)))
}
