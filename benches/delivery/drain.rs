//! As many messages as fast as they go: hongyan beside the yardstick, in turns, in one run.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Result;

use super::On;
use super::house::{Data, House};
use super::machine::memory;
use super::town::{Count, Town, per_second};
use super::yardstick;

const PATIENCE: Duration = Duration::from_secs(300);

struct Drain {
    rate: f64,
    /// Megabytes when a tenth was sent, and at the end.
    memory: (f64, f64),
}

async fn hongyan(data: &Data, town: &Town, messages: i64) -> Result<Drain> {
    data.due_now().await?;
    let before = town.messages();
    let house = House::start(data, town, 0)?;
    let wanted = u64::try_from(messages)?;
    let first = town.receives(before, wanted / 10, PATIENCE).await?;
    let early = memory(house.pid(), "VmRSS");
    let mut counts: Vec<Count> = first;
    counts.extend(town.receives(before, wanted, PATIENCE).await?);
    let late = memory(house.pid(), "VmRSS");
    // Settled is part of the work: wait for the last commit before the process is ended.
    let began = Instant::now();
    while data
        .number("SELECT COUNT(*) FROM outbox WHERE kind = 'weekly_update' AND state <> 'sent'")
        .await?
        > 0
    {
        anyhow::ensure!(began.elapsed() < PATIENCE, "not all is settled");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok(Drain {
        rate: per_second(&counts),
        memory: (early, late),
    })
}

async fn teloxide(data: &Data, town: &Town, messages: i64) -> Result<f64> {
    let file = data.file("queue.sqlite");
    let store = data.store().await?;
    yardstick::fill(&file, &store, messages).await?;
    store.close().await;
    let before = town.messages();
    let mut sender = Command::new(std::env::current_exe()?)
        .arg("yardstick")
        .arg(&file)
        .arg(&town.url)
        .stdout(Stdio::null())
        .spawn()?;
    let counts = town
        .receives(before, u64::try_from(messages)?, PATIENCE)
        .await;
    sender.wait()?;
    Ok(per_second(&counts?))
}

pub async fn run(messages: i64, rounds: u32, postgres: Option<&str>) -> Result<()> {
    let town = Town::open(messages).await?;
    let sqlite = Data::new(On::Sqlite, None).await?;
    sqlite.with_week(messages).await?;
    let server = match postgres {
        Some(_) => {
            let data = Data::new(On::Postgres, postgres).await?;
            data.with_week(messages).await?;
            Some(data)
        }
        None => None,
    };
    let (mut ours, mut theirs, mut country) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        theirs.push(teloxide(&sqlite, &town, messages).await?);
        let drain = hongyan(&sqlite, &town, messages).await?;
        println!(
            "  hongyan, SQLite FULL {:.0}/s, memory {:.0} MB then {:.0} MB; bare teloxide, SQLite NORMAL {:.0}/s",
            drain.rate,
            drain.memory.0,
            drain.memory.1,
            theirs.last().copied().unwrap_or_default()
        );
        ours.push(drain.rate);
        if let Some(data) = &server {
            let drain = hongyan(data, &town, messages).await?;
            println!(
                "  hongyan, PostgreSQL {:.0}/s, memory {:.0} MB then {:.0} MB",
                drain.rate, drain.memory.0, drain.memory.1
            );
            country.push(drain.rate);
        }
    }
    let yardstick = median(&mut theirs);
    println!(
        "drain of {messages}: SQLite {:.2} of the yardstick's {yardstick:.0}/s [wanted: 1.0 or more]",
        median(&mut ours) / yardstick
    );
    if let Some(data) = server {
        println!(
            "drain of {messages}: PostgreSQL {:.2} of it [wanted: 0.7 or more]",
            median(&mut country) / yardstick
        );
        data.drop().await?;
    }
    sqlite.drop().await
}

fn median(numbers: &mut [f64]) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}
