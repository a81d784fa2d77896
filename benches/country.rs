//! A country's week on one PostgreSQL: real services, schedulers and dispatchers, and a messenger
//! that answers at once within the process. The figures of `src/capacity.rs` come from here.
//!
//! ```text
//! export HONGYAN_TEST_POSTGRES_URL=postgres://postgres@127.0.0.1:5432/test
//! cargo bench --bench country -- simulate --families 1000000 --bots 100
//! cargo bench --bench country -- flat --families 20000 --bots 4 --levels 0,1000000,10000000
//! ```

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use futures_util::future::{BoxFuture, join_all};
use hongyan::app::workers::Runs;
use hongyan::base::{Chance, Clock, Env, Keyring, Wake};
use hongyan::model::message::Parcel;
use hongyan::model::weekly::RULES;
use hongyan::outbox::{Allowance, Channel, Dispatcher, Hold, Manner, Receipt, Refusal};
use hongyan::schedule::Scheduler;
use hongyan::store::{Store, outbox_view};
use sqlx::{AnyConnection, AssertSqlSafe, Connection};

/// Friday noon in China, before the first weekly run of the first simulated week.
const FRIDAY: &str = "2026-03-13T04:00:00Z";
/// The hour at which everybody reads by default: Sunday 19:00 in China.
const READING: TimeDelta = TimeDelta::hours(2 * 24 + 7);
/// So much later everybody has been asked whether they talked.
const QUESTION: TimeDelta = TimeDelta::hours(3 * 24 + 1);
/// Schedulers at once, as in so many processes.
const WRITERS: usize = 4;
/// Children of a school, and of a class.
const SCHOOL: i64 = 500;
const CLASS: i64 = 50;

/// Takes everything at once.
struct Nearby {
    bot: String,
    sent: AtomicI64,
}

impl Channel for Nearby {
    fn bot(&self) -> &str {
        &self.bot
    }

    fn deliver<'a>(
        &'a self,
        _chat: i64,
        _parcel: &'a Parcel,
        _manner: Manner,
    ) -> BoxFuture<'a, Result<Receipt, Refusal>> {
        let remote_id = Some(self.sent.fetch_add(1, Ordering::Relaxed) + 1);
        Box::pin(async move { Ok(Receipt { remote_id }) })
    }
}

struct Country {
    admin: AnyConnection,
    sql: AnyConnection,
    name: String,
    store: Store,
    env: Env,
    families: i64,
    bots: i64,
}

impl Country {
    async fn new(families: i64, bots: i64) -> Self {
        let server = std::env::var("HONGYAN_TEST_POSTGRES_URL")
            .expect("HONGYAN_TEST_POSTGRES_URL must name a PostgreSQL server");
        sqlx::any::install_default_drivers();
        let name = format!("hongyan_country_{}", std::process::id());
        let mut admin = AnyConnection::connect(&server).await.unwrap();
        let text = format!("CREATE DATABASE {name}");
        sqlx::query(AssertSqlSafe(text))
            .execute(&mut admin)
            .await
            .unwrap();
        let (head, _) = server.rsplit_once('/').unwrap();
        let url = format!("{head}/{name}");
        let clock = Clock::manual(FRIDAY.parse().unwrap());
        let store = Store::open(&url)
            .await
            .unwrap()
            .with_keys(Keyring::passing(Chance::system()));
        let sql = AnyConnection::connect(&url).await.unwrap();
        let env = Env::with(clock, Chance::seeded(1));
        Self {
            admin,
            sql,
            name,
            store,
            env,
            families,
            bots,
        }
    }

    async fn run(&mut self, text: String) {
        sqlx::query(AssertSqlSafe(text))
            .execute(&mut self.sql)
            .await
            .unwrap();
    }

    async fn number(&mut self, text: &'static str) -> i64 {
        sqlx::query_scalar(text)
            .fetch_one(&mut self.sql)
            .await
            .unwrap()
    }

    /// Counties with a bot each, schools, classes, children with one parent in the chat.
    async fn people(&mut self) {
        let (families, bots) = (self.families, self.bots);
        let schools = (families / SCHOOL).max(bots);
        let classes = schools * (SCHOOL / CLASS);
        let bot = format!("CAST(7000000 + (g % {schools}) % {bots} AS TEXT)");
        // Who has been silent for months is asked whether they are still there, and gets nothing else.
        let heard = self.env.now().timestamp_millis();
        // Ids of each kind in a range of their own; g counts from 0.
        for text in [
            format!("INSERT INTO units (id, kind, key, name)
                SELECT 1 + g, 'county', 'county-' || g, 'County ' || g FROM generate_series(0, {bots} - 1) g"),
            format!("INSERT INTO units (id, kind, parent_id, key, name, time_zone)
                SELECT 100000 + g, 'school', 1 + g % {bots}, 'school-' || g, 'School ' || g, 'Asia/Shanghai'
                FROM generate_series(0, {schools} - 1) g"),
            format!("INSERT INTO units (id, kind, parent_id, key, name)
                SELECT 1000000 + g, 'class', 100000 + g % {schools}, 'class-' || g, 'Class ' || g
                FROM generate_series(0, {classes} - 1) g"),
            format!("INSERT INTO children (id, key, name, school_id, class_id, lives_with, programme,
                    created_ms, updated_ms)
                SELECT 10000000 + g, 'child-' || g, '小明 ' || g, 100000 + g % {schools},
                    1000000 + g % {classes}, 'unknown', 'active', 0, 0
                FROM generate_series(0, {families} - 1) g"),
            format!("INSERT INTO adults (id, key, name, created_ms)
                SELECT 100000000 + g, 'adult-' || g, '王芳 ' || g, 0 FROM generate_series(0, {families} - 1) g"),
            format!("INSERT INTO links (id, child_id, adult_id, role, relation, state, from_ms, created_ms)
                SELECT 200000000 + g, 10000000 + g, 100000000 + g, 'parent', 'mother', 'active', 0, 0
                FROM generate_series(0, {families} - 1) g"),
            format!("INSERT INTO accounts (id, bot_id, chat_id, adult_id, locale, state, wrong_codes,
                    first_seen_ms, last_seen_ms)
                SELECT 300000000 + g, {bot}, 500000000 + g, 100000000 + g, 'zh-CN', 'open', 0,
                    {heard}, {heard}
                FROM generate_series(0, {families} - 1) g"),
            format!("INSERT INTO bots (id, username)
                SELECT CAST(7000000 + g AS TEXT), 'bot' || g FROM generate_series(0, {bots} - 1) g"),
        ] {
            self.run(text).await;
        }
        for (index, rule) in RULES.iter().enumerate() {
            let (cron, grace) = (rule.cron, rule.grace_minutes);
            self.run(format!(
                "INSERT INTO schedules (id, unit_id, kind, cron, time_zone, grace_minutes, state)
                 SELECT 10000000 * {index} + id, id, 'weekly_update', '{cron}', 'Asia/Shanghai',
                     {grace}, 'on' FROM units WHERE kind = 'school'"
            ))
            .await;
        }
    }

    /// What a teacher enters in a week: five rolls, one absence for every third child, one word on
    /// study, one sentence.
    async fn week(&mut self, number: i64) {
        let friday = self.env.now().format("%Y-%m-%d").to_string();
        let base = 1_000_000_000_000_i64 * (number + 1);
        let put = "INSERT INTO entries (id, child_id, day, kind, slot, fact, source, entered_ms)";
        let ms = self.env.now().timestamp_millis();
        for (n, every, kind, slot, fact) in [
            (
                0,
                3,
                "attendance",
                "day",
                r#"{"kind":"attendance","presence":"excused","lesson":null}"#,
            ),
            (
                1,
                1,
                "study",
                "went_well:数学",
                r#"{"kind":"study","study":"went_well","subject":"数学"}"#,
            ),
            (
                2,
                1,
                "sentence",
                "",
                r#"{"kind":"sentence","words":"这个星期他帮助了同桌，大家都很高兴。"}"#,
            ),
        ] {
            self.run(format!(
                "{put} SELECT {base} + {n} * 100000000 + id, id, '{friday}', '{kind}', '{slot}',
                     '{fact}', 'staff', {ms} FROM children WHERE id % {every} = 0"
            ))
            .await;
        }
        for back in 0..5 {
            let day = (self.env.now() - TimeDelta::days(back)).format("%Y-%m-%d");
            self.run(format!(
                "INSERT INTO rolls (class_id, day, taken_ms)
                 SELECT id, '{day}', {ms} FROM units WHERE kind = 'class'"
            ))
            .await;
        }
    }

    /// The weekly runs of all schools, until nothing is due before the reading hour.
    async fn compose(&self) {
        let end = self.env.now() + READING;
        loop {
            let next = join_all((0..WRITERS).map(|_| async {
                let jobs = Arc::new(Runs::new(self.env.clone()));
                let scheduler = Scheduler::new(self.store.clone(), self.env.clone(), jobs);
                loop {
                    match scheduler.tick().await.unwrap() {
                        Wake::Now => {}
                        Wake::At(at) if at <= self.env.now() => {}
                        Wake::At(at) => return Some(at),
                        Wake::Idle => return None,
                    }
                }
            }))
            .await;
            match next.into_iter().flatten().min() {
                Some(at) if at < end => self.env.clock.set(at),
                _ => break,
            }
        }
        self.env.clock.set(end);
    }

    /// Every bot speaks until it has nothing to say; gives how many messages went.
    async fn drain(&self) -> i64 {
        let sent = join_all((0..self.bots).map(|n| async move {
            let bot = (7_000_000 + n).to_string();
            let sent = AtomicI64::new(0);
            let channel = Arc::new(Nearby { bot, sent });
            let (store, env) = (self.store.clone(), self.env.clone());
            let mut dispatcher = Dispatcher::with_allowance(
                store,
                env,
                channel.clone(),
                Hold::alone(),
                Allowance::unlimited(),
            );
            while dispatcher.tick().await.unwrap() == Wake::Now {
                self.env.clock.advance(TimeDelta::milliseconds(10));
            }
            channel.sent.load(Ordering::Relaxed)
        }));
        sent.await.into_iter().sum()
    }

    /// Settled messages of earlier weeks, until the table has `rows`.
    async fn history(&mut self, rows: i64) {
        let there = self.number("SELECT COUNT(*) FROM outbox").await;
        let (families, bots) = (self.families, self.bots);
        let ms = self.env.now().timestamp_millis() - 7 * 86_400_000;
        self.run(format!(
            "INSERT INTO outbox (id, bot_id, chat_id, adult_id, children, action, kind, lane, body,
                 state, in_doubt, tries, not_before_ms, retry_ms, dedup_key, remote_id, created_ms,
                 settled_ms)
             SELECT g, CAST(7000000 + g % {bots} AS TEXT), 500000000 + g % {families},
                 100000000 + g % {families}, '[1]', 'weekly_update', 'weekly_update', 3,
                 repeat('x', 600), 'sent', 0, 1, {ms}, {ms}, 'history:' || g, g, {ms}, {ms}
             FROM generate_series({there} + 1, {rows}) g"
        ))
        .await;
        self.run("VACUUM ANALYZE".to_owned()).await;
    }

    /// What PostgreSQL does by itself within its minute, long before the hours of the readers.
    async fn looked_after(&mut self) {
        self.run("ANALYZE outbox".to_owned()).await;
    }

    async fn end(mut self) {
        self.store.close().await;
        self.sql.close().await.unwrap();
        let text = format!("DROP DATABASE {}", self.name);
        sqlx::query(AssertSqlSafe(text))
            .execute(&mut self.admin)
            .await
            .unwrap();
    }
}

/// Processor seconds of this process and of all of PostgreSQL on this machine.
fn processor() -> (f64, f64) {
    let seconds = |path: &str| {
        let stat = std::fs::read_to_string(path).unwrap_or_default();
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split(' ').collect();
        let ticks = |at: usize| fields.get(at).and_then(|f| f.parse::<f64>().ok());
        (ticks(12).unwrap_or(0.0) + ticks(13).unwrap_or(0.0)) / 100.0
    };
    let mut server = 0.0;
    for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
        let path = entry.path().display().to_string();
        let name = std::fs::read_to_string(format!("{path}/comm")).unwrap_or_default();
        if name.trim() == "postgres" {
            server += seconds(&format!("{path}/stat"));
        }
    }
    (seconds("/proc/self/stat"), server)
}

struct Stage {
    what: &'static str,
    begun: Instant,
    processor: (f64, f64),
}

impl Stage {
    fn begin(what: &'static str) -> Self {
        let (begun, processor) = (Instant::now(), processor());
        Self {
            what,
            begun,
            processor,
        }
    }

    /// Prints it and gives how long it took. Connections that closed meanwhile take their processor
    /// time with them, so none is closed within a stage.
    fn end(self, messages: i64) -> Duration {
        let took = self.begun.elapsed();
        let (ours, server) = processor();
        let (ours, server) = (ours - self.processor.0, server - self.processor.1);
        let per = |seconds: f64| seconds * 1_000_000.0 / messages.max(1) as f64;
        println!(
            "{:<24} {:>9.2} s  {messages:>9} messages  {:>8.0}/s  processor ms per 1000: {:>6.0} hongyan {:>6.0} PostgreSQL",
            self.what,
            took.as_secs_f64(),
            messages as f64 / took.as_secs_f64(),
            per(ours),
            per(server),
        );
        took
    }
}

async fn simulate(families: i64, bots: i64) {
    let mut country = Country::new(families, bots).await;
    let stage = Stage::begin("seeding");
    country.people().await;
    country.week(0).await;
    country.run("VACUUM ANALYZE".to_owned()).await;
    stage.end(families);
    let stage = Stage::begin("opening and composing");
    country.compose().await;
    let written = country.number("SELECT COUNT(*) FROM outbox").await;
    let composing = stage.end(written);
    country.looked_after().await;
    let stage = Stage::begin("draining");
    let sent = country.drain().await;
    let draining = stage.end(sent);
    assert_eq!(
        (written, sent),
        (2 * families, families),
        "everybody gets one update now and one question later"
    );
    for table in [
        "entries",
        "weekly_updates",
        "outbox",
        "children",
        "links",
        "accounts",
    ] {
        let rows: i64 = sqlx::query_scalar(AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}")))
            .fetch_one(&mut country.sql)
            .await
            .unwrap();
        let text = format!("SELECT pg_total_relation_size('{table}')");
        let bytes: i64 = sqlx::query_scalar(AssertSqlSafe(text))
            .fetch_one(&mut country.sql)
            .await
            .unwrap();
        let each = bytes as f64 / rows.max(1) as f64;
        println!("{table:<24} {rows:>10} rows {bytes:>14} bytes {each:>7.0} each");
    }
    println!("composed and sent in {:?}", composing + draining);
    country.end().await;
}

async fn flat(families: i64, bots: i64, levels: &[i64]) {
    let mut country = Country::new(families, bots).await;
    country.people().await;
    for (number, level) in levels.iter().enumerate() {
        country.history(*level).await;
        country.week(i64::try_from(number).unwrap()).await;
        println!("{level} settled messages in the table");
        let stage = Stage::begin("  composing");
        country.compose().await;
        stage.end(families);
        country.looked_after().await;
        let stage = Stage::begin("  draining");
        let sent = country.drain().await;
        stage.end(sent);
        assert_eq!(sent, families);
        let stage = Stage::begin("  a look at the gauges");
        let mut tx = country.store.read().await.unwrap();
        outbox_view::counts(&mut tx).await.unwrap();
        let now = country.env.now();
        outbox_view::oldest_waiting(&mut tx, now).await.unwrap();
        drop(tx);
        stage.end(1);
        country.env.clock.advance(QUESTION);
        assert_eq!(country.drain().await, families, "the week's question");
        // The next Friday noon.
        let next = TimeDelta::weeks(1 + i64::try_from(number).unwrap());
        let friday: hongyan::base::Instant = FRIDAY.parse().unwrap();
        country.env.clock.set(friday + next);
    }
    country.end().await;
}

fn main() {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    let told = |name: &str| {
        let at = args.iter().position(|arg| arg == name)?;
        args.get(at + 1).cloned()
    };
    let number = |name: &str, usual: i64| told(name).map_or(usual, |n| n.parse().unwrap());
    let (families, bots) = (number("--families", 2_000), number("--bots", 4));
    let levels = told("--levels").unwrap_or_else(|| "0,20000".to_owned());
    let levels: Vec<i64> = levels.split(',').map(|n| n.parse().unwrap()).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    match args.first().map(String::as_str) {
        Some("simulate") => runtime.block_on(simulate(families, bots)),
        Some("flat") => runtime.block_on(flat(families, bots, &levels)),
        _ => println!("say `simulate` or `flat`: see the head of benches/country.rs"),
    }
}
