//! What will happen next and whether all that is due has happened: for the demo's clock and for tests
//! that move time.

use super::{Stored, Tx, tx::Cells};
use crate::base::{Instant, to_ms};
use crate::words;

words! {
    /// What can be due.
    pub enum Thing {
        WeeklyUpdate = "weekly_update",
        CheckIn = "check_in",
        LadderStep = "ladder_step",
        /// A note that nobody of a family has seen goes to the others of it.
        FollowUp = "follow_up",
        /// A note written for this hour goes.
        LaterNote = "later_note",
        HeldMessage = "held_message",
    }
}

statements! {
    NEXT = "SELECT thing, MIN(at_ms) AS at_ms FROM (
              SELECT s.kind AS thing, r.due_ms AS at_ms FROM runs r JOIN schedules s ON s.id = r.schedule_id WHERE r.state = 'waiting' AND s.state = 'on'
              UNION ALL SELECT 'ladder_step', next_step_ms FROM check_ins WHERE state = 'asked' AND next_step_ms IS NOT NULL
              UNION ALL SELECT 'follow_up', follow_ms FROM mailings WHERE follow_ms IS NOT NULL
              UNION ALL SELECT 'later_note', due_ms FROM later_notes
              UNION ALL SELECT 'held_message', not_before_ms FROM outbox WHERE state = 'waiting' AND not_before_ms > $1) AS coming
            WHERE at_ms > $1 GROUP BY thing ORDER BY MIN(at_ms), thing LIMIT 1";
    DUE = "SELECT CAST(SUM(n) AS BIGINT) AS n FROM (
             SELECT COUNT(*) AS n FROM runs r JOIN schedules s ON s.id = r.schedule_id WHERE s.state = 'on' AND (r.state = 'open' OR (r.state = 'waiting' AND r.due_ms <= $1))
             UNION ALL SELECT COUNT(*) FROM check_ins WHERE state = 'asked' AND next_step_ms <= $1
             UNION ALL SELECT COUNT(*) FROM mailings WHERE follow_ms <= $1
             UNION ALL SELECT COUNT(*) FROM later_notes WHERE due_ms <= $1
             UNION ALL SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND not_before_ms <= $1 AND retry_ms <= $1
             UNION ALL SELECT COUNT(*) FROM inbox WHERE state IN ('waiting', 'claimed')) AS due";
}

/// The next thing after `now`, and when.
pub async fn next(tx: &mut Tx, now: Instant) -> Stored<Option<(Thing, Instant)>> {
    match one!(tx, NEXT; to_ms(now)) {
        Some(row) => Ok(Some((row.word("thing")?, row.moment("at_ms")?))),
        None => Ok(None),
    }
}

/// How much is due and not done yet.
pub async fn due(tx: &mut Tx, now: Instant) -> Stored<i64> {
    one!(tx, DUE; to_ms(now)).map_or(Ok(0), |row| row.int("n"))
}
