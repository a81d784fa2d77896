//! The inbox on an operator's desk: lists by any mark, one update with everything but its content,
//! un-parked, ended. Which of it may be done, `service::inbox` decides.

use super::inbox::InboxState;
use super::sql::json_ids;
use super::tx::Cells;
use super::{Stored, Tx};
use crate::base::{InboxId, Instant, Words, to_ms};

// What is shown of one row.
macro_rules! rows {
    ($($end:expr),+) => {
        concat!(
            "SELECT id, bot_id, update_id, chat_id, state, tries, retry_ms, lease_until_ms,
             received_ms, settled_ms, problem, CASE WHEN body = '' THEN 1 ELSE 0 END AS blank
         FROM inbox ",
            $($end),+
        )
    };
}

// The marks a list goes by.
macro_rules! marked {
    ($order:literal) => {
        rows!(
            "
         WHERE (CAST($1 AS TEXT) IS NULL OR state = $1) AND (CAST($2 AS TEXT) IS NULL OR bot_id = $2)
           AND (CAST($3 AS TEXT) IS NULL OR lower(problem) LIKE '%' || lower($3) || '%')
         ORDER BY ",
            $order
        )
    };
}

statements! {
    // Walks the whole table: for a person who asks, not for a scrape every few seconds.
    EVERYTHING = "SELECT state, COUNT(*) AS rows_of FROM inbox GROUP BY state ORDER BY state";

    NEWEST = marked!("id DESC LIMIT $4");

    OLDEST = marked!("id LIMIT $4");

    GET = rows!("WHERE id = $1");

    CONTENT = "SELECT body FROM inbox WHERE id = $1 AND body <> ''";

    PARKED = "SELECT COALESCE(problem, 'unknown') AS why, COUNT(*) AS rows_of FROM inbox
         WHERE state = 'parked' GROUP BY COALESCE(problem, 'unknown')
         ORDER BY COALESCE(problem, 'unknown')";

    THESE = rows!("WHERE id IN (SELECT value FROM json_each($1)) ORDER BY id"),
        rows!(
            "WHERE id IN (SELECT CAST(value AS BIGINT)
             FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)))
         ORDER BY id FOR UPDATE"
        );

    UNPARK = "UPDATE inbox SET state = 'waiting', settled_ms = NULL, tries = 0, retry_ms = $2
         WHERE id = $1 AND state = 'parked' AND chat_id IS NOT NULL AND body <> ''";

    // The reason stays: it says why this update had no effect. What the person wrote goes.
    END = "UPDATE inbox SET state = 'done', settled_ms = $2, body = ''
         WHERE id = $1 AND state = 'parked'";
}

/// Which updates a list shows; every mark that is set must hold.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    pub state: Option<InboxState>,
    /// The bot's numeric id as text.
    pub bot: Option<String>,
    /// Words that the reason contains.
    pub problem: Option<String>,
    pub oldest_first: bool,
}

/// An update without its content.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Row {
    pub id: InboxId,
    pub bot: String,
    pub update: i64,
    pub chat: Option<i64>,
    pub state: InboxState,
    pub tries: i64,
    pub retry: Instant,
    pub lease_until: Option<Instant>,
    pub received: Instant,
    pub settled: Option<Instant>,
    pub problem: Option<String>,
    /// Its content is not kept any more.
    pub blank: bool,
}

fn row(row: &sqlx::any::AnyRow) -> Stored<Row> {
    Ok(Row {
        id: row.id("id")?,
        bot: row.text("bot_id")?,
        update: row.int("update_id")?,
        chat: row.maybe_int("chat_id")?,
        state: row.word("state")?,
        tries: row.int("tries")?,
        retry: row.moment("retry_ms")?,
        lease_until: row.maybe_moment("lease_until_ms")?,
        received: row.moment("received_ms")?,
        settled: row.maybe_moment("settled_ms")?,
        problem: row.maybe_text("problem")?,
        blank: row.flag("blank")?,
    })
}

/// At most `limit` updates with these marks.
pub async fn list(tx: &mut Tx, marks: &Marks, limit: i64) -> Stored<Vec<Row>> {
    let order = if marks.oldest_first { OLDEST } else { NEWEST };
    let rows = all!(tx, order; marks.state.map(InboxState::as_str), marks.bot.clone(),
        marks.problem.clone(), limit);
    rows.iter().map(row).collect()
}

pub async fn get(tx: &mut Tx, id: InboxId) -> Stored<Option<Row>> {
    one!(tx, GET; id.0).as_ref().map(row).transpose()
}

/// The content as it came; `None` when it is not kept any more.
pub async fn content(tx: &mut Tx, id: InboxId) -> Stored<Option<Words>> {
    let Some(row) = one!(tx, CONTENT; id.0) else {
        return Ok(None);
    };
    let own = super::vault::own(tx).await?;
    let body = own.open_at(super::inbox_body::BODY, id, &row.text("body")?)?;
    Ok(body.map(Words::new))
}

/// Parked updates by reason.
pub async fn parked(tx: &mut Tx) -> Stored<Vec<(String, i64)>> {
    let rows = all!(tx, PARKED);
    rows.iter()
        .map(|row| Ok((row.text("why")?, row.int("rows_of")?)))
        .collect()
}

/// Those of `ids` that exist, kept from others until this transaction ends.
pub async fn these(tx: &mut Tx, ids: &[InboxId]) -> Stored<Vec<Row>> {
    let rows = all!(tx, THESE; json_ids(ids.iter().map(|id| id.0)));
    rows.iter().map(row).collect()
}

/// Tries a parked update again, with all its tries (after a repair). `false`: it is not parked, has
/// no chat to answer, or is not kept any more.
pub async fn unpark(tx: &mut Tx, id: InboxId, now: Instant) -> Stored<bool> {
    Ok(run!(tx, UNPARK; id.0, to_ms(now)) > 0)
}

/// A parked update is done without any effect; its content goes.
pub async fn end(tx: &mut Tx, id: InboxId, now: Instant) -> Stored<bool> {
    Ok(run!(tx, END; id.0, to_ms(now)) > 0)
}

/// All rows by state. Takes seconds where there are millions.
pub async fn counts(tx: &mut Tx) -> Stored<Vec<(InboxState, i64)>> {
    let rows = all!(tx, EVERYTHING);
    rows.iter()
        .map(|row| Ok((row.word("state")?, row.int("rows_of")?)))
        .collect()
}
