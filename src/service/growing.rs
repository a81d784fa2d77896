//! A young person grows up: at 18 they are asked themselves whether the family stays linked. Children have
//! no account: the school asks and notes the answer. What they say from 14 on is `service::consent`'s.

use super::lifecycle::button;
use super::parting::trace;
use super::roster;
use super::{Served, Talk, mail, rights};
use crate::base::{AdultId, ChildId, Env};
use crate::dialogue;
use crate::dialogue::lifecycle::Tap;
use crate::model::audit::Look;
use crate::model::lifecycle::{AHEAD_OF_BIRTHDAY, OF_AGE};
use crate::model::message::Button;
use crate::model::record::{Child, Programme};
use crate::model::rights::{Action, Place};
use crate::store::{self, Tx};
use crate::{label, say};

/// Whether the 18th birthday is near or past.
fn asked(place: &Place, env: &Env) -> bool {
    place.is_of_age(OF_AGE, env.now() + AHEAD_OF_BIRTHDAY)
}

/// What a child's card offers a lead once the young person can be asked.
pub(super) async fn child_rows(talk: &mut Talk<'_>, child: &Child) -> Served<Vec<Vec<Button>>> {
    let Some(place) = rights::place(talk.tx, child.id).await? else {
        return Ok(Vec::new());
    };
    if !asked(&place, talk.env) || !talk.may(Action::Decide, child.id).await? {
        return Ok(Vec::new());
    }
    let words = label!(talk.locale(), "lifecycle-own");
    Ok(vec![vec![button(words, Tap::Own(child.id))]])
}

/// What stands, and the buttons to note another answer.
pub(super) async fn screen(talk: &mut Talk<'_>, child: ChildId) -> Served<()> {
    let place = rights::place(talk.tx, child).await?;
    let (true, Some(place)) = (talk.sees(Look::Card, Action::Decide, child).await?, place) else {
        return talk.refuse().await;
    };
    let Some(record) = store::children::get(talk.tx, child).await? else {
        return talk.refuse().await;
    };
    let (locale, now) = (talk.locale(), talk.env.now());
    let mut html = say!(locale, "lifecycle-own-text", child = &record.name);
    let mut rows = Vec::new();
    if asked(&place, talk.env) {
        let stands = place.stays.iter().any(|span| span.holds(now));
        let what = label!(locale, "lifecycle-purpose-links");
        let state = match stands {
            true => label!(locale, "lifecycle-agreed"),
            false => label!(locale, "lifecycle-not-agreed"),
        };
        html.join(
            "\n",
            &say!(locale, "lifecycle-own-line", what = &what, state = state),
        );
        rows.push(vec![match stands {
            true => button(
                label!(locale, "lifecycle-own-no", what = &what),
                Tap::OwnNo(child),
            ),
            false => button(
                label!(locale, "lifecycle-own-yes", what = &what),
                Tap::OwnYes(child),
            ),
        }]);
    }
    let back = dialogue::roster::Tap::Child(child);
    rows.push(vec![roster::button(label!(locale, "button-back"), back)]);
    talk.show(html, rows).await
}

/// The answer of the young person, as the lead heard it.
pub(super) async fn note(talk: &mut Talk<'_>, child: ChildId, yes: bool) -> Served<()> {
    let place = rights::place(talk.tx, child).await?;
    let asked = place.is_some_and(|place| asked(&place, talk.env));
    let (true, true, Some(by)) = (
        asked,
        talk.sees(Look::Card, Action::Decide, child).await?,
        talk.adult(),
    ) else {
        return talk.refuse().await;
    };
    set(talk.tx, talk.env, by, child, yes).await?;
    screen(talk, child).await
}

/// Writes the answer down; what no longer may be said is taken back in the same transaction.
pub async fn set(tx: &mut Tx, env: &Env, by: AdultId, child: ChildId, yes: bool) -> Served<()> {
    let now = env.now();
    if !yes {
        store::freezes::withdraw(tx, child, now).await?;
        for link in store::links::of_child(tx, child).await? {
            mail::silence(tx, env, link.adult, child).await?;
        }
        return trace(tx, env, Some(by), "own_no", child).await;
    }
    let place = rights::place(tx, child).await?;
    let stands = |place: Place| place.stays.iter().any(|span| span.holds(now));
    if !place.is_some_and(stands) {
        store::freezes::agree(tx, env.id(), child, by, now).await?;
    }
    // Said after the birthday: the family can be invited anew.
    let record = store::children::get(tx, child).await?;
    if record.is_some_and(|r| r.programme == Programme::Adult) {
        store::children::set_programme(tx, child, Programme::Active, now).await?;
    }
    trace(tx, env, Some(by), "own_yes", child).await
}
