//! The record itself: first out of everybody's sight, then gone.

use crate::base::{AdultId, ChildId, Instant, to_ms};
use crate::store::sql::json_ids;
use crate::store::tx::Cells;
use crate::store::{Sql, Stored, Tx, outbox_waiting, vault};

macro_rules! of_these {
    ($change:expr) => {
        Sql::pair(
            concat!($change, " adult_id IN (SELECT value FROM json_each($1))"),
            concat!(
                $change,
                " adult_id IN (SELECT CAST(value AS BIGINT)
                    FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)))"
            ),
        )
    };
}

const OF_ACCOUNTS: Sql = of_these!(
    "UPDATE accounts SET dialogue = NULL, offered = NULL WHERE (dialogue IS NOT NULL OR offered IS NOT NULL) AND"
);
// Its hour comes all the same, and its writer hears that it was not sent.
const OF_LATER: Sql = of_these!("UPDATE later_notes SET body = '' WHERE");
// What one of them sent, and as what: it was not looked into yet. They hear that the file could not be had.
const OF_SHEETS: Sql = of_these!("UPDATE week_sheets SET body = '' WHERE state = 'fetch' AND");
// One that waits and does not say about whom it is goes to nobody.
const OF_OUTBOX: Sql = of_these!(concat!(
    "UPDATE outbox SET body = '', settled_ms = COALESCE(settled_ms, $2),
         dedup_key = CASE WHEN state = 'waiting' THEN NULL ELSE dedup_key END,
         state = CASE WHEN state = 'waiting' THEN 'withdrawn' ELSE state END
     WHERE body <> '' AND kind IN ('reply', 'toast')
       AND (settled_ms IS NOT NULL OR (children = '[]' AND ",
    rests!(),
    ")) AND"
));

statements! {
    // Whose conversation, or whose last screens, may be about this child: the family's, the staff's up
    // to the county, and whoever had it open by exception.
    NEAR = "WITH RECURSIVE up (unit_id) AS (
             SELECT class_id FROM children WHERE id = $1
             UNION SELECT u.parent_id FROM up JOIN units u ON u.id = up.unit_id WHERE u.parent_id IS NOT NULL)
         SELECT l.adult_id AS id FROM links l WHERE l.child_id = $1
         UNION SELECT g.adult_id FROM break_glass g WHERE g.child_id = $1
         UNION SELECT p.adult_id FROM posts p WHERE p.unit_id IN (SELECT unit_id FROM up)
         UNION SELECT p.adult_id FROM posts p JOIN children c ON c.id = $1
             WHERE p.unit_id IN (c.school_id, COALESCE(c.home_id, c.class_id))
         ORDER BY 1";
    DIALOGUES = OF_ACCOUNTS.sqlite, OF_ACCOUNTS.postgres;
    SCREENS = OF_OUTBOX.sqlite, OF_OUTBOX.postgres;
    PLANNED = OF_LATER.sqlite, OF_LATER.postgres;
    FETCHED = OF_SHEETS.sqlite, OF_SHEETS.postgres;

    TASKS = "UPDATE tasks SET key = 'erased-' || CAST(id AS TEXT), state = 'done', done_ms = COALESCE(done_ms, $2) WHERE child_id = $1";
    INVITATIONS = "UPDATE invitations SET state = 'withdrawn' WHERE child_id = $1 AND state = 'open'";
    LINKS = "UPDATE links SET
             to_ms = CASE WHEN state IN ('ended', 'excluded') THEN to_ms ELSE $2 END,
             state = CASE WHEN state = 'excluded' THEN state ELSE 'ended' END
         WHERE child_id = $1";
    // Whoever has it open by exception has it no longer.
    EXCEPTIONS = "UPDATE break_glass SET to_ms = $2 WHERE child_id = $1 AND to_ms > $2";
    // The roster's key is free: the same pupil, imported again, is another record.
    CLOSED = "UPDATE children SET key = 'erased-' || CAST(id AS TEXT), home_id = NULL, programme = 'closed', updated_ms = $2
         WHERE id = $1";

    SAID = concat!("UPDATE outbox SET body = '' WHERE body <> '' AND ", among!("$1", "children"));
    // Of a concern too: nobody could read it any more.
    UNSENT = concat!("UPDATE outbox SET state = 'withdrawn', dedup_key = NULL, settled_ms = $2
         WHERE ", rests!(), " AND body = '' AND ", among!("$1", "children"));
    // An update that was put aside, from somebody of the family.
    HEARD = "UPDATE inbox SET body = '', state = 'done', settled_ms = $2, problem = NULL
         WHERE state = 'parked' AND EXISTS (SELECT 1 FROM accounts a JOIN links l ON l.adult_id = a.adult_id
             WHERE a.bot_id = inbox.bot_id AND a.chat_id = inbox.chat_id AND l.child_id = $1)";

    ENTRIES = "DELETE FROM entries WHERE child_id = $1";
    COMING = "DELETE FROM coming WHERE child_id = $1";
    CHECK_INS = "DELETE FROM check_ins WHERE child_id = $1";
    PARENTS = "DELETE FROM parents WHERE child_id = $1";
    RELATIONS = "DELETE FROM relations WHERE child_id = $1";
    KEPT_ENTRIES = "DELETE FROM kept_entries WHERE child_id = $1";
    KEPT_NOTES = "DELETE FROM kept_notes WHERE child_id = $1";
    HELD = "DELETE FROM held_erasures WHERE child_id = $1";
    RECEIPTS = "DELETE FROM receipts WHERE child_id = $1";
    SHEETS = concat!("DELETE FROM week_sheets WHERE ", among!("$1", "children"));
    NOTES = "DELETE FROM notes WHERE thread_id IN (SELECT id FROM threads WHERE child_id = $1)";
    HALTS = "DELETE FROM note_halts WHERE thread_id IN (SELECT id FROM threads WHERE child_id = $1)";
    NUMBERS = "UPDATE links SET shared_phone = NULL, number_check = NULL WHERE child_id = $1";
    REASONS = "UPDATE break_glass SET reason = $2 WHERE child_id = $1";
    CHILD = "UPDATE children SET name = $2, short_name = NULL, birth_date = NULL, phone = NULL, line = NULL,
             lives_with = 'unknown', lives_with_note = NULL, imported = NULL, updated_ms = $3
         WHERE id = $1";

    // After a restore: children whose key was destroyed since, or is in no file that was kept.
    LOST = "SELECT c.id FROM children c WHERE c.name LIKE 'v1.child._%' AND NOT EXISTS
             (SELECT 1 FROM child_keys k WHERE k.child_id = c.id AND k.wrapped IS NOT NULL)
         ORDER BY c.id";
}

/// Whose conversation or last screens may be about this child.
pub async fn near(tx: &mut Tx, child: ChildId) -> Stored<Vec<AdultId>> {
    all!(tx, NEAR; child.0)
        .iter()
        .map(|row| row.id("id"))
        .collect()
}

/// Nothing of what these people have begun, and no screen of theirs, is kept.
pub(super) async fn quiet(tx: &mut Tx, adults: &[AdultId], now: Instant) -> Stored<()> {
    let ids = json_ids(adults.iter().map(|adult| adult.0));
    run!(tx, DIALOGUES; ids.as_str());
    run!(tx, PLANNED; ids.as_str());
    run!(tx, FETCHED; ids.as_str());
    outbox_waiting::hold(tx, adults).await?;
    run!(tx, SCREENS; ids.as_str(), to_ms(now));
    Ok(())
}

/// Updates of the family that nobody could handle. Needs their accounts.
pub(super) async fn unhear(tx: &mut Tx, child: ChildId, now: Instant) -> Stored<()> {
    run!(tx, HEARD; child.0, to_ms(now));
    Ok(())
}

/// Nobody sees it, works at it or gets anything of it any more. What was written is all there.
pub(super) async fn close(tx: &mut Tx, child: ChildId, now: Instant) -> Stored<()> {
    outbox_waiting::withdraw_child(tx, now, child).await?;
    run!(tx, TASKS; child.0, to_ms(now));
    run!(tx, INVITATIONS; child.0);
    run!(tx, LINKS; child.0, to_ms(now));
    run!(tx, EXCEPTIONS; child.0, to_ms(now));
    run!(tx, CLOSED; child.0, to_ms(now));
    Ok(())
}

/// Destroys the key, and takes away what could be read without it.
pub(super) async fn destroy(tx: &mut Tx, child: ChildId, now: Instant) -> Stored<()> {
    vault::destroy(tx, child, now).await?;
    outbox_waiting::hold_child(tx, child).await?;
    run!(tx, SAID; child.0);
    run!(tx, UNSENT; child.0, to_ms(now));
    for gone in [
        KEPT_NOTES,
        KEPT_ENTRIES,
        HELD,
        RECEIPTS,
        SHEETS,
        NOTES,
        HALTS,
        ENTRIES,
        COMING,
        CHECK_INS,
        PARENTS,
        RELATIONS,
        NUMBERS,
    ] {
        run!(tx, gone; child.0);
    }
    run!(tx, REASONS; child.0, vault::GONE);
    run!(tx, CHILD; child.0, vault::GONE, to_ms(now));
    Ok(())
}

/// The children of a restored database that nobody can read any more.
pub(super) async fn lost(tx: &mut Tx) -> Stored<Vec<ChildId>> {
    all!(tx, LOST).iter().map(|row| row.id("id")).collect()
}
