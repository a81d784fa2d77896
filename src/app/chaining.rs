//! Seals the trace behind everybody's back, page by page, and writes the chain's end down where whoever
//! changes the database does not reach: into the log and the metrics, once an hour.

use std::sync::{Mutex, PoisonError};

use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use metrics::gauge;

use super::loops::Worker;
use crate::base::{Env, Instant, Wake};
use crate::store::audit::chain::{self, Head};
use crate::store::{Store, Stored};

/// Rows per transaction: a few milliseconds of the head row.
const PAGE: i64 = 500;

/// How soon it looks again: while there is something, and otherwise.
const SOON: TimeDelta = TimeDelta::seconds(1);
const LATER: TimeDelta = TimeDelta::seconds(5);

/// How often the head is written down.
const TELL: TimeDelta = TimeDelta::hours(1);

/// The worker. With several processes each has its own; the head row lets one seal at a time.
pub struct Chaining {
    store: Store,
    env: Env,
    state: Mutex<State>,
}

#[derive(Clone, Copy, Default)]
struct State {
    /// The bell calls more often than is needed.
    next: Option<Instant>,
    tell: Option<Instant>,
    /// The chain's end was signed when this process looked last: it stays so.
    signed: bool,
}

impl Chaining {
    pub fn new(store: Store, env: Env) -> Self {
        Self {
            store,
            env,
            state: Mutex::default(),
        }
    }

    fn state(&self) -> State {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, state: State) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
    }

    /// Whether there was a whole page.
    async fn seal(&self, was_signed: bool) -> Stored<(bool, bool)> {
        let mut tx = self.store.read().await?;
        if !chain::waits(&mut tx).await? {
            return Ok((false, false));
        }
        drop(tx);
        let mut tx = self.store.write().await?;
        let (rows, _) = chain::seal(&mut tx, PAGE, was_signed).await?;
        tx.commit().await?;
        Ok((rows > 0, i64::try_from(rows).is_ok_and(|rows| rows >= PAGE)))
    }

    async fn tell(&self) -> Stored<()> {
        let mut tx = self.store.read().await?;
        let standing = chain::standing(&mut tx).await?;
        let head = standing.head.unwrap_or_default();
        tracing::info!(%head, unsealed = standing.unsealed, "the audit's head: keep it elsewhere");
        gauge!("hongyan_audit_head_seq").set(head.seq as f64);
        gauge!("hongyan_audit_head_mark").set(mark(&head));
        Ok(())
    }
}

/// The first 48 bits of the hash: a metric holds them exactly.
fn mark(head: &Head) -> f64 {
    let begins = head.hash.get(..12).unwrap_or_default();
    u64::from_str_radix(begins, 16).unwrap_or_default() as f64
}

impl Worker for Chaining {
    fn name(&self) -> String {
        "chaining".to_owned()
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async {
            let (now, mut state) = (self.env.now(), self.state());
            if let Some(next) = state.next.filter(|next| *next > now) {
                return Ok(Wake::At(next));
            }
            let (any, whole_page) = self.seal(state.signed).await?;
            state.signed |= any;
            self.keep(state);
            if whole_page {
                return Ok(Wake::Now);
            }
            if state.tell.is_none_or(|tell| tell <= now) {
                self.tell().await?;
                state.tell = Some(now + TELL);
            }
            let next = now + if any { SOON } else { LATER };
            state.next = Some(next);
            self.keep(state);
            Ok(Wake::At(next))
        }
        .boxed()
    }
}
