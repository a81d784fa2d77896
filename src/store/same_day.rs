//! What was told the same day about a child, found again in the outbox. Decides nothing.
//!
//! The dedup key of such a message is a mark under the child's key: it says to nobody who reads the table
//! which day it is about, nor what was said (`vault::Keys::mark`).

use std::collections::HashMap;

use chrono::NaiveDate;

use super::tx::Cells;
use super::vault::{self, Keys};
use super::{StoreError, Stored, Tx};
use crate::base::{AdultId, ChildId, Instant, OutboxId};
use crate::model::same_day::{Said, TURNS};

macro_rules! of_these {
    ($which:literal, $end:literal) => {
        concat!(
            "SELECT id, children, adult_id, dedup_key, ",
            stands!("outbox"),
            " AS state, in_doubt, not_before_ms FROM outbox
             WHERE action = 'hear_absence' AND adult_id IS NOT NULL AND dedup_key IS NOT NULL AND children IN ",
            $which,
            $end
        )
    };
}

statements! {
    // What waits is held against the dispatcher until the transaction ends: it is either taken back or has
    // left, never both.
    HOLD = of_these!("(SELECT value FROM json_each($1))", " AND state = 'waiting' ORDER BY id"),
        of_these!(
            "(SELECT value FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)))",
            " AND state = 'waiting' ORDER BY id FOR UPDATE"
        );
    OF_CHILDREN = of_these!("(SELECT value FROM json_each($1))", " ORDER BY id"),
        of_these!(
            "(SELECT value FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)))",
            " ORDER BY id"
        );
}

/// A message about a child to one adult; of which day, only [`of_day`] can tell.
#[derive(Clone, Debug)]
pub struct Letter {
    pub child: ChildId,
    id: OutboxId,
    adult: AdultId,
    key: String,
    /// Not handed over yet, so it can be taken back.
    waits: bool,
    /// It has left, or may have.
    left: bool,
    due: Instant,
}

/// What one adult was told, or is about to be, about one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    pub id: OutboxId,
    pub adult: AdultId,
    /// The how-manieth about this day, from 0.
    pub turn: u8,
    pub said: Said,
    pub waits: bool,
    pub left: bool,
    pub due: Instant,
}

/// The messages of this kind about these children, whatever the day.
pub async fn letters(tx: &mut Tx, children: &[ChildId]) -> Stored<Vec<Letter>> {
    let unwritable = |_| StoreError::Unreadable { column: "children" };
    // As the column has it: each alone.
    let each: Result<Vec<String>, _> = children
        .iter()
        .map(|child| serde_json::to_string(&[child]))
        .collect();
    let these = serde_json::to_string(&each.map_err(unwritable)?).map_err(unwritable)?;
    all!(tx, HOLD; these.as_str());
    all!(tx, OF_CHILDREN; these)
        .iter()
        .map(|row| {
            let state = row.text("state")?;
            let about: Vec<ChildId> = row.json("children")?;
            let child = about.first().copied();
            Ok(Letter {
                child: child.ok_or(StoreError::Unreadable { column: "children" })?,
                id: row.id("id")?,
                adult: row.id("adult_id")?,
                key: row.text("dedup_key")?,
                waits: state == "waiting",
                left: matches!(state.as_str(), "claimed" | "sent") || row.flag("in_doubt")?,
                due: row.moment("not_before_ms")?,
            })
        })
        .collect()
}

/// Which of the `letters` are about this child and day, and what each said; by reader and turn.
pub async fn of_day(
    tx: &mut Tx,
    (child, day): (ChildId, NaiveDate),
    letters: &[Letter],
) -> Stored<Vec<Told>> {
    let own: HashMap<&str, &Letter> = letters
        .iter()
        .filter(|letter| letter.child == child)
        .map(|letter| (letter.key.as_str(), letter))
        .collect();
    if own.is_empty() {
        return Ok(Vec::new());
    }
    let keys = vault::keys_to_write(tx, [child]).await?;
    let mut adults: Vec<AdultId> = own.values().map(|letter| letter.adult).collect();
    adults.sort_unstable();
    adults.dedup();
    let mut out = Vec::new();
    for adult in adults {
        for turn in 0..TURNS {
            for said in Said::ALL {
                let key = marked(&keys, (child, day), adult, turn, *said)?;
                if let Some(letter) = own.get(key.as_str()) {
                    out.push(Told {
                        id: letter.id,
                        adult,
                        turn,
                        said: *said,
                        waits: letter.waits,
                        left: letter.left,
                        due: letter.due,
                    });
                }
            }
        }
    }
    Ok(out)
}

/// The dedup key of what one adult is told about one day.
pub async fn key(
    tx: &mut Tx,
    about: (ChildId, NaiveDate),
    adult: AdultId,
    turn: u8,
    said: Said,
) -> Stored<String> {
    let keys = vault::keys_to_write(tx, [about.0]).await?;
    marked(&keys, about, adult, turn, said)
}

fn marked(
    keys: &Keys,
    (child, day): (ChildId, NaiveDate),
    adult: AdultId,
    turn: u8,
    said: Said,
) -> Stored<String> {
    let text = format!("same_day {day} {adult} {turn} {}", said.as_str());
    let mark = keys.mark(child, "outbox.dedup_key", &text)?;
    Ok(format!("same_day:{mark}"))
}
