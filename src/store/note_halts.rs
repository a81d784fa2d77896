//! Who gets no notes in which conversation for now, and which notes wait for it. Decides nothing.

use super::notes::Thread;
use super::{Stored, Tx, tx::Cells};
use crate::base::{AdultId, ChildId, HaltId, NoteId};
use sqlx::any::AnyRow;

statements! {
    PUT = "INSERT INTO note_halts (id, thread_id, by_adult, of_staff, writer, after_note) SELECT $1, $2, $3, $4, $5, COALESCE(MAX(n.id), 0) FROM notes n WHERE n.thread_id = $2 ON CONFLICT (thread_id, by_adult, of_staff) DO NOTHING",
        "INSERT INTO note_halts (id, thread_id, by_adult, of_staff, writer, after_note) SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS BIGINT), COALESCE(MAX(n.id), 0) FROM notes n WHERE n.thread_id = CAST($2 AS BIGINT) ON CONFLICT (thread_id, by_adult, of_staff) DO NOTHING";
    GET = "SELECT h.id, h.thread_id, h.by_adult, h.of_staff, h.writer, h.after_note, t.child_id, t.adult_id FROM note_halts h JOIN threads t ON t.id = h.thread_id WHERE h.id = $1";
    STANDING = "SELECT h.id, h.thread_id, h.by_adult, h.of_staff, h.writer, h.after_note, t.child_id, t.adult_id FROM note_halts h JOIN threads t ON t.id = h.thread_id WHERE t.child_id = $1 AND t.adult_id = $2 AND h.by_adult = $3 AND h.of_staff = $4";
    END = "DELETE FROM note_halts WHERE id = $1";
    WAITING = "SELECT id FROM notes WHERE thread_id = $1 AND id > $2 AND taken_back_ms IS NULL ORDER BY id";
}

/// One reader gets no notes of one side in one conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Halt {
    pub id: HaltId,
    pub thread: Thread,
    /// Whose wish it is.
    pub by: AdultId,
    /// Whether it is about what the school and the care home write; else what the family writes.
    pub of_staff: bool,
    /// Who had written the note at which they stopped.
    pub writer: AdultId,
    /// What was written later waits.
    pub after: NoteId,
}

impl Halt {
    /// Whether this adult is one of those it is between.
    pub fn is_between(&self, adult: AdultId) -> bool {
        [self.by, self.writer, self.thread.adult].contains(&adult)
    }
}

fn halt(row: &AnyRow) -> Stored<Halt> {
    Ok(Halt {
        id: row.id("id")?,
        thread: Thread {
            id: row.id("thread_id")?,
            child: row.id("child_id")?,
            adult: row.id("adult_id")?,
        },
        by: row.id("by_adult")?,
        of_staff: row.flag("of_staff")?,
        writer: row.id("writer")?,
        after: row.id("after_note")?,
    })
}

/// From the newest note of the thread on. False: it stands already.
pub async fn put(
    tx: &mut Tx,
    id: HaltId,
    thread: Thread,
    (by, writer): (AdultId, AdultId),
    of_staff: bool,
) -> Stored<bool> {
    let of_staff = i64::from(of_staff);
    Ok(run!(tx, PUT; id.0, thread.id.0, by.0, of_staff, writer.0) == 1)
}

/// `None`: it has ended, or never was.
pub async fn get(tx: &mut Tx, id: HaltId) -> Stored<Option<Halt>> {
    one!(tx, GET; id.0).as_ref().map(halt).transpose()
}

/// Whether notes of this side, in the thread of `thread` about the child, do not reach `reader` for now.
pub async fn standing(
    tx: &mut Tx,
    (child, thread): (ChildId, AdultId),
    reader: AdultId,
    of_staff: bool,
) -> Stored<Option<Halt>> {
    let of_staff = i64::from(of_staff);
    one!(tx, STANDING; child.0, thread.0, reader.0, of_staff)
        .as_ref()
        .map(halt)
        .transpose()
}

/// False: it had ended.
pub async fn end(tx: &mut Tx, id: HaltId) -> Stored<bool> {
    Ok(run!(tx, END; id.0) == 1)
}

/// The notes of the thread since, oldest first, whoever wrote them.
pub async fn since(tx: &mut Tx, halt: &Halt) -> Stored<Vec<NoteId>> {
    let rows = all!(tx, WAITING; halt.thread.id.0, halt.after.0);
    rows.iter().map(|row| row.id("id")).collect()
}
