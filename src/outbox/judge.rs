//! What one answer of the channel means: for its row, the pace and the account. Writes nothing.

use metrics::{counter, histogram};

use super::aftermath::{Aftermath, Effect};
use super::{Pace, Receipt, Refusal, Scope, Verdict, verdict};
use crate::base::{Env, Instant};
use crate::model::message::Lane;
use crate::store::outbox::{Claimed, Outcome};

/// What one answer of the channel means for its row, the pace and the account.
/// `now` is when the answer came: a pause is reckoned from there.
pub(super) fn judge(
    pace: &mut Pace,
    env: &Env,
    row: &Claimed,
    result: Result<Receipt, Refusal>,
    now: Instant,
) -> Aftermath {
    let kind = row.kind.as_str();
    let refusal = match result {
        Ok(receipt) => {
            count(row.lane, kind, "sent");
            let waited = (now - row.due).as_seconds_f64();
            histogram!("hongyan_outbox_wait_seconds", "lane" => row.lane.as_str()).record(waited);
            let remote = receipt.remote_id;
            return Aftermath::plain(row, Outcome::Sent { remote, note: None });
        }
        Err(refusal) => refusal,
    };
    let why = refusal.as_str();
    count(row.lane, kind, why);
    if let Refusal::Malformed(words) = &refusal {
        tracing::warn!(outbox = %row.id, kind, words, "the messenger does not understand a message of ours");
    }
    let verdict = verdict(&refusal, row.tries, &env.chance);
    let plain = |outcome| Aftermath::plain(row, outcome);
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
            let outcome = Outcome::Paused { until };
            match pace.obey(scope, row.chat, until, now) {
                Scope::Chat => plain(outcome),
                Scope::Bot => Aftermath::with(row, outcome, Effect::BotPaused { until }),
            }
        }
        Verdict::Follow { chat } => Aftermath::with(
            row,
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
            row,
            Outcome::Refused { why },
            Effect::Unreachable {
                chat: row.chat,
                kind: unreachable,
                adult: row.adult,
                child: row.children.first().copied(),
            },
        ),
        Verdict::Refuse(why) => plain(Outcome::Refused { why }),
        Verdict::Abandon(why) => plain(Outcome::Abandoned { why }),
        Verdict::Stop { by } => {
            tracing::error!("the messenger does not accept the bot's token; nothing is sent");
            pace.pause_bot(now + by);
            plain(Outcome::Released { at: None })
        }
    }
}

pub(super) fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Sent { .. } => "sent",
        Outcome::Later { why, .. } | Outcome::Refused { why } | Outcome::Abandoned { why } => why,
        Outcome::Withdrawn => "withdrawn",
        Outcome::Released { .. } | Outcome::Paused { .. } => "paced",
    }
}

pub(super) fn count(lane: Lane, kind: &'static str, result: &'static str) {
    counter!("hongyan_outbox_handovers_total",
        "lane" => lane.as_str(), "kind" => kind, "result" => result)
    .increment(1);
}
