//! One process of the day: the real poller, inbox, dispatcher and web server against a Bot API of our own,
//! over HTTP; everything that leaves, and every address, is written down.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::Request;
use axum::middleware::Next;
use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hongyan::app::telemetry::Metrics;
use hongyan::base::{Chance, ChildId, Clock, Env, Instant, Secret, Wake};
use hongyan::dialogue::{self, roster};
use hongyan::inbox::{Handler, Inbox, Trouble};
use hongyan::model::event::{Did, Event};
use hongyan::model::message::Parcel;
use hongyan::outbox::{Allowance, Channel, Dispatcher, Hold, Manner, Receipt, Refusal};
use hongyan::sandbox::{Handset, Person, Sandbox};
use hongyan::service::converse;
use hongyan::store::{self, Store, Tx};
use hongyan::telegram::{Poller, Reach, Telegram};
use hongyan::web::{self, Away, Came, Front, Hook, Intake, Limits};
use serde_json::{Value, json};

use super::list::{List, people};
use crate::support::keys::{KEY, keys};

const TOKEN: &str = "77:token-of-the-day";
pub const BOT: &str = "77";
pub const SECRET: &str = "the-secret-of-the-day";

/// What left, and what was asked for.
#[derive(Default)]
pub struct Book {
    pub left: Mutex<Vec<Value>>,
    pub addresses: Mutex<Vec<String>>,
    /// Of the program: what it printed, by command; what it served.
    pub printed: Mutex<Vec<(String, String)>>,
    pub served: Mutex<Vec<String>>,
    phase: AtomicU32,
}

/// The messenger's own adapter, with somebody looking over its shoulder.
struct Overheard {
    telegram: Telegram,
    book: Arc<Book>,
    names: BTreeMap<i64, String>,
}

impl Channel for Overheard {
    fn bot(&self) -> &str {
        BOT
    }

    fn deliver<'a>(
        &'a self,
        chat: i64,
        parcel: &'a Parcel,
        manner: Manner,
    ) -> BoxFuture<'a, Result<Receipt, Refusal>> {
        let who = self.names.get(&chat).cloned();
        let line = json!({
            "who": who.unwrap_or_else(|| format!("chat {chat}")),
            "phase": self.book.phase.load(Ordering::SeqCst),
            "parcel": parcel,
        });
        self.book.left.lock().unwrap().push(line);
        self.telegram.deliver(chat, parcel, manner)
    }
}

/// The conversations; one update ends in a panic that quotes it.
struct Ears(Env);

impl Handler for Ears {
    fn handle<'a>(&'a self, tx: &'a mut Tx, event: Event) -> BoxFuture<'a, Result<(), Trouble>> {
        async move {
            if let Did::Says { text, .. } = &event.did
                && text.expose().contains("PANIC")
            {
                panic!("could not handle {}", text.expose());
            }
            Ok(converse::hear(tx, &self.0, event).await?)
        }
        .boxed()
    }
}

struct Doorway(Store, Env);

impl Intake for Doorway {
    fn store<'a>(&'a self, bot: &'a str, came: Came<'a>) -> BoxFuture<'a, Result<(), Away>> {
        async move {
            let stored = match came {
                Came::Whole(body) => hongyan::telegram::intake(&self.0, &self.1, bot, body).await,
                Came::Beginning(bytes) => {
                    hongyan::telegram::step_over(&self.0, &self.1, bot, bytes).await
                }
            };
            stored.map(drop).map_err(|_| Away)
        }
        .boxed()
    }
}

pub struct Day {
    pub list: List,
    pub book: Arc<Book>,
    pub store: Store,
    pub env: Env,
    pub url: String,
    pub folder: PathBuf,
    pub sandbox: Sandbox,
    pub bot: i64,
    pub site: String,
    phones: BTreeMap<String, Handset>,
    poller: Poller,
    inbox: Inbox,
    dispatcher: Dispatcher,
}

impl Day {
    pub async fn begins(url: &str, folder: PathBuf, start: Instant, metrics: Metrics) -> Self {
        let (list, book) = (List::new(), Arc::new(Book::default()));
        let env = Env::with(Clock::manual(start), Chance::seeded(500));
        let store = Store::open(url).await.unwrap().with_keys(keys());
        let sandbox = Sandbox::new(env.clone());
        let bot = sandbox.add_bot(TOKEN, "hongyan_bot", "hongyan");
        let mut phones = BTreeMap::new();
        for (index, who) in people().into_iter().enumerate() {
            let phone = match who.split_at(who.len() - 1) {
                ("mum", i) => list.plant("mum_phone", i.parse().unwrap()),
                ("granny", i) => list.plant("granny_phone", i.parse().unwrap()),
                _ => match super::list::STAFF.iter().position(|staff| *staff == who) {
                    Some(i) => list.plant("staff_phone", i),
                    None => "13900000000",
                },
            };
            let person = Person {
                last_name: Some(list.plant("last_name", index).to_owned()),
                username: Some(list.plant("username", index).to_owned()),
                ..Person::named(list.plant("first_name", index), &format!("86{phone}"))
            };
            let id = sandbox.add_person(person);
            phones.insert(who, sandbox.handset(id, bot));
        }
        let api = api(&sandbox, &book).await;
        let reach = Reach {
            api_url: Some(api),
            proxy: None,
            timeout: Some(Duration::from_secs(20)),
        };
        let telegram = Telegram::new(&Secret::new(TOKEN), &reach).unwrap();
        let names = phones
            .iter()
            .map(|(who, phone)| (phone.person(), who.clone()));
        let channel = Arc::new(Overheard {
            telegram: telegram.clone(),
            book: book.clone(),
            names: names.collect(),
        });
        let mut tx = store.write().await.unwrap();
        store::bots::upsert(&mut tx, BOT, Some("hongyan_bot"))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let (hold, wait) = (Hold::alone, Duration::ZERO);
        let poller = Poller::new(telegram, store.clone(), env.clone(), hold(), wait);
        let inbox = Inbox::new(
            store.clone(),
            env.clone(),
            BOT,
            hongyan::telegram::event,
            Arc::new(Ears(env.clone())),
        );
        let dispatcher = Dispatcher::with_allowance(
            store.clone(),
            env.clone(),
            channel,
            hold(),
            Allowance::unlimited(),
        );
        let site = site(&store, &env, metrics).await;
        Self {
            list,
            book,
            store,
            env,
            url: url.to_owned(),
            folder,
            sandbox,
            bot,
            site,
            phones,
            poller,
            inbox,
            dispatcher,
        }
    }

    pub fn phase(&self, phase: u32) {
        self.book.phase.store(phase, Ordering::SeqCst);
    }

    pub fn phone(&self, who: &str) -> Handset {
        self.phones[who].clone()
    }

    /// Everything under way comes to rest; what has to wait a little is waited for.
    pub async fn settles(&mut self) {
        for _ in 0..60 {
            let brought = match self.poller.tick().await {
                Ok(hongyan::telegram::Polled::Brought(arrived)) => arrived.stored > 0,
                Ok(_) => false,
                Err(_) => true,
            };
            let heard = self.inbox.tick().await.unwrap();
            let spoken = self.dispatcher.tick().await.unwrap();
            let soon = self.env.now() + TimeDelta::seconds(90);
            let next = heard.or(spoken);
            match next {
                Wake::Now => {}
                Wake::At(at) if at <= soon => self.env.clock.set(at.max(self.env.now())),
                _ if brought => {}
                _ => return,
            }
        }
        panic!("the day does not come to rest");
    }

    pub async fn says(&mut self, who: &str, text: &str) {
        self.phone(who).types(text).unwrap();
        self.settles().await;
    }

    pub async fn taps(&mut self, who: &str, label: &str) {
        let phone = self.phone(who);
        if let Err(cannot) = phone.taps(label) {
            let screen = phone.screen(6);
            self.stumbles(&format!("{who} taps {label}: {cannot}\n{screen}"));
        }
        self.settles().await;
    }

    pub async fn shares(&mut self, who: &str) {
        self.phone(who).shares_contact().unwrap();
        self.settles().await;
    }

    /// A button made by hand under the newest message.
    pub async fn presses(&mut self, who: &str, data: &str) {
        let phone = self.phone(who);
        phone.presses(phone.last().unwrap().id, data).unwrap();
        self.settles().await;
    }

    pub async fn opens_card(&mut self, who: &str, child: ChildId) {
        self.says(who, "/menu").await;
        let tap = dialogue::Tap::Roster(roster::Tap::Child(child));
        self.presses(who, &tap.encode()).await;
    }

    /// The number of the newest message that contains `part`.
    pub fn message(&self, who: &str, part: &str) -> (i64, String) {
        let phone = self.phone(who);
        let all = phone.messages();
        let found = all.iter().rev().find(|m| m.rich.text.contains(part));
        let Some(found) = found else {
            self.stumbles(&format!("{who} has no {part}\n{}", phone.screen(6)));
        };
        (found.id, found.rich.text.clone())
    }

    pub async fn child(&self, index: usize) -> ChildId {
        let mut tx = self.store.read().await.unwrap();
        let found = store::children::by_key(&mut tx, &format!("c{index}")).await;
        found.unwrap().unwrap().id
    }

    /// Ends the day. Why is written down beside the log, in which no panic's words are.
    fn stumbles(&self, why: &str) -> ! {
        std::fs::write(self.folder.join("trouble"), why).unwrap();
        panic!("see the file");
    }

    /// The program as the operator calls it: whether it did it, and what it said.
    pub fn tries(&self, words: &[&str]) -> (bool, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hongyan"));
        command
            .args(words)
            .args(["--database", &self.url])
            .current_dir(&self.folder)
            .env_clear()
            .env("HONGYAN_KEY", KEY)
            .env("RUST_BACKTRACE", "full");
        let output = command.output().unwrap();
        let mut said = String::from_utf8(output.stdout).unwrap();
        said.push_str(&String::from_utf8(output.stderr).unwrap());
        let name = words.iter().take(2).copied().collect::<Vec<_>>().join(" ");
        let printed = (name, said.clone());
        self.book.printed.lock().unwrap().push(printed);
        (output.status.success(), said)
    }

    /// The same, and it does it.
    pub fn asks(&self, words: &[&str]) -> String {
        let (done, said) = self.tries(words);
        if !done {
            self.stumbles(&format!("{words:?}: {said}"));
        }
        said
    }

    /// Asks the web server; its whole answer is written down.
    pub async fn web(&self, method: reqwest::Method, path: &str, secret: &str, body: String) {
        let request = reqwest::Client::new()
            .request(method, format!("{}{path}", self.site))
            .header("X-Telegram-Bot-Api-Secret-Token", secret)
            .header("User-Agent", self.list.plant("agent", 0))
            .body(body);
        let answer = request.send().await.unwrap();
        let head = format!("{} {:?}", answer.status(), answer.headers());
        let text = answer.text().await.unwrap();
        let mut served = self.book.served.lock().unwrap();
        served.push(format!("{head}\n{text}"));
    }
}

/// The Bot API, with every address that is asked for written down.
async fn api(sandbox: &Sandbox, book: &Arc<Book>) -> String {
    let book = book.clone();
    let note = move |request: Request, next: Next| {
        let line = format!("{} {}", request.method(), request.uri());
        book.addresses.lock().unwrap().push(line);
        next.run(request)
    };
    let router = hongyan::sandbox::router(sandbox.clone(), None);
    let router = router.layer(axum::middleware::from_fn(note));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

async fn site(store: &Store, env: &Env, metrics: Metrics) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let patience = Duration::from_secs(30);
    let front = Front {
        store: store.clone(),
        env: env.clone(),
        limits: Limits {
            unsent: patience,
            unhandled: patience,
            request: patience,
        },
        hooks: vec![Hook {
            name: "county".into(),
            bot: BOT.into(),
            secret: Secret::new(SECRET),
        }],
        intake: Arc::new(Doorway(store.clone(), env.clone())),
        metrics,
    };
    tokio::spawn(web::serve(listener, front, std::future::pending()));
    address
}
