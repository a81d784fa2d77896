//! Which list of commands each chat shows, and which the messenger has yet to be told of. A list is a setting of a chat:
//! of several changes only the last one counts, so there is a state to reach and no message to send.

use super::tx::Cells;
use super::{Stored, Tx};
use crate::base::{AccountId, Instant, to_ms};
use crate::model::Locale;
use crate::model::commands::List;

statements! {
    CHOOSE = "UPDATE accounts SET commands = $2, commands_due_ms = 0 WHERE id = $1";
    DUE = "SELECT id, chat_id, commands, locale FROM accounts
         WHERE bot_id = $1 AND commands_due_ms <= $2 AND state = 'open' ORDER BY commands_due_ms, id LIMIT $3";
    TOLD = "UPDATE accounts SET commands_due_ms = NULL
         WHERE id = $1 AND COALESCE(commands, '') = $2 AND locale = $3";
    LATER = "UPDATE accounts SET commands_due_ms = $2 WHERE id = $1 AND commands_due_ms IS NOT NULL";
}

/// A chat whose list the messenger does not know yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    pub account: AccountId,
    pub chat: i64,
    /// `None`: the bot's own list.
    pub list: Option<List>,
    pub locale: Locale,
}

/// From now on the chat shows this list; the messenger is to be told at once.
pub async fn choose(tx: &mut Tx, id: AccountId, list: Option<List>) -> Stored<()> {
    run!(tx, CHOOSE; id.0, list.map(|list| list.as_str().to_owned()));
    Ok(())
}

/// The chats of a bot that are due by `now`, what waits longest first.
pub async fn due(tx: &mut Tx, bot: &str, now: Instant, limit: i64) -> Stored<Vec<Due>> {
    all!(tx, DUE; bot, to_ms(now), limit)
        .iter()
        .map(|row| {
            Ok(Due {
                account: row.id("id")?,
                chat: row.int("chat_id")?,
                list: list(row)?,
                locale: row.word("locale")?,
            })
        })
        .collect()
}

/// The list in a row. A word of a later release is none of ours: the bot's own list is shown.
pub(super) fn list(row: &sqlx::any::AnyRow) -> Stored<Option<List>> {
    let word = row.maybe_text("commands")?;
    Ok(word.as_deref().and_then(List::parse))
}

/// The messenger knows, or never will; unless the chat is to show another list by now.
pub async fn told(tx: &mut Tx, due: &Due) -> Stored<()> {
    let word = due.list.map_or("", List::as_str);
    run!(tx, TOLD; due.account.0, word, due.locale.as_str());
    Ok(())
}

/// The messenger could not be told: again at `at`.
pub async fn later(tx: &mut Tx, due: &Due, at: Instant) -> Stored<()> {
    run!(tx, LATER; due.account.0, to_ms(at));
    Ok(())
}
