//! Rows that are taken to be sent, and those whose time is over: what a dispatcher asks for in every turn.

use crate::base::{AdultId, ChildId, ConcernId, Instant, OutboxId, to_ms};
use crate::model::message::{Kind, Lane, Parcel};
use crate::model::rights::Action;
use crate::store::parcels::{self, Parcels};
use crate::store::tx::Cells;
use crate::store::under_way::{self, UnderWay};
use crate::store::{StoreError, Stored, Tx, concern_letters};

// What is read of a row that is taken.
macro_rules! claimed {
    () => {
        "id, chat_id, adult_id, children, action, kind, lane, body, in_doubt, tries, not_before_ms, expires_ms, concerns, covered"
    };
}

// Whether one of these other rows of its chat comes first. Those before it and those behind it each by
// themselves: of most there are none, as the index says, and the row itself is not read once more.
macro_rules! held_back {
    ($others:literal, $first:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM outbox o
                WHERE o.bot_id = c.bot_id AND o.chat_id = c.chat_id AND o.state = 'waiting' AND ",
            $others,
            " AND (o.id IN (SELECT id FROM going) OR (o.refusal = 'paused' AND o.retry_ms > $2)
                    OR (o.not_before_ms <= $2 AND ",
            $first,
            ")))"
        )
    };
}

// The next rows of one lane. Lane by lane, so that the index ends where what is held until later
// begins: on a Sunday afternoon that is nearly all of it.
//
// One message of a chat is under way at a time, and none goes before an earlier one of its lane that
// is due: a retry holds back its own chat, a held row holds back nobody. Where the messenger ordered
// silence in a chat, no lane speaks there before its end, whoever has the bot by then.
macro_rules! of_lane {
    ($lane:literal) => {
        concat!(
            "SELECT ",
            claimed!(),
            " FROM outbox c
            WHERE c.state = 'waiting' AND c.bot_id = $1 AND c.lane = ",
            $lane,
            " AND c.lane <= $3 AND c.not_before_ms <= $2 AND c.id NOT IN (SELECT id FROM going)
              AND c.retry_ms <= $2 AND (c.expires_ms IS NULL OR c.expires_ms > $2) AND NOT ",
            held_back!("o.id < c.id", "o.lane <= c.lane"),
            " AND NOT ",
            held_back!("o.id > c.id", "o.lane < c.lane"),
            " ORDER BY c.not_before_ms, c.id LIMIT $4"
        )
    };
}

macro_rules! claim {
    ($engine:tt, $going:literal; $($picked:expr),*) => {
        concat!(
            "WITH going AS MATERIALIZED (SELECT ", $going, "), picked AS (", $($picked,)* " LIMIT $4) ",
            gather!($engine, claimed!(), "lane, not_before_ms, id", "SELECT * FROM picked")
        )
    };
}

statements! {
    // PostgreSQL plans one lane for all of them, in a quarter of the time: it plans this anew on each connection and
    // whenever it has counted the table. The rows are locked: whoever changes what waits comes before or after.
    CLAIM = claim!(sqlite, "value AS id FROM json_each($5)";
            "SELECT * FROM (", of_lane!("0"), ") AS lane_0 UNION ALL SELECT * FROM (", of_lane!("1"),
            ") AS lane_1 UNION ALL SELECT * FROM (", of_lane!("2"), ") AS lane_2 UNION ALL SELECT * FROM (",
            of_lane!("3"), ") AS lane_3"
        ),
        claim!(postgres, "CAST(value AS BIGINT) AS id
                FROM json_array_elements_text(CAST(CAST($5 AS TEXT) AS JSON))";
            "SELECT of_lane.* FROM (VALUES (0), (1), (2), (3)) AS l (number) CROSS JOIN LATERAL (",
            of_lane!("l.number"), " FOR UPDATE SKIP LOCKED) AS of_lane"
        );

    // PostgreSQL takes these rows like a claim: along their index, and not those that somebody else is changing.
    EXPIRE = "UPDATE outbox SET state = 'expired', settled_ms = $2,
             body = CASE WHEN once = 1 THEN '' ELSE body END
         WHERE bot_id = $1 AND state = 'waiting' AND expires_ms <= $2
           AND id NOT IN (SELECT value FROM json_each($3))",
        "UPDATE outbox SET state = 'expired', settled_ms = $2,
             body = CASE WHEN once = 1 THEN '' ELSE body END
         WHERE id IN (SELECT id FROM outbox
             WHERE bot_id = $1 AND state = 'waiting' AND expires_ms <= $2
               AND id NOT IN (SELECT CAST(value AS BIGINT)
                 FROM json_array_elements_text(CAST(CAST($3 AS TEXT) AS JSON)))
             ORDER BY expires_ms FOR UPDATE SKIP LOCKED)";
}

/// A row in the dispatcher's hands until its lease is over.
#[derive(Clone, Debug)]
pub struct Claimed {
    pub id: OutboxId,
    pub chat: i64,
    pub adult: Option<AdultId>,
    pub children: Vec<ChildId>,
    pub right: Option<Action>,
    pub concerns: Vec<ConcernId>,
    pub kind: Kind,
    pub lane: Lane,
    pub parcel: Parcel,
    /// With neutral words (`outbox::covered`).
    pub covered: bool,
    /// It may have arrived already.
    pub in_doubt: bool,
    /// This try included.
    pub tries: i64,
    /// Since when it could have gone.
    pub due: Instant,
    /// Worthless after this.
    pub expires: Option<Instant>,
    /// The deadline of this claim: whoever settles it names it.
    pub lease: Instant,
}

/// What a claim found.
#[derive(Debug, Default)]
pub struct Batch {
    /// In order of departure, at most one per chat.
    pub rows: Vec<Claimed>,
    /// Claimed, but not to be understood by this version: to be refused, not to block the rest.
    pub unreadable: Vec<(OutboxId, Instant)>,
}

/// Takes up to `limit` rows of lanes not slower than `slowest` until `lease_until`.
pub async fn claim(
    tx: &mut Tx,
    bot: &str,
    now: Instant,
    lease_until: Instant,
    slowest: Lane,
    limit: usize,
) -> Stored<Batch> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let going = under_way::ids(tx, bot).await?;
    tx.lead(CLAIM).await?;
    let rows = gathered!(tx, CLAIM; bot, to_ms(now), slowest as i64, limit, going);
    if rows.is_empty() {
        return Ok(Batch::default());
    }
    let parcels = parcels::keys_in(tx, &rows).await?;
    let ids: Vec<OutboxId> = rows.iter().map(|row| row.id("id")).collect::<Stored<_>>()?;
    let mut under_way = UnderWay::of(tx, bot).await?;
    let mut batch = Batch::default();
    for (row, id) in rows.iter().zip(ids) {
        under_way.add(id, lease_until);
        match read(row, &parcels, lease_until) {
            Ok(claimed) => batch.rows.push(claimed),
            Err(_) => batch.unreadable.push((id, lease_until)),
        }
    }
    under_way.keep(tx);
    Ok(batch)
}

fn read(row: &impl Cells, parcels: &Parcels, lease: Instant) -> Stored<Claimed> {
    let word = row.maybe_text("action")?;
    let right = word.as_deref().map(Action::parse);
    let unknown = StoreError::Unreadable { column: "action" };
    Ok(Claimed {
        id: row.id("id")?,
        chat: row.int("chat_id")?,
        adult: row.maybe_id("adult_id")?,
        children: row.json("children")?,
        right: right.map(|right| right.ok_or(unknown)).transpose()?,
        concerns: concern_letters::read(row)?,
        kind: row.word("kind")?,
        lane: Lane::from_rank(row.int("lane")?),
        parcel: parcels.open(row)?,
        covered: row.flag("covered")?,
        in_doubt: row.flag("in_doubt")?,
        tries: row.int("tries")? + 1,
        due: row.moment("not_before_ms")?,
        expires: row.maybe_moment("expires_ms")?,
        lease,
    })
}

/// Ends what is worthless by now.
pub async fn expire(tx: &mut Tx, bot: &str, now: Instant) -> Stored<u64> {
    let going = under_way::ids(tx, bot).await?;
    Ok(along_indexes!(run, tx, EXPIRE; bot, to_ms(now), going))
}
