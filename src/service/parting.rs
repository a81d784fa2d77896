//! Links that end: by the school's decision, or by an exclusion that beats every other rule. Whatever
//! is queued for the adult about the child is withdrawn in the same transaction (invariant 5).

use super::invitation::usual_role;
use super::roster::{button, child as card, not_now};
use super::{Served, Talk, mail};
use crate::base::{AdultId, ChildId, Env};
use crate::dialogue::roster::Tap;
use crate::model::rights::{Action, LinkState};
use crate::store::{self, Tx, audit};
use crate::{label, say};

/// What is decided between an adult and a child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parting {
    End,
    /// A court paper was seen by the school (domain 6).
    Exclude,
    /// The paper no longer stands; a new invitation is needed for a new link.
    Lift,
}

impl Parting {
    const fn question(self) -> (&'static str, &'static str) {
        match self {
            Self::End => ("roster-end-ask", "roster-end-yes"),
            Self::Exclude => ("parting-exclude-ask", "parting-exclude-yes"),
            Self::Lift => ("parting-lift-ask", "parting-lift-yes"),
        }
    }

    const fn tap(self, child: ChildId, adult: AdultId) -> Tap {
        match self {
            Self::End => Tap::End(child, adult),
            Self::Exclude => Tap::Exclude(child, adult),
            Self::Lift => Tap::Lift(child, adult),
        }
    }
}

/// Asks once more before it is done.
pub(super) async fn ask(
    talk: &mut Talk<'_>,
    child: ChildId,
    adult: AdultId,
    parting: Parting,
) -> Served<()> {
    if !talk.may(Action::Decide, child).await? {
        return not_now(talk).await;
    }
    // A forged button names nobody: only who stands on this child's roster is called by name.
    let rostered = store::adults::rostered(talk.tx, child).await?;
    let Some(person) = rostered.into_iter().find(|person| person.adult.id == adult) else {
        return not_now(talk).await;
    };
    let (locale, name) = (talk.locale(), person.adult.name);
    let (question, yes) = parting.question();
    let rows = vec![
        vec![button(label!(locale, yes), parting.tap(child, adult))],
        vec![button(label!(locale, "button-back"), Tap::Child(child))],
    ];
    talk.show(say!(locale, question, name = &name), rows).await
}

/// Does it and shows the card again.
pub(super) async fn part(
    talk: &mut Talk<'_>,
    child: ChildId,
    adult: AdultId,
    parting: Parting,
) -> Served<()> {
    // Nobody decides about themselves.
    if talk.adult() == Some(adult) || !talk.may(Action::Decide, child).await? {
        return not_now(talk).await;
    }
    let by = talk.adult();
    match parting {
        Parting::End => end(talk.tx, talk.env, by, child, adult).await?,
        Parting::Exclude => exclude(talk.tx, talk.env, by, child, adult).await?,
        Parting::Lift => lift(talk.tx, talk.env, by, child, adult).await?,
    };
    card(talk, child).await
}

/// Ends an active link now. False when there is none.
pub async fn end(
    tx: &mut Tx,
    env: &Env,
    by: Option<AdultId>,
    child: ChildId,
    adult: AdultId,
) -> Served<bool> {
    if !close(tx, env, by, child, adult, LinkState::Active).await? {
        return Ok(false);
    }
    hush(tx, env, child, adult).await?;
    store::appointments::close_pair(tx, (child, adult), by, env.now()).await?;
    trace(tx, env, by, "end_link", child).await?;
    Ok(true)
}

/// Excludes an adult from a child, whatever stood between them: from now on unknown and excluded are
/// one same answer. False when the roster does not name the adult, or it stands already.
pub async fn exclude(
    tx: &mut Tx,
    env: &Env,
    by: Option<AdultId>,
    child: ChildId,
    adult: AdultId,
) -> Served<bool> {
    let rostered = store::adults::rostered(tx, child).await?;
    let Some(person) = rostered.iter().find(|person| person.adult.id == adult) else {
        return Ok(false);
    };
    let known = store::links::pair(tx, child, adult).await?;
    let role = known.map_or_else(
        || usual_role(person.relation, person.lives_with),
        |link| link.role,
    );
    let (id, now) = (env.id(), env.now());
    let what = (role, person.relation);
    if !store::links::exclude(tx, id, child, adult, what, by, now).await? {
        return Ok(false);
    }
    hush(tx, env, child, adult).await?;
    store::appointments::close_pair(tx, (child, adult), by, now).await?;
    trace(tx, env, by, "exclude", child).await?;
    Ok(true)
}

/// Ends an exclusion. It gives nothing back: a new link needs a new invitation.
async fn lift(
    tx: &mut Tx,
    env: &Env,
    by: Option<AdultId>,
    child: ChildId,
    adult: AdultId,
) -> Served<bool> {
    if !close(tx, env, by, child, adult, LinkState::Excluded).await? {
        return Ok(false);
    }
    trace(tx, env, by, "lift_exclusion", child).await?;
    Ok(true)
}

/// The link between them becomes ended. False when it does not stand in `from`.
async fn close(
    tx: &mut Tx,
    env: &Env,
    by: Option<AdultId>,
    child: ChildId,
    adult: AdultId,
    from: LinkState,
) -> Served<bool> {
    match store::links::pair(tx, child, adult).await? {
        Some(link) => {
            let (to, now) = (LinkState::Ended, env.now());
            store::links::decide(tx, link.id, from, to, by, now).await
        }
        None => Ok(false),
    }
}

/// No open code and nothing queued brings this adult anything about this child any more.
async fn hush(tx: &mut Tx, env: &Env, child: ChildId, adult: AdultId) -> Served<()> {
    store::invitations::withdraw_pair(tx, child, adult).await?;
    mail::silence(tx, env, adult, child).await
}

async fn trace(
    tx: &mut Tx,
    env: &Env,
    by: Option<AdultId>,
    action: &'static str,
    child: ChildId,
) -> Served<()> {
    let act = audit::Act {
        by,
        action,
        child: Some(child),
        ..Default::default()
    };
    audit::note(tx, env, act).await
}
