//! Forgetting what is over, kind by kind and in pages; and the report of what would be forgotten.

use serde::Serialize;

use super::{Served, growing};
use crate::base::{Env, Instant, UnitId};
use crate::model::retention::{Keep, What};
use crate::store::retention::{self, Forgot};
use crate::store::{Tx, grown};

/// Rows per transaction: a few milliseconds, so that nobody waits for it.
pub const PAGE: i64 = 500;

/// Whole records in one round: others have their turn.
pub const RECORDS: u32 = 100;

/// How far a round of forgetting has come: one kind after the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    kind: usize,
    cursor: i64,
    /// Whole records that were taken.
    records: u32,
}

impl Round {
    /// What is forgotten at this moment.
    pub fn what(&self) -> What {
        What::ALL[self.kind.min(What::ALL.len() - 1)]
    }

    /// Goes on to the next kind; false after the last, when the round begins anew.
    pub fn skip(&mut self) -> bool {
        let kind = self.kind + 1;
        let more = kind < What::ALL.len();
        *self = Self {
            kind: if more { kind } else { 0 },
            ..Self::default()
        };
        more
    }

    /// A page that began at `begun` failed. Where it had one thing in its hands, only that is passed over; else
    /// the rest of the kind.
    pub fn failed(&mut self, begun: Self) -> bool {
        if *self == begun { self.skip() } else { true }
    }
}

/// What one page took away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forgotten {
    pub what: What,
    /// Rows removed, or blanked.
    pub rows: u64,
    /// Whether the round has a next page.
    pub more: bool,
}

/// One page of one kind in one transaction; `round` moves on with it.
pub async fn page(tx: &mut Tx, env: &Env, keep: &Keep, round: &mut Round) -> Served<Forgotten> {
    let now = env.now();
    let what = round.what();
    let (from, until) = (round.cursor, now - keep.period(what));
    if what == What::GrownUp {
        return grown_up(tx, env, keep, round).await;
    }
    let plain = |rows| Forgot { rows, next: 0 };
    let gone = match what {
        What::Words => retention::blank(tx, from, until, PAGE).await?,
        What::Messages => retention::sent(tx, from, until, PAGE).await?,
        What::Updates => retention::heard(tx, from, until, PAGE).await?,
        What::Parked => plain(retention::parked(tx, until, PAGE).await?),
        what => plain(retention::forget(tx, keep, what, now, PAGE).await?),
    };
    round.cursor = gone.next;
    let more = match gone.rows < PAGE.unsigned_abs() {
        true => round.skip(),
        false => true,
    };
    Ok(Forgotten {
        what,
        rows: gone.rows,
        more,
    })
}

/// One whole record, in a transaction of its own: one that cannot go stops no other.
async fn grown_up(tx: &mut Tx, env: &Env, keep: &Keep, round: &mut Round) -> Served<Forgotten> {
    let what = What::GrownUp;
    if round.cursor == 0 {
        // In front of all ids. Alone: a record that cannot go must not take the days of others back with it.
        round.cursor = i64::MIN;
        growing::begin(tx, env, keep, PAGE).await?;
        let (rows, more) = (0, true);
        return Ok(Forgotten { what, rows, more });
    }
    let next = match round.records < RECORDS {
        true => grown::next(tx, env.now(), round.cursor).await?,
        false => None,
    };
    let Some(child) = next else {
        let more = round.skip();
        return Ok(Forgotten {
            what,
            rows: 0,
            more,
        });
    };
    round.cursor = child.0;
    round.records += 1;
    growing::end(tx, env, child).await?;
    Ok(Forgotten {
        what,
        rows: 1,
        more: true,
    })
}

/// One line of the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    pub kind: What,
    pub days: i64,
    pub from: crate::model::retention::From,
    pub end: crate::model::retention::End,
    pub reason: &'static str,
    /// Rows whose period is over; absent where others count.
    pub over: Option<i64>,
    /// Rows that stay in spite of it while a concern about their child is open. For the operator alone: in
    /// the report of one school, which others may get to see, they are among those that are over.
    pub held: Option<i64>,
    pub oldest: Option<Instant>,
}

/// What would be forgotten now, of all or of one school. Changes nothing.
pub async fn report(
    tx: &mut Tx,
    env: &Env,
    keep: &Keep,
    school: Option<UnitId>,
) -> Served<Vec<Line>> {
    let mut out = Vec::new();
    for what in What::ALL {
        let rule = keep.rule(*what);
        let older = retention::older(tx, keep, *what, env.now(), school).await?;
        out.push(Line {
            kind: *what,
            days: rule.days,
            from: rule.from,
            end: rule.end,
            reason: rule.reason,
            over: older.map(|older| match school {
                None => older.rows,
                Some(_) => older.rows + older.held,
            }),
            held: older
                .filter(|_| rule.held && school.is_none())
                .map(|older| older.held),
            oldest: older.and_then(|older| older.oldest),
        });
    }
    Ok(out)
}
