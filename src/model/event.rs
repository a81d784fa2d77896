//! What a person did in a chat, in no channel's words. Made by `telegram`, understood by `service`.

use crate::base::{Html, Phone, Words};
use crate::model::message::MediaKind;

/// One thing one person did in their chat with one bot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub bot: String,
    pub chat: i64,
    /// The language the person's app is set to (IETF tag), a first guess only.
    pub language: Option<String>,
    pub did: Did,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Did {
    /// Wrote text. `message` is the channel's id, `reply_to` that of the message answered.
    Says {
        text: Words,
        message: i64,
        reply_to: Option<i64>,
    },
    /// Sent something that passes by reference.
    Sends {
        media: MediaKind,
        file: String,
        caption: Html,
        /// The channel's name of the album it came in; its items come one by one.
        album: Option<String>,
        /// Whether its name or type says that it is a spreadsheet.
        sheet: bool,
        message: i64,
        reply_to: Option<i64>,
    },
    /// Tapped a button. `query` must be answered soon, or the button keeps spinning.
    Taps {
        data: String,
        query: String,
        message: Option<i64>,
    },
    /// Shared a contact; `own` when it is the sender's own.
    SharesContact { phone: Option<Phone>, own: bool },
    /// Rewrote an earlier message.
    Edits { message: i64, text: Words },
    /// Blocked the bot, or deleted the chat.
    Leaves,
    /// Came back after that.
    Returns,
    /// Put the bot into a group: it says one sentence and nothing about any child.
    InGroup { added: bool },
    /// Sent something we do not pass on (a poll, a place, a game ...).
    Other { message: i64 },
}
