//! The page: who may open it, and what a finger does.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use futures_util::future::BoxFuture;
use hongyan::base::{Chance, Clock, Env};
use hongyan::sandbox::{ClockControl, NextThing, Page, Person, Sandbox, serve};
use serde_json::{Value, json};

struct Hands(Clock);

impl ClockControl for Hands {
    fn advance(&self, by: TimeDelta) -> BoxFuture<'_, ()> {
        self.0.advance(by);
        Box::pin(async {})
    }

    fn next(&self) -> BoxFuture<'_, Option<NextThing>> {
        let at = self.0.now() + TimeDelta::hours(3);
        Box::pin(async move {
            Some(NextThing {
                at,
                label: "weekly update".to_owned(),
            })
        })
    }

    fn to_next(&self) -> BoxFuture<'_, ()> {
        self.advance(TimeDelta::hours(3))
    }
}

struct Desk {
    sandbox: Sandbox,
    clock: Clock,
    root: String,
    http: reqwest::Client,
    bot: i64,
    person: i64,
}

async fn open() -> Desk {
    let clock = Clock::manual(hongyan::base::from_ms(1_788_699_600_000));
    let sandbox = Sandbox::new(Env::with(clock.clone(), Chance::seeded(3)));
    let bot = sandbox.add_bot("7:x", "goose_bot", "Goose");
    let person = sandbox.add_person(Person::named("Gulnora", "998900000001"));
    let page = Page {
        title: "hongyan".to_owned(),
        intro: String::new(),
        steps: vec!["Press Start".to_owned()],
        clock: Box::new(Hands(clock.clone())),
        hosts: Vec::new(),
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let root = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(serve(
        listener,
        sandbox.clone(),
        Some(page),
        std::future::pending(),
    ));
    Desk {
        sandbox,
        clock,
        root,
        http: reqwest::Client::builder().no_proxy().build().unwrap(),
        bot,
        person,
    }
}

impl Desk {
    async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        let request = self
            .http
            .post(format!("{}{path}", self.root))
            .header("x-hongyan", "1");
        let answer = request.json(&body).send().await.unwrap();
        (
            answer.status().as_u16(),
            answer.json().await.unwrap_or_default(),
        )
    }

    async fn state(&self, since: u64) -> Value {
        let url = format!("{}/page/state?since={since}", self.root);
        self.http
            .get(url)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn only_its_own_address_may_use_it() {
    let desk = open().await;
    let get = |path: &str| desk.http.get(format!("{}{path}", desk.root));
    let page = get("/").send().await.unwrap();
    assert_eq!(page.status(), 200);
    let policy = page.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"));
    assert_eq!(page.headers()["x-content-type-options"], "nosniff");
    assert_eq!(page.headers()["referrer-policy"], "no-referrer");
    assert_eq!(page.headers()["x-frame-options"], "DENY");
    let body = page.text().await.unwrap();
    assert!(!body.contains("<style") && !body.contains("style=") && !body.contains("http"));
    for name in ["page.css", "phone.css", "app.js", "phone.js", "icon.svg"] {
        assert_eq!(
            get(&format!("/page/{name}")).send().await.unwrap().status(),
            200,
            "{name}"
        );
    }
    let foreign_host = get("/page/state")
        .header("host", "evil.example")
        .send()
        .await
        .unwrap();
    assert_eq!(foreign_host.status(), 403);
    let foreign_origin = get("/page/state")
        .header("origin", "https://evil.example")
        .send()
        .await
        .unwrap();
    assert_eq!(foreign_origin.status(), 403);
    let cross = get("/page/state")
        .header("sec-fetch-site", "cross-site")
        .send()
        .await
        .unwrap();
    assert_eq!(cross.status(), 403);
    let bare = desk
        .http
        .post(format!("{}/page/clock", desk.root))
        .json(&json!("next"))
        .send()
        .await
        .unwrap();
    assert_eq!(bare.status(), 403);
    // The Bot API beside it is not affected.
    assert_eq!(get("/bot7:x/getMe").send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn fingers_reach_the_chat() {
    let desk = open().await;
    let hand = desk.sandbox.handset(desk.person, desk.bot);
    let act = async |what: Value| {
        let mut body = what;
        body["person"] = json!(desk.person);
        body["bot"] = json!(desk.bot);
        desk.post("/page/act", body).await.0
    };
    assert_eq!(
        act(json!({"act": "starts", "link": "https://t.me/goose_bot?start=inv"})).await,
        200
    );
    assert_eq!(act(json!({"act": "types", "text": "hi"})).await, 200);
    let url = format!(
        "{}/page/upload?person={}&bot={}&kind=voice&mime=audio/wav",
        desk.root, desk.person, desk.bot
    );
    let sent = desk
        .http
        .post(url)
        .header("x-hongyan", "1")
        .body("RIFF")
        .send()
        .await
        .unwrap();
    assert_eq!(sent.status(), 200);
    assert_eq!(act(json!({"act": "blocks"})).await, 200);
    assert_eq!(act(json!({"act": "types", "text": "x"})).await, 409);
    insta::assert_snapshot!(hand.screen(9), @r"
    Gulnora: /start inv
    Gulnora: hi
    Gulnora: [voice 3s]
    (the bot is blocked)
    ");
    let state = desk.state(0).await;
    let messages = &state["phones"][0]["chats"][0]["content"]["messages"];
    assert_eq!(messages.as_array().unwrap().len(), 3);
    let file = messages[2]["file"]["id"].as_str().unwrap();
    let file = desk
        .http
        .get(format!("{}/page/file/{file}", desk.root))
        .send()
        .await
        .unwrap();
    assert_eq!(file.headers()["content-type"], "audio/wav");
    // What did not change does not come again.
    let later = desk.state(state["version"].as_u64().unwrap()).await;
    assert!(later["phones"][0]["chats"][0].get("content").is_none());
}

#[tokio::test]
async fn the_clock_moves_for_everybody() {
    let desk = open().await;
    let before = desk.clock.now();
    let (status, body) = desk.post("/page/clock", json!({"minutes": 60})).await;
    assert_eq!(
        (status, &body["next"]["label"]),
        (200, &json!("weekly update"))
    );
    desk.post("/page/clock", json!("next")).await;
    assert_eq!(desk.clock.now() - before, TimeDelta::hours(4));
    assert_eq!(
        desk.post("/page/clock", json!({"minutes": 99_999_999}))
            .await
            .0,
        400
    );
}

#[tokio::test]
async fn changes_are_announced() {
    let desk = Arc::new(open().await);
    let mut events = desk
        .http
        .get(format!("{}/page/events", desk.root))
        .send()
        .await
        .unwrap();
    let first = events.chunk().await.unwrap().unwrap();
    assert!(String::from_utf8_lossy(&first).contains("\"version\""));
    desk.sandbox
        .handset(desk.person, desk.bot)
        .types("hi")
        .unwrap();
    let second = tokio::time::timeout(Duration::from_secs(3), events.chunk()).await;
    assert_ne!(second.unwrap().unwrap().unwrap(), first);
}
