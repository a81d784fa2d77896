//! The connections: how they are opened, lent, and rest.
//!
//! `sqlx`'s pool opens and closes them. It gives them out in turn, and asks each whether it is alive when it comes
//! back; a connection that has just committed is alive, has its plans and its pages at hand, and rests here for whoever
//! comes next.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::Migrator;
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, Connection};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::Stored;

/// A connection that rested no longer than this is taken as it is: a question before each transaction is a walk to
/// another thread, or to the server.
const TRUSTED: Duration = Duration::from_secs(1);

/// How long somebody waits for a place, and then for a connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// From here on an operator hears of it.
const LONG: Duration = Duration::from_secs(2);

/// A resting connection that says nothing for so long is dead: its machine may be gone without a word.
const ALIVE: Duration = Duration::from_secs(2);

/// How long a connection goes from hand to hand, or rests, before `sqlx` has it again, which closes what is old and
/// what nobody needs.
const ROUND: Duration = Duration::from_secs(300);

/// The connections to one database. Clones are one pool.
#[derive(Clone, Debug)]
pub(super) struct Pool(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    cold: AnyPool,
    /// One for each connection there may be: who has one finds a connection here or there.
    places: Arc<Semaphore>,
    /// The last that came back is the first to go.
    warm: Mutex<Vec<Warm>>,
}

#[derive(Debug)]
struct Warm {
    connection: PoolConnection<Any>,
    /// Since when it goes from hand to hand.
    since: Instant,
    rests: Instant,
}

impl Drop for Inner {
    /// Without a runtime, too, of which `sqlx` asks one for each connection that is given back.
    fn drop(&mut self) {
        let warm = self.warm.get_mut().unwrap_or_else(PoisonError::into_inner);
        for warm in warm.drain(..) {
            drop(warm.connection.detach());
        }
    }
}

impl Pool {
    /// At most `most` connections, each with these settings.
    pub async fn open(
        options: AnyConnectOptions,
        most: u32,
        settings: &[&'static [&'static str]],
    ) -> Stored<Self> {
        let settings: Vec<&'static str> = settings.concat();
        let cold = AnyPoolOptions::new()
            .max_connections(most)
            .acquire_timeout(PATIENCE)
            .after_connect(move |connection, _| {
                let settings = settings.clone();
                Box::pin(async move {
                    for setting in settings {
                        sqlx::query(setting).execute(&mut *connection).await?;
                    }
                    Ok(())
                })
            })
            .connect_with(options)
            .await?;
        Ok(Self(Arc::new(Inner {
            cold,
            places: Arc::new(Semaphore::new(most as usize)),
            warm: Mutex::default(),
        })))
    }

    /// Brings the schema up to date; before anybody else asks for a connection.
    pub async fn migrate(&self, steps: &Migrator) -> Stored<()> {
        Ok(steps.run(&self.0.cold).await?)
    }

    /// One for whoever does without a transaction.
    pub async fn acquire(&self) -> Stored<Lent> {
        let (places, asked) = (self.0.places.clone(), Instant::now());
        let place = match timeout(PATIENCE, places.acquire_owned()).await {
            Ok(Ok(place)) => place,
            Ok(Err(_)) => return Err(sqlx::Error::PoolClosed.into()),
            Err(_) => return Err(sqlx::Error::PoolTimedOut.into()),
        };
        let waited = asked.elapsed();
        if waited > LONG {
            tracing::warn!(?waited, "waited long for a connection to the database");
        }
        let (connection, since) = match self.rested().await {
            Some(warm) => (warm.connection, warm.since),
            None => (self.0.cold.acquire().await?, Instant::now()),
        };
        Ok(Lent {
            connection,
            since,
            pool: self.clone(),
            place,
        })
    }

    /// The one that rested least, if it lives.
    async fn rested(&self) -> Option<Warm> {
        loop {
            let mut warm = self.warm().pop()?;
            let trusted = warm.rests.elapsed() <= TRUSTED;
            if trusted || matches!(timeout(ALIVE, warm.connection.ping()).await, Ok(Ok(()))) {
                return Some(warm);
            }
            warm.connection.close_on_drop();
        }
    }

    fn warm(&self) -> std::sync::MutexGuard<'_, Vec<Warm>> {
        self.0.warm.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many connections are open.
    pub fn size(&self) -> u32 {
        self.0.cold.size()
    }

    /// Closes all connections, those that are lent as soon as they come back.
    pub async fn close(&self) {
        self.0.places.close();
        let warm = std::mem::take(&mut *self.warm());
        drop(warm);
        self.0.cold.close().await;
    }
}

/// A connection in somebody's hands. Where it is dropped, `sqlx` asks whether it is alive.
#[derive(Debug)]
pub(super) struct Lent {
    connection: PoolConnection<Any>,
    since: Instant,
    pool: Pool,
    /// Given up last.
    place: OwnedSemaphorePermit,
}

impl Lent {
    /// It has just answered, and nothing is open on it.
    pub fn rest(self) {
        let Self {
            connection,
            since,
            pool,
            place,
        } = self;
        let rests = Instant::now();
        let mut warm = pool.warm();
        let gone = if pool.0.places.is_closed() || rests - since > ROUND {
            Some(connection)
        } else {
            warm.push(Warm {
                connection,
                since,
                rests,
            });
            let unneeded = rests - warm[0].rests > ROUND;
            unneeded.then(|| warm.remove(0).connection)
        };
        drop(warm);
        drop(gone);
        drop(place);
    }

    /// Nobody gets it any more.
    pub fn discard(mut self) {
        self.connection.close_on_drop();
    }
}

impl Deref for Lent {
    type Target = AnyConnection;

    fn deref(&self) -> &AnyConnection {
        &self.connection
    }
}

impl DerefMut for Lent {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        &mut self.connection
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use sqlx::Row;
    use tokio::time::timeout;

    use crate::store::{Store, Tx};

    async fn postgres() -> Option<Store> {
        let url = std::env::var("HONGYAN_TEST_POSTGRES_URL").ok()?;
        Some(Store::connect(&url).await.unwrap())
    }

    async fn sqlite(folder: &tempfile::TempDir) -> Store {
        let file = folder.path().join("x.sqlite");
        let url = format!("sqlite://{}", file.display());
        Store::connect(&url).await.unwrap()
    }

    async fn server(tx: &mut Tx) -> i64 {
        let row = sqlx::query("SELECT CAST(pg_backend_pid() AS BIGINT) AS pid");
        let row = row.fetch_one(tx.conn()).await.unwrap();
        row.try_get("pid").unwrap()
    }

    /// A transaction that was dropped may come back while all are being closed.
    #[tokio::test(flavor = "multi_thread")]
    async fn closing_waits_for_nobody_who_rests() {
        for _ in 0..200 {
            let folder = tempfile::tempdir().unwrap();
            let store = sqlite(&folder).await;
            drop((store.write().await.unwrap(), store.read().await.unwrap()));
            timeout(Duration::from_secs(20), store.close())
                .await
                .unwrap();
            assert!(store.read().await.is_err());
        }
    }

    #[test]
    fn a_store_may_outlive_its_runtime() {
        let folder = tempfile::tempdir().unwrap();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let store = runtime.block_on(async {
            let store = sqlite(&folder).await;
            store.write().await.unwrap().commit().await.unwrap();
            store.read().await.unwrap().commit().await.unwrap();
            store
        });
        drop((runtime, store));
    }

    /// The plans and the pages of one are at hand, where twelve would each have to make and read them.
    #[tokio::test]
    async fn who_comes_next_has_the_connection_that_came_back_last() {
        let Some(store) = postgres().await else {
            return;
        };
        let (mut first, mut second) = (store.write().await.unwrap(), store.read().await.unwrap());
        let last = server(&mut first).await;
        assert_ne!(last, server(&mut second).await);
        second.undo().await.unwrap();
        first.commit().await.unwrap();
        for _ in 0..3 {
            let mut tx = store.write().await.unwrap();
            assert_eq!(server(&mut tx).await, last);
            tx.commit().await.unwrap();
        }
    }

    /// Whoever waits for a connection gets the one that comes back, though it rests where only we look.
    #[tokio::test]
    async fn more_than_there_are_connections_take_turns() {
        let folder = tempfile::tempdir().unwrap();
        let store = sqlite(&folder).await;
        let mut all = tokio::task::JoinSet::new();
        for n in 0..60 {
            let store = store.clone();
            all.spawn(async move {
                let tx = store.read().await?;
                tokio::task::yield_now().await;
                // One is ended, one undone, and one only dropped.
                match n % 3 {
                    0 => tx.commit().await,
                    1 => tx.undo().await,
                    _ => Ok(()),
                }
            });
        }
        while let Some(done) = all.join_next().await {
            done.unwrap().unwrap();
        }
    }

    #[tokio::test]
    async fn connections_that_the_server_ends_are_nobodys_failure() {
        let (Some(store), Some(other)) = (postgres().await, postgres().await) else {
            return;
        };
        let mut open = Vec::new();
        for _ in 0..4 {
            open.push(store.write().await.unwrap());
        }
        let mut servers = Vec::new();
        for mut tx in open {
            servers.push(server(&mut tx).await);
            tx.commit().await.unwrap();
        }
        for pid in servers {
            sqlx::query("SELECT pg_terminate_backend(CAST($1 AS INTEGER))")
                .bind(pid)
                .execute(&mut *other.connection().await.unwrap())
                .await
                .unwrap();
        }
        store.write().await.unwrap().commit().await.unwrap();
        store.read().await.unwrap().commit().await.unwrap();
    }
}
