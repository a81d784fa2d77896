//! `copyMessage` and `forwardMessage`.

use serde_json::json;

use super::super::refusal::Refusal;
use super::super::state::{Body, Message};
use super::{Answer, Call, send};

fn original(call: &Call<'_>, verb: &str) -> Result<Message, Refusal> {
    let from = call.chat("from_chat_id")?;
    let id = call.params.int("message_id").unwrap_or_default();
    let room = call.state.chats.get(&(call.bot, from));
    let found = room.and_then(|c| c.messages.get(&id));
    let found = found.ok_or_else(|| Refusal::bad(format!("message to {verb} not found")))?;
    if found.protected || matches!(found.body, Body::Service(_)) {
        let done = if verb == "copy" {
            "copied"
        } else {
            "forwarded"
        };
        return Err(Refusal::bad(format!("message can't be {done}")));
    }
    Ok(found.clone())
}

/// `copyMessage`: the content without a trace of where it came from.
pub(super) fn copy(call: &mut Call<'_>) -> Answer {
    let chat = call.chat("chat_id")?;
    let original = original(call, "copy")?;
    let is_file = matches!(original.body, Body::File(_));
    let rich = if is_file && call.params.raw("caption").is_some() {
        send::caption(call)?
    } else {
        original.rich
    };
    let message = Message::new(call.bot, call.date(), original.body, rich);
    let ids = send::put(call, chat, vec![message])?;
    Ok(json!({"message_id": ids.first()}))
}

/// `forwardMessage`: names the original sender.
pub(super) fn forward(call: &mut Call<'_>) -> Answer {
    let chat = call.chat("chat_id")?;
    let original = original(call, "forward")?;
    let mut message = Message::new(call.bot, call.date(), original.body, original.rich);
    message.forwarded = original.forwarded.or(Some((original.from, original.date)));
    send::put_one(call, chat, message)
}
