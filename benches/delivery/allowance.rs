//! The allowance, used to the full, and who overtakes whom.

use std::time::{Duration, Instant};

use anyhow::Result;
use hongyan::base::{AccountId, Env, Html};
use hongyan::model::message::{Kind, Lane, Outgoing, Parcel};
use hongyan::sandbox::Limits;
use hongyan::store::outbox;

use super::On;
use super::county::{BOT, chat};
use super::house::{Data, House};
use super::town::Town;

/// What Telegram lets through (Bot API FAQ).
const PER_SECOND: u32 = 30;

/// How often somebody asks something meanwhile.
const ASKS_EVERY: Duration = Duration::from_millis(1_000);

/// A bulk run at the allowance of a server that enforces it strictly, with people who ask meanwhile.
pub async fn run(messages: i64) -> Result<()> {
    let askers = 200;
    let town = Town::open(messages + askers).await?;
    town.limit(Limits::telegram());
    let data = Data::new(On::Sqlite, None).await?;
    data.with_week(messages).await?;
    data.due_now().await?;
    let before = town.messages();
    let house = House::start(&data, &town, PER_SECOND)?;
    let mut replies: Vec<f64> = Vec::new();
    let mut seconds: Vec<u64> = Vec::new();
    let (mut first, mut last_count) = (None, 0);
    let mut next_ask = Instant::now() + Duration::from_secs(5);
    let mut asked = 0;
    let all = u64::try_from(messages)?;
    let finished = loop {
        let now = Instant::now();
        let sent = town.messages() - before;
        let began = *first.get_or_insert(now);
        if sent == 0 {
            first = None;
        } else if now - began >= Duration::from_secs(seconds.len() as u64 + 1) {
            seconds.push(sent - last_count);
            last_count = sent;
        }
        if sent >= all + asked {
            break now - began;
        }
        anyhow::ensure!(
            house.started.elapsed() < Duration::from_secs(900),
            "{sent} of {all}"
        );
        if now >= next_ask && sent + 60 < all {
            next_ask = now + ASKS_EVERY;
            let n = messages + i64::try_from(asked)? % askers;
            let seen = town.newest(n);
            let began = Instant::now();
            town.phone(n)
                .types("/start")
                .map_err(|e| anyhow::anyhow!("{e}"))?;
            asked += 1;
            while town.newest(n) == seen {
                anyhow::ensure!(began.elapsed() < Duration::from_secs(20), "no reply");
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            replies.push(began.elapsed().as_secs_f64() * 1e3);
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    };
    let used = (all + asked) as f64 / (finished.as_secs_f64() * f64::from(PER_SECOND)) * 100.0;
    let whole = &seconds[..];
    println!(
        "allowance: {all} messages and {asked} replies in {:.1} s: {used:.2} % of {PER_SECOND}/s used \
         [wanted: 99.5], {} answers of 429 [wanted: 0]; in any second {} to {}",
        finished.as_secs_f64(),
        town.floods(),
        whole.iter().min().unwrap_or(&0),
        whole.iter().max().unwrap_or(&0)
    );
    println!("  per second, from first to last: {}", graph(whole));
    println!(
        "  replies during it: p50 {:.0} ms, p99 {:.0} ms [wanted: under 100]",
        quantile(&mut replies, 0.5),
        quantile(&mut replies, 0.99)
    );
    drop(house);
    data.drop().await
}

/// An urgent message is written while 45,000 others wait.
pub async fn urgent() -> Result<()> {
    let adults = 45_000;
    let town = Town::open(adults + 10).await?;
    town.limit(Limits::telegram());
    let data = Data::new(On::Sqlite, None).await?;
    data.with_week(adults).await?;
    data.due_now().await?;
    let before = town.messages();
    let house = House::start(&data, &town, PER_SECOND)?;
    town.receives(before, 60, Duration::from_secs(30)).await?;
    let env = Env::system();
    let store = data.store().await?;
    let mut waits = Vec::new();
    for n in 0..10 {
        let seen = town.newest(adults + n);
        let began = Instant::now();
        let alarm = Outgoing {
            account: AccountId(1),
            bot: BOT.into(),
            chat: chat(adults + n),
            adult: None,
            children: Vec::new(),
            right: None,
            concerns: Vec::new(),
            kind: Kind::Alert,
            lane: Lane::Urgent,
            parcel: Parcel::text(Html::escape("Please ring the school.")),
            not_before: None,
            expires: None,
            dedup: None,
            thread: None,
        };
        // From outside: the process that sends is not told, it finds it.
        let mut tx = store.write().await?;
        outbox::put(&mut tx, env.id(), env.now(), &alarm).await?;
        tx.commit().await?;
        while town.newest(adults + n) == seen {
            anyhow::ensure!(began.elapsed() < Duration::from_secs(60), "no alarm");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        waits.push(began.elapsed().as_secs_f64() * 1e3);
    }
    println!(
        "urgent: behind {adults} queued messages, ten alarms took {:.0} ms at the median, {:.0} ms at most \
         [wanted: under 2,000]",
        quantile(&mut waits, 0.5),
        quantile(&mut waits, 1.0)
    );
    store.close().await;
    drop(house);
    data.drop().await
}

pub fn quantile(values: &mut [f64], part: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1) as f64;
    values
        .get((last * part).ceil() as usize)
        .copied()
        .unwrap_or(f64::NAN)
}

/// Each second's messages as a height between 0 and 32; long runs are thinned out.
fn graph(seconds: &[u64]) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let step = seconds.len().div_ceil(120).max(1);
    let bar = |part: &[u64]| {
        let least = part.iter().min().copied().unwrap_or(0);
        let height = usize::try_from(least * 8 / 33).unwrap_or(0).min(7);
        BARS.get(height).copied().unwrap_or(' ')
    };
    seconds.chunks(step).map(bar).collect()
}
