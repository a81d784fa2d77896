//! What each bot has under way, in one row a bot that is written as a whole: a claim that wrote into the message's own
//! row would write all its indexes anew, twice for each message. Only the bot's holder writes it, and a restore.
//!
//! On PostgreSQL a statement that waited for a claim's lock still sees what was under way before: whoever takes back or
//! changes what waits locks it first, and asks with the next statement.

use std::collections::BTreeMap;

use super::sql::json_ids;
use super::tx::Cells;
use super::{StoreError, Stored, Tx};
use crate::base::{Instant, OutboxId, from_ms, to_ms};

/// Whether the row `$outbox` of the outbox is under way: a condition.
macro_rules! is_under_way {
    ($outbox:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM under_way u WHERE u.bot_id = ",
            $outbox,
            ".bot_id AND u.claims LIKE '%\"' || CAST(",
            $outbox,
            ".id AS TEXT) || '\"%')"
        )
    };
}

/// Whether a row of the outbox waits and nobody is sending it: a condition.
macro_rules! rests {
    () => {
        concat!("state = 'waiting' AND NOT ", is_under_way!("outbox"))
    };
}

/// Where a row of the outbox stands, in a word of `OutboxState`.
macro_rules! stands {
    ($outbox:literal) => {
        concat!(
            "CASE WHEN ",
            $outbox,
            ".state = 'waiting' AND ",
            is_under_way!($outbox),
            " THEN 'claimed' ELSE ",
            $outbox,
            ".state END"
        )
    };
}

statements! {
    // Read to be written: whoever else would write it waits.
    OF = "SELECT claims FROM under_way WHERE bot_id = $1",
        "SELECT claims FROM under_way WHERE bot_id = $1 FOR UPDATE";

    ALL = "SELECT bot_id, claims FROM under_way WHERE claims <> '{}' ORDER BY bot_id";

    WRITE = "INSERT INTO under_way (bot_id, claims) VALUES ($1, $2)
         ON CONFLICT (bot_id) DO UPDATE SET claims = excluded.claims";

    // Of those that nobody has ended meanwhile.
    DOUBT = "UPDATE outbox SET in_doubt = 1, doubts = doubts + 1, tries = tries + 1
         WHERE state = 'waiting' AND id IN (SELECT value FROM json_each($1))",
        "UPDATE outbox SET in_doubt = 1, doubts = doubts + 1, tries = tries + 1
         WHERE state = 'waiting' AND id IN (SELECT CAST(value AS BIGINT)
             FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)))";
}

/// What a settlement comes of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// This very claim, which is over now.
    OfItsClaim,
    /// A claim that ran out: nobody has it at present.
    TooLate,
    /// A claim that ran out, and there is another.
    OfAnother,
}

/// Until when, in ms, by id of the message.
type Claims = BTreeMap<i64, i64>;

/// The claims of one bot, as a transaction has read and changed them: read once, and written once before it commits.
#[derive(Debug)]
pub(super) struct UnderWay {
    bot: String,
    claims: Claims,
    is_changed: bool,
}

impl UnderWay {
    /// To be given back with [`UnderWay::keep`] before anything can fail.
    pub async fn of(tx: &mut Tx, bot: &str) -> Stored<Self> {
        if let Some(known) = tx.take_under_way(bot) {
            return Ok(known);
        }
        let claims = match by_key!(one, tx, OF; bot) {
            Some(row) => row.json("claims")?,
            None => Claims::new(),
        };
        Ok(Self {
            bot: bot.to_owned(),
            claims,
            is_changed: false,
        })
    }

    pub fn keep(self, tx: &mut Tx) {
        tx.keep_under_way(self);
    }

    pub fn is_of(&self, bot: &str) -> bool {
        self.bot == bot
    }

    pub const fn is_changed(&self) -> bool {
        self.is_changed
    }

    pub fn add(&mut self, id: OutboxId, lease: Instant) {
        self.claims.insert(id.0, to_ms(lease));
        self.is_changed = true;
    }

    /// Somebody says what became of the claim of `id` until `lease`.
    pub fn end(&mut self, id: OutboxId, lease: Instant) -> Word {
        match self.claims.get(&id.0) {
            None => Word::TooLate,
            Some(until) if *until == to_ms(lease) => {
                self.claims.remove(&id.0);
                self.is_changed = true;
                Word::OfItsClaim
            }
            Some(_) => Word::OfAnother,
        }
    }

    /// Takes out what has ended by `now`, or all of it; a JSON array.
    fn take(&mut self, by: Option<Instant>) -> Option<String> {
        let by = by.map_or(i64::MAX, to_ms);
        let over = self.claims.extract_if(.., |_, until| *until <= by);
        let over: Vec<i64> = over.map(|(id, _)| id).collect();
        self.is_changed |= !over.is_empty();
        (!over.is_empty()).then(|| json_ids(over))
    }
}

/// What is under way for this bot: a JSON array of ids.
pub(super) async fn ids(tx: &mut Tx, bot: &str) -> Stored<String> {
    let under_way = UnderWay::of(tx, bot).await?;
    let ids = json_ids(under_way.claims.keys().copied());
    under_way.keep(tx);
    Ok(ids)
}

/// Writes what `tx` has changed: before anybody asks for it, at the latest when it commits.
pub(super) async fn write(tx: &mut Tx, mut under_way: UnderWay) -> Stored<()> {
    let unwritable = |_| StoreError::Unreadable { column: "claims" };
    let claims = serde_json::to_string(&under_way.claims).map_err(unwritable)?;
    by_key!(run, tx, WRITE; under_way.bot.as_str(), claims);
    under_way.is_changed = false;
    under_way.keep(tx);
    Ok(())
}

/// Gives back what a dead dispatcher held. It may have been sent: it is in doubt from now on.
pub async fn release_expired(tx: &mut Tx, bot: &str, now: Instant) -> Stored<u64> {
    release(tx, bot, Some(now)).await
}

/// Gives back all that the bot's last owner held, whose word does not count any more: it is in doubt.
pub async fn release_all(tx: &mut Tx, bot: &str) -> Stored<u64> {
    release(tx, bot, None).await
}

async fn release(tx: &mut Tx, bot: &str, by: Option<Instant>) -> Stored<u64> {
    let mut under_way = UnderWay::of(tx, bot).await?;
    let over = under_way.take(by);
    under_way.keep(tx);
    match over {
        Some(ids) => Ok(run!(tx, DOUBT; ids)),
        None => Ok(0),
    }
}

/// The same for every bot.
pub(super) async fn release_everything(tx: &mut Tx) -> Stored<u64> {
    let mut released = 0;
    for row in all!(tx, ALL) {
        released += release_all(tx, &row.text("bot_id")?).await?;
    }
    Ok(released)
}

/// When the first claim of this bot ends.
pub(super) async fn first_end(tx: &mut Tx, bot: &str) -> Stored<Option<Instant>> {
    let under_way = UnderWay::of(tx, bot).await?;
    let first = under_way.claims.values().min().copied();
    under_way.keep(tx);
    Ok(first.map(from_ms))
}

/// Until when each message that is under way is claimed, of all bots.
pub(super) async fn everything(tx: &mut Tx) -> Stored<BTreeMap<OutboxId, Instant>> {
    let mut everything = BTreeMap::new();
    for row in all!(tx, ALL) {
        let claims: Claims = row.json("claims")?;
        everything.extend(
            claims
                .into_iter()
                .map(|(id, until)| (OutboxId(id), from_ms(until))),
        );
    }
    Ok(everything)
}
