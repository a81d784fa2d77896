//! What is left of a child whose key is destroyed: ids, so that the audit still says what was done.
//! Everything that could be read without the key goes, and so do adults whom nothing else keeps here.
//! Decides nothing.

mod aside;
mod people;
mod record;

use super::sql::{joined, length};
use super::{Sql, Stored, Tx};
use crate::base::{AdultId, ChildId, Instant};

pub(super) use aside::NO_WORDS;
pub use aside::{any_ready, empty_notes, held, hold, is_held, let_go, put_aside, ready, remove};
pub use people::begun_by_staff;
pub use record::near;

/// All statements of this folder.
pub const STATEMENTS: &[(&str, Sql)] = &ALL;
const PARTS: &[&[(&str, Sql)]] = &[aside::STATEMENTS, people::STATEMENTS, record::STATEMENTS];
const ALL: [(&str, Sql); length(PARTS)] = joined(PARTS);

/// From now on nobody sees the record, works at it or gets anything of it; the chat of whom nothing else
/// keeps here is a stranger's. Conversations of `busy` end too. What was written is all there.
pub async fn close(tx: &mut Tx, child: ChildId, now: Instant, busy: &[AdultId]) -> Stored<()> {
    let mut near = record::near(tx, child).await?;
    near.extend(busy);
    record::quiet(tx, &near, now).await?;
    record::close(tx, child, now).await?;
    people::leave(tx, child).await
}

/// Destroys the key and takes away what could be read without it, of a record that is closed; and who the
/// adults were whom nothing else keeps here.
pub async fn destroy(tx: &mut Tx, child: ChildId, now: Instant) -> Stored<()> {
    people::blank(tx, child, now).await?;
    record::destroy(tx, child, now).await
}

/// All of it at once.
pub async fn erase(tx: &mut Tx, child: ChildId, now: Instant, busy: &[AdultId]) -> Stored<()> {
    record::unhear(tx, child, now).await?;
    close(tx, child, now, busy).await?;
    destroy(tx, child, now).await
}

/// The children of a restored database that nobody can read any more.
pub(super) async fn lost(tx: &mut Tx) -> Stored<Vec<ChildId>> {
    record::lost(tx).await
}
