//! What came in, sealed under the house's key: nobody knows yet whom it is about.

use sqlx::any::AnyRow;

use super::tx::Cells;
use super::vault::Own;
use super::{StoreError, Stored};
use crate::base::InboxId;

/// What it is sealed for, together with its row.
pub(super) const BODY: &str = "inbox.body";

/// What came. Words that nobody can read any more, or that nobody sealed for this row, are no update of
/// ours: parked, not lost, and nothing behind them waits.
pub(super) fn open(row: &AnyRow, own: &Own) -> Stored<String> {
    let id: InboxId = row.id("id")?;
    match own.open_at(BODY, id, &row.text("body")?) {
        Err(StoreError::Unreadable { .. }) => Ok(String::new()),
        opened => Ok(opened?.unwrap_or_default()),
    }
}
