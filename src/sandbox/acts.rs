//! What a person does with the phone in their hand, in the chat with one bot. Produces updates;
//! must not know how the bot gets them.

use std::fmt;
use std::sync::Arc;

use super::Sandbox;
use super::buttons::parts_of_link;
use super::entities::Rich;
use super::files::{About, Kind};
use super::groups::change_member;
use super::state::{Body, Message, State};

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

    pub(super) fn ready(&self, state: &State) -> Result<(), Cannot> {
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
        self.say_as(state, body, rich, reply_to, None)
    }

    fn say_as(
        &self,
        state: &mut State,
        body: Body,
        rich: Rich,
        reply_to: Option<i64>,
        album: Option<String>,
    ) -> Done {
        self.ready(state)?;
        let (bot, chat) = (self.bot, self.person);
        let date = self.sandbox.0.env.now().timestamp();
        let mut message = Message::new(self.person, date, body, rich);
        message.album = album;
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

    /// Sends several pictures, films, documents or pieces of music at once, the caption at the first:
    /// one message each, with one name for all. Gives the number of the first.
    pub fn sends_album(&self, files: &[(Kind, &[u8])], caption: &str) -> Done {
        self.sandbox.with(|state| {
            self.ready(state)?;
            let album = state.next_album();
            let mut first = None;
            for (kind, bytes) in files {
                let id = state.files.keep(*kind, Arc::from(*bytes), About::default());
                let words = if first.is_none() { caption } else { "" };
                let (body, rich) = (Body::File(id), Rich::plain(words));
                let sent = self.say_as(state, body, rich, None, Some(album.clone()))?;
                first = first.or(Some(sent));
            }
            first.ok_or(Cannot::Unknown)
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
        self.set_deactivated(true);
    }

    /// The account is there again.
    pub fn returns(&self) {
        self.set_deactivated(false);
    }

    fn set_deactivated(&self, deactivated: bool) {
        self.sandbox.with(|state| {
            if let Some(account) = state.people.get_mut(&self.person) {
                account.deactivated = deactivated;
            }
            state.touch(self.bot, self.person);
        });
    }
}
