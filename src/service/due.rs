//! What has its hour: a concern's clock, what follows a note, a note for later. One way to take what is due, so that
//! one that cannot be done holds up no other and is not lost.

use std::future::Future;

use chrono::TimeDelta;

use super::Served;
use crate::base::{Env, Instant};
use crate::store::{Store, StoreError, Stored, Tx};

/// A queue of things with an hour each. Methods ask for [`Send`] futures: the round runs in a worker.
pub(super) trait Due {
    type Id: Copy + Send + Sync;

    /// How soon one that failed is tried again.
    const AGAIN: TimeDelta;

    /// What is due at `now`, `limit` at most, longest first.
    fn due(
        tx: &mut Tx,
        now: Instant,
        limit: i64,
    ) -> impl Future<Output = Stored<Vec<Self::Id>>> + Send;

    /// Does one of them, unless another process took it meanwhile.
    fn step(tx: &mut Tx, env: &Env, id: Self::Id) -> impl Future<Output = Served<()>> + Send;

    /// One failed: a person has to be able to find out which and why.
    fn failed(id: Self::Id, error: &StoreError);

    /// It is due again at `at`.
    fn put_off(tx: &mut Tx, id: Self::Id, at: Instant) -> impl Future<Output = Stored<()>> + Send;

    /// The next hour of any.
    fn next(tx: &mut Tx) -> impl Future<Output = Stored<Option<Instant>>> + Send;
}

/// Does what is due, each in a transaction of its own: one that fails steps back and is tried again, and only a
/// database that is away ends the round. Gives the moment of the next, which is not later than now when there are
/// more than `limit`.
pub(super) async fn round<D: Due>(store: &Store, env: &Env, limit: i64) -> Served<Option<Instant>> {
    let mut tx = store.read().await?;
    let due = D::due(&mut tx, env.now(), limit).await?;
    drop(tx);
    for id in due {
        let mut tx = store.write().await?;
        match D::step(&mut tx, env, id).await {
            Ok(()) => tx.commit().await?,
            Err(error) if error.is_passing() => return Err(error),
            Err(error) => {
                tx.undo().await?;
                D::failed(id, &error);
                let mut tx = store.write().await?;
                D::put_off(&mut tx, id, env.now() + D::AGAIN).await?;
                tx.commit().await?;
            }
        }
    }
    let mut tx = store.read().await?;
    D::next(&mut tx).await
}
