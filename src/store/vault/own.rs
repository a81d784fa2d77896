//! What is sealed under the house's own key: about no single child, or needed after a child is erased.
//! Never destroyed. Makes marks too: what two rows have in common, without saying what it is.

use std::collections::BTreeSet;

use super::{HOUSE, opened, read, read_or_make};
use crate::base::{Key, Keyring};
use crate::store::{StoreError, Stored, Tx};

/// How a value sealed with the house's key begins.
const OF_HOUSE: &str = "v1.own.";
/// How a mark begins.
const MARK: &str = "m1.";

/// The house's key, read with one statement at most.
#[derive(Debug)]
pub struct Own {
    key: Option<Key>,
    ring: Option<Keyring>,
}

impl Own {
    pub(super) const fn key(&self) -> Option<&Key> {
        self.key.as_ref()
    }

    /// For storing in the column that `purpose` names.
    pub fn seal(&self, purpose: &'static str, text: &str) -> Stored<String> {
        let (Some(key), Some(ring)) = (&self.key, &self.ring) else {
            return Err(StoreError::NoKey);
        };
        let sealed = key.seal(ring.chance(), purpose, text.as_bytes());
        let sealed = sealed.ok_or(StoreError::Unreadable { column: purpose })?;
        Ok(format!("{OF_HOUSE}{sealed}"))
    }

    /// What was written for this purpose; `None` when the house's key is lost.
    pub fn open(&self, purpose: &'static str, stored: &str) -> Stored<Option<String>> {
        let Some(sealed) = stored.strip_prefix(OF_HOUSE) else {
            return Ok(Some(stored.to_owned()));
        };
        if self.ring.is_none() {
            return Err(StoreError::NoKey);
        }
        let Some(key) = &self.key else {
            return Ok(None);
        };
        let opened = opened(key, purpose, sealed);
        opened
            .ok_or(StoreError::Unreadable { column: purpose })
            .map(Some)
    }

    /// [`Own::seal`] of a cell that may be empty.
    pub fn seal_some(&self, purpose: &'static str, text: Option<&str>) -> Stored<Option<String>> {
        text.map(|text| self.seal(purpose, text)).transpose()
    }

    /// [`Own::open`] of a cell that may be empty.
    pub fn open_some(
        &self,
        purpose: &'static str,
        stored: Option<String>,
    ) -> Stored<Option<String>> {
        stored.map_or(Ok(None), |stored| self.open(purpose, &stored))
    }

    /// The same text has the same mark; without the key nobody can tell whose it is. A house without a
    /// key has marked nothing: then it is a mark that no row has.
    pub fn mark(&self, purpose: &'static str, text: &str) -> String {
        let mark = self.key.as_ref().map(|key| key.mark(purpose, text));
        format!("{MARK}{}", mark.unwrap_or_default())
    }
}

/// For opening and comparing.
pub async fn own(tx: &mut Tx) -> Stored<Own> {
    let key = read(tx, &BTreeSet::from([HOUSE])).await?.0.remove(&HOUSE);
    let ring = tx.vault().ring.clone();
    Ok(Own { key, ring })
}

/// For sealing and marking: the key is made when there is none yet.
pub async fn own_to_write(tx: &mut Tx) -> Stored<Own> {
    let mut keys = read_or_make(tx, &BTreeSet::from([HOUSE])).await?;
    let ring = tx.vault().ring.clone();
    Ok(Own {
        key: keys.remove(&HOUSE),
        ring,
    })
}

/// [`Own::seal`] of one value.
pub async fn seal_own(tx: &mut Tx, purpose: &'static str, text: &str) -> Stored<String> {
    own_to_write(tx).await?.seal(purpose, text)
}

/// [`Own::open`] of one value.
pub async fn open_own(tx: &mut Tx, purpose: &'static str, stored: &str) -> Stored<Option<String>> {
    own(tx).await?.open(purpose, stored)
}
