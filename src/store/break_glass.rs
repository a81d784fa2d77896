//! Records opened by exception: who, which child, why, from when to when.

use super::vault::{self, GONE_NAME, Keys};
use super::{Stored, Tx, tx::Cells};
use crate::base::{AdultId, ChildId, Instant, UnitId, Words, to_ms};
use crate::model::unit::Role;

statements! {
    OPEN = "INSERT INTO break_glass (id, adult_id, child_id, reason, from_ms, to_ms, unit_id, role) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    SINCE = "SELECT COUNT(*) AS n FROM break_glass WHERE adult_id = $1 AND from_ms > $2";
    OPEN_NOW = "SELECT child_id, MAX(to_ms) AS to_ms FROM break_glass WHERE adult_id = $1 AND from_ms <= $2 AND to_ms > $2 GROUP BY child_id ORDER BY child_id";
    OF_CHILD = "SELECT adult_id, reason, from_ms, to_ms, unit_id, role FROM break_glass WHERE child_id = $1 AND to_ms > $2 ORDER BY from_ms DESC, id DESC LIMIT 500";
}

/// What the words are sealed for, under the child's key.
const REASON: &str = "break_glass.reason";

/// The words as they go into the table, and back.
async fn closed(tx: &mut Tx, child: ChildId, words: &Words) -> Stored<String> {
    vault::seal(tx, child, REASON, words.expose()).await
}

fn opened(keys: &Keys, child: ChildId, stored: &str) -> Stored<Words> {
    let opened = keys.open(child, REASON, stored)?;
    Ok(Words::new(opened.unwrap_or_else(|| GONE_NAME.to_owned())))
}

/// One record opened by exception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub adult: AdultId,
    pub reason: Words,
    pub from: Instant,
    pub to: Instant,
    /// The post that reached the child: the record is open while it is held.
    pub by: Option<(UnitId, Role)>,
}

pub async fn open(tx: &mut Tx, id: i64, child: ChildId, grant: &Grant) -> Stored<()> {
    let reason = closed(tx, child, &grant.reason).await?;
    run!(tx, OPEN; id, grant.adult.0, child.0, reason, to_ms(grant.from), to_ms(grant.to),
        grant.by.map(|(unit, _)| unit.0), grant.by.map(|(_, role)| role.as_str()));
    Ok(())
}

/// How many one person opened after `since`.
pub async fn count(tx: &mut Tx, adult: AdultId, since: Instant) -> Stored<i64> {
    one!(tx, SINCE; adult.0, to_ms(since)).map_or(Ok(0), |row| row.int("n"))
}

/// The children whose record is open for one person now, and until when.
pub async fn open_now(
    tx: &mut Tx,
    adult: AdultId,
    now: Instant,
) -> Stored<Vec<(ChildId, Instant)>> {
    all!(tx, OPEN_NOW; adult.0, to_ms(now))
        .iter()
        .map(|row| Ok((row.id("child_id")?, row.moment("to_ms")?)))
        .collect()
}

/// By whom a child's record was opened since, the newest first.
pub async fn of_child(tx: &mut Tx, child: ChildId, since: Instant) -> Stored<Vec<Grant>> {
    let rows = all!(tx, OF_CHILD; child.0, to_ms(since));
    let keys = vault::keys(tx, [child]).await?;
    rows.iter()
        .map(|row| {
            Ok(Grant {
                adult: row.id("adult_id")?,
                reason: opened(&keys, child, &row.text("reason")?)?,
                from: row.moment("from_ms")?,
                to: row.moment("to_ms")?,
                by: match row.maybe_id("unit_id")? {
                    Some(unit) => Some((unit, row.word("role")?)),
                    None => None,
                },
            })
        })
        .collect()
}
