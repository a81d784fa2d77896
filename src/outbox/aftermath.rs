//! What happened to a batch and what follows from it, written in one transaction.

use metrics::counter;

use super::Unreachable;
use crate::base::{AdultId, ChildId, Env, Instant};
use crate::store::outbox::{self, Claimed, Outcome, Settlement};
use crate::store::{Stored, Tx, bots, outbox_waiting, reach};

/// One row's outcome and what it teaches. Writing it twice changes nothing.
pub(super) struct Aftermath {
    settlement: Settlement,
    effect: Option<Effect>,
}

/// What an answer teaches beyond its own row.
pub(super) enum Effect {
    Unreachable {
        chat: i64,
        kind: Unreachable,
        adult: Option<AdultId>,
        child: Option<ChildId>,
    },
    Moved {
        old: i64,
        new: i64,
    },
    BotPaused {
        until: Instant,
    },
}

impl Aftermath {
    pub(super) fn plain(row: &Claimed, outcome: Outcome) -> Self {
        let (id, lease) = (row.id, row.lease);
        Self {
            settlement: Settlement { id, lease, outcome },
            effect: None,
        }
    }

    /// What is to be written when that is all.
    pub(super) fn settlement(&self) -> Option<Settlement> {
        self.effect.is_none().then(|| self.settlement.clone())
    }

    pub(super) fn with(row: &Claimed, outcome: Outcome, effect: Effect) -> Self {
        Self {
            effect: Some(effect),
            ..Self::plain(row, outcome)
        }
    }
}

/// Writes the outcomes and, `with_effects`, what follows from them.
pub(super) async fn write(
    tx: &mut Tx,
    env: &Env,
    bot: &str,
    aftermaths: &[Aftermath],
    with_effects: bool,
) -> Stored<()> {
    let now = env.now();
    let settlements: Vec<_> = aftermaths.iter().map(|a| a.settlement.clone()).collect();
    outbox::settle(tx, env, bot, &settlements).await?;
    let effects = aftermaths.iter().filter_map(|a| a.effect.as_ref());
    for effect in effects.filter(|_| with_effects) {
        match *effect {
            Effect::BotPaused { until } => bots::pause(tx, bot, until).await?,
            Effect::Moved { old, new } => {
                reach::moved(tx, bot, old, new).await?;
                outbox_waiting::move_chat(tx, bot, old, new).await?;
            }
            Effect::Unreachable {
                chat,
                kind,
                adult,
                child,
            } => {
                // Each further try would be refused as well, and counted against the bot.
                outbox_waiting::refuse_chat(tx, now, bot, chat, kind.as_str()).await?;
                let Some(lost) = reach::mark_unreachable(tx, bot, chat, kind.as_str()).await?
                else {
                    continue;
                };
                counter!("hongyan_accounts_lost_total", "kind" => kind.as_str()).increment(1);
                if let Some(adult) = lost.adult.or(adult) {
                    reach::open_unreachable_task(tx, env.id(), now, adult, child).await?;
                }
            }
        }
    }
    Ok(())
}
