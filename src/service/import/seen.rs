//! Which keys a file has named already, and fingerprints: how "unchanged" is told from "changed".

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::Serialize;
use sha2::{Digest, Sha256};

/// Line and contents by key, both hashed: 24 bytes a row.
#[derive(Default)]
pub(super) struct Seen(HashMap<u64, (u64, u64)>);

/// What a file said of a key before.
pub(super) enum Before {
    /// Nothing.
    First,
    /// The same, on this line.
    Same,
    /// Something else, on this line.
    Other(u64),
}

impl Seen {
    pub fn note(&mut self, key: impl Hash, contents: impl Hash, line: u64) -> Before {
        let contents = hash(contents);
        match self.0.insert(hash(key), (line, contents)) {
            None => Before::First,
            Some((_, earlier)) if earlier == contents => Before::Same,
            Some((earlier, _)) => Before::Other(earlier),
        }
    }
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// A row's fingerprint: the first 128 bits of SHA-256 over its values, in hexadecimal.
pub(super) fn print_of(row: &impl Serialize) -> String {
    let json = serde_json::to_vec(row).unwrap_or_default();
    let digest = Sha256::digest(&json);
    digest
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
