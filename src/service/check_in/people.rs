//! Who stands where: the family by the order to ring them, the school's people by their posts.
//! Whether one may really be asked is left to the right, at posting and at hand-over.

use super::super::mail::{self, Letter, Posted};
use super::super::staff::leads_for;
use super::super::{Served, rights};
use crate::base::{AdultId, ChildId, Env, Name, Phone};
use crate::model::message::Parcel;
use crate::model::record::{Child, Relation};
use crate::model::rights::{LinkRole, LinkState};
use crate::model::settings::Rung;
use crate::model::unit::Role;
use crate::store::accounts::Account;
use crate::store::{self, Tx};

/// An adult of the family whose link is in force.
#[derive(Clone, Debug)]
pub(super) struct Kin {
    pub adult: AdultId,
    pub role: LinkRole,
    pub relation: Relation,
    pub name: Name,
    pub phone: Option<Phone>,
}

/// The linked family without the young person, first to ring first; who is on no roster comes last.
pub(super) async fn family(tx: &mut Tx, child: ChildId) -> Served<Vec<Kin>> {
    let rostered = store::adults::rostered(tx, child).await?;
    let mut kin = Vec::new();
    for link in store::links::of_child(tx, child).await? {
        if !link.goes_on() || link.role == LinkRole::Oneself {
            continue;
        }
        let Some(adult) = store::adults::get(tx, link.adult).await? else {
            continue;
        };
        let order = rostered
            .iter()
            .find(|person| person.adult.id == link.adult)
            .map_or(i64::MAX, |person| person.contact_order);
        let person = Kin {
            adult: link.adult,
            role: link.role,
            relation: link.relation,
            name: adult.name,
            phone: adult.phone,
        };
        kin.push((order, person));
    }
    kin.sort_by_key(|(order, person)| (*order, person.adult));
    Ok(kin.into_iter().map(|(_, person)| person).collect())
}

/// Whom the roster names, first to ring first: linked or not, at home or away. For the school's
/// own eyes only, and nobody whom a paper keeps away.
pub(super) async fn on_roster(tx: &mut Tx, env: &Env, child: ChildId) -> Served<Vec<Kin>> {
    let mut rostered = store::adults::rostered(tx, child).await?;
    rostered.sort_by_key(|person| (person.contact_order, person.adult.id));
    let mut kin = Vec::new();
    for person in rostered {
        if rights::excluded(tx, env, person.adult.id, child).await? {
            continue;
        }
        kin.push(Kin {
            adult: person.adult.id,
            role: LinkRole::Contact,
            relation: person.relation,
            name: person.adult.name,
            phone: person.adult.phone,
        });
    }
    Ok(kin)
}

/// Whether the adult speaks for this child as family; a teacher who is also the aunt does.
pub(super) async fn is_family(tx: &mut Tx, child: ChildId, adult: AdultId) -> Served<bool> {
    let link = store::links::pair(tx, child, adult).await?;
    Ok(link.is_some_and(|link| {
        link.state == LinkState::Active
            && matches!(link.role, LinkRole::Guardian | LinkRole::Contact)
    }))
}

/// The candidates of a rung, in order. Of a family rung the first who can be reached is asked, of a
/// school rung everybody who holds the post.
pub(super) async fn on_rung(
    tx: &mut Tx,
    env: &Env,
    child: &Child,
    rung: Rung,
) -> Served<Vec<AdultId>> {
    let role = match rung {
        Rung::Teacher => return class_teachers(tx, env, child).await,
        Rung::SchoolLead => return leads(tx, env, child).await,
        Rung::Guardian => LinkRole::Guardian,
        Rung::SecondContact => LinkRole::Contact,
    };
    // Who said that they cannot is passed over, like one who cannot be reached.
    let away = store::check_ins::away(tx, child.id, env.now()).await?;
    let mut family = family(tx, child.id).await?;
    family.retain(|kin| !away.contains(&kin.adult));
    let with = |role: LinkRole| family.iter().filter(move |kin| kin.role == role);
    let mut out: Vec<AdultId> = with(role).map(|kin| kin.adult).collect();
    if rung == Rung::SecondContact {
        // A second guardian is as good as a contact.
        out.extend(with(LinkRole::Guardian).map(|kin| kin.adult));
    }
    Ok(out)
}

/// Whether a rung is the school's.
pub(super) const fn is_school(rung: Rung) -> bool {
    matches!(rung, Rung::Teacher | Rung::SchoolLead)
}

/// The class teachers, but for the child's family: they are asked and told as family.
pub(super) async fn class_teachers(tx: &mut Tx, env: &Env, child: &Child) -> Served<Vec<AdultId>> {
    let all = store::posts::holders(tx, child.class, Role::Teacher, env.now()).await?;
    rights::not_kin(tx, env, child.id, all).await
}

pub(super) async fn leads(tx: &mut Tx, env: &Env, child: &Child) -> Served<Vec<AdultId>> {
    leads_for(tx, env, child).await
}

/// Tells the class teachers, without one who can be reached the leads; never whom it is about. Whether anybody
/// has it, or had it before.
pub(super) async fn tell_school(
    tx: &mut Tx,
    env: &Env,
    (child, about): (&Child, AdultId),
    letter: impl Fn(AdultId) -> Letter,
    render: impl Fn(&Account) -> Parcel,
) -> Served<bool> {
    let teachers = class_teachers(tx, env, child).await?;
    let leads = leads(tx, env, child).await?;
    for rung in [teachers, leads] {
        let mut told = false;
        for to in rung.into_iter().filter(|to| *to != about) {
            let posted = mail::post(tx, env, letter(to), &render).await?;
            told |= matches!(posted, Posted::Queued(_) | Posted::Duplicate);
        }
        if told {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Leads and class teachers, each once.
pub(super) async fn staff(tx: &mut Tx, env: &Env, child: &Child) -> Served<Vec<AdultId>> {
    let mut out = leads(tx, env, child).await?;
    for teacher in class_teachers(tx, env, child).await? {
        if !out.contains(&teacher) {
            out.push(teacher);
        }
    }
    Ok(out)
}
