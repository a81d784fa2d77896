//! Why a messenger did not take a parcel, and the one table of what follows from it. Pure.

use chrono::TimeDelta;

use crate::base::Chance;
use crate::words;

words! {
    /// Why nobody gets what is sent to a chat.
    pub enum Unreachable {
        /// The person stopped the bot.
        Blocked = "blocked",
        /// The person's account is gone.
        Deactivated = "deactivated",
        NotFound = "not_found",
        /// The person never wrote to the bot: it must not begin.
        NeverStarted = "never_started",
        /// The bot was put out of the chat, or must not write there.
        Kicked = "kicked",
    }
}

/// What has to be silent after "too many requests".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    Chat,
    Bot,
}

/// Why a parcel was not taken. Closed: an adapter maps everything it can meet to one of these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Too many requests: silence for exactly this long.
    LaterBy { by: TimeDelta, scope: Scope },
    /// The chat has a new number.
    Moved(i64),
    /// A fact about the account; retrying does not change it.
    Unreachable(Unreachable),
    /// Our own mistake, in the messenger's words without any content of the message.
    Malformed(String),
    /// The tapped button is too old, the message to edit is gone or shows this already: as good as
    /// done.
    GoneStale,
    /// The connection broke after the request had left, the messenger broke over it, or its answer
    /// was not to be understood: it may have arrived.
    InDoubt,
    /// The messenger could not be reached, or turned us away at the door: it has not arrived.
    ServerTrouble,
    /// The bot's token is not accepted: nothing goes until the operator acts.
    Unauthorized,
}

impl Refusal {
    /// The word in tables and metrics.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::LaterBy { .. } => "later_by",
            Self::Moved(_) => "moved",
            Self::Unreachable(kind) => kind.as_str(),
            Self::Malformed(_) => "malformed",
            Self::GoneStale => "gone_stale",
            Self::InDoubt => "in_doubt",
            Self::ServerTrouble => "server_trouble",
            Self::Unauthorized => "unauthorized",
        }
    }
}

/// What to do about a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As good as sent.
    Sent,
    /// Again after this long; `doubt`: it may have arrived.
    Retry { after: TimeDelta, doubt: bool },
    /// Not this message's fault: the scope pauses, the try does not count.
    Pause { by: TimeDelta, scope: Scope },
    /// To the new number, at once.
    Follow { chat: i64 },
    /// The account is marked, what waits for it ends.
    Mark(Unreachable),
    /// Never again, for this reason.
    Refuse(&'static str),
    /// Never again; the last try may have arrived.
    Abandon(&'static str),
    /// Nothing goes for this long; an operator has to act. The try does not count.
    Stop { by: TimeDelta },
}

/// The pause after the first, second ... failed try, in seconds. After the last one a message is
/// refused as `gave_up`.
pub const RETRY_SCHEDULE: &[i64] = &[5, 30, 120, 600, 1_800, 7_200, 21_600];

/// Tries after which a message is not handed over any more, whatever ended the last one.
pub const GIVE_UP_AFTER: i64 = RETRY_SCHEDULE.len() as i64 + 1;

/// Added to each pause at random, in percent of it: what failed together does not return together.
const JITTER_PERCENT: u64 = 20;

/// How often a bot without a valid token looks again.
const TOKEN_PAUSE: TimeDelta = TimeDelta::seconds(60);

/// The table of verdicts. `tries` counts this try.
pub fn verdict(refusal: &Refusal, tries: i64, chance: &Chance) -> Verdict {
    match refusal {
        Refusal::GoneStale => Verdict::Sent,
        Refusal::LaterBy { by, scope } => Verdict::Pause {
            by: *by,
            scope: *scope,
        },
        Refusal::Moved(chat) => Verdict::Follow { chat: *chat },
        Refusal::Unreachable(kind) => Verdict::Mark(*kind),
        Refusal::Malformed(_) => Verdict::Refuse("malformed"),
        Refusal::InDoubt => retry(tries, true, chance),
        Refusal::ServerTrouble => retry(tries, false, chance),
        Refusal::Unauthorized => Verdict::Stop { by: TOKEN_PAUSE },
    }
}

fn retry(tries: i64, doubt: bool, chance: &Chance) -> Verdict {
    let step = usize::try_from(tries - 1).unwrap_or_default();
    match RETRY_SCHEDULE.get(step) {
        None if doubt => Verdict::Abandon("gave_up"),
        None => Verdict::Refuse("gave_up"),
        Some(seconds) => {
            let ms = seconds * 1_000;
            let jitter = chance.below(ms.unsigned_abs() * JITTER_PERCENT / 100);
            Verdict::Retry {
                after: TimeDelta::milliseconds(ms + i64::try_from(jitter).unwrap_or_default()),
                doubt,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schedule_ends() {
        let chance = Chance::seeded(1);
        for (step, seconds) in RETRY_SCHEDULE.iter().enumerate() {
            let Verdict::Retry { after, doubt } =
                verdict(&Refusal::ServerTrouble, step as i64 + 1, &chance)
            else {
                panic!("step {step} must be a retry");
            };
            assert!(!doubt);
            assert!(after >= TimeDelta::seconds(*seconds));
            assert!(after.num_milliseconds() <= seconds * 1_200);
        }
        assert_eq!(
            verdict(&Refusal::InDoubt, GIVE_UP_AFTER, &chance),
            Verdict::Abandon("gave_up")
        );
    }

    #[test]
    fn too_many_requests_is_nobodys_try() {
        let by = TimeDelta::seconds(7);
        let scope = Scope::Chat;
        for tries in [1, 100] {
            assert_eq!(
                verdict(&Refusal::LaterBy { by, scope }, tries, &Chance::seeded(1)),
                Verdict::Pause { by, scope }
            );
        }
    }
}
