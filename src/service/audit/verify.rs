//! Reads the whole chain and says where it is cut, in pages: whatever its length, little of it is held.

use chrono::TimeDelta;

use crate::service::Served;
use crate::store::Store;
use crate::store::audit::chain::{self, Head, Link, Proof};
use crate::store::vault::{self, Own};
use crate::words;

/// Rows per page.
const PAGE: i64 = 2_000;

/// A row may tell of a moment so much before one that was sealed earlier: a transaction takes its time,
/// and two machines' clocks differ. More is a row that was written later than it says.
const LATE: TimeDelta = TimeDelta::minutes(10);

words! {
    /// What is wrong with the first row that is.
    pub enum Fault {
        /// There is no row at this place.
        Missing = "missing",
        /// What it says is not what was sealed.
        Changed = "changed",
        /// It does not follow the row before it.
        Unlinked = "unlinked",
        /// It says an earlier moment than it was written at.
        Backdated = "backdated",
        /// There is a row behind the end of the chain.
        BehindHead = "behind_head",
        /// The end of the chain does not say what its last row says.
        HeadDiffers = "head_differs",
        /// The row that keeps the end of the chain is gone.
        HeadMissing = "head_missing",
        /// It was sealed without the key behind rows that were sealed with it.
        Unkeyed = "unkeyed",
        /// The key it was sealed with is not in the database any more.
        KeyGone = "key_gone",
        /// The end of the chain was not put there by this house.
        HeadForged = "head_forged",
        /// At this place stands another hash than the one that was kept elsewhere.
        NotAsExpected = "not_as_expected",
    }
}

/// The first place where the chain is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Cut {
    pub seq: i64,
    /// The row's own id, where there is one.
    pub id: Option<i64>,
    pub fault: Fault,
}

/// What a look through the whole trace found.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Verdict {
    /// Rows of the chain that were found in their place.
    pub sound: i64,
    /// Of these the first so many were sealed before there was a key for it: who could write the database
    /// then could have made them.
    pub plain: i64,
    /// Of these so many stand in their order, but what they say was not looked at: no key was given.
    pub unread: i64,
    pub head: Head,
    /// Rows that are not part of the chain yet.
    pub unsealed: i64,
    pub cut: Option<Cut>,
}

/// Looks through all rows up to the head; `expected` is a head that was kept elsewhere.
pub async fn verify(
    store: &Store,
    expected: Option<&Head>,
    progress: &mut (dyn FnMut(u64, u64) + Send),
) -> Served<Verdict> {
    let mut tx = store.read().await?;
    let standing = chain::standing(&mut tx).await?;
    let own = vault::own(&mut tx).await?;
    drop(tx);
    let kept = standing.head.clone();
    let head = kept.clone().unwrap_or_default();
    let mut walk = Walk {
        at: Head::default(),
        newest_ms: i64::MIN,
        plain: 0,
        unread: 0,
        expected,
        own: &own,
    };
    let all = head.seq.unsigned_abs();
    let mut cut = None;
    'pages: while walk.at.seq < head.seq {
        let mut tx = store.read().await?;
        let rows = chain::page(&mut tx, walk.at.seq, head.seq, PAGE).await?;
        drop(tx);
        if rows.is_empty() {
            cut = Some(walk.cut(walk.at.seq + 1, None, Fault::Missing));
            break;
        }
        for row in &rows {
            cut = walk.step(row);
            if cut.is_some() {
                break 'pages;
            }
        }
        progress(walk.at.seq.unsigned_abs(), all);
    }
    let sound = walk.at.seq;
    let last = standing.last.unwrap_or_default();
    let ours = standing.is_ours(&own);
    let end = || {
        let fault = match (&kept, expected) {
            (None, _) if last > 0 => Fault::HeadMissing,
            _ if last > head.seq => Fault::BehindHead,
            _ if walk.at.hash != head.hash => Fault::HeadDiffers,
            // Signed with what stands before it, or not signed behind a row that was sealed with the key.
            _ if own.has_ring() && ours == Some(false) => Fault::HeadForged,
            _ if ours.is_none() && head.seq > walk.plain => Fault::HeadForged,
            // What is shorter than it was once has lost its tail.
            (_, Some(expected)) if expected.seq > head.seq => Fault::Missing,
            _ => return None,
        };
        Some(walk.cut(
            head.seq + i64::from(!matches!(fault, Fault::HeadDiffers | Fault::HeadForged)),
            None,
            fault,
        ))
    };
    let cut = cut.or_else(end);
    Ok(Verdict {
        sound,
        plain: walk.plain,
        unread: walk.unread,
        head,
        unsealed: standing.unsealed,
        cut,
    })
}

/// Where a walk along the chain stands.
struct Walk<'a> {
    at: Head,
    newest_ms: i64,
    plain: i64,
    unread: i64,
    expected: Option<&'a Head>,
    own: &'a Own,
}

impl Walk<'_> {
    const fn cut(&self, seq: i64, id: Option<i64>, fault: Fault) -> Cut {
        Cut { seq, id, fault }
    }

    /// One row further, or where the chain is cut.
    fn step(&mut self, row: &Link) -> Option<Cut> {
        let seq = self.at.seq + 1;
        let wrong = |fault| {
            Some(Cut {
                seq,
                id: Some(row.id),
                fault,
            })
        };
        if row.seq != Some(seq) {
            return Some(self.cut(seq, None, Fault::Missing));
        }
        if row.previous.as_deref() != Some(self.at.hash.as_str()) {
            return wrong(Fault::Unlinked);
        }
        let proof = row.proof(&self.at.hash, self.own);
        match proof {
            Proof::Wrong => return wrong(Fault::Changed),
            Proof::KeyGone => return wrong(Fault::KeyGone),
            // From the first row with the key on there is none without.
            Proof::Plain if self.plain < self.at.seq => return wrong(Fault::Unkeyed),
            Proof::Plain | Proof::Unread | Proof::Keyed => {}
        }
        let Some(hash) = row.hash.clone() else {
            return wrong(Fault::Changed);
        };
        if row.at_ms < self.newest_ms.saturating_sub(LATE.num_milliseconds()) {
            return wrong(Fault::Backdated);
        }
        if self
            .expected
            .is_some_and(|kept| kept.seq == seq && kept.hash != hash)
        {
            return wrong(Fault::NotAsExpected);
        }
        self.plain += i64::from(proof == Proof::Plain);
        self.unread += i64::from(proof == Proof::Unread);
        self.newest_ms = self.newest_ms.max(row.at_ms);
        self.at = Head { seq, hash };
        None
    }
}
