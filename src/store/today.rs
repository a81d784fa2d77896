//! What waits for the people of one class or school, each statement at most so many rows, oldest first. Walks
//! from the unit's children: another school's rows are never touched.

use super::tasks::TaskKind;
use super::{Stored, Tx, tx::Cells};
use crate::base::{AdultId, ChildId, Instant, NoteId, TaskId, ThreadId, UnitId};

macro_rules! questions {
    ($got:literal, $adult:literal) => {
        concat!(
            "SELECT e.id, e.sent_to, e.written_ms, t.child_id, t.adult_id
             FROM children c CROSS JOIN threads t CROSS JOIN notes e
             WHERE (c.school_id = $1 OR c.class_id = $1) AND t.child_id = c.id AND e.thread_id = t.id
               AND e.by_adult = t.adult_id AND e.taken_back_ms IS NULL AND e.id > COALESCE(t.settled_note, 0)
               AND NOT EXISTS (SELECT 1 FROM notes f WHERE f.thread_id = t.id AND f.account_id = e.account_id
                 AND f.message = e.message AND f.id < e.id)
               AND EXISTS (SELECT 1 FROM ",
            $got,
            " WHERE NOT EXISTS (SELECT 1 FROM links l WHERE l.child_id = t.child_id AND l.adult_id = ",
            $adult,
            ")) AND e.id > COALESCE((SELECT MAX(a.id) FROM notes a
                 WHERE a.thread_id = t.id AND a.by_adult <> t.adult_id AND a.taken_back_ms IS NULL
                   AND a.class_id IS NULL AND COALESCE(a.audience, 'all') <> 'class'
                   AND (a.written_as IS NULL OR a.written_as IN ('teacher', 'school_lead', 'home_staff'))
                   AND NOT EXISTS (SELECT 1 FROM notes b WHERE b.thread_id = t.id
                     AND b.account_id = a.account_id AND b.message = a.message AND b.id < a.id)), 0)
             ORDER BY e.written_ms, e.id LIMIT $2"
        )
    };
}

statements! {
    // The notes of the family that the school got, since somebody of it last wrote in this thread or said that no
    // answer is needed. What went to several families answers none, and neither do whoever is at home and other
    // words for what was said before.
    QUESTIONS = questions!("json_each(e.sent_to) AS g", "g.value"),
        questions!("json_array_elements_text(CAST(e.sent_to AS JSON)) AS g (value)", "CAST(g.value AS BIGINT)");

    TASKS = "SELECT k.id, k.kind, k.key, k.child_id, k.adult_id, k.created_ms
        FROM children c CROSS JOIN tasks k
        WHERE (c.school_id = $1 OR c.class_id = $1) AND k.child_id = c.id AND k.state = 'open'
          AND k.kind IN ('missed_check_in', 'problem', 'ring_guardian', 'ring_absent', 'unreachable', 'silent', 'please_visit', 'urgent_unseen', 'notes_halted')
        ORDER BY k.created_ms, k.id LIMIT $2";

    APPROVALS = "SELECT l.child_id, l.adult_id, COALESCE(l.asked_ms, l.created_ms) AS since_ms
        FROM children c CROSS JOIN links l
        WHERE (c.school_id = $1 OR c.class_id = $1) AND l.child_id = c.id AND l.state = 'awaiting_approval'
        ORDER BY COALESCE(l.asked_ms, l.created_ms), l.id LIMIT $2";

    SETTLE = "UPDATE threads SET settled_note = $2 WHERE id = $1 AND COALESCE(settled_note, 0) < $2";
}

/// A family's note nobody has answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub note: NoteId,
    pub child: ChildId,
    /// Who wrote it.
    pub adult: AdultId,
    /// Who got it.
    pub sent_to: Vec<AdultId>,
    pub written: Instant,
}

/// An open task about a child, of those kinds a class teacher can end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub id: TaskId,
    pub kind: TaskKind,
    /// What it was opened with.
    pub key: String,
    pub child: ChildId,
    pub adult: Option<AdultId>,
    pub since: Instant,
}

/// Somebody who asks to be linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asking {
    pub child: ChildId,
    pub adult: AdultId,
    pub since: Instant,
}

/// The unanswered notes of the families of a unit; of one thread there may be several.
pub async fn questions(tx: &mut Tx, unit: UnitId, limit: i64) -> Stored<Vec<Question>> {
    all!(tx, QUESTIONS; unit.0, limit)
        .iter()
        .map(|row| {
            Ok(Question {
                note: row.id("id")?,
                child: row.id("child_id")?,
                adult: row.id("adult_id")?,
                sent_to: row.json("sent_to")?,
                written: row.moment("written_ms")?,
            })
        })
        .collect()
}

/// The open tasks about the children of a unit.
pub async fn tasks(tx: &mut Tx, unit: UnitId, limit: i64) -> Stored<Vec<Due>> {
    all!(tx, TASKS; unit.0, limit)
        .iter()
        .map(|row| {
            let key = row.text("key")?;
            let (_, key) = key.split_once(':').unwrap_or_default();
            Ok(Due {
                id: row.id("id")?,
                kind: row.word("kind")?,
                key: key.to_owned(),
                child: row.id("child_id")?,
                adult: row.maybe_id("adult_id")?,
                since: row.moment("created_ms")?,
            })
        })
        .collect()
}

/// Those who wait to be linked to a child of a unit.
pub async fn approvals(tx: &mut Tx, unit: UnitId, limit: i64) -> Stored<Vec<Asking>> {
    all!(tx, APPROVALS; unit.0, limit)
        .iter()
        .map(|row| {
            Ok(Asking {
                child: row.id("child_id")?,
                adult: row.id("adult_id")?,
                since: row.moment("since_ms")?,
            })
        })
        .collect()
}

/// Nothing up to this note waits for an answer any more. False when that was said already.
pub async fn settle(tx: &mut Tx, thread: ThreadId, note: NoteId) -> Stored<bool> {
    Ok(run!(tx, SETTLE; thread.0, note.0) == 1)
}
