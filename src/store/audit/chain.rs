//! The chain: every row gets its place, the hash before it and its own. One who seals holds the head
//! row, so rows stand in the order in which they became visible. Whoever changes, adds, removes or
//! backdates a row afterwards breaks it at that place, and cannot make the hashes behind it anew without
//! the house's key. Who puts an end back that once was the end is found by one that was written down
//! elsewhere.

use sha2::{Digest, Sha256};

use crate::store::vault::{self, Own};
use crate::store::{StoreError, Stored, Tx, tx::Cells};

/// Sealed before there was a key for it: anybody can compute such a hash.
const PLAIN: i64 = 1;
/// Sealed with the house's key, which is wrapped by the operator's: changing that one changes no hash.
const KEYED: i64 = 2;

macro_rules! rows {
    ($engine:tt, $which:literal, $order:literal, $most:literal) => {
        gather!(
            $engine,
            "id, at_ms, adult_id, action, child_id, unit_id, detail, why, once, seq, previous, hash, v",
            $order,
            concat!("SELECT * FROM audit WHERE ", $which, " ORDER BY ", $order, " LIMIT ", $most)
        )
    };
}

statements! {
    ANY_UNSEALED = "SELECT id FROM audit WHERE seq IS NULL ORDER BY id LIMIT 1";

    // A head that is gone while there are sealed rows was taken away: it is not made again.
    MAKE_HEAD = "INSERT INTO audit_head (id, seq, hash)
         SELECT 1, 0, '' WHERE NOT EXISTS (SELECT 1 FROM audit WHERE seq IS NOT NULL)
         ON CONFLICT (id) DO NOTHING";

    // Held until the end of the transaction: one seals at a time.
    HOLD_HEAD = "UPDATE audit_head SET seq = seq WHERE id = 1 RETURNING seq, hash, signed";

    VERSION_AT = "SELECT v FROM audit WHERE seq = $1";

    UNSEALED = rows!(sqlite, "seq IS NULL", "id", "$1"),
        rows!(postgres, "seq IS NULL", "id", "$1");

    SEAL = "UPDATE audit SET seq = s.value->>'seq', previous = s.value->>'previous',
             hash = s.value->>'hash', v = $2
         FROM jsonb_each($1) AS s
         WHERE audit.id = s.value->>'row_id' AND audit.seq IS NULL",
        "UPDATE audit SET seq = s.seq, previous = s.previous, hash = s.hash, v = $2
         FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON))
             AS s (row_id BIGINT, seq BIGINT, previous TEXT, hash TEXT)
         WHERE audit.id = s.row_id AND audit.seq IS NULL";

    MOVE_HEAD = "UPDATE audit_head SET seq = $1, hash = $2, signed = $3 WHERE id = 1";

    // In one statement, so that it is one moment's truth.
    STANDING = "SELECT h.seq AS head_seq, h.hash AS head_hash, h.signed,
             (SELECT MAX(seq) FROM audit WHERE seq IS NOT NULL) AS last_seq,
             (SELECT COUNT(*) FROM audit WHERE seq IS NULL) AS unsealed
         FROM (SELECT CAST(1 AS BIGINT) AS id) AS one LEFT JOIN audit_head AS h ON h.id = one.id";

    PAGE = rows!(sqlite, "seq > $1 AND seq <= $2", "seq, id", "$3"),
        rows!(postgres, "seq > $1 AND seq <= $2", "seq, id", "$3");
}

/// Where the chain ends: how many rows, and the hash of the last ('' before the first).
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Head {
    pub seq: i64,
    pub hash: String,
}

impl std::fmt::Display for Head {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.seq, self.hash)
    }
}

impl Head {
    fn sign(&self, own: &Own) -> Option<String> {
        own.sign("end of the audit", &self.to_string())
    }
}

/// One moment of the whole trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// `None`: nothing was ever sealed, or the head row is gone.
    pub head: Option<Head>,
    /// What says that this house put the head there; `None`: the last row was sealed without a key.
    signed: Option<String>,
    /// The highest place any row has.
    pub last: Option<i64>,
    pub unsealed: i64,
}

impl Standing {
    /// Whether the head is signed by the house whose key it is; of a head without a signature `None`.
    pub fn is_ours(&self, own: &Own) -> Option<bool> {
        let head = self.head.as_ref()?;
        let signed = self.signed.as_ref()?;
        Some(head.sign(own).as_ref() == Some(signed))
    }
}

/// What a row's hash says about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It is what was sealed, and nobody without the key could have made it so.
    Keyed,
    /// It is what was sealed; whoever wrote the database could have made it so.
    Plain,
    /// It was sealed with a key, and none was given to look with.
    Unread,
    /// It was sealed with a key that is not in the database any more.
    KeyGone,
    /// It is not what was sealed.
    Wrong,
}

/// One row as it stands in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub id: i64,
    pub seq: Option<i64>,
    pub at_ms: i64,
    pub previous: Option<String>,
    pub hash: Option<String>,
    v: Option<i64>,
    /// All that was written with the act, in one text that no two rows share by accident.
    told: String,
}

impl Link {
    /// What the row's hash says behind `previous`.
    pub fn proof(&self, previous: &str, own: &Own) -> Proof {
        let (Some(version), Some(seq)) = (self.v, self.seq) else {
            return Proof::Wrong;
        };
        let sound = match version {
            PLAIN => Proof::Plain,
            KEYED if !own.has_ring() => return Proof::Unread,
            KEYED if own.key().is_none() => return Proof::KeyGone,
            _ => Proof::Keyed,
        };
        let hash = digest(version, previous, seq, &self.told, own);
        match hash.is_some() && hash == self.hash {
            true => sound,
            false => Proof::Wrong,
        }
    }
}

/// The one place where rows are hashed; `None` for a version nobody here knows, or without its key.
fn digest(version: i64, previous: &str, seq: i64, told: &str, own: &Own) -> Option<String> {
    // Hexadecimal of one length, then a number, then JSON: nothing runs into another.
    let text = format!("{previous} {seq} {told}");
    match version {
        PLAIN => {
            let bytes = Sha256::digest(text);
            Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
        }
        KEYED => own.sign("row of the audit", &text),
        _ => None,
    }
}

fn link(row: &impl Cells) -> Stored<Link> {
    let (id, at_ms) = (row.int("id")?, row.int("at_ms")?);
    let told = serde_json::json!([
        id,
        at_ms,
        row.maybe_int("adult_id")?,
        row.text("action")?,
        row.maybe_int("child_id")?,
        row.maybe_int("unit_id")?,
        row.maybe_text("detail")?,
        row.maybe_text("why")?,
        row.maybe_text("once")?,
    ]);
    Ok(Link {
        id,
        seq: row.maybe_int("seq")?,
        at_ms,
        previous: row.maybe_text("previous")?,
        hash: row.maybe_text("hash")?,
        v: row.maybe_int("v")?,
        told: told.to_string(),
    })
}

/// Whether any row waits to be sealed.
pub async fn waits(tx: &mut Tx) -> Stored<bool> {
    Ok(one!(tx, ANY_UNSEALED).is_some())
}

/// The end of the chain, held until this transaction ends. One that this house did not put there is not
/// gone on from: a forged past would get a true future.
async fn held_head(tx: &mut Tx, own: &Own, was_signed: bool) -> Stored<Head> {
    run!(tx, MAKE_HEAD);
    let Some(row) = one!(tx, HOLD_HEAD) else {
        return Err(StoreError::Unreadable {
            column: "audit_head.seq",
        });
    };
    let head = Head {
        seq: row.int("seq")?,
        hash: row.text("hash")?,
    };
    let ours = match row.maybe_text("signed")? {
        Some(signed) => head.sign(own) == Some(signed),
        None if was_signed => false,
        // Sealed by a release that had no key for it, or nothing is sealed yet.
        None => match one!(tx, VERSION_AT; head.seq) {
            Some(last) => last.maybe_int("v")? == Some(PLAIN),
            None => head.seq == 0,
        },
    };
    ours.then_some(head).ok_or(StoreError::Unreadable {
        column: "audit_head.signed",
    })
}

/// Seals up to `limit` rows; gives how many, and the head after it. With `was_signed` the caller has seen
/// a signed head before: one without a signature was put there by somebody else.
pub async fn seal(tx: &mut Tx, limit: i64, was_signed: bool) -> Stored<(usize, Head)> {
    let own = vault::own_to_write(tx).await?;
    let mut head = held_head(tx, &own, was_signed).await?;
    let mut sealed = Vec::new();
    for row in &gathered!(tx, UNSEALED; limit) {
        let row = link(row)?;
        let seq = head.seq + 1;
        let Some(hash) = digest(KEYED, &head.hash, seq, &row.told, &own) else {
            break;
        };
        sealed.push(serde_json::json!({
            "row_id": row.id, "seq": seq, "previous": head.hash, "hash": hash,
        }));
        head = Head { seq, hash };
    }
    let count = sealed.len();
    if count > 0 {
        run!(tx, SEAL; serde_json::Value::Array(sealed).to_string(), KEYED);
        run!(tx, MOVE_HEAD; head.seq, head.hash.as_str(), head.sign(&own));
    }
    Ok((count, head))
}

pub async fn standing(tx: &mut Tx) -> Stored<Standing> {
    let Some(row) = one!(tx, STANDING) else {
        return Ok(Standing {
            head: None,
            signed: None,
            last: None,
            unsealed: 0,
        });
    };
    let head = match row.maybe_int("head_seq")? {
        Some(seq) => Some(Head {
            seq,
            hash: row.text("head_hash")?,
        }),
        None => None,
    };
    Ok(Standing {
        head,
        signed: row.maybe_text("signed")?,
        last: row.maybe_int("last_seq")?,
        unsealed: row.int("unsealed")?,
    })
}

/// The rows behind `after` up to `to`, at most `limit`.
pub async fn page(tx: &mut Tx, after: i64, to: i64, limit: i64) -> Stored<Vec<Link>> {
    gathered!(tx, PAGE; after, to, limit)
        .iter()
        .map(link)
        .collect()
}
