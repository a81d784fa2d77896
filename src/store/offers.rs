//! What a person can answer with a number: the buttons of their newest screen, and of the letters in their chat.
//! A screen's words are not kept once it is shown, its buttons say nothing but numbers of rows. Decides nothing.

use super::{Stored, Tx, tx::Cells};
use crate::base::{AccountId, ChildId, Instant, OutboxId, from_ms, to_ms};
use crate::model::message::{Kind, Parcel};
use serde::{Deserialize, Serialize};

/// Letters looked through for one with buttons.
const LETTERS: i64 = 8;

statements! {
    SCREEN = "SELECT offered FROM accounts WHERE id = $1";
    SHOW = "UPDATE accounts SET offered = $2 WHERE id = $1";
    LETTERS_OF = "SELECT id, children, body, kind, remote_id, settled_ms FROM outbox
         WHERE bot_id = $1 AND chat_id = $2 AND remote_id IS NOT NULL AND state = 'sent'
           AND settled_ms > $3 AND body <> '' AND covered = 0
         ORDER BY remote_id DESC LIMIT $4";
    SHOWN = "SELECT settled_ms, remote_id FROM outbox WHERE id = $1 AND state = 'sent'";
    LAST = "SELECT settled_ms, remote_id FROM outbox
         WHERE bot_id = $1 AND chat_id = $2 AND remote_id IS NOT NULL AND state = 'sent'
         ORDER BY remote_id DESC LIMIT $3";
    // Its words are gone; that it came, and whose it was, is in its row. Opened with a code it is a reply.
    CHILDS_LETTER = "SELECT children, dedup_key FROM outbox
         WHERE bot_id = $1 AND chat_id = $2 AND remote_id IS NOT NULL AND state = 'sent'
           AND remote_id > $3 AND settled_ms > $4 AND covered = 0 AND kind IN ('letter', 'reply') AND dedup_key LIKE 'letter:%'
         ORDER BY remote_id DESC LIMIT 1";
}

/// The newest screen somebody was shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screen {
    pub id: OutboxId,
    pub at_ms: i64,
    /// The message it took the place of.
    pub message: Option<i64>,
    /// What stands behind its buttons, in order.
    pub taps: Vec<String>,
    /// The words of the buttons, where they name nobody: of whom nobody knows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
}

impl Screen {
    /// When it was shown, and which of two in one moment came later.
    pub fn order(&self) -> (Instant, OutboxId) {
        (from_ms(self.at_ms), self.id)
    }
}

/// One letter that came.
#[derive(Clone, Debug)]
pub struct Came {
    pub id: OutboxId,
    pub at: Instant,
    /// The messenger's number of it.
    pub message: i64,
    pub kind: Kind,
    pub children: Vec<ChildId>,
    pub parcel: Parcel,
}

/// The newest screen; `None`: none yet, or one that a release after this one wrote.
pub async fn screen(tx: &mut Tx, account: AccountId) -> Stored<Option<Screen>> {
    let stored = match one!(tx, SCREEN; account.0) {
        Some(row) => row.maybe_text("offered")?,
        None => None,
    };
    Ok(stored.and_then(|text| serde_json::from_str(&text).ok()))
}

/// This is the newest screen from now on.
pub async fn show(tx: &mut Tx, account: AccountId, screen: &Screen) -> Stored<()> {
    let text = serde_json::to_string(screen).unwrap_or_default();
    run!(tx, SHOW; account.0, text);
    Ok(())
}

/// Nothing is the newest screen: there may have been none.
pub async fn hide(tx: &mut Tx, account: AccountId) -> Stored<()> {
    run!(tx, SHOW; account.0, None::<String>);
    Ok(())
}

/// About which child, and under which key, the last letter of or for one came into a chat since then, below the
/// message `after`.
pub async fn childs_letter(
    tx: &mut Tx,
    bot: &str,
    chat: i64,
    after: i64,
    since: Instant,
) -> Stored<Option<(ChildId, String)>> {
    let Some(row) = one!(tx, CHILDS_LETTER; bot, chat, after, to_ms(since)) else {
        return Ok(None);
    };
    let children: Vec<ChildId> = row.json("children")?;
    let key = row.maybe_text("dedup_key")?;
    Ok(children.first().copied().zip(key))
}

/// Whether this row has come into the chat, and nothing after it. What a tap rewrites later comes after it too; who
/// asks knows that nothing was tapped.
pub async fn is_last(tx: &mut Tx, bot: &str, chat: i64, row: OutboxId) -> Stored<bool> {
    let Some(shown) = one!(tx, SHOWN; row.0) else {
        return Ok(false);
    };
    // What took the place of a message has no number of its own.
    let number = shown.maybe_int("remote_id")?.unwrap_or(i64::MAX);
    let shown = (shown.int("settled_ms")?, number);
    for came in &all!(tx, LAST; bot, chat, LETTERS) {
        if (came.int("settled_ms")?, came.int("remote_id")?) > shown {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The last letters that came into a chat since then, newest first. What can no longer be read is left out.
pub async fn letters(tx: &mut Tx, bot: &str, chat: i64, since: Instant) -> Stored<Vec<Came>> {
    let rows = all!(tx, LETTERS_OF; bot, chat, to_ms(since), LETTERS);
    let parcels = super::parcels::keys_in(tx, &rows).await?;
    let mut out = Vec::new();
    for row in &rows {
        let Ok(parcel) = parcels.open(row) else {
            continue;
        };
        out.push(Came {
            id: row.id("id")?,
            at: row.moment("settled_ms")?,
            message: row.int("remote_id")?,
            kind: row.word("kind")?,
            children: row.json("children")?,
            parcel,
        });
    }
    Ok(out)
}
