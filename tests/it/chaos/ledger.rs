//! What the database says became of every message, laid beside what the phones show.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use hongyan::base::{Env, OutboxId, to_ms};
use hongyan::sandbox::Handset;
use hongyan::store::{Store, outbox_desk};
use sqlx::{AnyConnection, Connection, Row};

/// Numbers of one storm.
#[derive(Debug, Default)]
pub struct Report {
    pub seed: u64,
    pub seconds: f64,
    pub kills: usize,
    /// What the server did on purpose, by name.
    pub faults: BTreeMap<&'static str, u64>,
    /// Rows of the outbox, answers included.
    pub messages: usize,
    /// Updates of people.
    pub updates: usize,
    /// Updates without an answer of their own, and answers without an update.
    pub not_once: usize,
    /// Neither arrived nor ended for a reason.
    pub lost: usize,
    /// Ended for a reason.
    pub ended: usize,
    /// Hand-overs that were counted as in doubt.
    pub in_doubt: i64,
    /// Arrivals after the first one.
    pub doubled: usize,
    /// More arrivals than the row's own doubts allow.
    pub uncounted: usize,
    /// Doubles that made a sound.
    pub loud: usize,
    /// First arrivals before an earlier message of the same chat and lane.
    pub out_of_order: usize,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "seed {}, {:.0} s, {:.0} messages a second",
            self.seed,
            self.seconds,
            self.messages as f64 / self.seconds.max(0.001)
        )?;
        writeln!(
            f,
            "{} messages, {} of them answers to {} updates ({} not once), {} kills",
            self.messages,
            self.updates.saturating_sub(self.not_once),
            self.updates,
            self.not_once,
            self.kills
        )?;
        let faults: Vec<_> = self
            .faults
            .iter()
            .map(|(k, n)| format!("{n} {k}"))
            .collect();
        writeln!(f, "faults: {}", faults.join(", "))?;
        writeln!(
            f,
            "lost {}, ended for a reason {}, out of order {}",
            self.lost, self.ended, self.out_of_order
        )?;
        write!(
            f,
            "in doubt {}, doubled {}, of these uncounted {} and with a sound {}",
            self.in_doubt, self.doubled, self.uncounted, self.loud
        )
    }
}

impl Report {
    /// What is promised.
    pub fn must_hold(&self) {
        let broken = [
            self.lost,
            self.not_once,
            self.uncounted,
            self.loud,
            self.out_of_order,
        ];
        assert_eq!(broken, [0; 5], "{self}");
        assert!(self.doubled as i64 <= self.in_doubt, "{self}");
    }
}

/// The database, looked at from outside.
pub struct Ledger(AnyConnection);

/// One chat's answers: rows that were sent, all rows, doubts.
#[derive(Default)]
struct Answers {
    sent: usize,
    rows: usize,
    doubts: i64,
}

/// Arrivals of one message: the place in the chat, and whether it was without a sound.
type Arrivals = Vec<(usize, bool)>;

impl Ledger {
    pub async fn open(url: &str) -> Self {
        Self(AnyConnection::connect(url).await.unwrap())
    }

    async fn count(&mut self, sql: &'static str) -> usize {
        let found: i64 = sqlx::query_scalar(sql)
            .fetch_one(&mut self.0)
            .await
            .unwrap();
        usize::try_from(found).unwrap()
    }

    /// Messages that have come to an end.
    pub async fn done(&mut self) -> usize {
        self.count("SELECT COUNT(*) FROM outbox WHERE state <> 'waiting'")
            .await
    }

    /// What is still to be done.
    pub async fn unfinished(&mut self) -> usize {
        let open = "SELECT (SELECT COUNT(*) FROM inbox WHERE state IN ('waiting', 'claimed'))
            + (SELECT COUNT(*) FROM outbox WHERE state = 'waiting')";
        self.count(open).await
    }

    /// The wait for the next try is cut short, but not what the messenger asked for.
    pub async fn hurry(&mut self) {
        let now = to_ms(Env::system().now());
        sqlx::query("UPDATE outbox SET retry_ms = $1 WHERE state = 'waiting' AND retry_ms > $2")
            .bind(now)
            .bind(now + 2_500)
            .execute(&mut self.0)
            .await
            .unwrap();
    }

    pub async fn report(&mut self, store: &Store, phones: &[Handset]) -> Report {
        let mut report = Report::default();
        let mut shown: HashMap<(i64, String), Arrivals> = HashMap::new();
        let mut answers: HashMap<i64, Answers> = HashMap::new();
        for phone in phones {
            let theirs = phone.messages().into_iter().enumerate();
            for (place, message) in theirs.filter(|(_, m)| m.from != phone.person()) {
                let key = (phone.person(), message.rich.text);
                shown.entry(key).or_default().push((place, message.silent));
            }
        }
        // Where the first arrival of the last message of a chat and lane was seen.
        let mut furthest: HashMap<(i64, i64), usize> = HashMap::new();
        let sql = "SELECT id, chat_id, lane, kind, state, doubts, refusal FROM outbox ORDER BY id";
        let mut tx = store.read().await.unwrap();
        for row in sqlx::query(sql).fetch_all(&mut self.0).await.unwrap() {
            let (chat, lane): (i64, i64) = (row.get("chat_id"), row.get("lane"));
            let (kind, state): (String, String) = (row.get("kind"), row.get("state"));
            let doubts: i64 = row.get("doubts");
            report.messages += 1;
            report.in_doubt += doubts;
            if kind != "notice" {
                let own = answers.entry(chat).or_default();
                own.rows += 1;
                own.sent += usize::from(state == "sent");
                own.doubts += doubts;
                continue;
            }
            let content = outbox_desk::content(&mut tx, OutboxId(row.get("id")));
            let content = content.await.unwrap().unwrap();
            let body: serde_json::Value = serde_json::from_str(content.expose()).unwrap();
            let words = body["content"]["html"].as_str().unwrap().to_owned();
            let seen = shown.remove(&(chat, words)).unwrap_or_default();
            let reason: Option<String> = row.get("refusal");
            match (state.as_str(), seen.first()) {
                ("sent", Some(_)) => {}
                ("refused" | "expired" | "withdrawn", _) if reason.is_some() => report.ended += 1,
                _ => report.lost += 1,
            }
            if let Some((place, _)) = seen.first() {
                let last = furthest.insert((chat, lane), *place);
                report.out_of_order += usize::from(last.is_some_and(|last| last > *place));
            }
            let again = seen.len().saturating_sub(1);
            report.doubled += again;
            report.uncounted += again.saturating_sub(usize::try_from(doubts).unwrap());
            report.loud += seen.iter().skip(1).filter(|(_, silent)| !silent).count();
        }
        // What is left on the phones are answers; they all say the same.
        for phone in phones {
            let chat = phone.person();
            let own = answers.remove(&chat).unwrap_or_default();
            let said = phone.messages().iter().filter(|m| m.from == chat).count();
            report.updates += said;
            report.not_once += own.rows.abs_diff(said);
            let seen = shown.iter().filter(|((to, _), _)| *to == chat);
            let seen: Arrivals = seen.flat_map(|(_, seen)| seen.clone()).collect();
            let again = seen.len().saturating_sub(own.sent);
            report.lost += own.sent.saturating_sub(seen.len());
            report.doubled += again;
            report.uncounted += again.saturating_sub(usize::try_from(own.doubts).unwrap());
            let heard = seen.iter().filter(|(_, silent)| !silent).count();
            report.loud += heard.saturating_sub(own.rows);
        }
        report
    }
}
