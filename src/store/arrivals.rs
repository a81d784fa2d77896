//! Updates as they come in: each stored once, with how far a bot has read.

use super::inbox_body::BODY;
use super::sql::json_rows;
use super::tx::Cells;
use super::{Engine, Queue, StoreError, Stored, Tx, bots, vault};
use crate::base::{InboxId, Instant, to_ms};

statements! {
    // On PostgreSQL with the lease and the offset in one: a question to the messenger brings one update more often
    // than many, and each statement more is a walk to the server. `held` keeps the bot from others until the end.
    PUT = "INSERT INTO inbox (id, bot_id, update_id, chat_id, body, state, tries, retry_ms,
             received_ms, problem)
         SELECT value->>'id', $2, value->>'update', value->>'chat', value->>'body',
             CASE WHEN value->>'problem' IS NULL THEN 'waiting' ELSE 'parked' END, 0, $3, $3,
             value->>'problem'
         FROM jsonb_each($1) WHERE true ON CONFLICT (bot_id, update_id) DO NOTHING",
        "WITH held AS (SELECT 1 FROM bots
             WHERE id = CAST($2 AS TEXT) AND lease_owner = CAST($5 AS TEXT) AND epoch = CAST($6 AS BIGINT) FOR SHARE),
         stored AS (INSERT INTO inbox (id, bot_id, update_id, chat_id, body, state, tries, retry_ms,
                 received_ms, problem)
             SELECT id, CAST($2 AS TEXT), update, chat, body,
                 CASE WHEN problem IS NULL THEN 'waiting' ELSE 'parked' END, 0, CAST($3 AS BIGINT),
                 CAST($3 AS BIGINT), problem
             FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON)) AS row_of (id BIGINT, update BIGINT, chat BIGINT,
                 body TEXT, problem TEXT)
             WHERE CAST($5 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM held)
             ON CONFLICT (bot_id, update_id) DO NOTHING RETURNING 1),
         advanced AS (INSERT INTO offsets (bot_id, next_update_id, last_update_ms)
             SELECT CAST($2 AS TEXT), CAST($4 AS BIGINT), CAST($3 AS BIGINT)
             WHERE CAST($4 AS BIGINT) IS NOT NULL
                 AND (CAST($5 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM held))
             ON CONFLICT (bot_id) DO UPDATE SET next_update_id = excluded.next_update_id,
                 last_update_ms = excluded.last_update_ms)
         SELECT (SELECT COUNT(*) FROM stored) AS stored,
             CASE WHEN CAST($5 AS TEXT) IS NULL THEN 1 ELSE (SELECT COUNT(*) FROM held) END AS held";
}

/// A longer update is not kept, only that it came. The longest the Bot API can make of a message
/// and the one it answers is about 120 kB: files come by reference.
pub const LARGEST: usize = 1024 * 1024;

/// What is kept of a longer one until it is known which it was; Telegram writes the number first.
pub const BEGINNING: usize = 4096;

/// An update as it came in.
#[derive(Clone, Debug)]
pub struct Arrival {
    pub id: InboxId,
    pub update: i64,
    pub chat: Option<i64>,
    pub body: String,
    /// Set: it is parked at once, for this reason (no personal data in it).
    pub problem: Option<&'static str>,
}

/// Whose word counts about a bot.
#[derive(Clone, Copy, Debug)]
pub struct Holder<'a> {
    pub owner: &'a str,
    pub epoch: i64,
}

/// Stores updates, duplicates excepted, and that everything before `next` is stored; gives the number of new
/// rows. `None`: the bot is not its holder's any more, and nothing was stored. Without a holder, or without updates,
/// nobody asks.
///
/// All of them or none, also in a transaction of [`super::Store::write_one`].
pub async fn put(
    tx: &mut Tx,
    bot: &str,
    now: Instant,
    (arrivals, next): (&[Arrival], Option<i64>),
    holder: Option<Holder<'_>>,
) -> Stored<Option<u64>> {
    if arrivals.is_empty() {
        return Ok(Some(0));
    }
    let own = vault::own_to_write(tx).await?;
    let rows: Stored<Vec<_>> = arrivals
        .iter()
        .map(|arrival| {
            Ok(serde_json::json!({
                "id": arrival.id, "update": arrival.update, "chat": arrival.chat,
                "body": own.seal_at(BODY, arrival.id, &arrival.body)?, "problem": arrival.problem,
            }))
        })
        .collect();
    let lists = json_rows(tx.engine(), rows?);
    if lists.len() > 1 {
        tx.begin_whole().await?;
    }
    if tx.engine() == Engine::Sqlite {
        if let Some(holder) = holder {
            let lease = bots::lease(tx, bot, holder.owner).await?;
            if lease.is_none_or(|lease| lease.epoch != holder.epoch) {
                return Ok(None);
            }
        }
        tx.put_into(Queue::Inbox, bot);
        let mut stored = 0;
        for rows in lists {
            stored += run!(tx, PUT; rows, bot, to_ms(now));
        }
        if let Some(next) = next {
            bots::advance(tx, bot, next, now).await?;
        }
        return Ok(Some(stored));
    }
    let (owner, epoch) = holder.map(|holder| (holder.owner, holder.epoch)).unzip();
    let mut stored = 0;
    let last = lists.len() - 1;
    for (n, rows) in lists.into_iter().enumerate() {
        // Nothing else waits for the row of the offset while more is stored.
        let next = next.filter(|_| n == last);
        // All of the answer: the transaction may end with this statement.
        let found = all!(tx, PUT; rows, bot, to_ms(now), next, owner, epoch);
        let row = found.first();
        let row = row.ok_or(StoreError::Unreadable { column: "stored" })?;
        if !row.flag("held")? {
            return Ok(None);
        }
        stored += u64::try_from(row.int("stored")?).unwrap_or_default();
    }
    tx.put_into(Queue::Inbox, bot);
    tx.ring_stored();
    Ok(Some(stored))
}
