//! What a copy of one child's data for one adult is read from, where no other file reads it yet.

use super::{Stored, Tx, tx::Cells};
use crate::base::{AdultId, ChildId, Instant};
use crate::model::check_in::State;
use crate::model::on_behalf::Through;
use crate::model::unit::Role;
use chrono::NaiveDate;

macro_rules! looks {
    ($shown:literal) => {
        concat!(
            "SELECT r.at_ms, r.adult_id, r.action,
                 (SELECT p.role FROM posts AS p WHERE p.adult_id = r.adult_id
                    ORDER BY CASE p.state WHEN 'active' THEN 0 ELSE 1 END, p.from_ms DESC, p.id LIMIT 1)
                    AS role
             FROM audit AS r WHERE r.child_id = $1 AND r.action IN (",
            $shown,
            ") ORDER BY r.at_ms DESC, r.id DESC LIMIT $3"
        )
    };
}

statements! {
    WEEKS = "SELECT week, composed_ms, talked_ms, not_yet_ms FROM weekly_updates WHERE adult_id = $1 ORDER BY week LIMIT $2";
    CHECK_INS = "SELECT day, at_time, state, through FROM check_ins WHERE child_id = $1 ORDER BY day, at_time LIMIT $2";
    CONSENTS = "SELECT purpose, version, locale, answer, given_ms, withdrawn_ms FROM consents WHERE adult_id = $1 AND child_id = $2 ORDER BY given_ms, id LIMIT $3";
    // The post as of now, as whoever asks in the chat who looked is told it.
    LOOKS = looks!("SELECT value FROM json_each($2)"),
        looks!("SELECT value FROM json_array_elements_text(CAST(CAST($2 AS TEXT) AS JSON))");
}

/// More than a long school life has; a copy stays a file a phone can open.
pub const MOST: i64 = 10_000;

/// One week's update of an adult.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Week {
    pub week: NaiveDate,
    pub made: Instant,
    pub talked: Option<Instant>,
    pub not_yet: Option<Instant>,
}

pub async fn weeks(tx: &mut Tx, adult: AdultId) -> Stored<Vec<Week>> {
    all!(tx, WEEKS; adult.0, MOST)
        .iter()
        .map(|row| {
            Ok(Week {
                week: row.day("week")?,
                made: row.moment("composed_ms")?,
                talked: row.maybe_moment("talked_ms")?,
                not_yet: row.maybe_moment("not_yet_ms")?,
            })
        })
        .collect()
}

/// One check-in: day, `HH:MM` on the school's clock, how it stands, through whom it was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckIn {
    pub day: NaiveDate,
    pub at_time: String,
    pub state: State,
    pub through: Option<Through>,
}

/// A child's check-ins. Who answered is another adult's matter; that it was nobody at home is not.
pub async fn check_ins(tx: &mut Tx, child: ChildId) -> Stored<Vec<CheckIn>> {
    all!(tx, CHECK_INS; child.0, MOST)
        .iter()
        .map(|row| {
            Ok(CheckIn {
                day: row.day("day")?,
                at_time: row.text("at_time")?,
                state: row.word("state")?,
                through: super::check_ins::through(row)?,
            })
        })
        .collect()
}

/// One consent of one adult.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    pub purpose: String,
    pub version: i64,
    pub locale: String,
    /// `agreed` or `refused`.
    pub answer: String,
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
                answer: row.text("answer")?,
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
    pub role: Option<Role>,
    pub action: String,
}

/// Acts of these names, the newest first.
pub async fn looks(tx: &mut Tx, child: ChildId, shown: &[&str]) -> Stored<Vec<Look>> {
    let shown = serde_json::json!(shown).to_string();
    all!(tx, LOOKS; child.0, shown, MOST)
        .iter()
        .map(|row| {
            Ok(Look {
                at: row.moment("at_ms")?,
                by: row.maybe_id("adult_id")?,
                role: row.maybe_text("role")?.and_then(|role| Role::parse(&role)),
                action: row.text("action")?,
            })
        })
        .collect()
}
