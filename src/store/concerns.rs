//! Concerns: what was told, who may know of it, and how far its clock has run. Decides nothing.

use super::{StoreError, Stored, Tx, tx::Cells, vault};
use crate::base::{AdultId, ChildId, ConcernId, Instant, UnitId, to_ms};
use crate::model::concern::{Kind, Part, State};
use crate::model::message::Content;
use crate::words;
use sqlx::any::AnyRow;

statements! {
    PUT = "INSERT INTO concerns (id, child_id, unit_id, source, kind, state, teller, nameless, mark, held, told_ms, step, next_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12)";
    GET = "SELECT id, child_id, unit_id, source, kind, state, teller, nameless, held, told_ms, step, next_ms, owner_id, receipt, receipt_by FROM concerns WHERE id = $1",
          "SELECT id, child_id, unit_id, source, kind, state, teller, nameless, held, told_ms, step, next_ms, owner_id, receipt, receipt_by FROM concerns WHERE id = $1 FOR UPDATE";
    DUE = "SELECT id, child_id, unit_id, source, kind, state, teller, nameless, held, told_ms, step, next_ms, owner_id, receipt, receipt_by FROM concerns WHERE next_ms <= $1 ORDER BY next_ms, id LIMIT $2",
          "SELECT id, child_id, unit_id, source, kind, state, teller, nameless, held, told_ms, step, next_ms, owner_id, receipt, receipt_by FROM concerns WHERE next_ms <= $1 ORDER BY next_ms, id LIMIT $2 FOR UPDATE SKIP LOCKED";
    NEXT_DUE = "SELECT MIN(next_ms) AS at_ms FROM concerns WHERE next_ms IS NOT NULL";
    OF_READER = "SELECT c.id, c.child_id, c.unit_id, c.source, c.kind, c.state, c.teller, c.nameless, c.held, c.told_ms, c.step, c.next_ms, c.owner_id, c.receipt, c.receipt_by FROM concern_people p JOIN concerns c ON c.id = p.concern_id WHERE p.adult_id = $1 AND p.part = 'reader' AND c.state NOT IN ('done', 'kept') ORDER BY c.told_ms, c.id LIMIT $2";
    ABOUT = "UPDATE concerns SET child_id = $2, unit_id = $3, teller = $4 WHERE id = $1 AND state = 'filed'";
    CLIMB = "UPDATE concerns SET state = $2, step = $3, next_ms = $4, owner_id = $5 WHERE id = $1";
    RECEIPT = "UPDATE concerns SET receipt = $2, receipt_by = $3, receipt_ms = $4 WHERE id = $1";
    CONFIRM = "UPDATE concerns SET state = 'done', next_ms = NULL, confirmed_by = $2, confirmed_ms = $3 WHERE id = $1 AND state = 'receipt'";
    TELLER = "UPDATE concerns SET teller = $2, mark = '' WHERE id = $1";
    MARKS = "UPDATE concerns SET mark = '' WHERE mark <> '' AND told_ms < $1";
    KEEP = "UPDATE concerns SET state = 'kept', next_ms = NULL WHERE id = $1";
    FORGET_WORDS = "DELETE FROM concern_words WHERE concern_id = $1";
    FORGET_PEOPLE = "DELETE FROM concern_people WHERE concern_id = $1";
    FORGET = "DELETE FROM concerns WHERE id = $1";
    UNENDED = "SELECT COUNT(*) AS n FROM concerns WHERE child_id = $1 AND state NOT IN ('done', 'kept')";
    BEGUN = "SELECT COUNT(*) AS n FROM concerns WHERE mark = $1";
    PUT_WORDS = "INSERT INTO concern_words (id, concern_id, content, written_ms) VALUES ($1, $2, $3, $4)";
    WORDS = "SELECT content, written_ms FROM concern_words WHERE concern_id = $1 ORDER BY id LIMIT 50";
    RESEAL = "SELECT id, content FROM concern_words WHERE concern_id = $1 ORDER BY id";
    SET_WORDS = "UPDATE concern_words SET content = $2 WHERE id = $1";
    STAND = "INSERT INTO concern_people (concern_id, adult_id, part, since_ms) VALUES ($1, $2, $3, $4) ON CONFLICT (concern_id, adult_id) DO UPDATE SET part = excluded.part WHERE concern_people.part <> 'named' AND excluded.part <> 'reader'";
    PEOPLE = "SELECT adult_id, part FROM concern_people WHERE concern_id = $1 ORDER BY adult_id";
    UNSEEN = "UPDATE outbox SET state = 'withdrawn', dedup_key = NULL, settled_ms = $3, body = '' WHERE adult_id = $1 AND state = 'waiting' AND dedup_key LIKE $2";
    THROUGH_POSTS = "SELECT named_by AS through, adult_id AS other FROM posts WHERE named_by IS NOT NULL AND state = 'active' AND named_by IN (SELECT value FROM json_each($1)) ORDER BY id",
                    "SELECT named_by AS through, adult_id AS other FROM posts WHERE named_by IS NOT NULL AND state = 'active' AND named_by IN (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))) ORDER BY id";
    THROUGH_FAMILY = "SELECT DISTINCT one.adult_id AS through, two.adult_id AS other FROM (SELECT child_id, adult_id FROM relations UNION SELECT child_id, adult_id FROM links WHERE state = 'active') AS one JOIN (SELECT child_id, adult_id FROM relations UNION SELECT child_id, adult_id FROM links WHERE state = 'active') AS two ON two.child_id = one.child_id AND two.adult_id <> one.adult_id WHERE one.adult_id IN (SELECT value FROM json_each($1)) ORDER BY 1, 2",
                     "SELECT DISTINCT one.adult_id AS through, two.adult_id AS other FROM (SELECT child_id, adult_id FROM relations UNION SELECT child_id, adult_id FROM links WHERE state = 'active') AS one JOIN (SELECT child_id, adult_id FROM relations UNION SELECT child_id, adult_id FROM links WHERE state = 'active') AS two ON two.child_id = one.child_id AND two.adult_id <> one.adult_id WHERE one.adult_id IN (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))) ORDER BY 1, 2";
    FAMILY = "SELECT adult_id FROM relations WHERE child_id = $1 UNION SELECT adult_id FROM links WHERE child_id = $1 ORDER BY 1";
}

words! {
    /// What began it.
    pub enum Source {
        Report = "report",
        /// A listed word in a note.
        Word = "word",
    }
}

/// One concern, opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concern {
    pub id: ConcernId,
    pub child: Option<ChildId>,
    pub unit: UnitId,
    pub source: Source,
    pub kind: Kind,
    pub state: State,
    /// Whom to answer. Shown to nobody when `nameless`; `None` once the key is gone.
    pub teller: Option<AdultId>,
    pub nameless: bool,
    pub held: Option<String>,
    pub told: Instant,
    pub step: usize,
    pub next: Option<Instant>,
    pub owner: Option<AdultId>,
    pub receipt: Option<String>,
    pub receipt_by: Option<AdultId>,
}

/// What all of it is sealed for.
const WORDS_OF: &str = "concerns.words";

/// What is said of a child's safety, as it is stored. With [`open`] the only way in and out.
async fn seal(tx: &mut Tx, child: Option<ChildId>, text: &str) -> Stored<String> {
    match child {
        Some(child) => vault::seal(tx, child, WORDS_OF, text).await,
        None => vault::seal_own(tx, WORDS_OF, text).await,
    }
}

/// The opposite of [`seal`]; `None` once the key is gone.
async fn open(tx: &mut Tx, child: Option<ChildId>, text: &str) -> Stored<Option<String>> {
    match child {
        Some(child) => vault::open(tx, child, WORDS_OF, text).await,
        None => vault::open_own(tx, WORDS_OF, text).await,
    }
}

async fn concern(tx: &mut Tx, row: &AnyRow) -> Stored<Concern> {
    let child = row.maybe_id("child_id")?;
    let teller = open(tx, child, &row.text("teller")?).await?;
    let receipt = match row.maybe_text("receipt")? {
        Some(text) => open(tx, child, &text).await?,
        None => None,
    };
    Ok(Concern {
        id: row.id("id")?,
        child,
        unit: row.id("unit_id")?,
        source: row.word("source")?,
        kind: row.word("kind")?,
        state: row.word("state")?,
        teller: teller.and_then(|id| id.parse().ok()).map(AdultId),
        nameless: row.flag("nameless")?,
        held: row.maybe_text("held")?,
        told: row.moment("told_ms")?,
        step: usize::try_from(row.int("step")?).unwrap_or_default(),
        next: row.maybe_moment("next_ms")?,
        owner: row.maybe_id("owner_id")?,
        receipt,
        receipt_by: row.maybe_id("receipt_by")?,
    })
}

async fn concerns(tx: &mut Tx, rows: &[AnyRow]) -> Stored<Vec<Concern>> {
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        out.push(concern(tx, row).await?);
    }
    Ok(out)
}

/// A new one, due at `next`. `told_by` is the adult to answer.
pub async fn put(tx: &mut Tx, new: &Concern, mark: &str) -> Stored<()> {
    let teller = new.teller.map(|adult| adult.to_string());
    let teller = seal(tx, new.child, &teller.unwrap_or_default()).await?;
    run!(tx, PUT; new.id.0, new.child.map(|c| c.0), new.unit.0, new.source.as_str(),
        new.kind.as_str(), new.state.as_str(), teller, i64::from(new.nameless), mark.to_owned(),
        new.held.clone(), to_ms(new.told), new.next.map(to_ms));
    Ok(())
}

/// The concern, held against a second hand until the transaction ends.
pub async fn get(tx: &mut Tx, id: ConcernId) -> Stored<Option<Concern>> {
    match one!(tx, GET; id.0) {
        Some(row) => concern(tx, &row).await.map(Some),
        None => Ok(None),
    }
}

/// Those whose clock has run to its next step, longest first; each in one worker's hands at a time.
pub async fn due(tx: &mut Tx, now: Instant, limit: i64) -> Stored<Vec<Concern>> {
    let rows = all!(tx, DUE; to_ms(now), limit);
    concerns(tx, &rows).await
}

pub async fn next_due(tx: &mut Tx) -> Stored<Option<Instant>> {
    one!(tx, NEXT_DUE).map_or(Ok(None), |row| row.maybe_moment("at_ms"))
}

/// What an adult reads and is not ended, longest first.
pub async fn of_reader(tx: &mut Tx, adult: AdultId, limit: i64) -> Stored<Vec<Concern>> {
    let rows = all!(tx, OF_READER; adult.0, limit);
    concerns(tx, &rows).await
}

/// Who told it says which child it is about. What was said goes under that child's key.
pub async fn set_child(tx: &mut Tx, of: &Concern, child: ChildId, unit: UnitId) -> Stored<()> {
    let teller = of.teller.map(|adult| adult.to_string()).unwrap_or_default();
    let teller = seal(tx, Some(child), &teller).await?;
    run!(tx, ABOUT; of.id.0, child.0, unit.0, teller);
    for row in all!(tx, RESEAL; of.id.0) {
        let Some(text) = open(tx, of.child, &row.text("content")?).await? else {
            continue;
        };
        let text = seal(tx, Some(child), &text).await?;
        run!(tx, SET_WORDS; row.int("id")?, text);
    }
    Ok(())
}

/// Where it stands now, whose it is and when its clock is looked at again.
pub async fn climb(
    tx: &mut Tx,
    id: ConcernId,
    state: State,
    step: usize,
    next: Option<Instant>,
    owner: Option<AdultId>,
) -> Stored<()> {
    let step = i64::try_from(step).unwrap_or(i64::MAX);
    run!(tx, CLIMB; id.0, state.as_str(), step, next.map(to_ms), owner.map(|a| a.0));
    Ok(())
}

/// Writes down the authority's receipt number, or takes it away again.
pub async fn set_receipt(
    tx: &mut Tx,
    of: &Concern,
    receipt: Option<(&str, AdultId)>,
    now: Instant,
) -> Stored<()> {
    let sealed = match receipt {
        Some((text, _)) => Some(seal(tx, of.child, text).await?),
        None => None,
    };
    let (by, at) = (receipt.map(|(_, by)| by.0), receipt.map(|_| to_ms(now)));
    run!(tx, RECEIPT; of.id.0, sealed, by, at);
    Ok(())
}

/// A second person has confirmed the receipt. False when somebody did before.
pub async fn confirm(tx: &mut Tx, id: ConcernId, by: AdultId, now: Instant) -> Stored<bool> {
    Ok(run!(tx, CONFIRM; id.0, by.0, to_ms(now)) == 1)
}

/// Who told it is forgotten.
pub async fn forget_teller(tx: &mut Tx, of: &Concern) -> Stored<()> {
    let nobody = seal(tx, of.child, "").await?;
    run!(tx, TELLER; of.id.0, nobody);
    Ok(())
}

/// What was begun before a moment is not counted for anybody any more.
pub async fn forget_marks(tx: &mut Tx, before: Instant) -> Stored<u64> {
    Ok(run!(tx, MARKS; to_ms(before)))
}

/// A held note is kept back and needs nothing more.
pub async fn keep(tx: &mut Tx, id: ConcernId) -> Stored<()> {
    run!(tx, KEEP; id.0);
    Ok(())
}

/// A false alarm: nothing of it stays.
pub async fn forget(tx: &mut Tx, id: ConcernId) -> Stored<()> {
    run!(tx, FORGET_WORDS; id.0);
    run!(tx, FORGET_PEOPLE; id.0);
    run!(tx, FORGET; id.0);
    Ok(())
}

/// Whether something about this child is not ended yet.
pub async fn is_open_about(tx: &mut Tx, child: ChildId) -> Stored<bool> {
    let row = one!(tx, UNENDED; child.0);
    Ok(row.map_or(Ok(0), |row| row.int("n"))? > 0)
}

/// How many were begun under this mark.
pub async fn begun(tx: &mut Tx, mark: &str) -> Stored<i64> {
    one!(tx, BEGUN; mark).map_or(Ok(0), |row| row.int("n"))
}

/// One more thing that was said, as it was said.
pub async fn add_words(
    tx: &mut Tx,
    id: i64,
    of: &Concern,
    content: &Content,
    now: Instant,
) -> Stored<()> {
    let text =
        serde_json::to_string(content).map_err(|_| StoreError::Unreadable { column: "content" })?;
    let text = seal(tx, of.child, &text).await?;
    run!(tx, PUT_WORDS; id, of.id.0, text, to_ms(now));
    Ok(())
}

/// What was said, oldest first, with its time.
pub async fn words(tx: &mut Tx, of: &Concern) -> Stored<Vec<(Instant, Content)>> {
    let mut out = Vec::new();
    for row in all!(tx, WORDS; of.id.0) {
        let text = open(tx, of.child, &row.text("content")?).await?;
        if let Some(content) = text.and_then(|text| serde_json::from_str(&text).ok()) {
            out.push((row.moment("written_ms")?, content));
        }
    }
    Ok(out)
}

/// An adult stands so to it from now on. Who is named stays so, and who must not see it does not
/// become a reader.
pub async fn stand(
    tx: &mut Tx,
    id: ConcernId,
    adult: AdultId,
    part: Part,
    now: Instant,
) -> Stored<()> {
    run!(tx, STAND; id.0, adult.0, part.as_str(), to_ms(now));
    Ok(())
}

pub async fn people(tx: &mut Tx, id: ConcernId) -> Stored<Vec<(AdultId, Part)>> {
    all!(tx, PEOPLE; id.0)
        .iter()
        .map(|row| Ok((row.id("adult_id")?, row.word("part")?)))
        .collect()
}

/// The key of a letter about a concern: the same step tells the same person once.
pub fn letter_key(id: ConcernId, what: &str, to: AdultId, part: usize) -> String {
    format!("concern:{id}:{what}:{to}:{part}")
}

/// Takes back what waits for an adult about this concern.
pub async fn withdraw(tx: &mut Tx, id: ConcernId, adult: AdultId, now: Instant) -> Stored<u64> {
    Ok(run!(tx, UNSEEN; adult.0, format!("concern:{id}:%"), to_ms(now)))
}

/// Who came through one of these people: `(through, other)`. A post they named somebody for, and the
/// families they belong to.
pub async fn bonds(tx: &mut Tx, of: &[AdultId]) -> Stored<Vec<(AdultId, AdultId)>> {
    let ids = super::sql::json_ids(of.iter().map(|adult| adult.0));
    let mut rows = all!(tx, THROUGH_POSTS; ids.as_str());
    rows.extend(all!(tx, THROUGH_FAMILY; ids.as_str()));
    rows.iter()
        .map(|row| Ok((row.id("through")?, row.id("other")?)))
        .collect()
}

/// Everybody who is or was family of this child, by roster or link.
pub async fn family(tx: &mut Tx, child: ChildId) -> Stored<Vec<AdultId>> {
    all!(tx, FAMILY; child.0)
        .iter()
        .map(|row| row.id("adult_id"))
        .collect()
}
