//! Rows go in with the act that they tell of, unsealed.

use crate::base::{AdultId, ChildId, Env, UnitId, to_ms};
use crate::model::audit::{TOLD, Why};
use crate::model::message::Kind;
use crate::model::rights::Action;
use crate::store::{Stored, Tx, sql::json_rows, tx::Cells};

statements! {
    PUT = "INSERT INTO audit (id, at_ms, adult_id, action, child_id, unit_id, detail, why, once)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (once) WHERE once IS NOT NULL DO NOTHING";

    COUNT = "SELECT COUNT(*) AS n FROM audit WHERE action = $1";

    // Who is linked reads as family; else it went to a post.
    PUT_TOLD = "INSERT INTO audit (id, at_ms, adult_id, action, child_id, detail, why)
         SELECT t.value->>'row_id', $2, t.value->>'adult', $3, t.value->>'child',
             t.value->>'kind', COALESCE(t.value->>'why', CASE WHEN EXISTS (
                 SELECT 1 FROM links AS l WHERE l.child_id = t.value->>'child'
                   AND l.adult_id = t.value->>'adult' AND l.state = 'active')
                 THEN 'link' ELSE 'post' END)
         FROM jsonb_each($1) AS t",
        "INSERT INTO audit (id, at_ms, adult_id, action, child_id, detail, why)
         SELECT t.row_id, CAST($2 AS BIGINT), t.adult, CAST($3 AS TEXT), t.child, t.kind,
             COALESCE(t.why, CASE WHEN EXISTS (
                 SELECT 1 FROM links AS l WHERE l.child_id = t.child
                   AND l.adult_id = t.adult AND l.state = 'active')
                 THEN 'link' ELSE 'post' END)
         FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON))
             AS t (row_id BIGINT, adult BIGINT, child BIGINT, kind TEXT, why TEXT)";
}

/// Who did it: an adult in the chat, or nobody in particular (command line, schedule).
#[derive(Clone, Copy, Debug, Default)]
pub struct Act<'a> {
    pub by: Option<AdultId>,
    pub action: &'static str,
    pub child: Option<ChildId>,
    pub unit: Option<UnitId>,
    /// Ids and words of our own vocabularies only.
    pub detail: Option<&'a str>,
    pub why: Option<Why>,
}

/// The one way in, in the transaction of the act.
pub async fn note(tx: &mut Tx, env: &Env, act: Act<'_>) -> Stored<()> {
    put(tx, env, act, None).await
}

/// An act about no child and no unit, such as one's own code: what was done, and one word of how.
pub async fn brief(
    tx: &mut Tx,
    env: &Env,
    by: Option<AdultId>,
    action: &'static str,
    detail: &str,
) -> Stored<()> {
    let act = Act {
        by,
        action,
        detail: Some(detail),
        ..Default::default()
    };
    note(tx, env, act).await
}

/// The same, but only the first with this `key` is kept: repeated looks, floods of refused tries.
pub async fn note_once(tx: &mut Tx, env: &Env, act: Act<'_>, key: String) -> Stored<()> {
    put(tx, env, act, Some(key)).await
}

async fn put(tx: &mut Tx, env: &Env, act: Act<'_>, once: Option<String>) -> Stored<()> {
    // Nobody sees these numbers; drawn aside, no other number tells how much was traced.
    let id: i64 = env.aside().id();
    run!(tx, PUT; id, to_ms(env.now()), act.by.map(|a| a.0), act.action,
        act.child.map(|c| c.0), act.unit.map(|u| u.0), act.detail.map(str::to_owned),
        act.why.map(Why::as_str), once);
    Ok(())
}

/// A message about children that reached a person, or may have.
#[derive(Clone, Debug)]
pub(in crate::store) struct Told {
    pub adult: AdultId,
    pub children: Vec<ChildId>,
    pub kind: String,
    /// The right it was sent by.
    pub right: Option<Action>,
}

/// Whether a right is the family's or the staff's; some are both's.
fn why_of(right: Option<Action>) -> Option<Why> {
    use Action as A;
    match right? {
        A::WeeklyUpdate | A::FamilyNote => Some(Why::Link),
        A::SchoolNote | A::EnterWeek | A::Invite | A::Decide => Some(Why::Post),
        _ => None,
    }
}

/// What the messenger took, one row per child, all in one statement. An answer in the chat is no news: what
/// it shows is a look, and noted as one.
pub(in crate::store) async fn told(tx: &mut Tx, env: &Env, all: &[Told]) -> Stored<()> {
    let mut rows = Vec::new();
    let answers = [Kind::Reply.as_str(), Kind::Toast.as_str()];
    for told in all
        .iter()
        .filter(|told| !answers.contains(&told.kind.as_str()))
    {
        let why = why_of(told.right).map(Why::as_str);
        for child in &told.children {
            rows.push(serde_json::json!({
                "row_id": env.aside().id::<i64>(), "adult": told.adult, "child": child,
                "kind": told.kind, "why": why,
            }));
        }
    }
    for rows in json_rows(tx.engine(), rows) {
        run!(tx, PUT_TOLD; rows, to_ms(env.now()), TOLD);
    }
    Ok(())
}

/// How often an action stands in the trace.
pub async fn count(tx: &mut Tx, action: &'static str) -> Stored<i64> {
    one!(tx, COUNT; action).map_or(Ok(0), |row| row.int("n"))
}
