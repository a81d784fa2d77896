//! The Bot API's words for "no", as refusals. The table is here and nowhere else; what is not in it
//! is our own mistake.

use chrono::TimeDelta;

use super::CallError;
use crate::outbox::{Refusal, Scope, Unreachable};

/// Part of a description, in lower case, and what it means. First match wins.
const TABLE: &[(&str, Refusal)] = &[
    ("message is not modified", Refusal::GoneStale),
    ("message to edit not found", Refusal::GoneStale),
    ("message can't be edited", Refusal::GoneStale),
    ("message_id_invalid", Refusal::GoneStale),
    ("query is too old", Refusal::GoneStale),
    ("query id is invalid", Refusal::GoneStale),
    ("bot was blocked by the user", lost(Unreachable::Blocked)),
    ("user is deactivated", lost(Unreachable::Deactivated)),
    ("group is deactivated", lost(Unreachable::Deactivated)),
    (
        "can't initiate conversation",
        lost(Unreachable::NeverStarted),
    ),
    ("can't send messages to bots", lost(Unreachable::NotFound)),
    (
        "bot can't send messages to the user",
        lost(Unreachable::NeverStarted),
    ),
    ("chat not found", lost(Unreachable::NotFound)),
    ("user not found", lost(Unreachable::NotFound)),
    ("peer_id_invalid", lost(Unreachable::NotFound)),
    ("bot was kicked", lost(Unreachable::Kicked)),
    ("bot is not a member", lost(Unreachable::Kicked)),
    ("have no rights to send", lost(Unreachable::Kicked)),
    ("not enough rights", lost(Unreachable::Kicked)),
    ("need administrator rights", lost(Unreachable::Kicked)),
    ("chat_write_forbidden", lost(Unreachable::Kicked)),
];

const fn lost(kind: Unreachable) -> Refusal {
    Refusal::Unreachable(kind)
}

/// What a failed call means for what was to be delivered.
pub fn refusal_of(error: &CallError) -> Refusal {
    match error {
        CallError::NotSent | CallError::TurnedAway(_) => Refusal::ServerTrouble,
        CallError::Lost | CallError::Unintelligible => Refusal::InDoubt,
        CallError::Refused {
            code,
            description,
            retry_after,
            migrate_to,
        } => answered(*code, description, *retry_after, *migrate_to),
    }
}

fn answered(
    code: i64,
    description: &str,
    retry_after: Option<i64>,
    migrate_to: Option<i64>,
) -> Refusal {
    if let Some(seconds) = retry_after {
        return later(seconds);
    }
    if let Some(chat) = migrate_to {
        return Refusal::Moved(chat);
    }
    let said = description.to_lowercase();
    if let Some((_, refusal)) = TABLE.iter().find(|(part, _)| said.contains(part)) {
        return refusal.clone();
    }
    match code {
        // An unknown token is "Not Found": it is part of the address.
        401 => Refusal::Unauthorized,
        404 if said.trim() == "not found" => Refusal::Unauthorized,
        403 => lost(Unreachable::Blocked),
        429 => later(1),
        // The Bot API does not say whether it broke before or after: a second message without a
        // sound is the lesser harm.
        500.. => Refusal::InDoubt,
        _ => Refusal::Malformed(plain(description)),
    }
}

fn later(seconds: i64) -> Refusal {
    Refusal::LaterBy {
        by: TimeDelta::seconds(seconds.clamp(1, 86_400)),
        // The answer does not say; the pace notices when it is the whole bot.
        scope: Scope::Chat,
    }
}

/// A description without what it might quote from our message: plain words up to the first quote,
/// number or address.
pub(super) fn plain(description: &str) -> String {
    let is_word = |word: &&str| {
        word.starts_with(|c: char| c.is_ascii_alphabetic())
            && word
                .chars()
                .all(|c| c.is_ascii_alphabetic() || matches!(c, '\'' | '_' | '-' | ',' | ':' | '.'))
    };
    let words: Vec<_> = description.split_whitespace().take_while(is_word).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_quoted_remains() {
        let said = "Bad Request: can't parse entities: Unsupported start tag \"Ming\" at byte 5";
        assert_eq!(
            plain(said),
            "Bad Request: can't parse entities: Unsupported start tag"
        );
    }
}
