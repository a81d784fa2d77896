//! State as Bot API objects: users, chats, messages. Knows field names and types of the Bot API;
//! decides nothing.

use serde_json::{Map, Value, json};

use super::state::{Body, Message, State};

impl State {
    /// A `User`.
    pub fn user(&self, id: i64) -> Value {
        if let Some(bot) = self.bots.get(&id) {
            return json!({
                "id": id, "is_bot": true, "first_name": bot.name, "username": bot.username,
            });
        }
        let mut user = Map::new();
        user.insert("id".into(), json!(id));
        user.insert("is_bot".into(), json!(false));
        if let Some(account) = self.people.get(&id) {
            self.names(id, &mut user);
            user.insert("language_code".into(), json!(account.person.language));
        } else {
            user.insert("first_name".into(), json!(""));
        }
        Value::Object(user)
    }

    fn names(&self, id: i64, into: &mut Map<String, Value>) {
        let Some(account) = self.people.get(&id) else {
            return;
        };
        // Telegram shows a deleted account as a user with an empty name.
        let person = &account.person;
        let first = if account.deactivated {
            ""
        } else {
            &person.first_name
        };
        into.insert("first_name".into(), json!(first));
        if let Some(last) = person.last_name.as_ref().filter(|_| !account.deactivated) {
            into.insert("last_name".into(), json!(last));
        }
        if let Some(name) = person.username.as_ref().filter(|_| !account.deactivated) {
            into.insert("username".into(), json!(name));
        }
    }

    /// A `Chat`.
    pub fn chat(&self, id: i64) -> Value {
        let mut chat = Map::new();
        chat.insert("id".into(), json!(id));
        if let Some(group) = self.groups.get(&id) {
            let kind = if group.supergroup {
                "supergroup"
            } else {
                "group"
            };
            chat.insert("title".into(), json!(group.title));
            chat.insert("type".into(), json!(kind));
        } else {
            self.names(id, &mut chat);
            chat.insert("type".into(), json!("private"));
        }
        Value::Object(chat)
    }

    /// A `Message` by number, or null.
    pub fn message(&self, bot: i64, chat: i64, id: i64) -> Value {
        let found = self
            .chats
            .get(&(bot, chat))
            .and_then(|c| c.messages.get(&id));
        found.map_or(Value::Null, |m| self.message_json(bot, chat, m, true))
    }

    fn message_json(&self, bot: i64, chat: i64, m: &Message, with_reply: bool) -> Value {
        let mut v = json!({
            "message_id": m.id, "from": self.user(m.from), "chat": self.chat(chat), "date": m.date,
        });
        let has_file = matches!(m.body, Body::File(_));
        match &m.body {
            Body::Text => v["text"] = json!(m.rich.text),
            Body::File(id) => {
                if let Some(kind) = self.files.get(id).map(|f| f.kind) {
                    let file = self.files.json(id);
                    if kind == super::files::Kind::Animation {
                        // "For backward compatibility, the document field will also be set."
                        v["document"] = json!({
                            "file_id": file["file_id"], "file_unique_id": file["file_unique_id"],
                            "mime_type": file["mime_type"], "file_size": file["file_size"],
                        });
                    }
                    v[kind.field()] = file;
                }
            }
            Body::Contact {
                phone,
                first_name,
                last_name,
                user_id,
            } => {
                let mut contact = json!({"phone_number": phone, "first_name": first_name});
                if let Some(last) = last_name {
                    contact["last_name"] = json!(last);
                }
                if let Some(id) = user_id {
                    contact["user_id"] = json!(id);
                }
                v["contact"] = contact;
            }
            Body::Location(latitude, longitude) => {
                v["location"] = json!({"latitude": latitude, "longitude": longitude});
            }
            Body::Service(Value::Object(fields)) => {
                for (name, value) in fields {
                    v[name.as_str()] = value.clone();
                }
            }
            Body::Service(_) => {}
        }
        if has_file && !m.rich.text.is_empty() {
            v["caption"] = json!(m.rich.text);
        }
        if !m.rich.entities.is_empty() {
            let field = if has_file {
                "caption_entities"
            } else {
                "entities"
            };
            v[field] = json!(m.rich.entities);
        }
        if let Some(at) = m.edited {
            v["edit_date"] = json!(at);
        }
        if m.protected {
            v["has_protected_content"] = json!(true);
        }
        if let Some(album) = &m.album {
            v["media_group_id"] = json!(album);
        }
        if let Some(rows) = &m.buttons {
            v["reply_markup"] = json!({"inline_keyboard": rows});
        }
        if let Some((from, date)) = m.forwarded {
            v["forward_origin"] =
                json!({"type": "user", "sender_user": self.user(from), "date": date});
        }
        // A reply shows the message it answers, but not what that one answered.
        let answered = m.reply_to.filter(|_| with_reply).and_then(|id| {
            self.chats
                .get(&(bot, chat))
                .and_then(|c| c.messages.get(&id))
        });
        if let Some(answered) = answered {
            v["reply_to_message"] = self.message_json(bot, chat, answered, false);
        }
        v
    }
}
