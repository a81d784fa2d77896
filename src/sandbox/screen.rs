//! The chat as a person sees it, as text for tests: no ids, no times. Decides nothing.

use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::acts::Handset;
use super::entities::Rich;
use super::files::Kind;
use super::state::{Body, Message, State};
use super::{Sandbox, locked};

impl Handset {
    /// The last `most` messages: who said what, `[button]` rows, `[voice 3s]`, notices in
    /// parentheses, and the reply keyboard as `{key}` rows.
    pub fn screen(&self, most: usize) -> String {
        let state = locked(&self.sandbox.0.state);
        let mut out = String::new();
        let Some(room) = state.chats.get(&(self.bot, self.person)) else {
            return out;
        };
        let skip = room.messages.len().saturating_sub(most);
        let first = room.messages.keys().nth(skip).copied().unwrap_or_default();
        let notices = |after: i64, until: i64| {
            let range = room
                .toasts
                .iter()
                .filter(move |t| t.after >= after && t.after < until);
            range.map(|t| {
                let kind = if t.alert { "alert" } else { "notice" };
                format!("({kind}: {})\n", t.text)
            })
        };
        let mut before = first;
        for message in room.messages.values().skip(skip) {
            out.extend(notices(before, message.id));
            before = message.id;
            line(&mut out, &state, &room.messages, message);
        }
        out.extend(notices(before, i64::MAX));
        if let Some(keys) = &room.keyboard {
            rows(&mut out, &keys["keyboard"], ('{', '}'));
            if keys["force_reply"] == true {
                out.push_str("  {a reply is expected}\n");
            }
        }
        if room.blocked {
            out.push_str("(the bot is blocked)\n");
        }
        out
    }

    /// All messages of this chat that are still there, oldest first.
    pub fn messages(&self) -> Vec<Message> {
        let state = locked(&self.sandbox.0.state);
        let room = state.chats.get(&(self.bot, self.person));
        room.map(|r| r.messages.values().cloned().collect())
            .unwrap_or_default()
    }

    /// The number of the newest message of this chat that `sender` wrote. Copies nothing: asked all the time.
    pub fn newest_of(&self, sender: i64) -> Option<i64> {
        let state = locked(&self.sandbox.0.state);
        let room = state.chats.get(&(self.bot, self.person))?;
        let mut messages = room.messages.values().rev();
        messages.find(|m| m.from == sender).map(|m| m.id)
    }

    /// The newest message.
    pub fn last(&self) -> Option<Message> {
        let state = locked(&self.sandbox.0.state);
        let room = state.chats.get(&(self.bot, self.person))?;
        room.messages.values().next_back().cloned()
    }

    /// Every notice so far: text, and whether it was an alert.
    pub fn notices(&self) -> Vec<(String, bool)> {
        let state = locked(&self.sandbox.0.state);
        let room = state.chats.get(&(self.bot, self.person));
        let toasts = room.map(|r| r.toasts.iter().map(|t| (t.text.clone(), t.alert)).collect());
        toasts.unwrap_or_default()
    }
}

impl Sandbox {
    /// The bytes of a file in some chat.
    pub fn file(&self, file_id: &str) -> Option<Arc<[u8]>> {
        self.with(|state| state.files.get(file_id).map(|f| f.bytes.clone()))
    }

    /// Waits (real time) until `happened` says yes; false when it does not within `patience`.
    pub async fn until(&self, patience: Duration, happened: impl Fn(&Self) -> bool) -> bool {
        let mut changes = self.changes();
        let waiting = async {
            loop {
                changes.mark_unchanged();
                if happened(self) {
                    return true;
                }
                if changes.changed().await.is_err() {
                    return false;
                }
            }
        };
        tokio::time::timeout(patience, waiting)
            .await
            .unwrap_or(false)
    }
}

type Messages = std::collections::BTreeMap<i64, Message>;

fn line(out: &mut String, state: &State, all: &Messages, m: &Message) {
    let name = match (state.bots.get(&m.from), state.people.get(&m.from)) {
        (Some(bot), _) => bot.name.as_str(),
        (_, Some(account)) => account.person.first_name.as_str(),
        _ => "?",
    };
    let mut said = String::new();
    if let Some((from, _)) = m.forwarded {
        let from = state.user(from);
        let _ = write!(
            said,
            "[forwarded from {}] ",
            from["first_name"].as_str().unwrap_or("?")
        );
    }
    if let Some(answered) = m.reply_to.and_then(|id| all.get(&id)) {
        let quote: String = content(state, answered).chars().take(24).collect();
        let _ = write!(said, "[re: {}] ", quote.replace('\n', " "));
    }
    said.push_str(&content(state, m));
    let marks = [
        (m.edited.is_some(), " (edited)"),
        (m.silent, " (silent)"),
        (m.protected, " (protected)"),
    ];
    for (on, mark) in marks {
        if on {
            said.push_str(mark);
        }
    }
    let _ = writeln!(out, "{name}: {}", said.replace('\n', "\n  "));
    if let Some(buttons) = &m.buttons {
        rows(out, buttons, ('[', ']'));
    }
    for reaction in m.reaction.iter().filter_map(Value::as_array).flatten() {
        let _ = writeln!(
            out,
            "  ({})",
            reaction["emoji"].as_str().unwrap_or("reaction")
        );
    }
}

fn rows(out: &mut String, rows: &Value, (open, close): (char, char)) {
    for row in rows.as_array().into_iter().flatten() {
        let mut written = String::from(" ");
        for button in row.as_array().into_iter().flatten() {
            let _ = write!(
                written,
                " {open}{}{close}",
                button["text"].as_str().unwrap_or("?")
            );
        }
        out.push_str(&written);
        out.push('\n');
    }
}

fn content(state: &State, m: &Message) -> String {
    let text = shown(&m.rich);
    let body = match &m.body {
        Body::Text => return text,
        Body::File(id) => file(state, id),
        Body::Contact {
            phone, first_name, ..
        } => format!("[contact {first_name} {phone}]"),
        Body::Location(..) => "[location]".to_owned(),
        Body::Service(_) => "[service message]".to_owned(),
    };
    if text.is_empty() {
        body
    } else {
        format!("{body} {text}")
    }
}

fn file(state: &State, id: &str) -> String {
    let Some(file) = state.files.get(id) else {
        return "[file]".to_owned();
    };
    match file.kind {
        Kind::Voice | Kind::Video | Kind::VideoNote | Kind::Audio => {
            format!(
                "[{} {}s]",
                file.kind.field().replace('_', " "),
                file.duration
            )
        }
        Kind::Document => format!("[document {}]", file.name.as_deref().unwrap_or("file")),
        _ => format!("[{}]", file.kind.field()),
    }
}

/// The text with the addresses of hidden links after their words.
fn shown(rich: &Rich) -> String {
    let mut out: Vec<u16> = rich.text.encode_utf16().collect();
    let mut links: Vec<_> = rich
        .entities
        .iter()
        .filter_map(|e| Some((e, e.url.as_ref()?)))
        .collect();
    links.sort_by_key(|(e, _)| std::cmp::Reverse(e.offset));
    for (entity, url) in links {
        let end = (entity.offset + entity.length).min(out.len());
        out.splice(end..end, format!(" <{url}>").encode_utf16());
    }
    String::from_utf16_lossy(&out)
}
