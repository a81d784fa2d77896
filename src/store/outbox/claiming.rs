//! Rows that are taken to be sent, and those whose time is over: what a dispatcher asks for in every turn.

use crate::base::{AdultId, ChildId, ConcernId, Instant, OutboxId, to_ms};
use crate::model::message::{Kind, Lane, Parcel};
use crate::model::rights::Action;
use crate::store::parcels::{self, Parcels};
use crate::store::tx::Cells;
use crate::store::{StoreError, Stored, Tx, concern_letters, line};

// The next rows of one lane. Lane by lane, so that the index ends where what is held until later
// begins: on a Sunday afternoon that is nearly all of it.
//
// One message of a chat is under way at a time, and none goes before an earlier one of its lane that
// is due: a retry holds back its own chat, a held row holds back nobody. Where the messenger ordered
// silence in a chat, no lane speaks there before its end, whoever has the bot by then.
macro_rules! of_lane {
    ($lane:literal) => {
        concat!(
            "SELECT c.id AS id FROM outbox c
            WHERE c.state = 'waiting' AND c.bot_id = $1 AND c.lane = ",
            $lane,
            " AND c.lane <= $4 AND c.not_before_ms <= $2 AND c.retry_ms <= $2
              AND (c.expires_ms IS NULL OR c.expires_ms > $2)
              AND NOT EXISTS (SELECT 1 FROM outbox o
                WHERE o.bot_id = c.bot_id AND o.chat_id = c.chat_id
                  AND o.state IN ('waiting', 'claimed') AND o.id <> c.id
                  AND (o.state = 'claimed' OR (o.refusal = 'paused' AND o.retry_ms > $2)
                    OR (o.not_before_ms <= $2
                    AND (o.lane < c.lane OR (o.lane = c.lane AND o.id < c.id)))))
            ORDER BY c.not_before_ms, c.id LIMIT $5"
        )
    };
}

// What is read of a row whose number is known.
macro_rules! claimed {
    () => {
        "id, chat_id, adult_id, children, action, kind, lane, body, in_doubt, tries, not_before_ms, expires_ms,
             concerns, covered"
    };
}

macro_rules! claim {
    ($array:literal; $($picked:expr),*) => {
        concat!(
            "WITH picked AS (",
            $($picked,)*
            " LIMIT $5)
         UPDATE outbox SET state = 'claimed', lease_until_ms = $3, tries = tries + 1
         WHERE id IN (SELECT id FROM picked)
         RETURNING CAST(",
            $array, "(", claimed!(), ") AS TEXT) AS line"
        )
    };
}

statements! {
    // PostgreSQL plans one lane for all of them, in a quarter of the time: it plans this anew on each connection and
    // whenever it has counted the table.
    CLAIM = claim!("json_array";
            "SELECT id FROM (", of_lane!("0"), ") AS lane_0 UNION ALL SELECT id FROM (", of_lane!("1"),
            ") AS lane_1 UNION ALL SELECT id FROM (", of_lane!("2"), ") AS lane_2 UNION ALL SELECT id FROM (",
            of_lane!("3"), ") AS lane_3"
        ),
        claim!("json_build_array";
            "SELECT of_lane.id FROM (VALUES (0), (1), (2), (3)) AS l (lane) CROSS JOIN LATERAL (",
            of_lane!("l.lane"), " FOR UPDATE SKIP LOCKED) AS of_lane"
        );

    // PostgreSQL takes these rows like a claim: along their index, and not those that somebody else is changing.
    RELEASE_EXPIRED = "UPDATE outbox SET state = 'waiting', in_doubt = 1, doubts = doubts + 1,
             lease_until_ms = NULL
         WHERE bot_id = $1 AND state = 'claimed' AND lease_until_ms <= $2",
        "UPDATE outbox SET state = 'waiting', in_doubt = 1, doubts = doubts + 1,
             lease_until_ms = NULL
         WHERE id IN (SELECT id FROM outbox
             WHERE bot_id = $1 AND state = 'claimed' AND lease_until_ms <= $2
             ORDER BY lease_until_ms FOR UPDATE SKIP LOCKED)";

    RELEASE_ALL = "UPDATE outbox SET state = 'waiting', in_doubt = 1, doubts = doubts + 1,
             lease_until_ms = NULL
         WHERE bot_id = $1 AND state = 'claimed'";

    EXPIRE = "UPDATE outbox SET state = 'expired', settled_ms = $2,
             body = CASE WHEN once = 1 THEN '' ELSE body END
         WHERE bot_id = $1 AND state = 'waiting' AND expires_ms <= $2",
        "UPDATE outbox SET state = 'expired', settled_ms = $2,
             body = CASE WHEN once = 1 THEN '' ELSE body END
         WHERE id IN (SELECT id FROM outbox
             WHERE bot_id = $1 AND state = 'waiting' AND expires_ms <= $2
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
    let rows = along_indexes!(all, tx, CLAIM; bot, to_ms(now), to_ms(lease_until), slowest as i64,
        i64::try_from(limit).unwrap_or(i64::MAX));
    let rows: Vec<_> = line::returned(&rows, claimed!()).collect::<Stored<_>>()?;
    let parcels = parcels::keys_in(tx, &rows).await?;
    let mut batch = Batch::default();
    for row in &rows {
        match read(row, &parcels, lease_until) {
            Ok(claimed) => batch.rows.push(claimed),
            Err(_) => batch.unreadable.push((row.id("id")?, lease_until)),
        }
    }
    // `RETURNING` promises no order.
    batch.rows.sort_by_key(|row| (row.lane, row.due, row.id));
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
        tries: row.int("tries")?,
        due: row.moment("not_before_ms")?,
        expires: row.maybe_moment("expires_ms")?,
        lease,
    })
}

/// Gives back what a dead dispatcher held. It may have been sent: it is in doubt from now on.
pub async fn release_expired(tx: &mut Tx, bot: &str, now: Instant) -> Stored<u64> {
    Ok(along_indexes!(run, tx, RELEASE_EXPIRED; bot, to_ms(now)))
}

/// Gives back all that the bot's last owner held, whose word does not count any more: it is in doubt.
pub async fn release_all(tx: &mut Tx, bot: &str) -> Stored<u64> {
    Ok(run!(tx, RELEASE_ALL; bot))
}

/// Ends what is worthless by now.
pub async fn expire(tx: &mut Tx, bot: &str, now: Instant) -> Stored<u64> {
    Ok(along_indexes!(run, tx, EXPIRE; bot, to_ms(now)))
}
