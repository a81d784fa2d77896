//! A child's key as it stands in its row: wrapped by the operator's.

use crate::base::{Key, Keyring};
use crate::store::{StoreError, Stored};

/// A key's own place is bound to it: put into another row it opens nothing.
pub(super) fn wrap(ring: &Keyring, id: i64, key: &Key) -> Stored<serde_json::Value> {
    let column = "wrapped";
    let wrapped = ring.wrap(&format!("key {id}"), key);
    let wrapped = wrapped.ok_or(StoreError::Unreadable { column })?;
    Ok(serde_json::json!({ "id": id, "wrapped": wrapped.text, "by": wrapped.by }))
}

pub(super) fn unwrap(ring: &Keyring, id: i64, wrapped: &str) -> Stored<Key> {
    let column = "wrapped";
    ring.unwrap(&format!("key {id}"), wrapped)
        .map_err(|missing| {
            missing.map_or(StoreError::Unreadable { column }, |id| StoreError::Key {
                id,
            })
        })
}
