//! Notes and the threads they belong to, and which note an answered message of ours was.

use super::vault::{self, Keys};
use super::{StoreError, Stored, Tx, tx::Cells};
use crate::base::{AccountId, AdultId, ChildId, Env, Instant, NoteId, ThreadId, UnitId, to_ms};
use crate::model::message::Content;
use sqlx::any::AnyRow;

statements! {
    OPEN = "INSERT INTO threads (id, child_id, adult_id) VALUES ($1, $2, $3) ON CONFLICT (child_id, adult_id) DO NOTHING";
    OF_PAIR = "SELECT id AS thread_id, child_id, adult_id FROM threads WHERE child_id = $1 AND adult_id = $2";
    PUT = "INSERT INTO notes (id, thread_id, by_adult, class_id, content, sent_to, account_id, message, album, written_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    GET = "SELECT n.id, n.by_adult, n.class_id, n.content, n.sent_to, n.thread_id, t.child_id, t.adult_id FROM notes n JOIN threads t ON t.id = n.thread_id WHERE n.id = $1";
    BY_SOURCE = "SELECT n.id, n.by_adult, n.class_id, n.content, n.sent_to, n.thread_id, t.child_id, t.adult_id FROM notes n JOIN threads t ON t.id = n.thread_id WHERE n.account_id = $1 AND n.message = $2 AND NOT EXISTS (SELECT 1 FROM notes later WHERE later.account_id = n.account_id AND later.message = n.message AND later.thread_id = n.thread_id AND later.id > n.id) ORDER BY n.id";
    OF_ALBUM = "SELECT n.id, n.by_adult, n.class_id, n.content, n.sent_to, n.thread_id, t.child_id, t.adult_id FROM notes n JOIN threads t ON t.id = n.thread_id WHERE n.account_id = $1 AND n.album = $2 ORDER BY n.id";
    ABOUT = "SELECT t.child_id FROM notes n JOIN threads t ON t.id = n.thread_id WHERE n.id = $1";
    REWRITE = "UPDATE notes SET content = $2 WHERE id = $1";
    // Any message of an album, as in `outbox_view`.
    RELAYED = "SELECT dedup_key FROM outbox WHERE bot_id = $1 AND chat_id = $2 AND remote_id IS NOT NULL AND remote_id <= $3 AND remote_id > CAST($3 AS BIGINT) - 10 AND (remote_id = $3 OR remote_id + parts > $3) AND kind = 'note' ORDER BY remote_id DESC, id DESC LIMIT 1";
}

/// The conversation between one family adult and the school about one child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thread {
    pub id: ThreadId,
    pub child: ChildId,
    /// The family's side of it.
    pub adult: AdultId,
}

/// One note as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub id: NoteId,
    pub thread: Thread,
    pub by: AdultId,
    /// Set when it went to all families of a class.
    pub class: Option<UnitId>,
    pub content: Content,
    pub sent_to: Vec<AdultId>,
}

/// Where a note was written: the account, and the messenger's id of the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub account: AccountId,
    pub message: i64,
    /// The messenger's name of the album it is an item of.
    pub album: Option<String>,
}

fn thread(row: &AnyRow) -> Stored<Thread> {
    Ok(Thread {
        id: row.id("thread_id")?,
        child: row.id("child_id")?,
        adult: row.id("adult_id")?,
    })
}

/// What its values are sealed for: a copy in every thread, each with its own child's key.
pub(super) const CONTENT: &str = "notes.content";

/// `None`: what was written is no longer kept.
fn note(row: &AnyRow, keys: &Keys) -> Stored<Option<Note>> {
    let thread = thread(row)?;
    let Some(content) = keys.open(thread.child, CONTENT, &row.text("content")?)? else {
        return Ok(None);
    };
    let unreadable = |_| StoreError::Unreadable { column: CONTENT };
    Ok(Some(Note {
        id: row.id("id")?,
        thread,
        by: row.id("by_adult")?,
        class: row.maybe_id("class_id")?,
        content: serde_json::from_str(&content).map_err(unreadable)?,
        sent_to: row.json("sent_to")?,
    }))
}

async fn opened(tx: &mut Tx, rows: Vec<AnyRow>) -> Stored<Vec<Note>> {
    let keys = vault::keys_in(tx, &rows, "child_id").await?;
    let notes = rows.iter().map(|row| note(row, &keys));
    notes.filter_map(Result::transpose).collect()
}

/// The thread of a pair, opened at the first note.
pub async fn open(tx: &mut Tx, env: &Env, child: ChildId, adult: AdultId) -> Stored<Thread> {
    let id: ThreadId = env.id();
    run!(tx, OPEN; id.0, child.0, adult.0);
    match one!(tx, OF_PAIR; child.0, adult.0) {
        Some(row) => thread(&row),
        None => Err(StoreError::Unreadable {
            column: "thread_id",
        }),
    }
}

/// Keeps a note that is being relayed.
pub async fn put(tx: &mut Tx, note: &Note, source: &Source, now: Instant) -> Stored<()> {
    let json = |column| move |_| StoreError::Unreadable { column };
    let content = serde_json::to_string(&note.content).map_err(json("content"))?;
    let content = vault::seal(tx, note.thread.child, CONTENT, &content).await?;
    let sent_to = serde_json::to_string(&note.sent_to).map_err(json("sent_to"))?;
    run!(tx, PUT; note.id.0, note.thread.id.0, note.by.0, note.class.map(|c| c.0), content,
        sent_to, source.account.0, source.message, source.album.clone(), to_ms(now));
    Ok(())
}

/// One note with its thread.
pub async fn get(tx: &mut Tx, id: NoteId) -> Stored<Option<Note>> {
    let row = one!(tx, GET; id.0);
    Ok(opened(tx, row.into_iter().collect()).await?.pop())
}

/// What was made of one written message: its newest note in every thread it went to.
pub async fn by_source(tx: &mut Tx, account: AccountId, message: i64) -> Stored<Vec<Note>> {
    let rows = all!(tx, BY_SOURCE; account.0, message);
    opened(tx, rows).await
}

/// The notes made of one album, oldest first: more than one per thread when a part of it came late.
pub async fn of_album(tx: &mut Tx, account: AccountId, album: &str) -> Stored<Vec<Note>> {
    let rows = all!(tx, OF_ALBUM; account.0, album);
    opened(tx, rows).await
}

/// The note has more than when it was written: its album grew.
pub async fn rewrite(tx: &mut Tx, id: NoteId, content: &Content) -> Stored<()> {
    let unwritable = |_| StoreError::Unreadable { column: "content" };
    let content = serde_json::to_string(content).map_err(unwritable)?;
    let Some(row) = one!(tx, ABOUT; id.0) else {
        return Ok(());
    };
    let content = vault::seal(tx, row.id("child_id")?, CONTENT, &content).await?;
    run!(tx, REWRITE; id.0, content);
    Ok(())
}

/// The outbox key of one part of a note for one reader. [`relayed`] reads it back.
pub fn part_key(note: NoteId, to: AdultId, part: usize) -> String {
    format!("note:{note}:{to}:{part}")
}

/// The note our message `remote` in this chat carried.
pub async fn relayed(tx: &mut Tx, bot: &str, chat: i64, remote: i64) -> Stored<Option<NoteId>> {
    let Some(row) = one!(tx, RELAYED; bot, chat, remote) else {
        return Ok(None);
    };
    let key = row.maybe_text("dedup_key")?.unwrap_or_default();
    Ok(key
        .strip_prefix("note:")
        .and_then(|rest| rest.split(':').next())
        .and_then(|id| id.parse().ok())
        .map(NoteId))
}
