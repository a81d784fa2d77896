//! Sending: text, places and contacts, and the way every message takes into a chat (reply,
//! keyboard, limits). Files are in `file`.

use serde::Deserialize;

use super::super::entities::{Entity, Rich};
use super::super::markup::Markup;
use super::super::markup_text::html;
use super::super::refusal::Refusal;
use super::super::state::{Body, Message};
use super::{Answer, Call};

/// Longest text and caption, in UTF-16 units after parsing (Bot API, `sendMessage`).
const TEXT: usize = 4096;
const CAPTION: usize = 1024;

/// Reads a text with its `parse_mode` or its entities.
pub(super) fn rich(call: &Call<'_>, text: &str, entities: &str) -> Result<Rich, Refusal> {
    let source = call.params.text(text).unwrap_or_default();
    let mode = call.params.text("parse_mode").unwrap_or_default();
    let mut rich = match mode.to_ascii_lowercase().as_str() {
        "" | "none" => Rich {
            text: source,
            entities: call
                .params
                .parse::<Vec<Entity>>(entities, "can't parse entities")?
                .unwrap_or_default(),
        },
        "html" => html(&source)?,
        _ => return Err(Refusal::bad("unsupported parse_mode")),
    };
    rich.settle();
    Ok(rich)
}

/// The text of a message: neither empty nor too long.
pub(super) fn message_text(call: &Call<'_>) -> Result<Rich, Refusal> {
    let rich = rich(call, "text", "entities")?;
    if rich.text.is_empty() {
        return Err(Refusal::bad("message text is empty"));
    }
    if rich.units() > TEXT {
        return Err(Refusal::bad("message is too long"));
    }
    Ok(rich)
}

/// The caption of a file, possibly empty.
pub(super) fn caption(call: &Call<'_>) -> Result<Rich, Refusal> {
    check_caption(rich(call, "caption", "caption_entities")?)
}

pub(super) fn check_caption(rich: Rich) -> Result<Rich, Refusal> {
    if rich.units() > CAPTION {
        return Err(Refusal::bad("message caption is too long"));
    }
    Ok(rich)
}

#[derive(Deserialize)]
struct ReplyParameters {
    message_id: i64,
    #[serde(default)]
    allow_sending_without_reply: bool,
}

/// The message to answer, if it is there or must be.
fn reply_to(call: &Call<'_>, chat: i64) -> Result<Option<i64>, Refusal> {
    let what = "can't parse reply parameters JSON object";
    let asked: Option<ReplyParameters> = call.params.parse("reply_parameters", what)?;
    let old = || {
        call.params
            .int("reply_to_message_id")
            .map(|message_id| ReplyParameters {
                message_id,
                allow_sending_without_reply: call.params.flag("allow_sending_without_reply"),
            })
    };
    let Some(asked) = asked.or_else(old) else {
        return Ok(None);
    };
    let room = call.state.chats.get(&(call.bot, chat));
    if room.is_some_and(|c| c.messages.contains_key(&asked.message_id)) {
        return Ok(Some(asked.message_id));
    }
    if asked.allow_sending_without_reply {
        return Ok(None);
    }
    Err(Refusal::bad("message to be replied not found"))
}

/// Puts messages into a chat, in order; the keyboard goes with the first. Gives their numbers.
/// Every check comes before the first effect.
pub(super) fn put(
    call: &mut Call<'_>,
    chat: i64,
    messages: Vec<Message>,
) -> Result<Vec<i64>, Refusal> {
    let markup = Markup::read(call.params)?;
    call.may_write(chat)?;
    let answered = reply_to(call, chat)?;
    call.admit(chat, messages.len() as u32)?;
    let (buttons, keyboard, remove) = match markup {
        Markup::None => (None, None, false),
        Markup::Inline(rows) => (Some(rows), None, false),
        Markup::Keyboard(object) => (None, Some(object), false),
        Markup::Remove => (None, None, true),
    };
    let mut ids = Vec::new();
    for (n, mut message) in messages.into_iter().enumerate() {
        message.reply_to = answered;
        message.silent = call.params.flag("disable_notification");
        message.protected = call.params.flag("protect_content");
        if n == 0 {
            message.buttons.clone_from(&buttons);
            message.keyboard = keyboard.is_some() || remove;
        }
        ids.push(call.state.keep(call.bot, chat, message));
    }
    if keyboard.is_some() || remove {
        let room = call.state.chats.entry((call.bot, chat)).or_default();
        room.keyboard = keyboard;
        call.state.touch(call.bot, chat);
    }
    Ok(ids)
}

/// [`put`] for one message, answered with that message.
pub(super) fn put_one(call: &mut Call<'_>, chat: i64, message: Message) -> Answer {
    let ids = put(call, chat, vec![message])?;
    Ok(call.shown(chat, ids.first().copied().unwrap_or_default()))
}

/// `sendMessage`.
pub(super) fn text(call: &mut Call<'_>) -> Answer {
    let chat = call.chat("chat_id")?;
    let rich = message_text(call)?;
    let message = Message::new(call.bot, call.date(), Body::Text, rich);
    put_one(call, chat, message)
}

/// `sendLocation`.
pub(super) fn location(call: &mut Call<'_>) -> Answer {
    let chat = call.chat("chat_id")?;
    let part = |name: &str, most: f64| {
        let wrong = || Refusal::bad(format!("wrong {name} specified"));
        let value = call.params.float(name).ok_or_else(wrong)?;
        (value.abs() <= most).then_some(value).ok_or_else(wrong)
    };
    let body = Body::Location(part("latitude", 90.0)?, part("longitude", 180.0)?);
    let message = Message::new(call.bot, call.date(), body, Rich::default());
    put_one(call, chat, message)
}

/// `sendContact`.
pub(super) fn contact(call: &mut Call<'_>) -> Answer {
    let chat = call.chat("chat_id")?;
    let field = |name: &str, what: &str| {
        let text = call.params.text(name).filter(|t| !t.is_empty());
        text.ok_or_else(|| Refusal::bad(format!("contact {what} must be non-empty")))
    };
    let phone = field("phone_number", "phone number")?;
    let first_name = field("first_name", "first name")?;
    let digits = |p: &str| p.chars().filter(char::is_ascii_digit).collect::<String>();
    let owner = call
        .state
        .people
        .values()
        .find(|a| digits(&a.person.phone) == digits(&phone));
    let body = Body::Contact {
        user_id: owner.map(|a| a.person.id),
        phone,
        first_name,
        last_name: call.params.text("last_name").filter(|t| !t.is_empty()),
    };
    let message = Message::new(call.bot, call.date(), body, Rich::default());
    put_one(call, chat, message)
}
