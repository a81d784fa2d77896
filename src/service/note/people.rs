//! Who stands on either side of a thread at this moment.

use crate::base::{AdultId, ChildId, Env, UnitId};
use crate::label;
use crate::model::Locale;
use crate::model::record::{Child, Relation};
use crate::model::rights::{Action, LinkRole, LinkState, may};
use crate::model::unit::Role;
use crate::model::visibility::Party;
use crate::service::{Served, invitation, rights};
use crate::store::links::Link;
use crate::store::notes::Note;
use crate::store::{self, Tx};

/// As what somebody writes or reads a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Family { party: Party, relation: Relation },
    Staff { party: Party, role: Role },
}

impl Side {
    pub fn of_link(link: &Link) -> Self {
        Self::Family {
            party: Party::of_link(link.role, link.relation),
            relation: link.relation,
        }
    }

    /// `None`: an office, which writes no notes.
    pub fn of_post(role: Role) -> Option<Self> {
        Party::of_post(role).map(|party| Self::Staff { party, role })
    }

    pub fn party(self) -> Party {
        match self {
            Self::Family { party, .. } | Self::Staff { party, .. } => party,
        }
    }

    /// What a list of readers calls them.
    pub fn called(self, locale: Locale) -> String {
        match self {
            Self::Family { relation, .. } => {
                label!(locale, &format!("relation-{}", relation.as_str()))
            }
            Self::Staff { role, .. } => label!(locale, &format!("role-{}", role.as_str())),
        }
    }
}

/// Somebody a note can reach now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reader {
    pub adult: AdultId,
    pub side: Side,
}

/// Those of the school who read what a family writes.
#[derive(Clone, Debug)]
pub(super) struct Desk {
    pub role: Role,
    pub adults: Vec<AdultId>,
}

impl Desk {
    pub fn readers(&self) -> impl Iterator<Item = Reader> {
        let side = Side::of_post(self.role);
        let adults = self.adults.iter();
        adults.filter_map(move |adult| {
            side.map(|side| Reader {
                adult: *adult,
                side,
            })
        })
    }
}

/// One adult of a family who may get notes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    pub adult: AdultId,
    pub party: Party,
    pub relation: Relation,
    pub reachable: bool,
}

/// One child with the adults who get what is written to the family.
#[derive(Clone, Debug)]
pub(super) struct Family {
    pub child: Child,
    pub members: Vec<Member>,
}

/// Who reads what `writer` writes to the school: the class teachers, else the school's, else its
/// leads. `None` when nobody of them is in the chat.
pub(super) async fn desk(
    tx: &mut Tx,
    env: &Env,
    child: &Child,
    writer: AdultId,
) -> Served<Option<Desk>> {
    for (role, unit) in [
        (Role::Teacher, child.class),
        (Role::Teacher, child.school),
        (Role::SchoolLead, child.school),
    ] {
        let mut adults = Vec::new();
        for adult in store::posts::holders(tx, unit, role, env.now()).await? {
            if serves(tx, env, adult, child.id, writer).await? {
                adults.push(adult);
            }
        }
        if !adults.is_empty() {
            return Ok(Some(Desk { role, adults }));
        }
    }
    Ok(None)
}

/// Who reads an answer to what `author` wrote: the author, with the others of the same desk. An
/// answer to the lead alone must not land with the teacher.
pub(super) async fn desk_of(
    tx: &mut Tx,
    env: &Env,
    child: &Child,
    writer: AdultId,
    author: AdultId,
) -> Served<Option<Desk>> {
    let usual = desk(tx, env, child, writer).await?;
    let is_usual = usual.as_ref().is_some_and(|d| d.adults.contains(&author));
    if is_usual || !serves(tx, env, author, child.id, writer).await? {
        return Ok(usual);
    }
    let units = rights::place(tx, child.id).await?.map(|place| place.units);
    let role = role(tx, env, author, &units.unwrap_or_default()).await?;
    let adults = vec![author];
    Ok(role.map(|role| Desk { role, adults }).or(usual))
}

/// Whether this adult can read as the school what `writer` wrote. Family of the child cannot: a
/// father who teaches the class must not read what the mother writes.
async fn serves(
    tx: &mut Tx,
    env: &Env,
    adult: AdultId,
    child: ChildId,
    writer: AdultId,
) -> Served<bool> {
    Ok(adult != writer
        && store::links::pair(tx, child, adult).await?.is_none()
        && !rights::not_kin(tx, env, child, vec![adult])
            .await?
            .is_empty()
        && rights::allowed(tx, env, adult, Action::SchoolNote, child).await?
        && store::accounts::of_adult(tx, adult).await?.is_some())
}

/// Those of the care home the child goes to who read what `writer` writes.
pub(super) async fn at_home(
    tx: &mut Tx,
    env: &Env,
    child: &Child,
    writer: AdultId,
) -> Served<Vec<Reader>> {
    let (Some(home), Some(side)) = (child.home, Side::of_post(Role::HomeStaff)) else {
        return Ok(Vec::new());
    };
    let mut out = Vec::new();
    for adult in store::posts::holders(tx, home, Role::HomeStaff, env.now()).await? {
        if serves(tx, env, adult, child.id, writer).await? {
            out.push(Reader { adult, side });
        }
    }
    Ok(out)
}

/// Those of the school and the home who get an answer of `writer`'s to a note of the family: who got that
/// note. When none of them is there any more, whoever reads for the school now.
pub(super) async fn still_there(
    tx: &mut Tx,
    env: &Env,
    child: &Child,
    writer: AdultId,
    note: &Note,
) -> Served<Vec<Reader>> {
    let usual = desk(tx, env, child, writer).await?;
    let usual: Vec<Reader> = usual.iter().flat_map(Desk::readers).collect();
    let at_home = at_home(tx, env, child, writer).await?;
    let (mut out, mut asked) = (Vec::new(), false);
    for adult in &note.sent_to {
        if store::links::pair(tx, child.id, *adult).await?.is_some() {
            continue;
        }
        let known = usual.iter().chain(&at_home).find(|r| r.adult == *adult);
        asked |= !at_home.iter().any(|reader| reader.adult == *adult);
        if let Some(known) = known {
            out.push(*known);
        } else if serves(tx, env, *adult, child.id, writer).await? {
            let side = side(tx, env, *adult, child.id).await?;
            out.extend(side.map(|side| Reader {
                adult: *adult,
                side,
            }));
        }
    }
    let reads = |reader: &Reader| !at_home.contains(reader);
    let office = !out.iter().any(reads) || out.iter().any(|reader| usual.contains(reader));
    if asked && office {
        let more = usual.into_iter().filter(|reader| !out.contains(reader));
        out.extend(more.collect::<Vec<_>>());
    }
    Ok(out)
}

/// The family adults of a child who can get notes now, `writer` left out.
pub(super) async fn kin(
    tx: &mut Tx,
    env: &Env,
    child: ChildId,
    writer: AdultId,
) -> Served<Vec<Reader>> {
    let mut out = Vec::new();
    for link in store::links::of_child(tx, child).await? {
        if link.adult != writer
            && rights::allowed(tx, env, link.adult, Action::FamilyNote, child).await?
            && store::accounts::of_adult(tx, link.adult).await?.is_some()
        {
            out.push(Reader {
                adult: link.adult,
                side: Side::of_link(&link),
            });
        }
    }
    Ok(out)
}

/// As what an adult speaks for the school at one of `units`: the nearest of their posts.
pub(super) async fn role(
    tx: &mut Tx,
    env: &Env,
    adult: AdultId,
    units: &[UnitId],
) -> Served<Option<Role>> {
    let posts = store::posts::of_adult(tx, adult, env.now()).await?;
    let holds = |role: &Role| {
        posts
            .iter()
            .any(|post| post.role == *role && units.contains(&post.unit))
    };
    Ok([Role::Teacher, Role::HomeStaff, Role::SchoolLead]
        .into_iter()
        .find(holds))
}

/// As what an adult speaks for the school about this child.
pub(super) async fn side(
    tx: &mut Tx,
    env: &Env,
    adult: AdultId,
    child: ChildId,
) -> Served<Option<Side>> {
    let units = rights::place(tx, child).await?.map(|place| place.units);
    let role = role(tx, env, adult, &units.unwrap_or_default()).await?;
    Ok(role.and_then(Side::of_post))
}

/// The families of those children about whom `writer` may write as the school.
pub(super) async fn families(
    tx: &mut Tx,
    env: &Env,
    children: Vec<Child>,
    writer: AdultId,
) -> Served<Vec<Family>> {
    let mut links = Vec::new();
    for child in &children {
        links.extend(store::links::of_child(tx, child.id).await?);
    }
    links.retain(|link| link.adult != writer);
    let adults: Vec<AdultId> = links.iter().map(|l| l.adult).chain([writer]).collect();
    let ledgers = store::rights::ledgers(tx, &adults).await?;
    let ids: Vec<ChildId> = children.iter().map(|child| child.id).collect();
    let places = store::rights::places(tx, &ids).await?;
    let allowed = |adult: &AdultId, action, child: &ChildId| {
        ledgers
            .get(adult)
            .zip(places.get(child))
            .is_some_and(|(ledger, place)| may(ledger, action, place, env.now()))
    };
    let mut out = Vec::new();
    for child in children {
        if !allowed(&writer, Action::SchoolNote, &child.id) {
            continue;
        }
        let mut members = Vec::new();
        for link in links.iter().filter(|link| link.child == child.id) {
            if allowed(&link.adult, Action::FamilyNote, &child.id) {
                members.push(Member {
                    adult: link.adult,
                    party: Party::of_link(link.role, link.relation),
                    relation: link.relation,
                    reachable: store::accounts::of_adult(tx, link.adult).await?.is_some(),
                });
            }
        }
        out.push(Family { child, members });
    }
    Ok(out)
}

/// Whom a note to this family does not reach: parents and those who live with the child who are not
/// linked yet, or whose chat is gone. Ended and excluded people are not missed.
pub(super) async fn missing(
    tx: &mut Tx,
    family: &Family,
    writer: AdultId,
) -> Served<Vec<Relation>> {
    let reached = |relation: Relation| {
        let mut there = family.members.iter().filter(|m| m.reachable);
        there.any(|member| member.relation == relation)
    };
    let links = store::links::of_child(tx, family.child.id).await?;
    let mut out: Vec<Relation> = Vec::new();
    for person in store::adults::rostered(tx, family.child.id).await? {
        let link = links.iter().find(|link| link.adult == person.adult.id);
        let waits = match link.map(|link| link.state) {
            None | Some(LinkState::Invited | LinkState::AwaitingApproval) => {
                let role = invitation::usual_role(person.relation, person.lives_with);
                role != LinkRole::Contact
            }
            Some(LinkState::Active) => family.members.iter().any(|m| m.adult == person.adult.id),
            Some(LinkState::Paused | LinkState::Ended | LinkState::Excluded) => false,
        };
        if waits && person.adult.id != writer {
            out.push(person.relation);
        }
    }
    out.extend(family.members.iter().map(|member| member.relation));
    out.retain(|relation| !reached(*relation));
    out.sort_unstable();
    out.dedup();
    Ok(out)
}
