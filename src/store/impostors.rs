//! Codes that did not work, until it is known who has to hear of them.

use super::{Stored, Tx, tx::Cells};
use crate::base::{AccountId, Env, InvitationId, to_ms};

statements! {
    PUT = "INSERT INTO code_alarms (id, at_ms, account_id, invitation_id, is_right, locked) VALUES ($1, $2, $3, $4, $5, $6)";
    NEXT = "SELECT id, account_id, invitation_id, is_right, locked FROM code_alarms ORDER BY id LIMIT 50";
    DONE = "DELETE FROM code_alarms WHERE id = $1";
}

/// One code that did not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    pub id: i64,
    pub account: AccountId,
    pub invitation: Option<InvitationId>,
    /// The digits or the token were the right ones.
    pub is_right: bool,
    /// Words of `model::limit::Level`, comma-separated.
    pub locked: String,
}

/// One statement, whatever was wrong with the code.
pub async fn put(
    tx: &mut Tx,
    env: &Env,
    account: AccountId,
    invitation: Option<InvitationId>,
    is_right: bool,
    locked: String,
) -> Stored<()> {
    let id: i64 = env.id();
    run!(tx, PUT; id, to_ms(env.now()), account.0, invitation.map(|i| i.0), i64::from(is_right), locked);
    Ok(())
}

/// The oldest ones.
pub async fn next(tx: &mut Tx) -> Stored<Vec<Alarm>> {
    all!(tx, NEXT)
        .iter()
        .map(|row| {
            Ok(Alarm {
                id: row.int("id")?,
                account: row.id("account_id")?,
                invitation: row.maybe_id("invitation_id")?,
                is_right: row.flag("is_right")?,
                locked: row.text("locked")?,
            })
        })
        .collect()
}

/// Whoever had to hear of it did. False when another process was first.
pub async fn done(tx: &mut Tx, alarm: &Alarm) -> Stored<bool> {
    Ok(run!(tx, DONE; alarm.id) == 1)
}
