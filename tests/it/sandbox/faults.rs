//! Limits and disturbances.

use hongyan::sandbox::{Fault, Limits, Odds, When};
use serde_json::json;

use super::{TOKEN, Town};

#[tokio::test]
async fn limits_tell_how_long_to_wait() {
    let town = Town::new().await;
    let mum = town.someone("Gulnora");
    town.sandbox.limit(Limits::telegram());
    let send = json!({"chat_id": mum.person(), "text": "x"});
    for _ in 0..3 {
        town.ok("sendMessage", send.clone()).await;
    }
    let (status, body) = town.ask("sendMessage", send.clone()).await;
    assert_eq!(status, 429);
    assert_eq!(body["description"], "Too Many Requests: retry after 1");
    assert_eq!(body["parameters"]["retry_after"], 1);
    town.later(1);
    town.ok("sendMessage", send.clone()).await;
    for n in 0..27 {
        let other = town.someone(&format!("P{n}")).person();
        town.ok("sendMessage", json!({"chat_id": other, "text": "x"}))
            .await;
    }
    let last = town.someone("Q").person();
    town.ok("sendMessage", json!({"chat_id": last, "text": "x"}))
        .await;
    town.ok("sendMessage", json!({"chat_id": last, "text": "x"}))
        .await;
    assert_eq!(
        town.refused("sendMessage", json!({"chat_id": last, "text": "x"}))
            .await,
        "Too Many Requests: retry after 1"
    );
    town.later(60);
    let group = town.sandbox.add_group("4B", &[]);
    town.sandbox.add_to_group(town.bot, group, mum.person());
    for _ in 0..20 {
        town.ok("sendMessage", json!({"chat_id": group, "text": "x"}))
            .await;
        town.later(1);
    }
    assert_eq!(
        town.refused("sendMessage", json!({"chat_id": group, "text": "x"}))
            .await,
        "Too Many Requests: retry after 40"
    );
    town.later(60);
    town.sandbox.hold(town.bot, Some(mum.person()), 17);
    assert_eq!(
        town.refused("sendMessage", send.clone()).await,
        "Too Many Requests: retry after 17"
    );
    town.ok("sendMessage", json!({"chat_id": last, "text": "x"}))
        .await;
    town.later(17);
    town.ok("sendMessage", send).await;
}

#[tokio::test]
async fn faults_strike_before_or_after_the_effect() {
    let town = Town::new().await;
    let mum = town.someone("Gulnora");
    let send = json!({"chat_id": mum.person(), "text": "x"});
    let said = || mum.messages().iter().filter(|m| m.from == town.bot).count();
    let url = format!("{}/bot{TOKEN}/sendMessage", town.root);
    let post = || town.http.post(&url).json(&send).send();

    town.sandbox
        .faults(|f| f.next("send", 2, Fault::Status(500, When::Before)));
    for _ in 0..2 {
        assert_eq!(
            town.refused("sendMessage", send.clone()).await,
            "Internal Server Error"
        );
    }
    town.ok("sendMessage", send.clone()).await;
    assert_eq!(said(), 1);

    town.sandbox
        .faults(|f| f.next("sendMessage", 1, Fault::Status(502, When::After)));
    let answer = post().await.unwrap();
    assert_eq!(answer.status(), 502);
    assert!(answer.text().await.unwrap().starts_with("<html>"));
    assert_eq!(said(), 2);

    town.sandbox
        .faults(|f| f.next("", 1, Fault::Cut(When::Before)));
    assert!(broken(post().await).await);
    assert_eq!(said(), 2);
    town.sandbox
        .faults(|f| f.next("", 1, Fault::Cut(When::After)));
    assert!(broken(post().await).await);
    assert_eq!(said(), 3);

    town.sandbox.faults(|f| f.next("", 1, Fault::TooMany(33)));
    assert_eq!(
        town.refused("sendMessage", send.clone()).await,
        "Too Many Requests: retry after 33"
    );
    town.sandbox.faults(|f| f.outage = true);
    assert_eq!(post().await.unwrap().status(), 502);
    town.sandbox.faults(|f| f.clear());
    town.ok("sendMessage", send.clone()).await;

    let counts = town.sandbox.counts();
    assert_eq!(counts.requests["sendmessage"], 9);
    assert_eq!(counts.refused[&429], 1);
    assert_eq!(counts.refused[&500], 2);
}

async fn broken(answer: Result<reqwest::Response, reqwest::Error>) -> bool {
    match answer {
        Err(_) => true,
        Ok(answer) => answer.bytes().await.is_err(),
    }
}

#[tokio::test]
async fn the_same_seed_gives_the_same_faults() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let town = Town::new().await;
        let mum = town.someone("Gulnora").person();
        town.sandbox.faults(|f| {
            f.seed(7);
            f.odds = Odds {
                error_before: 300,
                too_many: 300,
                longest_wait: 9,
                latency_ms: (0, 2),
                only: vec!["send".to_owned()],
                ..Odds::default()
            };
        });
        let mut run = Vec::new();
        for _ in 0..30 {
            let (status, body) = town
                .ask("sendMessage", json!({"chat_id": mum, "text": "x"}))
                .await;
            run.push((status, body["parameters"]["retry_after"].clone()));
            assert_eq!(town.ask("getMe", json!({})).await.0, 200);
        }
        runs.push(run);
    }
    assert_eq!(runs[0], runs[1]);
    assert!(
        [200, 429, 500]
            .iter()
            .all(|code| runs[0].iter().any(|(s, _)| s == code))
    );
}
