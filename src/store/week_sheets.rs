//! Spreadsheets that came back: to be read, then waiting for a yes. Decides nothing.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::{Stored, Tx, tx::Cells, vault};
use crate::base::{AccountId, AdultId, ChildId, Instant, to_ms};
use crate::dialogue::week_entry::Meant;
use crate::model::week_sheet::Proposal;

/// What the references of files are sealed for, each for its own row, and what proposals are.
const FILE: &str = "week_sheets.file";
const BODY: &str = "week_sheets.body";

statements! {
    PUT = "INSERT INTO week_sheets (id, account_id, adult_id, state, body, children, tries, due_ms, sent_ms) VALUES ($1, $2, $3, 'fetch', $4, '[]', 0, $5, $6)";
    WAKE = "UPDATE week_sheets SET due_ms = $3 WHERE id = $1 AND adult_id = $2 AND state = 'fetch' AND tries = 0";
    COUNT = "SELECT COUNT(*) AS n FROM week_sheets WHERE adult_id = $1 AND state = 'fetch'";
    FORGET = "DELETE FROM week_sheets WHERE id = (SELECT id FROM week_sheets
         WHERE adult_id = $1 AND state = 'fetch' AND tries = 0 AND due_ms > $2 ORDER BY sent_ms, id LIMIT 1)";
    CLAIM = "UPDATE week_sheets SET tries = tries + 1, due_ms = $3 WHERE id = (SELECT s.id FROM week_sheets s
             JOIN accounts a ON a.id = s.account_id
             WHERE s.state = 'fetch' AND s.due_ms <= $2 AND a.bot_id = $1 ORDER BY s.due_ms, s.id LIMIT 1)
         RETURNING id, account_id, adult_id, body, tries",
        "UPDATE week_sheets SET tries = tries + 1, due_ms = $3 WHERE id = (SELECT s.id FROM week_sheets s
             JOIN accounts a ON a.id = s.account_id
             WHERE s.state = 'fetch' AND s.due_ms <= $2 AND a.bot_id = $1 ORDER BY s.due_ms, s.id LIMIT 1
             FOR UPDATE OF s SKIP LOCKED)
         RETURNING id, account_id, adult_id, body, tries";
    NEXT_DUE = "SELECT MIN(s.due_ms) AS at_ms FROM week_sheets s JOIN accounts a ON a.id = s.account_id
         WHERE s.state = 'fetch' AND (CAST($1 AS TEXT) IS NULL OR a.bot_id = $1)";
    RESTS = "UPDATE week_sheets SET tries = 0, body = $3, due_ms = $4 WHERE id = $1 AND tries = $2 AND state = 'fetch'";
    LATER = "UPDATE week_sheets SET due_ms = $3 WHERE id = $1 AND tries = $2 AND state = 'fetch'";
    READ = "UPDATE week_sheets SET state = 'asked', body = $3, children = $4 WHERE id = $1 AND tries = $2 AND state = 'fetch'";
    OTHERS = "DELETE FROM week_sheets WHERE adult_id = $1 AND id <> $2 AND state = 'asked'";
    DROP_FETCHED = "DELETE FROM week_sheets WHERE id = $1 AND tries = $2 AND state = 'fetch'";
    TAKE = "DELETE FROM week_sheets WHERE id = $1 AND adult_id = $2 AND state = 'asked' RETURNING body, children, sent_ms";
}

/// One that is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    pub id: i64,
    /// Where it was sent.
    pub account: AccountId,
    pub by: AdultId,
    /// The messenger's reference of the file; `None`: its key is lost.
    pub file: Option<String>,
    /// As what it was sent, if not as a sheet of the week alone.
    pub meant: Option<Meant>,
    /// This try included.
    pub tries: i64,
}

/// So far away is what nobody reads before [`wake`]: it is forgotten by then.
const NEVER: TimeDelta = TimeDelta::days(30);

/// A file that came.
#[derive(Serialize, Deserialize)]
pub struct Came {
    pub file: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meant: Option<Meant>,
}

impl Came {
    async fn seal(&self, tx: &mut Tx, id: i64) -> Stored<String> {
        let text = serde_json::to_string(self).unwrap_or_default();
        vault::seal_own_at(tx, FILE, id, &text).await
    }

    async fn open(tx: &mut Tx, id: i64, body: &str) -> Stored<Option<Self>> {
        // Taken away with a record that was erased.
        if body.is_empty() {
            return Ok(None);
        }
        let text = vault::open_own_at(tx, FILE, id, body).await?;
        // The release before this one wrote the reference alone.
        let read = |text: String| {
            serde_json::from_str(&text).unwrap_or(Self {
                file: text,
                meant: None,
            })
        };
        Ok(text.map(read))
    }
}

/// A file came. As part of something it is looked into at once; as a sheet of the week it is read after [`wake`].
pub async fn put(
    tx: &mut Tx,
    id: i64,
    (account, by): (AccountId, AdultId),
    came: &Came,
    now: Instant,
) -> Stored<()> {
    let due = match came.meant.is_some() {
        true => now,
        false => now + NEVER,
    };
    let body = came.seal(tx, id).await?;
    run!(tx, PUT; id, account.0, by.0, body, to_ms(due), to_ms(now));
    Ok(())
}

/// It was looked into, and is a sheet of the week and nothing else: it is read after [`wake`]. False: somebody else
/// has it.
pub async fn rests(tx: &mut Tx, sent: &Sent, now: Instant) -> Stored<bool> {
    let Some(file) = sent.file.clone() else {
        return Ok(false);
    };
    let came = Came { file, meant: None };
    let body = came.seal(tx, sent.id).await?;
    Ok(run!(tx, RESTS; sent.id, sent.tries, body, to_ms(now + NEVER)) == 1)
}

/// The file may be read now. False: it was read before, or is somebody else's.
pub async fn wake(tx: &mut Tx, id: i64, by: AdultId, now: Instant) -> Stored<bool> {
    Ok(run!(tx, WAKE; id, by.0, to_ms(now)) == 1)
}

/// How many of one adult's are still to be read.
pub async fn count(tx: &mut Tx, by: AdultId) -> Stored<i64> {
    one!(tx, COUNT; by.0).map_or(Ok(0), |row| row.int("n"))
}

/// Forgets the oldest of one adult's that nobody has woken. False: there is none.
pub async fn forget_oldest(tx: &mut Tx, by: AdultId, now: Instant) -> Stored<bool> {
    Ok(run!(tx, FORGET; by.0, to_ms(now)) == 1)
}

/// Takes the one of a bot that is due the longest, until `lease`.
pub async fn claim(tx: &mut Tx, bot: &str, now: Instant, lease: Instant) -> Stored<Option<Sent>> {
    let Some(row) = one!(tx, CLAIM; bot, to_ms(now), to_ms(lease)) else {
        return Ok(None);
    };
    let id = row.int("id")?;
    let came = Came::open(tx, id, &row.text("body")?).await?;
    let (file, meant) = came.map_or((None, None), |came| (Some(came.file), came.meant));
    Ok(Some(Sent {
        id,
        account: row.id("account_id")?,
        by: row.id("adult_id")?,
        file,
        meant,
        tries: row.int("tries")?,
    }))
}

/// When the next one is due, of a bot or of all.
pub async fn next_due(tx: &mut Tx, bot: Option<&str>) -> Stored<Option<Instant>> {
    one!(tx, NEXT_DUE; bot).map_or(Ok(None), |row| row.maybe_moment("at_ms"))
}

/// It is tried again at `at`. False: somebody else has it.
pub async fn later(tx: &mut Tx, sent: &Sent, at: Instant) -> Stored<bool> {
    Ok(run!(tx, LATER; sent.id, sent.tries, to_ms(at)) == 1)
}

/// What was read waits for a yes, in the place of what the same person sent before. False: somebody else has it.
pub async fn ask(tx: &mut Tx, sent: &Sent, proposal: &Proposal) -> Stored<bool> {
    let mut children: Vec<ChildId> = proposal.pupils.iter().map(|pupil| pupil.child).collect();
    children.sort();
    children.dedup();
    let keys = vault::keys_to_write(tx, children.iter().copied()).await?;
    let own = vault::own_to_write(tx).await?;
    let text = serde_json::to_string(proposal).unwrap_or_default();
    let body = keys.seal_together(&children, &own, BODY, &text)?;
    let ids = serde_json::to_string(&children).unwrap_or_default();
    run!(tx, OTHERS; sent.by.0, sent.id);
    Ok(run!(tx, READ; sent.id, sent.tries, body, ids) == 1)
}

/// There was nothing to ask about. False: somebody else has it.
pub async fn done(tx: &mut Tx, sent: &Sent) -> Stored<bool> {
    Ok(run!(tx, DROP_FETCHED; sent.id, sent.tries) == 1)
}

/// What was found of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// `None`: it can no longer be read.
    pub proposal: Option<Proposal>,
    pub sent: Instant,
}

/// Takes a proposal out. `None`: it was taken over or refused before, or is somebody else's.
pub async fn take(tx: &mut Tx, id: i64, by: AdultId) -> Stored<Option<Taken>> {
    let Some(row) = one!(tx, TAKE; id, by.0) else {
        return Ok(None);
    };
    let children: Vec<ChildId> = row.json("children")?;
    let keys = vault::keys(tx, children.iter().copied()).await?;
    let own = vault::own(tx).await?;
    let body = row.text("body")?;
    let text = keys.open_together(&children, &own, BODY, &body)?;
    Ok(Some(Taken {
        proposal: text.and_then(|text| serde_json::from_str(&text).ok()),
        sent: row.moment("sent_ms")?,
    }))
}
