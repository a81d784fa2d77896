//! Invitations: one-time codes, stored hashed.

use super::{Stored, Tx, tx::Cells};
use crate::base::{AccountId, AdultId, ChildId, Instant, InvitationId, UnitId, to_ms};
use crate::words;
use sqlx::any::AnyRow;

statements! {
    PUT = "INSERT INTO invitations (id, child_id, unit_id, adult_id, role, relation, token_hash, locator, code_hash, wrong_tries, state, created_by, created_ms, expires_ms, used_ms, used_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 'open', $10, $11, $12, NULL, NULL)";
    BY_TOKEN = "SELECT id, child_id, unit_id, adult_id, role, relation, locator, code_hash, wrong_tries, state, created_by, expires_ms, used_by FROM invitations WHERE token_hash = $1";
    BY_LOCATOR = "SELECT id, child_id, unit_id, adult_id, role, relation, locator, code_hash, wrong_tries, state, created_by, expires_ms, used_by FROM invitations WHERE locator = $1 ORDER BY id DESC LIMIT 1";
    GET = "SELECT id, child_id, unit_id, adult_id, role, relation, locator, code_hash, wrong_tries, state, created_by, expires_ms, used_by FROM invitations WHERE id = $1";
    USE = "UPDATE invitations SET state = 'used', used_ms = $2, used_by = $3 WHERE id = $1 AND state = 'open' AND expires_ms > $2";
    WRONG = "UPDATE invitations SET wrong_tries = wrong_tries + 1, state = CASE WHEN wrong_tries + 1 >= $2 AND state = 'open' THEN 'locked' ELSE state END WHERE id = $1";
    WITHDRAW = "UPDATE invitations SET state = 'withdrawn' WHERE adult_id = $1 AND unit_id = $2 AND COALESCE(child_id, 0) = $3 AND role = $4 AND state = 'open'";
    WITHDRAW_PAIR = "UPDATE invitations SET state = 'withdrawn' WHERE child_id = $1 AND adult_id = $2 AND state = 'open'";
    USED_ACCOUNT = "SELECT used_by FROM invitations WHERE child_id = $1 AND adult_id = $2 AND state = 'used' ORDER BY used_ms DESC, id DESC LIMIT 1";
    LOCATOR_OPEN = "SELECT COUNT(*) AS n FROM invitations WHERE locator = $1 AND state = 'open'";
}

words! {
    pub enum State {
        Open = "open",
        Used = "used",
        Locked = "locked",
        Withdrawn = "withdrawn",
    }
}

/// One invitation as stored. `child` is `None` for a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    pub id: InvitationId,
    pub child: Option<ChildId>,
    pub unit: UnitId,
    pub adult: AdultId,
    /// `LinkRole` for a link, `Role` for a post.
    pub role: String,
    pub relation: Option<String>,
    pub code_hash: String,
    pub wrong_tries: i64,
    pub state: State,
    pub created_by: Option<AdultId>,
    pub expires: Instant,
    /// The account that used it.
    pub used_by: Option<AccountId>,
}

/// What a new invitation is stored with.
#[derive(Debug)]
pub struct NewInvitation {
    pub id: InvitationId,
    pub child: Option<ChildId>,
    pub unit: UnitId,
    pub adult: AdultId,
    pub role: &'static str,
    pub relation: Option<&'static str>,
    pub token_hash: String,
    pub locator: String,
    pub code_hash: String,
    pub created_by: Option<AdultId>,
    pub created: Instant,
    pub expires: Instant,
}

fn invitation(row: &AnyRow) -> Stored<Invitation> {
    Ok(Invitation {
        id: row.id("id")?,
        child: row.maybe_id("child_id")?,
        unit: row.id("unit_id")?,
        adult: row.id("adult_id")?,
        role: row.text("role")?,
        relation: row.maybe_text("relation")?,
        code_hash: row.text("code_hash")?,
        wrong_tries: row.int("wrong_tries")?,
        state: row.word("state")?,
        created_by: row.maybe_id("created_by")?,
        expires: row.moment("expires_ms")?,
        used_by: row.maybe_id("used_by")?,
    })
}

/// Stores a new one; an older open one for the same person and place ends.
pub async fn put(tx: &mut Tx, new: &NewInvitation) -> Stored<()> {
    run!(tx, WITHDRAW; new.adult.0, new.unit.0, new.child.map_or(0, |c| c.0), new.role);
    run!(tx, PUT; new.id.0, new.child.map(|c| c.0), new.unit.0, new.adult.0, new.role,
        new.relation, new.token_hash.clone(), new.locator.clone(), new.code_hash.clone(),
        new.created_by.map(|a| a.0), to_ms(new.created), to_ms(new.expires));
    Ok(())
}

pub async fn by_token(tx: &mut Tx, token_hash: &str) -> Stored<Option<Invitation>> {
    one!(tx, BY_TOKEN; token_hash.to_owned())
        .as_ref()
        .map(invitation)
        .transpose()
}

/// The newest invitation with this locator: the first digits of a short code.
pub async fn by_locator(tx: &mut Tx, locator: &str) -> Stored<Option<Invitation>> {
    one!(tx, BY_LOCATOR; locator.to_owned())
        .as_ref()
        .map(invitation)
        .transpose()
}

pub async fn get(tx: &mut Tx, id: InvitationId) -> Stored<Option<Invitation>> {
    one!(tx, GET; id.0).as_ref().map(invitation).transpose()
}

pub async fn locator_is_open(tx: &mut Tx, locator: &str) -> Stored<bool> {
    let row = one!(tx, LOCATOR_OPEN; locator.to_owned());
    Ok(row.map_or(Ok(0), |row| row.int("n"))? > 0)
}

/// Uses it up. True for exactly one caller, whoever else races.
pub async fn consume(tx: &mut Tx, id: InvitationId, by: AccountId, now: Instant) -> Stored<bool> {
    Ok(run!(tx, USE; id.0, to_ms(now), by.0) == 1)
}

/// Counts a wrong try; the `limit`-th locks it.
pub async fn wrong_try(tx: &mut Tx, id: InvitationId, limit: i64) -> Stored<()> {
    run!(tx, WRONG; id.0, limit);
    Ok(())
}

/// Ends what is open for a post of this adult.
pub async fn withdraw_post(tx: &mut Tx, adult: AdultId, unit: UnitId, role: &str) -> Stored<()> {
    run!(tx, WITHDRAW; adult.0, unit.0, 0_i64, role);
    Ok(())
}

/// Ends whatever is open for this child and adult (exclusion, end of a link).
pub async fn withdraw_pair(tx: &mut Tx, child: ChildId, adult: AdultId) -> Stored<()> {
    run!(tx, WITHDRAW_PAIR; child.0, adult.0);
    Ok(())
}

/// The account that used the newest invitation for this child and adult.
pub async fn used_account(
    tx: &mut Tx,
    child: ChildId,
    adult: AdultId,
) -> Stored<Option<AccountId>> {
    match one!(tx, USED_ACCOUNT; child.0, adult.0) {
        Some(row) => row.maybe_id("used_by"),
        None => Ok(None),
    }
}
