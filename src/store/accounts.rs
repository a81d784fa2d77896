//! Accounts: one adult on one channel, with language, clock and the conversation's state.

use super::sql::json_ids;
use super::vault::{self, Own};
use super::{StoreError, Stored, Tx, commands, covers, tx::Cells};
use crate::base::{AccountId, AdultId, Env, Instant, UnitId, to_ms};
use crate::model::Locale;
use crate::model::commands::List;
use crate::model::cover::Cover;
use crate::model::lifecycle::SILENT as SILENT_FOR;
use crate::model::quiet::Hours;
use crate::model::work_hours::WorkHours;
use chrono::TimeDelta;
use chrono_tz::Tz;
use sqlx::any::AnyRow;

macro_rules! select {
    ($which:literal) => {
        concat!(
            "SELECT id, bot_id, chat_id, adult_id, locale, time_zone, weekly_hour, weekly_day, quiet_from,
             quiet_to, asks_talked, work_from, work_to, state, dialogue, wrong_codes, wrong_code_ms, last_seen_ms,
             recheck_ms, cover_code, cover_open_ms, cover_until_ms, commands FROM accounts WHERE ",
            $which
        )
    };
}

statements! {
    OPEN = "INSERT INTO accounts (id, bot_id, chat_id, adult_id, locale, time_zone, weekly_hour, weekly_day, state, unreachable_kind, dialogue, wrong_codes, wrong_code_ms, first_seen_ms, last_seen_ms) VALUES ($1, $2, $3, NULL, $4, NULL, NULL, NULL, 'open', NULL, NULL, 0, NULL, $5, $5) ON CONFLICT (bot_id, chat_id) DO NOTHING";
    BY_CHAT = select!("bot_id = $1 AND chat_id = $2");
    GET = select!("id = $1");
    OF_ADULT = select!("adult_id = $1 AND state = 'open' ORDER BY last_seen_ms DESC, id LIMIT 1");
    BY_CHATS = select!("bot_id = $1 AND chat_id IN (SELECT value FROM json_each($2)) ORDER BY id"),
        select!("bot_id = $1 AND chat_id IN (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(CAST($2 AS TEXT) AS JSON))) ORDER BY id");
    // Back after a long silence: it has to prove itself from this moment on.
    SEEN = "UPDATE accounts SET last_seen_ms = $2, state = 'open', unreachable_kind = NULL,
             recheck_ms = CASE WHEN adult_id IS NOT NULL AND last_seen_ms <= $3
                 THEN COALESCE(recheck_ms, $2) ELSE recheck_ms END
         WHERE id IN (SELECT value FROM json_each($1))",
        "UPDATE accounts SET last_seen_ms = $2, state = 'open', unreachable_kind = NULL,
             recheck_ms = CASE WHEN adult_id IS NOT NULL AND last_seen_ms <= $3
                 THEN COALESCE(recheck_ms, $2) ELSE recheck_ms END
         WHERE id IN (SELECT CAST(value AS BIGINT)
             FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)))";
    DOUBT = "UPDATE accounts SET recheck_ms = $2 WHERE id = $1 AND recheck_ms IS NULL";
    TRUST = "UPDATE accounts SET recheck_ms = NULL, last_seen_ms = $2 WHERE id = $1";
    // A school's families and staff, and the officers above it.
    SILENT = "SELECT a.id, a.last_seen_ms FROM accounts a
        WHERE a.state = 'open' AND a.recheck_ms IS NULL AND a.last_seen_ms <= $2 AND a.adult_id IN (
            SELECT l.adult_id FROM links l JOIN children c ON c.id = l.child_id
                WHERE c.school_id = $1 AND l.state = 'active'
            UNION SELECT p.adult_id FROM posts p JOIN units u ON u.id = p.unit_id
                WHERE p.state = 'active' AND (u.id = $1 OR u.parent_id = $1)
            UNION SELECT p.adult_id FROM posts p JOIN units s ON s.id = $1
                LEFT JOIN units t ON t.id = s.parent_id LEFT JOIN units c ON c.id = t.parent_id
                WHERE p.state = 'active' AND p.unit_id IN (s.parent_id, t.parent_id, c.parent_id))
        ORDER BY a.last_seen_ms, a.id LIMIT $3";
    SAVE_DIALOGUE = "UPDATE accounts SET dialogue = $2 WHERE id = $1";
    // The code of whoever had it before is not the next one's.
    SET_ADULT = "UPDATE accounts SET adult_id = $2, recheck_ms = NULL, offered = CASE WHEN adult_id = $2 THEN offered END, cover_code = CASE WHEN adult_id = $2 THEN cover_code END, time_zone = COALESCE(time_zone, $3) WHERE id = $1";
    HAS_ANY = "SELECT COUNT(*) AS n FROM accounts WHERE adult_id = $1";
    RELEASE_ADULT = "UPDATE accounts SET adult_id = NULL, dialogue = NULL, offered = NULL, cover_code = NULL, cover_open_ms = NULL, cover_until_ms = NULL,
             commands_due_ms = CASE WHEN commands IS NULL THEN commands_due_ms ELSE 0 END, commands = NULL
         WHERE adult_id = $1";
    // A list of commands of the chat's own is in its language, too.
    SET_LOCALE = "UPDATE accounts SET locale = $2,
             commands_due_ms = CASE WHEN commands IS NULL THEN commands_due_ms ELSE 0 END WHERE id = $1";
    SET_ZONE = "UPDATE accounts SET time_zone = $2 WHERE id = $1";
    SET_WORK = "UPDATE accounts SET work_from = $2, work_to = $3 WHERE id = $1";
    SET_QUIET = "UPDATE accounts SET quiet_from = $2, quiet_to = $3 WHERE id = $1";
    SET_ASKS_TALKED = "UPDATE accounts SET asks_talked = $2 WHERE id = $1";
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
    /// When nothing that can wait rings.
    pub quiet: Hours,
    /// Whether to ask in the week if they talked.
    pub asks_talked: bool,
    /// When somebody of a school reads what families write.
    pub work: WorkHours,
    pub reachable: bool,
    /// `dialogue::State` as stored.
    pub dialogue: Option<String>,
    /// When the person last did something, to the minute.
    pub seen: Instant,
    /// Since when it has to prove itself again before it hears of any child.
    pub recheck: Option<Instant>,
    /// Others use this phone: what comes shows only with the code.
    pub cover: Option<Cover>,
    /// The list of commands the chat shows; `None`: the bot's own.
    pub commands: Option<List>,
}

/// What a conversation's state, with the words begun in it, is sealed for.
pub(super) const DIALOGUE: &str = "accounts.dialogue";

/// A conversation that is not this account's, or that nobody sealed, is forgotten.
pub(super) fn dialogue(id: AccountId, row: &AnyRow, own: &Own) -> Stored<Option<String>> {
    match own.open_some_at(DIALOGUE, id, row.maybe_text("dialogue")?) {
        Err(StoreError::Unreadable { column: DIALOGUE }) => Ok(None),
        opened => opened,
    }
}

/// The quiet hours in a row; the usual ones where nothing, or nothing that can be read, was chosen.
pub(super) fn quiet(row: &impl Cells) -> Stored<Hours> {
    let hour = |hour: Option<i64>| hour.and_then(|hour| u32::try_from(hour).ok());
    let from = hour(row.maybe_int("quiet_from")?);
    let to = hour(row.maybe_int("quiet_to")?);
    let chosen = from.zip(to).and_then(|(from, to)| Hours::new(from, to));
    Ok(chosen.unwrap_or_default())
}

/// The working hours in a row; the usual ones where nothing, or nothing that can be read, was chosen.
fn work(row: &AnyRow) -> Stored<WorkHours> {
    let minute = |minute: Option<i64>| minute.and_then(|minute| u32::try_from(minute).ok());
    let from = minute(row.maybe_int("work_from")?);
    let to = minute(row.maybe_int("work_to")?);
    let chosen = from.zip(to).and_then(|(from, to)| WorkHours::new(from, to));
    Ok(chosen.unwrap_or_default())
}

fn account(row: &AnyRow, own: &Own) -> Stored<Account> {
    let id = row.id("id")?;
    Ok(Account {
        id,
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
        quiet: quiet(row)?,
        asks_talked: row.int("asks_talked")? == 1,
        work: work(row)?,
        reachable: row.text("state")? == "open",
        dialogue: dialogue(id, row, own)?,
        seen: row.moment("last_seen_ms")?,
        recheck: row.maybe_moment("recheck_ms")?,
        cover: covers::of_row(id, row, own)?,
        commands: commands::list(row)?,
    })
}

/// The account of a chat, made on first sight in the language `guess`.
pub async fn meet(tx: &mut Tx, env: &Env, bot: &str, chat: i64, guess: Locale) -> Stored<Account> {
    let now = env.now();
    let known = match tx.memo.account(bot, chat) {
        Some(account) => Some(account),
        None => by_chat(tx, bot, chat).await?,
    };
    if let Some(mut found) = known {
        if !found.reachable || now - found.seen >= SEEN_WITHIN {
            tx.saw(found.id, now);
        }
        if found.adult.is_some() && now - found.seen >= SILENT_FOR {
            found.recheck = found.recheck.or(Some(now));
        }
        return Ok(found);
    }
    let id: AccountId = env.id();
    run!(tx, OPEN; id.0, bot.to_owned(), chat, guess.as_str(), to_ms(now));
    by_chat(tx, bot, chat)
        .await?
        .ok_or(super::StoreError::Unreadable { column: "chat_id" })
}

/// Reads the accounts of many chats at once; [`meet`] finds them in `tx`.
pub async fn expect(tx: &mut Tx, bot: &str, chats: &[i64]) -> Stored<()> {
    let ids = json_ids(chats.iter().copied());
    let rows = all!(tx, BY_CHATS; bot, ids);
    let own = vault::own(tx).await?;
    for row in &rows {
        tx.memo.keep_account(account(row, &own)?);
    }
    Ok(())
}

/// Writes who was seen in `tx`: all with one statement, a transaction is short.
pub(super) async fn write_seen(tx: &mut Tx) -> Stored<()> {
    let seen = tx.take_seen();
    let Some(at) = seen.values().max() else {
        return Ok(());
    };
    let ids = json_ids(seen.keys().map(|account| account.0));
    run!(tx, SEEN; ids, to_ms(*at), to_ms(*at - SILENT_FOR));
    Ok(())
}

async fn opened(tx: &mut Tx, row: Option<AnyRow>) -> Stored<Option<Account>> {
    let Some(row) = row else { return Ok(None) };
    let own = vault::own(tx).await?;
    account(&row, &own).map(Some)
}

pub async fn by_chat(tx: &mut Tx, bot: &str, chat: i64) -> Stored<Option<Account>> {
    let row = one!(tx, BY_CHAT; bot.to_owned(), chat);
    opened(tx, row).await
}

pub async fn get(tx: &mut Tx, id: AccountId) -> Stored<Option<Account>> {
    let row = one!(tx, GET; id.0);
    opened(tx, row).await
}

/// Where an adult can be reached: the account used last.
pub async fn of_adult(tx: &mut Tx, adult: AdultId) -> Stored<Option<Account>> {
    let row = one!(tx, OF_ADULT; adult.0);
    opened(tx, row).await
}

pub async fn save_dialogue(tx: &mut Tx, id: AccountId, state: Option<String>) -> Stored<()> {
    let state = match state {
        Some(state) => Some(vault::seal_own_at(tx, DIALOGUE, id, &state).await?),
        None => None,
    };
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

/// When nothing that can wait rings from now on.
pub async fn set_quiet(tx: &mut Tx, id: AccountId, hours: Hours) -> Stored<()> {
    run!(tx, SET_QUIET; id.0, i64::from(hours.from()), i64::from(hours.to()));
    Ok(())
}

/// Whether to ask in the week if they talked.
pub async fn set_asks_talked(tx: &mut Tx, id: AccountId, asks: bool) -> Stored<()> {
    run!(tx, SET_ASKS_TALKED; id.0, i64::from(asks));
    Ok(())
}

/// When this person reads what families write from now on.
pub async fn set_work(tx: &mut Tx, id: AccountId, hours: WorkHours) -> Stored<()> {
    run!(tx, SET_WORK; id.0, i64::from(hours.from()), i64::from(hours.to()));
    Ok(())
}

/// From now on it has to prove itself. False: it had to already.
pub async fn doubt(tx: &mut Tx, id: AccountId, now: Instant) -> Stored<bool> {
    Ok(run!(tx, DOUBT; id.0, to_ms(now)) == 1)
}

/// It has proved itself.
pub async fn trust(tx: &mut Tx, id: AccountId, now: Instant) -> Stored<()> {
    run!(tx, TRUST; id.0, to_ms(now));
    Ok(())
}

/// The accounts of a school's families and staff, and of the officers above it, that did nothing since
/// `before`, with when they last did.
pub async fn silent(
    tx: &mut Tx,
    school: UnitId,
    before: Instant,
    limit: i64,
) -> Stored<Vec<(AccountId, Instant)>> {
    all!(tx, SILENT; school.0, to_ms(before), limit)
        .iter()
        .map(|row| Ok((row.id("id")?, row.moment("last_seen_ms")?)))
        .collect()
}
