//! The world's people with phones of the sandbox in their hands: what they do goes in through its page, and the
//! bot is the real one, each worker called until it rests: poller, inbox, services, outbox, dispatcher, and
//! teloxide over HTTP. The clock stays the world's.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hongyan::base::{Env, Secret, Wake};
use hongyan::inbox::{Handler, Inbox, Trouble};
use hongyan::model::event::{Did, Event};
use hongyan::model::message::{Act, Button};
use hongyan::outbox::{Allowance, Dispatcher, Hold};
use hongyan::sandbox::{ClockControl, NextThing, Page, Person, Sandbox, serve};
use hongyan::service::converse;
use hongyan::store::{self, Store, Tx};
use hongyan::telegram::{Poller, Reach, Telegram, event};
use serde_json::{Value, json};

use super::{BOT, Chat, Shown, World};

/// The page shows so many messages of a chat; what nobody sees cannot be counted.
const SHOWN: usize = 150;

/// What somebody did with their phone and got on it: taps, typed letters, pictures and voices. A command is one
/// tap; opening the chat and the messenger's own "are you sure" are not ours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effort {
    pub taps: usize,
    pub letters: usize,
    pub sent: usize,
    /// New messages of the bot; a screen that rewrites itself is none.
    pub got: usize,
}

impl std::ops::Sub for Effort {
    type Output = Self;

    fn sub(self, before: Self) -> Self {
        Self {
            taps: self.taps - before.taps,
            letters: self.letters - before.letters,
            sent: self.sent - before.sent,
            got: self.got - before.got,
        }
    }
}

/// The sandbox, and the bot that speaks with it.
pub struct Line {
    sandbox: Sandbox,
    page: String,
    api: String,
    http: reqwest::Client,
    poller: Poller,
    inbox: Inbox,
    dispatcher: Dispatcher,
    /// Buttons pressed under messages, by chat: the sandbox took each.
    pressed: BTreeMap<i64, usize>,
    /// Everything else that counts, as the page shows it.
    seen: BTreeMap<i64, Effort>,
    /// The last message of what was before, which does not count.
    past: i64,
}

/// What the inbox of a served bot does with an event.
struct Conversations(Env);

impl Handler for Conversations {
    fn handle<'a>(&'a self, tx: &'a mut Tx, event: Event) -> BoxFuture<'a, Result<(), Trouble>> {
        async move { Ok(converse::hear(tx, &self.0, event).await?) }.boxed()
    }
}

/// The page's clock is the world's.
struct WorldClock(Env);

impl ClockControl for WorldClock {
    fn advance(&self, by: TimeDelta) -> BoxFuture<'_, ()> {
        self.0.clock.advance(by);
        async {}.boxed()
    }

    fn next(&self) -> BoxFuture<'_, Option<NextThing>> {
        async { None }.boxed()
    }

    fn to_next(&self) -> BoxFuture<'_, ()> {
        async {}.boxed()
    }
}

impl Line {
    async fn new(store: &Store, env: &Env) -> Self {
        let token = format!("{BOT}:token-of-the-tests");
        let sandbox = Sandbox::new(env.clone());
        sandbox.add_bot(&token, "hongyan_bot", "hongyan");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let root = format!("http://{}", listener.local_addr().unwrap());
        let page = Page {
            title: String::new(),
            intro: String::new(),
            steps: Vec::new(),
            clock: Box::new(WorldClock(env.clone())),
            hosts: Vec::new(),
        };
        let never = std::future::pending();
        tokio::spawn(serve(listener, sandbox.clone(), Some(page), never));
        let reach = Reach {
            api_url: Some(root.clone()),
            proxy: None,
            timeout: Some(Duration::from_secs(60)),
        };
        let telegram = Telegram::new(&Secret::new(&token), &reach).unwrap();
        let (store_of, env_of) = (|| store.clone(), || env.clone());
        let handler = Arc::new(Conversations(env_of()));
        let at_once = Duration::ZERO;
        Self {
            sandbox,
            page: format!("{root}/page"),
            api: format!("{root}/bot{token}"),
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
            poller: Poller::new(
                telegram.clone(),
                store_of(),
                env_of(),
                Hold::alone(),
                at_once,
            ),
            inbox: Inbox::new(store_of(), env_of(), BOT, event, handler),
            // The clock stands still while people tap: a pace would hold everything up.
            dispatcher: Dispatcher::with_allowance(
                store_of(),
                env_of(),
                Arc::new(telegram),
                Hold::alone(),
                Allowance::unlimited(),
            ),
            pressed: BTreeMap::new(),
            seen: BTreeMap::new(),
            past: 0,
        }
    }

    /// Everybody who has an account opened the chat long ago: a bot cannot write to anybody else. It has heard
    /// of that, and answered what is not on the phone any more.
    async fn was_opened_by(&mut self, chats: &[i64]) {
        for chat in chats {
            let phone = self.sandbox.handset(*chat, BOT.parse().unwrap());
            self.past = phone.opens_link("").unwrap();
        }
        let mut offset = -1;
        loop {
            let question = self.http.post(format!("{}/getUpdates", self.api));
            let answer = question.json(&json!({"offset": offset})).send().await;
            let answer: Value = answer.unwrap().json().await.unwrap();
            let Some(last) = answer["result"].as_array().unwrap().last() else {
                return;
            };
            offset = last["update_id"].as_i64().unwrap() + 1;
        }
    }

    /// The phone of this chat; `number` is the one it would share.
    fn has_phone(&self, chat: i64, number: &str) {
        let person = Person {
            id: chat,
            ..Person::named("Phone", number)
        };
        self.sandbox.add_person(person);
    }

    /// What a person does, done on the phone; the bot has heard it when this returns. `shown` is the chat as
    /// it was before.
    pub async fn carries(&mut self, chat: i64, did: &Did, shown: Option<&Chat>) {
        let act = match did {
            Did::Says { text, reply_to, .. } => match text.expose().strip_prefix("/start ") {
                Some(link) => json!({"act": "starts", "link": link}),
                None => json!({"act": "types", "text": text.expose(), "reply_to": reply_to}),
            },
            Did::Taps { data, message, .. } => {
                *self.pressed.entry(chat).or_default() += 1;
                json!({"act": "presses", "message": message.unwrap(), "data": data})
            }
            Did::SharesContact { phone, own: true } => {
                self.has_phone(chat, phone.as_ref().unwrap().digits());
                let keys = shown.iter().flat_map(|chat| chat.shown.iter().rev());
                let key = keys.filter_map(|shown| shown.keyboard.as_ref()).next();
                json!({"act": "taps", "label": key.expect("a key that shares the number")})
            }
            Did::Sends {
                media,
                file,
                caption,
                album: None,
                reply_to: None,
                ..
            } => {
                let about = [
                    ("kind", media.as_str()),
                    ("name", file),
                    ("caption", &caption.plain()),
                ];
                return self.uploads(chat, &about, file).await;
            }
            other => panic!("nobody has done {other:?} in the sandbox yet"),
        };
        let mut deed = json!({"person": chat, "bot": BOT.parse::<i64>().unwrap()});
        deed.as_object_mut()
            .unwrap()
            .extend(act.as_object().unwrap().clone());
        let request = self.http.post(format!("{}/act", self.page)).json(&deed);
        self.arrives(request).await;
    }

    async fn uploads(&self, chat: i64, about: &[(&str, &str)], bytes: &str) {
        let chat = chat.to_string();
        let whose = [("person", chat.as_str()), ("bot", BOT)];
        let url = format!("{}/upload", self.page);
        let request = self.http.post(url).query(&whose).query(about);
        self.arrives(request.body(bytes.to_owned())).await;
    }

    /// The sandbox takes it, the bot asks for it and acts on it.
    async fn arrives(&self, request: reqwest::RequestBuilder) {
        let answer = request.header("x-hongyan", "1").send().await.unwrap();
        let (status, words) = (answer.status(), answer.text().await.unwrap());
        assert!(status.is_success(), "{status}: {words}");
        self.poller.tick().await.unwrap();
        while self.inbox.tick().await.unwrap() == Wake::Now {}
    }

    /// The bot says what it may say now; gives every chat as its phone shows it then.
    pub async fn speaks(&mut self) -> BTreeMap<i64, Chat> {
        while self.dispatcher.tick().await.unwrap() == Wake::Now {}
        let answer = self.http.get(format!("{}/state", self.page)).send().await;
        let state: Value = answer.unwrap().json().await.unwrap();
        let mut chats = BTreeMap::new();
        for phone in state["phones"].as_array().unwrap() {
            let (id, content) = (phone["id"].as_i64().unwrap(), &phone["chats"][0]["content"]);
            if content.is_null() {
                continue;
            }
            let (chat, mut effort) = screen(content, self.past);
            effort.taps += self.pressed.get(&id).unwrap_or(&0);
            self.seen.insert(id, effort);
            chats.insert(id, chat);
        }
        chats
    }

    /// What this chat's person did so far, and how much they got.
    fn effort(&self, chat: i64) -> Effort {
        self.seen.get(&chat).copied().unwrap_or_default()
    }
}

/// One chat of the page, and what it says of its person's effort since `past`.
fn screen(content: &Value, past: i64) -> (Chat, Effort) {
    let (mut chat, mut effort) = (Chat::default(), Effort::default());
    let messages = content["messages"].as_array().unwrap();
    assert!(messages.len() < SHOWN, "more than the page shows");
    for message in messages {
        let (own, words) = (
            message["mine"] == true,
            message["text"].as_str().unwrap_or_default(),
        );
        let file = &message["file"];
        let text = match (message["contact"].is_null(), file["kind"].as_str()) {
            (false, _) => "[contact]".to_owned(),
            (true, Some(kind)) => {
                let name = file["name"].as_str().or(file["id"].as_str());
                format!("[{kind} {}] {words}", name.unwrap_or_default())
            }
            (true, None) => words.to_owned(),
        };
        let id = message["id"].as_i64().unwrap();
        match (own, text.starts_with("[contact]"), !file.is_null()) {
            _ if id <= past => {}
            (false, ..) => effort.got += 1,
            (true, true, _) => effort.taps += 1,
            (true, false, true) => effort.sent += 1,
            (true, false, false) if words.starts_with('/') => effort.taps += 1,
            (true, false, false) => effort.letters += words.chars().count(),
        }
        let rows = message["buttons"].as_array().into_iter().flatten();
        chat.shown.push(Shown {
            id,
            own,
            text,
            rows: rows.map(buttons).collect(),
            keyboard: None,
            protected: message["protected"] == true,
        });
    }
    let key = content["keyboard"]["keyboard"][0][0]["text"].as_str();
    if let Some(asks) = chat.shown.iter_mut().rev().find(|shown| !shown.own) {
        asks.keyboard = key.map(str::to_owned);
    }
    let notices = content["notices"].as_array().into_iter().flatten();
    let words = notices.filter_map(|notice| notice["text"].as_str());
    chat.toasts = words.map(str::to_owned).collect();
    (chat, effort)
}

fn buttons(row: &Value) -> Vec<Button> {
    let button = |button: &Value| {
        let label = button["text"].as_str().unwrap().to_owned();
        let act = match button["callback_data"].as_str() {
            Some(data) => Act::Tap(data.to_owned()),
            None => Act::Open(button["url"].as_str().unwrap_or_default().to_owned()),
        };
        Button { label, act }
    };
    row.as_array().unwrap().iter().map(button).collect()
}

impl World {
    /// The same world, its people with phones of the sandbox. For a world in which nobody has spoken yet.
    pub async fn in_the_sandbox(mut self) -> Self {
        let mut line = Line::new(&self.store, &self.env).await;
        let mut tx = self.store.read().await.unwrap();
        let mut began = Vec::new();
        for chat in self.school.chats() {
            line.has_phone(chat, "70000000000");
            let account = store::accounts::by_chat(&mut tx, BOT, chat).await.unwrap();
            began.extend(account.map(|_| chat));
        }
        line.was_opened_by(&began).await;
        self.line = Some(line);
        self
    }

    /// What this person did so far, and how much they got. Only the phones of the sandbox count.
    pub fn effort(&self, who: &str) -> Effort {
        let line = self.line.as_ref().expect("a world in the sandbox");
        line.effort(self.chat_of(who))
    }
}
