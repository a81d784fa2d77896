//! What is sealed for several children at once.

use super::{Keys, Own, opened};
use crate::base::{ChildId, Key};
use crate::store::{StoreError, Stored};

impl Keys {
    /// Seals what is about all of these: it opens only as long as none of their keys is destroyed.
    pub(in crate::store) fn seal_together(
        &self,
        children: &[ChildId],
        own: &Own,
        column: &'static str,
        text: &str,
    ) -> Stored<String> {
        let ring = self.ring.as_ref().ok_or(StoreError::NoKey)?;
        let key = self.together(children, own);
        let key = key.unwrap_or_else(|| Key::random(ring.chance()));
        let sealed = key.seal(ring.chance(), column, text.as_bytes());
        sealed.ok_or(StoreError::Unreadable { column })
    }

    /// What [`Keys::seal_together`] made; `None` when one of the keys is destroyed.
    pub(in crate::store) fn open_together(
        &self,
        children: &[ChildId],
        own: &Own,
        column: &'static str,
        sealed: &str,
    ) -> Stored<Option<String>> {
        if self.ring.is_none() {
            return Err(StoreError::NoKey);
        }
        let Some(key) = self.together(children, own) else {
            return Ok(None);
        };
        opened(&key, column, sealed)
            .ok_or(StoreError::Unreadable { column })
            .map(Some)
    }

    fn together(&self, children: &[ChildId], own: &Own) -> Option<Key> {
        let mut key: Option<Key> = None;
        for child in children {
            let next = self.keys.get(&child.0)?;
            key = Some(key.map_or_else(|| next.clone(), |key| key.together(next)));
        }
        key.or_else(|| own.key().cloned())
    }
}
