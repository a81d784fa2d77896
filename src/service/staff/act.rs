//! What is done with a post, from the chat and from the command line: naming, the yearly look, the end.
//! The right was asked by the caller; the command line needs none.

use crate::base::{AdultId, Env, Instant, PostId, UnitId};
use crate::model::second_factor::Demand;
use crate::model::unit::Role;
use crate::service::{Served, mail};
use crate::store::posts::{Naming, Post, PostState};
use crate::store::tasks::TaskKind;
use crate::store::{self, Tx, audit};

/// What became of an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    Done,
    /// A school keeps its last named person.
    LastLead,
    /// It was over already.
    Gone,
}

/// Whether a school would be without a named person after this post, from `until` on.
pub(super) async fn is_last_lead(
    tx: &mut Tx,
    env: &Env,
    post: &Post,
    until: Option<Instant>,
) -> Served<bool> {
    if post.role != Role::SchoolLead {
        return Ok(false);
    }
    let others = store::posts::other_leads(tx, post.unit, post.adult, until, env.now());
    Ok(others.await? == 0)
}

/// Ends a post now. What waits for the person by its right is withdrawn; the school's tasks stay with
/// the school.
pub async fn end(tx: &mut Tx, env: &Env, by: Option<AdultId>, post: &Post) -> Served<Ended> {
    let now = env.now();
    let runs = post.state == PostState::Active && post.to.is_none_or(|to| now < to);
    // Another one whose post has a last day is enough: as the last one they stay beyond it.
    if runs && is_last_lead(tx, env, post, Some(now)).await? {
        note(tx, env, by, "end_post_refused", post).await?;
        return Ok(Ended::LastLead);
    }
    close(tx, env, by, post).await
}

/// The post is over, whoever or whatever ended it.
pub(super) async fn close(
    tx: &mut Tx,
    env: &Env,
    by: Option<AdultId>,
    post: &Post,
) -> Served<Ended> {
    if !store::posts::end(tx, post.adult, post.unit, post.role, env.now()).await? {
        return Ok(Ended::Gone);
    }
    mail::uphold_after_post(tx, env, post.adult).await?;
    // Codes for it that are still open begin nothing.
    store::invitations::withdraw_post(tx, post.adult, post.unit, post.role.as_str()).await?;
    note(tx, env, by, "end_post", post).await?;
    for kind in [TaskKind::Recheck, TaskKind::LastLead] {
        let key = post.id.to_string();
        store::tasks::done_by_key(tx, kind, &key, by, env.now()).await?;
    }
    Ok(Ended::Done)
}

/// A person looked at the record of who holds the post.
pub async fn recheck(tx: &mut Tx, env: &Env, by: Option<AdultId>, post: &Post) -> Served<bool> {
    if !store::posts::check(tx, post.id, by, env.now()).await? {
        return Ok(false);
    }
    let (key, now) = (post.id.to_string(), env.now());
    store::tasks::done_by_key(tx, TaskKind::Recheck, &key, by, now).await?;
    note(tx, env, by, "recheck_post", post).await?;
    Ok(true)
}

/// Puts somebody on the list for a post, with its days. `None` when they hold it already.
pub async fn name(
    tx: &mut Tx,
    env: &Env,
    by: Option<AdultId>,
    (adult, unit, role): (AdultId, UnitId, Role),
    from: Instant,
    to: Option<Instant>,
) -> Served<Option<Post>> {
    let id: PostId = env.id();
    let new = Naming {
        id,
        adult,
        unit,
        role,
        from,
        to,
        by,
    };
    if !store::posts::name(tx, &new, env.now()).await? {
        return Ok(None);
    }
    let post = store::posts::find(tx, adult, unit, role).await?;
    if let Some(post) = &post {
        note(tx, env, by, "name_post", post).await?;
    }
    Ok(post)
}

/// Whether leads and officers of a unit and below are asked for a second factor.
pub async fn set_demand(tx: &mut Tx, env: &Env, unit: UnitId, demand: Demand) -> Served<()> {
    let mut settings = store::units::settings(tx, unit).await?;
    settings.second_factor = Some(demand);
    store::units::set_settings(tx, unit, &settings).await?;
    let act = audit::Act {
        action: "set_factor_demand",
        unit: Some(unit),
        detail: Some(demand.as_str()),
        ..Default::default()
    };
    audit::note(tx, env, act).await
}

pub(super) async fn note(
    tx: &mut Tx,
    env: &Env,
    by: Option<AdultId>,
    action: &'static str,
    post: &Post,
) -> Served<()> {
    let act = audit::Act {
        by,
        action,
        unit: Some(post.unit),
        detail: Some(post.role.as_str()),
        ..Default::default()
    };
    audit::note(tx, env, act).await
}
