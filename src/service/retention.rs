//! Forgetting what is over, kind by kind and in pages; and the report of what would be forgotten.

use serde::Serialize;

use super::Served;
use crate::base::{Env, Instant, UnitId};
use crate::model::retention::{Keep, What};
use crate::store::Tx;
use crate::store::retention::{self, Forgot};

/// Rows per transaction: a few milliseconds, so that nobody waits for it.
pub const PAGE: i64 = 500;

/// How far a round of forgetting has come: one kind after the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    kind: usize,
    cursor: i64,
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
            cursor: 0,
        };
        more
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
