//! Notes that go later: waiting, and taken out when they go or are called back. Decides nothing.

use super::{Stored, Tx, tx::Cells, vault};
use crate::base::{AccountId, AdultId, Instant, LaterId, to_ms};
use sqlx::any::AnyRow;

/// What the values are sealed for, each for its own row.
const BODY: &str = "later_notes.body";

statements! {
    PUT = "INSERT INTO later_notes (id, account_id, adult_id, body, due_ms) VALUES ($1, $2, $3, $4, $5)";
    COUNT = "SELECT COUNT(*) AS n FROM later_notes WHERE adult_id = $1";
    TAKE = "DELETE FROM later_notes WHERE id = $1 AND adult_id = $2";
    DUE = "SELECT id FROM later_notes WHERE due_ms <= $1 AND COALESCE(retry_ms, 0) <= $1 ORDER BY due_ms, id LIMIT $2";
    TAKE_DUE = "DELETE FROM later_notes WHERE id = $1 AND due_ms <= $2 AND COALESCE(retry_ms, 0) <= $2 RETURNING id, account_id, adult_id, body, due_ms";
    PUT_OFF = "UPDATE later_notes SET retry_ms = $2 WHERE id = $1";
    NEXT_DUE = "SELECT MIN(CASE WHEN retry_ms > due_ms THEN retry_ms ELSE due_ms END) AS at_ms FROM later_notes";
}

/// One that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Later {
    pub id: LaterId,
    /// Where it was written.
    pub account: AccountId,
    pub by: AdultId,
    /// Whom it is for and what it says, as its feature wrote it.
    pub body: String,
    pub due: Instant,
}

pub async fn put(tx: &mut Tx, later: &Later) -> Stored<()> {
    let body = vault::seal_own_at(tx, BODY, later.id, &later.body).await?;
    run!(tx, PUT; later.id.0, later.account.0, later.by.0, body, to_ms(later.due));
    Ok(())
}

/// How many wait of one adult's.
pub async fn count(tx: &mut Tx, by: AdultId) -> Stored<i64> {
    one!(tx, COUNT; by.0).map_or(Ok(0), |row| row.int("n"))
}

/// Takes one out. False: it has gone, was called back, or is somebody else's.
pub async fn take(tx: &mut Tx, id: LaterId, by: AdultId) -> Stored<bool> {
    Ok(run!(tx, TAKE; id.0, by.0) == 1)
}

/// Those that are due, longest first.
pub async fn due(tx: &mut Tx, now: Instant, limit: i64) -> Stored<Vec<LaterId>> {
    let rows = all!(tx, DUE; to_ms(now), limit);
    rows.iter().map(|row| row.id("id")).collect()
}

/// Takes one of them out to send it; `None`: it has gone or was called back. One whose words were taken away, or
/// whose key is lost, has no body.
pub async fn take_due(tx: &mut Tx, id: LaterId, now: Instant) -> Stored<Option<Later>> {
    match one!(tx, TAKE_DUE; id.0, to_ms(now)) {
        Some(row) => later(tx, &row).await.map(Some),
        None => Ok(None),
    }
}

/// It could not go: it is tried again then, and others go on.
pub async fn put_off(tx: &mut Tx, id: LaterId, until: Instant) -> Stored<()> {
    run!(tx, PUT_OFF; id.0, to_ms(until));
    Ok(())
}

async fn later(tx: &mut Tx, row: &AnyRow) -> Stored<Later> {
    let id: LaterId = row.id("id")?;
    let stored = row.text("body")?;
    let body = match stored.is_empty() {
        true => None,
        false => vault::open_own_at(tx, BODY, id, &stored).await?,
    };
    Ok(Later {
        id,
        account: row.id("account_id")?,
        by: row.id("adult_id")?,
        body: body.unwrap_or_default(),
        due: row.moment("due_ms")?,
    })
}

/// When the next one is due.
pub async fn next_due(tx: &mut Tx) -> Stored<Option<Instant>> {
    one!(tx, NEXT_DUE).map_or(Ok(None), |row| row.maybe_moment("at_ms"))
}
