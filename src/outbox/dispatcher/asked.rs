//! What is asked about claimed rows before they leave. Writes nothing.

use std::collections::{HashMap, HashSet};

use crate::base::{Instant, OutboxId};
use crate::outbox::late::held;
use crate::outbox::rights::denied;
use crate::store::outbox::Claimed;
use crate::store::{StoreError, Stored, Tx};

/// Of claimed rows: whose right is gone, which go later, and which cannot be judged.
pub(super) type Asked = (
    HashSet<OutboxId>,
    HashMap<OutboxId, Instant>,
    HashSet<OutboxId>,
);

/// What must not go, what goes later, and what nobody can tell about: a fact of another version about
/// one reader must not stand in the way of the others.
pub(super) async fn all(tx: &mut Tx, rows: &[Claimed], now: Instant) -> Stored<Asked> {
    let ask = async |tx: &mut Tx, rows: &[Claimed]| {
        Ok::<_, StoreError>((denied(tx, rows, now).await?, held(tx, rows, now).await?))
    };
    match ask(tx, rows).await {
        Ok((denied, held)) => return Ok((denied, held, HashSet::new())),
        Err(error) if error.is_passing() => return Err(error),
        Err(_) => {}
    }
    let mut asked = Asked::default();
    for row in rows {
        match ask(tx, std::slice::from_ref(row)).await {
            Ok((denied, held)) => {
                asked.0.extend(denied);
                asked.1.extend(held);
            }
            Err(error) if error.is_passing() => return Err(error),
            Err(error) => {
                tracing::error!(outbox = %row.id, %error, "a message is refused: its rights cannot be read");
                asked.2.insert(row.id);
            }
        }
    }
    Ok(asked)
}
