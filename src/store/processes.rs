//! Which processes serve this database, and how many bots each has: so that they share them.

use super::tx::Cells;
use super::{Stored, Tx};
use crate::base::{Instant, to_ms};

statements! {
    SEEN = "INSERT INTO processes (id, seen_ms, bots) VALUES ($1, $2, $3)
         ON CONFLICT (id) DO UPDATE SET seen_ms = excluded.seen_ms, bots = excluded.bots";

    // Whoever died without a word goes with the next one's sign of life.
    GONE = "DELETE FROM processes WHERE id = $1 OR seen_ms < $2";

    ALIVE = "SELECT id, bots FROM processes WHERE seen_ms > $1 AND seen_ms <= $2 ORDER BY id";
}

/// A process that gave a sign of life lately.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Process {
    pub id: String,
    /// Bots it holds.
    pub bots: i64,
}

/// A sign of life of `process`, which holds so many bots; those silent since `dead` are forgotten.
pub async fn seen(
    tx: &mut Tx,
    process: &str,
    bots: usize,
    now: Instant,
    dead: Instant,
) -> Stored<()> {
    run!(tx, GONE; "", to_ms(dead));
    run!(tx, SEEN; process, to_ms(now), i64::try_from(bots).unwrap_or(i64::MAX));
    Ok(())
}

/// The process ends.
pub async fn gone(tx: &mut Tx, process: &str) -> Stored<()> {
    run!(tx, GONE; process, i64::MIN);
    Ok(())
}

/// The processes seen between two moments.
pub async fn alive(tx: &mut Tx, after: Instant, until: Instant) -> Stored<Vec<Process>> {
    all!(tx, ALIVE; to_ms(after), to_ms(until))
        .iter()
        .map(|row| {
            Ok(Process {
                id: row.text("id")?,
                bots: row.int("bots")?,
            })
        })
        .collect()
}
