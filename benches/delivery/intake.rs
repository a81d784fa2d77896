//! Updates in, replies out: how many a second, and how long one waits.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Result;
use hongyan::store::Engine;

use super::On;
use super::allowance::quantile;
use super::county;
use super::house::{Data, House, first_poll, polls};
use super::machine::{Pulse, memory};
use super::town::{Town, per_second};

/// Updates that wait for each chat when the program starts.
const EACH: i64 = 10;

/// What people say: something that takes one read and one write, as the senders this is compared with
/// do; and the menu of a parent, which asks for rights, links and children.
const LIGHT: &str = "/help";
const HEAVY: &str = "/menu";

/// The calm pace, how long it lasts, and how much of it is not counted: a house in use is measured, which has
/// opened its connections, and PostgreSQL has made its plans.
const A_SECOND: u64 = 200;
const SECONDS: u64 = 25;
const WARMING: u64 = 5;

/// What is asked for, and what the yardstick's listener reached on the machine on which that was said. Where it
/// reaches less, the same part of it is asked for.
const RATE: f64 = 3_000.0;
const RATE_THERE: f64 = 8_300.0;
const WAIT_MS: f64 = 10.0;
const WAIT_MS_THERE: f64 = 5.9;

/// Who answers.
enum Ears<'a> {
    Yardstick(PathBuf),
    Hongyan(On, &'a Data),
}

/// Ends with it.
struct Listener(Child);

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Who listens now, until it is dropped.
#[expect(dead_code, reason = "held so that it lives as long")]
enum Listening {
    Yardstick(Listener),
    Hongyan(House),
}

impl Ears<'_> {
    fn name(&self) -> String {
        match self {
            Self::Yardstick(_) => "bare teloxide, SQLite NORMAL".to_owned(),
            Self::Hongyan(on, _) => format!("hongyan, {on:?}"),
        }
    }

    async fn begin(&self, town: &Town) -> Result<Listening> {
        match self {
            Self::Yardstick(file) => {
                let listener = Command::new(std::env::current_exe()?)
                    .arg("listener")
                    .arg(file)
                    .arg(&town.url)
                    .stdout(Stdio::null())
                    .spawn()?;
                Ok(Listening::Yardstick(Listener(listener)))
            }
            Self::Hongyan(_, data) => {
                data.execute("UPDATE bots SET lease_owner = NULL, lease_until_ms = NULL")
                    .await?;
                Ok(Listening::Hongyan(House::start(data, town, 0)?))
            }
        }
    }
}

pub async fn run(chats: i64, only: Option<On>, postgres: Option<&str>) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let town = Town::open(chats).await?;
    let engines = [Some(On::Sqlite), postgres.map(|_| On::Postgres)];
    let wanted = |on: &On| only.is_none_or(|only| only == *on);
    for on in engines.into_iter().flatten().filter(wanted) {
        let data = Data::new(on, postgres).await?;
        county::write(&data.url, chats).await?;
        history(&data).await?;
        let bare = Ears::Yardstick(folder.path().join("heard.sqlite"));
        let ours = Ears::Hongyan(on, &data);
        // In turns, so that a noisy minute is noisy for both.
        for said in [LIGHT, HEAVY] {
            let full_bare = full(&bare, &town, chats, said).await?;
            let full_ours = full(&ours, &town, chats, said).await?;
            println!(
                "intake, {on:?}, {said}: from a full queue {full_ours:.0}/s, {:.2} of the yardstick [wanted: {RATE}/s, or {:.2} \
                 where that one answers less than {RATE_THERE}/s]",
                full_ours / full_bare,
                RATE / RATE_THERE,
            );
            let bare = calm(&bare, &town, chats, said).await?;
            let ours = calm(&ours, &town, chats, said).await?;
            println!(
                "intake, {on:?}, {said}: at {A_SECOND}/s 99 of 100 wait {:.1} ms at most, {:.2} of the yardstick's; at the machine's \
                 usual speed {:.1} ms, {:.2} of it [wanted: {WAIT_MS} ms, or {:.2} where that one takes more than {WAIT_MS_THERE} ms]",
                ours.all,
                ours.all / bare.all,
                ours.even,
                ours.even / bare.even,
                WAIT_MS / WAIT_MS_THERE,
            );
        }
        data.drop().await?;
    }
    Ok(())
}

/// A house that has been in use: what was heard and answered before. PostgreSQL counts its tables by itself
/// within the first minute; a plan that was made for empty ones would be measured otherwise. SQLite never does.
async fn history(data: &Data) -> Result<()> {
    data.execute(
        "INSERT INTO inbox (id, bot_id, update_id, chat_id, body, state, tries, retry_ms, received_ms,
             settled_ms)
         WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 20000)
         SELECT x, '77', -x, x, '', 'done', 1, 0, 1, 2 FROM n",
    )
    .await?;
    data.execute(
        "INSERT INTO outbox (id, bot_id, chat_id, children, kind, lane, body, state, in_doubt, tries,
             not_before_ms, retry_ms, created_ms, settled_ms)
         WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 20000)
         SELECT x, '77', x, '[]', 'reply', 1, '', 'sent', 0, 1, 1, 1, 1, 2 FROM n",
    )
    .await?;
    if Engine::of(&data.url)? == Engine::Postgres {
        data.execute("ANALYZE").await?;
    }
    Ok(())
}

/// From a full queue: answers a second.
async fn full(ears: &Ears<'_>, town: &Town, chats: i64, said: &str) -> Result<f64> {
    for _ in 0..EACH {
        for n in 0..chats {
            town.phone(n)
                .types(said)
                .map_err(|e| anyhow::anyhow!("{e}"))?;
        }
    }
    let before = town.messages();
    let listening = ears.begin(town).await?;
    let wanted = u64::try_from(chats * EACH)?;
    let counts = town
        .receives(before, wanted, Duration::from_secs(120))
        .await?;
    let rate = per_second(&counts);
    println!(
        "  {}, {said}: {wanted} waiting updates of {chats} chats answered at {rate:.0}/s",
        ears.name()
    );
    drop(listening);
    Ok(rate)
}

/// Milliseconds within which 99 of 100 are answered.
struct Slowest {
    all: f64,
    /// Of those during which the machine ran at its usual speed.
    even: f64,
}

/// At an even pace.
async fn calm(ears: &Ears<'_>, town: &Town, chats: i64, said: &str) -> Result<Slowest> {
    let before = polls(town);
    let listening = ears.begin(town).await?;
    first_poll(town, before).await?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    let (mut open, mut waits) = (Vec::new(), Vec::new());
    let pulse = Pulse::begin();
    let began = Instant::now();
    let total = A_SECOND * SECONDS;
    let mut asked = 0;
    while asked < total || !open.is_empty() {
        let due = (began.elapsed().as_secs_f64() * A_SECOND as f64) as u64;
        while asked < total.min(due) {
            let n = i64::try_from(asked)? % chats;
            let seen = town.newest(n);
            town.phone(n)
                .types(said)
                .map_err(|e| anyhow::anyhow!("{e}"))?;
            open.push((n, seen, Instant::now()));
            asked += 1;
        }
        open.retain(|(n, seen, at)| {
            let answered = town.newest(*n) > *seen;
            if answered && at.duration_since(began) > Duration::from_secs(WARMING) {
                waits.push((*at, Instant::now()));
            }
            !answered
        });
        anyhow::ensure!(
            began.elapsed() < Duration::from_secs(SECONDS * 3),
            "replies are missing"
        );
        tokio::time::sleep(Duration::from_micros(300)).await;
    }
    let beats = pulse.end();
    let took = |(at, until): &(Instant, Instant)| until.duration_since(*at).as_secs_f64() * 1e3;
    let mut all: Vec<f64> = waits.iter().map(took).collect();
    waits.retain(|(at, until)| beats.even(*at, *until));
    let mut even: Vec<f64> = waits.iter().map(took).collect();
    let slowest = Slowest {
        all: quantile(&mut all, 0.99),
        even: quantile(&mut even, 0.99),
    };
    println!(
        "  {}, {said}: at {A_SECOND}/s from update to reply p50 {:.1} ms, p99 {:.1} ms; {:.1} ms of the {:.1} % that found the \
         machine at its usual speed (slowed down for {:.1} % of the time)",
        ears.name(),
        quantile(&mut all, 0.5),
        slowest.all,
        slowest.even,
        even.len() as f64 / all.len() as f64 * 100.0,
        beats.slowed() * 100.0,
    );
    drop(listening);
    Ok(slowest)
}

/// A county's records and nothing to do.
pub async fn idle() -> Result<()> {
    let town = Town::open(1).await?;
    let data = Data::new(On::Sqlite, None).await?;
    data.with_week(45_000).await?;
    data.execute("UPDATE outbox SET state = 'sent'").await?;
    let mut starts = Vec::new();
    let mut rest = f64::NAN;
    for round in 0..5 {
        data.execute("UPDATE bots SET lease_owner = NULL, lease_until_ms = NULL")
            .await?;
        let before = polls(&town);
        let house = House::start(&data, &town, 30)?;
        starts.push(house.polls(&town, before).await?.as_secs_f64() * 1e3);
        if round == 0 {
            tokio::time::sleep(Duration::from_secs(10)).await;
            rest = memory(house.pid(), "VmRSS");
        }
    }
    println!(
        "idle: {rest:.0} MB at rest [wanted: under 30]; from start to the first poll {:.0} ms at the median, \
         {:.0} ms at most [wanted: under 300]",
        quantile(&mut starts, 0.5),
        quantile(&mut starts, 1.0)
    );
    data.drop().await
}
