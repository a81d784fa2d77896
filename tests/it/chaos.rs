//! The real program in bad weather: floods, broken answers, silence, updates twice and out of order,
//! and a `kill -9` every few seconds. Nothing is lost, order holds, and what comes twice was counted
//! as in doubt and comes without a sound.

mod ledger;

use std::io::Write;
use std::time::{Duration, Instant};

use hongyan::base::{AccountId, Env, Html};
use hongyan::model::message::{Kind, Lane, Outgoing, Parcel};
use hongyan::sandbox::{Handset, Odds, Person, Sandbox, serve};
use hongyan::store::{Engine, outbox};
use tempfile::NamedTempFile;

use crate::support::databases::{TestDb, databases, postgres, sqlite};
use crate::support::program::Program;
use ledger::{Ledger, Report};

const TOKEN: &str = "78:AAtestTestTestTestTestTestTestTest0";

/// What is to happen.
#[derive(Clone, Debug)]
struct Plan {
    seed: u64,
    chats: usize,
    /// Numbered messages to each chat, in all lanes.
    each: usize,
    /// What people write meanwhile, five at a time; everybody said /start before.
    said: usize,
    /// Between one five and the next.
    gap: Duration,
    /// How often the database is looked at.
    look: Duration,
    /// A process is killed this long after it did the first thing.
    life: Duration,
    kills: usize,
    /// Messages a second that the bot may send.
    pace: u32,
    /// How long a silent request is held.
    silence: Duration,
    /// The weather clears when this share (per cent) is done, and what waits for its next try goes
    /// at once; 100: it never does.
    storm: usize,
    webhook: bool,
    limit: Duration,
}

impl Plan {
    fn short(engine: Engine) -> Self {
        Self {
            seed: 20_260_906,
            chats: 100,
            each: 5,
            said: 60,
            gap: Duration::from_millis(150),
            look: Duration::from_millis(100),
            life: Duration::from_secs(3),
            // Where others could be alive each takes the end of a lease, eight seconds.
            kills: if engine == Engine::Sqlite { 4 } else { 1 },
            // In this weather the bot is told to be silent again and again, and goes slower by itself.
            pace: 1_000,
            silence: Duration::from_millis(700),
            storm: 90,
            webhook: false,
            limit: Duration::from_secs(120),
        }
    }

    /// Every try at its own time, and weather to the end.
    fn long() -> Self {
        let sends = number("HONGYAN_CHAOS_SENDS", 100_000);
        let each = 20;
        Self {
            seed: number("HONGYAN_CHAOS_SEED", 20_260_906) as u64,
            chats: sends.div_ceil(each),
            each,
            said: sends / 50,
            gap: Duration::from_secs(1),
            look: Duration::from_secs(1),
            life: Duration::from_secs(number("HONGYAN_CHAOS_KILL_SECONDS", 20) as u64),
            kills: usize::MAX,
            pace: 1_000,
            silence: Duration::from_secs(5),
            storm: 100,
            webhook: false,
            limit: Duration::from_secs(3_600 + sends as u64 / 10),
        }
    }

    /// Of a thousand sends 50 are refused for a while, 30 arrive and break afterwards, 10 get no
    /// answer, half of them before they had any effect.
    fn weather(&self) -> Odds {
        Odds {
            flood_chat: 45,
            flood_bot: 5,
            longest_wait: 2,
            error_after: 30,
            silence_before: 5,
            silence_after: 5,
            silence_ms: u64::try_from(self.silence.as_millis()).unwrap(),
            only: vec!["send".to_owned()],
            repeated: 100,
            reordered: 100,
            ..Odds::default()
        }
    }
}

/// The server, everybody's phone, and the process that speaks for the bot.
struct Storm {
    plan: Plan,
    sandbox: Sandbox,
    phones: Vec<Handset>,
    ledger: Ledger,
    api: String,
    database: String,
    /// Where webhooks are heard, if they are.
    listen: String,
    settings: NamedTempFile,
}

impl Storm {
    async fn new(db: &TestDb, plan: Plan) -> Self {
        let sandbox = Sandbox::new(Env::system());
        let bot = sandbox.add_bot(TOKEN, "hongyan_bot", "hongyan");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let api = format!("http://{}", listener.local_addr().unwrap());
        let (town, end) = (sandbox.clone(), std::future::pending());
        tokio::spawn(serve(listener, town, None, end));
        let phones: Vec<Handset> = (0..plan.chats)
            .map(|n| {
                let person = Person::named(&format!("P{n}"), &format!("7903{n:07}"));
                sandbox.handset(sandbox.add_person(person), bot)
            })
            .collect();
        let listen = if plan.webhook {
            let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            free.local_addr().unwrap().to_string()
        } else {
            String::new()
        };
        let mut settings = tempfile::Builder::new().suffix(".toml").tempfile().unwrap();
        writeln!(settings, "[[bots]]\nmessages_per_second = {}", plan.pace).unwrap();
        let storm = Self {
            sandbox,
            settings,
            phones,
            ledger: Ledger::open(&db.url).await,
            api,
            database: db.url.clone(),
            listen,
            plan,
        };
        storm.put(db, bot).await;
        storm
    }

    /// Everything that is to be said, before anybody speaks.
    async fn put(&self, db: &TestDb, bot: i64) {
        let (env, now) = (Env::system(), Env::system().now());
        let mut rows = Vec::new();
        for number in 0..self.plan.each {
            for (place, phone) in self.phones.iter().enumerate() {
                let lane = Lane::ALL[(number + place) % Lane::ALL.len()];
                let words = format!("{} {number}", lane.as_str());
                let message = Outgoing {
                    account: AccountId(1),
                    bot: bot.to_string(),
                    chat: phone.person(),
                    adult: None,
                    children: Vec::new(),
                    right: None,
                    concerns: Vec::new(),
                    kind: Kind::Notice,
                    lane,
                    parcel: Parcel::text(Html::escape(&words)),
                    not_before: None,
                    expires: None,
                    dedup: None,
                    thread: None,
                };
                rows.push((env.id(), message));
            }
        }
        for part in rows.chunks(1_000) {
            let mut tx = db.store.write().await.unwrap();
            let written = outbox::put_many(&mut tx, now, part).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(written.len(), part.len());
        }
    }

    fn start(&self) -> Program {
        let address = format!("http://{}", self.listen);
        let mut settings = vec![
            ("TELOXIDE_TOKEN", TOKEN),
            ("TELOXIDE_API_URL", self.api.as_str()),
            ("HONGYAN_DATABASE_URL", self.database.as_str()),
            ("HONGYAN_LISTEN", self.listen.as_str()),
        ];
        if self.plan.webhook {
            settings.push(("HONGYAN_WEBHOOK_URL", &address));
        }
        Program::start(&settings, Some(self.settings.path()))
    }

    /// Kills and starts again until everything is done; gives the kills.
    async fn blow(&mut self) -> usize {
        let (seed, odds) = (self.plan.seed, self.plan.weather());
        self.sandbox.faults(|faults| {
            faults.seed(seed);
            faults.odds = odds;
        });
        let mut all = self.plan.chats * (self.plan.each + 1) + self.plan.said / 5 * 5;
        let began = Instant::now();
        let (mut kills, mut clear) = (0, false);
        let (mut program, mut before) = (self.start(), 0);
        let mut at_work: Option<Instant> = None;
        for looks in 0.. {
            tokio::time::sleep(self.plan.look).await;
            let done = self.ledger.done().await;
            assert!(
                began.elapsed() < self.plan.limit,
                "{done} of {all} after {:?}",
                began.elapsed()
            );
            if done >= all && self.ledger.unfinished().await == 0 {
                break;
            }
            if self.plan.storm == 100 && looks % 30 == 0 {
                println!("{:.0?}: {done} of {all}, {kills} kills", began.elapsed());
            }
            if done > before {
                at_work.get_or_insert_with(Instant::now);
            }
            let old = at_work.is_some_and(|since| since.elapsed() >= self.plan.life);
            if old && kills < self.plan.kills && !clear {
                drop(program);
                program = self.start();
                before = self.ledger.done().await;
                at_work = None;
                kills += 1;
            }
            if self.plan.storm < 100 && done * 100 >= all * self.plan.storm {
                if !clear {
                    self.sandbox.faults(|faults| faults.clear());
                    clear = true;
                }
                self.ledger.hurry().await;
                // Nobody told the process that the wait was cut short: a word wakes it.
                if done + 1 < all && looks % 10 == 0 {
                    self.phones[looks % self.phones.len()]
                        .types("hello?")
                        .unwrap();
                    all += 1;
                }
            }
        }
        drop(program);
        kills
    }

    async fn run(db: &TestDb, plan: Plan) -> Report {
        let mut storm = Self::new(db, plan).await;
        let began = Instant::now();
        let talk = tokio::spawn(chatter(storm.phones.clone(), storm.plan.clone()));
        let kills = storm.blow().await;
        talk.await.unwrap();
        let mut report = storm.ledger.report(&db.store, &storm.phones).await;
        report.kills = kills;
        report.seconds = began.elapsed().as_secs_f64();
        report.seed = storm.plan.seed;
        report.faults = storm.sandbox.counts().faults;
        report
    }
}

/// People write, five at the same moment.
async fn chatter(phones: Vec<Handset>, plan: Plan) {
    for phone in &phones {
        phone.opens_link("").unwrap();
    }
    for turn in 0..plan.said / 5 {
        tokio::time::sleep(plan.gap).await;
        for phone in phones.iter().cycle().skip(turn * 7).take(5) {
            phone.types("is anybody there?").unwrap();
        }
    }
}

/// A setting of the long form.
fn number(name: &str, usual: usize) -> usize {
    std::env::var(name).map_or(usual, |text| text.parse().unwrap())
}

async fn nothing_is_lost(db: &TestDb, plan: Plan) -> Report {
    let report = Storm::run(db, plan).await;
    println!("{}: {report}", db.engine().name());
    report.must_hold();
    assert!(report.kills > 0, "{report}");
    assert!(
        report.doubled > 0,
        "what doubles nothing shows nothing: {report}"
    );
    report
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_bad_weather_nothing_is_lost() {
    let db = sqlite().await;
    nothing_is_lost(&db, Plan::short(db.engine())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nor_on_postgres() {
    if let Some(db) = postgres().await {
        nothing_is_lost(&db, Plan::short(db.engine())).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neither_with_a_webhook() {
    let db = sqlite().await;
    let plan = Plan {
        seed: 7,
        chats: 40,
        kills: 2,
        life: Duration::from_millis(1_500),
        webhook: true,
        ..Plan::short(db.engine())
    };
    let report = nothing_is_lost(&db, plan).await;
    assert!(report.faults.contains_key("update repeated"), "{report}");
    assert!(
        report.faults.contains_key("update out of order"),
        "{report}"
    );
}

/// `cargo test --test it chaos_long -- --ignored --nocapture`, on every engine that can be had.
/// `HONGYAN_CHAOS_SENDS` (100000), `HONGYAN_CHAOS_KILL_SECONDS` (20) and `HONGYAN_CHAOS_SEED` change it;
/// `HONGYAN_CHAOS_ENGINE` (`sqlite`, `postgres`) chooses one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes an hour: 100,000 sends"]
async fn chaos_long() {
    let wanted = std::env::var("HONGYAN_CHAOS_ENGINE").unwrap_or_default();
    for db in databases().await {
        if db.engine().name().to_lowercase().starts_with(&wanted) {
            nothing_is_lost(&db, Plan::long()).await;
        }
    }
}
