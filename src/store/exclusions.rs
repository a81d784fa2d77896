//! Exclusions: which paper keeps which adult from which child, who had it in hand, from when until when.

use super::vault::{self, Keys};
use super::{Stored, Tx, tx::Cells};
use crate::base::{AdultId, ChildId, ExclusionId, Instant, to_ms};
use crate::model::lifecycle::PaperKind;
use sqlx::any::AnyRow;

statements! {
    PUT = "INSERT INTO exclusions (id, child_id, adult_id, kind, paper, seen_by, from_ms, to_ms, entered_by, entered_ms, lifted_by, lifted_ms) VALUES ($1, $2, $3, $4, NULL, $5, $6, $7, $5, $8, NULL, NULL)";
    NAME_PAPER = "UPDATE exclusions SET paper = $2 WHERE id = $1 AND seen_by = $3 AND child_id = $4";
    LIFT = "UPDATE exclusions SET lifted_by = $3, lifted_ms = $4 WHERE child_id = $1 AND adult_id = $2 AND lifted_ms IS NULL AND (to_ms IS NULL OR to_ms > $4)";
    STANDING = "SELECT id, child_id, adult_id, kind, paper, from_ms, to_ms FROM exclusions WHERE child_id = $1 AND lifted_ms IS NULL AND (to_ms IS NULL OR to_ms > $2) ORDER BY from_ms, id";
    BARS = "SELECT COUNT(*) AS n FROM (
            SELECT e.id FROM exclusions e WHERE e.child_id = $1 AND e.adult_id IN ($2, $3) AND e.lifted_ms IS NULL
                AND e.from_ms <= $4 AND (e.to_ms IS NULL OR e.to_ms > $4)
            UNION ALL SELECT l.id FROM links l WHERE l.child_id = $1 AND l.adult_id IN ($2, $3)
                AND l.state = 'excluded') AS papers";
    BEGUN = "SELECT e.id, e.child_id, e.adult_id, e.kind, e.paper, e.from_ms, e.to_ms FROM exclusions e JOIN children c ON c.id = e.child_id JOIN links l ON l.child_id = e.child_id AND l.adult_id = e.adult_id WHERE c.school_id = $1 AND e.lifted_ms IS NULL AND e.from_ms <= $2 AND (e.to_ms IS NULL OR e.to_ms > $2) AND l.state IN ('invited', 'awaiting_approval', 'active', 'paused') ORDER BY e.id LIMIT 500";
}

/// One exclusion that stands, or will.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusion {
    pub id: ExclusionId,
    pub child: ChildId,
    pub adult: AdultId,
    pub kind: PaperKind,
    pub paper: Option<String>,
    pub from: Instant,
    pub to: Option<Instant>,
}

/// What a paper's words are sealed for, under the child's key.
const PAPER: &str = "exclusions.paper";

/// The words as they go into the table; [`opened`] takes them out again.
async fn stored(tx: &mut Tx, child: ChildId, words: &str) -> Stored<String> {
    vault::seal(tx, child, PAPER, words).await
}

async fn opened(tx: &mut Tx, rows: Vec<AnyRow>) -> Stored<Vec<Exclusion>> {
    let keys = vault::keys_in(tx, &rows, "child_id").await?;
    rows.iter().map(|row| exclusion(row, &keys)).collect()
}

fn exclusion(row: &AnyRow, keys: &Keys) -> Stored<Exclusion> {
    let child = row.id("child_id")?;
    Ok(Exclusion {
        id: row.id("id")?,
        child,
        adult: row.id("adult_id")?,
        kind: row.word("kind")?,
        paper: keys.open_some(child, PAPER, row.maybe_text("paper")?)?,
        from: row.moment("from_ms")?,
        to: row.maybe_moment("to_ms")?,
    })
}

/// Writes it down. `by` had the paper in hand; `None` from the command line.
pub async fn put(
    tx: &mut Tx,
    exclusion: &Exclusion,
    by: Option<AdultId>,
    now: Instant,
) -> Stored<()> {
    run!(tx, PUT; exclusion.id.0, exclusion.child.0, exclusion.adult.0, exclusion.kind.as_str(),
        by.map(|by| by.0), to_ms(exclusion.from), exclusion.to.map(to_ms), to_ms(now));
    Ok(())
}

/// What the paper is called by, in the words of who had it in hand. False for anybody else.
pub async fn name_paper(
    tx: &mut Tx,
    (id, child): (ExclusionId, ChildId),
    by: AdultId,
    words: &str,
) -> Stored<bool> {
    let words = stored(tx, child, words).await?;
    Ok(run!(tx, NAME_PAPER; id.0, words, by.0, child.0) == 1)
}

/// Ends all that stand, or would begin, between the two. False when there are none.
pub async fn lift(
    tx: &mut Tx,
    child: ChildId,
    adult: AdultId,
    by: Option<AdultId>,
    now: Instant,
) -> Stored<bool> {
    Ok(run!(tx, LIFT; child.0, adult.0, by.map(|by| by.0), to_ms(now)) > 0)
}

/// Those about a child that stand or will stand.
pub async fn standing(tx: &mut Tx, child: ChildId, now: Instant) -> Stored<Vec<Exclusion>> {
    let rows = all!(tx, STANDING; child.0, to_ms(now));
    opened(tx, rows).await
}

/// Whether a paper stands now between the child and one of two adults. One statement, whoever they are and
/// whether they are at all: a code that does not work takes the same way as one that does.
pub async fn bars(
    tx: &mut Tx,
    child: ChildId,
    (one, other): (AdultId, AdultId),
    now: Instant,
) -> Stored<bool> {
    let row = one!(tx, BARS; child.0, one.0, other.0, to_ms(now));
    Ok(row.map_or(Ok(0), |row| row.int("n"))? > 0)
}

/// Those of a school's children that have begun while a link still looks open.
pub async fn begun(
    tx: &mut Tx,
    school: crate::base::UnitId,
    now: Instant,
) -> Stored<Vec<Exclusion>> {
    let rows = all!(tx, BEGUN; school.0, to_ms(now));
    opened(tx, rows).await
}
