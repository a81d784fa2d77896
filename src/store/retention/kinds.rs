//! One statement per kind that is forgotten by its own date. Rows that somebody works on at this
//! moment are skipped on PostgreSQL and found at the next round.

use crate::base::Instant;
use crate::model::retention::{Keep, What};
use crate::store::retention::count::{Bound, bound};
use crate::store::{Sql, Stored, Tx};

// One page by id: what to do, in which table, under which condition ($1), in which order.
macro_rules! change {
    ([$($what:literal),+], $table:literal, $condition:literal, $order:literal, $end:literal) => {
        concat!(
            $($what,)+
            " WHERE id IN (SELECT id FROM ",
            $table,
            " WHERE ",
            $condition,
            " ORDER BY ",
            $order,
            ", id LIMIT $2",
            $end,
            ")"
        )
    };
}

macro_rules! remove {
    ($table:literal, $condition:literal, $order:literal, $end:literal) => {
        change!(["DELETE FROM ", $table], $table, $condition, $order, $end)
    };
}

statements! {
    OPTIONAL = remove!("entries", "day < $1 AND kind IN ('mood', 'conduct', 'life', 'sentence', 'by_phone')", "day", ""),
        remove!("entries", "day < $1 AND kind IN ('mood', 'conduct', 'life', 'sentence', 'by_phone')", "day", " FOR UPDATE SKIP LOCKED");
    DUTY = remove!("entries", "day < $1", "day", ""),
        remove!("entries", "day < $1", "day", " FOR UPDATE SKIP LOCKED");
    COMING = remove!("coming", "day < $1", "day", ""),
        remove!("coming", "day < $1", "day", " FOR UPDATE SKIP LOCKED");
    ROLLS = "DELETE FROM rolls WHERE (class_id, day) IN (SELECT class_id, day FROM rolls WHERE day < $1 ORDER BY day, class_id LIMIT $2)";
    WEEKS = "DELETE FROM weekly_updates WHERE (adult_id, week) IN (SELECT adult_id, week FROM weekly_updates WHERE composed_ms <= $1 ORDER BY composed_ms, adult_id LIMIT $2)";
    NOTES = change!(["UPDATE notes SET content = '{\"is\":\"text\",\"html\":\"\"}', album = NULL"], "notes", "written_ms <= $1 AND content <> '{\"is\":\"text\",\"html\":\"\"}'", "written_ms", ""),
        change!(["UPDATE notes SET content = '{\"is\":\"text\",\"html\":\"\"}', album = NULL"], "notes", "written_ms <= $1 AND content <> '{\"is\":\"text\",\"html\":\"\"}'", "written_ms", " FOR UPDATE SKIP LOCKED");
    CHECK_INS = remove!("check_ins", "asked_ms <= $1 AND state <> 'asked'", "asked_ms", ""),
        remove!("check_ins", "asked_ms <= $1 AND state <> 'asked'", "asked_ms", " FOR UPDATE SKIP LOCKED");
    TASKS = remove!("tasks", "done_ms <= $1 AND done_ms IS NOT NULL AND state = 'done'", "done_ms", ""),
        remove!("tasks", "done_ms <= $1 AND done_ms IS NOT NULL AND state = 'done'", "done_ms", " FOR UPDATE SKIP LOCKED");
    // What can still be used is not forgotten, however old.
    INVITATIONS = remove!("invitations", "created_ms <= $1 AND expires_ms <= $1", "created_ms", ""),
        remove!("invitations", "created_ms <= $1 AND expires_ms <= $1", "created_ms", " FOR UPDATE SKIP LOCKED");
    LINK_NUMBERS = change!(["UPDATE links SET shared_phone = NULL"], "links", "state IN ('ended', 'excluded') AND to_ms <= $1 AND shared_phone IS NOT NULL", "to_ms", ""),
        change!(["UPDATE links SET shared_phone = NULL"], "links", "state IN ('ended', 'excluded') AND to_ms <= $1 AND shared_phone IS NOT NULL", "to_ms", " FOR UPDATE SKIP LOCKED");
    CONSENTS = "DELETE FROM consents WHERE id IN (SELECT c.id FROM links l JOIN consents c ON c.adult_id = l.adult_id AND c.child_id = l.child_id
           WHERE l.state IN ('ended', 'excluded') AND l.to_ms <= $1 AND c.given_ms <= $1 ORDER BY c.id LIMIT $2)";
    REQUESTS = remove!("requests", "answered_ms <= $1 AND answered_ms IS NOT NULL AND state <> 'open'", "answered_ms", ""),
        remove!("requests", "answered_ms <= $1 AND answered_ms IS NOT NULL AND state <> 'open'", "answered_ms", " FOR UPDATE SKIP LOCKED");
    // A parent who only reads is silent too: whoever has a link or a post keeps the account.
    ACCOUNTS = "DELETE FROM accounts WHERE id IN (SELECT a.id FROM accounts a WHERE a.last_seen_ms <= $1
             AND NOT EXISTS (SELECT 1 FROM links l WHERE l.adult_id = a.adult_id AND l.state IN ('active', 'paused', 'invited', 'awaiting_approval'))
             AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.adult_id = a.adult_id AND p.state <> 'ended')
             AND NOT EXISTS (SELECT 1 FROM notes n WHERE n.account_id = a.id)
           ORDER BY a.last_seen_ms, a.id LIMIT $2)";
}

/// The statement of a kind; `None` for what has another way or stays.
const fn statement(what: What) -> Option<Sql> {
    Some(match what {
        What::OptionalEntries => OPTIONAL,
        What::DutyEntries => DUTY,
        What::Coming => COMING,
        What::Rolls => ROLLS,
        What::Weeks => WEEKS,
        What::Notes => NOTES,
        What::CheckIns => CHECK_INS,
        What::Tasks => TASKS,
        What::Invitations => INVITATIONS,
        What::LinkNumbers => LINK_NUMBERS,
        What::Consents => CONSENTS,
        What::Requests => REQUESTS,
        What::Accounts => ACCOUNTS,
        What::Words
        | What::Messages
        | What::Updates
        | What::Parked
        | What::Audit
        | What::Concerns => return None,
    })
}

/// Forgets up to `limit` rows of a kind whose period is over at `now`. Gives how many.
pub async fn forget(tx: &mut Tx, keep: &Keep, what: What, now: Instant, limit: i64) -> Stored<u64> {
    let Some(sql) = statement(what) else {
        return Ok(0);
    };
    Ok(match bound(keep, what, now) {
        Bound::Day(day) => run!(tx, sql; day, limit),
        Bound::Ms(ms) => run!(tx, sql; ms, limit),
    })
}
