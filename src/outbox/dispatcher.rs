//! One bot's dispatcher: claim, commit, send, settle. Holds no transaction while it sends; what it
//! could not write down it keeps and writes first the next time, unless the bot has changed hands.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::TimeDelta;
use futures_util::StreamExt;
use futures_util::stream;
use metrics::{counter, histogram};

use super::aftermath::{Aftermath, Effect, write};
use super::late::held;
use super::rights::denied;
use super::{Allowance, Channel, Epoch, GIVE_UP_AFTER, Hold, LOOK, Pace, Receipt, Refusal};
use super::{Scope, Verdict, verdict};
use crate::base::{Env, Wake};
use crate::model::message::{Kind, Lane, Parcel};
use crate::service::weekly;
use crate::store::outbox::{self, Claimed, Outcome, Settlement};
use crate::store::{Store, Stored, bots, outbox_view};

/// How long a claim holds: well above three rounds of the slowest answer a channel waits for.
pub const LEASE: TimeDelta = TimeDelta::seconds(180);

/// Rows per claim; settled in one statement.
const BATCH: usize = 96;

/// Sends under way at once.
const AT_ONCE: usize = 32;

/// Speaks for one bot. There is one per bot at a time: the one whose [`Hold`] is in force.
pub struct Dispatcher {
    store: Store,
    env: Env,
    channel: Arc<dyn Channel>,
    hold: Hold,
    pace: Pace,
    /// What happened and is not in the database yet.
    kept: Vec<Aftermath>,
    /// Since when it speaks. A pause ordered in an earlier epoch, so by another process, was read.
    epoch: Option<Epoch>,
}

impl Dispatcher {
    pub fn new(store: Store, env: Env, channel: Arc<dyn Channel>, hold: Hold) -> Self {
        Self::with_allowance(store, env, channel, hold, Allowance::default())
    }

    /// With another allowance than the messenger's usual one.
    pub fn with_allowance(
        store: Store,
        env: Env,
        channel: Arc<dyn Channel>,
        hold: Hold,
        allowance: Allowance,
    ) -> Self {
        Self {
            store,
            env,
            channel,
            hold,
            pace: Pace::new(allowance),
            kept: Vec::new(),
            epoch: None,
        }
    }

    /// One round. An error means that the database was away: nothing is lost, call again later.
    pub async fn tick(&mut self) -> Stored<Wake> {
        self.settle().await?;
        let (batch, wake) = self.claim().await?;
        if !batch.is_empty() {
            self.send(batch).await;
            self.settle().await?;
        }
        Ok(wake)
    }

    /// First transaction: what may go now is claimed, what must not go any more is ended.
    async fn claim(&mut self) -> Stored<(Vec<Claimed>, Wake)> {
        let now = self.env.now();
        let bot = self.channel.bot().to_owned();
        let mut tx = self.store.write().await?;
        let Some(epoch) = self.hold.enter(&mut tx, now).await? else {
            tx.commit().await?;
            return Ok((Vec::new(), Wake::At(now + LOOK)));
        };
        if self.epoch != Some(epoch) {
            if let Some(until) = bots::paused_until(&mut tx, &bot).await? {
                self.pace.pause_bot(until);
            }
            self.epoch = Some(epoch);
        }
        let in_doubt = outbox::release_expired(&mut tx, &bot, now).await?;
        let expired = outbox::expire(&mut tx, &bot, now).await?;
        counter!("hongyan_outbox_leases_expired_total").increment(in_doubt);
        counter!("hongyan_outbox_expired_total").increment(expired);

        let (fast, slow) = (
            self.pace.room(Lane::Reply, now),
            self.pace.room(Lane::Bulk, now),
        );
        // As long as slow lanes have room they are claimed together, in order; then the rest of the
        // second belongs to the fast ones.
        let (slowest, room) = match slow {
            0 => (Lane::Reply, fast),
            _ => (Lane::Bulk, slow),
        };
        let crowded = if slow == 0 {
            Wake::at(self.pace.next_room())
        } else {
            Wake::Idle
        };
        if room == 0 {
            tx.commit().await?;
            return Ok((Vec::new(), crowded));
        }
        let limit = room.min(BATCH);
        let lease = now + LEASE;
        let found = outbox::claim(&mut tx, &bot, now, lease, slowest, limit).await?;
        if found.rows.is_empty() && found.unreadable.is_empty() {
            let due = outbox_view::next_due(&mut tx, &bot, now).await?;
            tx.commit().await?;
            return Ok((Vec::new(), crowded.or(Wake::at(due))));
        }
        let denied = denied(&mut tx, &found.rows, now).await?;
        let held = held(&mut tx, &found.rows, now).await?;
        let mut ended: Vec<Settlement> = found
            .unreadable
            .into_iter()
            .map(|id| Settlement {
                id,
                outcome: Outcome::Refused { why: "unreadable" },
            })
            .collect();
        let mut batch = Vec::with_capacity(found.rows.len());
        let mut half_denied = BTreeSet::new();
        for row in found.rows {
            let outcome = if denied.contains(&row.id) {
                if row.kind == Kind::WeeklyUpdate {
                    half_denied.extend(row.adult);
                }
                Outcome::Withdrawn
            } else if row.tries > GIVE_UP_AFTER {
                // The process died with it each time.
                Outcome::Refused { why: "gave_up" }
            } else if let Some(at) = held.get(&row.id) {
                Outcome::Released { at: Some(*at) }
            } else if let Err(at) = self.pace.take(row.chat, counts(&row.parcel), now) {
                Outcome::Released { at: Some(at) }
            } else {
                batch.push(row);
                continue;
            };
            count(row.lane, row.kind.as_str(), word(&outcome));
            ended.push(Settlement {
                id: row.id,
                outcome,
            });
        }
        outbox::settle(&mut tx, now, &ended).await?;
        // The right to one child is gone: the others' news go without it.
        for adult in half_denied {
            weekly::recompose(&mut tx, &self.env, adult).await?;
        }
        tx.commit().await?;
        Ok((batch, Wake::Now))
    }

    /// Hands the batch over, no transaction open; every result is kept until it is written down.
    async fn send(&mut self, batch: Vec<Claimed>) {
        let channel = self.channel.clone();
        let env = self.env.clone();
        // Raised when the whole bot must be silent: what has not left yet stays. The same when the
        // lease was not renewed in time: another process may speak by now.
        let hold = self.hold.clone();
        let halted = AtomicBool::new(false);
        let mut results = stream::iter(batch)
            .map(|row| {
                let (channel, env, hold, halted) = (&channel, &env, &hold, &halted);
                async move {
                    let began = env.now();
                    if halted.load(Ordering::SeqCst) || !hold.lasts(began) {
                        return (row, None);
                    }
                    let result = match quiet(&row) {
                        Some(parcel) => channel.deliver(row.chat, &parcel).await,
                        None => channel.deliver(row.chat, &row.parcel).await,
                    };
                    let took = (env.now() - began).as_seconds_f64();
                    histogram!("hongyan_channel_seconds").record(took);
                    (row, Some(result))
                }
            })
            .buffer_unordered(AT_ONCE);
        while let Some((row, result)) = results.next().await {
            let aftermath = match result {
                None => Aftermath::plain(row.id, Outcome::Released { at: None }),
                Some(result) => judge(&mut self.pace, &env, &row, result),
            };
            if self
                .pace
                .bot_paused()
                .is_some_and(|until| until > env.now())
            {
                halted.store(true, Ordering::SeqCst);
            }
            self.kept.push(aftermath);
        }
    }

    /// Last transaction: everything that happened, in one statement, with what follows from it.
    async fn settle(&mut self) -> Stored<()> {
        if self.kept.is_empty() {
            return Ok(());
        }
        match self.write_down(true).await {
            Err(error) if !error.is_passing() => {
                // What an answer teaches must not hold back the fact that it came.
                self.write_down(false).await?;
                tracing::error!(%error, "what deliveries teach about accounts could not be stored");
            }
            result => result?,
        }
        self.kept.clear();
        Ok(())
    }

    async fn write_down(&self, with_effects: bool) -> Stored<()> {
        let mut tx = self.store.write().await?;
        let bot = self.channel.bot();
        let current = match self.epoch {
            Some(epoch) => self.hold.still(&mut tx, epoch).await?,
            None => false,
        };
        if !current {
            let (bot, late) = (bot.to_owned(), self.kept.len());
            tracing::warn!(
                bot,
                late,
                "the bot is in other hands by now: what was sent here is in doubt"
            );
            counter!("hongyan_outbox_settled_too_late_total")
                .increment(u64::try_from(late).unwrap_or_default());
            return tx.commit().await;
        }
        write(&mut tx, &self.env, bot, &self.kept, with_effects).await?;
        tx.commit().await
    }
}

/// What one answer of the channel means for its row, the pace and the account.
fn judge(pace: &mut Pace, env: &Env, row: &Claimed, result: Result<Receipt, Refusal>) -> Aftermath {
    let now = env.now();
    let kind = row.kind.as_str();
    let refusal = match result {
        Ok(receipt) => {
            count(row.lane, kind, "sent");
            let waited = (now - row.due).as_seconds_f64();
            histogram!("hongyan_outbox_wait_seconds", "lane" => row.lane.as_str()).record(waited);
            let remote = receipt.remote_id;
            return Aftermath::plain(row.id, Outcome::Sent { remote, note: None });
        }
        Err(refusal) => refusal,
    };
    let why = refusal.as_str();
    count(row.lane, kind, why);
    if let Refusal::Malformed(words) = &refusal {
        tracing::warn!(outbox = %row.id, kind, words, "the messenger does not understand a message of ours");
    }
    let verdict = verdict(&refusal, row.tries, &env.chance);
    let plain = |outcome| Aftermath::plain(row.id, outcome);
    match verdict {
        Verdict::Sent => plain(Outcome::Sent {
            remote: None,
            note: Some(why),
        }),
        Verdict::Retry { after, doubt } => {
            let at = now + after;
            plain(Outcome::Later { at, doubt, why })
        }
        Verdict::Pause { by, scope } => {
            let until = now + by;
            let outcome = Outcome::Released { at: Some(until) };
            match pace.obey(scope, row.chat, until, now) {
                Scope::Chat => plain(outcome),
                Scope::Bot => Aftermath::with(row.id, outcome, Effect::BotPaused { until }),
            }
        }
        Verdict::Follow { chat } => Aftermath::with(
            row.id,
            Outcome::Later {
                at: now,
                doubt: false,
                why,
            },
            Effect::Moved {
                old: row.chat,
                new: chat,
            },
        ),
        Verdict::Mark(unreachable) => Aftermath::with(
            row.id,
            Outcome::Refused { why },
            Effect::Unreachable {
                chat: row.chat,
                kind: unreachable,
                adult: row.adult,
                child: row.children.first().copied(),
            },
        ),
        Verdict::Refuse(why) => plain(Outcome::Refused { why }),
        Verdict::Stop { by } => {
            tracing::error!("the messenger does not accept the bot's token; nothing is sent");
            pace.pause_bot(now + by);
            plain(Outcome::Released { at: None })
        }
    }
}

/// A message that may have arrived already comes again without a sound.
fn quiet(row: &Claimed) -> Option<Parcel> {
    let mut parcel = row.in_doubt.then(|| row.parcel.clone())?;
    if let Parcel::Send { silent, .. } = &mut parcel {
        *silent = true;
    }
    Some(parcel)
}

/// Whether it is a message of its own, for the pace of its chat.
fn counts(parcel: &Parcel) -> bool {
    matches!(parcel, Parcel::Send { .. })
}

fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Sent { .. } => "sent",
        Outcome::Later { why, .. } | Outcome::Refused { why } => why,
        Outcome::Withdrawn => "withdrawn",
        Outcome::Released { .. } => "paced",
    }
}

fn count(lane: Lane, kind: &'static str, result: &'static str) {
    counter!("hongyan_outbox_handovers_total",
        "lane" => lane.as_str(), "kind" => kind, "result" => result)
    .increment(1);
}
