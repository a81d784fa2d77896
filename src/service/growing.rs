//! A young person grows up: at 18 they are asked themselves whether the family stays linked, and whether they
//! want their record. Children have no account: the school asks and notes the answer, and from the birthday on
//! it can make a code for them. What they say from 14 on is `service::consent`'s.

mod term;

use super::lifecycle::button;
use super::parting::trace;
use super::roster;
use super::{Served, Talk, invitation, mail, rights};
use crate::base::{AdultId, ChildId, Env, Html};
use crate::dialogue;
use crate::dialogue::lifecycle::Tap;
use crate::model::audit::Look;
use crate::model::lifecycle::{AHEAD_OF_BIRTHDAY, OF_AGE};
use crate::model::message::Button;
use crate::model::record::{Child, Programme};
use crate::model::rights::{Action, LinkRole, LinkState, Place};
use crate::store::tasks::TaskKind;
use crate::store::{self, Tx};
use crate::text::dates;
use crate::{label, say};

pub use term::{begin, end, warn};

/// Whether the 18th birthday is near or past.
fn asked(place: &Place, env: &Env) -> bool {
    place.is_adult(env.now()) || place.is_of_age(OF_AGE, env.now() + AHEAD_OF_BIRTHDAY)
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
        record_part(talk, &place, &mut html, &mut rows).await?;
    }
    let back = dialogue::roster::Tap::Child(child);
    rows.push(vec![roster::button(label!(locale, "button-back"), back)]);
    talk.show(html, rows).await
}

/// What becomes of the record: before the birthday the question, from it on the code and the day.
async fn record_part(
    talk: &mut Talk<'_>,
    place: &Place,
    html: &mut Html,
    rows: &mut Vec<Vec<Button>>,
) -> Served<()> {
    let (locale, now, child) = (talk.locale(), talk.env.now(), place.child);
    if !place.is_adult(now) {
        html.join("\n\n", &say!(locale, "growing-soon"));
    } else {
        html.join("\n\n", &say!(locale, "growing-own-record"));
        let own = store::links::own(talk.tx, child).await?;
        let state = own.as_ref().map_or("none", |link| link.state.as_str());
        let state = label!(locale, &format!("link-{state}"));
        html.join("\n", &say!(locale, "growing-own-link", state = state));
        let day = store::grown::day(talk.tx, child).await?;
        if let Some(day) = day.filter(|_| place.is_grown_up(now)) {
            let day = dates::day(locale, day.with_timezone(&place.zone).date_naive());
            html.join("\n", &say!(locale, "growing-goes", day = day));
        }
        let active = own.filter(|link| link.state == LinkState::Active);
        let signed_out = match &active {
            Some(link) => !store::accounts::has_any(talk.tx, link.adult).await?,
            None => true,
        };
        if signed_out && !place.is_frozen(now) {
            rows.push(vec![button(
                label!(locale, "growing-code"),
                Tap::OwnCode(child),
            )]);
        }
        if let Some(link) = active {
            let end = dialogue::roster::Tap::AskEnd(child, link.adult);
            rows.push(vec![roster::button(
                label!(locale, "growing-end-link"),
                end,
            )]);
        }
    }
    for kind in [
        TaskKind::TurnsEighteen,
        TaskKind::GrownUp,
        TaskKind::GoesSoon,
    ] {
        if let Some(task) = store::tasks::of_child(talk.tx, child, kind).await? {
            let done = dialogue::roster::Tap::TaskDone(task.id);
            rows.push(vec![roster::button(label!(locale, "growing-asked"), done)]);
        }
    }
    Ok(())
}

/// The code for the young person, handed over like every other.
pub(super) async fn code(talk: &mut Talk<'_>, child: ChildId) -> Served<()> {
    let (true, Some(by)) = (
        talk.sees(Look::Card, Action::Decide, child).await?,
        talk.adult(),
    ) else {
        return talk.refuse().await;
    };
    let issued = invitation::for_oneself(talk.tx, talk.env, by, child).await?;
    let (Ok(issued), Some(link)) = (issued, store::links::own(talk.tx, child).await?) else {
        return talk.refuse().await;
    };
    let (key, now) = (child.to_string(), talk.env.now());
    for kind in [TaskKind::TurnsEighteen, TaskKind::GrownUp] {
        store::tasks::done_by_key(talk.tx, kind, &key, by, now).await?;
    }
    talk.tells_of(child, Action::Decide);
    roster::hand_over(talk, link.adult, &issued).await
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
            // Their own does not hang on it.
            if link.role == LinkRole::Oneself {
                continue;
            }
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
