//! What an erasure takes away. The one function through which a child's data go.

use crate::base::{AdultId, ChildId, Env};
use crate::model::record::Programme;
use crate::model::rights::LinkState;
use crate::service::{Served, erasure, parting};
use crate::store::{self, Tx, audit};

/// What the school need not keep goes at once: mood, conduct, life, the teacher's sentences, and the
/// notes between this adult and the school. Another adult's notes are that adult's. While a concern is
/// open the record is kept (minors law, art. 11), and every answer reads the same: nobody learns of it.
pub(super) async fn optional(tx: &mut Tx, child: ChildId, adult: AdultId) -> Served<()> {
    if store::concerns::is_open_about(tx, child).await? {
        return Ok(());
    }
    store::erasures::optional(tx, child).await?;
    store::erasures::notes(tx, child, Some(adult)).await?;
    Ok(())
}

/// Erases a child: every link ends, what is queued is withdrawn, nothing of the child passes through a
/// messenger any more, and its key is destroyed. While a concern is open all that was written is kept.
pub async fn erase(tx: &mut Tx, env: &Env, by: Option<AdultId>, child: ChildId) -> Served<()> {
    for link in store::links::of_child(tx, child).await? {
        if link.state == LinkState::Active {
            parting::end(tx, env, by, child, link.adult).await?;
        } else if matches!(
            link.state,
            LinkState::Invited | LinkState::AwaitingApproval | LinkState::Paused
        ) {
            let (from, to) = (link.state, LinkState::Ended);
            store::links::decide(tx, link.id, from, to, by, env.now()).await?;
            store::invitations::withdraw_pair(tx, child, link.adult).await?;
        }
    }
    store::outbox_waiting::withdraw_child(tx, env.now(), child).await?;
    if !store::concerns::is_open_about(tx, child).await? {
        erasure::erase(tx, env, by, child).await?;
        return Ok(());
    }
    store::children::set_programme(tx, child, Programme::Closed, env.now()).await?;
    let act = audit::Act {
        by,
        action: "erase_child",
        child: Some(child),
        ..Default::default()
    };
    audit::note(tx, env, act).await
}
