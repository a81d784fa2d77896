//! How far behind we are: the oldest message and the oldest update that wait. Reads, never writes.

use super::tx::Cells;
use super::{Stored, Tx, outbox_view};
use crate::base::{Instant, to_ms};

statements! {
    OVERDUE = "SELECT MIN(due_ms) AS at_ms FROM runs
        WHERE state IN ('waiting', 'open') AND due_ms <= $1";

    // Touches no row, but a read-only database refuses it.
    PROBE = "UPDATE bots SET username = username WHERE id = ''";

    UNHANDLED = "SELECT MIN(received_ms) AS at_ms FROM inbox
        WHERE state IN ('waiting', 'claimed') AND received_ms > 0";
}

/// Since when the oldest of each kind has been waiting; `None`: nothing waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Backlog {
    pub unsent: Option<Instant>,
    pub unhandled: Option<Instant>,
}

/// The backlog at `now`.
pub async fn backlog(tx: &mut Tx, now: Instant) -> Stored<Backlog> {
    // Counted from when it could first have gone: a message held until the reader's hour is not late.
    let unsent = outbox_view::oldest_waiting(tx, now).await?;
    let unhandled = one!(tx, UNHANDLED);
    Ok(Backlog {
        unsent: unsent.into_iter().map(|(_, since)| since).min(),
        unhandled: unhandled.map_or(Ok(None), |row| row.maybe_moment("at_ms"))?,
    })
}

/// When the oldest run was due that is not finished; `None`: nothing is due.
pub async fn overdue(tx: &mut Tx, now: Instant) -> Stored<Option<Instant>> {
    one!(tx, OVERDUE; to_ms(now)).map_or(Ok(None), |row| row.maybe_moment("at_ms"))
}

/// Whether this database takes writes; nothing is changed.
pub async fn probe(tx: &mut Tx) -> Stored<()> {
    run!(tx, PROBE);
    Ok(())
}
