//! Values bound to their row as well: put into another row, another day or another person's, they open
//! nothing. And when a value may still be plain, or bound to its column alone: until what was there
//! before has been sealed anew.

use std::fmt::Display;
use std::sync::atomic::{AtomicU16, Ordering};

use super::{GONE, Keys, Own};
use crate::base::ChildId;
use crate::store::sealing::{self, Part};
use crate::store::{StoreError, Stored, Tx};

/// How a value begins that is bound to its row: with a child's key, with the house's.
const OF_CHILD: &str = "v2.child.";
const OF_HOUSE: &str = "v2.own.";

/// The parts of which this process knows that all of it is sealed as it is sealed now. What somebody
/// puts there with a hand of his own, without a key, is not read any more.
#[derive(Debug, Default)]
pub(in crate::store) struct Over(AtomicU16);

impl Over {
    pub fn add(&self, part: Part) {
        self.0.fetch_or(bit(part), Ordering::Relaxed);
    }

    pub fn now(&self) -> Old {
        Old {
            over: self.0.load(Ordering::Relaxed),
        }
    }
}

fn bit(part: Part) -> u16 {
    1 << Part::ALL.iter().position(|p| *p == part).unwrap_or(15)
}

/// Which old values may still be read.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::store) struct Old {
    over: u16,
}

impl Old {
    /// Whether a value of this column may be sealed in the old way.
    pub(super) fn is_over(self, column: &str) -> bool {
        let parts = sealing::parts_of(column);
        !parts.is_empty() && parts.iter().all(|part| self.over & bit(*part) != 0)
    }

    /// A value without a seal, as it is: where there were such, and until all of them are sealed.
    pub(super) fn plain(self, column: &'static str, stored: &str) -> Stored<Option<String>> {
        let is_bound = stored.starts_with(OF_CHILD) || stored.starts_with(OF_HOUSE);
        if is_bound || self.is_over(column) || !sealing::was_plain(column) {
            return Err(StoreError::Unreadable { column });
        }
        Ok(Some(stored.to_owned()))
    }
}

/// Whether a value is sealed and bound to its row.
pub(in crate::store) fn is_bound(stored: &str) -> bool {
    stored.starts_with(OF_CHILD) || stored.starts_with(OF_HOUSE)
}

impl Keys {
    /// [`Keys::seal`], for this row alone.
    pub fn seal_at(
        &self,
        child: ChildId,
        column: &'static str,
        row: impl Display,
        text: &str,
    ) -> Stored<String> {
        let about = format!("{column} {child} {row}");
        let sealed = self.seal_about(child, column, &about, text)?;
        Ok(format!("{OF_CHILD}{sealed}"))
    }

    /// What [`Keys::seal_at`] made for this row, or an older hongyan for the column.
    pub fn open_at(
        &self,
        child: ChildId,
        column: &'static str,
        row: impl Display,
        stored: &str,
    ) -> Stored<Option<String>> {
        match stored.strip_prefix(OF_CHILD) {
            Some(sealed) => {
                let about = format!("{column} {child} {row}");
                self.open_about(child, column, &about, sealed)
            }
            None if stored == GONE => Ok(None),
            None if self.old.is_over(column) => Err(StoreError::Unreadable { column }),
            None => self.open(child, column, stored),
        }
    }
}

impl Own {
    /// [`Own::seal`], for this row alone.
    pub fn seal_at(&self, purpose: &'static str, row: impl Display, text: &str) -> Stored<String> {
        let sealed = self.seal_about(purpose, &format!("{purpose} {row}"), text)?;
        Ok(format!("{OF_HOUSE}{sealed}"))
    }

    /// What [`Own::seal_at`] made for this row, or an older hongyan for the purpose.
    pub fn open_at(
        &self,
        purpose: &'static str,
        row: impl Display,
        stored: &str,
    ) -> Stored<Option<String>> {
        match stored.strip_prefix(OF_HOUSE) {
            Some(sealed) => self.open_about(purpose, &format!("{purpose} {row}"), sealed),
            None if self.old.is_over(purpose) => Err(StoreError::Unreadable { column: purpose }),
            None => self.open(purpose, stored),
        }
    }

    /// [`Own::seal_at`] of a cell that may be empty.
    pub fn seal_some_at(
        &self,
        purpose: &'static str,
        row: impl Display,
        text: Option<&str>,
    ) -> Stored<Option<String>> {
        text.map(|text| self.seal_at(purpose, row, text))
            .transpose()
    }

    /// [`Own::open_at`] of a cell that may be empty.
    pub fn open_some_at(
        &self,
        purpose: &'static str,
        row: impl Display,
        stored: Option<String>,
    ) -> Stored<Option<String>> {
        stored.map_or(Ok(None), |stored| self.open_at(purpose, row, &stored))
    }
}

/// [`Keys::seal_at`] of one value.
pub async fn seal_at(
    tx: &mut Tx,
    child: ChildId,
    column: &'static str,
    row: impl Display,
    text: &str,
) -> Stored<String> {
    let keys = super::keys_to_write(tx, [child]).await?;
    keys.seal_at(child, column, row, text)
}

/// [`Keys::open_at`] of one value.
pub async fn open_at(
    tx: &mut Tx,
    child: ChildId,
    column: &'static str,
    row: impl Display,
    stored: &str,
) -> Stored<Option<String>> {
    let keys = super::keys(tx, [child]).await?;
    keys.open_at(child, column, row, stored)
}

/// [`Own::open_at`] of one value.
pub async fn open_own_at(
    tx: &mut Tx,
    purpose: &'static str,
    row: impl Display,
    stored: &str,
) -> Stored<Option<String>> {
    super::own(tx).await?.open_at(purpose, row, stored)
}

/// [`Own::seal_at`] of one value.
pub async fn seal_own_at(
    tx: &mut Tx,
    purpose: &'static str,
    row: impl Display,
    text: &str,
) -> Stored<String> {
    super::own_to_write(tx).await?.seal_at(purpose, row, text)
}
