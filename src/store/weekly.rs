//! Weekly updates: who is to get one, what they are made of beside entries, and the ledger that makes
//! one per adult and week. Whole pages in one statement each.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::sql::json_ids;
use super::vault;
use super::{StoreError, Stored, Tx, tx::Cells};
use crate::base::{AdultId, ChildId, Instant, Name, OutboxId, RunId, UnitId, to_ms};
use crate::model::unit::UnitKind;
use crate::model::week::SchoolWeek;
use crate::model::weekly::CheckIns;
use crate::model::weekly::talked::{Asked, Past};

pub use super::weekly_people::{Pupil, Reader, pupils, readers};

macro_rules! past {
    ($these:literal) => {
        concat!(
            "SELECT w.adult_id, CASE WHEN o.state = 'sent' THEN w.asked END AS asked,
                 CASE WHEN w.talked_ms IS NULL AND w.not_yet_ms IS NULL THEN 0 ELSE 1 END AS answered
             FROM weekly_updates w LEFT JOIN outbox o ON o.id = w.asked_outbox_id
             WHERE w.week >= $2 AND w.week < $3 AND w.adult_id IN (",
            $these,
            ") ORDER BY w.adult_id, w.week DESC"
        )
    };
}

statements! {
    // A school or class: from its children to their links. Another school's rows are never walked: CROSS JOIN holds
    // SQLite to that order and LATERAL PostgreSQL, which would read the links of the whole county for each page.
    OF_SCHOOL = "SELECT DISTINCT l.adult_id FROM children c CROSS JOIN links l WHERE (c.school_id = $1 OR c.class_id = $1) AND l.child_id = c.id AND l.role = 'parent' AND l.state = 'active' AND l.adult_id > $2 ORDER BY l.adult_id LIMIT $3",
                "SELECT DISTINCT l.adult_id FROM children c CROSS JOIN LATERAL (SELECT adult_id, role, state FROM links WHERE child_id = c.id OFFSET 0) AS l WHERE (c.school_id = $1 OR c.class_id = $1) AND l.role = 'parent' AND l.state = 'active' AND l.adult_id > $2 ORDER BY l.adult_id LIMIT $3";

    // Anything larger: along the links by adult, so that a page stops at its limit.
    OF_COUNTY = "WITH RECURSIVE below (id) AS (SELECT CAST($1 AS BIGINT) UNION SELECT u.id FROM below b JOIN units u ON u.parent_id = b.id) SELECT DISTINCT l.adult_id AS adult_id FROM links l CROSS JOIN children c WHERE c.id = l.child_id AND l.role = 'parent' AND l.state = 'active' AND l.adult_id > $2 AND (c.class_id IN (SELECT id FROM below) OR c.school_id IN (SELECT id FROM below)) ORDER BY l.adult_id LIMIT $3";

    CHECK_INS = "SELECT child_id, COUNT(*) AS asked, CAST(SUM(CASE WHEN state = 'well' THEN 1 ELSE 0 END) AS BIGINT) AS well, CAST(SUM(CASE WHEN state = 'well' AND through IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT) AS through FROM check_ins WHERE child_id IN (SELECT value FROM json_each($1)) AND day >= $2 AND day <= $3 GROUP BY child_id ORDER BY child_id",
                "SELECT child_id, COUNT(*) AS asked, CAST(SUM(CASE WHEN state = 'well' THEN 1 ELSE 0 END) AS BIGINT) AS well, CAST(SUM(CASE WHEN state = 'well' AND through IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT) AS through FROM check_ins WHERE child_id IN (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))) AND day >= $2 AND day <= $3 GROUP BY child_id ORDER BY child_id";

    NEXT_RUN = "SELECT r.due_ms FROM runs r JOIN schedules s ON s.id = r.schedule_id WHERE s.unit_id = $1 AND s.kind = 'weekly_update' AND s.state = 'on' AND r.state = 'waiting' AND r.due_ms > $2 ORDER BY r.due_ms, r.id LIMIT 1";

    CLAIM = "INSERT INTO weekly_updates (adult_id, week, run_id, outbox_id, composed_ms, asked, asked_outbox_id) SELECT value->>'adult', $2, $3, value->>'outbox', $4, value->>'asked', value->>'question' FROM jsonb_each($1) WHERE true ON CONFLICT (adult_id, week) DO NOTHING RETURNING adult_id",
            "INSERT INTO weekly_updates (adult_id, week, run_id, outbox_id, composed_ms, asked, asked_outbox_id) SELECT adult, CAST($2 AS TEXT), CAST($3 AS BIGINT), outbox, CAST($4 AS BIGINT), asked, question FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON)) AS row_of (adult BIGINT, outbox BIGINT, asked TEXT, question BIGINT) ON CONFLICT (adult_id, week) DO NOTHING RETURNING adult_id";

    TALKED = "UPDATE weekly_updates SET talked_ms = COALESCE(talked_ms, $3) WHERE adult_id = $1 AND week = $2 RETURNING asked_outbox_id";

    NOT_YET = "UPDATE weekly_updates SET not_yet_ms = COALESCE(not_yet_ms, $3) WHERE adult_id = $1 AND week = $2";

    QUESTIONS = "SELECT o.id FROM weekly_updates w JOIN outbox o ON o.id = w.asked_outbox_id WHERE w.adult_id = $1 AND w.week >= $2 AND o.state = 'waiting' ORDER BY o.id";

    // What never arrived was not asked.
    PAST = past!("SELECT value FROM json_each($1)"),
        past!("SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))");

    WITHDRAWN = "SELECT w.week, w.composed_ms, o.not_before_ms, o.expires_ms FROM weekly_updates w JOIN outbox o ON o.id = w.outbox_id WHERE w.adult_id = $1 AND o.state = 'withdrawn' AND o.expires_ms > $2 ORDER BY w.week";

    REWRITTEN = "UPDATE weekly_updates SET outbox_id = $3 WHERE adult_id = $1 AND week = $2";

    // Written and not lost on the way; where the week is not written yet, whoever has a chat will get it.
    REACHED = "SELECT c.id FROM children c WHERE c.class_id = $1 AND EXISTS (
        SELECT 1 FROM links l
        LEFT JOIN weekly_updates w ON w.adult_id = l.adult_id AND w.week = $2
        LEFT JOIN outbox o ON o.id = w.outbox_id
        WHERE l.child_id = c.id AND l.role = 'parent' AND l.state = 'active' AND (
            (w.adult_id IS NULL AND EXISTS (SELECT 1 FROM accounts a WHERE a.adult_id = l.adult_id AND a.state = 'open'))
            OR (w.outbox_id IS NOT NULL AND COALESCE(o.state, 'sent') NOT IN ('refused', 'expired', 'withdrawn'))))
        ORDER BY c.id";

    UNDELIVERED = "SELECT w.adult_id, p.name, o.state, o.refusal FROM weekly_updates w JOIN adults p ON p.id = w.adult_id LEFT JOIN outbox o ON o.id = w.outbox_id WHERE w.week = $2 AND (w.outbox_id IS NULL OR o.state IN ('refused', 'expired')) AND EXISTS (SELECT 1 FROM links l JOIN children c ON c.id = l.child_id WHERE l.adult_id = w.adult_id AND l.state = 'active' AND l.role = 'parent' AND c.school_id = $1) ORDER BY w.adult_id";
}

/// The adults after `after` with an active parent link to a child below `unit`, by id.
pub async fn recipients(tx: &mut Tx, unit: UnitId, after: i64, limit: i64) -> Stored<Vec<AdultId>> {
    let kind = super::units::get(tx, unit).await?.map(|unit| unit.kind);
    let rows = match kind {
        Some(UnitKind::School | UnitKind::Class) => all!(tx, OF_SCHOOL; unit.0, after, limit),
        _ => all!(tx, OF_COUNTY; unit.0, after, limit),
    };
    rows.iter().map(|row| row.id("adult_id")).collect()
}

/// Check-ins between two days, both included, by child; a child never asked is left out.
pub async fn check_ins(
    tx: &mut Tx,
    children: &[ChildId],
    from: NaiveDate,
    to: NaiveDate,
) -> Stored<HashMap<ChildId, CheckIns>> {
    let ids = json_ids(children.iter().map(|c| c.0));
    all!(tx, CHECK_INS; ids, from.to_string(), to.to_string())
        .iter()
        .map(|row| {
            let counted = CheckIns {
                well: row.int("well")?,
                through: row.int("through")?,
                asked: row.int("asked")?,
            };
            Ok((row.id("child_id")?, counted))
        })
        .collect()
}

/// The children of a class of whose parents somebody has, or will have, the update of a week in the chat.
pub async fn reached(tx: &mut Tx, class: UnitId, week: SchoolWeek) -> Stored<HashSet<ChildId>> {
    all!(tx, REACHED; class.0, week.to_string())
        .iter()
        .map(|row| row.id("id"))
        .collect()
}

/// When the unit's next weekly run after `due` will be.
pub async fn next_run(tx: &mut Tx, unit: UnitId, due: Instant) -> Stored<Option<Instant>> {
    one!(tx, NEXT_RUN; unit.0, to_ms(due))
        .map(|row| row.moment("due_ms"))
        .transpose()
}

/// A line of the ledger: whose, the update, the question in the week. `None` stands for nobody to send it to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    pub adult: AdultId,
    pub update: Option<OutboxId>,
    pub question: Option<(Asked, OutboxId)>,
}

/// Writes down that these adults have, or should have had, their update of `week`. Gives those who had none:
/// this makes it one per adult and week.
pub async fn claim(
    tx: &mut Tx,
    run: RunId,
    week: SchoolWeek,
    now: Instant,
    lines: &[Line],
) -> Stored<Vec<AdultId>> {
    let rows: Vec<_> = lines
        .iter()
        .map(|line| {
            serde_json::json!({
                "adult": line.adult,
                "outbox": line.update,
                "asked": line.question.map(|(asked, _)| asked.as_str()),
                "question": line.question.map(|(_, row)| row),
            })
        })
        .collect();
    let rows = serde_json::Value::Array(rows).to_string();
    all!(tx, CLAIM; rows, week.to_string(), run.0, to_ms(now))
        .iter()
        .map(|row| row.id("adult_id"))
        .collect()
}

/// What came of the questions of the weeks `from` to `week`, the last not included: the newest first.
pub async fn past(
    tx: &mut Tx,
    adults: &[AdultId],
    from: SchoolWeek,
    week: SchoolWeek,
) -> Stored<HashMap<AdultId, Vec<Past>>> {
    let ids = json_ids(adults.iter().map(|a| a.0));
    let mut past: HashMap<AdultId, Vec<Past>> = HashMap::new();
    for row in &all!(tx, PAST; ids, from.to_string(), week.to_string()) {
        let one = Past {
            asked: row
                .maybe_text("asked")?
                .and_then(|word| Asked::parse(&word)),
            answered: row.int("answered")? == 1,
        };
        past.entry(row.id("adult_id")?).or_default().push(one);
    }
    Ok(past)
}

/// The reader's own "we talked"; the first one counts. Gives the row of the question in the week, which needs
/// no answer any more; `None`: no update of that week for this adult.
pub async fn talked(
    tx: &mut Tx,
    adult: AdultId,
    week: SchoolWeek,
    now: Instant,
) -> Stored<Option<Option<OutboxId>>> {
    one!(tx, TALKED; adult.0, week.to_string(), to_ms(now))
        .map(|row| row.maybe_id("asked_outbox_id"))
        .transpose()
}

/// The reader's own "not yet". False: no update of that week for this adult.
pub async fn not_yet(tx: &mut Tx, adult: AdultId, week: SchoolWeek, now: Instant) -> Stored<bool> {
    Ok(run!(tx, NOT_YET; adult.0, week.to_string(), to_ms(now)) == 1)
}

/// The questions that wait for this adult, of the weeks from `week` on.
pub async fn questions(tx: &mut Tx, adult: AdultId, week: SchoolWeek) -> Stored<Vec<OutboxId>> {
    all!(tx, QUESTIONS; adult.0, week.to_string())
        .iter()
        .map(|row| row.id("id"))
        .collect()
}

/// An update that was withdrawn before it left and still has worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    pub week: SchoolWeek,
    pub composed: Instant,
    pub leaves: Instant,
    pub expires: Instant,
}

/// The updates of this adult that were withdrawn and would not be too late now.
pub async fn withdrawn(tx: &mut Tx, adult: AdultId, now: Instant) -> Stored<Vec<Withdrawn>> {
    all!(tx, WITHDRAWN; adult.0, to_ms(now))
        .iter()
        .map(|row| {
            Ok(Withdrawn {
                week: SchoolWeek::of(row.day("week")?),
                composed: row.moment("composed_ms")?,
                leaves: row.moment("not_before_ms")?,
                expires: row.moment("expires_ms")?,
            })
        })
        .collect()
}

/// The update of this week is another row now. When it was first composed stays: from there the
/// next one counts what is new.
pub async fn rewritten(
    tx: &mut Tx,
    adult: AdultId,
    week: SchoolWeek,
    outbox: OutboxId,
) -> Stored<()> {
    run!(tx, REWRITTEN; adult.0, week.to_string(), outbox.0);
    Ok(())
}

/// Why an update did not reach its reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missed {
    /// Not in the chat, or known to be unreachable there.
    NoAccount,
    /// The messenger refused it, in its word.
    Refused(String),
    /// Worthless before it could leave.
    Expired,
}

/// Somebody the school has to tell another way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undelivered {
    pub adult: AdultId,
    pub name: Name,
    pub why: Missed,
}

/// The parents of a school whom the update of a week did not reach, by name.
pub async fn undelivered(
    tx: &mut Tx,
    school: UnitId,
    week: SchoolWeek,
) -> Stored<Vec<Undelivered>> {
    let rows = all!(tx, UNDELIVERED; school.0, week.to_string());
    let own = vault::own(tx).await?;
    let undelivered: Stored<Vec<Undelivered>> = rows
        .iter()
        .map(|row| {
            let why = match row.maybe_text("state")?.as_deref() {
                None => Missed::NoAccount,
                Some("refused") => Missed::Refused(row.maybe_text("refusal")?.unwrap_or_default()),
                Some("expired") => Missed::Expired,
                Some(_) => return Err(StoreError::Unreadable { column: "state" }),
            };
            Ok(Undelivered {
                adult: row.id("adult_id")?,
                name: super::adults::name(&own, row.id("adult_id")?, &row.text("name")?)?,
                why,
            })
        })
        .collect();
    let mut undelivered = undelivered?;
    undelivered.sort_by(|a, b| (&a.name, a.adult).cmp(&(&b.name, b.adult)));
    Ok(undelivered)
}
