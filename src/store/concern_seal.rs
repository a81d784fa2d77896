//! How what is said of a child's safety is sealed: under the child's key, or the house's while no child is
//! known, each value for its own place.

use super::{Stored, Tx, vault};
use crate::base::{ChildId, ConcernId};

/// What all of it is sealed for, each for its own place.
const WORDS_OF: &str = "concerns.words";

/// Where something sealed stands: put into another place it opens nothing.
pub(super) enum At {
    Teller(ConcernId),
    Receipt(ConcernId),
    /// The row of `concern_words`.
    Words(ConcernId, i64),
}

impl std::fmt::Display for At {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Teller(id) => write!(f, "teller {id}"),
            Self::Receipt(id) => write!(f, "receipt {id}"),
            Self::Words(id, row) => write!(f, "words {id} {row}"),
        }
    }
}

/// What is said of a child's safety, as it is stored. With [`open`] the only way in and out.
pub(super) async fn seal(
    tx: &mut Tx,
    child: Option<ChildId>,
    at: At,
    text: &str,
) -> Stored<String> {
    match child {
        Some(child) => vault::seal_at(tx, child, WORDS_OF, at, text).await,
        None => vault::seal_own_at(tx, WORDS_OF, at, text).await,
    }
}

/// The opposite of [`seal`]; `None` once the key is gone.
pub(super) async fn open(
    tx: &mut Tx,
    child: Option<ChildId>,
    at: At,
    text: &str,
) -> Stored<Option<String>> {
    match child {
        Some(child) => vault::open_at(tx, child, WORDS_OF, at, text).await,
        None => vault::open_own_at(tx, WORDS_OF, at, text).await,
    }
}
