//! What a copy of one child's data for one adult is read from, where no other file reads it yet.

use super::{Stored, Tx, tx::Cells};
use crate::base::{AdultId, ChildId, Instant};
use chrono::NaiveDate;

statements! {
    WEEKS = "SELECT week, composed_ms, talked_ms FROM weekly_updates WHERE adult_id = $1 ORDER BY week LIMIT $2";
    CHECK_INS = "SELECT day, at_time, state FROM check_ins WHERE child_id = $1 ORDER BY day, at_time LIMIT $2";
    CONSENTS = "SELECT purpose, version, locale, given_ms, withdrawn_ms FROM consents WHERE adult_id = $1 AND child_id = $2 ORDER BY given_ms, id LIMIT $3";
    LOOKS = "SELECT at_ms, adult_id, action FROM audit WHERE child_id = $1 ORDER BY at_ms DESC, id DESC LIMIT $2";
}

/// More than a long school life has; a copy stays a file a phone can open.
pub const MOST: i64 = 10_000;

/// One week's update of an adult.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Week {
    pub week: NaiveDate,
    pub made: Instant,
    pub talked: Option<Instant>,
}

pub async fn weeks(tx: &mut Tx, adult: AdultId) -> Stored<Vec<Week>> {
    all!(tx, WEEKS; adult.0, MOST)
        .iter()
        .map(|row| {
            Ok(Week {
                week: row.day("week")?,
                made: row.moment("composed_ms")?,
                talked: row.maybe_moment("talked_ms")?,
            })
        })
        .collect()
}

/// Day, time and state of a child's check-ins. Who answered is another adult's matter.
pub async fn check_ins(
    tx: &mut Tx,
    child: ChildId,
) -> Stored<Vec<(NaiveDate, String, crate::model::check_in::State)>> {
    all!(tx, CHECK_INS; child.0, MOST)
        .iter()
        .map(|row| Ok((row.day("day")?, row.text("at_time")?, row.word("state")?)))
        .collect()
}

/// One consent of one adult.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    pub purpose: String,
    pub version: i64,
    pub locale: String,
    pub given: Instant,
    pub withdrawn: Option<Instant>,
}

pub async fn consents(tx: &mut Tx, adult: AdultId, child: ChildId) -> Stored<Vec<Consent>> {
    all!(tx, CONSENTS; adult.0, child.0, MOST)
        .iter()
        .map(|row| {
            Ok(Consent {
                purpose: row.text("purpose")?,
                version: row.int("version")?,
                locale: row.text("locale")?,
                given: row.moment("given_ms")?,
                withdrawn: row.maybe_moment("withdrawn_ms")?,
            })
        })
        .collect()
}

/// One line of the trace about a child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    pub at: Instant,
    pub by: Option<AdultId>,
    pub action: String,
}

/// The newest first.
pub async fn looks(tx: &mut Tx, child: ChildId) -> Stored<Vec<Look>> {
    all!(tx, LOOKS; child.0, MOST)
        .iter()
        .map(|row| {
            Ok(Look {
                at: row.moment("at_ms")?,
                by: row.maybe_id("adult_id")?,
                action: row.text("action")?,
            })
        })
        .collect()
}
