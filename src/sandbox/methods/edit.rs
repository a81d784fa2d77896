//! Editing and deleting what the bot (or, for deletion, anybody) wrote.

use serde_json::{Value, json};

use super::super::entities::Rich;
use super::super::markup::Markup;
use super::super::refusal::Refusal;
use super::super::state::{Body, Message};
use super::{Answer, Call, send};

/// A message can be deleted for this long (Bot API, `deleteMessage`).
const DELETABLE_SECONDS: i64 = 48 * 3600;

const SAME: &str = "message is not modified: specified new message content and reply markup are \
                    exactly the same as a current content and reply markup of the message";

/// The message to edit: the bot's own and not one that carries a reply keyboard.
fn own(call: &Call<'_>) -> Result<(i64, Message), Refusal> {
    if call.params.raw("inline_message_id").is_some() {
        return Err(Refusal::bad("wrong inline message identifier specified"));
    }
    let chat = call.chat("chat_id")?;
    let Some(id) = call.params.int("message_id") else {
        return Err(Refusal::bad("message identifier is not specified"));
    };
    let room = call.state.chats.get(&(call.bot, chat));
    let Some(message) = room.and_then(|c| c.messages.get(&id)) else {
        return Err(Refusal::bad("message to edit not found"));
    };
    if message.from != call.bot || message.forwarded.is_some() || message.keyboard {
        return Err(Refusal::bad("message can't be edited"));
    }
    Ok((chat, message.clone()))
}

fn new_buttons(call: &Call<'_>) -> Result<Option<Value>, Refusal> {
    match Markup::read(call.params)? {
        Markup::Inline(rows) => Ok(Some(rows)),
        Markup::None => Ok(None),
        Markup::Keyboard(_) | Markup::Remove => Err(Refusal::bad("inline keyboard expected")),
    }
}

/// Replaces content and buttons; buttons that are not given again disappear.
fn replace(call: &mut Call<'_>, chat: i64, old: Message, rich: Option<Rich>) -> Answer {
    let buttons = new_buttons(call)?;
    let shows_edit = rich.as_ref().is_some_and(|r| *r != old.rich);
    if !shows_edit && buttons == old.buttons {
        return Err(Refusal::bad(SAME));
    }
    call.may_write(chat)?;
    let (id, date) = (old.id, call.date());
    let room = call.state.chats.entry((call.bot, chat)).or_default();
    if let Some(message) = room.messages.get_mut(&id) {
        message.buttons = buttons;
        if let Some(rich) = rich.filter(|_| shows_edit) {
            message.rich = rich;
            message.edited = Some(date);
        }
    }
    call.state.touch(call.bot, chat);
    Ok(call.shown(chat, id))
}

/// `editMessageText`.
pub(super) fn text(call: &mut Call<'_>) -> Answer {
    let (chat, old) = own(call)?;
    if old.body != Body::Text {
        return Err(Refusal::bad("there is no text in the message to edit"));
    }
    let rich = send::message_text(call)?;
    replace(call, chat, old, Some(rich))
}

/// `editMessageCaption`.
pub(super) fn caption(call: &mut Call<'_>) -> Answer {
    let (chat, old) = own(call)?;
    if !matches!(old.body, Body::File(_)) {
        return Err(Refusal::bad("there is no caption in the message to edit"));
    }
    let rich = send::caption(call)?;
    replace(call, chat, old, Some(rich))
}

/// `editMessageReplyMarkup`.
pub(super) fn buttons(call: &mut Call<'_>) -> Answer {
    let (chat, old) = own(call)?;
    replace(call, chat, old, None)
}

fn remove(call: &mut Call<'_>, chat: i64, id: i64) -> Result<(), Refusal> {
    let now = call.date();
    let room = call.state.chats.entry((call.bot, chat)).or_default();
    let Some(message) = room.messages.get(&id) else {
        return Err(Refusal::bad("message to delete not found"));
    };
    if now - message.date > DELETABLE_SECONDS {
        return Err(Refusal::bad("message can't be deleted for everyone"));
    }
    room.messages.remove(&id);
    call.state.touch(call.bot, chat);
    Ok(())
}

/// `deleteMessage`.
pub(super) fn delete(call: &mut Call<'_>) -> Answer {
    let chat = call.chat("chat_id")?;
    let id = call.params.int("message_id").unwrap_or_default();
    remove(call, chat, id)?;
    Ok(json!(true))
}

/// `deleteMessages`: those that cannot be deleted are skipped.
pub(super) fn delete_many(call: &mut Call<'_>) -> Answer {
    let chat = call.chat("chat_id")?;
    let ids: Option<Vec<i64>> = call
        .params
        .parse("message_ids", "can't parse message identifiers JSON object")?;
    for id in ids.unwrap_or_default() {
        // Skipping is what the method promises.
        let _ = remove(call, chat, id);
    }
    Ok(json!(true))
}
