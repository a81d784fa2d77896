//! The chain: every row gets its place, the hash before it and its own. One who seals holds the head
//! row, so rows stand in the order in which they became visible. Whoever changes, adds, removes or
//! backdates a row afterwards breaks it at that place; who also rewrites all hashes behind it is found
//! by a head that was written down elsewhere.

use sha2::{Digest, Sha256};
use sqlx::any::AnyRow;

use crate::store::{StoreError, Stored, Tx, tx::Cells};

/// How rows sealed by this release are hashed. A hash with the operator's key is one version more.
const VERSION: i64 = 1;

statements! {
    ANY_UNSEALED = "SELECT id FROM audit WHERE seq IS NULL ORDER BY id LIMIT 1";

    // A head that is gone while there are sealed rows was taken away: it is not made again.
    MAKE_HEAD = "INSERT INTO audit_head (id, seq, hash)
         SELECT 1, 0, '' WHERE NOT EXISTS (SELECT 1 FROM audit WHERE seq IS NOT NULL)
         ON CONFLICT (id) DO NOTHING";

    // Held until the end of the transaction: one seals at a time.
    HOLD_HEAD = "UPDATE audit_head SET seq = seq WHERE id = 1 RETURNING seq, hash";

    UNSEALED = "SELECT id, at_ms, adult_id, action, child_id, unit_id, detail, why, once, seq, previous,
             hash, v
         FROM audit WHERE seq IS NULL ORDER BY id LIMIT $1";

    SEAL = "UPDATE audit SET seq = s.value->>'seq', previous = s.value->>'previous',
             hash = s.value->>'hash', v = $2
         FROM json_each($1) AS s
         WHERE audit.id = s.value->>'row_id' AND audit.seq IS NULL",
        "UPDATE audit SET seq = s.seq, previous = s.previous, hash = s.hash, v = $2
         FROM json_to_recordset(CAST(CAST($1 AS TEXT) AS JSON))
             AS s (row_id BIGINT, seq BIGINT, previous TEXT, hash TEXT)
         WHERE audit.id = s.row_id AND audit.seq IS NULL";

    MOVE_HEAD = "UPDATE audit_head SET seq = $1, hash = $2 WHERE id = 1";

    // In one statement, so that it is one moment's truth.
    STANDING = "SELECT h.seq AS head_seq, h.hash AS head_hash,
             (SELECT MAX(seq) FROM audit WHERE seq IS NOT NULL) AS last_seq,
             (SELECT COUNT(*) FROM audit WHERE seq IS NULL) AS unsealed
         FROM (SELECT CAST(1 AS BIGINT) AS id) AS one LEFT JOIN audit_head AS h ON h.id = one.id";

    PAGE = "SELECT id, at_ms, adult_id, action, child_id, unit_id, detail, why, once, seq, previous,
             hash, v
         FROM audit WHERE seq > $1 AND seq <= $2 ORDER BY seq, id LIMIT $3";
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

/// One moment of the whole trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// `None`: nothing was ever sealed, or the head row is gone.
    pub head: Option<Head>,
    /// The highest place any row has.
    pub last: Option<i64>,
    pub unsealed: i64,
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
    /// The hash this row must have behind `previous`; `None` for a version nobody here knows.
    pub fn expected(&self, previous: &str) -> Option<String> {
        digest(self.v?, previous, self.seq?, &self.told)
    }
}

/// The one place where rows are hashed: a version that takes a key is one arm more.
fn digest(version: i64, previous: &str, seq: i64, told: &str) -> Option<String> {
    match version {
        1 => {
            let mut hash = Sha256::new();
            // Hexadecimal of one length, then a number, then JSON: nothing runs into another.
            hash.update(format!("{previous} {seq} {told}"));
            let bytes = hash.finalize();
            Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
        }
        _ => None,
    }
}

fn link(row: &AnyRow) -> Stored<Link> {
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

/// Seals up to `limit` rows; gives how many, and the head after it.
pub async fn seal(tx: &mut Tx, limit: i64) -> Stored<(usize, Head)> {
    run!(tx, MAKE_HEAD);
    let Some(row) = one!(tx, HOLD_HEAD) else {
        return Err(StoreError::Unreadable {
            column: "audit_head.seq",
        });
    };
    let mut head = Head {
        seq: row.int("seq")?,
        hash: row.text("hash")?,
    };
    let mut sealed = Vec::new();
    for row in &all!(tx, UNSEALED; limit) {
        let row = link(row)?;
        let seq = head.seq + 1;
        let Some(hash) = digest(VERSION, &head.hash, seq, &row.told) else {
            break;
        };
        sealed.push(serde_json::json!({
            "row_id": row.id, "seq": seq, "previous": head.hash, "hash": hash,
        }));
        head = Head { seq, hash };
    }
    let count = sealed.len();
    if count > 0 {
        run!(tx, SEAL; serde_json::Value::Array(sealed).to_string(), VERSION);
        run!(tx, MOVE_HEAD; head.seq, head.hash.as_str());
    }
    Ok((count, head))
}

pub async fn standing(tx: &mut Tx) -> Stored<Standing> {
    let Some(row) = one!(tx, STANDING) else {
        return Ok(Standing {
            head: None,
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
        last: row.maybe_int("last_seq")?,
        unsealed: row.int("unsealed")?,
    })
}

/// The rows behind `after` up to `to`, at most `limit`.
pub async fn page(tx: &mut Tx, after: i64, to: i64, limit: i64) -> Stored<Vec<Link>> {
    all!(tx, PAGE; after, to, limit).iter().map(link).collect()
}
