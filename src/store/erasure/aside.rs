//! What the school need not keep goes at once; while a concern about the child is open it is put aside, out
//! of the record, and goes when the concern ends. So does a whole record that waits for that.

use chrono::TimeDelta;

use crate::base::{AdultId, ChildId, Instant, to_ms};
use crate::store::tx::Cells;
use crate::store::{Stored, Tx};

/// `model::message::Content` of a note whose words are gone.
pub(in crate::store) const NO_WORDS: &str = r#"{"is":"text","html":""}"#;

/// So long a record waits for the last letters of its concern to be out.
const LETTERS: TimeDelta = TimeDelta::days(1);

// What a teacher wrote beyond the school's duty (domain 6, "Parent asks to delete").
macro_rules! optional {
    () => {
        "child_id = $1 AND kind IN ('mood', 'conduct', 'life', 'sentence')"
    };
}

// The notes between one adult and the school.
macro_rules! between {
    () => {
        "thread_id IN (SELECT id FROM threads WHERE child_id = $1 AND adult_id = $2) AND content <> $3"
    };
}

macro_rules! ready {
    ($what:literal) => {
        concat!(
            "SELECT ",
            $what,
            " FROM held_erasures h WHERE h.child_id NOT IN ",
            under_concern!(),
            " AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.state = 'waiting'
                 AND o.action = 'hear_concern' AND o.created_ms > $1 AND ",
            among!("h.child_id", "o.children"),
            ")"
        )
    };
}

statements! {
    REMOVE = concat!("DELETE FROM entries WHERE ", optional!());
    EMPTY = concat!("UPDATE notes SET content = $3, album = NULL WHERE ", between!());
    KEEP_ENTRIES = concat!("INSERT INTO kept_entries (id, child_id, day, kind, slot, fact, by_adult, entered_ms)
         SELECT id, child_id, day, kind, slot, fact, by_adult, entered_ms FROM entries WHERE ", optional!());
    KEEP_NOTES = concat!("INSERT INTO kept_notes (note_id, child_id, content)
         SELECT id, $1, content FROM notes WHERE ", between!(), " ON CONFLICT (note_id) DO NOTHING");

    HOLD = "INSERT INTO held_erasures (child_id, asked_ms) VALUES ($1, $2) ON CONFLICT (child_id) DO NOTHING";
    IS_HELD = "SELECT COUNT(*) AS n FROM held_erasures WHERE child_id = $1";
    READY = concat!(ready!("h.child_id AS id"), " ORDER BY h.asked_ms, h.child_id LIMIT $2");
    ANY_READY = concat!("SELECT (", ready!("COUNT(*)"), ")
         + (SELECT COUNT(*) FROM kept_entries WHERE child_id NOT IN ", under_concern!(), ")
         + (SELECT COUNT(*) FROM kept_notes WHERE child_id NOT IN ", under_concern!(), ") AS n");
    LET_GO_ENTRIES = concat!("DELETE FROM kept_entries WHERE child_id NOT IN ", under_concern!());
    LET_GO_NOTES = concat!("DELETE FROM kept_notes WHERE child_id NOT IN ", under_concern!());
    HELD = "SELECT COUNT(*) AS n FROM held_erasures";
}

/// Removes the entries the school need not keep.
pub async fn remove(tx: &mut Tx, child: ChildId) -> Stored<()> {
    run!(tx, REMOVE; child.0);
    Ok(())
}

/// Empties the notes between one adult and the school. Files go with them: what was kept of a file is its
/// reference.
pub async fn empty_notes(tx: &mut Tx, child: ChildId, adult: AdultId) -> Stored<()> {
    run!(tx, EMPTY; child.0, adult.0, NO_WORDS);
    Ok(())
}

/// Keeps what [`remove`] and [`empty_notes`] are about to take away, out of everybody's sight.
pub async fn put_aside(tx: &mut Tx, child: ChildId, adult: AdultId) -> Stored<()> {
    run!(tx, KEEP_ENTRIES; child.0);
    run!(tx, KEEP_NOTES; child.0, adult.0, NO_WORDS);
    Ok(())
}

/// This record is erased when nothing about the child is open any more.
pub async fn hold(tx: &mut Tx, child: ChildId, now: Instant) -> Stored<()> {
    run!(tx, HOLD; child.0, to_ms(now));
    Ok(())
}

pub async fn is_held(tx: &mut Tx, child: ChildId) -> Stored<bool> {
    let row = one!(tx, IS_HELD; child.0);
    Ok(row.map_or(Ok(0), |row| row.int("n"))? > 0)
}

/// How many records wait to be erased. For the operator alone: it says that there are concerns.
pub async fn held(tx: &mut Tx) -> Stored<i64> {
    one!(tx, HELD).map_or(Ok(0), |row| row.int("n"))
}

/// The records that need wait no longer, the oldest wish first.
pub async fn ready(tx: &mut Tx, now: Instant, limit: i64) -> Stored<Vec<ChildId>> {
    let rows = all!(tx, READY; to_ms(now - LETTERS), limit);
    rows.iter().map(|row| row.id("id")).collect()
}

/// Whether anything that was held back can go.
pub async fn any_ready(tx: &mut Tx, now: Instant) -> Stored<bool> {
    let row = one!(tx, ANY_READY; to_ms(now - LETTERS));
    Ok(row.map_or(Ok(0), |row| row.int("n"))? > 0)
}

/// What was put aside goes where nothing about the child is open any more.
pub async fn let_go(tx: &mut Tx) -> Stored<()> {
    run!(tx, LET_GO_ENTRIES);
    run!(tx, LET_GO_NOTES);
    Ok(())
}
