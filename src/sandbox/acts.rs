//! What a person does with the phone in their hand, in the chat with one bot. Produces updates;
//! must not know how the bot gets them.

use std::fmt;
use std::sync::Arc;

use serde_json::{Value, json};

use super::Sandbox;
use super::entities::Rich;
use super::files::{About, Kind};
use super::groups::change_member;
use super::state::{Body, Message, Query, State};
use crate::base::to_ms;

/// Why a person could not do something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cannot {
    /// The bot is blocked: the input field is replaced by "unblock".
    Blocked,
    /// The account is deleted.
    Deactivated,
    /// No such person, bot or message.
    Unknown,
    /// No visible button has this label; these are there.
    NoButton(Vec<String>),
    /// The link leads to another bot.
    OtherBot,
}

impl fmt::Display for Cannot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blocked => f.write_str("the bot is blocked"),
            Self::Deactivated => f.write_str("the account is deactivated"),
            Self::Unknown => f.write_str("no such person, bot or message"),
            Self::NoButton(seen) => write!(f, "no such button; visible: {}", seen.join(" | ")),
            Self::OtherBot => f.write_str("the link leads to another bot"),
        }
    }
}

impl std::error::Error for Cannot {}

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

/// One person's hand on the chat with one bot.
#[derive(Clone, Debug)]
pub struct Handset {
    pub(super) sandbox: Sandbox,
    pub(super) person: i64,
    pub(super) bot: i64,
}

type Done = Result<i64, Cannot>;

impl Handset {
    pub(super) fn new(sandbox: Sandbox, person: i64, bot: i64) -> Self {
        Self {
            sandbox,
            person,
            bot,
        }
    }

    /// The person's user id, which is also the chat id.
    pub fn person(&self) -> i64 {
        self.person
    }

    fn ready(&self, state: &State) -> Result<(), Cannot> {
        let account = state.people.get(&self.person).ok_or(Cannot::Unknown)?;
        if !state.bots.contains_key(&self.bot) {
            return Err(Cannot::Unknown);
        }
        if account.deactivated {
            return Err(Cannot::Deactivated);
        }
        match state.chats.get(&(self.bot, self.person)) {
            Some(room) if room.blocked => Err(Cannot::Blocked),
            _ => Ok(()),
        }
    }

    fn say_in(&self, state: &mut State, body: Body, rich: Rich, reply_to: Option<i64>) -> Done {
        self.ready(state)?;
        let (bot, chat) = (self.bot, self.person);
        let date = self.sandbox.0.env.now().timestamp();
        let mut message = Message::new(self.person, date, body, rich);
        let room = state.chats.entry((bot, chat)).or_default();
        room.started = true;
        let forced = room
            .keyboard
            .as_ref()
            .is_some_and(|k| k["force_reply"] == true);
        let asked = || {
            room.messages
                .values()
                .rev()
                .find(|m| m.keyboard)
                .map(|m| m.id)
        };
        message.reply_to = reply_to.or_else(|| forced.then(asked).flatten());
        if forced {
            room.keyboard = None;
        }
        let id = state.keep(bot, chat, message);
        let shown = state.message(bot, chat, id);
        state.report(bot, "message", shown);
        Ok(id)
    }

    fn say(&self, body: Body, rich: Rich, reply_to: Option<i64>) -> Done {
        let sandbox = &self.sandbox;
        sandbox.with(|state| self.say_in(state, body, rich, reply_to))
    }

    /// Writes a message. Gives its number, as all of these do.
    pub fn types(&self, text: &str) -> Done {
        self.say(Body::Text, Rich::plain(text), None)
    }

    /// Answers a message.
    pub fn replies(&self, to: i64, text: &str) -> Done {
        self.say(Body::Text, Rich::plain(text), Some(to))
    }

    /// Presses Start on `https://t.me/<bot>?start=<payload>`; takes the link, the bare payload, or
    /// nothing. A blocked bot is unblocked by it, as in the app.
    pub fn opens_link(&self, link: &str) -> Done {
        let (name, payload) = parts_of_link(link);
        let blocked = self.sandbox.with(|state| {
            let bot = state.bots.get(&self.bot).ok_or(Cannot::Unknown)?;
            if name.is_some_and(|n| !n.eq_ignore_ascii_case(&bot.username)) {
                return Err(Cannot::OtherBot);
            }
            let room = state.chats.get(&(self.bot, self.person));
            Ok(room.is_some_and(|r| r.blocked))
        })?;
        if blocked {
            self.unblocks();
        }
        self.types(format!("/start {payload}").trim_end())
    }

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
            Ok(id)
        })
    }

    fn hides_one_time_keyboard(&self) {
        self.sandbox.with(|state| {
            let room = state.chats.entry((self.bot, self.person)).or_default();
            let once = |k: &Value| k["one_time_keyboard"] == true;
            if room.keyboard.as_ref().is_some_and(once) {
                room.keyboard = None;
                state.touch(self.bot, self.person);
            }
        });
    }

    /// Shares the own number, as the `request_contact` button does.
    pub fn shares_contact(&self) -> Done {
        let contact = self.sandbox.with(|state| {
            let person = &state
                .people
                .get(&self.person)
                .ok_or(Cannot::Unknown)?
                .person;
            Ok(Body::Contact {
                phone: person.phone.clone(),
                first_name: person.first_name.clone(),
                last_name: person.last_name.clone(),
                user_id: Some(self.person),
            })
        })?;
        let said = self.say(contact, Rich::default(), None);
        self.hides_one_time_keyboard();
        said
    }

    /// Sends a card from the phone book: somebody else's number, with or without an account.
    pub fn shares_contact_of(&self, name: &str, phone: &str, user_id: Option<i64>) -> Done {
        let contact = Body::Contact {
            phone: phone.to_owned(),
            first_name: name.to_owned(),
            last_name: None,
            user_id,
        };
        self.say(contact, Rich::default(), None)
    }

    /// Shares a place.
    pub fn shares_location(&self, latitude: f64, longitude: f64) -> Done {
        self.say(Body::Location(latitude, longitude), Rich::default(), None)
    }

    /// Sends a file of any kind. Without name and type they are guessed.
    pub fn sends(
        &self,
        kind: Kind,
        name: Option<&str>,
        mime: Option<&str>,
        bytes: &[u8],
        caption: &str,
    ) -> Done {
        let about = About {
            name: name.map(str::to_owned),
            mime: mime.map(str::to_owned),
            ..About::default()
        };
        self.sandbox.with(|state| {
            self.ready(state)?;
            let id = state.files.keep(kind, Arc::from(bytes), about);
            self.say_in(state, Body::File(id), Rich::plain(caption), None)
        })
    }

    /// Sends a voice note.
    pub fn sends_voice(&self, bytes: &[u8]) -> Done {
        self.sends(Kind::Voice, None, None, bytes, "")
    }

    /// Sends a photo.
    pub fn sends_photo(&self, bytes: &[u8], caption: &str) -> Done {
        self.sends(Kind::Photo, None, None, bytes, caption)
    }

    /// Sends a video.
    pub fn sends_video(&self, bytes: &[u8], caption: &str) -> Done {
        self.sends(Kind::Video, None, None, bytes, caption)
    }

    /// Sends a document.
    pub fn sends_document(&self, name: &str, bytes: &[u8]) -> Done {
        self.sends(Kind::Document, Some(name), None, bytes, "")
    }

    /// Changes an own message (text or caption): `edited_message`.
    pub fn edits(&self, message: i64, text: &str) -> Done {
        let date = self.sandbox.0.env.now().timestamp();
        self.sandbox.with(|state| {
            self.ready(state)?;
            let room = state.chats.entry((self.bot, self.person)).or_default();
            let own = room
                .messages
                .get_mut(&message)
                .filter(|m| m.from == self.person);
            let own = own.ok_or(Cannot::Unknown)?;
            own.rich = Rich::plain(text);
            own.edited = Some(date);
            state.touch(self.bot, self.person);
            let shown = state.message(self.bot, self.person, message);
            state.report(self.bot, "edited_message", shown);
            Ok(message)
        })
    }

    /// Blocks the bot: `my_chat_member` with status `kicked`.
    pub fn blocks(&self) {
        self.set_blocked(true);
    }

    /// Unblocks the bot: `my_chat_member` with status `member`.
    pub fn unblocks(&self) {
        self.set_blocked(false);
    }

    fn set_blocked(&self, blocked: bool) {
        let date = self.sandbox.0.env.now().timestamp();
        self.sandbox.with(|state| {
            let room = state.chats.entry((self.bot, self.person)).or_default();
            if room.blocked == blocked {
                return;
            }
            room.blocked = blocked;
            let change = if blocked {
                ("member", "kicked")
            } else {
                ("kicked", "member")
            };
            change_member(state, self.bot, self.person, self.person, date, change);
            state.touch(self.bot, self.person);
        });
    }

    /// Deletes the account; bots hear nothing of it.
    pub fn deactivates(&self) {
        self.sandbox.with(|state| {
            if let Some(account) = state.people.get_mut(&self.person) {
                account.deactivated = true;
            }
            state.touch(self.bot, self.person);
        });
    }
}

/// The bot's name and the payload of a start link; a text that is no link is the payload.
fn parts_of_link(link: &str) -> (Option<&str>, &str) {
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

fn find_button(state: &State, bot: i64, chat: i64, label: &str) -> Button {
    let Some(room) = state.chats.get(&(bot, chat)) else {
        return Button::None(Vec::new());
    };
    let flat = |rows: &Value| -> Vec<Value> {
        let rows = rows.as_array().into_iter().flatten();
        rows.filter_map(Value::as_array)
            .flatten()
            .cloned()
            .collect()
    };
    let text = |b: &Value| b["text"].as_str().unwrap_or_default().to_owned();
    let pick = |buttons: &[Value]| {
        let exact = |b: &&Value| text(b) == label || b["callback_data"] == label;
        let close = |b: &&Value| text(b).contains(label);
        buttons
            .iter()
            .find(exact)
            .or(buttons.iter().find(close))
            .cloned()
    };
    let mut seen = Vec::new();
    for message in room.messages.values().rev() {
        let buttons = message.buttons.as_ref().map(flat).unwrap_or_default();
        if let Some(button) = pick(&buttons) {
            return match (button["callback_data"].as_str(), button["url"].as_str()) {
                (Some(data), _) => Button::Data(message.id, data.to_owned()),
                (None, url) => Button::Link(url.unwrap_or_default().to_owned()),
            };
        }
        seen.extend(buttons.iter().map(text));
    }
    let keys = room
        .keyboard
        .as_ref()
        .map(|k| flat(&k["keyboard"]))
        .unwrap_or_default();
    match pick(&keys) {
        Some(key) if key["request_contact"] == true => Button::Contact,
        Some(key) => Button::Text(text(&key)),
        None => {
            seen.extend(keys.iter().map(text));
            Button::None(seen)
        }
    }
}
