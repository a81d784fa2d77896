//! What an operator asks of the trace; that it was asked is part of the trace.

use crate::base::{AccountId, AdultId, ChildId, Env, Instant};
use crate::model::audit::Why;
use crate::service::Served;
use crate::store::audit::reading::{
    About, Leak, Row, leak as leaks, list as rows, refused as refusals,
};
use crate::store::{self, Tx, audit};

/// Whom an operator names: by the keys of the school's own systems, or an account by its number.
#[derive(Clone, Copy, Debug)]
pub enum Asked<'a> {
    Child(&'a str),
    Adult(&'a str),
    Account(i64),
}

/// Who that is; `None` when nobody is.
pub async fn find(tx: &mut Tx, asked: Asked<'_>) -> Served<Option<About>> {
    Ok(match asked {
        Asked::Child(key) => {
            let child = store::children::by_key(tx, key).await?;
            child.map(|child| About::Child(child.id))
        }
        Asked::Adult(key) => {
            let adult = store::adults::by_key(tx, key).await?;
            adult.map(|adult| About::Adult(adult.id))
        }
        Asked::Account(id) => {
            let account = store::accounts::get(tx, AccountId(id)).await?;
            account.and_then(|account| account.adult).map(About::Adult)
        }
    })
}

/// What was done and seen, the newest first.
pub async fn list(
    tx: &mut Tx,
    env: &Env,
    about: About,
    since: Instant,
    limit: i64,
) -> Served<Vec<Row>> {
    let found = rows(tx, about, since, limit).await?;
    asked(tx, env, "audit_listed", about).await?;
    Ok(found)
}

/// Everything that was refused, the newest first.
pub async fn refused(tx: &mut Tx, env: &Env, since: Instant, limit: i64) -> Served<Vec<Row>> {
    let found = refusals(tx, since, limit).await?;
    let act = audit::Act {
        action: "audit_listed",
        detail: Some("about refusals"),
        why: Some(Why::CommandLine),
        ..audit::Act::default()
    };
    audit::note(tx, env, act).await?;
    Ok(found)
}

/// Who saw which child from `since` until before `until`.
pub async fn leak(
    tx: &mut Tx,
    env: &Env,
    about: About,
    since: Instant,
    until: Instant,
    limit: i64,
) -> Served<Vec<Leak>> {
    let found = leaks(tx, about, since, until, limit).await?;
    asked(tx, env, "leak_listed", about).await?;
    Ok(found)
}

async fn asked(tx: &mut Tx, env: &Env, action: &'static str, about: About) -> Served<()> {
    let (child, adult): (Option<ChildId>, Option<AdultId>) = match about {
        About::Child(child) => (Some(child), None),
        About::Adult(adult) => (None, Some(adult)),
    };
    let detail = adult.map(|adult| format!("about {adult}"));
    let act = audit::Act {
        action,
        child,
        detail: detail.as_deref(),
        why: Some(Why::CommandLine),
        ..audit::Act::default()
    };
    audit::note(tx, env, act).await
}
