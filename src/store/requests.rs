//! What families asked about their data: one row per wish, open until a person answers it.

use super::vault::{self, Keys};
use super::{Stored, Tx, tx::Cells};
use crate::base::{AdultId, ChildId, Instant, RequestId, UnitId, Words, to_ms};
use crate::model::request::{Kind, Line, State, Step, Way};
use crate::store::links::NumberCheck;
use sqlx::any::AnyRow;

macro_rules! columns {
    ($rest:literal) => {
        concat!("SELECT id, kind, child_id, adult_id, unit_id, way, number_check, line, words, state, asked_ms, due_ms, step, next_step_ms, answered_by, answered_ms, reason FROM requests WHERE ", $rest)
    };
}

statements! {
    ASK = "INSERT INTO requests (id, kind, child_id, adult_id, unit_id, way, number_check, line, words, state, asked_ms, due_ms, step, next_step_ms, answered_by, answered_ms, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10, $11, $12, $13, NULL, NULL, NULL) ON CONFLICT (child_id, adult_id, kind) WHERE state = 'open' DO NOTHING";
    GET = columns!("id = $1"), columns!("id = $1 FOR UPDATE");
    OF_PAIR = columns!("adult_id = $1 AND child_id = $2 ORDER BY id DESC LIMIT $3");
    OPEN_OF_CHILD = columns!("child_id = $1 AND state = 'open' ORDER BY id LIMIT 50");
    WAITING = columns!("unit_id = $1 AND state = 'open' ORDER BY due_ms, id LIMIT $2");
    LIST = columns!("state = 'open' OR answered_ms IS NOT NULL ORDER BY id DESC LIMIT $1");
    COUNT_WAITING = "SELECT COUNT(*) AS n FROM requests WHERE unit_id = $1 AND state = 'open'";
    OVERDUE = "WITH RECURSIVE below (id) AS (SELECT CAST($1 AS BIGINT) UNION SELECT u.id FROM below b JOIN units u ON u.parent_id = b.id)
         SELECT u.id AS unit_id, u.name AS unit_name, COUNT(*) AS n, MIN(r.due_ms) AS due_ms
         FROM requests r JOIN units u ON u.id = r.unit_id
         WHERE r.state = 'open' AND r.due_ms <= $2 AND r.unit_id IN (SELECT id FROM below)
         GROUP BY u.id, u.name ORDER BY MIN(r.due_ms), u.id LIMIT 40";
    DUE = columns!("state = 'open' AND next_step_ms IS NOT NULL AND next_step_ms <= $1 ORDER BY next_step_ms, id LIMIT $2"),
          columns!("state = 'open' AND next_step_ms IS NOT NULL AND next_step_ms <= $1 ORDER BY next_step_ms, id LIMIT $2 FOR UPDATE SKIP LOCKED");
    NEXT_DUE = "SELECT MIN(next_step_ms) AS at_ms FROM requests WHERE state = 'open' AND next_step_ms IS NOT NULL";
    MOVE = "UPDATE requests SET unit_id = $2 WHERE child_id = $1 AND state = 'open'";
    AT_SCHOOL = "UPDATE requests SET way = 'school' WHERE id = $1 AND state = 'open'";
    STEP = "UPDATE requests SET step = $2, next_step_ms = $3 WHERE id = $1";
    END = "UPDATE requests SET state = $2, answered_by = $3, answered_ms = $4, reason = $5, step = 'none', next_step_ms = NULL WHERE id = $1 AND state = 'open'";
}

/// One request as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub id: RequestId,
    pub kind: Kind,
    pub child: ChildId,
    pub adult: AdultId,
    /// The school.
    pub unit: UnitId,
    pub way: Option<Way>,
    pub check: Option<NumberCheck>,
    pub line: Option<Line>,
    pub words: Option<Words>,
    pub state: State,
    pub asked: Instant,
    pub due: Instant,
    pub step: Step,
    pub next: Option<Instant>,
    pub answered_by: Option<AdultId>,
    pub answered: Option<Instant>,
    pub reason: Option<Words>,
}

/// What the two columns are sealed for, under the child's key.
const WORDS: &str = "requests.words";
const REASON: &str = "requests.reason";

/// What people typed is sensitive: it is written and read here alone.
async fn seal(
    tx: &mut Tx,
    child: ChildId,
    column: &'static str,
    words: Option<&Words>,
) -> Stored<Option<String>> {
    let keys = vault::keys_to_write(tx, [child]).await?;
    keys.seal_some(child, column, words.map(Words::expose))
}

async fn opened(tx: &mut Tx, rows: Vec<AnyRow>) -> Stored<Vec<Request>> {
    let keys = vault::keys_in(tx, &rows, "child_id").await?;
    rows.iter().map(|row| request(row, &keys)).collect()
}

fn request(row: &AnyRow, keys: &Keys) -> Stored<Request> {
    let word = |column| row.maybe_text(column);
    let child = row.id("child_id")?;
    let typed = |column, sealed_for| -> Stored<Option<Words>> {
        let text = keys.open_some(child, sealed_for, row.maybe_text(column)?)?;
        Ok(text.map(Words::new))
    };
    Ok(Request {
        id: row.id("id")?,
        kind: row.word("kind")?,
        child,
        adult: row.id("adult_id")?,
        unit: row.id("unit_id")?,
        way: word("way")?.and_then(|w| Way::parse(&w)),
        check: word("number_check")?.and_then(|w| NumberCheck::parse(&w)),
        line: word("line")?.and_then(|w| Line::parse(&w)),
        words: typed("words", WORDS)?,
        state: row.word("state")?,
        asked: row.moment("asked_ms")?,
        due: row.moment("due_ms")?,
        step: row.word("step")?,
        next: row.maybe_moment("next_step_ms")?,
        answered_by: row.maybe_id("answered_by")?,
        answered: row.maybe_moment("answered_ms")?,
        reason: typed("reason", REASON)?,
    })
}

/// Writes it down. False when the same wish of the same person is open already.
pub async fn ask(tx: &mut Tx, new: &Request) -> Stored<bool> {
    let words = seal(tx, new.child, WORDS, new.words.as_ref()).await?;
    let touched = run!(tx, ASK; new.id.0, new.kind.as_str(), new.child.0, new.adult.0, new.unit.0,
        new.way.map(Way::as_str), new.check.map(NumberCheck::as_str), new.line.map(Line::as_str),
        words, to_ms(new.asked), to_ms(new.due), new.step.as_str(),
        new.next.map(to_ms));
    Ok(touched == 1)
}

/// The request, held against a second answer until the transaction ends.
pub async fn get(tx: &mut Tx, id: RequestId) -> Stored<Option<Request>> {
    let rows = one!(tx, GET; id.0).into_iter().collect();
    Ok(opened(tx, rows).await?.pop())
}

/// What this adult asked about this child, newest first.
pub async fn of_pair(
    tx: &mut Tx,
    adult: AdultId,
    child: ChildId,
    limit: i64,
) -> Stored<Vec<Request>> {
    let rows = all!(tx, OF_PAIR; adult.0, child.0, limit);
    opened(tx, rows).await
}

/// What is open about a child, whoever asked.
pub async fn open_of_child(tx: &mut Tx, child: ChildId) -> Stored<Vec<Request>> {
    let rows = all!(tx, OPEN_OF_CHILD; child.0);
    opened(tx, rows).await
}

/// The open requests of a school, the soonest due first.
pub async fn waiting(tx: &mut Tx, school: UnitId, limit: i64) -> Stored<Vec<Request>> {
    let rows = all!(tx, WAITING; school.0, limit);
    opened(tx, rows).await
}

/// All of them, newest first, for the operator.
pub async fn list(tx: &mut Tx, limit: i64) -> Stored<Vec<Request>> {
    let rows = all!(tx, LIST; limit);
    opened(tx, rows).await
}

/// The child belongs to another school: that school answers from now on, by the same day.
pub async fn move_to(tx: &mut Tx, child: ChildId, school: UnitId) -> Stored<u64> {
    Ok(run!(tx, MOVE; child.0, school.0))
}

pub async fn count_waiting(tx: &mut Tx, school: UnitId) -> Stored<i64> {
    one!(tx, COUNT_WAITING; school.0).map_or(Ok(0), |row| row.int("n"))
}

/// A school below a county that did not answer in time. An office sees figures, not children.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overdue {
    pub school: UnitId,
    pub name: String,
    pub count: i64,
    /// The longest.
    pub due: Instant,
}

pub async fn overdue(tx: &mut Tx, above: UnitId, now: Instant) -> Stored<Vec<Overdue>> {
    all!(tx, OVERDUE; above.0, to_ms(now))
        .iter()
        .map(|row| {
            Ok(Overdue {
                school: row.id("unit_id")?,
                name: row.text("unit_name")?,
                count: row.int("n")?,
                due: row.moment("due_ms")?,
            })
        })
        .collect()
}

/// Those whose next step is due, longest first; each in one worker's hands at a time.
pub async fn due(tx: &mut Tx, now: Instant, limit: i64) -> Stored<Vec<Request>> {
    let rows = all!(tx, DUE; to_ms(now), limit);
    opened(tx, rows).await
}

/// When the next step of any request is due.
pub async fn next_due(tx: &mut Tx) -> Stored<Option<Instant>> {
    one!(tx, NEXT_DUE).map_or(Ok(None), |row| row.maybe_moment("at_ms"))
}

pub async fn step(tx: &mut Tx, id: RequestId, step: Step, next: Option<Instant>) -> Stored<()> {
    run!(tx, STEP; id.0, step.as_str(), next.map(to_ms));
    Ok(())
}

/// A copy that is too large to be sent is handed over at the school.
pub async fn at_school(tx: &mut Tx, id: RequestId) -> Stored<()> {
    run!(tx, AT_SCHOOL; id.0);
    Ok(())
}

/// Ends it; false when it was no longer open.
pub async fn end(
    tx: &mut Tx,
    of: &Request,
    state: State,
    by: Option<AdultId>,
    reason: Option<&Words>,
    now: Instant,
) -> Stored<bool> {
    let reason = seal(tx, of.child, REASON, reason).await?;
    let touched = run!(tx, END; of.id.0, state.as_str(), by.map(|a| a.0), to_ms(now), reason);
    Ok(touched == 1)
}
