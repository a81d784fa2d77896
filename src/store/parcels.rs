//! What outgoing messages say, sealed: under the key of the child it is about, under those of several
//! together, under the house's own where it is about nobody. With one of the keys destroyed it is gone.

use serde_json::Value;

use super::tx::Cells;
use super::vault::{self, Keys, Own};
use super::{StoreError, Stored, Tx};
use crate::base::ChildId;
use crate::model::message::Parcel;

const BODY: &str = "outbox.body";
/// How a sealed message of its own begins, and how what changes another one does.
const SEND: &str = "v1.send.";
const DO: &str = "v1.do.";

/// The keys of a page of messages.
pub(super) struct Parcels {
    keys: Keys,
    own: Own,
}

impl Parcels {
    /// The content as written; `None` when it can no longer be read.
    pub fn words(&self, row: &impl Cells) -> Stored<Option<String>> {
        let stored = row.text("body")?;
        let sealed = [SEND, DO].iter().find_map(|word| stored.strip_prefix(word));
        match sealed {
            Some(sealed) => {
                let children: Vec<ChildId> = row.json("children")?;
                self.keys.open_together(&children, &self.own, BODY, sealed)
            }
            None => Ok(Some(stored)),
        }
    }

    /// A content that is no longer readable is not to be sent.
    pub fn open(&self, row: &impl Cells) -> Stored<Parcel> {
        let unreadable = || StoreError::Unreadable { column: BODY };
        let words = self.words(row)?.ok_or_else(unreadable)?;
        serde_json::from_str(&words).map_err(|_| unreadable())
    }

    fn seal(&self, children: &[ChildId], body: &str) -> Stored<String> {
        let word = match body.starts_with("{\"do\":\"send\"") {
            true => SEND,
            false => DO,
        };
        let sealed = self.keys.seal_together(children, &self.own, BODY, body)?;
        Ok(format!("{word}{sealed}"))
    }
}

/// For opening a page of rows with `children`.
pub(super) async fn keys_in(tx: &mut Tx, rows: &[impl Cells]) -> Stored<Parcels> {
    let mut children: Vec<ChildId> = Vec::new();
    for row in rows {
        let of: Vec<ChildId> = row.json("children").unwrap_or_default();
        children.extend(of);
    }
    Ok(Parcels {
        keys: vault::keys(tx, children).await?,
        own: vault::own(tx).await?,
    })
}

/// Rows on their way into the table, with what they say sealed.
pub(super) async fn seal(tx: &mut Tx, mut rows: Vec<Value>) -> Stored<Vec<Value>> {
    let unwritable = || StoreError::Unreadable { column: "children" };
    let mut about: Vec<Vec<ChildId>> = Vec::with_capacity(rows.len());
    for row in &rows {
        let text = row["children"].as_str().ok_or_else(unwritable)?;
        about.push(serde_json::from_str(text).map_err(|_| unwritable())?);
    }
    let parcels = to_write(tx, about.iter().flatten().copied()).await?;
    for (row, children) in rows.iter_mut().zip(&about) {
        let body = row["body"].as_str().ok_or_else(unwritable)?;
        row["body"] = parcels.seal(children, body)?.into();
    }
    Ok(rows)
}

/// One content, written anew.
pub(super) async fn seal_one(tx: &mut Tx, children: &[ChildId], parcel: &Parcel) -> Stored<String> {
    let unwritable = |_| StoreError::Unreadable { column: BODY };
    let body = serde_json::to_string(parcel).map_err(unwritable)?;
    let parcels = to_write(tx, children.iter().copied()).await?;
    parcels.seal(children, &body)
}

async fn to_write(tx: &mut Tx, children: impl Iterator<Item = ChildId>) -> Stored<Parcels> {
    Ok(Parcels {
        keys: vault::keys_to_write(tx, children).await?,
        own: vault::own_to_write(tx).await?,
    })
}
