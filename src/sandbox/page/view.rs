//! The state as the page draws it: phones, their chats, bubbles. Decides nothing.

use std::collections::BTreeMap;

use chrono::Offset;
use serde_json::{Value, json};

use super::super::Sandbox;
use super::super::methods::menu;
use super::super::state::{Body, Chat, Message, State};
use crate::base::to_ms;

/// Newest messages shown per chat.
const SHOWN: usize = 150;

/// Every shown phone; chats that did not change after `since` come without content.
pub(super) fn phones(sandbox: &Sandbox, since: u64) -> Value {
    let now = sandbox.0.env.now();
    sandbox.with(|state| {
        let people = state.people.values().filter(|a| a.person.shown);
        let phones: Vec<Value> = people
            .map(|account| {
                let p = &account.person;
                let chats: Vec<Value> = state
                    .bots
                    .keys()
                    .map(|bot| chat(state, *bot, p.id, since))
                    .collect();
                let offset = now.with_timezone(&p.zone).offset().fix().local_minus_utc();
                json!({
                    "id": p.id, "label": p.label, "name": p.first_name, "role": p.role,
                    "place": p.place, "zone": p.zone.name(), "offset_s": offset,
                    "language": p.language, "gone": account.deactivated, "chats": chats,
                })
            })
            .collect();
        json!({"version": state.version, "now_ms": to_ms(now), "phones": phones})
    })
}

fn chat(state: &State, bot: i64, person: i64, since: u64) -> Value {
    let room = state.chats.get(&(bot, person));
    let mut shown = json!({
        "bot": bot,
        "name": state.bots.get(&bot).map(|b| b.name.as_str()),
        "username": state.bots.get(&bot).map(|b| b.username.as_str()),
        "commands": menu(state, bot, person),
        "about": about(state, bot, person),
    });
    let Some(room) = room.filter(|r| r.version > since || since == 0) else {
        return shown;
    };
    let skip = room.messages.len().saturating_sub(SHOWN);
    let messages: Vec<Value> = room
        .messages
        .values()
        .skip(skip)
        .map(|m| message(state, room, person, m))
        .collect();
    let waiting: Vec<i64> = state
        .queries
        .values()
        .filter(|q| q.bot == bot && q.person == person)
        .map(|q| q.message)
        .collect();
    let notices: Vec<Value> = room
        .toasts
        .iter()
        .map(|t| json!({"text": t.text, "alert": t.alert}))
        .collect();
    shown["content"] = json!({
        "version": room.version, "started": room.started, "blocked": room.blocked,
        "keyboard": room.keyboard, "action": room.action, "notices": notices,
        "waiting": waiting, "messages": messages,
    });
    shown
}

/// The bot's description in the person's language, shown before the first message.
fn about(state: &State, bot: i64, person: i64) -> Value {
    let language = state
        .people
        .get(&person)
        .map_or("", |a| a.person.language.as_str());
    let settings: Option<&BTreeMap<String, Value>> = state.bots.get(&bot).map(|b| &b.settings);
    let short = language.get(..2).unwrap_or_default();
    let keys = [format!("description {short}"), "description ".to_owned()];
    let found = keys.iter().find_map(|k| settings.and_then(|s| s.get(k)));
    found.cloned().unwrap_or(Value::Null)
}

fn message(state: &State, room: &Chat, person: i64, m: &Message) -> Value {
    let mut v = json!({
        "id": m.id, "mine": m.from == person, "at_ms": m.date * 1000, "text": m.rich.text,
        "entities": m.rich.entities, "edited": m.edited.is_some(), "silent": m.silent,
        "protected": m.protected, "album": m.album, "buttons": m.buttons,
        "reaction": m.reaction,
    });
    if let Some((from, _)) = m.forwarded {
        v["forwarded"] = state.user(from)["first_name"].clone();
    }
    if let Some(answered) = m.reply_to.and_then(|id| room.messages.get(&id)) {
        v["reply"] = json!({
            "id": answered.id,
            "name": state.user(answered.from)["first_name"],
            "text": summary(state, answered),
        });
    }
    match &m.body {
        Body::Text => {}
        Body::File(id) => {
            if let Some(file) = state.files.get(id) {
                v["file"] = json!({
                    "id": id, "kind": file.kind, "mime": file.mime, "name": file.name,
                    "duration": file.duration, "width": file.width, "height": file.height,
                    "size": file.bytes.len(),
                });
            }
        }
        Body::Contact {
            phone, first_name, ..
        } => {
            v["contact"] = json!({"name": first_name, "phone": phone});
        }
        Body::Location(latitude, longitude) => v["location"] = json!([latitude, longitude]),
        Body::Service(_) => v["service"] = json!(true),
    }
    v
}

/// One line about a message that is answered.
fn summary(state: &State, m: &Message) -> String {
    let text: String = m.rich.text.chars().take(80).collect();
    let what = match &m.body {
        Body::File(id) => state.files.get(id).map_or("file", |f| f.kind.field()),
        Body::Contact { .. } => "contact",
        Body::Location(..) => "location",
        _ => "",
    };
    match (what, text.is_empty()) {
        ("", _) | (_, false) => text,
        (what, true) => what.replace('_', " "),
    }
}
