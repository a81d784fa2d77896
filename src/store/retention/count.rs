//! What would be forgotten: how many rows of a kind are over, and since when the oldest. Changes nothing.

use crate::base::{Instant, UnitId, from_ms, to_ms};
use crate::model::retention::{Keep, What};
use crate::store::tx::Cells;
use crate::store::{Sql, Stored, Tx};
use chrono::{NaiveDate, NaiveTime};

// `$1` the end of what is over, `$2` a school or NULL.
macro_rules! days {
    ($from:literal, $condition:literal, $school:literal) => {
        concat!(
            "SELECT COUNT(*) AS n, MIN(day) AS oldest FROM ",
            $from,
            " WHERE day < $1",
            $condition,
            " AND (CAST($2 AS BIGINT) IS NULL OR ",
            $school,
            ")"
        )
    };
}
macro_rules! moments {
    ($at:literal, $from:literal, $condition:literal, $school:literal) => {
        concat!(
            "SELECT COUNT(*) AS n, MIN(",
            $at,
            ") AS oldest_ms FROM ",
            $from,
            " WHERE ",
            $at,
            " <= $1",
            $condition,
            " AND (CAST($2 AS BIGINT) IS NULL OR ",
            $school,
            ")"
        )
    };
}

statements! {
    // A message or an update belongs to no school by itself: asked for one school, there are none.
    WORDS = moments!("settled_ms", "outbox", " AND settled_ms IS NOT NULL AND body <> ''", "1 = 0");
    MESSAGES = moments!("settled_ms", "outbox", " AND settled_ms IS NOT NULL", "1 = 0");
    UPDATES = moments!("settled_ms", "inbox", " AND state = 'done'", "1 = 0");
    PARKED = moments!("received_ms", "inbox", " AND state = 'parked'", "1 = 0");
    OPTIONAL = days!("entries", " AND kind IN ('mood', 'conduct', 'life', 'sentence', 'by_phone')", "child_id IN (SELECT id FROM children WHERE school_id = $2)");
    DUTY = days!("entries", "", "child_id IN (SELECT id FROM children WHERE school_id = $2)");
    COMING = days!("coming", "", "class_id IN (SELECT id FROM units WHERE parent_id = $2)");
    ROLLS = days!("rolls", "", "class_id IN (SELECT id FROM units WHERE parent_id = $2)");
    WEEKS = moments!("composed_ms", "weekly_updates", "", "adult_id IN (SELECT id FROM adults WHERE unit_id = $2)");
    NOTES = moments!("written_ms", "notes", " AND content <> '{\"is\":\"text\",\"html\":\"\"}'", "thread_id IN (SELECT t.id FROM threads t JOIN children c ON c.id = t.child_id WHERE c.school_id = $2)");
    CHECK_INS = moments!("asked_ms", "check_ins", " AND state <> 'asked'", "child_id IN (SELECT id FROM children WHERE school_id = $2)");
    TASKS = moments!("done_ms", "tasks", " AND done_ms IS NOT NULL AND state = 'done'", "unit_id = $2 OR unit_id IN (SELECT id FROM units WHERE parent_id = $2)");
    INVITATIONS = moments!("created_ms", "invitations", " AND expires_ms <= $1", "unit_id = $2 OR unit_id IN (SELECT id FROM units WHERE parent_id = $2)");
    LINK_NUMBERS = moments!("to_ms", "links", " AND state IN ('ended', 'excluded') AND shared_phone IS NOT NULL", "child_id IN (SELECT id FROM children WHERE school_id = $2)");
    CONSENTS = "SELECT COUNT(*) AS n, MIN(c.given_ms) AS oldest_ms FROM links l JOIN consents c ON c.adult_id = l.adult_id AND c.child_id = l.child_id
         WHERE l.state IN ('ended', 'excluded') AND l.to_ms <= $1 AND c.given_ms <= $1
           AND (CAST($2 AS BIGINT) IS NULL OR c.child_id IN (SELECT id FROM children WHERE school_id = $2))";
    REQUESTS = moments!("answered_ms", "requests", " AND answered_ms IS NOT NULL AND state <> 'open'", "unit_id = $2");
    ACCOUNTS = "SELECT COUNT(*) AS n, MIN(a.last_seen_ms) AS oldest_ms FROM accounts a WHERE a.last_seen_ms <= $1
             AND NOT EXISTS (SELECT 1 FROM links l WHERE l.adult_id = a.adult_id AND l.state IN ('active', 'paused', 'invited', 'awaiting_approval'))
             AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.adult_id = a.adult_id AND p.state <> 'ended')
             AND NOT EXISTS (SELECT 1 FROM notes n WHERE n.account_id = a.id)
             AND (CAST($2 AS BIGINT) IS NULL OR a.adult_id IN (SELECT id FROM adults WHERE unit_id = $2))";
    AUDIT = moments!("at_ms", "audit", "", "child_id IN (SELECT id FROM children WHERE school_id = $2)");
}

/// What is over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Older {
    pub rows: i64,
    pub oldest: Option<Instant>,
}

/// Where a kind's period ends.
pub(super) enum Bound {
    /// The first day that is kept.
    Day(String),
    /// The last moment that is not.
    Ms(i64),
}

pub(super) fn bound(keep: &Keep, what: What, now: Instant) -> Bound {
    match what {
        What::OptionalEntries | What::DutyEntries | What::Coming | What::Rolls => {
            Bound::Day(keep.first_day(what, now.date_naive()).to_string())
        }
        _ => Bound::Ms(to_ms(now - keep.period(what))),
    }
}

const fn statement(what: What) -> Option<Sql> {
    Some(match what {
        What::Words => WORDS,
        What::Messages => MESSAGES,
        What::Updates => UPDATES,
        What::Parked => PARKED,
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
        What::Audit => AUDIT,
        What::Concerns => return None,
    })
}

/// How many rows of a kind are over at `now`, of all or of one school; `None` where there is nothing
/// to count.
pub async fn older(
    tx: &mut Tx,
    keep: &Keep,
    what: What,
    now: Instant,
    school: Option<UnitId>,
) -> Stored<Option<Older>> {
    let Some(sql) = statement(what) else {
        return Ok(None);
    };
    let school = school.map(|unit| unit.0);
    let row = match bound(keep, what, now) {
        Bound::Day(day) => one!(tx, sql; day, school),
        Bound::Ms(ms) => one!(tx, sql; ms, school),
    };
    let Some(row) = row else {
        return Ok(Some(Older::default()));
    };
    let oldest = match bound(keep, what, now) {
        Bound::Day(_) => row
            .maybe_text("oldest")?
            .and_then(|day| day.parse::<NaiveDate>().ok())
            .map(|day| day.and_time(NaiveTime::MIN).and_utc()),
        Bound::Ms(_) => row.maybe_int("oldest_ms")?.map(from_ms),
    };
    Ok(Some(Older {
        rows: row.int("n")?,
        oldest,
    }))
}
