//! Adults whom nothing but this child kept here: no other child, by roster, link, paper, appointment or
//! concern; no post, now or before; no code that waits for them. Their chat is a
//! stranger's at once, and who they were goes with the record. What they did stays in the audit, as a number.

use crate::base::{AdultId, ChildId, Instant, to_ms};
use crate::store::sql::json_ids;
use crate::store::tx::Cells;
use crate::store::vault::{self, GONE_NAME};
use crate::store::{Sql, Stored, Tx, accounts};

macro_rules! pairs {
    () => {
        "(SELECT child_id, adult_id FROM links
          UNION ALL SELECT child_id, adult_id FROM relations
          UNION ALL SELECT child_id, adult_id FROM exclusions
          UNION ALL SELECT child_id, adult_id FROM appointments WHERE adult_id IS NOT NULL
          UNION ALL SELECT child_id, proposed_by FROM appointments
          UNION ALL SELECT c.child_id, w.adult_id FROM concern_people w JOIN concerns c ON c.id = w.concern_id
              WHERE c.child_id IS NOT NULL)"
    };
}

// `$gone`: which children are no reason to be here any more.
macro_rules! alone {
    ($gone:literal) => {
        concat!(
            "WITH gone (id) AS (",
            $gone,
            ") SELECT DISTINCT p.adult_id AS id FROM ",
            pairs!(),
            " AS p
             WHERE p.child_id = $1
               AND NOT EXISTS (SELECT 1 FROM ",
            pairs!(),
            " AS o
                   WHERE o.adult_id = p.adult_id AND o.child_id <> $1
                     AND o.child_id NOT IN (SELECT id FROM gone))
               AND NOT EXISTS (SELECT 1 FROM posts q WHERE q.adult_id = p.adult_id)
               AND NOT EXISTS (SELECT 1 FROM invitations i
                   WHERE i.adult_id = p.adult_id AND i.state = 'open' AND COALESCE(i.child_id, 0) <> $1)
               AND NOT EXISTS (SELECT 1 FROM concern_people w JOIN concerns c ON c.id = w.concern_id
                   WHERE w.adult_id = p.adult_id AND c.child_id IS NULL)
             ORDER BY 1"
        )
    };
}

macro_rules! of_these {
    ($change:literal, $id:literal, $end:literal) => {
        Sql::pair(
            concat!(
                $change,
                " WHERE ",
                $id,
                " IN (SELECT value FROM json_each($1))",
                $end
            ),
            concat!(
                $change,
                " WHERE ",
                $id,
                " IN (SELECT CAST(value AS BIGINT)
                    FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)))",
                $end
            ),
        )
    };
}

const OF_ACCOUNTS: Sql = of_these!(
    "UPDATE accounts SET adult_id = NULL, dialogue = NULL, offered = NULL, time_zone = NULL, weekly_hour = NULL,
         weekly_day = NULL, quiet_from = NULL, quiet_to = NULL, work_from = NULL, work_to = NULL, recheck_ms = NULL,
         cover_code = NULL, cover_open_ms = NULL, cover_until_ms = NULL,
         commands_due_ms = CASE WHEN commands IS NULL THEN commands_due_ms ELSE 0 END, commands = NULL",
    "adult_id",
    ""
);
const OF_ADULTS: Sql = of_these!(
    "UPDATE adults SET key = 'erased-' || CAST(id AS TEXT), name = $2, phone = NULL, phone_line = NULL,
         unit_id = NULL, place = NULL, time_zone = NULL, locale = NULL, imported = NULL, birth_date = NULL",
    "id",
    ""
);
const OF_TASKS: Sql = of_these!(
    "UPDATE tasks SET key = 'erased-' || CAST(id AS TEXT), state = 'done', done_ms = COALESCE(done_ms, $2)",
    "adult_id",
    ""
);
const OF_OUTBOX: Sql = of_these!(
    "UPDATE outbox SET body = ''",
    "adult_id",
    " AND settled_ms IS NOT NULL AND body <> ''"
);

statements! {
    // A record that waits to be erased is as good as gone for everybody it could be shown to.
    LEAVING = alone!("SELECT child_id FROM child_keys WHERE destroyed_ms IS NOT NULL UNION SELECT child_id FROM held_erasures");
    LEFT = alone!("SELECT child_id FROM child_keys WHERE destroyed_ms IS NOT NULL");
    ACCOUNTS = OF_ACCOUNTS.sqlite, OF_ACCOUNTS.postgres;
    ADULTS = OF_ADULTS.sqlite, OF_ADULTS.postgres;
    TASKS = OF_TASKS.sqlite, OF_TASKS.postgres;
    SPOKEN = OF_OUTBOX.sqlite, OF_OUTBOX.postgres;

    // Everybody who serves below the same county: one of them may have typed this child's key.
    BEGUN = "WITH RECURSIVE up (unit_id) AS (
             SELECT class_id FROM children WHERE id = $1
             UNION SELECT u.parent_id FROM up JOIN units u ON u.id = up.unit_id WHERE u.parent_id IS NOT NULL),
         below (unit_id) AS (
             SELECT unit_id FROM up UNION SELECT u.id FROM below b JOIN units u ON u.parent_id = b.unit_id)
         SELECT a.id, a.adult_id, a.dialogue FROM accounts a
         WHERE a.dialogue IS NOT NULL
           AND a.adult_id IN (SELECT p.adult_id FROM posts p WHERE p.unit_id IN (SELECT unit_id FROM below))
         ORDER BY a.id";
}

/// What staff who could open this child's record by exception are in the middle of.
pub async fn begun_by_staff(tx: &mut Tx, child: ChildId) -> Stored<Vec<(AdultId, Option<String>)>> {
    let rows = all!(tx, BEGUN; child.0);
    let own = vault::own(tx).await?;
    rows.iter()
        .map(|row| {
            let begun = accounts::dialogue(row.id("id")?, row, &own)?;
            Ok((row.id("adult_id")?, begun))
        })
        .collect()
}

fn ids(rows: &[sqlx::any::AnyRow]) -> Stored<String> {
    let adults: Vec<AdultId> = rows.iter().map(|row| row.id("id")).collect::<Stored<_>>()?;
    Ok(json_ids(adults.iter().map(|adult| adult.0)))
}

/// No account speaks any more for whom only this child kept here.
pub(super) async fn leave(tx: &mut Tx, child: ChildId) -> Stored<()> {
    let rows = all!(tx, LEAVING; child.0);
    let adults = ids(&rows)?;
    run!(tx, ACCOUNTS; adults);
    Ok(())
}

/// Nothing says any more who they were.
pub(super) async fn blank(tx: &mut Tx, child: ChildId, now: Instant) -> Stored<()> {
    let rows = all!(tx, LEFT; child.0);
    let adults = ids(&rows)?;
    run!(tx, TASKS; adults.as_str(), to_ms(now));
    run!(tx, SPOKEN; adults.as_str());
    run!(tx, ADULTS; adults.as_str(), GONE_NAME);
    Ok(())
}
