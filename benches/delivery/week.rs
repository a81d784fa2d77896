//! A county's week: every run of every school opened, every update composed, rendered and stored.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result};
use hongyan::app::workers::Runs;
use hongyan::base::{Chance, Clock, Env, Wake};
use hongyan::schedule::Scheduler;
use hongyan::service::routine;

use super::On;
use super::county::{self, DUE};
use super::house::{self, Data};
use super::machine;

/// Runs everything that is due by Sunday morning. Gives the seconds.
pub async fn write_here(url: &str) -> Result<f64> {
    let store = house::open(url).await?;
    let before: hongyan::base::Instant = "2026-03-05T00:00:00Z".parse()?;
    let env = Env::with(Clock::manual(before), Chance::seeded(1));
    let mut tx = store.write().await?;
    routine::ensure(&mut tx, &env).await?;
    tx.commit().await?;
    let jobs = Arc::new(Runs::new(env.clone()));
    let scheduler = Scheduler::new(store.clone(), env.clone(), jobs);
    // The first run of each schedule becomes a row before it is due, some of them with each look.
    for _ in 0..50 {
        scheduler.tick().await?;
    }
    let began = Instant::now();
    // Friday's run serves early readers, Sunday's the others.
    for due in ["2026-03-06T08:00:00Z", DUE] {
        env.clock.set(due.parse()?);
        while scheduler.tick().await? == Wake::Now {}
    }
    let seconds = began.elapsed().as_secs_f64();
    store.close().await;
    Ok(seconds)
}

/// In a process of its own: prints seconds and the peak of its memory.
pub async fn write(url: &str) -> Result<()> {
    let seconds = write_here(url).await?;
    println!("{seconds} {}", machine::memory(std::process::id(), "VmHWM"));
    Ok(())
}

struct Week {
    updates: i64,
    seconds: f64,
    megabytes: f64,
}

async fn measure(adults: i64) -> Result<Week> {
    let data = Data::new(On::Sqlite, None).await?;
    county::write(&data.url, adults).await?;
    let output = Command::new(std::env::current_exe()?)
        .args(["write-week", &data.url])
        .stderr(Stdio::inherit())
        .output()?;
    let said = String::from_utf8(output.stdout)?;
    let (seconds, megabytes) = said
        .trim()
        .split_once(' ')
        .context("the writer said nothing")?;
    let updates = data
        .number("SELECT COUNT(*) FROM outbox WHERE kind = 'weekly_update'")
        .await?;
    Ok(Week {
        updates,
        seconds: seconds.parse()?,
        megabytes: megabytes.parse()?,
    })
}

pub async fn county(adults: i64) -> Result<()> {
    let week = measure(adults).await?;
    println!(
        "county week: {adults} adults, {} updates in {:.1} s ({:.0} µs each), peak {:.0} MB \
         [wanted: 45,000 in under 15 s, under 150 MB]",
        week.updates,
        week.seconds,
        week.seconds * 1e6 / week.updates as f64,
        week.megabytes
    );
    Ok(())
}

pub async fn flat() -> Result<()> {
    let mut costs = Vec::new();
    for adults in [3_000, 30_000, 300_000] {
        let week = measure(adults).await?;
        let each = week.seconds * 1e6 / week.updates as f64;
        println!(
            "  {adults} adults: {} updates in {:.1} s, {each:.0} µs each, peak {:.0} MB",
            week.updates, week.seconds, week.megabytes
        );
        costs.push(each);
    }
    let (least, most) = costs.iter().fold((f64::MAX, 0.0_f64), |(low, high), cost| {
        (low.min(*cost), high.max(*cost))
    });
    println!(
        "flat: the dearest size costs {:+.0} % more per adult than the cheapest [wanted: within 15 %]",
        (most / least - 1.0) * 100.0
    );
    Ok(())
}
