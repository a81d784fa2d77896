//! Second factors: one key per adult, its recovery codes, and who proved it when at which account.

use super::{StoreError, Stored, Tx, tx::Cells, vault};
use crate::base::{AccountId, AdultId, Instant, OutboxId, Secret, to_ms};

statements! {
    // Only while it is not confirmed: nobody replaces a key that is in use.
    BEGIN = "INSERT INTO second_factors (adult_id, secret, confirmed_ms, last_step, created_ms) VALUES ($1, $2, NULL, 0, $3) ON CONFLICT (adult_id) DO UPDATE SET secret = excluded.secret, created_ms = excluded.created_ms WHERE second_factors.confirmed_ms IS NULL";
    GET = "SELECT secret, confirmed_ms, last_step FROM second_factors WHERE adult_id = $1";
    USE_STEP = "UPDATE second_factors SET last_step = $2, confirmed_ms = COALESCE(confirmed_ms, $3) WHERE adult_id = $1 AND last_step < $2";
    REMOVE = "DELETE FROM second_factors WHERE adult_id = $1";
    PUT_RECOVERY = "INSERT INTO recovery_codes (adult_id, code_hash) VALUES ($1, $2)";
    USE_RECOVERY = "DELETE FROM recovery_codes WHERE adult_id = $1 AND code_hash = $2";
    LEFT = "SELECT COUNT(*) AS n FROM recovery_codes WHERE adult_id = $1";
    REMOVE_RECOVERY = "DELETE FROM recovery_codes WHERE adult_id = $1";
    PROVE = "INSERT INTO factor_proofs (account_id, adult_id, proved_ms) VALUES ($1, $2, $3) ON CONFLICT (account_id) DO UPDATE SET adult_id = excluded.adult_id, proved_ms = excluded.proved_ms";
    PROVED = "SELECT proved_ms FROM factor_proofs WHERE account_id = $1 AND adult_id = $2";
    REMOVE_PROOFS = "DELETE FROM factor_proofs WHERE adult_id = $1";
    SHOWN_AS = "SELECT remote_id FROM outbox WHERE id = $1";
}

/// One adult's factor.
#[derive(Debug)]
pub struct Factor {
    pub key: Secret,
    /// The first code was typed.
    pub is_confirmed: bool,
    pub last_step: i64,
}

/// What it is sealed for, under the house's key.
pub(super) const SECRET: &str = "second_factors.secret";

/// How the key stands in the table: for this adult alone. The one pair of functions that a vault seals.
async fn sealed(tx: &mut Tx, adult: AdultId, key: &Secret) -> Stored<String> {
    vault::seal_own_at(tx, SECRET, adult, key.expose()).await
}

async fn unsealed(tx: &mut Tx, adult: AdultId, stored: &str) -> Stored<Option<Secret>> {
    let opened = vault::open_own_at(tx, SECRET, adult, stored).await?;
    Ok(opened.map(Secret::new))
}

/// Keeps a new key until its first code; a key in use stays. False then.
pub async fn begin(tx: &mut Tx, adult: AdultId, key: &Secret, now: Instant) -> Stored<bool> {
    let secret = sealed(tx, adult, key).await?;
    Ok(run!(tx, BEGIN; adult.0, secret, to_ms(now)) == 1)
}

pub async fn get(tx: &mut Tx, adult: AdultId) -> Stored<Option<Factor>> {
    let Some(row) = one!(tx, GET; adult.0) else {
        return Ok(None);
    };
    let Some(key) = unsealed(tx, adult, &row.text("secret")?).await? else {
        return Err(StoreError::NoKey);
    };
    Ok(Some(Factor {
        key,
        is_confirmed: row.maybe_int("confirmed_ms")?.is_some(),
        last_step: row.int("last_step")?,
    }))
}

/// Uses a time step up; the first one confirms the key. True once per step, whoever else races.
pub async fn use_step(tx: &mut Tx, adult: AdultId, step: i64, now: Instant) -> Stored<bool> {
    Ok(run!(tx, USE_STEP; adult.0, step, to_ms(now)) == 1)
}

pub async fn put_recovery(tx: &mut Tx, adult: AdultId, hashes: &[String]) -> Stored<()> {
    run!(tx, REMOVE_RECOVERY; adult.0);
    for hash in hashes {
        run!(tx, PUT_RECOVERY; adult.0, hash.as_str());
    }
    Ok(())
}

/// Uses a recovery code up.
pub async fn use_recovery(tx: &mut Tx, adult: AdultId, hash: &str) -> Stored<bool> {
    Ok(run!(tx, USE_RECOVERY; adult.0, hash) == 1)
}

/// How many recovery codes are left.
pub async fn recovery_left(tx: &mut Tx, adult: AdultId) -> Stored<i64> {
    one!(tx, LEFT; adult.0).map_or(Ok(0), |row| row.int("n"))
}

/// The person at this account proved it now.
pub async fn prove(tx: &mut Tx, account: AccountId, adult: AdultId, now: Instant) -> Stored<()> {
    run!(tx, PROVE; account.0, adult.0, to_ms(now));
    Ok(())
}

/// When this adult last proved it at this account.
pub async fn proved(tx: &mut Tx, account: AccountId, adult: AdultId) -> Stored<Option<Instant>> {
    one!(tx, PROVED; account.0, adult.0)
        .map(|row| row.moment("proved_ms"))
        .transpose()
}

/// Nobody has proved anything for this adult any more.
pub async fn forget_proofs(tx: &mut Tx, adult: AdultId) -> Stored<()> {
    run!(tx, REMOVE_PROOFS; adult.0);
    Ok(())
}

/// The adult begins anew: key, recovery codes and proofs are gone. False when there was no key.
pub async fn remove(tx: &mut Tx, adult: AdultId) -> Stored<bool> {
    run!(tx, REMOVE_RECOVERY; adult.0);
    forget_proofs(tx, adult).await?;
    Ok(run!(tx, REMOVE; adult.0) == 1)
}

/// The messenger's number of a message of ours, once it is sent: a key is taken out of the chat.
pub async fn shown_as(tx: &mut Tx, id: OutboxId) -> Stored<Option<i64>> {
    match one!(tx, SHOWN_AS; id.0) {
        Some(row) => row.maybe_int("remote_id"),
        None => Ok(None),
    }
}
