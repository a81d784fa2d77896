//! Links: the dated permission between one adult and one child.

use super::vault::{self, Own};
use super::{Stored, Tx, tx::Cells};
use crate::base::{AccountId, AdultId, ChildId, Instant, LinkId, to_ms};
use crate::model::record::Relation;
use crate::model::rights::{LinkRole, LinkState};
use crate::words;
use sqlx::any::AnyRow;

words! {
    /// How the shared number compares with the rostered one.
    pub enum NumberCheck {
        Same = "same",
        Other = "other",
        NoneRostered = "none_rostered",
    }
}

statements! {
    GET = "SELECT id, child_id, adult_id, role, relation, state, number_check, shared_phone, from_ms, to_ms, parent_by, account_id FROM links WHERE id = $1";
    PAIR = "SELECT id, child_id, adult_id, role, relation, state, number_check, shared_phone, from_ms, to_ms, parent_by, account_id FROM links WHERE child_id = $1 AND adult_id = $2";
    OF_CHILD = "SELECT id, child_id, adult_id, role, relation, state, number_check, shared_phone, from_ms, to_ms, parent_by, account_id FROM links WHERE child_id = $1 ORDER BY id";
    OWN = "SELECT id, child_id, adult_id, role, relation, state, number_check, shared_phone, from_ms, to_ms, parent_by, account_id FROM links WHERE child_id = $1 AND role = 'oneself' ORDER BY id DESC LIMIT 1";
    // By link, whatever became of it, or by roster.
    STANDS_FOR = "SELECT COUNT(*) AS n FROM (
            SELECT CASE WHEN role = 'oneself' THEN 1 ELSE 0 END AS own FROM links WHERE child_id = $1 AND adult_id = $2
            UNION ALL SELECT 0 FROM relations WHERE child_id = $1 AND adult_id = $2) AS k
        WHERE k.own <> CAST($3 AS BIGINT)";
    OF_ADULT = "SELECT id, child_id, adult_id, role, relation, state, number_check, shared_phone, from_ms, to_ms, parent_by, account_id FROM links WHERE adult_id = $1 ORDER BY id";
    PUT = "INSERT INTO links (id, child_id, adult_id, role, relation, state, number_check, shared_phone, from_ms, to_ms, decided_by, decided_ms, created_ms) VALUES ($1, $2, $3, $4, $5, 'invited', NULL, NULL, NULL, NULL, NULL, NULL, $6) ON CONFLICT (child_id, adult_id) DO UPDATE SET role = excluded.role, relation = excluded.relation, state = 'invited', from_ms = NULL, to_ms = NULL, parent_by = NULL, parent_ms = NULL, account_id = NULL WHERE links.state IN ('invited', 'ended', 'awaiting_approval') OR (links.state = 'active' AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.adult_id = links.adult_id))";
    // Whoever was appointed before they had the chat, or is stood in for.
    GOES_ON = "SELECT COUNT(*) AS n FROM links l WHERE l.child_id = $1 AND l.adult_id = $2 AND l.state = 'active' AND l.role = 'guardian' AND (l.to_ms IS NULL OR l.to_ms > $4) AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.adult_id = l.adult_id)
        AND (($3 = 'guardian' AND l.behalf IS NOT NULL) OR EXISTS (SELECT 1 FROM appointments p WHERE p.child_id = l.child_id AND p.adult_id = l.adult_id AND p.state IN ('appointed', 'in_force')))";
    AWAIT = "UPDATE links SET state = 'awaiting_approval', number_check = $2, shared_phone = $3, account_id = NULL, asked_ms = $4 WHERE id = $1 AND (state = 'invited' OR (state = 'active' AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.adult_id = links.adult_id)))";
    // Only a link that goes on has dates while it waits. Where its adult speaks through an account by now, through
    // a brother's or sister's link, it would be open to who is being refused.
    RESUME = "UPDATE links SET state = 'active', number_check = NULL, shared_phone = NULL, asked_ms = NULL WHERE child_id = $1 AND adult_id = $2 AND state = 'awaiting_approval' AND from_ms IS NOT NULL AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.adult_id = links.adult_id)";
    DECIDE = "UPDATE links SET state = $2, decided_by = $3, decided_ms = $4, from_ms = CASE WHEN $2 = 'active' THEN $4 ELSE from_ms END, to_ms = CASE WHEN $2 = 'active' THEN NULL ELSE CAST($4 AS BIGINT) END WHERE id = $1 AND state = $5";
    MOVE = "UPDATE links SET adult_id = $2 WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM links o WHERE o.child_id = links.child_id AND o.adult_id = $2)";
    CLOSE = "UPDATE links SET state = 'ended', to_ms = CASE WHEN to_ms < $3 THEN to_ms ELSE $3 END, decided_by = $4, decided_ms = $3 WHERE child_id = $1 AND adult_id = $2 AND state IN ('invited', 'awaiting_approval', 'active', 'paused', 'excluded')";
    // A new account for somebody: what another school approved waits for that school again.
    WAIT_AGAIN = "UPDATE links SET state = 'awaiting_approval', shared_phone = $3, number_check = $4, account_id = $5, from_ms = NULL, to_ms = NULL, asked_ms = $6 WHERE id = $1 AND adult_id = $2 AND state = 'active'";
    // The approval of one row of a person, written to the row that has a link already.
    TAKE = "UPDATE links SET state = 'active', role = CASE WHEN state = 'active' AND role = 'parent' THEN role ELSE $3 END, relation = CASE WHEN state = 'active' AND role = 'parent' THEN relation ELSE $4 END, from_ms = CASE WHEN state = 'active' THEN from_ms ELSE $6 END, to_ms = NULL, decided_by = $5, decided_ms = $6 WHERE child_id = $1 AND adult_id = $2 AND state <> 'excluded'";
    VOUCH = "UPDATE links SET parent_by = $2, parent_ms = $3 WHERE id = $1 AND parent_by IS NULL";
    OVER = "SELECT l.id, l.child_id, l.adult_id, l.role, l.relation, l.state, l.number_check, l.shared_phone, l.from_ms, l.to_ms, l.parent_by, l.account_id FROM links l JOIN children c ON c.id = l.child_id WHERE c.school_id = $1 AND l.state = 'active' AND l.to_ms <= $2 ORDER BY l.id LIMIT 500";
    ENDING = "SELECT l.child_id AS child_id, MIN(l.to_ms) AS to_ms FROM links l JOIN children c ON c.id = l.child_id WHERE c.school_id = $1 AND l.state = 'active' AND l.to_ms > $2 AND l.to_ms <= $3 GROUP BY l.child_id ORDER BY l.child_id LIMIT 500";
    WAITING = "SELECT l.id, l.child_id, l.adult_id, l.role, l.relation, l.state, l.number_check, l.shared_phone, l.from_ms, l.to_ms, l.parent_by, l.account_id FROM links l JOIN children c ON c.id = l.child_id WHERE c.school_id = $1 AND l.state = 'awaiting_approval' ORDER BY l.id LIMIT 50";
}

/// One link as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub id: LinkId,
    pub child: ChildId,
    pub adult: AdultId,
    pub role: LinkRole,
    pub relation: Relation,
    pub state: LinkState,
    pub number_check: Option<NumberCheck>,
    pub shared_phone: Option<crate::base::Phone>,
    pub from: Option<Instant>,
    pub to: Option<Instant>,
    /// The parent who agreed to somebody outside the family.
    pub parent_by: Option<AdultId>,
    /// The account that asks, where it is not the one that used the newest invitation.
    pub account: Option<AccountId>,
}

impl Link {
    /// Approved, and so it stays: also while somebody who was without the chat asks for it.
    pub fn goes_on(&self) -> bool {
        self.state == LinkState::Active
            || self.state == LinkState::AwaitingApproval && self.from.is_some()
    }
}

/// What the number's values are sealed for, under the house's key.
pub(super) const SHARED_PHONE: &str = "links.shared_phone";

fn link(row: &AnyRow, own: &Own) -> Stored<Link> {
    let id = row.id("id")?;
    let shared = own.open_some_at(SHARED_PHONE, id, row.maybe_text("shared_phone")?)?;
    Ok(Link {
        id,
        child: row.id("child_id")?,
        adult: row.id("adult_id")?,
        role: row.word("role")?,
        relation: row.word("relation")?,
        state: row.word("state")?,
        number_check: row
            .maybe_text("number_check")?
            .and_then(|w| NumberCheck::parse(&w)),
        shared_phone: shared.and_then(|p| crate::base::Phone::parse(&p)),
        from: row.maybe_moment("from_ms")?,
        to: row.maybe_moment("to_ms")?,
        parent_by: row.maybe_id("parent_by")?,
        account: row.maybe_id("account_id")?,
    })
}

async fn opened(tx: &mut Tx, rows: Vec<AnyRow>) -> Stored<Vec<Link>> {
    let own = vault::own(tx).await?;
    rows.iter().map(|row| link(row, &own)).collect()
}

pub async fn get(tx: &mut Tx, id: LinkId) -> Stored<Option<Link>> {
    let row = one!(tx, GET; id.0);
    Ok(opened(tx, row.into_iter().collect()).await?.pop())
}

pub async fn pair(tx: &mut Tx, child: ChildId, adult: AdultId) -> Stored<Option<Link>> {
    let row = one!(tx, PAIR; child.0, adult.0);
    Ok(opened(tx, row.into_iter().collect()).await?.pop())
}

pub async fn of_child(tx: &mut Tx, child: ChildId) -> Stored<Vec<Link>> {
    let rows = all!(tx, OF_CHILD; child.0);
    opened(tx, rows).await
}

/// The young person's own link, whatever became of it.
pub async fn own(tx: &mut Tx, child: ChildId) -> Stored<Option<Link>> {
    let row = one!(tx, OWN; child.0);
    Ok(opened(tx, row.into_iter().collect()).await?.pop())
}

/// Whether the adult is known as somebody else to the child than a link of `role` would make of them: family,
/// where it is the young person's own; the young person, where it is the family's.
pub async fn is_somebody_else(
    tx: &mut Tx,
    child: ChildId,
    adult: AdultId,
    role: LinkRole,
) -> Stored<bool> {
    let own = i64::from(role == LinkRole::Oneself);
    let row = one!(tx, STANDS_FOR; child.0, adult.0, own);
    Ok(row.map_or(Ok(0), |row| row.int("n"))? > 0)
}

pub async fn of_adult(tx: &mut Tx, adult: AdultId) -> Stored<Vec<Link>> {
    let rows = all!(tx, OF_ADULT; adult.0);
    opened(tx, rows).await
}

/// The links of a school that wait for a person's yes or no, longest first.
pub async fn waiting(tx: &mut Tx, school: crate::base::UnitId) -> Stored<Vec<Link>> {
    let rows = all!(tx, WAITING; school.0);
    opened(tx, rows).await
}

/// Opens (or opens again) the link an invitation is for. False when the pair is active, paused or
/// excluded: those states are left only by a person's decision. One whose adult has no account (a lost
/// telephone) is opened again and approved anew; an appointed guardian's, or one somebody answers in place of,
/// goes on as it is until then.
pub async fn invite(
    tx: &mut Tx,
    id: LinkId,
    child: ChildId,
    adult: AdultId,
    role: LinkRole,
    relation: Relation,
    now: Instant,
) -> Stored<bool> {
    // A new code for one who waits: whoever had the last one waits no more.
    resume(tx, child, adult).await?;
    let goes_on = one!(tx, GOES_ON; child.0, adult.0, role.as_str(), to_ms(now));
    if goes_on.map_or(Ok(0), |row| row.int("n"))? > 0 {
        return Ok(true);
    }
    let touched =
        run!(tx, PUT; id.0, child.0, adult.0, role.as_str(), relation.as_str(), to_ms(now));
    Ok(touched == 1)
}

/// The invited person confirmed; now the school decides.
pub async fn await_approval(
    tx: &mut Tx,
    id: LinkId,
    check: NumberCheck,
    shared: &crate::base::Phone,
    now: Instant,
) -> Stored<bool> {
    let shared = vault::seal_own_at(tx, SHARED_PHONE, id, shared.digits()).await?;
    Ok(run!(tx, AWAIT; id.0, check.as_str(), shared, to_ms(now)) == 1)
}

/// Moves a link from one state to another by a person's act. False when it was no longer in `from`:
/// somebody else decided first.
pub async fn decide(
    tx: &mut Tx,
    id: LinkId,
    from: LinkState,
    to: LinkState,
    by: Option<AdultId>,
    now: Instant,
) -> Stored<bool> {
    let touched = run!(tx, DECIDE; id.0, to.as_str(), by.map(|a| a.0), to_ms(now), from.as_str());
    Ok(touched == 1)
}

/// Whoever asked for a link that goes on was not who they said: it is as it was before. False for any other.
pub async fn resume(tx: &mut Tx, child: ChildId, adult: AdultId) -> Stored<bool> {
    Ok(run!(tx, RESUME; child.0, adult.0) == 1)
}

/// Gives the link to another roster row of the same person; false when that row has one already.
pub async fn move_to(tx: &mut Tx, id: LinkId, adult: AdultId) -> Stored<bool> {
    Ok(run!(tx, MOVE; id.0, adult.0) == 1)
}

/// Ends whatever is open between the two. False when nothing is.
pub async fn close(
    tx: &mut Tx,
    child: ChildId,
    adult: AdultId,
    by: Option<AdultId>,
    now: Instant,
) -> Stored<bool> {
    Ok(run!(tx, CLOSE; child.0, adult.0, to_ms(now), by.map(|a| a.0)) == 1)
}

/// An active link waits for its school's approval again, with the number its person has now. False
/// when it is not active.
pub async fn wait_again(
    tx: &mut Tx,
    link: &Link,
    account: AccountId,
    check: NumberCheck,
    shared: Option<&crate::base::Phone>,
    now: Instant,
) -> Stored<bool> {
    let shared = match shared {
        Some(phone) => Some(vault::seal_own_at(tx, SHARED_PHONE, link.id, phone.digits()).await?),
        None => None,
    };
    let touched = run!(tx, WAIT_AGAIN; link.id.0, link.adult.0, shared, check.as_str(), account.0,
        to_ms(now));
    Ok(touched == 1)
}

/// What was approved for `link` stands on the row of `adult`, who has a link to this child already.
/// A parent stays a parent. False when that one is excluded, or there is none.
pub async fn take(
    tx: &mut Tx,
    link: &Link,
    adult: AdultId,
    by: Option<AdultId>,
    now: Instant,
) -> Stored<bool> {
    let (role, relation) = (link.role.as_str(), link.relation.as_str());
    let touched =
        run!(tx, TAKE; link.child.0, adult.0, role, relation, by.map(|a| a.0), to_ms(now));
    Ok(touched == 1)
}

/// A parent agrees to this link. False when one has already.
pub async fn vouch(tx: &mut Tx, id: LinkId, parent: AdultId, now: Instant) -> Stored<bool> {
    Ok(run!(tx, VOUCH; id.0, parent.0, to_ms(now)) == 1)
}

/// A school's links that still look active and are over by their date.
pub async fn over(tx: &mut Tx, school: crate::base::UnitId, now: Instant) -> Stored<Vec<Link>> {
    let rows = all!(tx, OVER; school.0, to_ms(now));
    opened(tx, rows).await
}

/// The children of a school with links that end by themselves until `until`, and when the first does.
pub async fn ending(
    tx: &mut Tx,
    school: crate::base::UnitId,
    now: Instant,
    until: Instant,
) -> Stored<Vec<(ChildId, Instant)>> {
    all!(tx, ENDING; school.0, to_ms(now), to_ms(until))
        .iter()
        .map(|row| Ok((row.id("child_id")?, row.moment("to_ms")?)))
        .collect()
}
