//! A small file of our own making, on its way to one person. Knows no format and no channel.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The most bytes one file may have: it travels through a row of the outbox, a third larger and sealed. A bot
/// may send up to 50 MB (Bot API, sendDocument); a phone on a building site gets 12 over a poor line.
pub const MOST_BYTES: usize = 12 * 1024 * 1024;

/// The bytes of a file. Stored as base64; never shown in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Data(Vec<u8>);

impl Data {
    /// `None` when there are more than [`MOST_BYTES`], or none at all.
    pub fn new(bytes: Vec<u8>) -> Option<Self> {
        (!bytes.is_empty() && bytes.len() <= MOST_BYTES).then_some(Self(bytes))
    }

    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for Data {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Data({} bytes)", self.0.len())
    }
}

impl Serialize for Data {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Data {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let bytes = STANDARD.decode(text).ok().and_then(Self::new);
        bytes.ok_or_else(|| serde::de::Error::custom("no file of ours"))
    }
}

/// Why a file somebody sent cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoFile {
    /// Later it may be there.
    Passing,
    /// The messenger does not give it out, or not any more.
    Gone,
    TooBig,
}
