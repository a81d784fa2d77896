//! One person's post on a screen: its days, who named and checked it, and what can be done in two taps.

use super::{act, button, naming, woman};
use crate::base::Html;
use crate::dialogue::staff::{Act, Tap};
use crate::model::message::Button;
use crate::model::staff::sees_lists;
use crate::model::unit::{Role, UnitKind};
use crate::service::roster::not_now;
use crate::service::{Served, Talk, cover, lost_phone, second_factor};
use crate::store;
use crate::store::posts::{Post, PostState};
use crate::text::dates;
use crate::{label, say};

/// How a post stands, as a key of the sentences.
fn state(talk: &Talk<'_>, post: &Post) -> &'static str {
    let now = talk.env.now();
    match post.state {
        PostState::Named => "staff-named",
        _ if post.is_in_force(now) => "staff-active",
        _ if now < post.from => "staff-begins",
        _ if now >= post.rests() => "staff-rests",
        _ => "staff-over",
    }
}

/// The last day of a post, or that it has none.
fn until(talk: &Talk<'_>, post: &Post) -> String {
    let locale = talk.locale();
    match post.to {
        Some(to) => {
            let last = to - chrono::TimeDelta::milliseconds(1);
            dates::dated(locale, last.with_timezone(&talk.zone()).date_naive())
        }
        None => label!(locale, "staff-until-open"),
    }
}

fn named_by(talk: &Talk<'_>, post: &Post) -> String {
    match &post.by_name {
        Some(name) => name.expose().to_owned(),
        None => label!(talk.locale(), "staff-by-list"),
    }
}

/// One line of the list.
pub(super) fn line(talk: &Talk<'_>, post: &Post) -> Html {
    let locale = talk.locale();
    say!(
        locale,
        "staff-person",
        name = &post.name,
        role = label!(locale, &format!("role-{}", post.role.as_str())),
        unit = &post.unit_name,
        state = label!(locale, state(talk, post)),
        until = until(talk, post),
        by = named_by(talk, post)
    )
}

pub(super) async fn show(talk: &mut Talk<'_>, post: &Post) -> Served<()> {
    let (locale, zone) = (talk.locale(), talk.zone());
    let day =
        move |at: crate::base::Instant| dates::dated(locale, at.with_timezone(&zone).date_naive());
    let mut html = say!(
        locale,
        "staff-card",
        name = &post.name,
        role = label!(locale, &format!("role-{}", post.role.as_str())),
        unit = &post.unit_name,
        state = label!(locale, state(talk, post)),
        from = day(post.from),
        until = until(talk, post),
        by = named_by(talk, post),
        checked = day(post.checked),
        next = day(post.rests())
    );
    if post.is_woman {
        html.join("\n", &say!(locale, "staff-is-woman"));
    }
    let mut rows = Vec::new();
    if talk.adult() != Some(post.adult) {
        rows = acts(talk, post).await?;
    }
    let up = store::units::up(talk.tx, post.unit).await?;
    let list = up
        .iter()
        .find(|unit| !matches!(unit.kind, UnitKind::Class | UnitKind::Home))
        .map_or(post.unit, |unit| unit.id);
    rows.push(vec![button(
        label!(locale, "button-back"),
        Tap::List(list, 0),
    )]);
    talk.show(html, rows).await
}

/// What the speaker can do with somebody else's post.
async fn acts(talk: &mut Talk<'_>, post: &Post) -> Served<Vec<Vec<Button>>> {
    let locale = talk.locale();
    let mut offered = Vec::new();
    if post.state == PostState::Named {
        let words = label!(locale, "staff-invite", name = &post.name);
        return Ok(vec![
            vec![button(words, Tap::Invite(post.id))],
            vec![button(
                label!(locale, "staff-do-end"),
                Tap::Ask(Act::End, post.id),
            )],
        ]);
    }
    offered.push(Act::Check);
    if store::second_factors::get(talk.tx, post.adult)
        .await?
        .is_some()
        && sees_lists(post.role)
    {
        offered.push(Act::Reset);
    }
    let mut rows = Vec::new();
    if store::accounts::has_any(talk.tx, post.adult).await? {
        offered.push(Act::Lost);
        if store::covers::is_on(talk.tx, post.adult).await? {
            offered.push(Act::Uncover);
        }
    } else {
        let words = label!(locale, "staff-again");
        rows.push(vec![button(words, Tap::Again(post.id))]);
    }
    if post.role == Role::Teacher {
        offered.push(Act::AsLead);
    }
    offered.extend(woman::offered(post));
    offered.push(Act::End);
    for act in offered {
        let words = label!(locale, &format!("staff-do-{}", act.as_str()));
        rows.push(vec![button(words, Tap::Ask(act, post.id))]);
    }
    Ok(rows)
}

/// Asks once more before it is done.
pub(super) async fn ask(talk: &mut Talk<'_>, post: &Post, act: Act) -> Served<()> {
    let locale = talk.locale();
    let mut question = say!(
        locale,
        &format!("staff-ask-{}", act.as_str()),
        name = &post.name,
        role = label!(locale, &format!("role-{}", post.role.as_str())),
        unit = &post.unit_name
    );
    if act == Act::End {
        question.join("\n\n", &woman::parting(talk, post).await?);
    }
    let yes = label!(locale, &format!("staff-yes-{}", act.as_str()));
    let rows = vec![
        vec![button(yes, Tap::Do(act, post.id))],
        vec![button(label!(locale, "button-back"), Tap::Person(post.id))],
    ];
    talk.show(question, rows).await
}

/// Does it, and shows what became of it.
pub(super) async fn carry_out(talk: &mut Talk<'_>, post: &Post, act: Act) -> Served<()> {
    let (locale, by) = (talk.locale(), talk.adult());
    match act {
        Act::Check => {
            act::recheck(talk.tx, talk.env, by, post).await?;
        }
        Act::Reset => {
            second_factor::reset(talk.tx, talk.env, by, post.adult).await?;
        }
        Act::Lost => lost_phone::sign_out(talk.tx, talk.env, by, post.adult).await?,
        Act::Uncover => cover::take_off(talk.tx, talk.env, by, post.adult).await?,
        Act::Woman | Act::NoWoman => {
            let is_woman = act == Act::Woman;
            woman::say_woman(talk.tx, talk.env, by, post, is_woman).await?;
        }
        Act::AsLead => return as_lead(talk, post).await,
        Act::End => {
            let ended = act::end(talk.tx, talk.env, by, post).await?;
            let html = match ended {
                act::Ended::LastLead => say!(locale, "staff-last-lead"),
                act::Ended::Done | act::Ended::Gone => {
                    say!(locale, "staff-ended", name = &post.name)
                }
            };
            let up = store::units::up(talk.tx, post.unit).await?;
            let list = up.iter().find(|unit| unit.kind != UnitKind::Class);
            let list = list.map_or(post.unit, |unit| unit.id);
            let words = label!(locale, "home-staff");
            return talk
                .show(html, vec![vec![button(words, Tap::List(list, 0))]])
                .await;
        }
    }
    match store::posts::get(talk.tx, post.id).await? {
        Some(post) => show(talk, &post).await,
        None => not_now(talk).await,
    }
}

/// A teacher of the school is named as one of its leads; then the days are chosen.
async fn as_lead(talk: &mut Talk<'_>, post: &Post) -> Served<()> {
    let up = store::units::up(talk.tx, post.unit).await?;
    let school = up.iter().find(|unit| unit.kind == UnitKind::School);
    let Some(school) = school.map(|unit| unit.id) else {
        return not_now(talk).await;
    };
    let (by, now) = (talk.adult(), talk.env.now());
    let who = (post.adult, school, Role::SchoolLead);
    match act::name(talk.tx, talk.env, by, who, now, None).await? {
        Some(named) => naming::begin(talk, &named).await,
        None => not_now(talk).await,
    }
}
