//! Who comes by HTTP, to the real web server over a real connection.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hongyan::base::{Env, Secret};
use hongyan::inbox::{Handler, Inbox, Trouble};
use hongyan::model::event::Event;
use hongyan::service::converse;
use hongyan::store::{Store, Tx};
use hongyan::web::{self, Away, Came, Front, Hook, Intake, Limits};
use reqwest::Client;
use serde_json::json;

use super::{Row, Scene};
use crate::world::{BOT, MUM};

const SECRET: &str = "the-secret-of-the-messenger";

/// Stores what comes, as the program does.
struct Doorway {
    store: Store,
    env: Env,
}

impl Intake for Doorway {
    fn store<'a>(&'a self, bot: &'a str, came: Came<'a>) -> BoxFuture<'a, Result<(), Away>> {
        async move {
            let Came::Whole(body) = came else {
                return Err(Away);
            };
            let stored = hongyan::telegram::intake(&self.store, &self.env, bot, body).await;
            stored.map(drop).map_err(|_| Away)
        }
        .boxed()
    }
}

struct Ears(Env);

impl Handler for Ears {
    fn handle<'a>(&'a self, tx: &'a mut Tx, event: Event) -> BoxFuture<'a, Result<(), Trouble>> {
        async move { Ok(converse::hear(tx, &self.0, event).await?) }.boxed()
    }
}

/// The address of a bot's webhook, of a server with figures that somebody would like to see.
async fn serves(scene: &Scene) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let (store, env) = (scene.world.store.clone(), scene.world.env.clone());
    let limit = Duration::from_secs(60);
    let front = Front {
        limits: Limits {
            unsent: limit,
            unhandled: limit,
            request: limit,
        },
        hooks: vec![Hook {
            name: "county".into(),
            bot: BOT.into(),
            secret: Secret::new(SECRET),
        }],
        intake: Arc::new(Doorway {
            store: store.clone(),
            env: env.clone(),
        }),
        metrics: Arc::new(|| "hongyan_outbox_rows{lane=\"urgent\"} 3\n".to_owned()),
        store,
        env,
    };
    tokio::spawn(web::serve(listener, front, std::future::pending()));
    base
}

async fn deliver(base: &str, secret: Option<&str>, body: &str) -> u16 {
    let mut request = Client::new().post(format!("{base}/telegram/county"));
    if let Some(secret) = secret {
        request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
    }
    let sent = request.body(body.to_owned()).send().await;
    sent.unwrap().status().as_u16()
}

/// What stands in the inbox is handled and answered.
async fn handled(scene: &mut Scene) {
    let (store, env) = (scene.world.store.clone(), scene.world.env.clone());
    let ears = Arc::new(Ears(env.clone()));
    let inbox = Inbox::new(store, env, BOT, hongyan::telegram::event, ears);
    while inbox.tick().await.unwrap() == hongyan::base::Wake::Now {}
    scene.world.deliver().await;
}

fn asks_how_ming_is(scene: &Scene, update: i64) -> String {
    let chat = scene.world.chat_of(MUM);
    let (message, data) = scene.world.chat(MUM).button("How is Ming");
    json!({"update_id": update, "callback_query": {"id": "q", "chat_instance": "1",
        "from": {"id": chat, "is_bot": false, "first_name": "A"}, "data": data,
        "message": {"message_id": message, "date": 0, "chat": {"id": chat, "type": "private"}}}})
    .to_string()
}

pub async fn replayed_update(scene: &mut Scene) -> Row {
    scene.world.says(MUM, "/menu").await;
    let base = serves(scene).await;
    let body = asks_how_ming_is(scene, 77);
    assert_eq!(deliver(&base, Some(SECRET), &body).await, 200);
    handled(scene).await;
    let shown = scene.world.screen(MUM, 9);
    scene.begins().await;
    for _ in 0..4 {
        assert_eq!(deliver(&base, Some(SECRET), &body).await, 200);
    }
    handled(scene).await;
    assert_eq!(scene.world.screen(MUM, 9), shown);
    Row {
        attack: "replayed update",
        tried: "a parent's own tap, recorded and delivered four times more",
        answer: "200, as the messenger wants it; nothing happens a second time".into(),
        trace: scene.trace(&["update_repeated"]).await,
    }
}

pub async fn forged_webhook(scene: &mut Scene) -> Row {
    scene.world.says(MUM, "/menu").await;
    let base = serves(scene).await;
    scene.begins().await;
    let (body, shown) = (asks_how_ming_is(scene, 78), scene.world.screen(MUM, 9));
    let nearly = &SECRET[..SECRET.len() - 1];
    for secret in [None, Some(""), Some(nearly), Some("wrong"), Some("wrong")] {
        assert_eq!(deliver(&base, secret, &body).await, 401);
    }
    handled(scene).await;
    assert_eq!(scene.world.screen(MUM, 9), shown);
    figures_are_the_operators(&base).await;
    // Later it is another line.
    let first = scene.trace(&["webhook_refused"]).await;
    scene.world.advance(chrono::TimeDelta::minutes(10));
    assert_eq!(deliver(&base, None, &body).await, 401);
    let second = scene.trace(&["webhook_refused"]).await;
    assert!(second.contains("(2 rows)"), "{second}");
    Row {
        attack: "forged webhook",
        tried: "a parent's tap without, with half and with a wrong secret, five times; figures through the proxy",
        answer: "401, nothing is stored; figures: 404".into(),
        trace: first,
    }
}

/// What urgent messages there are is nobody's business who comes through the proxy.
async fn figures_are_the_operators(base: &str) {
    let ask = |header: Option<&'static str>| {
        let request = Client::new().get(format!("{base}/metrics"));
        match header {
            Some(name) => request.header(name, "203.0.113.7"),
            None => request,
        }
    };
    assert_eq!(ask(None).send().await.unwrap().status(), 200);
    for name in ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"] {
        let answer = ask(Some(name)).send().await.unwrap();
        assert_eq!(answer.status(), 404, "{name}");
        assert_eq!(answer.text().await.unwrap(), "", "{name}");
    }
}
