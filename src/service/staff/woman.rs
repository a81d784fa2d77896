//! One of a school's leads is a woman (domain section 6): a girl may rather talk to one. It is noted by whoever keeps
//! the post and only where they wish to; nobody is refused for it, and where none is named it is said.

use super::{act, button};
use crate::base::{AdultId, Env, Html, UnitId};
use crate::dialogue::staff::{Act, Tap};
use crate::model::Locale;
use crate::model::unit::{Role, UnitKind};
use crate::service::{Served, Talk};
use crate::store::posts::{Post, PostState};
use crate::store::{self, Tx};
use crate::{label, say};

/// Schools named one by one to an office.
const NAMED: usize = 5;

/// Notes that the holder of a lead's post is a woman, or takes the note back. False: it is no lead's post.
pub async fn say_woman(
    tx: &mut Tx,
    env: &Env,
    by: Option<AdultId>,
    post: &Post,
    is_woman: bool,
) -> Served<bool> {
    if !store::leads::say_woman(tx, post.id, is_woman).await? {
        return Ok(false);
    }
    let action = match is_woman {
        true => "note_woman",
        false => "unnote_woman",
    };
    act::note(tx, env, by, action, post).await?;
    Ok(true)
}

/// The same of whoever is invited to lead a school from the command line, and is not on its list yet.
pub async fn invited(tx: &mut Tx, env: &Env, adult: AdultId, school: UnitId) -> Served<bool> {
    let role = Role::SchoolLead;
    let found = store::posts::find(tx, adult, school, role).await?;
    let post = match found.filter(|post| post.state != PostState::Ended) {
        Some(post) => Some(post),
        None => act::name(tx, env, None, (adult, school, role), env.now(), None).await?,
    };
    match post {
        Some(post) => say_woman(tx, env, None, &post, true).await,
        None => Ok(false),
    }
}

/// What can be noted on a lead's card, or taken back.
pub(super) fn offered(post: &Post) -> Option<Act> {
    (post.role == Role::SchoolLead).then_some(match post.is_woman {
        true => Act::NoWoman,
        false => Act::Woman,
    })
}

/// Asked below a lead's new code, where no woman leads the school: one tap, and nobody has to answer.
pub(super) async fn ask(talk: &mut Talk<'_>, post: &Post) -> Served<()> {
    if post.role != Role::SchoolLead || post.is_woman || leads(talk, post).await? {
        return Ok(());
    }
    let locale = talk.locale();
    let html = say!(locale, "staff-ask-woman", name = &post.name);
    let yes = label!(locale, "staff-yes-woman");
    let rows = vec![
        vec![button(yes, Tap::Do(Act::Woman, post.id))],
        vec![button(
            label!(locale, "staff-woman-skip"),
            Tap::List(post.unit, 0),
        )],
    ];
    talk.leave_tapped();
    talk.say(html, rows).await
}

/// Whether a woman other than the holder of this post leads the school now, or is invited to.
async fn leads(talk: &mut Talk<'_>, post: &Post) -> Served<bool> {
    let all = store::posts::of_school(talk.tx, post.unit).await?;
    Ok(all
        .iter()
        .any(|other| other.role == Role::SchoolLead && other.is_woman && other.adult != post.adult))
}

/// Said before the post of the only woman ends. It is not refused for it.
pub(super) async fn parting(talk: &mut Talk<'_>, post: &Post) -> Served<Html> {
    let only = post.role == Role::SchoolLead && post.is_woman && !leads(talk, post).await?;
    Ok(match only {
        true => say!(talk.locale(), "staff-only-woman"),
        false => Html::default(),
    })
}

/// Where no woman leads, at a school or below an office; nothing where one does.
pub(super) async fn missing(
    talk: &mut Talk<'_>,
    unit: UnitId,
    kind: Option<UnitKind>,
) -> Served<Html> {
    let (locale, now) = (talk.locale(), talk.env.now());
    let schools = store::leads::without_woman(talk.tx, unit, now).await?;
    Ok(match (schools.len(), kind) {
        (0, _) => Html::default(),
        (_, Some(UnitKind::School)) => say!(locale, "staff-no-woman"),
        (count, _) => said(locale, count, &schools),
    })
}

fn said(locale: Locale, count: usize, schools: &[String]) -> Html {
    let names: Vec<&str> = schools.iter().take(NAMED).map(String::as_str).collect();
    let mut names = names.join(", ");
    if count > NAMED {
        names.push_str(", …");
    }
    say!(locale, "staff-no-woman-at", count = count, names = names)
}
