//! Layer 7: a Bot API server of our own, in memory, with people who chat and a page that shows
//! their phones. Owns what Telegram would own; must not know anything about hongyan itself: it
//! imports `base` only and a bot cannot tell it from the real one.
//!
//! ```text
//!   bot ──HTTP──▶ http ▶ faults ▶ methods ▶ state ◀ acts ◀── tests (Handset)
//!    ▲                                       │  ▲
//!    └── updates (long poll) / courier ◀─────┘  └─ page (several phones in a browser)
//! ```

mod acts;
mod buttons;
mod courier;
mod entities;
mod faults;
mod files;
mod groups;
mod http;
mod limits;
mod markup;
mod markup_text;
mod methods;
mod page;
mod params;
mod people;
mod refusal;
mod screen;
mod snapshot;
mod state;
mod updates;
mod view;
mod weather;

pub use acts::{Cannot, Handset};
pub use buttons::Tapped;
pub use entities::{Entity, Rich};
pub use faults::{Fault, Faults, Odds, When};
pub use files::{DOWNLOAD_LIMIT, Kind as FileKind};
pub use http::{router, serve};
pub use limits::Limits;
pub use page::{ClockControl, NextThing, Page};
pub use people::Person;
pub use refusal::Refusal;
pub use state::{Body, Message};

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::TimeDelta;
use serde_json::Value;
use tokio::sync::watch;

use crate::base::{Env, to_ms};
use state::{Account, Bot, Group, State};

/// The server's state. Clones share it.
#[derive(Clone)]
pub struct Sandbox(Arc<Inner>);

struct Inner {
    env: Env,
    state: Mutex<State>,
    faults: Mutex<Faults>,
    counts: Mutex<Counts>,
    changes: watch::Sender<u64>,
    closing: watch::Sender<bool>,
    http: reqwest::Client,
}

/// What the server was asked and what it refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Requests by lower-case method name, known methods only.
    pub requests: BTreeMap<String, u64>,
    /// Refusals by `error_code`.
    pub refused: BTreeMap<u16, u64>,
    /// What went wrong on purpose, by name (`error after`, `flood of a chat`, `update repeated`).
    pub faults: BTreeMap<&'static str, u64>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Sandbox {
    /// An empty server: no limits, no faults. Dates come from `env.clock`.
    pub fn new(env: Env) -> Self {
        Self(Arc::new(Inner {
            env,
            state: Mutex::default(),
            faults: Mutex::new(Faults::new(0)),
            counts: Mutex::default(),
            changes: watch::Sender::default(),
            closing: watch::Sender::default(),
            // Webhooks go to this machine; a proxy from the environment would only be in the way.
            http: reqwest::Client::builder()
                .no_proxy()
                .build()
                .unwrap_or_default(),
        }))
    }

    /// Registers a bot and gives its id, the number before the colon of the token. A known token
    /// keeps its chats and gets the new names. A token without a number gets id 0 and never works.
    pub fn add_bot(&self, token: &str, username: &str, name: &str) -> i64 {
        let id = token
            .split(':')
            .next()
            .and_then(|n| n.parse().ok())
            .unwrap_or(0);
        // Ids start at the second: a server that forgot its past never repeats the number of an
        // update that some bot has confirmed.
        let first = self.0.env.now().timestamp();
        self.with(|state| {
            let bot = state.bots.entry(id).or_insert_with(|| Bot {
                id,
                ..Bot::default()
            });
            bot.next_update = bot.next_update.max(first);
            token.clone_into(&mut bot.token);
            username.clone_into(&mut bot.username);
            name.clone_into(&mut bot.name);
            state.version += 1;
        });
        id
    }

    /// Adds a person and gives the user id. An id that is known replaces the description.
    pub fn add_person(&self, mut person: Person) -> i64 {
        self.with(|state| {
            if person.id == 0 {
                state.next.person += 1;
                while state
                    .people
                    .contains_key(&(700_000_000 + state.next.person))
                {
                    state.next.person += 1;
                }
                person.id = 700_000_000 + state.next.person;
            }
            let id = person.id;
            let deactivated = state.people.get(&id).is_some_and(|a| a.deactivated);
            state.people.insert(
                id,
                Account {
                    person,
                    deactivated,
                },
            );
            state.version += 1;
            id
        })
    }

    /// A group of people, without bots yet; gives the (negative) chat id.
    pub fn add_group(&self, title: &str, members: &[i64]) -> i64 {
        self.with(|state| {
            state.next.group += 1;
            let id = -(5_000_000_000 + state.next.group);
            let group = Group {
                title: title.to_owned(),
                members: members.to_vec(),
                ..Group::default()
            };
            state.groups.insert(id, group);
            id
        })
    }

    /// What one person does in the chat with one bot.
    pub fn handset(&self, person: i64, bot: i64) -> Handset {
        Handset::new(self.clone(), person, bot)
    }

    /// Sets the rate limits.
    pub fn limit(&self, limits: Limits) {
        self.with(|state| state.pace.limits = limits);
    }

    /// 429 for one chat of a bot, or all of them, for the next `seconds` of the sandbox clock.
    pub fn hold(&self, bot: i64, chat: Option<i64>, seconds: i64) {
        let until = to_ms(self.0.env.now() + TimeDelta::seconds(seconds));
        self.with(|state| state.pace.hold(bot, chat, until));
    }

    /// Looks at or changes what goes wrong.
    pub fn faults<T>(&self, change: impl FnOnce(&mut Faults) -> T) -> T {
        change(&mut locked(&self.0.faults))
    }

    /// Requests and refusals so far.
    pub fn counts(&self) -> Counts {
        let mut counts = locked(&self.0.counts).clone();
        let (repeated, reordered) = self.faults(|faults| faults.shuffled);
        for (word, number) in [
            ("update repeated", repeated),
            ("update out of order", reordered),
        ] {
            if number > 0 {
                counts.faults.insert(word, number);
            }
        }
        counts
    }

    /// Puts an update into a bot's queue as it is: an unknown kind, a malformed body, a duplicate.
    /// Without `update_id` it gets the next one. Gives the id.
    pub fn raw_update(&self, bot: i64, mut body: Value) -> i64 {
        self.with(|state| {
            let Some(bot) = state.bots.get_mut(&bot) else {
                return 0;
            };
            let id = match body.get("update_id").and_then(Value::as_i64) {
                Some(id) => {
                    bot.next_update = bot.next_update.max(id);
                    id
                }
                None => {
                    bot.next_update += 1;
                    if let Value::Object(fields) = &mut body {
                        fields.insert("update_id".into(), bot.next_update.into());
                    }
                    bot.next_update
                }
            };
            bot.updates.push_back(state::Update {
                id,
                body,
                fresh_copy: true,
            });
            bot.wake.send_modify(|n| *n += 1);
            id
        })
    }

    /// Updates a bot has not confirmed yet.
    pub fn pending(&self, bot: i64) -> usize {
        self.with(|state| state.bots.get(&bot).map_or(0, |b| b.updates.len()))
    }

    /// A number that rises with every visible change; wait on it instead of sleeping.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.0.changes.subscribe()
    }

    /// Everything that is worth keeping over a restart. Holds chats: treat it as personal data.
    pub fn snapshot(&self) -> Value {
        self.with(|state| serde_json::to_value(&*state).unwrap_or_default())
    }

    /// Takes up a [`Sandbox::snapshot`]; what was there is replaced, limits stay.
    ///
    /// # Errors
    /// A value of another shape, which changes nothing.
    pub fn restore(&self, value: Value) -> Result<(), serde_json::Error> {
        let mut fresh: State = serde_json::from_value(value)?;
        self.with(|state| {
            std::mem::swap(&mut fresh.pace, &mut state.pace);
            fresh.version += 1;
            *state = fresh;
        });
        Ok(())
    }

    /// Runs `work` under the lock and tells the watchers when something visible changed.
    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        let mut state = locked(&self.0.state);
        let before = state.version;
        let result = work(&mut state);
        let after = state.version;
        drop(state);
        if before != after {
            self.0.changes.send_replace(after);
        }
        result
    }
}

impl std::fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sandbox")
    }
}
