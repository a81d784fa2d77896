//! Consents: who answered what to which text for which child and purpose. Append-only; the newest of
//! one person holds.

use chrono::NaiveDate;
use sqlx::any::AnyRow;

use super::{Stored, Tx, tx::Cells};
use crate::base::{AdultId, ChildId, Env, Instant, to_ms};
use crate::model::Locale;
use crate::model::consent::{Answer, How, Purpose, Whose};

statements! {
    PUT = "INSERT INTO consents (id, adult_id, child_id, purpose, version, locale, given_ms, withdrawn_ms, answer, how, whose, recorded_by, paper_day, text_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, $8, $9, $10, $11, $12, $13)";
    // What stood until now stands no more; its row keeps who, how and when.
    CLOSE = "UPDATE consents SET withdrawn_ms = $5 WHERE child_id = $1 AND purpose = $2 AND whose = $3 AND (whose = 'child' OR adult_id = $4) AND withdrawn_ms IS NULL AND answer = 'agreed'";
    MOVE = "UPDATE consents SET adult_id = $3 WHERE adult_id = $2 AND child_id = $1 AND whose = 'adult'";
    NEWEST = "SELECT adult_id, purpose, version, locale, given_ms, withdrawn_ms, answer, how, whose, recorded_by, paper_day, text_hash FROM consents c WHERE child_id = $1 AND NOT EXISTS (SELECT 1 FROM consents n WHERE n.child_id = c.child_id AND n.purpose = c.purpose AND n.whose = c.whose AND (n.whose = 'child' OR n.adult_id = c.adult_id) AND (n.given_ms > c.given_ms OR (n.given_ms = c.given_ms AND n.id > c.id))) ORDER BY purpose, adult_id, id LIMIT 200";
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Who answered; of a young person's own answer who noted it.
    pub adult: AdultId,
    pub whose: Whose,
    pub purpose: Purpose,
    pub answer: Answer,
    pub at: Instant,
    pub how: How,
    /// Who of the school has the paper.
    pub recorded_by: Option<AdultId>,
    pub paper_day: Option<NaiveDate>,
    /// Of our text; 0 for a paper, which has its own.
    pub version: i64,
    pub locale: Locale,
    /// SHA-256 of the text that was seen, in hexadecimal digits; of a paper none.
    pub text_hash: Option<String>,
}

fn consent(row: &AnyRow) -> Stored<Option<Consent>> {
    // A purpose of a later release says nothing to this one.
    let Some(purpose) = Purpose::parse(&row.text("purpose")?) else {
        return Ok(None);
    };
    let withdrawn = row.maybe_moment("withdrawn_ms")?;
    Ok(Some(Consent {
        adult: row.id("adult_id")?,
        whose: row.word("whose")?,
        purpose,
        answer: match withdrawn {
            Some(_) => Answer::Withdrawn,
            None => row.word("answer")?,
        },
        at: withdrawn.unwrap_or(row.moment("given_ms")?),
        how: row.word("how")?,
        recorded_by: row.maybe_id("recorded_by")?,
        paper_day: match row.maybe_text("paper_day")? {
            Some(day) => day.parse().ok(),
            None => None,
        },
        version: row.int("version")?,
        locale: row.word("locale")?,
        text_hash: row.maybe_text("text_hash")?,
    }))
}

/// Writes an answer down; what this person agreed to before for the purpose ends with it.
pub async fn put(tx: &mut Tx, env: &Env, child: ChildId, answer: &Consent) -> Stored<()> {
    let id: i64 = env.id();
    let Consent {
        adult,
        whose,
        purpose,
        at,
        ..
    } = answer;
    run!(tx, CLOSE; child.0, purpose.as_str(), whose.as_str(), adult.0, to_ms(*at));
    run!(tx, PUT; id, adult.0, child.0, purpose.as_str(), answer.version,
        answer.locale.as_str(), to_ms(*at), answer.answer.as_str(), answer.how.as_str(),
        whose.as_str(), answer.recorded_by.map(|a| a.0),
        answer.paper_day.map(|day| day.to_string()), answer.text_hash.clone());
    Ok(())
}

/// What was answered under one roster row of a person stands under the other one.
pub async fn move_to(tx: &mut Tx, child: ChildId, from: AdultId, to: AdultId) -> Stored<()> {
    run!(tx, MOVE; child.0, from.0, to.0);
    Ok(())
}

/// The newest answer of everybody about a child, by purpose.
pub async fn of_child(tx: &mut Tx, child: ChildId) -> Stored<Vec<Consent>> {
    let rows = all!(tx, NEWEST; child.0);
    rows.iter()
        .filter_map(|row| consent(row).transpose())
        .collect()
}
