//! What is over: counted, without changing anything, or forgotten a page at a time.

use chrono::{NaiveDate, NaiveTime};

use super::kinds::statements;
use crate::base::{Instant, UnitId, first_id, from_ms, moment_of, to_ms};
use crate::model::retention::{Keep, What};
use crate::store::tx::Cells;
use crate::store::{Stored, Tx};

/// What is over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Older {
    /// What the next round forgets.
    pub rows: i64,
    /// What stays in spite of its age: a concern about its child is open.
    pub held: i64,
    /// Since when the oldest of both.
    pub oldest: Option<Instant>,
}

/// Where a kind's period ends.
enum Bound {
    /// The first day that is kept.
    Day(String),
    /// The last moment that is not.
    Ms(i64),
}

fn bound(keep: &Keep, what: What, now: Instant) -> Bound {
    match what {
        What::OptionalEntries | What::DutyEntries | What::Coming | What::Rolls => {
            Bound::Day(keep.first_day(what, now.date_naive()).to_string())
        }
        // By the day that was set for each.
        What::GrownUp => Bound::Ms(to_ms(now)),
        What::Threads => Bound::Ms(first_id(now - keep.period(what))),
        _ => Bound::Ms(to_ms(now - keep.period(what))),
    }
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
    let (Some(sql), _) = statements(what) else {
        return Ok(None);
    };
    let held = i64::from(keep.rule(what).held);
    let school = school.map(|unit| unit.0);
    let bound = bound(keep, what, now);
    let row = match &bound {
        Bound::Day(day) => one!(tx, sql; day.as_str(), held, school),
        Bound::Ms(ms) => one!(tx, sql; *ms, held, school),
    };
    let Some(row) = row else {
        return Ok(Some(Older::default()));
    };
    let oldest = match bound {
        Bound::Day(_) => row
            .maybe_text("oldest")?
            .and_then(|day| day.parse::<NaiveDate>().ok())
            .map(|day| day.and_time(NaiveTime::MIN).and_utc()),
        Bound::Ms(_) if what == What::Threads => row.maybe_int("oldest")?.map(moment_of),
        Bound::Ms(_) => row.maybe_int("oldest")?.map(from_ms),
    };
    Ok(Some(Older {
        rows: row.int("n")?,
        oldest,
        held: row.int("held")?,
    }))
}

/// Forgets up to `limit` rows of a kind whose period is over at `now`. Gives how many.
pub async fn forget(tx: &mut Tx, keep: &Keep, what: What, now: Instant, limit: i64) -> Stored<u64> {
    let (_, Some(sql)) = statements(what) else {
        return Ok(0);
    };
    let held = i64::from(keep.rule(what).held);
    Ok(match bound(keep, what, now) {
        Bound::Day(day) => run!(tx, sql; day, held, limit),
        Bound::Ms(ms) => run!(tx, sql; ms, held, limit),
    })
}
