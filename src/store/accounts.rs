//! Accounts: one adult on one channel, with language, clock and the conversation's state.

use super::{Stored, Tx, tx::Cells};
use crate::base::{AccountId, AdultId, Env, Instant, to_ms};
use crate::model::Locale;
use chrono::TimeDelta;
use chrono_tz::Tz;
use sqlx::any::AnyRow;

statements! {
    OPEN = "INSERT INTO accounts (id, bot_id, chat_id, adult_id, locale, time_zone, weekly_hour, weekly_day, state, unreachable_kind, dialogue, wrong_codes, wrong_code_ms, first_seen_ms, last_seen_ms) VALUES ($1, $2, $3, NULL, $4, NULL, NULL, NULL, 'open', NULL, NULL, 0, NULL, $5, $5) ON CONFLICT (bot_id, chat_id) DO NOTHING";
    BY_CHAT = "SELECT id, bot_id, chat_id, adult_id, locale, time_zone, weekly_hour, weekly_day, state, dialogue, last_seen_ms FROM accounts WHERE bot_id = $1 AND chat_id = $2";
    GET = "SELECT id, bot_id, chat_id, adult_id, locale, time_zone, weekly_hour, weekly_day, state, dialogue, last_seen_ms FROM accounts WHERE id = $1";
    OF_ADULT = "SELECT id, bot_id, chat_id, adult_id, locale, time_zone, weekly_hour, weekly_day, state, dialogue, last_seen_ms FROM accounts WHERE adult_id = $1 AND state = 'open' ORDER BY last_seen_ms DESC, id LIMIT 1";
    SEEN = "UPDATE accounts SET last_seen_ms = $2, state = 'open', unreachable_kind = NULL WHERE id = $1";
    SAVE_DIALOGUE = "UPDATE accounts SET dialogue = $2 WHERE id = $1";
    SET_ADULT = "UPDATE accounts SET adult_id = $2, time_zone = COALESCE(time_zone, $3) WHERE id = $1";
    HAS_ANY = "SELECT COUNT(*) AS n FROM accounts WHERE adult_id = $1";
    RELEASE_ADULT = "UPDATE accounts SET adult_id = NULL, dialogue = NULL WHERE adult_id = $1";
    SET_LOCALE = "UPDATE accounts SET locale = $2 WHERE id = $1";
    SET_ZONE = "UPDATE accounts SET time_zone = $2 WHERE id = $1";
    SET_WEEKLY = "UPDATE accounts SET weekly_day = $2, weekly_hour = $3 WHERE id = $1";
}

/// How exactly it is known when somebody was here last: not every tap is worth a write.
const SEEN_WITHIN: TimeDelta = TimeDelta::minutes(1);

/// One adult on one channel. `adult` is `None` until an invitation is confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    pub bot: String,
    pub chat: i64,
    pub adult: Option<AdultId>,
    pub locale: Locale,
    pub zone: Option<Tz>,
    /// The hour (0-23) and ISO weekday the person chose for the weekly update.
    pub weekly_hour: Option<u32>,
    pub weekly_day: Option<u32>,
    pub reachable: bool,
    /// `dialogue::State` as stored.
    pub dialogue: Option<String>,
    /// When the person last did something, to the minute.
    pub seen: Instant,
}

fn account(row: &AnyRow) -> Stored<Account> {
    Ok(Account {
        id: row.id("id")?,
        bot: row.text("bot_id")?,
        chat: row.int("chat_id")?,
        adult: row.maybe_id("adult_id")?,
        locale: row.word("locale")?,
        zone: row.zone("time_zone")?,
        weekly_hour: row
            .maybe_int("weekly_hour")?
            .and_then(|h| u32::try_from(h).ok()),
        weekly_day: row
            .maybe_int("weekly_day")?
            .and_then(|d| u32::try_from(d).ok()),
        reachable: row.text("state")? == "open",
        dialogue: row.maybe_text("dialogue")?,
        seen: row.moment("last_seen_ms")?,
    })
}

/// The account of a chat, made on first sight in the language `guess`.
pub async fn meet(tx: &mut Tx, env: &Env, bot: &str, chat: i64, guess: Locale) -> Stored<Account> {
    let now = env.now();
    if let Some(found) = by_chat(tx, bot, chat).await? {
        if !found.reachable || now - found.seen >= SEEN_WITHIN {
            run!(tx, SEEN; found.id.0, to_ms(now));
        }
        return Ok(found);
    }
    let id: AccountId = env.id();
    run!(tx, OPEN; id.0, bot.to_owned(), chat, guess.as_str(), to_ms(now));
    by_chat(tx, bot, chat)
        .await?
        .ok_or(super::StoreError::Unreadable { column: "chat_id" })
}

pub async fn by_chat(tx: &mut Tx, bot: &str, chat: i64) -> Stored<Option<Account>> {
    one!(tx, BY_CHAT; bot.to_owned(), chat)
        .as_ref()
        .map(account)
        .transpose()
}

pub async fn get(tx: &mut Tx, id: AccountId) -> Stored<Option<Account>> {
    one!(tx, GET; id.0).as_ref().map(account).transpose()
}

/// Where an adult can be reached: the account used last.
pub async fn of_adult(tx: &mut Tx, adult: AdultId) -> Stored<Option<Account>> {
    one!(tx, OF_ADULT; adult.0)
        .as_ref()
        .map(account)
        .transpose()
}

pub async fn save_dialogue(tx: &mut Tx, id: AccountId, state: Option<String>) -> Stored<()> {
    run!(tx, SAVE_DIALOGUE; id.0, state);
    Ok(())
}

/// Ties an account to an adult; `zone` is taken when the account has none of its own.
pub async fn set_adult(tx: &mut Tx, id: AccountId, adult: AdultId, zone: Option<Tz>) -> Stored<()> {
    run!(tx, SET_ADULT; id.0, adult.0, zone.map(|z| z.name().to_owned()));
    Ok(())
}

/// Whether any account speaks for this adult, reachable or not.
pub async fn has_any(tx: &mut Tx, adult: AdultId) -> Stored<bool> {
    let row = one!(tx, HAS_ANY; adult.0);
    Ok(row.map_or(Ok(0), |row| row.int("n"))? > 0)
}

/// No account speaks for this adult any more: a new phone takes over, or one is lost.
pub async fn release_adult(tx: &mut Tx, adult: AdultId) -> Stored<()> {
    run!(tx, RELEASE_ADULT; adult.0);
    Ok(())
}

pub async fn set_locale(tx: &mut Tx, id: AccountId, locale: Locale) -> Stored<()> {
    run!(tx, SET_LOCALE; id.0, locale.as_str());
    Ok(())
}

pub async fn set_zone(tx: &mut Tx, id: AccountId, zone: Tz) -> Stored<()> {
    run!(tx, SET_ZONE; id.0, zone.name().to_owned());
    Ok(())
}

/// The reader's own hour for the weekly update.
pub async fn set_weekly(tx: &mut Tx, id: AccountId, day: u32, hour: u32) -> Stored<()> {
    run!(tx, SET_WEEKLY; id.0, i64::from(day), i64::from(hour));
    Ok(())
}
