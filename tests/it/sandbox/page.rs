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
async fn every_route_has_strict_headers_and_bounded_bodies() {
    let desk = open().await;
    let at = |path: &str| format!("{}{path}", desk.root);
    let mut answers = Vec::new();
    for path in [
        "/",
        "/page/state",
        "/page/clock",
        "/page/app.js",
        "/page/nothing",
        "/page/file/none",
        "/sandbox/faults",
        "/nowhere",
        "/bot1:wrong/getMe",
        "/file/bot1:wrong/none",
    ] {
        answers.push((path, desk.http.get(at(path)).send().await.unwrap()));
    }
    for path in [
        "/page/act",
        "/page/upload",
        "/page/clock",
        "/sandbox/faults",
    ] {
        let request = desk.http.post(at(path)).header("x-hongyan", "1");
        answers.push((path, request.body("rubbish").send().await.unwrap()));
    }
    for (path, answer) in answers {
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("cache-control", "no-store"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
        ] {
            let found = answer.headers().get(name).map(|v| v.to_str().unwrap());
            assert_eq!(found, Some(value), "{path}: {name}");
        }
        let policy = answer.headers()["content-security-policy"]
            .to_str()
            .unwrap();
        assert!(policy.contains("frame-ancestors 'none'"), "{path}");
    }
    let large = vec![b' '; 21 * 1024 * 1024];
    for path in ["/page/act", "/page/clock"] {
        let request = desk.http.post(at(path)).header("x-hongyan", "1");
        let request = request.header("content-type", "application/json");
        // Told before all of it was sent: the rest may meet a closed door.
        if let Ok(answer) = request.body(large.clone()).send().await {
            assert_eq!(answer.status(), 413, "{path}");
        }
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

#[tokio::test]
async fn the_weather_is_set_while_it_runs() {
    let desk = open().await;
    let url = format!("{}/sandbox/faults", desk.root);
    let put = async |body: Value| {
        let request = desk.http.put(&url).header("x-hongyan", "1");
        let answer = request.json(&body).send().await.unwrap();
        let status = answer.status().as_u16();
        (status, answer.json::<Value>().await.unwrap())
    };
    let get = async || {
        let answer = desk.http.get(&url).send().await.unwrap();
        answer.json::<Value>().await.unwrap()
    };
    let me = async || {
        let url = format!("{}/bot7:x/getMe", desk.root);
        desk.http.get(url).send().await.unwrap().status().as_u16()
    };
    let quiet = get().await;
    assert_eq!(quiet["outage"], false);
    assert_eq!(quiet["next"], json!([]));

    let storm = json!({
        "seed": 9,
        "odds": {"error_after": 30, "latency_ms": [0, 1], "only": ["send"], "repeated": 5},
        "next": [{"method": "getme", "times": 2, "fault": {"status": [503, "before"]}}],
        "limits": {"per_chat_per_second": 2, "per_bot_per_second": 9, "group_per_minute": null},
    });
    let (status, set) = put(storm).await;
    assert_eq!(status, 200);
    assert_eq!(
        (&set["seed"], &set["odds"]["error_after"]),
        (&json!(9), &json!(30))
    );
    assert_eq!(set["limits"]["per_bot_per_second"], 9);
    assert_eq!(me().await, 503);
    assert_eq!(get().await["next"][0]["times"], 1);
    // What GET says can be put back as it is.
    let stands = get().await;
    assert_eq!(put(stands.clone()).await, (200, stands.clone()));

    let refused = [
        (json!({"outage": true, "wind": 3}), "unknown field `wind`"),
        (
            json!({"outage": true, "odds": {"rain": 1}}),
            "unknown field `rain`",
        ),
        (
            json!({"outage": true, "odds": {"error_after": 1_001}}),
            "1001 is more than 1000",
        ),
        (json!({"outage": true, "odds": {"error_after": -1}}), "-1"),
        (
            json!({"odds": {"error_after": 600, "cut_after": 401}}),
            "together: 1001",
        ),
        (json!({"odds": {"latency_ms": [9, 3]}}), "9 is more than 3"),
        (json!({"odds": {"latency_ms": [0, 60_001]}}), "60001"),
        (json!({"odds": {"silence_ms": 300_001}}), "300001"),
        (json!({"odds": {"only": ["Send"]}}), "no method begins with"),
        (
            json!({"next": [{"method": "sing", "times": 1, "fault": "conflict"}]}),
            "sing",
        ),
        (
            json!({"next": [{"method": "", "times": 0, "fault": "conflict"}]}),
            "1 or more",
        ),
        (
            json!({"next": [{"method": "", "times": 1, "fault": {"status": [200, "after"]}}]}),
            "200",
        ),
        (
            json!({"next": [{"method": "", "times": 1, "fault": {"flood_bot": 9999}}]}),
            "9999",
        ),
        (
            json!({"limits": {"per_bot_per_second": 0}}),
            "limits.per_bot_per_second",
        ),
        (json!([]), "not a list"),
        (json!({"odds": [5]}), "not a list"),
        (json!("storm"), "invalid type"),
    ];
    for (body, why) in refused {
        let (status, answer) = put(body.clone()).await;
        assert_eq!(status, 400, "{body}");
        let said = answer["why"].as_str().unwrap();
        assert!(
            said.starts_with("Nothing was changed: ") && said.contains(why),
            "{said}"
        );
        assert_eq!(get().await, stands, "{body}");
    }
    // Another site's script cannot do it.
    let foreign = desk.http.put(&url).json(&json!({"outage": true}));
    assert_eq!(foreign.send().await.unwrap().status(), 403);
    assert_eq!(get().await, stands);

    assert_eq!(put(json!({"outage": true})).await.0, 200);
    assert_eq!(me().await, 502);
    let (_, clear) = put(json!({})).await;
    assert_eq!(clear["limits"], stands["limits"]);
    assert_eq!(clear["odds"], quiet["odds"]);
    assert_eq!(me().await, 200);
}

#[tokio::test]
async fn people_and_groups_change_while_it_runs() {
    let desk = open().await;
    let person = desk.person;
    let hand = desk.sandbox.handset(person, desk.bot);
    hand.types("hello").unwrap();
    let send = |chat: i64| {
        let send = json!({"chat_id": chat, "text": "x"});
        desk.sandbox.call(desk.bot, "sendMessage", send)
    };
    for (what, works) in [
        ("blocks", false),
        ("unblocks", true),
        ("vanishes", false),
        ("returns", true),
    ] {
        let path = format!("/sandbox/people/{person}/{what}");
        assert_eq!(desk.post(&path, json!({})).await.0, 200);
        assert_eq!(send(person).is_ok(), works, "{what}");
    }
    let sings = format!("/sandbox/people/{person}/sings");
    assert_eq!(desk.post(&sings, json!({})).await.0, 400);
    assert_eq!(
        desk.post("/sandbox/people/1/blocks", json!({})).await.0,
        404
    );
    let group = desk.sandbox.add_group("4B", &[person]);
    desk.sandbox.add_to_group(desk.bot, group, person);
    let path = format!("/sandbox/groups/{group}/upgrade");
    let (status, answer) = desk.post(&path, json!({})).await;
    assert_eq!(status, 200);
    let moved = answer["chat"].as_i64().unwrap();
    assert_eq!(send(group).unwrap_err().migrate_to, Some(moved));
    assert!(send(moved).is_ok());
    assert_eq!(desk.post(&path, json!({})).await.0, 404);
}
