//! Consents: who agreed to which version of which text for which child.

use super::{Stored, Tx, tx::Cells};
use crate::base::{AdultId, ChildId, Env, to_ms};
use crate::model::Locale;

statements! {
    PUT = "INSERT INTO consents (id, adult_id, child_id, purpose, version, locale, given_ms, withdrawn_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)";
    COUNT = "SELECT COUNT(*) AS n FROM consents WHERE adult_id = $1 AND child_id = $2 AND purpose = $3 AND withdrawn_ms IS NULL";
    MOVE = "UPDATE consents SET adult_id = $3 WHERE adult_id = $2 AND child_id = $1";
}

/// What was agreed under one roster row of a person stands under the other one.
pub async fn move_to(tx: &mut Tx, child: ChildId, from: AdultId, to: AdultId) -> Stored<()> {
    run!(tx, MOVE; child.0, from.0, to.0);
    Ok(())
}

pub async fn give(
    tx: &mut Tx,
    env: &Env,
    adult: AdultId,
    child: ChildId,
    purpose: &'static str,
    version: i64,
    locale: Locale,
) -> Stored<()> {
    let id: i64 = env.id();
    run!(tx, PUT; id, adult.0, child.0, purpose, version, locale.as_str(), to_ms(env.now()));
    Ok(())
}

/// Whether a consent for this purpose stands.
pub async fn stands(
    tx: &mut Tx,
    adult: AdultId,
    child: ChildId,
    purpose: &'static str,
) -> Stored<bool> {
    let row = one!(tx, COUNT; adult.0, child.0, purpose);
    Ok(row.map_or(Ok(0), |row| row.int("n"))? > 0)
}
