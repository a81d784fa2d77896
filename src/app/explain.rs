//! What an operator can do about a database that does not open. Reads error texts, never rows.

use super::config::DatabaseUrl;
use crate::store::StoreError;

/// What is wrong and what helps, in two sentences.
pub fn explain(error: &StoreError, url: &DatabaseUrl) -> (String, String) {
    let chain = chain(error);
    let has = |part: &str| chain.contains(part);
    let hint = if matches!(error, StoreError::NoKey | StoreError::Key { .. }) {
        "Set HONGYAN_KEY_FILE to the file with the key; during a change of keys it holds the old one too, below the new one."
    } else if matches!(error, StoreError::Served) {
        "Stop it first, or use PostgreSQL: there any number of processes share the bots."
    } else if has("cannot be taken") && has("No such file") {
        "The directory must exist and belong to the user that runs hongyan."
    } else if has("cannot be taken") && has("denied") {
        "The file or its directory is read-only: check its owner, the mount and the disk."
    } else if has("is locked") || has("busy") {
        "Another process holds the database: is another hongyan running, or a backup?"
    } else if has("readonly") || has("read-only") {
        "The file or its directory is read-only: check its owner, the mount and the disk."
    } else if has("unable to open database file") {
        "The directory must exist and belong to the user that runs hongyan; only `serve`, an import or a restore makes the file."
    } else if has("disk is full") || has("disk I/O") {
        "Check the disk: no space left, or it is failing."
    } else if has("password authentication") || has("no password") {
        "Check user and password in the database address."
    } else if has("does not exist") {
        "Create the database and its role first (see deploy/compose.yaml)."
    } else if has("previously applied") || has("missing in the resolved") {
        "A newer hongyan has used this database: run that version or restore a backup."
    } else if let StoreError::Schema { known, applied } = error {
        if applied < known {
            "An older hongyan made it, or none: `hongyan serve` or an import brings it up to date."
        } else {
            "A newer hongyan has used this database: run that version."
        }
    } else if url.file().is_some() {
        "Check the path in the database address."
    } else {
        "Check host, port and network, and that PostgreSQL is running."
    };
    (format!("{url}: {chain}"), hint.to_owned())
}

/// All sentences of an error. Only for opening a database: no row is quoted there.
fn chain(error: &StoreError) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(deeper) = cause {
        let more = deeper.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        cause = deeper.source();
    }
    text
}
