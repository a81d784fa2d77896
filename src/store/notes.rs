//! Notes and the threads they belong to, and which note an answered message of ours was.

use super::erasure::NO_WORDS;
use super::outbox_view::OutboxState;
use super::vault::{self, Keys};
use super::{StoreError, Stored, Tx, tx::Cells};
use crate::base::{
    AccountId, AdultId, ChildId, Env, Instant, MailingId, NoteId, OutboxId, ThreadId, UnitId,
    Vocabulary, to_ms,
};
use crate::model::message::{Content, Lane};
use crate::model::visibility::{Audience, Party};
use sqlx::any::AnyRow;
use std::collections::BTreeSet;

statements! {
    OPEN = "INSERT INTO threads (id, child_id, adult_id) VALUES ($1, $2, $3) ON CONFLICT (child_id, adult_id) DO NOTHING";
    OF_PAIR = "SELECT id AS thread_id, child_id, adult_id FROM threads WHERE child_id = $1 AND adult_id = $2";
    PUT = "INSERT INTO notes (id, thread_id, by_adult, written_as, audience, class_id, content, sent_to, account_id, message, album, written_ms, mailing_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    GET = "SELECT n.id, n.by_adult, n.written_as, n.audience, n.taken_back_ms, n.class_id, n.mailing_id, n.content, n.sent_to, n.thread_id, t.child_id, t.adult_id FROM notes n JOIN threads t ON t.id = n.thread_id WHERE n.id = $1";
    BY_SOURCE = "SELECT n.id, n.by_adult, n.written_as, n.audience, n.taken_back_ms, n.class_id, n.mailing_id, n.content, n.sent_to, n.thread_id, t.child_id, t.adult_id FROM notes n JOIN threads t ON t.id = n.thread_id WHERE n.account_id = $1 AND n.message = $2 AND n.taken_back_ms IS NULL AND NOT EXISTS (SELECT 1 FROM notes later WHERE later.account_id = n.account_id AND later.message = n.message AND later.thread_id = n.thread_id AND later.id > n.id) ORDER BY n.id";
    SOURCE = "SELECT account_id, message, album FROM notes WHERE id = $1";
    OF_ALBUM = "SELECT n.id, n.by_adult, n.written_as, n.audience, n.taken_back_ms, n.class_id, n.mailing_id, n.content, n.sent_to, n.thread_id, t.child_id, t.adult_id FROM notes n JOIN threads t ON t.id = n.thread_id WHERE n.account_id = $1 AND n.album = $2 ORDER BY n.id";
    ABOUT = "SELECT t.child_id FROM notes n JOIN threads t ON t.id = n.thread_id WHERE n.id = $1";
    OF_THREAD = "SELECT n.written_ms, n.id, n.by_adult, n.written_as, n.audience, n.taken_back_ms, n.class_id, n.mailing_id, n.content, n.sent_to, n.thread_id, t.child_id, t.adult_id FROM notes n JOIN threads t ON t.id = n.thread_id WHERE t.child_id = $1 AND t.adult_id = $2 AND (n.taken_back_ms IS NULL OR n.by_adult = $2) ORDER BY n.id LIMIT $3";
    // As it was written, its changes, and the rest of the album it began.
    WRITTEN = "SELECT n.written_ms, n.id, n.by_adult, n.written_as, n.audience, n.taken_back_ms, n.class_id, n.mailing_id, n.content, n.sent_to, n.thread_id, t.child_id, t.adult_id FROM notes n JOIN threads t ON t.id = n.thread_id WHERE n.account_id = (SELECT s.account_id FROM notes s WHERE s.id = $1) AND (n.message = (SELECT s.message FROM notes s WHERE s.id = $1) OR n.album = (SELECT s.album FROM notes s WHERE s.id = $1)) ORDER BY n.written_ms, n.id";
    OF_MAILING = "SELECT n.written_ms, n.id, n.by_adult, n.written_as, n.audience, n.taken_back_ms, n.class_id, n.mailing_id, n.content, n.sent_to, n.thread_id, t.child_id, t.adult_id FROM notes n JOIN threads t ON t.id = n.thread_id WHERE n.mailing_id = $1 ORDER BY n.written_ms, n.id";
    FIRST_OF = "SELECT MIN(id) AS id FROM notes WHERE mailing_id = $1";
    TAKE_BACK = "UPDATE notes SET taken_back_ms = $2 WHERE id = $1 AND taken_back_ms IS NULL";
    COPIES = concat!("SELECT id, bot_id, chat_id, adult_id, ", stands!("outbox"), " AS state, lane, remote_id, parts FROM outbox WHERE dedup_key IN (SELECT value FROM json_each($1)) ORDER BY id"),
        concat!("SELECT id, bot_id, chat_id, adult_id, ", stands!("outbox"), " AS state, lane, remote_id, parts FROM outbox WHERE dedup_key IN (SELECT value FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))) ORDER BY id");
    CARRIED = "SELECT dedup_key, children FROM outbox WHERE kind IN ('note', 'letter') AND id IN (SELECT value FROM json_each($1)) ORDER BY id",
        "SELECT dedup_key, children FROM outbox WHERE kind IN ('note', 'letter') AND id IN (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))) ORDER BY id";
    REWRITE = "UPDATE notes SET content = $2 WHERE id = $1";
    // Any message of an album, as in `outbox_view`. A reply is one that a code showed (`service::cover`).
    RELAYED = "SELECT dedup_key FROM outbox WHERE bot_id = $1 AND chat_id = $2 AND remote_id IS NOT NULL AND remote_id <= $3 AND remote_id > CAST($3 AS BIGINT) - 10 AND (remote_id = $3 OR remote_id + parts > $3) AND kind IN ('note', 'reply') AND dedup_key IS NOT NULL ORDER BY remote_id DESC, id DESC LIMIT 1";
}

/// The conversation of one family adult about one child, with the school and whoever else may read it
/// (`model::visibility`).
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
    pub written_as: Party,
    /// For whom of the child's people it is.
    pub audience: Audience,
    /// Set when it went to all families of a class.
    pub class: Option<UnitId>,
    /// Of which mailing it is a copy; none is one a family wrote.
    pub mailing: Option<MailingId>,
    pub content: Content,
    pub sent_to: Vec<AdultId>,
    /// Its writer does not want it seen any more.
    pub taken_back: bool,
}

/// One message that carries a part of a note to one reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carrier {
    pub id: OutboxId,
    pub bot: String,
    pub chat: i64,
    pub adult: Option<AdultId>,
    pub state: OutboxState,
    /// It waits for nobody's hours.
    pub urgent: bool,
    /// The messenger's number of it, the first of `parts` where it is an album.
    pub remote: Option<i64>,
    pub parts: i64,
}

/// More messages than a note can have for one reader: what is written in the messenger fills three at most.
const MOST_PARTS: usize = 16;

impl Note {
    /// Whether this adult wrote or got it: nobody else can answer.
    pub fn is_between(&self, adult: AdultId) -> bool {
        self.by == adult || self.sent_to.contains(&adult)
    }
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

/// What a note says as stored; one whose words were taken away says so without a seal.
fn content(keys: &Keys, child: ChildId, stored: String) -> Stored<Option<String>> {
    match stored == NO_WORDS {
        true => Ok(Some(stored)),
        false => keys.open(child, CONTENT, &stored),
    }
}

fn maybe_word<T: Vocabulary>(row: &AnyRow, column: &'static str) -> Stored<Option<T>> {
    let word = row.maybe_text(column)?;
    word.map(|word| T::of(&word).ok_or(StoreError::Unreadable { column }))
        .transpose()
}

/// `None`: what was written is no longer kept.
fn note(row: &AnyRow, keys: &Keys) -> Stored<Option<Note>> {
    let thread = thread(row)?;
    let Some(content) = content(keys, thread.child, row.text("content")?)? else {
        return Ok(None);
    };
    let unreadable = |_| StoreError::Unreadable { column: CONTENT };
    let (by, class) = (row.id("by_adult")?, row.maybe_id("class_id")?);
    // Releases before the table of who sees what wrote neither: family in its own thread, else the school.
    let usual = match thread.adult == by {
        true => Party::Parent,
        false => Party::Teacher,
    };
    let for_whom = class.map_or(Audience::All, |_: UnitId| Audience::Class);
    Ok(Some(Note {
        id: row.id("id")?,
        thread,
        by,
        written_as: maybe_word(row, "written_as")?.unwrap_or(usual),
        audience: maybe_word(row, "audience")?.unwrap_or(for_whom),
        class,
        mailing: row.maybe_id("mailing_id")?,
        content: serde_json::from_str(&content).map_err(unreadable)?,
        sent_to: row.json("sent_to")?,
        taken_back: row.maybe_moment("taken_back_ms")?.is_some(),
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
    run!(tx, PUT; note.id.0, note.thread.id.0, note.by.0, note.written_as.as_str(),
        note.audience.as_str(), note.class.map(|c| c.0), content, sent_to, source.account.0,
        source.message, source.album.clone(), to_ms(now), note.mailing.map(|m| m.0));
    Ok(())
}

/// One note with its thread.
pub async fn get(tx: &mut Tx, id: NoteId) -> Stored<Option<Note>> {
    let row = one!(tx, GET; id.0);
    Ok(opened(tx, row.into_iter().collect()).await?.pop())
}

/// Where one note was written.
pub async fn source(tx: &mut Tx, id: NoteId) -> Stored<Option<Source>> {
    one!(tx, SOURCE; id.0)
        .map(|row| {
            Ok(Source {
                account: row.id("account_id")?,
                message: row.int("message")?,
                album: row.maybe_text("album")?,
            })
        })
        .transpose()
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

/// The notes of one adult's own thread about a child with the moment each was written, oldest first.
pub async fn of_thread(
    tx: &mut Tx,
    child: ChildId,
    adult: AdultId,
    limit: i64,
) -> Stored<Vec<(Instant, Note)>> {
    let rows = all!(tx, OF_THREAD; child.0, adult.0, limit);
    dated(tx, rows).await
}

async fn dated(tx: &mut Tx, rows: Vec<AnyRow>) -> Stored<Vec<(Instant, Note)>> {
    let keys = vault::keys_in(tx, &rows, "child_id").await?;
    let notes = rows.iter().map(|row| {
        let at = row.moment("written_ms")?;
        Ok(note(row, &keys)?.map(|note| (at, note)))
    });
    notes.filter_map(Result::transpose).collect()
}

/// All that became of the message of which this note was made, in every thread, with the moment of each: changes
/// and the further items of an album too, also what was taken back.
pub async fn written(tx: &mut Tx, note: NoteId) -> Stored<Vec<(Instant, Note)>> {
    let rows = all!(tx, WRITTEN; note.0);
    dated(tx, rows).await
}

/// All notes of one mailing, with the moment of each, also what was taken back.
pub async fn of_mailing(tx: &mut Tx, mailing: MailingId) -> Stored<Vec<(Instant, Note)>> {
    let rows = all!(tx, OF_MAILING; mailing.0);
    dated(tx, rows).await
}

/// The note a mailing began with.
pub async fn first_of(tx: &mut Tx, mailing: MailingId) -> Stored<Option<NoteId>> {
    one!(tx, FIRST_OF; mailing.0).map_or(Ok(None), |row| row.maybe_id("id"))
}

/// Nobody sees or answers the note any more. When and by whom it was written stays for the trace.
pub async fn take_back(tx: &mut Tx, id: NoteId, now: Instant) -> Stored<()> {
    run!(tx, TAKE_BACK; id.0, to_ms(now));
    Ok(())
}

/// The messages that carry or carried this note, its reminder too, as long as the outbox keeps them.
pub async fn copies(tx: &mut Tx, note: &Note) -> Stored<Vec<Carrier>> {
    let parts = |to: &AdultId| {
        let to = *to;
        let parts = (0..MOST_PARTS).map(move |part| part_key(note.id, to, part));
        parts.chain([super::receipts::reminder_key(note.id, to)])
    };
    let keys: Vec<String> = note.sent_to.iter().flat_map(parts).collect();
    let rows = all!(tx, COPIES; serde_json::Value::from(keys).to_string());
    let copy = |row: &AnyRow| {
        Ok(Carrier {
            id: row.id("id")?,
            bot: row.text("bot_id")?,
            chat: row.int("chat_id")?,
            adult: row.maybe_id("adult_id")?,
            state: row.word("state")?,
            urgent: Lane::from_rank(row.int("lane")?) == Lane::Urgent,
            remote: row.maybe_int("remote_id")?,
            parts: row.int("parts")?,
        })
    };
    rows.iter().map(copy).collect()
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
    Ok(of_key(&key))
}

/// Of which note a row with this key of the outbox carries a part.
pub fn of_key(key: &str) -> Option<NoteId> {
    let id = key.strip_prefix("note:")?.split(':').next()?;
    id.parse().ok().map(NoteId)
}

/// What people wrote that rows of the outbox carry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// Notes, each with whom the row was for.
    pub notes: BTreeSet<(NoteId, AdultId)>,
    /// The keys of parts of letters to and from a child, each with whom it is about.
    pub letters: BTreeSet<(String, ChildId)>,
}

/// What these rows of the outbox carry. Asked before they are withdrawn: then their keys are gone.
pub async fn carried(tx: &mut Tx, rows: &[OutboxId]) -> Stored<Carried> {
    let mut out = Carried::default();
    if rows.is_empty() {
        return Ok(out);
    }
    let ids = super::sql::json_ids(rows.iter().map(|id| id.0));
    for row in all!(tx, CARRIED; ids) {
        let Some(key) = row.maybe_text("dedup_key")? else {
            continue;
        };
        if let Some(note) = of_key(&key) {
            let to = key.split(':').nth(2).and_then(|to| to.parse().ok());
            out.notes.extend(to.map(|to| (note, AdultId(to))));
        } else {
            let children: Vec<ChildId> = row.json("children")?;
            out.letters
                .extend(children.first().map(|child| (key, *child)));
        }
    }
    Ok(out)
}
