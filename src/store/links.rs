//! Links: the dated permission between one adult and one child.

use super::vault::{self, Own};
use super::{Stored, Tx, tx::Cells};
use crate::base::{AdultId, ChildId, Instant, LinkId, to_ms};
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
    GET = "SELECT id, child_id, adult_id, role, relation, state, number_check, shared_phone, from_ms, to_ms FROM links WHERE id = $1";
    PAIR = "SELECT id, child_id, adult_id, role, relation, state, number_check, shared_phone, from_ms, to_ms FROM links WHERE child_id = $1 AND adult_id = $2";
    OF_CHILD = "SELECT id, child_id, adult_id, role, relation, state, number_check, shared_phone, from_ms, to_ms FROM links WHERE child_id = $1 ORDER BY id";
    OF_ADULT = "SELECT id, child_id, adult_id, role, relation, state, number_check, shared_phone, from_ms, to_ms FROM links WHERE adult_id = $1 ORDER BY id";
    PUT = "INSERT INTO links (id, child_id, adult_id, role, relation, state, number_check, shared_phone, from_ms, to_ms, decided_by, decided_ms, created_ms) VALUES ($1, $2, $3, $4, $5, 'invited', NULL, NULL, NULL, NULL, NULL, NULL, $6) ON CONFLICT (child_id, adult_id) DO UPDATE SET role = excluded.role, relation = excluded.relation, state = 'invited', from_ms = NULL, to_ms = NULL WHERE links.state IN ('invited', 'ended', 'awaiting_approval') OR (links.state = 'active' AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.adult_id = links.adult_id))";
    AWAIT = "UPDATE links SET state = 'awaiting_approval', number_check = $2, shared_phone = $3 WHERE id = $1 AND state = 'invited'";
    DECIDE = "UPDATE links SET state = $2, decided_by = $3, decided_ms = $4, from_ms = CASE WHEN $2 = 'active' THEN $4 ELSE from_ms END, to_ms = CASE WHEN $2 = 'active' THEN NULL ELSE CAST($4 AS BIGINT) END WHERE id = $1 AND state = $5";
    EXCLUDE = "INSERT INTO links (id, child_id, adult_id, role, relation, state, number_check, shared_phone, from_ms, to_ms, decided_by, decided_ms, created_ms) VALUES ($1, $2, $3, $4, $5, 'excluded', NULL, NULL, NULL, $7, $6, $7, $7) ON CONFLICT (child_id, adult_id) DO UPDATE SET state = 'excluded', decided_by = excluded.decided_by, decided_ms = excluded.decided_ms, to_ms = excluded.to_ms WHERE links.state <> 'excluded'";
    MOVE = "UPDATE links SET adult_id = $2 WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM links o WHERE o.child_id = links.child_id AND o.adult_id = $2)";
    WAITING = "SELECT l.id, l.child_id, l.adult_id, l.role, l.relation, l.state, l.number_check, l.shared_phone, l.from_ms, l.to_ms FROM links l JOIN children c ON c.id = l.child_id WHERE c.school_id = $1 AND l.state = 'awaiting_approval' ORDER BY l.id LIMIT 50";
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
}

/// What the number's values are sealed for, under the house's key.
pub(super) const SHARED_PHONE: &str = "links.shared_phone";

fn link(row: &AnyRow, own: &Own) -> Stored<Link> {
    let shared = own.open_some(SHARED_PHONE, row.maybe_text("shared_phone")?)?;
    Ok(Link {
        id: row.id("id")?,
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
/// telephone) is opened again and approved anew.
pub async fn invite(
    tx: &mut Tx,
    id: LinkId,
    child: ChildId,
    adult: AdultId,
    role: LinkRole,
    relation: Relation,
    now: Instant,
) -> Stored<bool> {
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
) -> Stored<bool> {
    let shared = vault::seal_own(tx, SHARED_PHONE, shared.digits()).await?;
    Ok(run!(tx, AWAIT; id.0, check.as_str(), shared) == 1)
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

/// Gives the link to another roster row of the same person; false when that row has one already.
pub async fn move_to(tx: &mut Tx, id: LinkId, adult: AdultId) -> Stored<bool> {
    Ok(run!(tx, MOVE; id.0, adult.0) == 1)
}

/// Excludes an adult from a child, whatever stood between them before. False when it stands already.
pub async fn exclude(
    tx: &mut Tx,
    id: LinkId,
    child: ChildId,
    adult: AdultId,
    (role, relation): (LinkRole, Relation),
    by: Option<AdultId>,
    now: Instant,
) -> Stored<bool> {
    let touched = run!(tx, EXCLUDE; id.0, child.0, adult.0, role.as_str(), relation.as_str(),
        by.map(|a| a.0), to_ms(now));
    Ok(touched == 1)
}
