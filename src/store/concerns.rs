//! Concerns: what was told, who may know of it, and how far its clock has run. Decides nothing.

use super::concern_seal::{At, open, seal};
use super::{Stored, Tx, tx::Cells, vault};
use crate::base::{AccountId, AdultId, ChildId, ConcernId, Instant, UnitId, to_ms};
use crate::model::concern::{Kind, Part, State};
use crate::words;
use chrono::NaiveDate;
use sqlx::any::AnyRow;

statements! {
    PUT = "INSERT INTO concerns (id, child_id, unit_id, source, kind, state, teller, nameless, mark, held, told_ms, step, next_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12)";
    GET = "SELECT id, child_id, unit_id, source, kind, state, teller, nameless, held, told_ms, step, next_ms, owner_id, receipt, receipt_by, outside FROM concerns WHERE id = $1",
          "SELECT id, child_id, unit_id, source, kind, state, teller, nameless, held, told_ms, step, next_ms, owner_id, receipt, receipt_by, outside FROM concerns WHERE id = $1 FOR UPDATE";
    LOOK = "SELECT id, child_id, unit_id, source, kind, state, teller, nameless, held, told_ms, step, next_ms, owner_id, receipt, receipt_by, outside FROM concerns WHERE id = $1";
    DUE = "SELECT id FROM concerns WHERE next_ms <= $1 ORDER BY next_ms, id LIMIT $2";
    PUT_OFF = "UPDATE concerns SET next_ms = $2 WHERE id = $1 AND next_ms IS NOT NULL";
    NEXT_DUE = "SELECT MIN(next_ms) AS at_ms FROM concerns WHERE next_ms IS NOT NULL";
    OF_READER = "SELECT c.id FROM concern_people p JOIN concerns c ON c.id = p.concern_id WHERE p.adult_id = $1 AND p.part = 'reader' AND c.state NOT IN ('done', 'kept') ORDER BY c.told_ms, c.id LIMIT 1000";
    ABOUT = "UPDATE concerns SET child_id = $2, unit_id = $3, teller = $4 WHERE id = $1 AND child_id IS NULL";
    OUTSIDE = "UPDATE concerns SET outside = $2 WHERE id = $1";
    DECIDED = "UPDATE concerns SET held = NULL WHERE id = $1";
    CLIMB = "UPDATE concerns SET state = $2, step = $3, next_ms = $4, owner_id = $5 WHERE id = $1";
    MOVE = "UPDATE concerns SET unit_id = $2, step = 0, owner_id = NULL, state = CASE WHEN state = 'filed' THEN state ELSE 'open' END, next_ms = CASE WHEN state = 'filed' THEN next_ms ELSE $3 END WHERE child_id = $1 AND state NOT IN ('done', 'kept')";
    RECEIPT = "UPDATE concerns SET receipt = $2, receipt_by = $3, receipt_ms = $4 WHERE id = $1";
    CONFIRM = "UPDATE concerns SET state = 'done', next_ms = NULL, confirmed_by = $2, confirmed_ms = $3 WHERE id = $1 AND state = 'receipt'";
    TELLER = "UPDATE concerns SET teller = $2, mark = '' WHERE id = $1";
    MARKS = "UPDATE concerns SET mark = '' WHERE mark <> '' AND told_ms < $1";
    KEEP = "UPDATE concerns SET state = 'kept', next_ms = NULL WHERE id = $1";
    FORGET_WORDS = "DELETE FROM concern_words WHERE concern_id = $1";
    FORGET_PEOPLE = "DELETE FROM concern_people WHERE concern_id = $1";
    FORGET = "DELETE FROM concerns WHERE id = $1";
    UNENDED = concat!("SELECT COUNT(*) AS n FROM children WHERE id = $1 AND id IN ", under_concern!());
    BEGUN = "SELECT COUNT(*) AS n FROM concerns WHERE mark = $1";
    UNDER = "SELECT id, child_id, state, told_ms FROM concerns WHERE mark = $1 ORDER BY told_ms DESC, id DESC LIMIT 500";
    SET_ALBUM = "UPDATE concerns SET album = $2 WHERE id = $1";
    OF_ALBUM = "SELECT id FROM concerns WHERE album = $1 AND state NOT IN ('done', 'kept') ORDER BY id DESC LIMIT 1";
    STAND = "INSERT INTO concern_people (concern_id, adult_id, part, since_ms) VALUES ($1, $2, $3, $4) ON CONFLICT (concern_id, adult_id) DO UPDATE SET part = excluded.part WHERE concern_people.part <> 'named' AND excluded.part <> 'reader'";
    PEOPLE = "SELECT adult_id, part FROM concern_people WHERE concern_id = $1 ORDER BY adult_id";
    THROUGH_POSTS = "SELECT named_by AS through, adult_id AS other FROM posts WHERE named_by IS NOT NULL AND state = 'active' AND named_by IN (SELECT value FROM json_each($1)) ORDER BY id",
                    "SELECT named_by AS through, adult_id AS other FROM posts WHERE named_by IS NOT NULL AND state = 'active' AND named_by IN (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))) ORDER BY id";
    CHECKED_BY = "SELECT DISTINCT adult_id FROM posts WHERE state = 'active' AND checked_by IN (SELECT value FROM json_each($1)) ORDER BY adult_id",
                 "SELECT DISTINCT adult_id FROM posts WHERE state = 'active' AND checked_by IN (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))) ORDER BY adult_id";
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
    /// About somebody at the school whom nobody has named yet: no one there hears of it.
    pub outside: bool,
}

async fn concern(tx: &mut Tx, row: &AnyRow) -> Stored<Concern> {
    let (id, child) = (row.id("id")?, row.maybe_id("child_id")?);
    let teller = open(tx, child, At::Teller(id), &row.text("teller")?).await?;
    let receipt = match row.maybe_text("receipt")? {
        Some(text) => open(tx, child, At::Receipt(id), &text).await?,
        None => None,
    };
    Ok(Concern {
        id,
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
        outside: row.flag("outside")?,
    })
}

/// By what an adult's reports, or held notes, of a day are counted: who it was is seen by nobody without
/// the house's key, and after a day by nobody at all.
pub async fn mark(tx: &mut Tx, source: Source, adult: AdultId, day: NaiveDate) -> Stored<String> {
    let own = vault::own_to_write(tx).await?;
    let text = format!("{} {day} {adult}", source.as_str());
    Ok(own.mark("concerns.mark", &text))
}

/// A new one, due at `next`.
pub async fn put(tx: &mut Tx, new: &Concern, mark: &str) -> Stored<()> {
    let teller = new.teller.map(|adult| adult.to_string());
    let teller = seal(
        tx,
        new.child,
        At::Teller(new.id),
        &teller.unwrap_or_default(),
    )
    .await?;
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

/// The concern, to be shown.
pub async fn look(tx: &mut Tx, id: ConcernId) -> Stored<Option<Concern>> {
    match one!(tx, LOOK; id.0) {
        Some(row) => concern(tx, &row).await.map(Some),
        None => Ok(None),
    }
}

fn ids(rows: &[AnyRow]) -> Stored<Vec<ConcernId>> {
    rows.iter().map(|row| row.id("id")).collect()
}

/// Those whose clock has run to its next step, longest first.
pub async fn due(tx: &mut Tx, now: Instant, limit: i64) -> Stored<Vec<ConcernId>> {
    ids(&all!(tx, DUE; to_ms(now), limit))
}

/// Its clock is looked at again at `next`.
pub async fn put_off(tx: &mut Tx, id: ConcernId, next: Instant) -> Stored<()> {
    run!(tx, PUT_OFF; id.0, to_ms(next));
    Ok(())
}

pub async fn next_due(tx: &mut Tx) -> Stored<Option<Instant>> {
    one!(tx, NEXT_DUE).map_or(Ok(None), |row| row.maybe_moment("at_ms"))
}

/// What an adult reads and is not ended, longest first.
pub async fn of_reader(tx: &mut Tx, adult: AdultId) -> Stored<Vec<ConcernId>> {
    ids(&all!(tx, OF_READER; adult.0))
}

/// Who told it says which child it is about. What was said goes under that child's key.
pub async fn set_child(tx: &mut Tx, of: &Concern, child: ChildId, unit: UnitId) -> Stored<()> {
    let teller = of.teller.map(|adult| adult.to_string()).unwrap_or_default();
    let teller = seal(tx, Some(child), At::Teller(of.id), &teller).await?;
    run!(tx, ABOUT; of.id.0, child.0, unit.0, teller);
    super::concern_words::reseal(tx, of, child).await
}

/// Whether it is about somebody at the school whom nobody has named.
pub async fn set_outside(tx: &mut Tx, id: ConcernId, outside: bool) -> Stored<()> {
    run!(tx, OUTSIDE; id.0, i64::from(outside));
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

/// The child belongs to another school: what is not ended begins again there, with whoever is there. What was
/// just told waits, as ever, for the word about whom it is.
pub async fn move_to(tx: &mut Tx, child: ChildId, unit: UnitId, now: Instant) -> Stored<u64> {
    Ok(run!(tx, MOVE; child.0, unit.0, to_ms(now)))
}

/// Writes down the authority's receipt number, or takes it away again.
pub async fn set_receipt(
    tx: &mut Tx,
    of: &Concern,
    receipt: Option<(&str, AdultId)>,
    now: Instant,
) -> Stored<()> {
    let sealed = match receipt {
        Some((text, _)) => Some(seal(tx, of.child, At::Receipt(of.id), text).await?),
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
    let nobody = seal(tx, of.child, At::Teller(of.id), "").await?;
    run!(tx, TELLER; of.id.0, nobody);
    Ok(())
}

/// What was begun before a moment is not counted for anybody any more.
pub async fn forget_marks(tx: &mut Tx, before: Instant) -> Stored<u64> {
    Ok(run!(tx, MARKS; to_ms(before)))
}

/// Somebody takes it for harm: what was held goes nowhere any more, whoever answers for it later.
pub async fn decided(tx: &mut Tx, id: ConcernId) -> Stored<()> {
    run!(tx, DECIDED; id.0);
    Ok(())
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

/// One of those begun under a mark.
#[derive(Clone, Copy, Debug)]
pub struct Begun {
    pub id: ConcernId,
    pub child: Option<ChildId>,
    pub told: Instant,
    pub ended: bool,
}

/// Those begun under this mark, newest first.
pub async fn under(tx: &mut Tx, mark: &str) -> Stored<Vec<Begun>> {
    let begun = |row: &AnyRow| {
        let state: State = row.word("state")?;
        Ok(Begun {
            id: row.id("id")?,
            child: row.maybe_id("child_id")?,
            told: row.moment("told_ms")?,
            ended: matches!(state, State::Done | State::Kept),
        })
    };
    all!(tx, UNDER; mark).iter().map(begun).collect()
}

/// How an album is written down: another house's, or another account's, is another one.
fn album_mark(own: &vault::Own, account: AccountId, album: &str) -> String {
    own.mark("concerns.album", &format!("{account} {album}"))
}

/// The held note is the album that the messenger calls so in this account.
pub async fn set_album(tx: &mut Tx, id: ConcernId, account: AccountId, album: &str) -> Stored<()> {
    let mark = album_mark(&vault::own_to_write(tx).await?, account, album);
    run!(tx, SET_ALBUM; id.0, mark);
    Ok(())
}

/// The concern that this album is held in.
pub async fn of_album(tx: &mut Tx, account: AccountId, album: &str) -> Stored<Option<ConcernId>> {
    let mark = album_mark(&vault::own(tx).await?, account, album);
    one!(tx, OF_ALBUM; mark).map_or(Ok(None), |row| row.id("id").map(Some))
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

/// Whose record one of these people looked at last: their post would rest without that.
pub async fn checked_by(tx: &mut Tx, of: &[AdultId]) -> Stored<Vec<AdultId>> {
    let ids = super::sql::json_ids(of.iter().map(|adult| adult.0));
    all!(tx, CHECKED_BY; ids)
        .iter()
        .map(|row| row.id("adult_id"))
        .collect()
}

/// Everybody who is or was family of this child, by roster or link.
pub async fn family(tx: &mut Tx, child: ChildId) -> Stored<Vec<AdultId>> {
    all!(tx, FAMILY; child.0)
        .iter()
        .map(|row| row.id("adult_id"))
        .collect()
}
