//! What is left of a child whose key is destroyed: ids, so that the audit still says what was done.
//! Everything that could be read without the key goes. Decides nothing.

use super::{Stored, Tx, outbox_waiting, vault};
use crate::base::{ChildId, Instant, to_ms};

statements! {
    // Whose conversation may stand at this child: the family's and the staff's.
    DIALOGUES = "UPDATE accounts SET dialogue = NULL WHERE adult_id IN
             (SELECT l.adult_id FROM links l WHERE l.child_id = $1
              UNION SELECT p.adult_id FROM posts p JOIN children c ON c.id = $1
              WHERE p.unit_id IN (c.class_id, c.school_id, COALESCE(c.home_id, c.class_id)))";

    // Screens do not say about whom they are; those of the same people go.
    SCREENS = "UPDATE outbox SET body = '' WHERE body <> '' AND kind IN ('reply', 'toast') AND adult_id IN
             (SELECT l.adult_id FROM links l WHERE l.child_id = $1
              UNION SELECT p.adult_id FROM posts p JOIN children c ON c.id = $1
              WHERE p.unit_id IN (c.class_id, c.school_id, COALESCE(c.home_id, c.class_id)))";

    SAID = "UPDATE outbox SET body = '' WHERE body <> ''
           AND ',' || REPLACE(REPLACE(children, '[', ''), ']', '') || ',' LIKE '%,' || CAST($1 AS TEXT) || ',%'";

    // An update that was put aside, from somebody of the family.
    HEARD = "UPDATE inbox SET body = '', state = 'done', settled_ms = $2, problem = NULL
         WHERE state = 'parked' AND EXISTS (SELECT 1 FROM accounts a JOIN links l ON l.adult_id = a.adult_id
             WHERE a.bot_id = inbox.bot_id AND a.chat_id = inbox.chat_id AND l.child_id = $1)";

    ENTRIES = "DELETE FROM entries WHERE child_id = $1";
    COMING = "DELETE FROM coming WHERE child_id = $1";
    CHECK_INS = "DELETE FROM check_ins WHERE child_id = $1";
    PARENTS = "DELETE FROM parents WHERE child_id = $1";
    RELATIONS = "DELETE FROM relations WHERE child_id = $1";
    NOTES = "UPDATE notes SET content = $2 WHERE thread_id IN (SELECT id FROM threads WHERE child_id = $1)";
    TASKS = "UPDATE tasks SET key = 'erased-' || CAST(id AS TEXT), state = 'done', done_ms = COALESCE(done_ms, $2) WHERE child_id = $1";
    INVITATIONS = "UPDATE invitations SET state = 'withdrawn' WHERE child_id = $1 AND state = 'open'";
    LINKS = "UPDATE links SET shared_phone = NULL, number_check = NULL,
             to_ms = CASE WHEN state IN ('ended', 'excluded') THEN to_ms ELSE $2 END,
             state = CASE WHEN state = 'excluded' THEN state ELSE 'ended' END
         WHERE child_id = $1";
    // Whoever has it open by exception has it no longer.
    EXCEPTIONS = "UPDATE break_glass SET reason = $2, to_ms = CASE WHEN to_ms > $3 THEN $3 ELSE to_ms END
         WHERE child_id = $1";
    CHILD = "UPDATE children SET key = 'erased-' || CAST(id AS TEXT), name = $2, short_name = NULL,
             birth_date = NULL, phone = NULL, line = NULL, home_id = NULL, lives_with = 'unknown',
             lives_with_note = NULL, programme = 'closed', imported = NULL, updated_ms = $3
         WHERE id = $1";

    // After a restore: children whose key was destroyed since, or is in no file that was kept.
    LOST = "SELECT c.id FROM children c WHERE c.name LIKE 'v1.child._%' AND NOT EXISTS
             (SELECT 1 FROM child_keys k WHERE k.child_id = c.id AND k.wrapped IS NOT NULL)
         ORDER BY c.id";
}

/// Destroys the key and takes away what could be read without it, in this transaction.
pub async fn erase(tx: &mut Tx, child: ChildId, now: Instant) -> Stored<()> {
    vault::destroy(tx, child, now).await?;
    outbox_waiting::withdraw_child(tx, now, child).await?;
    run!(tx, DIALOGUES; child.0);
    run!(tx, SCREENS; child.0);
    run!(tx, SAID; child.0);
    run!(tx, HEARD; child.0, to_ms(now));
    for gone in [ENTRIES, COMING, CHECK_INS, PARENTS, RELATIONS] {
        run!(tx, gone; child.0);
    }
    run!(tx, NOTES; child.0, vault::GONE);
    run!(tx, TASKS; child.0, to_ms(now));
    run!(tx, INVITATIONS; child.0);
    run!(tx, LINKS; child.0, to_ms(now));
    run!(tx, EXCEPTIONS; child.0, vault::GONE, to_ms(now));
    run!(tx, CHILD; child.0, vault::GONE, to_ms(now));
    Ok(())
}

/// The children of a restored database that nobody can read any more.
pub(super) async fn lost(tx: &mut Tx) -> Stored<Vec<ChildId>> {
    use super::tx::Cells;
    all!(tx, LOST).iter().map(|row| row.id("id")).collect()
}
