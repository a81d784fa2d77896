//! Updates in, replies out: how many a second, and how long one waits.

use std::time::{Duration, Instant};

use anyhow::Result;

use super::On;
use super::allowance::quantile;
use super::county;
use super::house::{Data, House, polls};
use super::machine::memory;
use super::town::{Town, per_second};

/// Updates that wait for each chat when the program starts.
const EACH: i64 = 10;

/// What people say: something that takes one read and one write, as the senders this is compared with
/// do; and the menu of a parent, which asks for rights, links and children.
const LIGHT: &str = "/help";
const HEAVY: &str = "/menu";

/// The calm pace, and how long it lasts.
const A_SECOND: u64 = 200;
const SECONDS: u64 = 20;

pub async fn run(chats: i64, only: Option<On>, postgres: Option<&str>) -> Result<()> {
    let engines = [Some(On::Sqlite), postgres.map(|_| On::Postgres)];
    let wanted = |on: &On| only.is_none_or(|only| only == *on);
    for on in engines.into_iter().flatten().filter(wanted) {
        let data = Data::new(on, postgres).await?;
        county::write(&data.url, chats).await?;
        history(&data).await?;
        let town = Town::open(chats).await?;
        for said in [LIGHT, HEAVY] {
            full(on, &data, &town, chats, said).await?;
            calm(on, &data, &town, chats, said).await?;
        }
        data.drop().await?;
    }
    Ok(())
}

/// A house that has been in use: what was heard and answered before. On PostgreSQL a plan that was made
/// for empty tables would be measured otherwise, which nobody has after the first minute.
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
    data.execute("ANALYZE").await
}

/// From a full queue.
async fn full(on: On, data: &Data, town: &Town, chats: i64, said: &str) -> Result<()> {
    for _ in 0..EACH {
        for n in 0..chats {
            town.phone(n)
                .types(said)
                .map_err(|e| anyhow::anyhow!("{e}"))?;
        }
    }
    let before = town.messages();
    let house = House::start(data, town, 0)?;
    let wanted = u64::try_from(chats * EACH)?;
    let counts = town
        .receives(before, wanted, Duration::from_secs(120))
        .await?;
    println!(
        "intake, {on:?}, {said}: {wanted} waiting updates of {chats} chats answered at {:.0}/s [wanted: 3,000 or more]",
        per_second(&counts)
    );
    drop(house);
    Ok(())
}

/// At an even pace.
async fn calm(on: On, data: &Data, town: &Town, chats: i64, said: &str) -> Result<()> {
    data.execute("UPDATE bots SET lease_owner = NULL, lease_until_ms = NULL")
        .await?;
    let before = polls(town);
    let house = House::start(data, town, 0)?;
    house.polls(town, before).await?;
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
            if answered {
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
    println!(
        "intake, {on:?}, {said}: at {A_SECOND}/s from update to reply p50 {:.1} ms, p99 {:.1} ms [wanted: under 10]",
        quantile(&mut waits, 0.5),
        quantile(&mut waits, 0.99)
    );
    drop(house);
    Ok(())
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
