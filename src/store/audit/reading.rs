//! What the trace answers: lists for the operator, who looked for a parent, what leaked for a notice.

use sqlx::any::AnyRow;

use crate::base::{AdultId, ChildId, Instant, Name, to_ms};
use crate::model::audit::Why;
use crate::model::unit::Role;
use crate::store::{Stored, Tx, adults, tx::Cells, vault};

macro_rules! list {
    ($whose:literal) => {
        concat!(
            "SELECT r.id, r.seq, r.at_ms, r.action, r.why, r.detail,
             a.key AS adult_key, c.key AS child_key, u.key AS unit_key
         FROM audit AS r LEFT JOIN adults AS a ON a.id = r.adult_id
             LEFT JOIN children AS c ON c.id = r.child_id LEFT JOIN units AS u ON u.id = r.unit_id
         WHERE r.",
            $whose,
            " = $1 AND r.at_ms >= $2 ORDER BY r.at_ms DESC, r.id DESC LIMIT $3"
        )
    };
}

// Rows about one child each, and lists: these name whoever is in their class, home or school.
macro_rules! leak {
    ($rows:literal, $lists:literal) => {
        concat!(
            "SELECT a.key AS adult_key, c.key AS child_key, s.how AS how, s.why AS why,
             s.first_ms AS first_ms, s.last_ms AS last_ms, s.times AS times
         FROM (SELECT child_id, adult_id, how, why, MIN(at_ms) AS first_ms, MAX(at_ms) AS last_ms,
                 COUNT(*) AS times
             FROM (SELECT r.child_id, r.adult_id, r.at_ms, r.why,
                     CASE r.action WHEN 'was_told' THEN r.detail ELSE r.action END AS how
                 FROM audit AS r
                 WHERE ",
            $rows,
            " AND r.at_ms >= $2 AND r.at_ms < $3
                   AND (r.action LIKE 'saw~_%' ESCAPE '~' OR r.action = 'was_told')
                 UNION ALL
                 SELECT c.id, r.adult_id, r.at_ms, r.why, r.action
                 FROM children AS c JOIN audit AS r ON r.unit_id IN (c.class_id, c.school_id, c.home_id)
                 WHERE ",
            $lists,
            " AND r.child_id IS NULL AND r.at_ms >= $2 AND r.at_ms < $3
                   AND r.action = 'saw_list') AS seen
             GROUP BY child_id, adult_id, how, why) AS s
             LEFT JOIN adults AS a ON a.id = s.adult_id LEFT JOIN children AS c ON c.id = s.child_id
         ORDER BY s.first_ms, child_key, adult_key, how, why LIMIT $4"
        )
    };
}

statements! {
    LIST_CHILD = list!("child_id");
    LIST_ADULT = list!("adult_id");

    // The condition of the index `audit_refused`, word for word.
    LIST_REFUSED = "SELECT r.id, r.seq, r.at_ms, r.action, r.why, r.detail,
             a.key AS adult_key, c.key AS child_key, u.key AS unit_key
         FROM audit AS r LEFT JOIN adults AS a ON a.id = r.adult_id
             LEFT JOIN children AS c ON c.id = r.child_id LEFT JOIN units AS u ON u.id = r.unit_id
         WHERE r.action IN ('denied', 'read_refused', 'concern_refused', 'code_refused', 'factor_refused',
                 'button_unknown', 'webhook_refused', 'update_repeated', 'database_copied',
                 'database_restored')
           AND r.at_ms >= $1 ORDER BY r.at_ms DESC, r.id DESC LIMIT $2";

    // Staff alone: whoever has, or ever had, a link to the child is of the family or stands in for it,
    // and separated parents must not learn of each other. Only looks at the record itself: a check-in,
    // a note or a request to be linked would tell of another's acts, and no look of a concern is here.
    LOOKED = "SELECT r.at_ms, r.action, r.why, r.adult_id, a.name,
             (SELECT p.role FROM posts AS p WHERE p.adult_id = r.adult_id
                ORDER BY CASE p.state WHEN 'active' THEN 0 ELSE 1 END, p.from_ms DESC, p.id LIMIT 1)
                AS role
         FROM audit AS r JOIN adults AS a ON a.id = r.adult_id
         WHERE r.child_id = $1 AND r.at_ms >= $2 AND r.why IN ('post', 'break_glass')
           AND r.action IN ('saw_card', 'saw_week', 'break_glass')
           AND NOT EXISTS (SELECT 1 FROM links AS l
               WHERE l.child_id = r.child_id AND l.adult_id = r.adult_id)
         ORDER BY r.at_ms DESC, r.id DESC LIMIT $3 OFFSET $4";

    LEAK_CHILD = leak!("r.child_id = $1", "c.id = $1");
    LEAK_ADULT = leak!("r.adult_id = $1 AND r.child_id IS NOT NULL", "r.adult_id = $1");
}

/// About whom the trace is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Child(ChildId),
    Adult(AdultId),
}

/// One row for the operator: keys of the school's own systems and words, no names.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Row {
    pub id: i64,
    /// `None`: not sealed yet.
    pub seq: Option<i64>,
    pub at: Instant,
    pub action: String,
    pub why: Option<String>,
    pub adult: Option<String>,
    pub child: Option<String>,
    pub unit: Option<String>,
    pub detail: Option<String>,
}

fn row(row: &AnyRow) -> Stored<Row> {
    Ok(Row {
        id: row.int("id")?,
        seq: row.maybe_int("seq")?,
        at: row.moment("at_ms")?,
        action: row.text("action")?,
        why: row.maybe_text("why")?,
        adult: row.maybe_text("adult_key")?,
        child: row.maybe_text("child_key")?,
        unit: row.maybe_text("unit_key")?,
        detail: row.maybe_text("detail")?,
    })
}

/// The newest first.
pub async fn list(tx: &mut Tx, about: About, since: Instant, limit: i64) -> Stored<Vec<Row>> {
    let since = to_ms(since);
    let rows = match about {
        About::Child(child) => all!(tx, LIST_CHILD; child.0, since, limit),
        About::Adult(adult) => all!(tx, LIST_ADULT; adult.0, since, limit),
    };
    rows.iter().map(row).collect()
}

/// Everything that was refused, whoever tried it, and copies of the whole database; the newest first.
pub async fn refused(tx: &mut Tx, since: Instant, limit: i64) -> Stored<Vec<Row>> {
    let rows = all!(tx, LIST_REFUSED; to_ms(since), limit);
    rows.iter().map(row).collect()
}

/// One look of somebody of the staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    pub at: Instant,
    pub action: String,
    pub why: Why,
    pub adult: AdultId,
    pub name: Name,
    /// `None`: the person holds and held no post (a record that was cleaned).
    pub role: Option<Role>,
}

/// Which staff looked at a child's record, the newest first.
pub async fn looked(
    tx: &mut Tx,
    child: ChildId,
    since: Instant,
    from: i64,
    limit: i64,
) -> Stored<Vec<Looked>> {
    let rows = all!(tx, LOOKED; child.0, to_ms(since), limit, from);
    let own = vault::own(tx).await?;
    rows.iter()
        .map(|row| {
            Ok(Looked {
                at: row.moment("at_ms")?,
                action: row.text("action")?,
                why: row.word("why")?,
                adult: row.id("adult_id")?,
                name: adults::name(&own, row.id("adult_id")?, &row.text("name")?)?,
                role: row.maybe_text("role")?.and_then(|role| Role::parse(&role)),
            })
        })
        .collect()
}

/// Somebody saw something of a child: how, by what, since when, how often.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Leak {
    pub child: Option<String>,
    pub adult: Option<String>,
    /// A look, or the kind of message.
    pub how: String,
    pub why: Option<String>,
    pub first: Instant,
    pub last: Instant,
    pub times: i64,
}

/// Who saw which child from `since` until before `until`. A list counts for the children who are in
/// its class, home or school now.
pub async fn leak(
    tx: &mut Tx,
    about: About,
    since: Instant,
    until: Instant,
    limit: i64,
) -> Stored<Vec<Leak>> {
    let (since, until) = (to_ms(since), to_ms(until));
    let rows = match about {
        About::Child(child) => all!(tx, LEAK_CHILD; child.0, since, until, limit),
        About::Adult(adult) => all!(tx, LEAK_ADULT; adult.0, since, until, limit),
    };
    rows.iter()
        .map(|row| {
            Ok(Leak {
                child: row.maybe_text("child_key")?,
                adult: row.maybe_text("adult_key")?,
                how: row.text("how")?,
                why: row.maybe_text("why")?,
                first: row.moment("first_ms")?,
                last: row.moment("last_ms")?,
                times: row.int("times")?,
            })
        })
        .collect()
}
