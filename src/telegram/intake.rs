//! An update is stored before it is acknowledged: the one way in for polling and webhook. Reads no
//! more of it than where it belongs.

use metrics::counter;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::base::Env;
use crate::service::audit::outside;
use crate::store::arrivals::{self, Arrival, BEGINNING, Holder};
use crate::store::{Store, Stored, Tx, bots};

/// What became of one delivery of updates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Arrived {
    /// New rows.
    pub stored: u64,
    /// Of all that came, those that were here already.
    pub known: u64,
    /// Of all that came, those that were too large to keep and wait for a person.
    pub too_large: u64,
    /// Of all that came, those that could not be addressed and wait for a person.
    pub no_address: u64,
    /// Everything before this is stored, so the messenger may forget it. An update without a number moves
    /// nothing.
    pub(super) next: Option<i64>,
}

impl Arrived {
    /// Every update was new and can be read.
    pub const fn is_plain(&self) -> bool {
        self.known == 0 && self.parked() == 0
    }

    /// Of all that came, those that wait for a person.
    pub const fn parked(&self) -> u64 {
        self.too_large + self.no_address
    }

    /// To be called when it is stored for good.
    pub(super) fn count(&self) {
        counter!("hongyan_inbox_stored_total").increment(self.stored);
        counter!("hongyan_inbox_known_total").increment(self.known);
        let parked = |why| counter!("hongyan_inbox_parked_total", "why" => why);
        parked("no_address").increment(self.no_address);
        parked("too_large").increment(self.too_large);
    }
}

/// One update as it came.
#[derive(Clone)]
pub(super) enum Came {
    Whole(String),
    /// The first bytes of one that is too large.
    Beginning(String),
    /// One that came whole and that nobody can read, as far as it can be told from what came around it.
    Unreadable(String),
}

/// Stores the body of one webhook call. Answer 200 after this returned `Ok`, never before.
pub async fn intake(store: &Store, env: &Env, bot: &str, body: &[u8]) -> Stored<Arrived> {
    take(store, env, bot, Came::Whole(lossy(body))).await
}

/// Writes down that an update came that is too large to keep, so that it does not come for ever.
/// `beginning`: as many of its bytes as the caller has.
pub async fn step_over(store: &Store, env: &Env, bot: &str, beginning: &[u8]) -> Stored<Arrived> {
    take(store, env, bot, Came::Beginning(lossy(beginning))).await
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

async fn take(store: &Store, env: &Env, bot: &str, came: Came) -> Stored<Arrived> {
    let mut tx = store.write_one().await?;
    let arrived = put(&mut tx, env, bot, vec![came], None).await?;
    tx.commit().await?;
    // Nobody was asked.
    let arrived = arrived.unwrap_or_default();
    arrived.count();
    Ok(arrived)
}

/// Stores raw updates and how far they reach, in the caller's transaction. `None`: `holder` has the bot no more, and
/// nothing was stored.
pub(super) async fn put(
    tx: &mut Tx,
    env: &Env,
    bot: &str,
    updates: Vec<Came>,
    holder: Option<Holder<'_>>,
) -> Stored<Option<Arrived>> {
    let now = env.now();
    let came = updates.len() as u64;
    let arrivals: Vec<Arrival> = updates.into_iter().map(|came| arrival(env, came)).collect();
    let parked = |why| arrivals.iter().filter(|a| a.problem == Some(why)).count() as u64;
    let (too_large, no_address) = (parked(TOO_LARGE), parked(NO_NUMBER) + parked(NO_JSON));
    let next = arrivals
        .iter()
        .filter(|arrival| arrival.update >= 0)
        .map(|arrival| arrival.update + 1)
        .max();
    let stored = arrivals::put(tx, bot, now, (&arrivals, next), holder).await?;
    let Some(stored) = stored else {
        return Ok(None);
    };
    if stored < came {
        outside::update_repeated(tx, env, bot).await?;
    }
    Ok(Some(Arrived {
        stored,
        known: came - stored,
        too_large,
        no_address,
        next,
    }))
}

const NO_NUMBER: &str = "not an update: no update_id";
const NO_JSON: &str = "not JSON";
const TOO_LARGE: &str = "larger than 1 MiB: not kept";

fn arrival(env: &Env, came: Came) -> Arrival {
    let (raw, whole, unreadable) = match came {
        Came::Whole(raw) | Came::Unreadable(raw) if raw.len() > arrivals::LARGEST => {
            (raw, false, false)
        }
        Came::Whole(raw) => (raw, true, false),
        Came::Unreadable(raw) => (raw, true, true),
        Came::Beginning(raw) => (raw, false, false),
    };
    if !whole {
        let update = number(&raw).unwrap_or_else(|| fingerprint(beginning(&raw)));
        return Arrival {
            id: env.id(),
            update,
            chat: None,
            body: String::new(),
            problem: Some(TOO_LARGE),
        };
    }
    let (update, chat) = address(&raw);
    Arrival {
        id: env.id(),
        update: update.unwrap_or_else(|| fingerprint(&raw)),
        chat,
        // PostgreSQL's texts hold no such character; in JSON it is always written as an escape.
        body: match raw.contains('\0') {
            true => raw.replace('\0', "\u{fffd}"),
            false => raw,
        },
        problem: match (unreadable, update) {
            (true, _) => Some(NO_JSON),
            (false, None) => Some(NO_NUMBER),
            (false, Some(_)) => None,
        },
    }
}

fn beginning(raw: &str) -> &str {
    &raw[..raw.floor_char_boundary(BEGINNING)]
}

/// The update's number, read from the first bytes of it. What a person wrote is not mistaken for
/// it: within a JSON text the quotes are escaped.
pub(super) fn number(raw: &str) -> Option<i64> {
    let (_, rest) = beginning(raw).split_once(r#""update_id":"#)?;
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_digit())?;
    rest[..end].parse().ok()
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
        // Not JSON, or not as we read it (half a surrogate pair): the number may still be there.
        return (number(raw), None);
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

/// How long an offset holds without an update.
pub(super) const FRESH: chrono::TimeDelta = chrono::TimeDelta::days(6);

/// After a week without updates Telegram numbers them anew (Bot API, Update): an older offset
/// would make it forget the first new ones.
pub(super) async fn offset(tx: &mut Tx, env: &Env, bot: &str) -> Stored<Option<i64>> {
    let offset = bots::offset(tx, bot).await?;
    let since = env.now() - FRESH;
    Ok(offset
        .filter(|offset| offset.at > since)
        .map(|offset| offset.next))
}
