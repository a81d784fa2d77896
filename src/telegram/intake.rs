//! An update is stored before it is acknowledged: the one way in for polling and webhook. Reads no
//! more of it than where it belongs.

use metrics::counter;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::base::Env;
use crate::store::inbox::{self, Arrival};
use crate::store::{Store, Stored, Tx, bots};

/// What became of one delivery of updates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Arrived {
    /// New rows.
    pub stored: u64,
    /// Of all that came, those that were here already.
    pub known: u64,
    /// Of all that came, those that could not be addressed and wait for a person.
    pub parked: u64,
}

/// Stores the body of one webhook call. Answer 200 after this returned `Ok`, never before.
pub async fn intake(store: &Store, env: &Env, bot: &str, body: &[u8]) -> Stored<Arrived> {
    let raw = String::from_utf8_lossy(body).into_owned();
    let mut tx = store.write().await?;
    let arrived = put(&mut tx, env, bot, vec![raw]).await?;
    tx.commit().await?;
    Ok(arrived)
}

/// Stores raw updates and how far they reach, in the caller's transaction.
pub(super) async fn put(
    tx: &mut Tx,
    env: &Env,
    bot: &str,
    updates: Vec<String>,
) -> Stored<Arrived> {
    let now = env.now();
    let came = updates.len() as u64;
    let arrivals: Vec<Arrival> = updates.into_iter().map(|raw| arrival(env, raw)).collect();
    let parked = arrivals.iter().filter(|a| a.problem.is_some()).count() as u64;
    let next = arrivals
        .iter()
        .filter(|arrival| arrival.update >= 0)
        .map(|arrival| arrival.update + 1)
        .max();
    let stored = inbox::put(tx, bot, now, &arrivals).await?;
    if let Some(next) = next {
        bots::advance(tx, bot, next, now).await?;
    }
    counter!("hongyan_inbox_stored_total").increment(stored);
    counter!("hongyan_inbox_known_total").increment(came - stored);
    counter!("hongyan_inbox_parked_total", "why" => "no_address").increment(parked);
    Ok(Arrived {
        stored,
        known: came - stored,
        parked,
    })
}

fn arrival(env: &Env, raw: String) -> Arrival {
    let (update, chat) = address(&raw);
    let problem = match (update, chat) {
        (None, _) => Some("not an update: no update_id"),
        _ => None,
    };
    Arrival {
        id: env.id(),
        update: update.unwrap_or_else(|| fingerprint(&raw)),
        chat,
        body: raw,
        problem,
    }
}

/// Something without a number gets a negative one made of its content, so that it, too, is here
/// only once.
fn fingerprint(raw: &str) -> i64 {
    let hash = Sha256::digest(raw.as_bytes());
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&hash[..8]);
    -(i64::from_be_bytes(bytes) & i64::MAX).max(1)
}

/// The update's number and the chat it belongs to, as far as there are any.
pub fn address(raw: &str) -> (Option<i64>, Option<i64>) {
    let Ok(Value::Object(update)) = serde_json::from_str(raw) else {
        return (None, None);
    };
    let number = update.get("update_id").and_then(Value::as_i64);
    let number = number.filter(|number| *number >= 0);
    let chat = update.values().find_map(|what| {
        what.pointer("/chat/id")
            .or_else(|| what.pointer("/message/chat/id"))
            .or_else(|| what.pointer("/from/id"))
            .and_then(Value::as_i64)
    });
    (number, chat)
}

/// After a week without updates Telegram numbers them anew (Bot API, Update): an older offset
/// would make it forget the first new ones.
pub(super) async fn offset(tx: &mut Tx, env: &Env, bot: &str) -> Stored<Option<i64>> {
    let offset = bots::offset(tx, bot).await?;
    let fresh = env.now() - chrono::TimeDelta::days(6);
    Ok(offset
        .filter(|offset| offset.at > fresh)
        .map(|offset| offset.next))
}
