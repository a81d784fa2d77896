//! Phones that others use: the code of an account, and what the outbox keeps of messages that went with neutral
//! words. Decides nothing.

use std::collections::HashMap;

use sqlx::any::AnyRow;

use super::sql::json_ids;
use super::tx::Cells;
use super::vault::{self, Own};
use super::{Stored, Tx, accounts::Account, audit, concern_letters, parcels};
use crate::base::{
    AccountId, AdultId, ChildId, ConcernId, Env, Instant, OutboxId, Secret, ThreadId, Vocabulary,
    to_ms,
};
use crate::model::Locale;
use crate::model::cover::Cover;
use crate::model::message::{Kind, Parcel};
use crate::model::rights::Action;

statements! {
    // What a list of commands says of its person shows to the others, too.
    SET = "UPDATE accounts SET cover_code = $2, cover_open_ms = NULL, cover_until_ms = NULL,
             commands_due_ms = CASE WHEN commands IS NULL THEN commands_due_ms ELSE 0 END, commands = NULL
         WHERE id = $1";
    OPEN = "UPDATE accounts SET cover_open_ms = $2, cover_until_ms = $3 WHERE id = $1 AND cover_code IS NOT NULL";
    STAYS = "UPDATE accounts SET cover_until_ms = $2 WHERE id = $1 AND cover_code IS NOT NULL";
    OFF = "UPDATE accounts SET cover_code = NULL, cover_open_ms = NULL, cover_until_ms = NULL WHERE adult_id = $1 AND cover_code IS NOT NULL";
    IS_ON = "SELECT COUNT(*) AS n FROM accounts WHERE adult_id = $1 AND cover_code IS NOT NULL";
    OF_CHATS = "SELECT chat_id, locale, cover_until_ms, CASE WHEN cover_code IS NULL THEN 0 ELSE 1 END AS is_on
         FROM accounts WHERE bot_id = $1 AND (cover_code IS NOT NULL OR CAST($3 AS BIGINT) = 1)
           AND chat_id IN (SELECT value FROM json_each($2)) ORDER BY id",
        "SELECT chat_id, locale, cover_until_ms, CASE WHEN cover_code IS NULL THEN 0 ELSE 1 END AS is_on
         FROM accounts WHERE bot_id = $1 AND (cover_code IS NOT NULL OR CAST($3 AS BIGINT) = 1)
           AND chat_id IN (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(CAST($2 AS TEXT) AS JSON))) ORDER BY id";
    MARK = "UPDATE outbox SET covered = s.covered, parts = s.parts, remote_id = COALESCE(s.shown_in, remote_id)
         FROM (SELECT value->>'row_id' AS row_id, value->>'covered' AS covered, value->>'parts' AS parts,
                 value->>'shown_in' AS shown_in FROM jsonb_each($1)) AS s
         WHERE outbox.id = s.row_id",
        "UPDATE outbox SET covered = s.covered, parts = s.parts, remote_id = COALESCE(s.shown_in, outbox.remote_id)
         FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON)) AS s (row_id BIGINT, covered BIGINT, parts BIGINT,
             shown_in BIGINT)
         WHERE outbox.id = s.row_id";
    // A tap on it proves that it arrived, whatever the row knows by now.
    LETTER = "SELECT id, children, action, concerns, kind, body, thread_id, expires_ms, once, dedup_key FROM outbox
         WHERE id = $1 AND bot_id = $2 AND chat_id = $3 AND adult_id = $4 AND covered = 1 AND body <> ''
           AND state NOT IN ('withdrawn', 'expired')";
    NEWEST = "SELECT id, kind, lane FROM outbox
         WHERE bot_id = $1 AND chat_id = $2 AND remote_id IS NOT NULL AND remote_id = $3 AND covered = 1
         ORDER BY id DESC LIMIT 1";
    // Of a child's letter nobody else has a copy: it stays, sealed, until words go.
    SPENT = "UPDATE outbox SET body = '' WHERE id = $1 AND once = 1 AND kind <> 'letter'";
}

/// What the hash of a code is sealed for, under the house's key.
const CODE: &str = "accounts.cover_code";

/// How an account row stands; a code that was not sealed for this account is none that fits.
pub(super) fn of_row(id: AccountId, row: &AnyRow, own: &Own) -> Stored<Option<Cover>> {
    let Some(stored) = row.maybe_text("cover_code")? else {
        return Ok(None);
    };
    let code = own.open_at(CODE, id, &stored).ok().flatten();
    Ok(Some(Cover {
        code: Secret::new(code.unwrap_or_default()),
        opened: row.maybe_moment("cover_open_ms")?,
        until: row.maybe_moment("cover_until_ms")?,
    }))
}

/// A new code; `None`: nobody else uses this phone.
pub async fn set(tx: &mut Tx, id: AccountId, code: Option<&Secret>) -> Stored<()> {
    let code = match code {
        Some(code) => Some(vault::seal_own_at(tx, CODE, id, code.expose()).await?),
        None => None,
    };
    run!(tx, SET; id.0, code);
    Ok(())
}

/// The code was right at `now`.
pub async fn open(tx: &mut Tx, id: AccountId, now: Instant, until: Instant) -> Stored<()> {
    run!(tx, OPEN; id.0, to_ms(now), to_ms(until));
    Ok(())
}

/// It is in use, and stays open.
pub async fn stays(tx: &mut Tx, id: AccountId, until: Instant) -> Stored<()> {
    run!(tx, STAYS; id.0, to_ms(until));
    Ok(())
}

/// Nobody asks this adult for a code any more, on no phone. False: nobody did.
pub async fn off(tx: &mut Tx, adult: AdultId) -> Stored<bool> {
    Ok(run!(tx, OFF; adult.0) > 0)
}

/// Whether any phone of this adult has a code.
pub async fn is_on(tx: &mut Tx, adult: AdultId) -> Stored<bool> {
    let row = one!(tx, IS_ON; adult.0);
    Ok(row.map_or(Ok(0), |row| row.int("n"))? > 0)
}

/// What hand-over must know about a chat.
#[derive(Clone, Copy, Debug)]
pub struct Phone {
    pub is_on: bool,
    pub locale: Locale,
    pub until: Option<Instant>,
}

/// Those of these chats that others use; with `all`, the others too.
pub async fn phones(
    tx: &mut Tx,
    bot: &str,
    chats: impl IntoIterator<Item = i64>,
    all: bool,
) -> Stored<HashMap<i64, Phone>> {
    let rows = all!(tx, OF_CHATS; bot, json_ids(chats), i64::from(all));
    let mut out = HashMap::new();
    for row in &rows {
        let phone = Phone {
            is_on: row.flag("is_on")?,
            // A word of another release must not hold up a whole bot.
            locale: Locale::of(&row.text("locale")?).unwrap_or(Locale::En),
            until: row.maybe_moment("cover_until_ms")?,
        };
        out.insert(row.int("chat_id")?, phone);
    }
    Ok(out)
}

/// How a row leaves.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    pub row: OutboxId,
    pub covered: bool,
    pub parts: usize,
    /// The message it rewrites.
    pub shown_in: Option<i64>,
}

/// Written before they leave: whatever happens then, it is known what was said.
pub async fn mark(tx: &mut Tx, marks: &[Mark]) -> Stored<()> {
    if marks.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = marks
        .iter()
        .map(|mark| {
            serde_json::json!({
                "row_id": mark.row, "covered": i64::from(mark.covered), "parts": mark.parts,
                "shown_in": mark.shown_in,
            })
        })
        .collect();
    run!(tx, MARK; serde_json::Value::Array(rows).to_string());
    Ok(())
}

/// What a covered message says.
#[derive(Debug)]
pub struct Covered {
    pub children: Vec<ChildId>,
    pub right: Option<Action>,
    pub concerns: Vec<ConcernId>,
    pub kind: Kind,
    pub parcel: Parcel,
    pub thread: Option<ThreadId>,
    pub expires: Option<Instant>,
    pub dedup: Option<String>,
}

/// What stands behind a covered message of this account; `None`: nothing that can still be shown.
pub async fn letter(tx: &mut Tx, account: &Account, row: OutboxId) -> Stored<Option<Covered>> {
    let Some(adult) = account.adult else {
        return Ok(None);
    };
    let found = one!(tx, LETTER; row.0, account.bot.as_str(), account.chat, adult.0);
    let Some(found) = found else {
        return Ok(None);
    };
    let rows = [found];
    let parcels = parcels::keys_in(tx, &rows).await?;
    let [found] = &rows;
    // With the child's key destroyed there is nothing to show.
    let Ok(parcel) = parcels.open(found) else {
        return Ok(None);
    };
    let right = found.maybe_text("action")?;
    Ok(Some(Covered {
        children: found.json("children")?,
        right: right.as_deref().and_then(Action::parse),
        concerns: concern_letters::read(found)?,
        kind: found.word("kind")?,
        parcel,
        thread: found.maybe_id("thread_id")?,
        expires: found.maybe_moment("expires_ms")?,
        dedup: found.maybe_text("dedup_key")?,
    }))
}

/// What it says is shown to this adult: from now on the trace says that it was told.
pub async fn told(tx: &mut Tx, env: &Env, adult: AdultId, letter: &Covered) -> Stored<()> {
    let told = audit::Told {
        adult,
        children: letter.children.clone(),
        kind: letter.kind.as_str().to_owned(),
        right: letter.right,
    };
    audit::told(tx, env, &[told]).await
}

/// What is to be shown once is shown: its words are gone.
pub async fn spent(tx: &mut Tx, row: OutboxId) -> Stored<()> {
    run!(tx, SPENT; row.0);
    Ok(())
}

/// The newest covered message that stands in this message of a chat, and whether it presses.
pub async fn stands_in(
    tx: &mut Tx,
    bot: &str,
    chat: i64,
    message: i64,
) -> Stored<Option<(OutboxId, Kind, i64)>> {
    match one!(tx, NEWEST; bot, chat, message) {
        Some(row) => Ok(Some((row.id("id")?, row.word("kind")?, row.int("lane")?))),
        None => Ok(None),
    }
}
