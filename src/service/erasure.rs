//! A child's record ends for good: its key is destroyed, so that no copy and no backup can be read
//! either. What stays is that there was a child with this id, and what was done. Who may ask for it,
//! and who has to agree, is not decided here.

use super::{Served, mail};
use crate::base::{AdultId, ChildId, Env};
use crate::model::audit::Why;
use crate::model::rights::LinkState;
use crate::store::{self, Tx, audit, erasure, vault};

/// Erases the child. False when there is none, or it is erased already. Whoever holds a button of the
/// record gets the answer that everybody without a right gets.
pub async fn erase(tx: &mut Tx, env: &Env, by: Option<AdultId>, child: ChildId) -> Served<bool> {
    let known = store::children::get(tx, child).await?;
    let (Some(known), None) = (known, vault::destroyed(tx, child).await?) else {
        return Ok(false);
    };
    let now = env.now();
    // Brothers and sisters keep their week: it is written anew without this child.
    for link in store::links::of_child(tx, child).await? {
        if matches!(link.state, LinkState::Active | LinkState::Paused) {
            let (from, to) = (link.state, LinkState::Ended);
            store::links::decide(tx, link.id, from, to, by, now).await?;
            mail::silence(tx, env, link.adult, child).await?;
        }
    }
    erasure::erase(tx, child, now).await?;
    let act = audit::Act {
        by,
        action: "erase_child",
        child: Some(child),
        unit: Some(known.school),
        // Without a person it comes from the command line.
        why: by.is_none().then_some(Why::CommandLine),
        ..Default::default()
    };
    audit::note(tx, env, act).await?;
    Ok(true)
}
