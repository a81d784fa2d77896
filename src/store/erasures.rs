//! Taking away what is kept of one child: whole, or what the school need not keep. Decides nothing.

use super::{Stored, Tx};
use crate::base::{AdultId, ChildId};

/// `model::message::Content` of a note whose words are gone.
pub const NO_WORDS: &str = r#"{"is":"text","html":""}"#;

statements! {
    // What a teacher wrote beyond the school's duty (domain 6, "Parent asks to delete").
    OPTIONAL = "DELETE FROM entries WHERE child_id = $1 AND kind IN ('mood', 'conduct', 'life', 'sentence')";
    NOTES = "UPDATE notes SET content = $3, album = NULL WHERE thread_id IN (SELECT id FROM threads WHERE child_id = $1 AND (CAST($2 AS BIGINT) IS NULL OR adult_id = $2)) AND content <> $3";
    COMING = "DELETE FROM coming WHERE child_id = $1";
    OUTBOX = "UPDATE outbox SET body = '' WHERE state NOT IN ('waiting', 'claimed') AND body <> '' AND settled_ms IS NOT NULL AND ',' || REPLACE(REPLACE(children, '[', ''), ']', '') || ',' LIKE '%,' || CAST($1 AS TEXT) || ',%'";
    PARENTS = "UPDATE parents SET place = NULL, time_zone = NULL WHERE child_id = $1";
    CHILD = "UPDATE children SET short_name = NULL, phone = NULL, line = NULL, lives_with_note = NULL WHERE id = $1";
    REQUESTS = "UPDATE requests SET words = NULL WHERE child_id = $1 AND state <> 'open'";
}

/// Removes the entries the school need not keep. Gives how many.
pub async fn optional(tx: &mut Tx, child: ChildId) -> Stored<u64> {
    Ok(run!(tx, OPTIONAL; child.0))
}

/// Empties the notes of a child's threads: of one adult's, or of all. Files go with them: what was
/// kept of a file is its reference.
pub async fn notes(tx: &mut Tx, child: ChildId, adult: Option<AdultId>) -> Stored<u64> {
    Ok(run!(tx, NOTES; child.0, adult.map(|a| a.0), NO_WORDS))
}

/// The rest of what only the messenger's service needs.
pub async fn rest(tx: &mut Tx, child: ChildId) -> Stored<()> {
    run!(tx, COMING; child.0);
    run!(tx, OUTBOX; child.0);
    run!(tx, PARENTS; child.0);
    run!(tx, CHILD; child.0);
    run!(tx, REQUESTS; child.0);
    Ok(())
}
