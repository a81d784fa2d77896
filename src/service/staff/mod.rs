//! The staff of a school or an office: who holds which post from when to when, named by whom; the list,
//! and what is done with one post. Who may do it, `model::rights` says.

mod act;
mod leads;
mod naming;
mod person;
mod round;
mod woman;

use super::roster::not_now;
use super::{Served, Talk, home, rights};
use crate::base::{AdultId, Env, UnitId};
use crate::dialogue::staff::Tap;
use crate::dialogue::{self};
use crate::model::message::Button;
use crate::model::rights::Action;
use crate::model::staff::{LEADS, keeps};
use crate::model::unit::{Role, UnitKind};
use crate::store::posts::{Post, PostState};
use crate::store::{self, Tx};
use crate::{label, say};

pub use act::{Ended, end, name, recheck, set_demand};
pub use leads::{leads_for, unseated};
pub use round::{alone, round};
pub use woman::{invited as note_invited_woman, say_woman};

/// People per page.
const PAGE: usize = 10;

/// A button of this feature was tapped.
pub async fn tapped(talk: &mut Talk<'_>, tap: &Tap) -> Served<()> {
    match tap {
        Tap::List(unit, from) => list(talk, *unit, *from).await,
        Tap::Person(id)
        | Tap::Invite(id)
        | Tap::Begin(id, _)
        | Tap::Until(id, _, _)
        | Tap::Again(id)
        | Tap::Ask(_, id)
        | Tap::Do(_, id) => {
            let post = store::posts::get(talk.tx, *id).await?;
            let Some(post) = post.filter(|post| post.state != PostState::Ended) else {
                return not_now(talk).await;
            };
            // Nobody names, checks or ends themselves: their own post is on the list to be read.
            let own = talk.adult() == Some(post.adult);
            if own && *tap != Tap::Person(*id) || !may_keep(talk, &post).await? {
                return not_now(talk).await;
            }
            match tap {
                Tap::Invite(_) => naming::begin(talk, &post).await,
                Tap::Begin(_, begin) => naming::until(talk, &post, *begin).await,
                Tap::Until(_, begin, until) => naming::invite(talk, &post, *begin, *until).await,
                Tap::Again(_) => naming::again(talk, &post).await,
                Tap::Ask(act, _) => person::ask(talk, &post, *act).await,
                Tap::Do(act, _) => person::carry_out(talk, &post, *act).await,
                Tap::Person(_) | Tap::List(..) => person::show(talk, &post).await,
            }
        }
    }
}

async fn may_keep(talk: &mut Talk<'_>, post: &Post) -> Served<bool> {
    match talk.adult() {
        Some(adult) => rights::keeps(talk.tx, talk.env, adult, post.role, post.unit).await,
        None => Ok(false),
    }
}

fn button(label: String, tap: Tap) -> Button {
    Button::tap(label, dialogue::Tap::Staff(tap).encode())
}

/// The units whose staff and tasks this person keeps: schools led, offices held.
pub async fn kept(talk: &mut Talk<'_>) -> Served<Vec<UnitId>> {
    let Some(adult) = talk.adult() else {
        return Ok(Vec::new());
    };
    let posts = store::posts::of_adult(talk.tx, adult, talk.env.now()).await?;
    let keeping = posts
        .iter()
        .filter(|post| crate::model::staff::sees_lists(post.role));
    Ok(keeping.map(|post| post.unit).collect())
}

/// What the menu offers about one unit; a school with one named person is not complete.
pub async fn menu_rows(talk: &mut Talk<'_>, unit: UnitId) -> Served<Vec<Vec<Button>>> {
    let locale = talk.locale();
    let mut rows = vec![vec![button(
        label!(locale, "home-staff"),
        Tap::List(unit, 0),
    )]];
    let now = talk.env.now();
    let leads = store::posts::holders(talk.tx, unit, Role::SchoolLead, now).await?;
    if (1..LEADS).contains(&leads.len()) {
        let words = label!(locale, "staff-one-lead");
        rows.push(vec![button(words, Tap::List(unit, 0))]);
    }
    Ok(rows)
}

/// Who keeps posts of `whose` at a unit other than `adult`: the nearest unit where somebody does, and
/// the people. Nobody: the unit's own school or office, and an empty list.
pub async fn keepers(
    tx: &mut Tx,
    env: &Env,
    unit: UnitId,
    whose: Role,
    adult: AdultId,
) -> Served<(UnitId, Vec<AdultId>)> {
    let up = store::units::up(tx, unit).await?;
    for above in &up {
        let mut people = Vec::new();
        for role in Role::ALL.iter().filter(|role| keeps(**role, whose)) {
            let holders = store::posts::holders(tx, above.id, *role, env.now()).await?;
            people.extend(holders.into_iter().filter(|holder| *holder != adult));
        }
        if !people.is_empty() {
            return Ok((above.id, people));
        }
    }
    let school = up.iter().find(|unit| unit.kind == UnitKind::School);
    Ok((school.map_or(unit, |school| school.id), Vec::new()))
}

/// The staff of a school, or whom an office keeps: those not yet in the chat come first.
pub async fn list(talk: &mut Talk<'_>, unit: UnitId, from: i64) -> Served<()> {
    if !talk.may_at(Action::KeepStaff, unit).await? {
        return not_now(talk).await;
    }
    let locale = talk.locale();
    let kind = store::units::get(talk.tx, unit)
        .await?
        .map(|unit| unit.kind);
    let people = match kind {
        Some(UnitKind::School) => store::posts::of_school(talk.tx, unit).await?,
        _ => store::posts::of_office(talk.tx, unit).await?,
    };
    let from = usize::try_from(from).unwrap_or_default().min(people.len());
    let mut html = say!(locale, "staff-title", count = people.len());
    html.join("\n", &woman::missing(talk, unit, kind).await?);
    let mut rows: Vec<Vec<Button>> = Vec::new();
    for post in people.iter().skip(from).take(PAGE) {
        html.join("\n", &person::line(talk, post));
        let (words, tap) = match post.state {
            PostState::Named => {
                let words = label!(locale, "staff-invite", name = &post.name);
                (words, Tap::Invite(post.id))
            }
            _ => (post.name.expose().to_owned(), Tap::Person(post.id)),
        };
        rows.push(vec![button(words, tap)]);
    }
    let index = |n: usize| i64::try_from(n).unwrap_or_default();
    let mut turn = Vec::new();
    if from > 0 {
        let before = Tap::List(unit, index(from.saturating_sub(PAGE)));
        turn.push(button(label!(locale, "button-back"), before));
    }
    if from + PAGE < people.len() {
        let after = Tap::List(unit, index(from + PAGE));
        turn.push(button(label!(locale, "button-more"), after));
    }
    rows.push(turn);
    rows.retain(|row| !row.is_empty());
    rows.extend(home::open_menu(locale));
    talk.show(html, rows).await
}
