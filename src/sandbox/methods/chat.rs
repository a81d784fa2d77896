//! Chats and members, answers to button presses, reactions, "typing…".

use serde_json::{Value, json};

use super::super::refusal::Refusal;
use super::super::state::Toast;
use super::{Answer, Call};

/// A press can be answered this long; after that the person's app has given up.
const QUERY_MS: i64 = 10 * 60 * 1000;

const ACTIONS: [&str; 12] = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
    "cancel",
];

/// `answerCallbackQuery`: once, and in time.
pub(super) fn answer_query(call: &mut Call<'_>) -> Answer {
    let id = call.params.text("callback_query_id").unwrap_or_default();
    let text = call.params.text("text").unwrap_or_default();
    if text.chars().count() > 200 {
        return Err(Refusal::bad("MESSAGE_TOO_LONG"));
    }
    let now = call.now_ms();
    let fresh = call
        .state
        .queries
        .get(&id)
        .filter(|q| q.bot == call.bot && now - q.at_ms < QUERY_MS);
    let Some(chat) = fresh.map(|q| q.chat) else {
        return Err(Refusal::bad(
            "query is too old and response timeout expired or query ID is invalid",
        ));
    };
    call.state.queries.remove(&id);
    let room = call.state.chats.entry((call.bot, chat)).or_default();
    if !text.is_empty() {
        room.toasts.push(Toast {
            after: room
                .messages
                .keys()
                .next_back()
                .copied()
                .unwrap_or_default(),
            text,
            alert: call.params.flag("show_alert"),
        });
    }
    call.state.touch(call.bot, chat);
    Ok(json!(true))
}

/// `sendChatAction`.
pub(super) fn action(call: &mut Call<'_>) -> Answer {
    let chat = call.chat("chat_id")?;
    let action = call.params.text("action").unwrap_or_default();
    if !ACTIONS.contains(&action.as_str()) {
        return Err(Refusal::bad("wrong parameter action in request"));
    }
    call.may_write(chat)?;
    let room = call.state.chats.entry((call.bot, chat)).or_default();
    room.action = (action != "cancel").then_some(action);
    call.state.touch(call.bot, chat);
    Ok(json!(true))
}

/// `setMessageReaction`.
pub(super) fn reaction(call: &mut Call<'_>) -> Answer {
    let chat = call.chat("chat_id")?;
    let id = call.params.int("message_id").unwrap_or_default();
    let reaction: Option<Vec<Value>> = call
        .params
        .parse("reaction", "can't parse reaction types JSON object")?;
    call.may_write(chat)?;
    let room = call.state.chats.entry((call.bot, chat)).or_default();
    let Some(message) = room.messages.get_mut(&id) else {
        return Err(Refusal::bad("message to react not found"));
    };
    message.reaction = reaction.filter(|r| !r.is_empty()).map(Value::Array);
    call.state.touch(call.bot, chat);
    Ok(json!(true))
}

/// `getChat`.
pub(super) fn get(call: &mut Call<'_>) -> Answer {
    let id = call.chat("chat_id")?;
    let mut chat = call.state.chat(id);
    chat["accent_color_id"] = json!(0);
    chat["max_reaction_count"] = json!(11);
    chat["accepted_gift_types"] = json!({
        "unlimited_gifts": false, "limited_gifts": false, "unique_gifts": false,
        "premium_subscription": false, "gifts_from_channels": false,
    });
    Ok(chat)
}

/// `getChatMember`.
pub(super) fn member(call: &mut Call<'_>) -> Answer {
    let chat = call.chat("chat_id")?;
    let id = call.params.int("user_id").unwrap_or_default();
    let known = call.state.people.contains_key(&id) || call.state.bots.contains_key(&id);
    if !known {
        return Err(Refusal::bad("PARTICIPANT_ID_INVALID"));
    }
    let inside = match call.state.groups.get(&chat) {
        Some(group) => group.members.contains(&id) || group.bots.contains(&id),
        None => id == chat || id == call.bot,
    };
    let status = if inside { "member" } else { "left" };
    Ok(json!({"user": call.state.user(id), "status": status}))
}

/// `getChatMemberCount`.
pub(super) fn member_count(call: &mut Call<'_>) -> Answer {
    let chat = call.chat("chat_id")?;
    let group = call.state.groups.get(&chat);
    Ok(json!(group.map_or(2, |g| g.members.len() + g.bots.len())))
}

/// `leaveChat`.
pub(super) fn leave(call: &mut Call<'_>) -> Answer {
    let chat = call.chat("chat_id")?;
    let bot = call.bot;
    let Some(group) = call.state.groups.get_mut(&chat) else {
        return Err(Refusal::bad(
            "chat member status can't be changed in private chats",
        ));
    };
    group.bots.retain(|b| *b != bot);
    let date = call.date();
    let me = call.state.user(bot);
    let update = json!({
        "chat": call.state.chat(chat), "from": me.clone(), "date": date,
        "old_chat_member": {"user": me.clone(), "status": "member"},
        "new_chat_member": {"user": me, "status": "left"},
    });
    call.state.report(bot, "my_chat_member", update);
    Ok(json!(true))
}
