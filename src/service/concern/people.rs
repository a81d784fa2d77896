//! Who may tell, who may answer, and who must not hear of one concern.

use super::super::{Served, Talk, rights};
use crate::base::{AdultId, ChildId, Env, UnitId};
use crate::model::concern::{Bond, Owner, Part, shut_out};
use crate::model::rights::Action;
use crate::model::unit::{Role, UnitKind};
use crate::store::concerns::{Concern, Source};
use crate::store::{self, Tx};

/// Whether the speaker has any link or post that lets them tell.
pub(super) async fn may_report(talk: &mut Talk<'_>) -> Served<bool> {
    Ok(!children(talk).await?.is_empty() || at_a_post(talk, Action::ReportConcern).await?)
}

/// Whether the speaker has a post at which concerns are answered for.
pub(super) async fn may_answer(talk: &mut Talk<'_>) -> Served<bool> {
    at_a_post(talk, Action::HearConcern).await
}

async fn at_a_post(talk: &mut Talk<'_>, action: Action) -> Served<bool> {
    let Some(adult) = talk.adult() else {
        return Ok(false);
    };
    for post in rights::ledger(talk.tx, adult).await?.posts {
        if talk.may_at(action, post.unit).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The children the speaker is linked with and may speak of.
pub(super) async fn children(talk: &mut Talk<'_>) -> Served<Vec<ChildId>> {
    let Some(adult) = talk.adult() else {
        return Ok(Vec::new());
    };
    let mut out = Vec::new();
    for link in store::links::of_adult(talk.tx, adult).await? {
        if talk.may(Action::ReportConcern, link.child).await? {
            out.push(link.child);
        }
    }
    Ok(out)
}

/// The school of a class; any other unit answers for itself.
pub(super) async fn school_of(tx: &mut Tx, unit: UnitId) -> Served<UnitId> {
    let up = store::units::up(tx, unit).await?;
    let school = up.iter().find(|above| above.kind == UnitKind::School);
    Ok(school.map_or(unit, |school| school.id))
}

/// Everybody who must not hear of it: those it names, whoever came through one of them, the child's
/// family, and the writer of a held note; where it is about somebody at the school whom nobody has named,
/// all who work there.
pub(super) async fn shut(tx: &mut Tx, concern: &Concern) -> Served<Vec<AdultId>> {
    let people = store::concerns::people(tx, concern.id).await?;
    let named = named(tx, concern).await?;
    let bonds: Vec<Bond> = store::concerns::bonds(tx, &named)
        .await?
        .into_iter()
        .map(|(through, other)| Bond { through, other })
        .collect();
    let mut out = shut_out(&named, &bonds);
    if let Some(child) = concern.child {
        out.extend(store::concerns::family(tx, child).await?);
    }
    if concern.outside {
        let staff = store::posts::of_school(tx, concern.unit).await?;
        out.extend(staff.into_iter().map(|post| post.adult));
    }
    if concern.source == Source::Word {
        out.extend(concern.teller);
    }
    let marked = |(adult, part): (AdultId, Part)| (part == Part::Shut).then_some(adult);
    out.extend(people.into_iter().filter_map(marked));
    Ok(out)
}

/// Who can answer for it as `owner`, in order. A lead whose yearly look was the named person's does not
/// stand free of them: somebody else answers, as long as there is anybody else at all (two leads of a school
/// look at each other's records, so that shutting them out for good would leave nobody).
pub(super) async fn candidates(
    tx: &mut Tx,
    env: &Env,
    concern: &Concern,
    owner: Owner,
) -> Served<Vec<AdultId>> {
    let all = able(tx, env, concern, owner).await?;
    let named = named(tx, concern).await?;
    if named.is_empty() || owner == Owner::CountyOfficer {
        return Ok(all);
    }
    let checked = store::concerns::checked_by(tx, &named).await?;
    let free: Vec<AdultId> = all
        .iter()
        .copied()
        .filter(|adult| !checked.contains(adult))
        .collect();
    let county = Owner::CountyOfficer;
    let others = !free.is_empty() || !able(tx, env, concern, county).await?.is_empty();
    Ok(if others { free } else { all })
}

async fn named(tx: &mut Tx, concern: &Concern) -> Served<Vec<AdultId>> {
    let people = store::concerns::people(tx, concern.id).await?;
    let named = people.iter().filter(|(_, part)| *part == Part::Named);
    Ok(named.map(|(adult, _)| *adult).collect())
}

/// Who may answer for it as `owner` and must not be kept from it. Who told it comes last: two people see
/// more than one.
async fn able(tx: &mut Tx, env: &Env, concern: &Concern, owner: Owner) -> Served<Vec<AdultId>> {
    let mut all = Vec::new();
    match owner {
        Owner::Lead | Owner::SecondLead => {
            let role = Role::SchoolLead;
            all = store::posts::holders(tx, concern.unit, role, env.now()).await?;
        }
        Owner::CountyOfficer => {
            for unit in store::units::up(tx, concern.unit).await? {
                if unit.kind == UnitKind::County {
                    let role = Role::CountyOfficer;
                    all.extend(store::posts::holders(tx, unit.id, role, env.now()).await?);
                }
            }
        }
    }
    let shut = shut(tx, concern).await?;
    let mut out = Vec::new();
    for adult in all {
        if !shut.contains(&adult) && hears(tx, env, adult, concern).await? {
            out.push(adult);
        }
    }
    out.sort_by_key(|adult| concern.teller == Some(*adult));
    Ok(out)
}

/// Whether an adult's posts let them hear of it at this moment.
pub(super) async fn hears(
    tx: &mut Tx,
    env: &Env,
    adult: AdultId,
    concern: &Concern,
) -> Served<bool> {
    let right = Action::HearConcern;
    match concern.child {
        Some(child) => rights::allowed(tx, env, adult, right, child).await,
        None => rights::allowed_at(tx, env, adult, right, concern.unit).await,
    }
}

/// Takes back what waits for an adult about concerns they do not answer for any more. Belongs into the
/// transaction that ended a post.
pub async fn uphold(tx: &mut Tx, env: &Env, adult: AdultId) -> Served<()> {
    let mut gone = Vec::new();
    for (row, concerns) in store::concern_letters::waiting(tx, adult).await? {
        for (_, standing) in store::concern_letters::standing(tx, &concerns).await? {
            let right = Action::HearConcern;
            let hears = match standing.child {
                Some(child) => rights::allowed(tx, env, adult, right, child).await?,
                None => rights::allowed_at(tx, env, adult, right, standing.unit).await?,
            };
            if !hears {
                gone.push(row);
                break;
            }
        }
    }
    store::outbox_waiting::withdraw_rows(tx, env.now(), &gone).await?;
    Ok(())
}

/// Those who read it and may do so at this moment.
pub(super) async fn readers(tx: &mut Tx, env: &Env, concern: &Concern) -> Served<Vec<AdultId>> {
    let mut out = Vec::new();
    for (adult, part) in store::concerns::people(tx, concern.id).await? {
        if part == Part::Reader && hears(tx, env, adult, concern).await? {
            out.push(adult);
        }
    }
    Ok(out)
}
