//! What an operator may do with stored messages: look, send again, take back. Nothing here reaches a
//! person by itself: a message waits again, and the dispatcher asks the right anew.

use chrono::TimeDelta;

use super::Served;
use crate::base::{Env, Instant, OutboxId, Words};
use crate::model::audit::Why;
use crate::model::message::Kind;
use crate::store::outbox_desk::{self as desk, Picked};
use crate::store::outbox_view::OutboxState;
use crate::store::{Tx, audit};
use crate::words;

words! {
    /// What became of one message an operator named.
    pub enum Answer {
        /// It waits and goes as soon as the pace allows; without a sound when it may have arrived.
        WaitsAgain = "waits_again",
        /// Taken back: it will not be sent.
        Withdrawn = "withdrawn",
        /// Refused before, and laid to rest now.
        LaidToRest = "laid_to_rest",
        /// Its time was over before it could go again.
        TimeOver = "time_over",
        /// A one-time code, or blanked because of its age: there is nothing left to send.
        ContentGone = "content_gone",
        /// It is being sent at this moment.
        UnderWay = "under_way",
        WaitsAlready = "waits_already",
        Sent = "sent",
        WithdrawnBefore = "withdrawn_before",
        Expired = "expired",
        /// The person stopped the bot or is gone: it would be refused once more.
        Unreachable = "unreachable",
    }
}

impl Answer {
    /// Whether the message is another one now than before.
    pub const fn is_change(self) -> bool {
        matches!(self, Self::WaitsAgain | Self::Withdrawn | Self::LaidToRest)
    }
}

/// One message and what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Told {
    pub id: OutboxId,
    pub answer: Answer,
}

/// Ids of no message: nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown(pub Vec<OutboxId>);

/// Messages of one [`Which::AllRefused`].
pub const PAGE: i64 = 500;

/// Which messages are meant.
#[derive(Clone, Copy, Debug)]
pub enum Which<'a> {
    These(&'a [OutboxId]),
    /// A page of everything refused, except what goes to an account that cannot be reached: what comes
    /// behind `after`. Nothing waits longer for a page than a moment, however much there is.
    AllRefused {
        kind: Option<Kind>,
        after: Option<OutboxId>,
    },
}

/// Refused and expired messages wait again. `good_for` gives those whose time is over a new end.
pub async fn retry(
    tx: &mut Tx,
    env: &Env,
    which: Which<'_>,
    good_for: Option<TimeDelta>,
) -> Served<Result<Vec<Told>, Unknown>> {
    let now = env.now();
    let picked = match which {
        Which::AllRefused { kind, after } => {
            desk::all_refused(tx, kind.map(Kind::as_str), after, PAGE).await?
        }
        Which::These(ids) => match all_known(tx, ids).await? {
            Ok(picked) => picked,
            Err(unknown) => return Ok(Err(unknown)),
        },
    };
    let told = tell(&picked, |row| again(row, now, good_for));
    let (over, timely): (Vec<&Picked>, Vec<&Picked>) = picked
        .iter()
        .zip(&told)
        .filter(|(_, told)| told.answer.is_change())
        .map(|(row, _)| row)
        .partition(|row| is_over(row, now));
    desk::retry(tx, now, &ids(&timely), None).await?;
    desk::retry(tx, now, &ids(&over), good_for.map(|span| now + span)).await?;
    trace(tx, env, "outbox_retry", &picked, &told).await?;
    Ok(Ok(told))
}

/// Waiting messages are taken back, refused ones laid to rest.
pub async fn withdraw(
    tx: &mut Tx,
    env: &Env,
    which: &[OutboxId],
) -> Served<Result<Vec<Told>, Unknown>> {
    let picked = match all_known(tx, which).await? {
        Ok(picked) => picked,
        Err(unknown) => return Ok(Err(unknown)),
    };
    let told = tell(&picked, |row| match row.state {
        OutboxState::Waiting => Answer::Withdrawn,
        OutboxState::Refused => Answer::LaidToRest,
        OutboxState::Claimed => Answer::UnderWay,
        OutboxState::Sent => Answer::Sent,
        OutboxState::Withdrawn => Answer::WithdrawnBefore,
        OutboxState::Expired => Answer::Expired,
    });
    let ended: Vec<OutboxId> = told
        .iter()
        .filter(|told| told.answer.is_change())
        .map(|told| told.id)
        .collect();
    desk::withdraw(tx, env.now(), &ended).await?;
    trace(tx, env, "outbox_withdraw", &picked, &told).await?;
    Ok(Ok(told))
}

/// A message's content, for the eyes of an operator who must see it; that it was looked at is noted.
pub async fn content(tx: &mut Tx, env: &Env, id: OutboxId) -> Served<Option<Words>> {
    let content = desk::content(tx, id).await?;
    if content.is_some() {
        let detail = id.to_string();
        let act = audit::Act {
            action: "outbox_content_shown",
            detail: Some(&detail),
            why: Some(Why::CommandLine),
            ..audit::Act::default()
        };
        audit::note(tx, env, act).await?;
    }
    Ok(content)
}

fn again(row: &Picked, now: Instant, good_for: Option<TimeDelta>) -> Answer {
    match row.state {
        OutboxState::Waiting => Answer::WaitsAlready,
        OutboxState::Claimed => Answer::UnderWay,
        OutboxState::Sent => Answer::Sent,
        OutboxState::Withdrawn => Answer::WithdrawnBefore,
        OutboxState::Refused | OutboxState::Expired if row.blank => Answer::ContentGone,
        OutboxState::Refused | OutboxState::Expired if row.lost => Answer::Unreachable,
        OutboxState::Refused | OutboxState::Expired if is_over(row, now) && good_for.is_none() => {
            Answer::TimeOver
        }
        OutboxState::Refused | OutboxState::Expired => Answer::WaitsAgain,
    }
}

fn is_over(row: &Picked, now: Instant) -> bool {
    row.expires.is_some_and(|end| end <= now)
}

fn ids(rows: &[&Picked]) -> Vec<OutboxId> {
    rows.iter().map(|row| row.id).collect()
}

fn tell(picked: &[Picked], answer: impl Fn(&Picked) -> Answer) -> Vec<Told> {
    let told = |row: &Picked| Told {
        id: row.id,
        answer: answer(row),
    };
    picked.iter().map(told).collect()
}

async fn all_known(tx: &mut Tx, ids: &[OutboxId]) -> Served<Result<Vec<Picked>, Unknown>> {
    let picked = desk::these(tx, ids).await?;
    let missing = |id: &&OutboxId| picked.iter().all(|row| row.id != **id);
    let unknown: Vec<OutboxId> = ids.iter().filter(missing).copied().collect();
    Ok(if unknown.is_empty() {
        Ok(picked)
    } else {
        Err(Unknown(unknown))
    })
}

/// One line of the trace per changed message; about whom, when it is about one child.
async fn trace(
    tx: &mut Tx,
    env: &Env,
    action: &'static str,
    picked: &[Picked],
    told: &[Told],
) -> Served<()> {
    for (row, told) in picked.iter().zip(told) {
        if !told.answer.is_change() {
            continue;
        }
        let detail = format!("{} {}", row.id, row.kind);
        let child = match row.children.as_slice() {
            [child] => Some(*child),
            _ => None,
        };
        let act = audit::Act {
            action,
            child,
            detail: Some(&detail),
            why: Some(Why::CommandLine),
            ..audit::Act::default()
        };
        audit::note(tx, env, act).await?;
    }
    Ok(())
}
