//! Reads the whole chain and says where it is cut, in pages: whatever its length, little of it is held.

use chrono::TimeDelta;

use crate::service::Served;
use crate::store::Store;
use crate::store::audit::chain::{self, Head, Link};
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
    drop(tx);
    let kept = standing.head.clone();
    let head = kept.clone().unwrap_or_default();
    let mut walk = Walk {
        at: Head::default(),
        newest_ms: i64::MIN,
        expected,
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
    let end = || {
        let fault = match (&kept, expected) {
            (None, _) if last > 0 => Fault::HeadMissing,
            _ if last > head.seq => Fault::BehindHead,
            _ if walk.at.hash != head.hash => Fault::HeadDiffers,
            // What is shorter than it was once has lost its tail.
            (_, Some(expected)) if expected.seq > head.seq => Fault::Missing,
            _ => return None,
        };
        Some(walk.cut(
            head.seq + i64::from(fault != Fault::HeadDiffers),
            None,
            fault,
        ))
    };
    let cut = cut.or_else(end);
    Ok(Verdict {
        sound,
        head,
        unsealed: standing.unsealed,
        cut,
    })
}

/// Where a walk along the chain stands.
struct Walk<'a> {
    at: Head,
    newest_ms: i64,
    expected: Option<&'a Head>,
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
        let hash = row.expected(&self.at.hash);
        let Some(hash) = hash.filter(|hash| row.hash.as_ref() == Some(hash)) else {
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
        self.newest_ms = self.newest_ms.max(row.at_ms);
        self.at = Head { seq, hash };
        None
    }
}
