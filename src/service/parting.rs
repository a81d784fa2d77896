//! Links that end by the school's decision. Whatever is queued for the adult about the child is
//! withdrawn in the same transaction (invariant 5).

use super::roster::{button, child as card};
use super::{Served, Talk, exclusion, mail};
use crate::base::{AdultId, ChildId, Env};
use crate::dialogue::roster::Tap;
use crate::model::audit::Look;
use crate::model::audit::Why;
use crate::model::rights::Action;
use crate::store::{self, Tx, audit};
use crate::{label, say};

/// What is decided between an adult and a child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parting {
    End,
    /// The paper no longer stands; a new invitation is needed for a new link.
    Lift,
}

impl Parting {
    const fn question(self) -> (&'static str, &'static str) {
        match self {
            Self::End => ("roster-end-ask", "roster-end-yes"),
            Self::Lift => ("parting-lift-ask", "parting-lift-yes"),
        }
    }

    const fn tap(self, child: ChildId, adult: AdultId) -> Tap {
        match self {
            Self::End => Tap::End(child, adult),
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
    if !talk.sees(Look::Card, Action::Decide, child).await? {
        return talk.refuse().await;
    }
    // A forged button names nobody: only who stands on this child's roster is called by name, and the young
    // person themself.
    let rostered = store::adults::rostered(talk.tx, child).await?;
    let mut listed = rostered.into_iter().map(|person| person.adult);
    let mut person = listed.find(|known| known.id == adult);
    if person.is_none() {
        let own = store::links::own(talk.tx, child).await?;
        if own.is_some_and(|link| link.adult == adult) {
            person = store::adults::get(talk.tx, adult).await?;
        }
    }
    let Some(person) = person else {
        return talk.refuse().await;
    };
    let (locale, name) = (talk.locale(), person.name);
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
        return talk.refuse().await;
    }
    let by = talk.adult();
    match parting {
        Parting::End => end(talk.tx, talk.env, by, child, adult).await?,
        Parting::Lift => exclusion::lift(talk.tx, talk.env, by, child, adult).await?,
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
    let link = store::links::pair(tx, child, adult).await?;
    let Some(link) = link.filter(|link| link.goes_on()) else {
        return Ok(false);
    };
    if !store::links::close(tx, child, link.adult, by, env.now()).await? {
        return Ok(false);
    }
    hush(tx, env, child, adult).await?;
    store::appointments::close_pair(tx, (child, adult), by, env.now()).await?;
    trace(tx, env, by, "end_link", child).await?;
    Ok(true)
}

/// No open code and nothing queued brings this adult anything about this child any more.
pub(super) async fn hush(tx: &mut Tx, env: &Env, child: ChildId, adult: AdultId) -> Served<()> {
    store::invitations::withdraw_pair(tx, child, adult).await?;
    mail::silence(tx, env, adult, child).await
}

pub(super) async fn trace(
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
        why: by.map(|_| Why::Post),
        ..Default::default()
    };
    audit::note(tx, env, act).await
}
