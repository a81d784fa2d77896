//! Our bots as rows: who they are, how far they have read, until when they must be silent.

use super::tx::Cells;
use super::{Stored, Tx};
use crate::base::{Instant, to_ms};

statements! {
    UPSERT = "INSERT INTO bots (id, username) VALUES ($1, $2)
         ON CONFLICT (id) DO UPDATE SET username = excluded.username";

    OFFSET = "SELECT next_update_id, last_update_ms FROM bots WHERE id = $1";

    ADVANCE = "INSERT INTO bots (id, next_update_id, last_update_ms) VALUES ($1, $2, $3)
         ON CONFLICT (id) DO UPDATE SET next_update_id = excluded.next_update_id,
             last_update_ms = excluded.last_update_ms";

    PAUSED = "SELECT paused_until_ms FROM bots WHERE id = $1";

    PAUSE = "INSERT INTO bots (id, paused_until_ms) VALUES ($1, $2)
         ON CONFLICT (id) DO UPDATE SET paused_until_ms = excluded.paused_until_ms";

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
    let next = row.maybe_int("next_update_id")?;
    let at = row.maybe_moment("last_update_ms")?;
    Ok(next.zip(at).map(|(next, at)| Offset { next, at }))
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
    run!(tx, PAUSE; bot, to_ms(until));
    Ok(())
}
