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
use super::machine::memory;
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

/// What the yardstick's listener reached where hongyan was asked for 3,000/s and 10 ms: 8,300/s from a full
/// queue, and 5.9 ms for 99 of 100 at 200/s. On another machine the same parts of it are asked for.
const PART_OF_RATE: f64 = 3_000.0 / 8_300.0;
const PART_OF_WAIT: f64 = 10.0 / 5.9;

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
                "intake, {on:?}, {said}: from a full queue {:.2} of the yardstick [wanted: {PART_OF_RATE:.2} or more]",
                full_ours / full_bare
            );
            let calm_bare = calm(&bare, &town, chats, said).await?;
            let calm_ours = calm(&ours, &town, chats, said).await?;
            println!(
                "intake, {on:?}, {said}: at {A_SECOND}/s the slowest of 100 waits {:.2} of the yardstick's [wanted: {PART_OF_WAIT:.2} or less]",
                calm_ours / calm_bare
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

/// At an even pace: milliseconds within which 99 of 100 are answered.
async fn calm(ears: &Ears<'_>, town: &Town, chats: i64, said: &str) -> Result<f64> {
    let before = polls(town);
    let listening = ears.begin(town).await?;
    first_poll(town, before).await?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    let (mut open, mut waits) = (Vec::new(), Vec::new());
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
                waits.push(at.elapsed().as_secs_f64() * 1e3);
            }
            !answered
        });
        anyhow::ensure!(
            began.elapsed() < Duration::from_secs(SECONDS * 3),
            "replies are missing"
        );
        tokio::time::sleep(Duration::from_micros(300)).await;
    }
    let slow = quantile(&mut waits, 0.99);
    println!(
        "  {}, {said}: at {A_SECOND}/s from update to reply p50 {:.1} ms, p99 {slow:.1} ms",
        ears.name(),
        quantile(&mut waits, 0.5),
    );
    drop(listening);
    Ok(slow)
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
