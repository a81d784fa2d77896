//! What the sandbox remembers: bots, people, chats, messages, updates. Plain data that serialises
//! (a demo keeps it over a restart); must not know HTTP or time.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::watch;

use subtle::ConstantTimeEq;

use super::entities::Rich;
use super::files::Files;
use super::limits::Pace;
use super::people::Person;

/// Messages kept per chat; older ones are forgotten so that a load test does not fill the memory.
const KEPT: usize = 5_000;

/// Everything, behind one lock.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct State {
    pub bots: BTreeMap<i64, Bot>,
    pub people: BTreeMap<i64, Account>,
    pub groups: BTreeMap<i64, Group>,
    #[serde(with = "super::snapshot::pairs")]
    pub chats: BTreeMap<(i64, i64), Chat>,
    pub files: Files,
    /// Button presses that still may be answered.
    pub queries: BTreeMap<String, Query>,
    pub next: Counters,
    /// Rises with every change anybody may see.
    pub version: u64,
    #[serde(skip)]
    pub pace: Pace,
}

/// Last numbers given out.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Counters {
    pub person: i64,
    pub group: i64,
    pub query: u64,
    pub album: u64,
}

/// A bot as its owner registered it.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Bot {
    pub id: i64,
    pub token: String,
    pub username: String,
    pub name: String,
    pub next_message: i64,
    pub next_update: i64,
    pub updates: VecDeque<Update>,
    /// The last ones that were confirmed.
    #[serde(skip)]
    pub confirmed: VecDeque<Value>,
    /// `None`: everything but the three kinds that must be asked for.
    pub allowed: Option<Vec<String>>,
    pub webhook: Option<Webhook>,
    /// Counts webhooks, so that a courier of an older one ends.
    pub webhook_turn: u64,
    /// Settings by method family, scope and language.
    pub settings: BTreeMap<String, Value>,
    /// Rises with every update and every new poller.
    #[serde(skip)]
    pub wake: watch::Sender<u64>,
    /// The number of the newest `getUpdates` request.
    #[serde(skip)]
    pub poller: u64,
}

/// An update that waits; `id` is its `update_id`.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Update {
    pub id: i64,
    pub body: Value,
    /// Injected with a number of its own choice and not given out yet.
    #[serde(default)]
    pub fresh_copy: bool,
}

#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Webhook {
    pub url: String,
    pub secret: Option<String>,
    pub max_connections: i64,
    pub last_error: Option<(i64, String)>,
}

/// A person and what happened to their account.
#[derive(Serialize, Deserialize)]
pub(super) struct Account {
    pub person: Person,
    pub deactivated: bool,
}

#[derive(Default, Serialize, Deserialize)]
pub(super) struct Group {
    pub title: String,
    pub members: Vec<i64>,
    pub bots: Vec<i64>,
    pub migrated_to: Option<i64>,
    pub supergroup: bool,
}

/// One chat as one bot sees it.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Chat {
    pub started: bool,
    pub blocked: bool,
    pub messages: BTreeMap<i64, Message>,
    /// The reply keyboard (`keyboard` or `force_reply`) that is shown, as the bot gave it.
    pub keyboard: Option<Value>,
    pub toasts: Vec<Toast>,
    /// What `sendChatAction` said last; ends with the next message.
    pub action: Option<String>,
    pub version: u64,
}

/// The answer to a button press: a short notice, or an alert.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Toast {
    /// The newest message when it appeared.
    pub after: i64,
    pub text: String,
    pub alert: bool,
}

#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Query {
    pub bot: i64,
    pub chat: i64,
    pub person: i64,
    pub message: i64,
    pub at_ms: i64,
}

/// A message in a chat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// `message_id`; one row of numbers per bot.
    pub id: i64,
    /// The sender's user id (a bot's id when a bot sent it).
    pub from: i64,
    /// Unix seconds.
    pub date: i64,
    /// Unix seconds of the last edit that people see as "edited".
    pub edited: Option<i64>,
    pub body: Body,
    /// The text, or the caption of a file.
    pub rich: Rich,
    /// The inline keyboard: rows of `InlineKeyboardButton`.
    pub buttons: Option<Value>,
    /// The message this one answers.
    pub reply_to: Option<i64>,
    /// Sent with `disable_notification`.
    pub silent: bool,
    /// Sent with `protect_content`.
    pub protected: bool,
    /// Original sender and date of a forwarded message.
    pub forwarded: Option<(i64, i64)>,
    /// `media_group_id`.
    pub album: Option<String>,
    /// Sent together with a reply keyboard: such a message cannot be edited.
    pub keyboard: bool,
    /// Reaction set by the bot, as it came.
    pub reaction: Option<Value>,
}

/// What a message carries besides text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    Text,
    /// A file by `file_id`.
    File(String),
    Contact {
        phone: String,
        first_name: String,
        last_name: Option<String>,
        user_id: Option<i64>,
    },
    /// Latitude and longitude.
    Location(f64, f64),
    /// A service message: the Bot API fields as they are.
    Service(Value),
}

impl Message {
    /// A bare text message.
    pub(super) fn new(from: i64, date: i64, body: Body, rich: Rich) -> Self {
        Self {
            id: 0,
            from,
            date,
            edited: None,
            body,
            rich,
            buttons: None,
            reply_to: None,
            silent: false,
            protected: false,
            forwarded: None,
            album: None,
            keyboard: false,
            reaction: None,
        }
    }
}

impl State {
    /// The name of another album.
    pub fn next_album(&mut self) -> String {
        self.next.album += 1;
        format!("{}", 13_000_000_000 + self.next.album)
    }

    /// Marks a chat as changed for whoever watches.
    pub fn touch(&mut self, bot: i64, chat: i64) {
        self.version += 1;
        let version = self.version;
        if let Some(chat) = self.chats.get_mut(&(bot, chat)) {
            chat.version = version;
        }
    }

    /// Stores a message under the bot's next number and gives that number.
    pub fn keep(&mut self, bot: i64, chat: i64, mut message: Message) -> i64 {
        let id = match self.bots.get_mut(&bot) {
            Some(bot) => {
                bot.next_message += 1;
                bot.next_message
            }
            None => 0,
        };
        message.id = id;
        let room = self.chats.entry((bot, chat)).or_default();
        room.action = None;
        room.messages.insert(id, message);
        if room.messages.len() > KEPT {
            room.messages.pop_first();
        }
        self.touch(bot, chat);
        id
    }

    /// Puts an update of a kind (`message`, `callback_query`, …) into the bot's queue.
    pub fn report(&mut self, bot: i64, kind: &str, body: Value) {
        let Some(bot) = self.bots.get_mut(&bot) else {
            return;
        };
        let wanted = match &bot.allowed {
            Some(kinds) => kinds.iter().any(|k| k == kind),
            None => !matches!(
                kind,
                "chat_member" | "message_reaction" | "message_reaction_count"
            ),
        };
        if wanted {
            bot.next_update += 1;
            let id = bot.next_update;
            let body = serde_json::json!({"update_id": id, kind: body});
            bot.updates.push_back(Update {
                id,
                body,
                fresh_copy: false,
            });
            bot.wake.send_modify(|n| *n += 1);
        }
    }

    /// The id of the bot with this token.
    pub fn bot_by_token(&self, token: &str) -> Option<i64> {
        // The part before the colon is the id: one look-up, however many bots there are.
        let id: i64 = token.split_once(':')?.0.parse().ok()?;
        let bot = self.bots.get(&id)?;
        // As long for a nearly right token as for a wrong one.
        bool::from(bot.token.as_bytes().ct_eq(token.as_bytes())).then_some(id)
    }
}
