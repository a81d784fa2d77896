//! What it takes to know when a person may be rung: their clock where their account names none, and what they
//! got in a week of that of which there is only so much. Decides nothing.

use std::collections::HashMap;

use chrono_tz::Tz;

use super::sql::json_ids;
use super::tx::Cells;
use super::{Stored, Tx};
use crate::base::{AdultId, Instant, OutboxId, to_ms};
use crate::model::budget::{Counted, Week};

macro_rules! homes {
    ($these:literal) => {
        concat!(
            "SELECT p.id AS adult_id, p.time_zone AS time_zone, 0 AS nearness FROM adults p
             WHERE p.time_zone IS NOT NULL AND p.id IN (",
            $these,
            ") UNION SELECT l.adult_id, s.time_zone, 1 FROM links l
                 JOIN children c ON c.id = l.child_id JOIN units s ON s.id = c.school_id
             WHERE l.state = 'active' AND s.time_zone IS NOT NULL AND l.adult_id IN (",
            $these,
            ") UNION SELECT o.adult_id, COALESCE(u.time_zone, s.time_zone), 2 FROM posts o
                 JOIN units u ON u.id = o.unit_id LEFT JOIN units s ON s.id = u.parent_id
             WHERE o.state = 'active' AND COALESCE(u.time_zone, s.time_zone) IS NOT NULL
               AND o.adult_id IN (",
            $these,
            ") UNION SELECT o.adult_id, MIN(COALESCE(d.time_zone, e.time_zone)), 3 FROM posts o
                 JOIN units d ON d.parent_id = o.unit_id LEFT JOIN units e ON e.parent_id = d.id
             WHERE o.state = 'active' AND COALESCE(d.time_zone, e.time_zone) IS NOT NULL
               AND o.role IN ('township_officer', 'county_officer') AND o.adult_id IN (",
            $these,
            ") GROUP BY o.adult_id ORDER BY adult_id, nearness, time_zone"
        )
    };
}

statements! {
    // The roster's clock, else a child's school's, else that of a post, else of a school below an office.
    HOMES = homes!("SELECT value FROM json_each($1)"),
        homes!("SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))");

    // The list of kinds stands here as in the index, so that it is taken.
    COUNTED = "SELECT CAST(SUM(CASE WHEN kind = 'weekly_update' THEN 1 ELSE 0 END) AS BIGINT) AS updates,
             CAST(SUM(CASE WHEN kind = 'reminder' THEN 1 ELSE 0 END) AS BIGINT) AS reminders,
             MAX(CASE WHEN kind = 'weekly_update' THEN not_before_ms END) AS last_update_ms
         FROM outbox
         WHERE adult_id = $1 AND kind IN ('weekly_update', 'reminder') AND id <> $2
           AND ((state = 'sent' AND settled_ms >= $3 AND settled_ms < $4)
             OR (state = 'waiting' AND not_before_ms >= $5 AND not_before_ms < $4
               AND (kind = 'weekly_update' OR $6 = 0)))";
}

/// The clocks of adults whose accounts name none. Who is missing has none that is known.
pub async fn homes(tx: &mut Tx, adults: &[AdultId]) -> Stored<HashMap<AdultId, Tz>> {
    let mut homes = HashMap::new();
    if adults.is_empty() {
        return Ok(homes);
    }
    for row in &all!(tx, HOMES; json_ids(adults.iter().map(|a| a.0))) {
        if let Some(zone) = row.zone("time_zone")? {
            homes.entry(row.id("adult_id")?).or_insert(zone);
        }
    }
    Ok(homes)
}

/// What `adult` got, or will get, in a week beside `row`. A row in the hands of a dispatcher asks only what has
/// gone before it; one that is written asks also what waits for that week.
pub async fn counted(
    tx: &mut Tx,
    adult: AdultId,
    row: Option<OutboxId>,
    week: Week,
    now: Instant,
) -> Stored<Counted> {
    // What should have gone by now goes in this week.
    let waits_from = if week.from <= now {
        0
    } else {
        to_ms(week.from)
    };
    let own = row.map_or(0, |row| row.0);
    let found = one!(tx, COUNTED; adult.0, own, to_ms(week.from), to_ms(week.to), waits_from,
        i64::from(row.is_some()));
    let Some(found) = found else {
        return Ok(Counted::default());
    };
    Ok(Counted {
        updates: found.maybe_int("updates")?.unwrap_or_default(),
        last_update: found.maybe_moment("last_update_ms")?,
        reminders: found.maybe_int("reminders")?.unwrap_or_default(),
    })
}
