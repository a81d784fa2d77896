//! What the network may ask, over real HTTP.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hongyan::base::{Chance, Clock, Env, Secret};
use hongyan::store::arrivals::LARGEST;
use hongyan::web::{self, Away, Came, Front, Hook, Intake, Limits, Readiness};
use reqwest::{Client, StatusCode};

use crate::support::databases::{TestDb, databases, sqlite};

/// Remembers what it was given, or answers as it is told.
#[derive(Default)]
struct Shelf {
    stored: Mutex<Vec<(String, String)>>,
    too_large: Mutex<Vec<usize>>,
    away: AtomicBool,
}

impl Intake for Shelf {
    fn store<'a>(&'a self, bot: &'a str, came: Came<'a>) -> BoxFuture<'a, Result<(), Away>> {
        async move {
            if self.away.load(Ordering::SeqCst) {
                return Err(Away);
            }
            match came {
                Came::Whole(body) => {
                    let body = String::from_utf8_lossy(body).into_owned();
                    self.stored.lock().unwrap().push((bot.to_owned(), body));
                }
                Came::Beginning(bytes) => self.too_large.lock().unwrap().push(bytes.len()),
            }
            Ok(())
        }
        .boxed()
    }
}

struct Site {
    base: String,
    shelf: Arc<Shelf>,
    env: Env,
    client: Client,
}

const SECRET: &str = "the-secret-of-this-test";

async fn site(db: &TestDb) -> Site {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let shelf = Arc::new(Shelf::default());
    let clock = Clock::manual("2026-03-15T11:00:00Z".parse().unwrap());
    let env = Env::with(clock, Chance::seeded(1));
    let front = Front {
        store: db.store.clone(),
        env: env.clone(),
        limits: Limits {
            unsent: Duration::from_secs(60),
            unhandled: Duration::from_secs(60),
            request: Duration::from_millis(400),
        },
        hooks: vec![Hook {
            name: "county".into(),
            bot: "123456".into(),
            secret: Secret::new(SECRET),
        }],
        intake: shelf.clone(),
        metrics: Arc::new(|| "hongyan_up 1\n".to_owned()),
    };
    tokio::spawn(web::serve(listener, front, std::future::pending()));
    Site {
        base,
        shelf,
        env,
        client: Client::new(),
    }
}

impl Site {
    async fn get(&self, path: &str) -> reqwest::Response {
        self.client
            .get(format!("{}{path}", self.base))
            .send()
            .await
            .unwrap()
    }

    async fn deliver(&self, bot: &str, secret: Option<&str>, body: String) -> StatusCode {
        let mut request = self
            .client
            .post(format!("{}/telegram/{bot}", self.base))
            .body(body);
        if let Some(secret) = secret {
            request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
        }
        request.send().await.unwrap().status()
    }
}

#[tokio::test]
async fn an_update_is_stored_before_it_is_acknowledged() {
    let db = sqlite().await;
    let site = site(&db).await;
    let status = site
        .deliver("county", Some(SECRET), "{\"update_id\":1}".into())
        .await;
    assert_eq!(status, 200);
    assert_eq!(
        *site.shelf.stored.lock().unwrap(),
        [("123456".to_owned(), "{\"update_id\":1}".to_owned())]
    );

    site.shelf.away.store(true, Ordering::SeqCst);
    let status = site.deliver("county", Some(SECRET), "{}".into()).await;
    assert_eq!(status, 503);
}

#[tokio::test]
async fn what_is_too_large_or_no_text_is_taken_all_the_same() {
    let db = sqlite().await;
    let site = site(&db).await;
    let large = "x".repeat(3 * LARGEST);
    assert_eq!(site.deliver("county", Some(SECRET), large).await, 200);
    let largest = "x".repeat(LARGEST);
    assert_eq!(site.deliver("county", Some(SECRET), largest).await, 200);
    assert_eq!(*site.shelf.too_large.lock().unwrap(), [4096]);
    let request = site.client.post(format!("{}/telegram/county", site.base));
    let request = request.header("X-Telegram-Bot-Api-Secret-Token", SECRET);
    let answer = request.body(vec![0xff, 0xfe]).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(site.shelf.stored.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn who_speaks_too_slowly_is_hung_up_on() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let db = sqlite().await;
    let site = site(&db).await;
    let at = site.base.trim_start_matches("http://").to_owned();
    let proof = format!("X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n");
    let head = format!("POST /telegram/county HTTP/1.1\r\nHost: x\r\n{proof}");
    for (said, heard) in [
        // Half a head, then silence.
        (head.clone(), ""),
        // Half a body.
        (
            format!("{head}Content-Length: 9\r\n\r\n{{}}"),
            "HTTP/1.1 408",
        ),
        // A whole request, then silence on the open connection.
        (
            "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n".into(),
            "HTTP/1.1 200",
        ),
    ] {
        let mut stream = tokio::net::TcpStream::connect(&at).await.unwrap();
        stream.write_all(said.as_bytes()).await.unwrap();
        let mut answer = String::new();
        let ended = stream.read_to_string(&mut answer);
        let ended = tokio::time::timeout(Duration::from_secs(10), ended).await;
        assert!(ended.is_ok(), "still connected after {said}");
        assert!(answer.starts_with(heard), "{answer} to {said}");
    }
    assert!(site.shelf.stored.lock().unwrap().is_empty());
}

#[tokio::test]
async fn strangers_are_turned_away_before_they_are_read() {
    let db = sqlite().await;
    let site = site(&db).await;
    let nearly = &SECRET[..SECRET.len() - 1];
    for secret in [None, Some(""), Some("wrong"), Some(nearly)] {
        assert_eq!(site.deliver("county", secret, "{}".into()).await, 401);
    }
    assert_eq!(site.deliver("other", Some(SECRET), "{}".into()).await, 404);
    let large = "x".repeat(2 * LARGEST);
    let url = format!("{}/telegram/county", site.base);
    // Told before all of it was sent: the rest may meet a closed door.
    if let Ok(answer) = site.client.post(url).body(large).send().await {
        assert_eq!(answer.status(), 401);
    }
    assert_eq!(site.get("/telegram/county").await.status(), 405);
    assert_eq!(site.get("/").await.status(), 404);
    assert!(site.shelf.stored.lock().unwrap().is_empty());
    assert!(site.shelf.too_large.lock().unwrap().is_empty());
}

#[tokio::test]
async fn every_answer_carries_strict_headers() {
    let db = sqlite().await;
    let site = site(&db).await;
    let hook = || format!("{}/telegram/county", site.base);
    let mut answers = Vec::new();
    for path in [
        "/livez",
        "/readyz",
        "/metrics",
        "/nowhere",
        "/telegram/county",
    ] {
        answers.push((path, site.get(path).await));
    }
    for (path, secret) in [("taken", SECRET), ("refused", "wrong")] {
        let request = site.client.post(hook());
        let request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
        answers.push((path, request.body("{}").send().await.unwrap()));
    }
    let unknown = site.client.post(format!("{}/telegram/other", site.base));
    answers.push(("unknown bot", unknown.body("{}").send().await.unwrap()));
    let statuses: Vec<u16> = answers.iter().map(|(_, a)| a.status().as_u16()).collect();
    assert_eq!(statuses, [200, 200, 200, 404, 405, 200, 401, 404]);
    for (path, answer) in answers {
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("cache-control", "no-store"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            (
                "content-security-policy",
                "default-src 'none'; frame-ancestors 'none'",
            ),
            ("cross-origin-resource-policy", "same-origin"),
            (
                "permissions-policy",
                "microphone=(), camera=(), geolocation=()",
            ),
        ] {
            assert_eq!(answer.headers()[name], value, "{path}");
        }
    }
    assert_eq!(
        site.get("/metrics").await.text().await.unwrap(),
        "hongyan_up 1\n"
    );
}

#[tokio::test]
async fn no_route_takes_a_body_without_end() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let db = sqlite().await;
    let site = site(&db).await;
    let at = site.base.trim_start_matches("http://").to_owned();
    for (head, status) in [
        ("GET /livez", "200"),
        ("GET /readyz", "200"),
        ("GET /metrics", "200"),
        ("POST /livez", "405"),
        ("POST /nowhere", "404"),
        ("POST /telegram/other", "404"),
        ("POST /telegram/county", "401"),
    ] {
        let mut stream = tokio::net::TcpStream::connect(&at).await.unwrap();
        let head = format!("{head} HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        // Speaks on until it is hung up on, which comes long before the end.
        let piece = vec![b'x'; 64 * 1024];
        let mut sent = 0_usize;
        let speaking = async {
            while stream.write_all(&piece).await.is_ok() {
                sent += piece.len();
                assert!(sent < 256 * 1024 * 1024, "{head}: it listens for ever");
            }
        };
        tokio::time::timeout(Duration::from_secs(20), speaking)
            .await
            .unwrap_or_else(|_| panic!("{head}: still connected"));
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        // The answer may be lost with the connection that was closed on us.
        let told = format!("HTTP/1.1 {status}");
        assert!(
            answer.is_empty() || answer.starts_with(&told),
            "{head}: {answer}"
        );
    }
    assert!(site.shelf.stored.lock().unwrap().is_empty());
    assert!(site.shelf.too_large.lock().unwrap().is_empty());
}

#[tokio::test]
async fn readiness_knows_the_oldest_unsent_message_and_the_database() {
    for db in databases().await {
        let site = site(&db).await;
        let calm: Readiness = site.get("/readyz").await.json().await.unwrap();
        assert!(calm.ready && calm.oldest_unsent_seconds.is_none());

        put_message(&db, site.env.now().timestamp_millis()).await;
        // Held until later: not late.
        put_message(&db, site.env.now().timestamp_millis() + 3_600_000).await;
        site.env.clock.advance(chrono::TimeDelta::seconds(60));
        assert_eq!(site.get("/readyz").await.status(), 200);
        site.env.clock.advance(chrono::TimeDelta::seconds(1));
        let answer = site.get("/readyz").await;
        assert_eq!(answer.status(), 503);
        let late: Readiness = answer.json().await.unwrap();
        assert_eq!(late.oldest_unsent_seconds, Some(61));
        assert_eq!(
            late.reasons,
            ["an unsent message has waited 61 s, the limit is 60 s"]
        );

        db.store.close().await;
        let answer = site.get("/readyz").await;
        assert_eq!(answer.status(), 503);
        let away: Readiness = answer.json().await.unwrap();
        assert_eq!(away.database, "away");
        assert_eq!(site.get("/livez").await.status(), 200);
    }
}

/// A waiting row, written as plain SQL: health must not depend on how the outbox writes.
async fn put_message(db: &TestDb, not_before_ms: i64) {
    use sqlx::Connection;
    let mut connection = sqlx::AnyConnection::connect(&db.url).await.unwrap();
    sqlx::query(
        "INSERT INTO outbox (id, bot_id, chat_id, children, kind, lane, body, state, in_doubt,
            tries, not_before_ms, retry_ms, created_ms)
         VALUES ($1, '1', 1, '[]', 'notice', 2, '', 'waiting', 0, 0, $1, $1, $1)",
    )
    .bind(not_before_ms)
    .execute(&mut connection)
    .await
    .unwrap();
    connection.close().await.unwrap();
}
