//! `getUpdates`: confirming, waiting, one poller at a time.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Town;

fn ids(updates: &Value) -> Vec<i64> {
    let list = updates.as_array().unwrap();
    list.iter()
        .map(|u| u["update_id"].as_i64().unwrap())
        .collect()
}

#[tokio::test]
async fn an_offset_confirms_what_is_before_it() {
    let town = Town::new().await;
    let mum = town.someone("Gulnora");
    mum.types("one").unwrap();
    mum.types("two").unwrap();
    let all = ids(&town.ok("getUpdates", json!({})).await);
    assert_eq!(all.len(), 3);
    assert_eq!(
        ids(&town.ok("getUpdates", json!({"limit": 2})).await),
        all[..2]
    );
    // Unconfirmed updates come again.
    assert_eq!(ids(&town.ok("getUpdates", json!({})).await), all);
    assert_eq!(
        ids(&town.ok("getUpdates", json!({"offset": all[1]})).await),
        all[1..]
    );
    assert_eq!(town.sandbox.pending(town.bot), 2);
    // Negative: from the end, the rest is forgotten.
    assert_eq!(
        ids(&town.ok("getUpdates", json!({"offset": -1})).await),
        all[2..]
    );
    assert_eq!(town.sandbox.pending(town.bot), 1);
    let after = all[2] + 1;
    assert!(ids(&town.ok("getUpdates", json!({"offset": after})).await).is_empty());
}

#[tokio::test]
async fn a_long_poll_wakes_at_once() {
    let town = Town::new().await;
    let mum = town.newcomer("Gulnora");
    let begun = Instant::now();
    let poll = town.ok("getUpdates", json!({"timeout": 50}));
    let act = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        mum.opens_link("https://t.me/goose_bot?start=inv-1")
            .unwrap();
    };
    let (updates, ()) = tokio::join!(poll, act);
    assert_eq!(updates[0]["message"]["text"], "/start inv-1");
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_second_poller_ends_the_first() {
    let town = Town::new().await;
    let first = town.ask("getUpdates", json!({"timeout": 50}));
    let second = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        town.ok("getUpdates", json!({})).await
    };
    let ((status, body), _) = tokio::join!(first, second);
    assert_eq!(status, 409);
    assert_eq!(
        body["description"],
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    );
}

#[tokio::test]
async fn a_webhook_excludes_polling() {
    let town = Town::new().await;
    town.ok("setWebhook", json!({"url": "http://127.0.0.1:9/x"}))
        .await;
    assert_eq!(
        town.refused("getUpdates", json!({})).await,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    );
    town.ok("deleteWebhook", json!({})).await;
    town.ok("getUpdates", json!({})).await;
}

#[tokio::test]
async fn kinds_that_were_not_asked_for_do_not_come() {
    let town = Town::new().await;
    town.ok(
        "getUpdates",
        json!({"allowed_updates": ["callback_query", "my_chat_member"]}),
    )
    .await;
    let mum = town.someone("Gulnora");
    mum.blocks();
    let updates = town.ok("getUpdates", json!({})).await;
    assert_eq!(updates.as_array().unwrap().len(), 1);
    let change = &updates[0]["my_chat_member"];
    assert_eq!(change["new_chat_member"]["status"], "kicked");
    assert_eq!(change["old_chat_member"]["status"], "member");
    assert_eq!(change["chat"]["id"], mum.person());
}

#[tokio::test]
async fn injected_updates_come_as_they_are() {
    let town = Town::new().await;
    town.someone("Gulnora");
    let first = town.ok("getUpdates", json!({})).await[0].clone();
    let id = first["update_id"].as_i64().unwrap();
    assert!(ids(&town.ok("getUpdates", json!({"offset": id + 1})).await).is_empty());
    town.sandbox.raw_update(town.bot, first.clone());
    let unknown = town
        .sandbox
        .raw_update(town.bot, json!({"brand_new_kind": {"x": 1}}));
    let updates = town.ok("getUpdates", json!({"offset": id + 1})).await;
    assert_eq!(ids(&updates), [id, unknown]);
    assert_eq!(updates[0], first);
    assert!(ids(&town.ok("getUpdates", json!({"offset": unknown + 1})).await).is_empty());
}

#[tokio::test]
async fn stopping_answers_whoever_waits() {
    let sandbox = hongyan::sandbox::Sandbox::new(hongyan::base::Env::system());
    sandbox.add_bot("7:x", "goose_bot", "Goose");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!(
        "http://{}/bot7:x/getUpdates?timeout=50",
        listener.local_addr().unwrap()
    );
    let stop = tokio::time::sleep(Duration::from_millis(200));
    let server = hongyan::sandbox::serve(listener, sandbox, None, stop);
    let begun = Instant::now();
    let (served, answer) = tokio::join!(server, reqwest::get(url));
    served.unwrap();
    assert_eq!(
        answer.unwrap().text().await.unwrap(),
        r#"{"ok":true,"result":[]}"#
    );
    assert!(begun.elapsed() < Duration::from_secs(2));
}
