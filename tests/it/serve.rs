//! The house as a whole: loops, the stop, and what it says when it cannot start.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hongyan::app::check::check;
use hongyan::app::config::Config;
use hongyan::app::loops::{self, Worker};
use hongyan::app::serve::serve;
use hongyan::app::stop::{Ending, Stopper};
use hongyan::app::telemetry::directives;
use hongyan::app::wiring::AllRooms;
use hongyan::base::{Chance, Clock, Env, UnitId, Wake};
use hongyan::model::schedule::ScheduleKind;
use hongyan::store::{bots, inbox, schedules};
use hongyan::telegram::intake;

use crate::support::databases::{databases, postgres, sqlite};
use crate::support::keys::KEY;

type Tick = Box<dyn Fn(usize) -> BoxFuture<'static, anyhow::Result<Wake>> + Send + Sync>;

struct Scripted {
    calls: AtomicUsize,
    tick: Tick,
    /// While this is held a round may not be dropped.
    busy: Arc<tokio::sync::Mutex<()>>,
    interruptible: bool,
}

impl Scripted {
    fn new(
        tick: impl Fn(usize) -> BoxFuture<'static, anyhow::Result<Wake>> + Send + Sync + 'static,
    ) -> Arc<Self> {
        Arc::new(Self {
            calls: AtomicUsize::new(0),
            tick: Box::new(tick),
            busy: Arc::default(),
            interruptible: false,
        })
    }

    fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }
}

impl Worker for Scripted {
    fn name(&self) -> String {
        "scripted".to_owned()
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        (self.tick)(self.calls.fetch_add(1, Ordering::SeqCst))
    }

    fn may_be_dropped(&self) -> BoxFuture<'_, ()> {
        match self.interruptible {
            true => self.busy.lock().map(drop).boxed(),
            false => std::future::pending().boxed(),
        }
    }
}

fn env() -> Env {
    let start = "2026-03-11T04:00:00Z".parse().unwrap();
    Env::with(Clock::manual(start), Chance::seeded(1))
}

async fn reaches(worker: &Scripted, calls: usize) {
    while worker.calls() < calls {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_worker_is_called_on_the_bell_and_when_the_clock_is_moved() {
    let (env, (stopper, stop)) = (env(), Stopper::new());
    let worker = Scripted::new(|_| async { Ok(Wake::Idle) }.boxed());
    let all: Vec<Arc<dyn Worker>> = vec![worker.clone()];
    let running = tokio::spawn({
        let (env, stop) = (env.clone(), stop.clone());
        async move { loops::run(all, &env, &stop, Duration::from_secs(5)).await }
    });
    reaches(&worker, 1).await;
    env.bell.ring();
    reaches(&worker, 2).await;
    env.clock.advance(TimeDelta::days(1));
    reaches(&worker, 3).await;
    stopper.ask();
    assert!(running.await.unwrap().is_empty());
}

#[tokio::test]
async fn a_panic_or_a_failure_does_not_end_a_worker() {
    let (env, (stopper, stop)) = (env(), Stopper::new());
    let worker = Scripted::new(|call| {
        async move {
            match call {
                0 => panic!("words that must not be logged"),
                1 => Ok(Wake::Now),
                2 => anyhow::bail!("no"),
                _ => Ok(Wake::Idle),
            }
        }
        .boxed()
    });
    let all: Vec<Arc<dyn Worker>> = vec![worker.clone()];
    let task =
        tokio::spawn(async move { loops::run(all, &env, &stop, Duration::from_secs(5)).await });
    reaches(&worker, 4).await;
    stopper.ask();
    assert!(task.await.unwrap().is_empty());
}

#[tokio::test]
async fn the_first_signal_waits_for_what_is_under_way_and_the_second_does_not() {
    let stuck = || Scripted::new(|_| std::future::pending().boxed());
    let waits = Duration::from_secs(3600);
    let (env, (stopper, stop)) = (env(), Stopper::new());
    let worker = stuck();
    let all: Vec<Arc<dyn Worker>> = vec![worker.clone()];
    let task = tokio::spawn({
        let (env, stop) = (env.clone(), stop.clone());
        async move { loops::run(all, &env, &stop, waits).await }
    });
    reaches(&worker, 1).await;
    stopper.ask();
    tokio::task::yield_now().await;
    assert!(!task.is_finished());
    stopper.ask();
    assert_eq!(task.await.unwrap(), ["scripted"]);

    // A poller that waits for news is dropped at the first.
    let (stopper, stop) = Stopper::new();
    let poller = Arc::new(Scripted {
        calls: AtomicUsize::new(0),
        tick: Box::new(|_| std::future::pending().boxed()),
        busy: Arc::default(),
        interruptible: true,
    });
    let all: Vec<Arc<dyn Worker>> = vec![poller.clone()];
    let task = tokio::spawn({
        let env = env.clone();
        async move { loops::run(all, &env, &stop, waits).await }
    });
    reaches(&poller, 1).await;
    stopper.ask();
    assert!(task.await.unwrap().is_empty());
    // But not while it keeps what came.
    let (stopper, stop) = Stopper::new();
    let busy = Arc::<tokio::sync::Mutex<()>>::default();
    let (keeping, (kept, keep)) = (busy.clone(), tokio::sync::oneshot::channel());
    let keep = std::sync::Mutex::new(Some(keep));
    let done = Arc::new(AtomicUsize::new(0));
    let ends = done.clone();
    let keeper = Arc::new(Scripted {
        calls: AtomicUsize::new(0),
        tick: Box::new(move |_| {
            let (keeping, ends) = (keeping.clone(), ends.clone());
            let keep = keep.lock().unwrap().take();
            async move {
                let _keeping = keeping.lock().await;
                keep.expect("it is called once").await?;
                ends.fetch_add(1, Ordering::SeqCst);
                Ok(Wake::Idle)
            }
            .boxed()
        }),
        busy,
        interruptible: true,
    });
    let all: Vec<Arc<dyn Worker>> = vec![keeper.clone()];
    let task = tokio::spawn({
        let env = env.clone();
        async move { loops::run(all, &env, &stop, waits).await }
    });
    reaches(&keeper, 1).await;
    stopper.ask();
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
    assert!(!task.is_finished());
    kept.send(()).unwrap();
    assert!(task.await.unwrap().is_empty());
    assert_eq!(done.load(Ordering::SeqCst), 1);
    // The limit.
    let (stopper, stop) = Stopper::new();
    let worker = stuck();
    let all: Vec<Arc<dyn Worker>> = vec![worker.clone()];
    let task =
        tokio::spawn(async move { loops::run(all, &env, &stop, Duration::from_millis(1)).await });
    reaches(&worker, 1).await;
    stopper.ask();
    assert_eq!(task.await.unwrap(), ["scripted"]);
}

/// A Bot API that says `answer` to everything.
async fn bot_api(status: u16, answer: &'static str) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut asked = vec![0; 4096];
            let _ = stream.read(&mut asked).await;
            let head = format!(
                "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\nconnection: close\r\n\
                 content-length: {}\r\n\r\n{answer}",
                answer.len()
            );
            let _ = stream.write_all(head.as_bytes()).await;
        }
    });
    address
}

const TOKEN: &str = "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const ME: &str = r#"{"ok":true,"result":{"id":123456,"is_bot":true,"username":"hongyan_bot"}}"#;
const WRONG: &str = r#"{"ok":false,"error_code":401,"description":"Unauthorized"}"#;

fn config(database: &str, api: &str, listen: &str) -> Config {
    Config::load(None, &|name| {
        Some(match name {
            "TELOXIDE_TOKEN" => TOKEN.to_owned(),
            "TELOXIDE_API_URL" => api.to_owned(),
            "HONGYAN_DATABASE_URL" => database.to_owned(),
            "HONGYAN_KEY" => KEY.to_owned(),
            "HONGYAN_LISTEN" => listen.to_owned(),
            _ => return None,
        })
    })
    .unwrap()
}

fn no_metrics() -> hongyan::app::telemetry::Metrics {
    Arc::new(String::new)
}

#[tokio::test]
async fn the_house_starts_answers_and_stops() {
    let db = sqlite().await;
    let old = "INSERT INTO audit (id, at_ms, action) VALUES (1, 1, 'old')";
    crate::backup::execute(&db.url, old).await;
    let api = bot_api(200, ME).await;
    let (stopper, stop) = Stopper::new();
    let port = free_port().await;
    let config = config(&db.url, &api, &format!("127.0.0.1:{port}"));
    let house =
        tokio::spawn(
            async move { serve(config, Env::system(), &AllRooms, no_metrics(), stop).await },
        );
    assert_eq!(ready(port).await, 200);
    // Whatever the trace holds is sealed without anybody asking.
    while crate::audit::look_through(&db.store, None).await.sound == 0 {
        tokio::task::yield_now().await;
    }
    stopper.ask();
    assert_eq!(house.await.unwrap(), Ok(Ending::Done));
}

/// What another process stores for a bot of ours is found with the next renewal, and for that only the bot's queues
/// are called: all workers at once are felt by whoever waits for an answer.
#[tokio::test]
async fn what_another_process_stores_is_found_without_calling_the_whole_house() {
    let Some(db) = postgres().await else { return };
    let api = bot_api(200, ME).await;
    let (stopper, stop) = Stopper::new();
    let port = free_port().await;
    let config = config(&db.url, &api, &format!("127.0.0.1:{port}"));
    let (env, other) = (Env::system(), Env::system());
    let mut whole = env.bell.listen();
    let house =
        tokio::spawn(async move { serve(config, env, &AllRooms, no_metrics(), stop).await });
    assert_eq!(ready(port).await, 200);
    // Its first renewal: all that is called by who took the bot is called by then.
    let until = async || {
        let mut tx = db.store.read().await.unwrap();
        let leases = bots::leases(&mut tx).await.unwrap();
        leases.get("123456").map(|lease| lease.until)
    };
    let mut seen = [until().await, None];
    while seen.contains(&None) || seen[0] == seen[1] {
        tokio::time::sleep(Duration::from_millis(20)).await;
        seen = [seen[0].or(until().await), until().await];
    }
    let _ = whole.rung().now_or_never();
    let body = r#"{"update_id":5,"poll":{}}"#;
    let came = intake(&db.store, &other, "123456", body.as_bytes()).await;
    assert_eq!(came.unwrap().stored, 1);
    let found = async {
        loop {
            let mut tx = db.store.read().await.unwrap();
            let open = inbox::is_open(&mut tx, "123456", other.now())
                .await
                .unwrap();
            drop(tx);
            if !open {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    // Long before it would look without being called.
    let found = tokio::time::timeout(Duration::from_secs(15), found).await;
    assert!(found.is_ok(), "nobody was called");
    assert!(whole.rung().now_or_never().is_none());
    stopper.ask();
    assert_eq!(house.await.unwrap(), Ok(Ending::Done));
}

/// Waits until the house at `port` answers; gives the status of `/readyz`.
async fn ready(port: u16) -> u16 {
    loop {
        if let Ok(answer) = reqwest::get(format!("http://127.0.0.1:{port}/readyz")).await {
            return answer.status().as_u16();
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn one_process_serves_a_sqlite_file() {
    let db = sqlite().await;
    let api = bot_api(200, ME).await;
    for _ in 0..2 {
        let (stopper, stop) = Stopper::new();
        let port = free_port().await;
        let first = config(&db.url, &api, &format!("127.0.0.1:{port}"));
        let house = tokio::spawn(async move {
            serve(first, Env::system(), &AllRooms, no_metrics(), stop).await
        });
        assert_eq!(ready(port).await, 200);

        let (_stopper, never) = Stopper::new();
        let second = config(&db.url, &api, "");
        let refused = serve(second, Env::system(), &AllRooms, no_metrics(), never).await;
        let text = refused.unwrap_err().to_string();
        assert!(
            text.contains("another hongyan serves this database"),
            "{text}"
        );
        assert!(text.contains("Stop it first"), "{text}");
        // What a short command does.
        let tx = db.again().await.write().await.unwrap();
        tx.commit().await.unwrap();

        stopper.ask();
        assert_eq!(house.await.unwrap(), Ok(Ending::Done));
    }
}

async fn free_port() -> u16 {
    let probe = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    probe.local_addr().unwrap().port()
}

#[tokio::test]
async fn what_cannot_start_says_why() {
    let db = sqlite().await;
    let (_stopper, stop) = Stopper::new();
    let wrong_token = bot_api(401, WRONG).await;
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let taken = taken
        .local_addr()
        .map(|at| (at.to_string(), taken))
        .unwrap();
    let nowhere = "sqlite:///no/such/folder/hongyan.sqlite";
    for (config, part) in [
        (
            config(&db.url, &wrong_token, ""),
            "bot hongyan: the token is not valid",
        ),
        (
            config(&db.url, &wrong_token, &taken.0),
            "is another hongyan running?",
        ),
        (
            config(nowhere, &wrong_token, ""),
            "The directory must exist",
        ),
    ] {
        let failed = serve(config, env(), &AllRooms, no_metrics(), stop.clone()).await;
        let text = failed.unwrap_err().to_string();
        assert!(text.contains(part), "{text}");
        assert!(!text.contains(&TOKEN[7..]), "{text}");
    }
}

#[tokio::test]
async fn check_shows_configuration_engine_bot_and_the_next_three_firings() {
    for db in databases().await {
        let env = env();
        put_school(&db.url).await;
        let mut tx = db.store.write().await.unwrap();
        let (zone, grace) = ("Asia/Shanghai".parse().unwrap(), TimeDelta::hours(6));
        let kind = ScheduleKind::WeeklyUpdate;
        let rule = "0 0 19 * * Sun";
        schedules::ensure(&mut tx, &env, UnitId(1), kind, rule, zone, grace)
            .await
            .unwrap();
        let late = schedules::list(&mut tx).await.unwrap()[0].id;
        let due = "2026-03-08T11:00:00Z".parse().unwrap();
        schedules::plant_missed(&mut tx, &env, late, due)
            .await
            .unwrap();
        let police = hongyan::model::settings::Number {
            label: "Police".into(),
            number: "110".into(),
        };
        hongyan::service::numbers::set_everywhere(&mut tx, &[police])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let good = check(&config(&db.url, &bot_api(200, ME).await, ""), &env).await;
        let shown = good.to_string();
        for part in [
            "bots.hongyan.token = 123456:…",
            &format!("ok       database: {}", db.engine().name()),
            "ok       bot hongyan: @hongyan_bot (id 123456)",
            "note     missed weekly_update of School 7 (s): was due Sun 2026-03-08 19:00 Asia/Shanghai",
            "ok       schedule weekly_update of School 7 (s): ",
            "`0 0 19 * * Sun` Asia/Shanghai: Sun 2026-03-15 19:00, Sun 2026-03-22 19:00, \
             Sun 2026-03-29 19:00",
            "Everything is in order.",
        ] {
            assert!(shown.contains(part), "missing {part} in {shown}");
        }
        let bad = check(&config(&db.url, &bot_api(401, WRONG).await, ""), &env).await;
        assert_eq!(bad.problems(), 1, "{bad}");
        assert!(bad.to_string().contains("Ask @BotFather"), "{bad}");
    }
}

async fn put_school(url: &str) {
    use sqlx::Connection;
    let mut connection = sqlx::AnyConnection::connect(url).await.unwrap();
    let text = "INSERT INTO units (id, kind, key, name) VALUES (1, 'school', 's', 'School 7')";
    sqlx::query(text).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

#[test]
fn a_level_is_meant_for_us_and_some_never_speak() {
    let asked = directives("debug, sqlx=info,teloxide=trace");
    assert!(
        asked.starts_with("warn,hongyan=debug,sqlx=info,teloxide=trace,"),
        "{asked}"
    );
    // The last directive for a crate holds.
    assert!(asked.rfind("teloxide=off") > asked.find("teloxide=trace"));
}
