//! What an operator may do with stored updates: look, try a parked one again, end it for good.

use super::Served;
use crate::base::{Env, InboxId, Words};
use crate::model::audit::Why;
use crate::store::inbox::InboxState;
use crate::store::inbox_desk::{self as desk, Row};
use crate::store::{Tx, audit};
use crate::words;

words! {
    /// What became of one update an operator named.
    pub enum Answer {
        /// It is handled again, with all its tries.
        WaitsAgain = "waits_again",
        /// Done without any effect; what the person wrote is blanked.
        Ended = "ended",
        /// It came from no chat: nobody could be answered.
        NoChat = "no_chat",
        ContentGone = "content_gone",
        /// It waits or is being handled: nothing needs to be done.
        UnderWay = "under_way",
        Done = "done",
    }
}

impl Answer {
    /// Whether the update is another one now than before.
    pub const fn is_change(self) -> bool {
        matches!(self, Self::WaitsAgain | Self::Ended)
    }
}

/// One update and what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Told {
    pub id: InboxId,
    pub answer: Answer,
}

/// Ids of no update: nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown(pub Vec<InboxId>);

/// Parked updates are handled again.
pub async fn retry(tx: &mut Tx, env: &Env, ids: &[InboxId]) -> Served<Result<Vec<Told>, Unknown>> {
    act(tx, env, ids, |row| match row.state {
        InboxState::Parked if row.blank => Answer::ContentGone,
        InboxState::Parked if row.chat.is_none() => Answer::NoChat,
        InboxState::Parked => Answer::WaitsAgain,
        InboxState::Waiting | InboxState::Claimed => Answer::UnderWay,
        InboxState::Done => Answer::Done,
    })
    .await
}

/// Parked updates are ended without any effect.
pub async fn withdraw(
    tx: &mut Tx,
    env: &Env,
    ids: &[InboxId],
) -> Served<Result<Vec<Told>, Unknown>> {
    act(tx, env, ids, |row| match row.state {
        InboxState::Parked => Answer::Ended,
        InboxState::Waiting | InboxState::Claimed => Answer::UnderWay,
        InboxState::Done => Answer::Done,
    })
    .await
}

/// An update's content, for the eyes of an operator who must see it; that it was looked at is noted.
pub async fn content(tx: &mut Tx, env: &Env, id: InboxId) -> Served<Option<Words>> {
    let content = desk::content(tx, id).await?;
    if content.is_some() {
        note(tx, env, "inbox_content_shown", id).await?;
    }
    Ok(content)
}

async fn act(
    tx: &mut Tx,
    env: &Env,
    ids: &[InboxId],
    decide: impl Fn(&Row) -> Answer,
) -> Served<Result<Vec<Told>, Unknown>> {
    let now = env.now();
    let rows = desk::these(tx, ids).await?;
    let missing = |id: &&InboxId| rows.iter().all(|row| row.id != **id);
    let unknown: Vec<InboxId> = ids.iter().filter(missing).copied().collect();
    if !unknown.is_empty() {
        return Ok(Err(Unknown(unknown)));
    }
    let mut told = Vec::with_capacity(rows.len());
    for row in &rows {
        let answer = decide(row);
        let action = match answer {
            Answer::WaitsAgain => {
                desk::unpark(tx, row.id, now).await?;
                Some("inbox_retry")
            }
            Answer::Ended => {
                desk::end(tx, row.id, now).await?;
                Some("inbox_withdraw")
            }
            _ => None,
        };
        if let Some(action) = action {
            note(tx, env, action, row.id).await?;
        }
        told.push(Told { id: row.id, answer });
    }
    Ok(Ok(told))
}

async fn note(tx: &mut Tx, env: &Env, action: &'static str, id: InboxId) -> Served<()> {
    let detail = id.to_string();
    let act = audit::Act {
        action,
        detail: Some(&detail),
        why: Some(Why::CommandLine),
        ..audit::Act::default()
    };
    audit::note(tx, env, act).await
}
