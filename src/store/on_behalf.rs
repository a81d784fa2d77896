//! Who answers in place of which guardian, and who is proposed: columns of the guardian's own link.

use super::{Stored, Tx, tx::Cells};
use crate::base::{AdultId, ChildId, Instant, to_ms};
use crate::model::on_behalf::{Who, Yes};

statements! {
    PROPOSE = "UPDATE links SET behalf_next = $3, behalf_next_adult = $4, behalf_next_ms = $5 WHERE child_id = $1 AND adult_id = $2 AND state = 'active' AND role = 'guardian'";
    // A yes is to what was asked: a link that ended and began again since is another one.
    AGREE = "UPDATE links SET behalf = behalf_next, behalf_adult = behalf_next_adult, behalf_named_ms = behalf_next_ms, behalf_yes = $3, behalf_yes_ms = $4,
             behalf_next = NULL, behalf_next_adult = NULL, behalf_next_ms = NULL
         WHERE child_id = $1 AND adult_id = $2 AND state = 'active' AND role = 'guardian' AND behalf_next IS NOT NULL AND behalf_next_ms >= COALESCE(from_ms, 0)";
    WITHDRAW = "UPDATE links SET behalf_next = NULL, behalf_next_adult = NULL, behalf_next_ms = NULL WHERE child_id = $1 AND adult_id = $2 AND behalf_next IS NOT NULL";
    END = "UPDATE links SET behalf = NULL, behalf_adult = NULL, behalf_named_ms = NULL, behalf_yes_ms = NULL, behalf_yes = NULL,
             behalf_next = NULL, behalf_next_adult = NULL, behalf_next_ms = NULL
         WHERE child_id = $1 AND adult_id = $2 AND (behalf IS NOT NULL OR behalf_next IS NOT NULL)";
    // As `Link::goes_on`.
    OF_CHILD = "SELECT adult_id, behalf, behalf_adult FROM links WHERE child_id = $1 AND (state = 'active' OR (state = 'awaiting_approval' AND from_ms IS NOT NULL)) AND role = 'guardian' AND behalf IS NOT NULL AND behalf_named_ms >= COALESCE(from_ms, 0) AND COALESCE(from_ms, 0) <= $2 AND (to_ms IS NULL OR to_ms > $2) ORDER BY adult_id";
    PROPOSED = "SELECT behalf_next, behalf_next_adult, behalf_next_ms FROM links WHERE child_id = $1 AND adult_id = $2 AND state = 'active' AND role = 'guardian' AND behalf_next IS NOT NULL AND behalf_next_ms >= COALESCE(from_ms, 0)";
}

/// One guardian and who answers in their place: the guardian or a parent has said yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    pub guardian: AdultId,
    pub who: Who,
}

/// Whom a lead proposed for a guardian, and when. Nothing is asked of them before a yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proposed {
    pub who: Who,
    pub at: Instant,
}

/// A lead proposes somebody, in place of whoever was proposed before; who answers stays until a yes. False when
/// the guardian's link is not in force.
pub async fn propose(
    tx: &mut Tx,
    child: ChildId,
    guardian: AdultId,
    Proposed { who, at }: Proposed,
) -> Stored<bool> {
    let (word, adult) = who.stored();
    let touched = run!(tx, PROPOSE; child.0, guardian.0, word, adult.map(|a| a.0), to_ms(at));
    Ok(touched == 1)
}

/// The guardian or a parent says yes to who was proposed last: from now on they answer. False when that was
/// said, or nobody is proposed.
pub async fn agree(
    tx: &mut Tx,
    child: ChildId,
    guardian: AdultId,
    yes: Yes,
    now: Instant,
) -> Stored<bool> {
    Ok(run!(tx, AGREE; child.0, guardian.0, yes.as_str(), to_ms(now)) == 1)
}

/// Nobody is proposed any more; who answers stays. False when nobody was.
pub async fn withdraw(tx: &mut Tx, child: ChildId, guardian: AdultId) -> Stored<bool> {
    Ok(run!(tx, WITHDRAW; child.0, guardian.0) == 1)
}

/// Nobody answers in this guardian's place any more, and nobody is proposed. False when nobody was.
pub async fn end(tx: &mut Tx, child: ChildId, guardian: AdultId) -> Stored<bool> {
    Ok(run!(tx, END; child.0, guardian.0) == 1)
}

/// Of a child's guardians of now those somebody answers for: it ends with the guardian's own term.
pub async fn of_child(tx: &mut Tx, child: ChildId, now: Instant) -> Stored<Vec<Named>> {
    let mut out = Vec::new();
    for row in &all!(tx, OF_CHILD; child.0, to_ms(now)) {
        let Some(who) = Who::read(&row.text("behalf")?, row.maybe_id("behalf_adult")?) else {
            continue;
        };
        let guardian = row.id("adult_id")?;
        out.push(Named { guardian, who });
    }
    Ok(out)
}

/// Who is proposed for this guardian and waits for a yes.
pub async fn proposed(tx: &mut Tx, child: ChildId, guardian: AdultId) -> Stored<Option<Proposed>> {
    let Some(row) = one!(tx, PROPOSED; child.0, guardian.0) else {
        return Ok(None);
    };
    let who = Who::read(
        &row.text("behalf_next")?,
        row.maybe_id("behalf_next_adult")?,
    );
    let at = row.moment("behalf_next_ms")?;
    Ok(who.map(|who| Proposed { who, at }))
}
