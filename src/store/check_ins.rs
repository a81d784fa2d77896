//! Check-ins: the question, how far its ladder was climbed, the answer; and who was sent a question.

use super::{Stored, Tx, outbox_waiting, tx::Cells};
use crate::base::{AdultId, CheckInId, ChildId, Instant, UnitId, to_ms};
use crate::model::check_in::State;
use crate::model::on_behalf::Through;
use crate::model::patterns::{Evenings, LATE, MIDNIGHT, QUICK};
use chrono::{NaiveDate, TimeDelta};
use sqlx::any::AnyRow;

statements! {
    OPEN = "INSERT INTO check_ins (id, child_id, day, at_time, state, asked_ms, step, next_step_ms, answered_by, answered_ms) VALUES ($1, $2, $3, $4, 'asked', $5, 0, $5, NULL, NULL) ON CONFLICT (child_id, day, at_time) DO NOTHING";
    GET = "SELECT id, child_id, state, asked_ms, step, next_step_ms, answered_by, through, answered_for FROM check_ins WHERE id = $1",
          "SELECT id, child_id, state, asked_ms, step, next_step_ms, answered_by, through, answered_for FROM check_ins WHERE id = $1 FOR UPDATE";
    DUE = "SELECT id, child_id, state, asked_ms, step, next_step_ms, answered_by, through, answered_for FROM check_ins WHERE state = 'asked' AND next_step_ms <= $1 ORDER BY next_step_ms, id LIMIT $2",
          "SELECT id, child_id, state, asked_ms, step, next_step_ms, answered_by, through, answered_for FROM check_ins WHERE state = 'asked' AND next_step_ms <= $1 ORDER BY next_step_ms, id LIMIT $2 FOR UPDATE SKIP LOCKED";
    NEXT_DUE = "SELECT MIN(next_step_ms) AS at_ms FROM check_ins WHERE state = 'asked'";
    CLIMB = "UPDATE check_ins SET step = $2, next_step_ms = $3 WHERE id = $1 AND state = 'asked'";
    MISS = "UPDATE check_ins SET state = 'missed', next_step_ms = NULL WHERE id = $1 AND state = 'asked'";
    ANSWER = "UPDATE check_ins SET state = $2, next_step_ms = NULL, answered_by = $3, answered_ms = $4, through = $5, answered_for = $6, thought_ms = $7 WHERE id = $1";
    OPEN_AT_HOME = "SELECT c.id, c.child_id, c.state, c.asked_ms, c.step, c.next_step_ms, c.answered_by, c.through, c.answered_for FROM check_ins c JOIN links l ON l.child_id = c.child_id WHERE l.adult_id = $1 AND l.state = 'active' AND c.state IN ('asked', 'missed') AND c.asked_ms >= $2 ORDER BY c.asked_ms DESC, c.id DESC LIMIT 20";
    ASKED_OF = "SELECT id, child_id, state, asked_ms, step, next_step_ms, answered_by, through, answered_for FROM check_ins WHERE child_id = $1 AND state = 'asked' ORDER BY asked_ms, id LIMIT 20";
    SET_AWAY = "UPDATE links SET away_until_ms = $3 WHERE child_id = $1 AND adult_id = $2 AND state = 'active'";
    AWAY = "SELECT adult_id FROM links WHERE child_id = $1 AND away_until_ms > $2 ORDER BY adult_id";
    QUESTIONS = "SELECT dedup_key, adult_id, bot_id, chat_id, remote_id, settled_ms FROM outbox WHERE adult_id IS NOT NULL AND dedup_key IN (SELECT value FROM json_each($1)) ORDER BY id",
                "SELECT dedup_key, adult_id, bot_id, chat_id, remote_id, settled_ms FROM outbox WHERE adult_id IS NOT NULL AND dedup_key IN (SELECT value FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))) ORDER BY id";
    // $5: how far the school's clock is east of Greenwich, in milliseconds.
    EVENINGS = "SELECT k.child_id, COUNT(*) AS asked,
            CAST(SUM(CASE WHEN k.state = 'missed' THEN 1 ELSE 0 END) AS BIGINT) AS missed,
            CAST(SUM(CASE WHEN k.state = 'well' AND k.through IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS well,
            CAST(SUM(CASE WHEN k.state = 'well' AND k.through IS NULL AND k.thought_ms <= $4 THEN 1 ELSE 0 END) AS BIGINT) AS quick,
            CAST(SUM(CASE WHEN k.state = 'well' AND k.through IS NULL
                AND ((k.answered_ms + $5) / 60000 % 1440 >= $6 OR (k.answered_ms + $5) / 60000 % 1440 < $7) THEN 1 ELSE 0 END) AS BIGINT) AS midnight,
            CAST(SUM(CASE WHEN k.state = 'well' AND k.through IS NULL AND k.answered_ms - k.asked_ms > $8 THEN 1 ELSE 0 END) AS BIGINT) AS late
        FROM children c CROSS JOIN check_ins k
        WHERE c.school_id = $1 AND k.child_id = c.id AND k.day >= $2 AND k.day <= $3 AND k.state <> 'asked'
        GROUP BY k.child_id ORDER BY k.child_id";
    WITHDRAW = concat!("UPDATE outbox SET state = 'withdrawn', dedup_key = NULL, settled_ms = $2 WHERE ", rests!(), " AND dedup_key IN (SELECT value FROM json_each($1))"),
               concat!("UPDATE outbox SET state = 'withdrawn', dedup_key = NULL, settled_ms = $2 WHERE ", rests!(), " AND dedup_key IN (SELECT value FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)))");
}

/// Most people asked at one step: their questions are found again by number.
pub const MOST_AT_ONCE: usize = 8;

/// One question about one child on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckIn {
    pub id: CheckInId,
    pub child: ChildId,
    pub state: State,
    pub asked: Instant,
    /// How many steps of the ladder were climbed.
    pub step: usize,
    /// When the next is due; `None` once nothing happens by itself any more.
    pub next: Option<Instant>,
    pub answered_by: Option<AdultId>,
    /// `None`: answered at home, or not yet.
    pub through: Option<Through>,
    /// The guardian in whose place it was answered.
    pub answered_for: Option<AdultId>,
}

/// Through whom an answer came; `None`: at home.
pub(super) fn through(row: &AnyRow) -> Stored<Option<Through>> {
    let word = row.maybe_text("through")?;
    Ok(word.and_then(|word| Through::parse(&word)))
}

fn check_in(row: &AnyRow) -> Stored<CheckIn> {
    Ok(CheckIn {
        id: row.id("id")?,
        child: row.id("child_id")?,
        state: row.word("state")?,
        asked: row.moment("asked_ms")?,
        step: usize::try_from(row.int("step")?).unwrap_or_default(),
        next: row.maybe_moment("next_step_ms")?,
        answered_by: row.maybe_id("answered_by")?,
        through: through(row)?,
        answered_for: row.maybe_id("answered_for")?,
    })
}

/// A question that went, or is on its way, to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub step: usize,
    pub adult: AdultId,
    pub bot: String,
    pub chat: i64,
    /// The channel's id of it, once sent.
    pub message: Option<i64>,
    /// When it had arrived.
    pub sent: Option<Instant>,
}

/// The dedup key of the `nth` question of a step: writing a step twice writes it once.
pub fn question_key(id: CheckInId, step: usize, nth: usize) -> String {
    format!("check_in:{id}:{step}:{nth}")
}

fn question_keys(id: CheckInId, steps: usize) -> Stored<String> {
    let keys: Vec<String> = (0..=steps)
        .flat_map(|step| (0..MOST_AT_ONCE).map(move |nth| question_key(id, step, nth)))
        .collect();
    serde_json::to_string(&keys).map_err(|_| super::StoreError::Unreadable {
        column: "dedup_key",
    })
}

/// Opens the check-in, due at once. False when this child has one for the day and time.
pub async fn open(
    tx: &mut Tx,
    id: CheckInId,
    child: ChildId,
    day: NaiveDate,
    at_time: &str,
    now: Instant,
) -> Stored<bool> {
    let touched = run!(tx, OPEN; id.0, child.0, day.to_string(), at_time.to_owned(), to_ms(now));
    Ok(touched == 1)
}

/// The check-in, held against a second answer until the transaction ends.
pub async fn get(tx: &mut Tx, id: CheckInId) -> Stored<Option<CheckIn>> {
    one!(tx, GET; id.0).as_ref().map(check_in).transpose()
}

/// Those whose next step is due, longest first; each in one worker's hands at a time.
pub async fn due(tx: &mut Tx, now: Instant, limit: i64) -> Stored<Vec<CheckIn>> {
    all!(tx, DUE; to_ms(now), limit)
        .iter()
        .map(check_in)
        .collect()
}

/// When the next step of any check-in is due.
pub async fn next_due(tx: &mut Tx) -> Stored<Option<Instant>> {
    one!(tx, NEXT_DUE).map_or(Ok(None), |row| row.maybe_moment("at_ms"))
}

/// `step` steps are climbed now; the next is due at `next`.
pub async fn climb(tx: &mut Tx, id: CheckInId, step: usize, next: Instant) -> Stored<()> {
    run!(tx, CLIMB; id.0, i64::try_from(step).unwrap_or(i64::MAX), to_ms(next));
    Ok(())
}

/// Nobody answered. False when somebody did meanwhile.
pub async fn miss(tx: &mut Tx, id: CheckInId) -> Stored<bool> {
    Ok(run!(tx, MISS; id.0) == 1)
}

/// How an answer came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Came {
    /// `None`: given at home.
    pub through: Option<Through>,
    /// The guardian in whose place.
    pub whose: Option<AdultId>,
    /// How long after its question had arrived.
    pub thought: Option<TimeDelta>,
}

/// The answer, first or corrected, with what it says of how it came; the ladder stops.
pub async fn answer(
    tx: &mut Tx,
    id: CheckInId,
    state: State,
    by: AdultId,
    came: Came,
    now: Instant,
) -> Stored<()> {
    let (through, whose) = (came.through.map(Through::as_str), came.whose);
    let thought = came.thought.map(|time| time.num_milliseconds());
    run!(tx, ANSWER; id.0, state.as_str(), by.0, to_ms(now), through, whose.map(|a| a.0),
        thought);
    Ok(())
}

/// The unanswered check-ins since `since` of the children this adult is linked with, newest first.
pub async fn open_at_home(tx: &mut Tx, adult: AdultId, since: Instant) -> Stored<Vec<CheckIn>> {
    all!(tx, OPEN_AT_HOME; adult.0, to_ms(since))
        .iter()
        .map(check_in)
        .collect()
}

/// The check-ins of a child that wait for an answer, oldest first.
pub async fn asked_of(tx: &mut Tx, child: ChildId) -> Stored<Vec<CheckIn>> {
    all!(tx, ASKED_OF; child.0).iter().map(check_in).collect()
}

/// Whom the check-in was put to, step by step; `steps` is the length of the ladder.
pub async fn questions(tx: &mut Tx, id: CheckInId, steps: usize) -> Stored<Vec<Question>> {
    all!(tx, QUESTIONS; question_keys(id, steps)?)
        .iter()
        .map(|row| {
            let key = row.text("dedup_key")?;
            let step = key.rsplit(':').nth(1).and_then(|step| step.parse().ok());
            Ok(Question {
                step: step.unwrap_or_default(),
                adult: row.id("adult_id")?,
                bot: row.text("bot_id")?,
                chat: row.int("chat_id")?,
                message: row.maybe_int("remote_id")?,
                sent: row.maybe_moment("settled_ms")?,
            })
        })
        .collect()
}

/// What the evenings of a school's children between two days were like, both included; `east` is how far its
/// clock is east of Greenwich, in milliseconds.
pub async fn evenings(
    tx: &mut Tx,
    school: UnitId,
    (from, to): (NaiveDate, NaiveDate),
    east: i64,
) -> Stored<Vec<(ChildId, Evenings)>> {
    let (quick, late) = (QUICK.num_milliseconds(), LATE.num_milliseconds());
    all!(tx, EVENINGS; school.0, from.to_string(), to.to_string(), quick, east, MIDNIGHT.0,
        MIDNIGHT.1, late)
    .iter()
    .map(|row| {
        let evenings = Evenings {
            asked: row.int("asked")?,
            missed: row.int("missed")?,
            well: row.int("well")?,
            quick: row.int("quick")?,
            midnight: row.int("midnight")?,
            late: row.int("late")?,
        };
        Ok((row.id("child_id")?, evenings))
    })
    .collect()
}

/// Takes back the questions that have not left yet: they are answered.
pub async fn withdraw_questions(
    tx: &mut Tx,
    id: CheckInId,
    steps: usize,
    now: Instant,
) -> Stored<u64> {
    let keys = question_keys(id, steps)?;
    outbox_waiting::hold_keys(tx, &keys).await?;
    Ok(run!(tx, WITHDRAW; keys, to_ms(now)))
}

/// Until then nobody asks this adult about this child; `None`: from now on again.
pub async fn set_away(
    tx: &mut Tx,
    child: ChildId,
    adult: AdultId,
    until: Option<Instant>,
) -> Stored<()> {
    run!(tx, SET_AWAY; child.0, adult.0, until.map(to_ms));
    Ok(())
}

/// Who of the family cannot answer for this child now.
pub async fn away(tx: &mut Tx, child: ChildId, now: Instant) -> Stored<Vec<AdultId>> {
    all!(tx, AWAY; child.0, to_ms(now))
        .iter()
        .map(|row| row.id("adult_id"))
        .collect()
}
