//! Pressing buttons: under messages, on the reply keyboard, start links. Produces callback queries;
//! must not know what they mean.

use serde_json::{Value, json};

use super::acts::{Cannot, Handset};
use super::state::{Chat, Query, State};
use crate::base::to_ms;

/// What pressing a button did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tapped {
    /// A callback query with this id went to the bot.
    Query(String),
    /// A reply keyboard's button said its text, or shared the contact: the message number.
    Said(i64),
    /// The phone opened this address.
    Opened(String),
}

impl Handset {
    /// Presses the newest visible button whose text contains `label` (or whose data is `label`):
    /// under a message, else on the reply keyboard.
    ///
    /// # Errors
    /// [`Cannot::NoButton`] with the labels that are there.
    pub fn taps(&self, label: &str) -> Result<Tapped, Cannot> {
        let found = self.sandbox.with(|state| {
            self.ready(state)?;
            Ok(find_button(state, self.bot, self.person, label))
        })?;
        self.uses(found)
    }

    /// Presses a key of the reply keyboard only.
    pub(super) fn taps_key(&self, label: &str) -> Result<Tapped, Cannot> {
        let found = self.sandbox.with(|state| {
            self.ready(state)?;
            let room = state.chats.get(&(self.bot, self.person));
            Ok(room.map_or(Button::None(Vec::new()), |r| find_key(r, label)))
        })?;
        self.uses(found)
    }

    fn uses(&self, found: Button) -> Result<Tapped, Cannot> {
        match found {
            Button::Data(message, data) => self.presses(message, &data).map(Tapped::Query),
            Button::Link(url) => match parts_of_link(&url) {
                (Some(_), _) if url.contains("start=") => match self.opens_link(&url) {
                    Ok(id) => Ok(Tapped::Said(id)),
                    Err(Cannot::OtherBot) => Ok(Tapped::Opened(url)),
                    Err(other) => Err(other),
                },
                _ => Ok(Tapped::Opened(url)),
            },
            Button::Contact => self.shares_contact().map(Tapped::Said),
            Button::Text(text) => {
                let said = self.types(&text).map(Tapped::Said);
                self.hides_one_time_keyboard();
                said
            }
            Button::None(seen) => Err(Cannot::NoButton(seen)),
        }
    }

    /// Presses the button with this data under this message, also an old one. Gives the query id.
    pub fn presses(&self, message: i64, data: &str) -> Result<String, Cannot> {
        let at_ms = to_ms(self.sandbox.0.env.now());
        self.sandbox.with(|state| {
            self.ready(state)?;
            let shown = state.message(self.bot, self.person, message);
            if shown.is_null() {
                return Err(Cannot::Unknown);
            }
            state.next.query += 1;
            let id = format!("{}", 4_000_000_000_000_000_000 + state.next.query);
            let query = Query {
                bot: self.bot,
                chat: self.person,
                person: self.person,
                message,
                at_ms,
            };
            // A bot that never answers must not fill the memory.
            if state.queries.len() > 10_000 {
                state.queries.pop_first();
            }
            state.queries.insert(id.clone(), query);
            let update = json!({
                "id": id, "from": state.user(self.person), "message": shown,
                "chat_instance": format!("{}", self.person.wrapping_mul(7_919)), "data": data,
            });
            state.report(self.bot, "callback_query", update);
            state.touch(self.bot, self.person);
            Ok(id)
        })
    }

    pub(super) fn hides_one_time_keyboard(&self) {
        self.sandbox.with(|state| {
            let room = state.chats.entry((self.bot, self.person)).or_default();
            let once = |k: &Value| k["one_time_keyboard"] == true;
            if room.keyboard.as_ref().is_some_and(once) {
                room.keyboard = None;
                state.touch(self.bot, self.person);
            }
        });
    }
}

/// The bot's name and the payload of a start link; a text that is no link is the payload.
pub(super) fn parts_of_link(link: &str) -> (Option<&str>, &str) {
    let rest = link.trim();
    let rest = rest
        .strip_prefix("https://")
        .or(rest.strip_prefix("http://"))
        .unwrap_or(rest);
    if let Some(path) = rest.strip_prefix("t.me/") {
        let (name, query) = path.split_once('?').unwrap_or((path, ""));
        return (Some(name.trim_end_matches('/')), field(query, "start"));
    }
    match rest.strip_prefix("tg://resolve?") {
        Some(query) => (Some(field(query, "domain")), field(query, "start")),
        None => (None, rest),
    }
}

/// A value in a query string, or nothing.
fn field<'a>(query: &'a str, key: &str) -> &'a str {
    let mut pairs = query.split('&').filter_map(|p| p.split_once('='));
    pairs
        .find(|(k, _)| *k == key)
        .map_or("", |(_, value)| value)
}

enum Button {
    Data(i64, String),
    Link(String),
    Contact,
    Text(String),
    None(Vec<String>),
}

fn flat(rows: &Value) -> Vec<Value> {
    let rows = rows.as_array().into_iter().flatten();
    let rows = rows.filter_map(Value::as_array);
    rows.flatten().cloned().collect()
}

fn text(button: &Value) -> String {
    button["text"].as_str().unwrap_or_default().to_owned()
}

fn pick(buttons: &[Value], label: &str) -> Option<Value> {
    let exact = |b: &&Value| text(b) == label || b["callback_data"] == label;
    let close = |b: &&Value| text(b).contains(label);
    let found = buttons.iter().find(exact);
    found.or(buttons.iter().find(close)).cloned()
}

fn find_button(state: &State, bot: i64, chat: i64, label: &str) -> Button {
    let Some(room) = state.chats.get(&(bot, chat)) else {
        return Button::None(Vec::new());
    };
    let mut seen = Vec::new();
    for message in room.messages.values().rev() {
        let buttons = message.buttons.as_ref().map(flat).unwrap_or_default();
        if let Some(button) = pick(&buttons, label) {
            return match (button["callback_data"].as_str(), button["url"].as_str()) {
                (Some(data), _) => Button::Data(message.id, data.to_owned()),
                (None, url) => Button::Link(url.unwrap_or_default().to_owned()),
            };
        }
        seen.extend(buttons.iter().map(text));
    }
    match find_key(room, label) {
        Button::None(keys) => {
            seen.extend(keys);
            Button::None(seen)
        }
        key => key,
    }
}

fn find_key(room: &Chat, label: &str) -> Button {
    let keyboard = room.keyboard.as_ref();
    let keys = keyboard.map(|k| flat(&k["keyboard"])).unwrap_or_default();
    match pick(&keys, label) {
        Some(key) if key["request_contact"] == true => Button::Contact,
        Some(key) => Button::Text(text(&key)),
        None => Button::None(keys.iter().map(text).collect()),
    }
}
