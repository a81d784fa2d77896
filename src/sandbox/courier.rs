//! Delivers updates to a webhook: one at a time, in order, again with growing pauses until the
//! other side answers 2xx. Must not know what an update says.

use std::sync::{Arc, Weak};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::watch;

use super::params::Params;
use super::state::{Update, Webhook};
use super::{Inner, Sandbox};

const PATIENCE: Duration = Duration::from_secs(30);
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// The header that proves where an update comes from.
const SECRET: &str = "X-Telegram-Bot-Api-Secret-Token";

enum Job {
    /// Another webhook, or none: this courier ends.
    Over,
    Wait,
    Carry(Webhook, Update),
}

impl Sandbox {
    /// Starts delivery for a bot with a webhook; an earlier courier of that bot ends.
    pub(super) fn send_courier(&self, bot: i64) {
        let started = self.with(|state| {
            let bot = state.bots.get_mut(&bot).filter(|b| b.webhook.is_some())?;
            bot.webhook_turn += 1;
            bot.wake.send_modify(|n| *n += 1);
            Some((bot.webhook_turn, bot.wake.subscribe()))
        });
        if let Some((turn, wake)) = started {
            let closing = self.0.closing.subscribe();
            // The task holds the server weakly: it ends with it.
            tokio::spawn(carry(Arc::downgrade(&self.0), bot, turn, wake, closing));
        }
    }

    /// Couriers for every bot that has a webhook, after a restart.
    pub(super) fn send_couriers(&self) {
        let bots: Vec<i64> = self.with(|state| state.bots.keys().copied().collect());
        for bot in bots {
            self.send_courier(bot);
        }
    }

    fn job(&self, bot: i64, turn: u64) -> Job {
        let many = self.with(|state| state.bots.get(&bot).is_some_and(|b| b.updates.len() > 1));
        let nth = usize::from(many && self.faults(|faults| faults.swaps()));
        self.with(|state| {
            let Some(bot) = state.bots.get(&bot).filter(|b| b.webhook_turn == turn) else {
                return Job::Over;
            };
            let next = bot.updates.get(nth).or(bot.updates.front());
            match (&bot.webhook, next) {
                (None, _) => Job::Over,
                (Some(_), None) => Job::Wait,
                (Some(webhook), Some(update)) => Job::Carry(webhook.clone(), update.clone()),
            }
        })
    }

    /// One attempt. `Ok` with the answer's body, or what `getWebhookInfo` will say.
    async fn carry_one(&self, webhook: &Webhook, update: &Update) -> Result<Option<Value>, String> {
        let mut request = self
            .0
            .http
            .post(&webhook.url)
            .timeout(PATIENCE)
            .json(&update.body);
        if let Some(secret) = &webhook.secret {
            request = request.header(SECRET, secret);
        }
        let answer = request.send().await.map_err(|e| {
            if e.is_timeout() {
                "Read timeout expired".to_owned()
            } else {
                "Connection refused".to_owned()
            }
        })?;
        let status = answer.status();
        if !status.is_success() {
            return Err(format!("Wrong response from the webhook: {status}"));
        }
        Ok(answer.json().await.ok())
    }

    fn settle(&self, bot: i64, turn: u64, update: i64, error: Option<String>) {
        let now = self.0.env.now().timestamp();
        let again = error.is_none() && self.faults(|faults| faults.repeats());
        self.with(|state| {
            let Some(bot) = state.bots.get_mut(&bot).filter(|b| b.webhook_turn == turn) else {
                return;
            };
            match error {
                // It was taken, and comes once more all the same.
                None if again => {}
                None => {
                    if let Some(place) = bot.updates.iter().position(|u| u.id == update) {
                        bot.updates.remove(place);
                    }
                }
                Some(why) => {
                    if let Some(webhook) = &mut bot.webhook {
                        webhook.last_error = Some((now, why));
                    }
                }
            }
        });
    }
}

async fn carry(
    server: Weak<Inner>,
    bot: i64,
    turn: u64,
    mut wake: watch::Receiver<u64>,
    mut closing: watch::Receiver<bool>,
) {
    let mut pause = FIRST_PAUSE;
    loop {
        wake.mark_unchanged();
        if *closing.borrow() {
            return;
        }
        let Some(sandbox) = server.upgrade().map(Sandbox) else {
            return;
        };
        match sandbox.job(bot, turn) {
            Job::Over => return,
            Job::Wait => {
                drop(sandbox);
                tokio::select! {
                    changed = wake.changed() => if changed.is_err() { return },
                    _ = closing.changed() => {}
                }
            }
            Job::Carry(webhook, update) => {
                let outcome = if sandbox.faults(|faults| faults.outage) {
                    Err(String::new())
                } else {
                    let outcome = sandbox.carry_one(&webhook, &update).await;
                    sandbox.settle(bot, turn, update.id, outcome.as_ref().err().cloned());
                    outcome
                };
                match outcome {
                    Ok(reply) => {
                        pause = FIRST_PAUSE;
                        sandbox.perform_reply(bot, reply);
                    }
                    Err(_) => {
                        drop(sandbox);
                        tokio::select! {
                            () = tokio::time::sleep(pause) => {}
                            _ = closing.changed() => {}
                        }
                        pause = (pause * 2).min(LONGEST_PAUSE);
                    }
                }
            }
        }
    }
}

impl Sandbox {
    /// A webhook may answer with a method call; nobody learns how it went (Bot API, "Making
    /// requests when getting updates").
    fn perform_reply(&self, bot: i64, reply: Option<Value>) {
        let method = reply
            .as_ref()
            .and_then(|r| r.get("method")?.as_str().map(str::to_owned));
        if let (Some(method), Some(reply)) = (method, reply) {
            let params = Params::from_json(reply);
            let _ = self.perform(bot, &method.to_ascii_lowercase(), &params);
        }
    }
}
