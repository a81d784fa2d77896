//! The sandbox answers like the real Bot API: promises by topic, over real HTTP.

mod download;
mod entities;
mod faults;
mod page;
mod people;
mod polling;
mod refusals;
mod teloxide_client;
mod webhook;

use chrono::{DateTime, TimeDelta};
use hongyan::base::{Chance, Clock, Env};
use hongyan::sandbox::{Handset, Person, Sandbox, serve};
use serde_json::{Value, json};
use tokio::sync::oneshot;

pub const TOKEN: &str = "4001:AAsandbox";

/// A server on this machine with one bot and one person, and an HTTP client for the bot.
pub struct Town {
    pub sandbox: Sandbox,
    pub clock: Clock,
    pub bot: i64,
    pub root: String,
    pub http: reqwest::Client,
    _stop: oneshot::Sender<()>,
}

impl Town {
    pub async fn new() -> Self {
        let start = DateTime::parse_from_rfc3339("2026-09-06T13:00:00Z").unwrap();
        let clock = Clock::manual(start.to_utc());
        let sandbox = Sandbox::new(Env::with(clock.clone(), Chance::seeded(1)));
        let bot = sandbox.add_bot(TOKEN, "goose_bot", "Goose");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let root = format!("http://{}", listener.local_addr().unwrap());
        let (_stop, stopped) = oneshot::channel::<()>();
        let server = serve(listener, sandbox.clone(), None, async {
            let _ = stopped.await;
        });
        tokio::spawn(server);
        Self {
            sandbox,
            clock,
            bot,
            root,
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
            _stop,
        }
    }

    /// A person who has pressed Start; the bot has read it.
    pub fn someone(&self, name: &str) -> Handset {
        let hand = self.newcomer(name);
        hand.opens_link("").unwrap();
        hand
    }

    /// A person who has not.
    pub fn newcomer(&self, name: &str) -> Handset {
        let mut person = Person::named(name, "998900000001");
        person.language = "uz".to_owned();
        let id = self.sandbox.add_person(person);
        self.sandbox.handset(id, self.bot)
    }

    pub fn later(&self, seconds: i64) {
        self.clock.advance(TimeDelta::seconds(seconds));
    }

    /// The whole answer: status and body.
    pub async fn ask(&self, method: &str, params: Value) -> (u16, Value) {
        let url = format!("{}/bot{TOKEN}/{method}", self.root);
        let answer = self.http.post(url).json(&params).send().await.unwrap();
        let status = answer.status().as_u16();
        (status, answer.json().await.unwrap())
    }

    /// The result of a request that must succeed.
    pub async fn ok(&self, method: &str, params: Value) -> Value {
        let (status, body) = self.ask(method, params).await;
        assert_eq!(
            (status, &body["ok"]),
            (200, &json!(true)),
            "{method}: {body}"
        );
        body["result"].clone()
    }

    /// The description of a refusal; its code is the HTTP status.
    pub async fn refused(&self, method: &str, params: Value) -> String {
        let (status, body) = self.ask(method, params).await;
        assert_eq!(body["ok"], json!(false), "{method}: {body}");
        assert_eq!(body["error_code"], json!(status));
        body["description"].as_str().unwrap().to_owned()
    }
}
