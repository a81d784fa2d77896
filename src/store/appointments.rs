//! Appointments of acting guardians: proposed, decided, ended; and when the clock has something to do.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sqlx::any::AnyRow;

use super::vault::{self, Keys};
use super::{StoreError, Stored, Tx, tx::Cells};
use crate::base::{AdultId, AppointmentId, ChildId, Instant, Words, to_ms};
use crate::model::guardian::{Lives, State, Statement, Term, View};

macro_rules! columns {
    ($from:literal) => {
        concat!(
            "SELECT id, child_id, adult_id, who, proposed_by, proposed_ms, lives, view, view_words, stated, months, begins_in, overlap, state, from_ms, to_ms, decided_by, decided_ms, recorded_by, paper_day FROM appointments ",
            $from
        )
    };
}

statements! {
    PUT = "INSERT INTO appointments (id, child_id, adult_id, who, proposed_by, proposed_ms, lives, view, view_words, view_by, view_ms, stated, months, begins_in, overlap, state, from_ms, to_ms, decided_by, decided_ms, ended_by, ended_ms, next_ms, recorded_by, paper_day) VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, NULL, NULL, NULL, '{}', $8, 0, 0, 'proposed', NULL, NULL, NULL, NULL, NULL, NULL, NULL, $9, $10)";
    GET = columns!("WHERE id = $1"),
          columns!("WHERE id = $1 FOR UPDATE");
    // What is open first, then what was last.
    OF_CHILD = columns!("WHERE child_id = $1 ORDER BY CASE state WHEN 'proposed' THEN 0 WHEN 'in_force' THEN 1 WHEN 'appointed' THEN 2 ELSE 3 END, id DESC LIMIT 20");
    STANDING = columns!("WHERE child_id = $1 AND adult_id = $2 AND state IN ('appointed', 'in_force') ORDER BY id DESC LIMIT 1");
    DUE = columns!("WHERE next_ms IS NOT NULL AND next_ms <= $1 ORDER BY next_ms, id LIMIT $2"),
          columns!("WHERE next_ms IS NOT NULL AND next_ms <= $1 ORDER BY next_ms, id LIMIT $2 FOR UPDATE SKIP LOCKED");
    NEXT_DUE = "SELECT MIN(next_ms) AS at_ms FROM appointments WHERE next_ms IS NOT NULL";
    SET_VIEW = "UPDATE appointments SET view = $2, view_by = $3, view_ms = $4, view_words = NULL WHERE id = $1 AND state = 'proposed'";
    SET_WORDS = "UPDATE appointments SET view_words = $2 WHERE id = $1 AND state = 'proposed'";
    SET_STATED = "UPDATE appointments SET stated = $2 WHERE id = $1 AND state = 'proposed'";
    SET_TERM = "UPDATE appointments SET months = $2, begins_in = $3, overlap = $4 WHERE id = $1 AND state = 'proposed'";
    SET_PERSON = "UPDATE appointments SET adult_id = $2, stated = '{}' WHERE id = $1 AND state = 'proposed'";
    DECIDE = "UPDATE appointments SET state = $2, from_ms = $3, to_ms = $4, decided_by = $5, decided_ms = $6, next_ms = $7 WHERE id = $1 AND state = 'proposed'";
    BEGIN = "UPDATE appointments SET state = 'in_force' WHERE id = $1 AND state = 'appointed'";
    CLOCK = "UPDATE appointments SET next_ms = $2 WHERE id = $1";
    END = "UPDATE appointments SET state = $2, ended_by = $3, ended_ms = $4, to_ms = CASE WHEN to_ms IS NULL OR to_ms > $4 THEN CAST($4 AS BIGINT) ELSE to_ms END, next_ms = NULL WHERE id = $1 AND state IN ('proposed', 'appointed', 'in_force')";
    CLOSE_PAIR = "UPDATE appointments SET state = 'broken_off', ended_by = $3, ended_ms = $4, to_ms = CASE WHEN to_ms > $4 THEN CAST($4 AS BIGINT) ELSE to_ms END, next_ms = NULL WHERE child_id = $1 AND adult_id = $2 AND state IN ('appointed', 'in_force')";
    MOVE = "UPDATE appointments SET adult_id = $3 WHERE child_id = $1 AND adult_id = $2 AND state IN ('proposed', 'appointed', 'in_force')";
    BIRTH = "SELECT birth_date FROM adults WHERE id = $1";
    SET_BIRTH = "UPDATE adults SET birth_date = $2 WHERE id = $1";
    DATE_LINK = "INSERT INTO links (id, child_id, adult_id, role, relation, state, number_check, shared_phone, from_ms, to_ms, decided_by, decided_ms, created_ms) VALUES ($1, $2, $3, 'guardian', $4, 'active', NULL, NULL, $5, $6, $7, $8, $8) ON CONFLICT (child_id, adult_id) DO UPDATE SET role = 'guardian', state = 'active', from_ms = excluded.from_ms, to_ms = excluded.to_ms, decided_by = excluded.decided_by, decided_ms = excluded.decided_ms WHERE links.state <> 'excluded' AND links.role <> 'parent' AND NOT EXISTS (SELECT 1 FROM exclusions e WHERE e.child_id = $2 AND e.adult_id = $3 AND e.lifted_ms IS NULL AND (e.to_ms IS NULL OR e.to_ms > $8))";
}

/// One appointment, or the proposal of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    pub id: AppointmentId,
    pub child: ChildId,
    pub adult: Option<AdultId>,
    /// Who it is, in the parent's words, where the roster does not know the person.
    pub who: Option<Words>,
    pub proposed_by: AdultId,
    pub proposed: Instant,
    pub lives: Lives,
    pub view: Option<View>,
    pub words: Option<Words>,
    pub stated: BTreeMap<Statement, bool>,
    pub months: Option<i64>,
    pub begins_in: i64,
    pub overlap: bool,
    pub state: State,
    pub term: Option<Term>,
    pub decided_by: Option<AdultId>,
    pub decided: Option<Instant>,
    pub paper: Option<Paper>,
}

/// A parent's signed paper that the school has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Who of the school has seen it.
    pub by: AdultId,
    pub day: NaiveDate,
}

/// What the words are sealed for, under the child's key.
const WORDS: &str = "appointments.words";
/// What an adult's birth date is sealed for, under the house's key.
const BIRTH_DATE: &str = "adults.birth_date";

/// Words a person typed about a child or another person, as they are stored.
async fn stored(tx: &mut Tx, child: ChildId, words: Option<&Words>) -> Stored<Option<String>> {
    match words {
        Some(words) => vault::seal(tx, child, WORDS, words.expose())
            .await
            .map(Some),
        None => Ok(None),
    }
}

/// The other way round.
async fn opened(tx: &mut Tx, rows: Vec<AnyRow>) -> Stored<Vec<Appointment>> {
    let keys = vault::keys_in(tx, &rows, "child_id").await?;
    rows.iter().map(|row| appointment(row, &keys)).collect()
}

fn appointment(row: &AnyRow, keys: &Keys) -> Stored<Appointment> {
    let child = row.id("child_id")?;
    let words = |column| -> Stored<Option<Words>> {
        let opened = keys.open_some(child, WORDS, row.maybe_text(column)?)?;
        Ok(opened.map(Words::new))
    };
    let term = match (row.maybe_moment("from_ms")?, row.maybe_moment("to_ms")?) {
        (Some(from), Some(to)) => Some(Term { from, to }),
        _ => None,
    };
    Ok(Appointment {
        id: row.id("id")?,
        child,
        adult: row.maybe_id("adult_id")?,
        who: words("who")?,
        proposed_by: row.id("proposed_by")?,
        proposed: row.moment("proposed_ms")?,
        lives: row.word("lives")?,
        view: row.maybe_text("view")?.and_then(|word| View::parse(&word)),
        words: words("view_words")?,
        stated: row.json("stated")?,
        months: row.maybe_int("months")?,
        begins_in: row.int("begins_in")?,
        overlap: row.flag("overlap")?,
        state: row.word("state")?,
        term,
        decided_by: row.maybe_id("decided_by")?,
        decided: row.maybe_moment("decided_ms")?,
        paper: match (row.maybe_id("recorded_by")?, row.maybe_text("paper_day")?) {
            (Some(by), Some(day)) => {
                let column = "paper_day";
                let day = day.parse().map_err(|_| StoreError::Unreadable { column })?;
                Some(Paper { by, day })
            }
            _ => None,
        },
    })
}

/// What a parent proposes.
#[derive(Clone, Debug)]
pub struct Proposal {
    pub id: AppointmentId,
    pub child: ChildId,
    pub adult: Option<AdultId>,
    pub who: Option<Words>,
    pub by: AdultId,
    pub lives: Lives,
    pub months: Option<i64>,
    pub paper: Option<Paper>,
}

pub async fn put(tx: &mut Tx, proposal: &Proposal, now: Instant) -> Stored<()> {
    let Proposal {
        id,
        child,
        adult,
        who,
        by,
        lives,
        months,
        paper,
    } = proposal;
    let who = stored(tx, *child, who.as_ref()).await?;
    run!(tx, PUT; id.0, child.0, adult.map(|a| a.0), who, by.0, to_ms(now),
        lives.as_str(), *months, paper.map(|paper| paper.by.0),
        paper.map(|paper| paper.day.to_string()));
    Ok(())
}

/// The appointment, held against a second decision until the transaction ends.
pub async fn get(tx: &mut Tx, id: AppointmentId) -> Stored<Option<Appointment>> {
    let row = one!(tx, GET; id.0);
    Ok(opened(tx, row.into_iter().collect()).await?.pop())
}

/// Of a child: what is open first, then the newest.
pub async fn of_child(tx: &mut Tx, child: ChildId) -> Stored<Vec<Appointment>> {
    let rows = all!(tx, OF_CHILD; child.0);
    opened(tx, rows).await
}

/// The decided appointment of this adult that has not ended.
pub async fn standing(tx: &mut Tx, child: ChildId, adult: AdultId) -> Stored<Option<Appointment>> {
    let row = one!(tx, STANDING; child.0, adult.0);
    Ok(opened(tx, row.into_iter().collect()).await?.pop())
}

/// Those the clock has something to do with, longest first.
pub async fn due(tx: &mut Tx, now: Instant, limit: i64) -> Stored<Vec<Appointment>> {
    let rows = all!(tx, DUE; to_ms(now), limit);
    opened(tx, rows).await
}

pub async fn next_due(tx: &mut Tx) -> Stored<Option<Instant>> {
    one!(tx, NEXT_DUE).map_or(Ok(None), |row| row.maybe_moment("at_ms"))
}

pub async fn set_view(
    tx: &mut Tx,
    id: AppointmentId,
    view: View,
    by: AdultId,
    now: Instant,
) -> Stored<()> {
    run!(tx, SET_VIEW; id.0, view.as_str(), by.0, to_ms(now));
    Ok(())
}

pub async fn set_words(
    tx: &mut Tx,
    (id, child): (AppointmentId, ChildId),
    words: &Words,
) -> Stored<()> {
    let words = stored(tx, child, Some(words)).await?;
    run!(tx, SET_WORDS; id.0, words);
    Ok(())
}

pub async fn set_stated(
    tx: &mut Tx,
    id: AppointmentId,
    stated: &BTreeMap<Statement, bool>,
) -> Stored<()> {
    let unwritable = |_| StoreError::Unreadable { column: "stated" };
    run!(tx, SET_STATED; id.0, serde_json::to_string(stated).map_err(unwritable)?);
    Ok(())
}

pub async fn set_term(
    tx: &mut Tx,
    id: AppointmentId,
    months: Option<i64>,
    begins_in: i64,
    overlap: bool,
) -> Stored<()> {
    run!(tx, SET_TERM; id.0, months, begins_in, i64::from(overlap));
    Ok(())
}

/// Another person: what was stated of the one before does not hold for them.
pub async fn set_person(tx: &mut Tx, id: AppointmentId, adult: AdultId) -> Stored<()> {
    run!(tx, SET_PERSON; id.0, adult.0);
    Ok(())
}

/// Decides a proposal. False when somebody else did.
pub async fn decide(
    tx: &mut Tx,
    id: AppointmentId,
    state: State,
    term: Option<Term>,
    by: AdultId,
    now: Instant,
    next: Option<Instant>,
) -> Stored<bool> {
    let touched = run!(tx, DECIDE; id.0, state.as_str(), term.map(|t| to_ms(t.from)),
        term.map(|t| to_ms(t.to)), by.0, to_ms(now), next.map(to_ms));
    Ok(touched == 1)
}

/// The term has begun.
pub async fn begin(tx: &mut Tx, id: AppointmentId) -> Stored<bool> {
    Ok(run!(tx, BEGIN; id.0) == 1)
}

/// When the clock comes back to it.
pub async fn clock(tx: &mut Tx, id: AppointmentId, next: Instant) -> Stored<()> {
    run!(tx, CLOCK; id.0, to_ms(next));
    Ok(())
}

/// Ends it now, whatever it was. False when it had ended.
pub async fn end(
    tx: &mut Tx,
    id: AppointmentId,
    state: State,
    by: Option<AdultId>,
    now: Instant,
) -> Stored<bool> {
    let touched = run!(tx, END; id.0, state.as_str(), by.map(|a| a.0), to_ms(now));
    Ok(touched == 1)
}

/// What is open under one roster row of a person goes on under the other one.
pub async fn move_to(tx: &mut Tx, child: ChildId, from: AdultId, to: AdultId) -> Stored<()> {
    run!(tx, MOVE; child.0, from.0, to.0);
    Ok(())
}

/// The link of this pair ended or was excluded: so does the term.
pub async fn close_pair(
    tx: &mut Tx,
    (child, adult): (ChildId, AdultId),
    by: Option<AdultId>,
    now: Instant,
) -> Stored<()> {
    run!(tx, CLOSE_PAIR; child.0, adult.0, by.map(|a| a.0), to_ms(now));
    Ok(())
}

/// The adult's birth date, where the school knows it.
pub async fn birth(tx: &mut Tx, adult: AdultId) -> Stored<Option<NaiveDate>> {
    let row = one!(tx, BIRTH; adult.0);
    let text = row.map_or(Ok(None), |row| row.maybe_text("birth_date"))?;
    let text = vault::own(tx).await?.open_some(BIRTH_DATE, text)?;
    Ok(text.and_then(|day| day.parse().ok()))
}

pub async fn set_birth(tx: &mut Tx, adult: AdultId, birth: NaiveDate) -> Stored<()> {
    let birth = vault::seal_own(tx, BIRTH_DATE, &birth.to_string()).await?;
    run!(tx, SET_BIRTH; adult.0, birth);
    Ok(())
}

/// Puts the link of an acting guardian in force for a term. False for one who is a parent of this
/// child, or excluded.
pub async fn date_link(
    tx: &mut Tx,
    id: crate::base::LinkId,
    (child, adult): (ChildId, AdultId),
    relation: crate::model::record::Relation,
    term: Term,
    by: Option<AdultId>,
    now: Instant,
) -> Stored<bool> {
    let touched = run!(tx, DATE_LINK; id.0, child.0, adult.0, relation.as_str(),
        to_ms(term.from), to_ms(term.to), by.map(|a| a.0), to_ms(now));
    Ok(touched == 1)
}
