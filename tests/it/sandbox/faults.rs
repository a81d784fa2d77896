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

#[tokio::test]
async fn silence_ends_without_an_answer() {
    let town = Town::new().await;
    let mum = town.someone("Gulnora");
    let said = || mum.messages().iter().filter(|m| m.from == town.bot).count();
    let url = format!("{}/bot{TOKEN}/sendMessage", town.root);
    let send = json!({"chat_id": mum.person(), "text": "x"});
    for (when, arrived) in [(When::Before, 0), (When::After, 1)] {
        town.sandbox.faults(|f| {
            f.odds.silence_ms = 120;
            f.next("send", 1, Fault::Silence(when));
        });
        let began = std::time::Instant::now();
        assert!(broken(town.http.post(&url).json(&send).send().await).await);
        assert!(began.elapsed() >= std::time::Duration::from_millis(120));
        assert_eq!(said(), arrived, "{when:?}");
    }
    let counts = town.sandbox.counts();
    assert_eq!(counts.faults["silence before"], 1);
    assert_eq!(counts.faults["silence after"], 1);
    // A caller that does not wait so long does not stop the server.
    town.sandbox.faults(|f| {
        f.odds.silence_ms = 60_000;
        f.next("send", 1, Fault::Silence(When::After));
    });
    let patience = std::time::Duration::from_millis(150);
    let error = town.http.post(&url).json(&send).timeout(patience).send();
    assert!(error.await.unwrap_err().is_timeout());
    assert_eq!(said(), 2);
    town.ok("sendMessage", send).await;
}

#[tokio::test]
async fn a_flood_closes_a_chat_or_the_whole_bot() {
    let town = Town::new().await;
    let (mum, dad) = (town.someone("Gulnora"), town.someone("Alisher"));
    let to = |hand: &hongyan::sandbox::Handset| json!({"chat_id": hand.person(), "text": "x"});
    town.sandbox
        .faults(|f| f.next("send", 1, Fault::FloodChat(7)));
    let wait = "Too Many Requests: retry after 7";
    assert_eq!(town.refused("sendMessage", to(&mum)).await, wait);
    assert_eq!(town.refused("sendMessage", to(&mum)).await, wait);
    town.ok("sendMessage", to(&dad)).await;
    town.later(7);
    town.ok("sendMessage", to(&mum)).await;
    town.sandbox
        .faults(|f| f.next("send", 1, Fault::FloodBot(7)));
    assert_eq!(town.refused("sendMessage", to(&mum)).await, wait);
    assert_eq!(town.refused("sendMessage", to(&dad)).await, wait);
    town.later(7);
    town.ok("sendMessage", to(&dad)).await;
    // Drawn ones have a wait of their own.
    town.sandbox.faults(|f| {
        f.odds.flood_chat = 1_000;
        f.odds.longest_wait = 4;
    });
    let (status, body) = town.ask("sendMessage", to(&dad)).await;
    let seconds = body["parameters"]["retry_after"].as_i64().unwrap();
    assert!(status == 429 && (1..=4).contains(&seconds), "{body}");
    town.sandbox.faults(|f| f.clear());
    let again = town.ask("sendMessage", to(&dad)).await.1;
    assert_eq!(again["parameters"]["retry_after"], seconds);
}

#[tokio::test]
async fn a_share_of_the_people_is_lost_and_comes_back() {
    let town = Town::new().await;
    let all: Vec<i64> = (0..200)
        .map(|n| town.someone(&format!("P{n}")).person())
        .collect();
    let mut runs = Vec::new();
    for seed in [5, 6, 5] {
        town.sandbox.faults(|f| {
            f.seed(seed);
            f.odds.blocked = 200;
            f.odds.vanished = 100;
        });
        let mut lost = Vec::new();
        for person in &all {
            let send = json!({"chat_id": person, "text": "x"});
            let (_, body) = town.ask("sendMessage", send).await;
            if let Some(why) = body["description"].as_str() {
                lost.push((*person, why.to_owned()));
            }
        }
        let blocked = "Forbidden: bot was blocked by the user";
        let share = lost.iter().filter(|(_, why)| why == blocked).count();
        assert!((20..=60).contains(&share), "{share} blocked");
        let gone = lost.len() - share;
        assert!((8..=35).contains(&gone), "{gone} gone");
        runs.push(lost);
    }
    assert_eq!(runs[0], runs[2]);
    assert_ne!(runs[0], runs[1]);
    town.sandbox.faults(|f| f.clear());
    let send = json!({"chat_id": runs[0][0].0, "text": "x"});
    town.ok("sendMessage", send).await;
}

#[tokio::test]
async fn updates_come_twice_and_out_of_order() {
    let town = Town::new().await;
    let mum = town.someone("Gulnora");
    let numbers = |page: &serde_json::Value| {
        let page = page.as_array().unwrap().iter();
        page.map(|u| u["update_id"].as_i64().unwrap())
            .collect::<Vec<_>>()
    };
    let first = numbers(&town.ok("getUpdates", json!({})).await);
    town.sandbox.faults(|f| {
        f.odds.repeated = 1_000;
        f.odds.reordered = 1_000;
    });
    for text in ["a", "b", "c"] {
        mum.types(text).unwrap();
    }
    // What was confirmed comes again; what is new comes whole, in another order.
    let page = numbers(&town.ok("getUpdates", json!({"offset": first[0] + 1})).await);
    assert_eq!(page.len(), 6);
    assert_eq!(town.sandbox.counts().faults["update repeated"], 3);
    assert!(page.contains(&first[0]), "{page:?}");
    let new: Vec<i64> = page.into_iter().filter(|id| *id > first[0]).collect();
    assert_eq!(new.len(), 3);
    assert!(!new.is_sorted(), "{new:?}");
    town.sandbox.faults(|f| f.clear());
    let quiet = numbers(&town.ok("getUpdates", json!({"offset": first[0] + 1})).await);
    assert!(quiet.len() == 3 && quiet.is_sorted(), "{quiet:?}");
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
