//! Making an invitation: a deep link, a QR code and a short code for one rostered adult.
//!
//! Only hashes are stored. The token has 128 random bits. The short code has six secret digits; it is
//! protected by its single use, its end, five tries, and the person who approves after it.

use chrono::TimeDelta;
use sha2::{Digest, Sha256};

use super::{Served, rights, vouch};
use crate::base::{AdultId, ChildId, Env, Instant, InvitationId, LinkId, Secret, UnitId};
use crate::dialogue::join::HALF;
use crate::model::audit::Why;
use crate::model::record::{Adult, Child, Relation};
use crate::model::rights::{Action, LinkRole};
use crate::model::unit::Role;
use crate::store::invitations::NewInvitation;
use crate::store::{self, Tx, audit};

/// What the inviter hands over. Shown once; afterwards only hashes exist.
#[derive(Debug)]
pub struct Issued {
    pub id: InvitationId,
    token: Secret,
    code: Secret,
    pub expires: Instant,
}

impl Issued {
    /// `https://t.me/<bot>?start=j<token>`.
    pub fn link(&self, bot_username: &str) -> String {
        format!("https://t.me/{bot_username}?start=j{}", self.token.expose())
    }

    /// Twelve digits in four groups, to be read out.
    pub fn code(&self) -> String {
        let digits = self.code.expose();
        [0, 3, 6, 9]
            .map(|from| digits.get(from..from + 3).unwrap_or_default())
            .join(" ")
    }
}

/// Why there is no invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotIssued {
    /// No right, no such child, no such adult on its roster, excluded: one answer.
    NotPossible,
    /// The link is in force already.
    AlreadyLinked,
}

/// The stored form of a token or of the secret half of a code. `salt` ties it to its purpose, so that
/// equal codes do not have equal hashes.
pub fn hash(salt: &str, secret: &str) -> String {
    let digest = Sha256::new()
        .chain_update(b"hongyan invitation 1\0")
        .chain_update(salt.as_bytes())
        .chain_update([0])
        .chain_update(secret.as_bytes())
        .finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Which link a relation usually is: parents get the week, who lives with the child answers
/// check-ins, others are asked second.
pub fn usual_role(relation: Relation, lives_with: bool) -> LinkRole {
    match relation.parent() {
        Some(_) => LinkRole::Parent,
        None if relation == Relation::Oneself => LinkRole::Oneself,
        // A new partner in the house is no guardian by that (domain 6).
        None if vouch::is_needed(relation) => LinkRole::Contact,
        None if lives_with => LinkRole::Guardian,
        None => LinkRole::Contact,
    }
}

/// Invites a rostered adult for a child. `by` is `None` from the command line.
pub async fn for_child(
    tx: &mut Tx,
    env: &Env,
    by: Option<AdultId>,
    child: ChildId,
    adult: AdultId,
    role: Option<LinkRole>,
) -> Served<Result<Issued, NotIssued>> {
    if let Some(by) = by
        && !rights::allowed(tx, env, by, Action::Invite, child).await?
    {
        return Ok(Err(NotIssued::NotPossible));
    }
    let Some(record) = store::children::get(tx, child).await? else {
        return Ok(Err(NotIssued::NotPossible));
    };
    let rostered = store::adults::rostered(tx, child).await?;
    let Some(person) = rostered.iter().find(|r| r.adult.id == adult) else {
        return Ok(Err(NotIssued::NotPossible));
    };
    let role = role.unwrap_or_else(|| usual_role(person.relation, person.lives_with));
    let now = env.now();
    // Nobody becomes a parent by a word, nobody outside the family more than somebody to ring.
    let too_much = match role {
        LinkRole::Parent => person.relation.parent().is_none(),
        LinkRole::Guardian => vouch::is_needed(person.relation),
        LinkRole::Contact => false,
        // Nobody of the family: see `for_oneself`.
        LinkRole::Oneself => true,
    };
    let place = rights::place(tx, child).await?;
    let over = place.is_none_or(|place| place.is_frozen(now) || place.is_grown_up(now));
    if too_much || over || rights::excluded(tx, env, adult, child).await? {
        return Ok(Err(NotIssued::NotPossible));
    }
    let link: LinkId = env.id();
    if !store::links::invite(tx, link, child, adult, role, person.relation, now).await? {
        return Ok(Err(NotIssued::AlreadyLinked));
    }
    let place = Target {
        child: Some(child),
        unit: record.school,
        role: role.as_str(),
        relation: Some(person.relation.as_str()),
    };
    issue(tx, env, by, adult, place).await.map(Ok)
}

/// Invites the young person themself, of age by now, for their own record. A lead only: they know whom
/// they hand the code to.
pub async fn for_oneself(
    tx: &mut Tx,
    env: &Env,
    by: AdultId,
    child: ChildId,
) -> Served<Result<Issued, NotIssued>> {
    if !rights::allowed(tx, env, by, Action::Decide, child).await? {
        return Ok(Err(NotIssued::NotPossible));
    }
    let Some(record) = store::children::get(tx, child).await? else {
        return Ok(Err(NotIssued::NotPossible));
    };
    let (place, now) = (rights::place(tx, child).await?, env.now());
    if place.is_none_or(|place| place.is_frozen(now) || !place.is_adult(now)) {
        return Ok(Err(NotIssued::NotPossible));
    }
    let (role, relation) = (LinkRole::Oneself, Relation::Oneself);
    let adult = match store::links::own(tx, child).await? {
        Some(link) => link.adult,
        None => enrol(tx, env, &record).await?,
    };
    if rights::excluded(tx, env, adult, child).await? {
        return Ok(Err(NotIssued::NotPossible));
    }
    let link: LinkId = env.id();
    if !store::links::invite(tx, link, child, adult, role, relation, now).await? {
        return Ok(Err(NotIssued::AlreadyLinked));
    }
    let target = Target {
        child: Some(child),
        unit: record.school,
        role: role.as_str(),
        relation: Some(relation.as_str()),
    };
    issue(tx, env, Some(by), adult, target).await.map(Ok)
}

/// Who was a child here is somebody with a chat, too. On no roster: whom to ring about a child is not the child.
async fn enrol(tx: &mut Tx, env: &Env, record: &Child) -> Served<AdultId> {
    let adult = Adult {
        id: env.id(),
        key: format!("oneself-{}", record.id),
        name: record.name.clone(),
        // It stands in the child's own record.
        phone: None,
        unit: Some(record.school),
        place: None,
        zone: None,
        locale: None,
    };
    store::adults::put(tx, &adult, env.now()).await?;
    Ok(adult.id)
}

/// Invites an adult to a post at a unit. From the command line, or by somebody who keeps such posts.
pub async fn for_post(
    tx: &mut Tx,
    env: &Env,
    by: Option<AdultId>,
    unit: UnitId,
    adult: AdultId,
    role: Role,
) -> Served<Result<Issued, NotIssued>> {
    if let Some(by) = by
        && !rights::keeps(tx, env, by, role, unit).await?
    {
        return Ok(Err(NotIssued::NotPossible));
    }
    if store::units::get(tx, unit).await?.is_none()
        || store::adults::get(tx, adult).await?.is_none()
    {
        return Ok(Err(NotIssued::NotPossible));
    }
    let place = Target {
        child: None,
        unit,
        role: role.as_str(),
        relation: None,
    };
    issue(tx, env, by, adult, place).await.map(Ok)
}

/// For what an invitation is.
struct Target {
    child: Option<ChildId>,
    unit: UnitId,
    role: &'static str,
    relation: Option<&'static str>,
}

async fn issue(
    tx: &mut Tx,
    env: &Env,
    by: Option<AdultId>,
    adult: AdultId,
    target: Target,
) -> Served<Issued> {
    let Target {
        child,
        unit,
        role,
        relation,
    } = target;
    let now = env.now();
    let id: InvitationId = env.id();
    let token: String = env
        .chance
        .bytes::<16>()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let mut locator = env.chance.digits(HALF);
    while store::invitations::locator_is_open(tx, &locator).await? {
        locator = env.chance.digits(HALF);
    }
    let secret = env.chance.digits(HALF);
    let days = store::units::settings(tx, unit).await?.invitation_days;
    let expires = now + TimeDelta::days(i64::from(days));
    let new = NewInvitation {
        id,
        child,
        unit,
        adult,
        role,
        relation,
        token_hash: hash("token", &token),
        code_hash: hash(&locator, &secret),
        locator: locator.clone(),
        created_by: by,
        created: now,
        expires,
    };
    store::invitations::put(tx, &new).await?;
    let act = audit::Act {
        by,
        action: "invite",
        child,
        unit: Some(unit),
        detail: Some(role),
        why: Some(by.map_or(Why::CommandLine, |_| Why::Post)),
    };
    audit::note(tx, env, act).await?;
    Ok(Issued {
        id,
        token: Secret::new(token),
        code: Secret::new(format!("{locator}{secret}")),
        expires,
    })
}
