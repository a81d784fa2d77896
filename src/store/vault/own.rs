//! What is sealed under the house's own key: about no single child, or needed after a child is erased.
//! Never destroyed. Makes marks too: what two rows have in common, without saying what it is.

use std::collections::BTreeSet;

use super::{HOUSE, Old, opened, read, read_or_make};
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
    pub(super) old: Old,
}

impl Own {
    pub(in crate::store) const fn key(&self) -> Option<&Key> {
        self.key.as_ref()
    }

    /// For storing in the column that `purpose` names.
    pub fn seal(&self, purpose: &'static str, text: &str) -> Stored<String> {
        let sealed = self.seal_about(purpose, purpose, text)?;
        Ok(format!("{OF_HOUSE}{sealed}"))
    }

    pub(super) fn seal_about(
        &self,
        purpose: &'static str,
        about: &str,
        text: &str,
    ) -> Stored<String> {
        let (Some(key), Some(ring)) = (&self.key, &self.ring) else {
            return Err(StoreError::NoKey);
        };
        let sealed = key.seal(ring.chance(), about, text.as_bytes());
        sealed.ok_or(StoreError::Unreadable { column: purpose })
    }

    /// What was written for this purpose; `None` when the house's key is lost.
    pub fn open(&self, purpose: &'static str, stored: &str) -> Stored<Option<String>> {
        let Some(sealed) = stored.strip_prefix(OF_HOUSE) else {
            return self.old.plain(purpose, stored);
        };
        self.open_about(purpose, purpose, sealed)
    }

    pub(super) fn open_about(
        &self,
        purpose: &'static str,
        about: &str,
        sealed: &str,
    ) -> Stored<Option<String>> {
        if self.ring.is_none() {
            return Err(StoreError::NoKey);
        }
        let Some(key) = &self.key else {
            return Ok(None);
        };
        let opened = opened(key, about, sealed);
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

impl Own {
    /// Whether there are keys to sign and to check with.
    pub const fn has_ring(&self) -> bool {
        self.ring.is_some()
    }

    /// 64 hexadecimal digits that only this house can have made; `None` without the house's key.
    pub fn sign(&self, purpose: &'static str, text: &str) -> Option<String> {
        let key = self.key.as_ref()?;
        Some(key.sign(purpose, text))
    }
}

/// For opening and comparing.
pub async fn own(tx: &mut Tx) -> Stored<Own> {
    let key = read(tx, &BTreeSet::from([HOUSE])).await?.0.remove(&HOUSE);
    Ok(with(tx, key))
}

fn with(tx: &Tx, key: Option<Key>) -> Own {
    let vault = tx.vault();
    let (ring, old) = (vault.ring.clone(), vault.over.now());
    Own { key, ring, old }
}

/// For sealing and marking: the key is made when there is none yet.
pub async fn own_to_write(tx: &mut Tx) -> Stored<Own> {
    let mut keys = read_or_make(tx, &BTreeSet::from([HOUSE])).await?;
    Ok(with(tx, keys.remove(&HOUSE)))
}

/// [`Own::seal`] of one value.
pub async fn seal_own(tx: &mut Tx, purpose: &'static str, text: &str) -> Stored<String> {
    own_to_write(tx).await?.seal(purpose, text)
}

/// [`Own::open`] of one value.
pub async fn open_own(tx: &mut Tx, purpose: &'static str, stored: &str) -> Stored<Option<String>> {
    own(tx).await?.open(purpose, stored)
}
