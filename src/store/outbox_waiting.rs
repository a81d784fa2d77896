//! What waits in the outbox is taken back, put off, or moved with its reader. Decides nothing.

use super::notes::Carrier;
use super::sql::json_ids;
use super::tx::Cells;
use super::{Engine, Queue, Stored, Tx};
use crate::base::{AdultId, ChildId, Instant, OutboxId, to_ms};
use crate::model::message::Kind;
use crate::model::rights::Action;

macro_rules! withdrawn {
    ($($where:expr),+) => {
        concat!(
            "UPDATE outbox SET state = 'withdrawn', dedup_key = NULL, settled_ms = $2,
             body = CASE WHEN once = 1 THEN '' ELSE body END
         WHERE ",
            rests!(),
            " AND ",
            $($where),+
        )
    };
}

macro_rules! held {
    ($where:expr, $how:literal) => {
        concat!(
            "SELECT id FROM outbox WHERE state = 'waiting' AND ",
            $where,
            " ORDER BY id",
            $how
        )
    };
}

statements! {
    // On PostgreSQL nobody takes these until the end of the transaction, and whoever was taking them has done so: the
    // next statement sees what is under way.
    HOLD = held!("adult_id IN (SELECT value FROM json_each($1))", ""),
        held!("adult_id IN (SELECT CAST(value AS BIGINT)
             FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)))", " FOR UPDATE");

    HOLD_ROWS = held!("id IN (SELECT value FROM json_each($1))", ""),
        held!("id IN (SELECT CAST(value AS BIGINT)
             FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)))", " FOR UPDATE");

    HOLD_KEYS = held!("dedup_key IN (SELECT value FROM json_each($1))", ""),
        held!("dedup_key IN (SELECT value
             FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)))", " FOR UPDATE");

    HOLD_CHILD = held!(among!("$1", "children"), ""), held!(among!("$1", "children"), " FOR UPDATE");

    WITHDRAW = withdrawn!("adult_id = $1 AND (CAST($3 AS BIGINT) IS NULL OR (kind = 'reply' AND children = '[]') OR ",
        among!("$3", "children"), ") RETURNING id");

    // One action about one child only: the rest of what waits for this adult goes on.
    WITHDRAW_ACTION = withdrawn!("adult_id = $1 AND action = $4 AND ", among!("$3", "children"), " RETURNING id");

    // A screen about nobody in particular that is under way may be on its way; should it come back, it
    // does not go again. What names its children is asked about again at hand-over.
    LAPSE = concat!("UPDATE outbox SET expires_ms = $2
         WHERE adult_id = $1 AND state = 'waiting' AND kind IN ('reply', 'toast') AND children = '[]' AND ",
         is_under_way!("outbox"));

    WITHDRAW_ROWS = withdrawn!("id IN (SELECT value FROM json_each($1))"),
        withdrawn!("id IN (SELECT CAST(value AS BIGINT)
             FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)))");

    OF_ADULT = concat!("SELECT id, children, action, kind FROM outbox WHERE adult_id = $1 AND ", rests!(), " ORDER BY id");

    WITHDRAW_CHILD = withdrawn!("(action IS NULL OR action <> 'hear_concern') AND ", among!("$1", "children"), " RETURNING id");

    // Only what is a message of its own can appear elsewhere: a screen is rewritten where it is
    // (`parcels`: how a sealed message begins).
    FOLLOW = concat!("UPDATE outbox SET bot_id = $2, chat_id = $3 WHERE adult_id = $1 AND ", rests!(),
        " AND (bot_id <> $2 OR chat_id <> $3) AND kind NOT IN ('reply', 'toast', 'invitation')
           AND (body LIKE 'v1.send.%' OR body LIKE '{\"do\":\"send\"%')");

    LEAVE_BEHIND = withdrawn!("adult_id = $1 AND (bot_id <> $3 OR chat_id <> $4)");

    POSTPONE = "UPDATE outbox SET not_before_ms = s.due
         FROM (SELECT value->>'row_id' AS row_id, value->>'due' AS due FROM jsonb_each($1)) AS s
         WHERE outbox.id = s.row_id",
        "UPDATE outbox SET not_before_ms = s.due
         FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON)) AS s (row_id BIGINT, due BIGINT)
         WHERE outbox.id = s.row_id";

    HASTEN = concat!("UPDATE outbox SET not_before_ms = $2, lane = 0
         WHERE ", rests!(), " AND id IN (SELECT value FROM json_each($1))"),
        concat!("UPDATE outbox SET not_before_ms = $2, lane = 0
         WHERE ", rests!(), " AND id IN (SELECT CAST(value AS BIGINT)
             FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)))");

    REFUSE_CHAT = concat!("UPDATE outbox SET state = 'refused', refusal = $3, settled_ms = $4,
             body = CASE WHEN once = 1 THEN '' ELSE body END
         WHERE bot_id = $1 AND chat_id = $2 AND ", rests!());

    MOVE_CHAT = "UPDATE outbox SET chat_id = $3 WHERE bot_id = $1 AND chat_id = $2 AND state = 'waiting'";
}

/// Withdraws what waits for this adult: about one child, or all of it. Answers that do not
/// say about whom they are go with either. Their dedup keys are free again, so that the
/// same message can be written anew.
pub async fn withdraw(
    tx: &mut Tx,
    now: Instant,
    adult: AdultId,
    child: Option<ChildId>,
) -> Stored<Vec<OutboxId>> {
    hold(tx, &[adult]).await?;
    lapse(tx, now, adult).await?;
    let rows = all!(tx, WITHDRAW; adult.0, to_ms(now), child.map(|child| child.0));
    rows.iter().map(|row| row.id("id")).collect()
}

// SQLite has one writer.
macro_rules! hold {
    ($tx:expr, $sql:expr; $which:expr) => {
        if $tx.engine() == Engine::Postgres {
            all!($tx, $sql; $which);
        }
    };
}

/// Until the end of `tx` nobody takes what waits for these adults: asked before it is taken back or changed.
pub(super) async fn hold(tx: &mut Tx, adults: &[AdultId]) -> Stored<()> {
    hold!(tx, HOLD; json_ids(adults.iter().map(|id| id.0)));
    Ok(())
}

/// The same for these rows, a JSON array of ids.
pub(super) async fn hold_rows(tx: &mut Tx, ids: &str) -> Stored<()> {
    hold!(tx, HOLD_ROWS; ids);
    Ok(())
}

/// The same for rows with these dedup keys, a JSON array.
pub(super) async fn hold_keys(tx: &mut Tx, keys: &str) -> Stored<()> {
    hold!(tx, HOLD_KEYS; keys);
    Ok(())
}

/// The same for what is about a child.
pub(super) async fn hold_child(tx: &mut Tx, child: ChildId) -> Stored<()> {
    hold!(tx, HOLD_CHILD; child.0);
    Ok(())
}

/// One message that waits: about whom, and by which right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub id: OutboxId,
    pub children: Vec<ChildId>,
    pub right: Option<Action>,
    pub kind: Kind,
}

/// Screens about nobody in particular that are under way to this adult do not go again.
pub async fn lapse(tx: &mut Tx, now: Instant, adult: AdultId) -> Stored<()> {
    run!(tx, LAPSE; adult.0, to_ms(now));
    Ok(())
}

/// What waits for an adult, oldest first.
pub async fn of_adult(tx: &mut Tx, adult: AdultId) -> Stored<Vec<Waiting>> {
    all!(tx, OF_ADULT; adult.0)
        .iter()
        .map(|row| {
            Ok(Waiting {
                id: row.id("id")?,
                children: row.json("children")?,
                right: row
                    .maybe_text("action")?
                    .and_then(|word| Action::parse(&word)),
                kind: row.word("kind")?,
            })
        })
        .collect()
}

/// Withdraws these rows where they still wait.
pub async fn withdraw_rows(tx: &mut Tx, now: Instant, rows: &[OutboxId]) -> Stored<u64> {
    let ids = json_ids(rows.iter().map(|id| id.0));
    hold_rows(tx, &ids).await?;
    Ok(run!(tx, WITHDRAW_ROWS; ids, to_ms(now)))
}

/// Withdraws what waits for this adult by the right to `action` about a child.
pub async fn withdraw_action(
    tx: &mut Tx,
    now: Instant,
    adult: AdultId,
    child: ChildId,
    action: Action,
) -> Stored<u64> {
    hold(tx, &[adult]).await?;
    let rows = all!(tx, WITHDRAW_ACTION; adult.0, to_ms(now), child.0, action.as_str());
    Ok(rows.len() as u64)
}

/// Withdraws what waits about this child, whoever it is for (the record was frozen).
pub async fn withdraw_child(tx: &mut Tx, now: Instant, child: ChildId) -> Stored<Vec<OutboxId>> {
    hold_child(tx, child).await?;
    let rows = all!(tx, WITHDRAW_CHILD; child.0, to_ms(now));
    rows.iter().map(|row| row.id("id")).collect()
}

/// Another chat speaks for this adult from now on: what waits goes there, what only the old chat
/// could show is withdrawn.
pub async fn follow(tx: &mut Tx, now: Instant, adult: AdultId, bot: &str, chat: i64) -> Stored<()> {
    hold(tx, &[adult]).await?;
    run!(tx, FOLLOW; adult.0, bot, chat);
    tx.put_for_turn(Queue::Outbox, bot);
    run!(tx, LEAVE_BEHIND; adult.0, to_ms(now), bot, chat);
    Ok(())
}

/// Ends what waits for a chat that cannot be reached any more. For the bot's holder, who alone takes what waits there.
pub async fn refuse_chat(
    tx: &mut Tx,
    now: Instant,
    bot: &str,
    chat: i64,
    why: &str,
) -> Stored<u64> {
    Ok(run!(tx, REFUSE_CHAT; bot, chat, why, to_ms(now)))
}

/// What is open for a chat follows it to its new number.
pub async fn move_chat(tx: &mut Tx, bot: &str, old: i64, new: i64) -> Stored<u64> {
    Ok(run!(tx, MOVE_CHAT; bot, old, new))
}

/// These are due at another moment than they were written for: until then they are not late.
pub async fn postpone(tx: &mut Tx, due: &[(OutboxId, Instant)]) -> Stored<()> {
    if due.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = due
        .iter()
        .map(|(id, at)| serde_json::json!({ "row_id": id, "due": to_ms(*at) }))
        .collect();
    run!(tx, POSTPONE; serde_json::Value::Array(rows).to_string());
    Ok(())
}

/// These cannot wait any longer: they go now, as urgent ones do.
pub async fn hasten(tx: &mut Tx, now: Instant, rows: &[Carrier]) -> Stored<()> {
    let ids = json_ids(rows.iter().map(|row| row.id.0));
    hold_rows(tx, &ids).await?;
    run!(tx, HASTEN; ids, to_ms(now));
    for row in rows {
        tx.put_into(Queue::Outbox, &row.bot);
    }
    Ok(())
}
