//! `getUpdates`: confirming by offset, long polling, one poller at a time. Must not know what an
//! update says.

use std::collections::VecDeque;
use std::time::Duration;

use serde_json::Value;
use tokio::time::sleep;

use super::Sandbox;
use super::methods::{Answer, Call, valid_kinds};
use super::params::Params;
use super::refusal::Refusal;
use super::state::{Bot, State, Update};

/// The real server never holds a poll longer.
const LONGEST: i64 = 50;

/// Confirmed updates that may be given out once more.
const REMEMBERED: usize = 20;

const OTHER: &str = "terminated by other getUpdates request; make sure that only one bot instance \
                     is running";
const HOOKED: &str = "can't use getUpdates method while webhook is active; use deleteWebhook to \
                      delete the webhook first";

impl Sandbox {
    /// Serves one `getUpdates` request; waits only while there is nothing.
    pub(super) async fn get_updates(&self, bot: i64, params: &Params) -> Answer {
        let wait = params.int("timeout").unwrap_or(0).clamp(0, LONGEST);
        let over = sleep(Duration::from_secs(wait.unsigned_abs()));
        tokio::pin!(over);
        let (turn, mut wake) = self.with(|state| begin(self, state, bot, params))?;
        let mut closing = self.0.closing.subscribe();
        loop {
            wake.mark_unchanged();
            let ready = self.with(|state| take(self, state, bot, turn, params))?;
            if !ready.is_empty() || wait == 0 || *closing.borrow() || over.is_elapsed() {
                return Ok(Value::Array(ready));
            }
            tokio::select! {
                // The time is over: the next round answers with an empty list.
                () = &mut over => {}
                _ = wake.changed() => {}
                _ = closing.changed() => {}
            }
        }
    }
}

type Ticket = (u64, tokio::sync::watch::Receiver<u64>);

/// Confirms what the offset confirms and takes the poller's place.
fn begin(
    sandbox: &Sandbox,
    state: &mut State,
    bot_id: i64,
    params: &Params,
) -> Result<Ticket, Refusal> {
    let call = Call {
        state,
        bot: bot_id,
        params,
        now: sandbox.0.env.now(),
        lost: None,
    };
    let kinds = valid_kinds(&call)?;
    let bot = state
        .bots
        .get_mut(&bot_id)
        .ok_or_else(Refusal::unauthorized)?;
    if bot.webhook.is_some() {
        return Err(Refusal::conflict(HOOKED));
    }
    if let Some(kinds) = kinds {
        bot.allowed = kinds;
    }
    let offset = params.int("offset").unwrap_or(0);
    if offset < 0 {
        let keep = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
        let forget = bot.updates.len().saturating_sub(keep);
        bot.updates.drain(..forget);
    } else {
        confirm(bot, offset);
    }
    bot.poller += 1;
    bot.wake.send_modify(|n| *n += 1);
    Ok((bot.poller, bot.wake.subscribe()))
}

fn confirm(bot: &mut Bot, offset: i64) {
    // An injected duplicate has an old number; it stays until it was given out once.
    let stays = |u: &Update| u.id >= offset || u.fresh_copy;
    let (open, done) = bot.updates.drain(..).partition(stays);
    bot.updates = open;
    bot.confirmed
        .extend(VecDeque::into_iter(done).map(|update| update.body));
    let forget = bot.confirmed.len().saturating_sub(REMEMBERED);
    bot.confirmed.drain(..forget);
}

/// The next updates, and what the weather makes of them.
fn take(
    sandbox: &Sandbox,
    state: &mut State,
    bot: i64,
    turn: u64,
    params: &Params,
) -> Result<Vec<Value>, Refusal> {
    let bot = state.bots.get_mut(&bot).ok_or_else(Refusal::unauthorized)?;
    if bot.webhook.is_some() {
        return Err(Refusal::conflict("terminated by setWebhook request"));
    }
    if bot.poller != turn {
        return Err(Refusal::conflict(OTHER));
    }
    let limit = match params.int("limit") {
        Some(n @ 1..=100) => n as usize,
        _ => 100,
    };
    let page: Vec<Value> = bot
        .updates
        .iter_mut()
        .take(limit)
        .map(|u| {
            u.fresh_copy = false;
            u.body.clone()
        })
        .collect();
    Ok(sandbox.faults(|faults| faults.shuffle(page, &bot.confirmed)))
}
