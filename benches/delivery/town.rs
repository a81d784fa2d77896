//! The sandbox in this process, over HTTP, with as many people as are needed.

use std::time::{Duration, Instant};

use anyhow::Result;
use hongyan::base::Env;
use hongyan::sandbox::{Handset, Limits, Person, Sandbox, serve};
use serde_json::json;
use tokio::net::TcpListener;

use super::county::{TOKEN, chat};

pub struct Town {
    pub sandbox: Sandbox,
    pub url: String,
    pub bot: i64,
}

/// One moment of a run: how many messages had come by then.
#[derive(Clone, Copy, Debug)]
pub struct Count {
    pub at: Instant,
    pub messages: u64,
}

impl Town {
    /// A server with `people` who have spoken with the bot before.
    pub async fn open(people: i64) -> Result<Self> {
        let sandbox = Sandbox::new(Env::system());
        let bot = sandbox.add_bot(TOKEN, "county_bot", "County");
        for n in 0..people {
            let mut person = Person::named("Mei", &format!("+86138{n:08}"));
            person.id = chat(n);
            person.shown = false;
            sandbox.add_person(person);
            let _ = sandbox.handset(chat(n), bot).types("hello");
        }
        let _ = sandbox.call(bot, "deleteWebhook", json!({"drop_pending_updates": true}));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let server = sandbox.clone();
        tokio::spawn(async move { serve(listener, server, None, std::future::pending()).await });
        Ok(Self { sandbox, url, bot })
    }

    pub fn phone(&self, n: i64) -> Handset {
        self.sandbox.handset(chat(n), self.bot)
    }

    pub fn limit(&self, limits: Limits) {
        self.sandbox.limit(limits);
    }

    /// Messages the bot has sent so far.
    pub fn messages(&self) -> u64 {
        let counts = self.sandbox.counts();
        let refused: u64 = counts.refused.values().sum();
        let asked = counts.requests.get("sendmessage").copied().unwrap_or(0);
        asked.saturating_sub(refused)
    }

    /// Answers of 429 so far.
    pub fn floods(&self) -> u64 {
        self.sandbox
            .counts()
            .refused
            .get(&429)
            .copied()
            .unwrap_or(0)
    }

    /// The newest message of the bot in a chat, 0 when there is none.
    pub fn newest(&self, n: i64) -> i64 {
        self.phone(n).newest_of(self.bot).unwrap_or(0)
    }

    /// Waits until `wanted` more messages than `before` have come, and says when how many had.
    pub async fn receives(&self, before: u64, wanted: u64, limit: Duration) -> Result<Vec<Count>> {
        let began = Instant::now();
        let mut counts: Vec<Count> = Vec::new();
        loop {
            let messages = self.messages() - before;
            if counts.last().map_or(0, |last| last.messages) != messages {
                let at = Instant::now();
                counts.push(Count { at, messages });
            }
            if messages >= wanted {
                return Ok(counts);
            }
            anyhow::ensure!(
                began.elapsed() < limit,
                "{messages} of {wanted} after {limit:?}"
            );
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
}

/// Messages a second between the first and the last count.
pub fn per_second(counts: &[Count]) -> f64 {
    let (Some(first), Some(last)) = (counts.first(), counts.last()) else {
        return 0.0;
    };
    (last.messages - first.messages) as f64 / (last.at - first.at).as_secs_f64()
}
