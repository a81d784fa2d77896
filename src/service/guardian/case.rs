//! What the school decides about: whose proposal it is to decide, and everything the decision rests on.

use super::people;
use crate::base::AppointmentId;
use crate::model::audit::Look;
use crate::model::guardian::{Case, State};
use crate::model::hours::day_at;
use crate::model::record::Child;
use crate::model::rights::{Action, LinkRole, LinkState};
use crate::service::{Served, Talk, consent, rights};
use crate::store;
use crate::store::appointments::Appointment;

/// The proposal, if the speaker decides about it: by a post, and never about their own or a paper that only
/// they have seen.
pub(super) async fn decidable(
    talk: &mut Talk<'_>,
    id: AppointmentId,
) -> Served<Option<(Child, Appointment)>> {
    let Some(found) = store::appointments::get(talk.tx, id).await? else {
        return Ok(None);
    };
    let me = talk.adult();
    let recorder = found.paper.map(|paper| paper.by);
    let own =
        me == Some(found.proposed_by) || (me.is_some() && (me == found.adult || me == recorder));
    if own
        || found.state != State::Proposed
        || !talk.opens(Look::Card, Action::Decide, found.child).await?
    {
        return Ok(None);
    }
    let child = store::children::get(talk.tx, found.child).await?;
    Ok(child.map(|child| (child, found)))
}

/// Everything the decision rests on, as it is now.
pub(super) async fn case(talk: &mut Talk<'_>, child: &Child, found: &Appointment) -> Served<Case> {
    let zone = people::zone(talk.tx, child).await?;
    let (right, by) = (Action::ProposeGuardian, found.proposed_by);
    let proposed = match found.paper {
        // Without the chat there is no link: a parent who lives and has rights is enough.
        Some(_) => {
            let (place, now) = (rights::place(talk.tx, child.id).await?, talk.env.now());
            let mut parents = place.iter().flat_map(|place| place.parents_at(now));
            parents.any(|parent| parent.adult == Some(by))
        }
        None => rights::allowed(talk.tx, talk.env, by, right, child.id).await?,
    };
    let (mut barred, mut adult_birth, mut answered) = (false, None, true);
    if let Some(adult) = found.adult {
        let link = store::links::pair(talk.tx, child.id, adult).await?;
        let (now, id) = (talk.env.now(), child.id);
        let papers = store::exclusions::standing(talk.tx, id, now).await?;
        barred = papers.iter().any(|paper| paper.adult == adult)
            || rights::excluded(talk.tx, talk.env, adult, id).await?
            || link.is_some_and(|link| {
                link.role == LinkRole::Parent && link.state == LinkState::Active
            });
        adult_birth = store::appointments::birth(talk.tx, adult).await?;
        // On paper nobody asks the person in the chat: the school has their own paper too.
        let open = consent::unanswered(talk.tx, child.id, adult).await?;
        answered = found.paper.is_none() || open.is_empty();
    }
    Ok(Case {
        proposed,
        person: found.adult.is_some(),
        barred,
        view: found.view,
        stated: found.stated.clone(),
        months: found.months,
        answered,
        child_birth: child.birth,
        adult_birth,
        today: day_at(talk.env.now(), zone),
    })
}

/// Whether somebody else is acting guardian now.
pub(super) async fn has_other(
    talk: &mut Talk<'_>,
    child: &Child,
    found: &Appointment,
) -> Served<bool> {
    let links = store::links::of_child(talk.tx, child.id).await?;
    Ok(links.iter().any(|link| {
        link.role == LinkRole::Guardian
            && link.state == LinkState::Active
            && Some(link.adult) != found.adult
    }))
}
