//! Our bots as rows: who they are, how far they have read, until when they must be silent, and which
//! process asks and speaks for them.

use std::collections::HashMap;

use super::tx::Cells;
use super::{Stored, Tx};
use crate::base::{Instant, to_ms, to_ms_up};

statements! {
    UPSERT = "INSERT INTO bots (id, username) VALUES ($1, $2)
         ON CONFLICT (id) DO UPDATE SET username = excluded.username";

    OFFSET = "SELECT next_update_id, last_update_ms FROM offsets WHERE bot_id = $1";

    ADVANCE = "INSERT INTO offsets (bot_id, next_update_id, last_update_ms) VALUES ($1, $2, $3)
         ON CONFLICT (bot_id) DO UPDATE SET next_update_id = excluded.next_update_id,
             last_update_ms = excluded.last_update_ms";

    PAUSED = "SELECT paused_until_ms FROM bots WHERE id = $1";

    PAUSE = "INSERT INTO bots (id, paused_until_ms) VALUES ($1, $2)
         ON CONFLICT (id) DO UPDATE SET paused_until_ms =
             CASE WHEN bots.paused_until_ms > excluded.paused_until_ms
             THEN bots.paused_until_ms ELSE excluded.paused_until_ms END";

    // A lease that reaches further than any we write was written by a clock that was ahead: none.
    HOLD = "INSERT INTO bots (id, lease_owner, lease_until_ms, epoch) VALUES ($1, $2, $3, 1)
         ON CONFLICT (id) DO UPDATE SET
             epoch = bots.epoch + CASE WHEN bots.lease_owner = excluded.lease_owner THEN 0 ELSE 1 END,
             lease_owner = excluded.lease_owner, lease_until_ms = excluded.lease_until_ms
         WHERE bots.lease_owner IS NULL OR bots.lease_owner = excluded.lease_owner
             OR bots.lease_until_ms <= $4 OR bots.lease_until_ms > $5
         RETURNING epoch";

    // Nobody takes the bot over before the end of the transaction; those who read and who speak for it do
    // not wait for each other.
    LEASE = "SELECT epoch, lease_until_ms FROM bots WHERE id = $1 AND lease_owner = $2",
        "SELECT epoch, lease_until_ms FROM bots WHERE id = $1 AND lease_owner = $2
         FOR SHARE";

    LEASES = "SELECT id, lease_owner, lease_until_ms FROM bots WHERE lease_owner IS NOT NULL";

    // Locked against everybody; whoever asks at the same moment hears what became of it.
    OWNER = "SELECT lease_owner FROM bots WHERE id = $1",
        "SELECT lease_owner FROM bots WHERE id = $1 FOR NO KEY UPDATE";

    RELEASE = "UPDATE bots SET lease_owner = NULL, lease_until_ms = NULL
         WHERE id = $1 AND lease_owner = $2";

    RELEASE_ALL = "UPDATE bots SET lease_owner = NULL, lease_until_ms = NULL
         WHERE lease_owner IS NOT NULL";

    USERNAME = "SELECT username FROM bots WHERE id = $1";

    ANY_USERNAME = "SELECT username FROM bots WHERE username IS NOT NULL ORDER BY id LIMIT 1";
}

/// How far a bot has read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offset {
    pub next: i64,
    /// When the last update was stored.
    pub at: Instant,
}

/// What one owner has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// How often the bot changed hands; another number is another owner's time.
    pub epoch: i64,
    pub until: Instant,
}

/// Takes the bot for `owner` until `until`, or keeps it. `None`: it is in other hands at `now`.
pub async fn hold(
    tx: &mut Tx,
    bot: &str,
    owner: &str,
    now: Instant,
    until: Instant,
) -> Stored<Option<i64>> {
    let (furthest, now) = (to_ms(until + (until - now)), to_ms(now));
    let row = one!(tx, HOLD; bot, owner, to_ms(until), now, furthest);
    row.map(|row| row.int("epoch")).transpose()
}

/// The lease of `owner`, kept from others until this transaction (one that writes) ends. It may have
/// run out without anybody taking it.
pub async fn lease(tx: &mut Tx, bot: &str, owner: &str) -> Stored<Option<Lease>> {
    let Some(row) = by_key!(one, tx, LEASE; bot, owner) else {
        return Ok(None);
    };
    Ok(Some(Lease {
        epoch: row.int("epoch")?,
        until: row.moment("lease_until_ms")?,
    }))
}

/// Who has a bot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub owner: String,
    pub until: Instant,
}

/// Who has which bot, by the bot's id. Nothing is locked: whoever acts on it asks again.
pub async fn leases(tx: &mut Tx) -> Stored<HashMap<String, Held>> {
    let mut leases = HashMap::new();
    for row in &all!(tx, LEASES) {
        let held = Held {
            owner: row.text("lease_owner")?,
            until: row.moment("lease_until_ms")?,
        };
        leases.insert(row.text("id")?, held);
    }
    Ok(leases)
}

/// Whether the bot is, or was last, in other hands than `owner`'s; kept so until this transaction (one
/// that writes) ends.
pub async fn is_of_others(tx: &mut Tx, bot: &str, owner: &str) -> Stored<bool> {
    let Some(row) = one!(tx, OWNER; bot) else {
        return Ok(false);
    };
    Ok(row.maybe_text("lease_owner")?.as_deref() != Some(owner))
}

/// Gives the bot back, so that another process need not wait for the end of the lease.
pub async fn release(tx: &mut Tx, bot: &str, owner: &str) -> Stored<bool> {
    Ok(run!(tx, RELEASE; bot, owner) == 1)
}

/// Gives every bot back, whoever has it: for who knows that nobody else is alive.
pub async fn release_all(tx: &mut Tx) -> Stored<u64> {
    Ok(run!(tx, RELEASE_ALL))
}

/// Keeps the bot's row; `bot` is the messenger's numeric id of it, as text.
pub async fn upsert(tx: &mut Tx, bot: &str, username: Option<&str>) -> Stored<()> {
    run!(tx, UPSERT; bot, username);
    Ok(())
}

/// The bot's public name, for links to it.
pub async fn username(tx: &mut Tx, bot: &str) -> Stored<Option<String>> {
    one!(tx, USERNAME; bot).map_or(Ok(None), |row| row.maybe_text("username"))
}

/// The public name of the first bot this database has met, for the command line.
pub async fn any_username(tx: &mut Tx) -> Stored<Option<String>> {
    one!(tx, ANY_USERNAME).map_or(Ok(None), |row| row.maybe_text("username"))
}

/// The next update to ask for.
pub async fn offset(tx: &mut Tx, bot: &str) -> Stored<Option<Offset>> {
    let Some(row) = one!(tx, OFFSET; bot) else {
        return Ok(None);
    };
    Ok(Some(Offset {
        next: row.int("next_update_id")?,
        at: row.moment("last_update_ms")?,
    }))
}

/// Everything before `next` is stored here: the messenger may forget it.
pub async fn advance(tx: &mut Tx, bot: &str, next: i64, now: Instant) -> Stored<()> {
    run!(tx, ADVANCE; bot, next, to_ms(now));
    Ok(())
}

/// Until when the bot must send nothing.
pub async fn paused_until(tx: &mut Tx, bot: &str) -> Stored<Option<Instant>> {
    one!(tx, PAUSED; bot).map_or(Ok(None), |row| row.maybe_moment("paused_until_ms"))
}

/// The bot sends nothing before `until`; a restart remembers it.
pub async fn pause(tx: &mut Tx, bot: &str, until: Instant) -> Stored<()> {
    run!(tx, PAUSE; bot, to_ms_up(until));
    Ok(())
}
