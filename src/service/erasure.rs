//! A child's record ends for good: its key is destroyed, so that no copy and no backup can be read
//! either. What stays is that there was a child with this id, and what was done. Who may ask for it,
//! and who has to agree, is not decided here.
//!
//! While a concern about the child is open, what was written is evidence (minors law, art. 11): it is out of
//! everybody's sight at once and goes when the concern has ended. Nobody can tell the two apart: what is
//! answered, shown and told is the same, and nothing is said when the rest goes.

use super::{Served, parting};
use crate::base::{AdultId, ChildId, Env};
use crate::dialogue::State;
use crate::dialogue::break_glass::Step;
use crate::model::audit::Why;
use crate::model::record::Child;
use crate::model::rights::LinkState;
use crate::store::{self, Tx, audit, erasure, vault};

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Erased {
    /// There is no such child, or it was erased before.
    Unknown,
    Now,
    /// Closed to everybody, and gone as soon as nothing about the child is open. Only for the operator: to
    /// anybody else it would say that there is a concern.
    Held,
}

/// Erases the child: every link ends, what is queued is withdrawn, nothing of the child passes through a
/// messenger any more. Whoever holds a button of the record gets the answer that everybody without a
/// right gets.
pub async fn erase(tx: &mut Tx, env: &Env, by: Option<AdultId>, child: ChildId) -> Served<Erased> {
    // Without a person it comes from the command line.
    let why = by.is_none().then_some(Why::CommandLine);
    gone(tx, env, (by, why), child).await
}

/// The same, because the time is over for which the record of somebody who is of age is kept.
pub async fn erase_in_time(tx: &mut Tx, env: &Env, child: ChildId) -> Served<Erased> {
    gone(tx, env, (None, Some(Why::Run)), child).await
}

async fn gone(
    tx: &mut Tx,
    env: &Env,
    (by, why): (Option<AdultId>, Option<Why>),
    child: ChildId,
) -> Served<Erased> {
    let Some(known) = store::children::get(tx, child).await? else {
        return Ok(Erased::Unknown);
    };
    if vault::destroyed(tx, child).await?.is_some() || erasure::is_held(tx, child).await? {
        return Ok(Erased::Unknown);
    }
    let near = erasure::near(tx, child).await?;
    store::templates::forget(tx, &known, &near).await?;
    end_links(tx, env, by, child).await?;
    let (now, busy) = (env.now(), opening(tx, &known).await?);
    let outcome = match store::concerns::is_open_about(tx, child).await? {
        false => {
            erasure::erase(tx, child, now, &busy).await?;
            Erased::Now
        }
        true => {
            erasure::hold(tx, child, now).await?;
            erasure::close(tx, child, now, &busy).await?;
            Erased::Held
        }
    };
    note(tx, env, &known, "erase_child", by, why).await?;
    Ok(outcome)
}

async fn end_links(tx: &mut Tx, env: &Env, by: Option<AdultId>, child: ChildId) -> Served<()> {
    for link in store::links::of_child(tx, child).await? {
        match link.state {
            // Brothers and sisters keep their week: it is written anew without this child.
            LinkState::Active => {
                parting::end(tx, env, by, child, link.adult).await?;
            }
            LinkState::Invited | LinkState::AwaitingApproval | LinkState::Paused => {
                let (from, to) = (link.state, LinkState::Ended);
                store::links::decide(tx, link.id, from, to, by, env.now()).await?;
                parting::hush(tx, env, child, link.adult).await?;
            }
            LinkState::Ended | LinkState::Excluded => {}
        }
    }
    Ok(())
}

/// Staff who are about to open this record by exception: they typed its key.
async fn opening(tx: &mut Tx, child: &Child) -> Served<Vec<AdultId>> {
    let begun = erasure::begun_by_staff(tx, child.id).await?;
    let typed = |state: &Option<String>| match State::decode(state.as_deref()) {
        Some(State::BreakGlass(state)) => match state.step {
            Step::Key => false,
            Step::Reason { key } | Step::Confirm { key, .. } => key.expose() == child.key,
        },
        _ => false,
    };
    let busy = begun.into_iter().filter(|(_, state)| typed(state));
    Ok(busy.map(|(adult, _)| adult).collect())
}

async fn note(
    tx: &mut Tx,
    env: &Env,
    child: &Child,
    action: &'static str,
    by: Option<AdultId>,
    why: Option<Why>,
) -> Served<()> {
    let act = audit::Act {
        by,
        action,
        child: Some(child.id),
        unit: Some(child.school),
        why,
        ..Default::default()
    };
    audit::note(tx, env, act).await
}

/// What the school need not keep goes at once: mood, conduct, life, the teacher's sentences, and the
/// notes between this adult and the school. Another adult's notes are that adult's.
pub async fn optional(tx: &mut Tx, child: ChildId, adult: AdultId) -> Served<()> {
    if store::concerns::is_open_about(tx, child).await? {
        erasure::put_aside(tx, child, adult).await?;
    }
    erasure::remove(tx, child).await?;
    erasure::empty_notes(tx, child, adult).await
}

/// Finishes what was held back and need not be any more, `limit` records at most. Gives how many.
pub async fn finish(tx: &mut Tx, env: &Env, limit: i64) -> Served<usize> {
    // It takes no number that others would have got.
    let env = env.aside();
    erasure::let_go(tx).await?;
    let ready = erasure::ready(tx, env.now(), limit).await?;
    for child in &ready {
        let known = store::children::get(tx, *child).await?;
        erasure::destroy(tx, *child, env.now()).await?;
        if let Some(known) = known {
            note(tx, env, &known, "erase_finished", None, Some(Why::Run)).await?;
        }
    }
    Ok(ready.len())
}
