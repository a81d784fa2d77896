//! Webhooks: the secret, the order, patience.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::Town;

/// Failures still to come, and what arrived: secret and update.
type Log = (u32, Vec<(String, Value)>);

#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Log>>);

/// A bot's web server that refuses the first `failures` deliveries.
async fn listen(failures: u32) -> (String, Heard) {
    let heard = Heard::default();
    heard.0.lock().unwrap().0 = failures;
    let take = async |State(heard): State<Heard>, headers: HeaderMap, Json(body): Json<Value>| {
        let mut heard = heard.0.lock().unwrap();
        if heard.0 > 0 {
            heard.0 -= 1;
            return (StatusCode::SERVICE_UNAVAILABLE, Json(json!({})));
        }
        let secret = headers.get("x-telegram-bot-api-secret-token");
        let secret = secret.map_or("", |s| s.to_str().unwrap()).to_owned();
        let chat = body["message"]["chat"]["id"].clone();
        heard.1.push((secret, body));
        (
            StatusCode::OK,
            Json(json!({"method": "sendMessage", "chat_id": chat, "text": "heard"})),
        )
    };
    let app = Router::new()
        .route("/hook", post(take))
        .with_state(heard.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    tokio::spawn(async { axum::serve(listener, app).await });
    (url, heard)
}

#[tokio::test]
async fn updates_arrive_in_order_with_the_secret_and_the_answer_is_performed() {
    let town = Town::new().await;
    let (url, heard) = listen(0).await;
    town.ok(
        "setWebhook",
        json!({"url": url, "secret_token": "s3cret_-"}),
    )
    .await;
    let mum = town.someone("Gulnora");
    for n in 1..=5 {
        mum.types(&n.to_string()).unwrap();
    }
    let done = |_: &_| mum.messages().iter().filter(|m| m.from == town.bot).count() == 6;
    assert!(town.sandbox.until(Duration::from_secs(10), done).await);
    let heard = heard.0.lock().unwrap().1.clone();
    let texts: Vec<_> = heard
        .iter()
        .map(|(_, u)| u["message"]["text"].as_str().unwrap())
        .collect();
    assert_eq!(texts, ["/start", "1", "2", "3", "4", "5"]);
    assert!(heard.iter().all(|(secret, _)| secret == "s3cret_-"));
    assert_eq!(town.sandbox.pending(town.bot), 0);
}

#[tokio::test]
async fn a_refused_update_comes_again_and_the_info_says_why() {
    let town = Town::new().await;
    let (url, heard) = listen(2).await;
    town.someone("Gulnora");
    town.ok("setWebhook", json!({"url": url})).await;
    for _ in 0..100 {
        if heard.0.lock().unwrap().1.len() == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(heard.0.lock().unwrap().1.len(), 1);
    let info = town.ok("getWebhookInfo", json!({})).await;
    assert_eq!(info["url"], json!(url));
    assert_eq!(
        info["last_error_message"],
        "Wrong response from the webhook: 503 Service Unavailable"
    );
}

#[tokio::test]
async fn addresses_and_secrets_are_checked() {
    let town = Town::new().await;
    let refused = async |params| town.refused("setWebhook", params).await;
    assert_eq!(
        refused(json!({"url": "http://example.org/x"})).await,
        "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    );
    assert_eq!(
        refused(json!({"url": "https://example.org/x", "secret_token": "a b"})).await,
        "Bad Request: secret token contains unallowed characters"
    );
    let long = "a".repeat(257);
    assert_eq!(
        refused(json!({"url": "https://example.org/x", "secret_token": long})).await,
        "Bad Request: secret token is too long"
    );
    let mum = town.someone("Gulnora");
    mum.types("lost").unwrap();
    let drop = json!({"url": "http://127.0.0.1:9/x", "drop_pending_updates": true});
    town.ok("setWebhook", drop).await;
    assert_eq!(
        town.ok("getWebhookInfo", json!({})).await["pending_update_count"],
        0
    );
}
