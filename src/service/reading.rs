//! Records opened outside one's own class: so many children within an hour, then no more, and somebody
//! else sees it.

use super::mail::{self, Letter};
use super::staff::keepers;
use super::{Served, Talk, home};
use crate::base::{AdultId, ChildId, to_ms};
use crate::model::limit::{OUTSIDE_CHILDREN, OUTSIDE_WITHIN};
use crate::model::message::{Kind, Parcel};
use crate::model::record::Child;
use crate::model::rights::LinkState;
use crate::model::unit::Role;
use crate::store::tasks::TaskKind;
use crate::store::{self, audit, reading};
use crate::{label, say};

/// Whether the speaker, who has the right by a post, may open one more record now. A refusal is said. Asked
/// by [`Talk::opens`], which notes the look.
pub(super) async fn lets(talk: &mut Talk<'_>, child: ChildId) -> Served<bool> {
    let (Some(adult), Some(child)) = (talk.adult(), store::children::get(talk.tx, child).await?)
    else {
        return Ok(false);
    };
    let child = &child;
    if is_own(talk, adult, child).await? {
        return Ok(true);
    }
    let now = talk.env.now();
    let others = reading::others_since(talk.tx, adult, child.id, now - OUTSIDE_WITHIN).await?;
    if others < OUTSIDE_CHILDREN {
        reading::looked(talk.tx, adult, child.id, now).await?;
        return Ok(true);
    }
    tell(talk, adult, child).await?;
    let locale = talk.locale();
    talk.toast(label!(locale, "staff-many-children")).await?;
    Ok(false)
}

/// A child of the class the speaker teaches, of the home they work in, or of their own family.
async fn is_own(talk: &mut Talk<'_>, adult: AdultId, child: &Child) -> Served<bool> {
    let posts = store::posts::of_adult(talk.tx, adult, talk.env.now()).await?;
    let by_post = posts.iter().any(|post| match post.role {
        Role::Teacher => post.unit == child.class,
        Role::HomeStaff => Some(post.unit) == child.home,
        _ => false,
    });
    if by_post {
        return Ok(true);
    }
    let link = store::links::pair(talk.tx, child.id, adult).await?;
    Ok(link.is_some_and(|link| link.state == LinkState::Active))
}

/// The lead hears of it; of a lead, another one or the office above.
async fn tell(talk: &mut Talk<'_>, adult: AdultId, child: &Child) -> Served<()> {
    let act = audit::Act {
        by: Some(adult),
        action: "read_refused",
        child: Some(child.id),
        unit: Some(child.school),
        ..Default::default()
    };
    // Once in a minute for each child: taps in a loop fill no table.
    let minute = to_ms(talk.env.now()) / 60_000;
    let key = format!("read_refused {adult} {minute} {}", child.id);
    audit::note_once(talk.tx, talk.env, act, key).await?;
    let posts = store::posts::of_adult(talk.tx, adult, talk.env.now()).await?;
    let leads = posts.iter().any(|post| post.role == Role::SchoolLead);
    let role = if leads {
        Role::SchoolLead
    } else {
        Role::Teacher
    };
    let (unit, people) = keepers(talk.tx, talk.env, child.school, role, adult).await?;
    let (kind, key) = (TaskKind::BulkRead, adult.to_string());
    if !store::tasks::open(talk.tx, talk.env, unit, None, Some(adult), kind, &key).await? {
        return Ok(());
    }
    let name = store::adults::get(talk.tx, adult).await?.map(|a| a.name);
    let name = name.unwrap_or_default();
    for person in people {
        let letter = Letter::plain(person, Kind::Task);
        mail::post(talk.tx, talk.env, letter, |account| {
            let html = say!(
                account.locale,
                "staff-read-many",
                name = &name,
                count = OUTSIDE_CHILDREN
            );
            Parcel::with_buttons(html, home::menu_below(account.locale))
        })
        .await?;
    }
    Ok(())
}
