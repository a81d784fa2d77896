//! The connections: how they are opened and lent, and how a transaction begins and ends on one.
//!
//! `sqlx`'s pool opens and closes them. It gives them out in turn, and asks each whether it is alive when it comes
//! back; a connection that has just committed is alive, has its plans and its pages at hand, and rests here for whoever
//! comes next.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use scopeguard::{ScopeGuard, guard};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::Migrator;
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, Connection, Executor};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::{StoreError, Stored};

/// A connection that rested no longer than this is taken as it is: a question before each transaction is a walk to
/// another thread, or to the server.
const TRUSTED: Duration = Duration::from_secs(1);

/// How long somebody waits for a connection.
const PATIENCE: Duration = Duration::from_secs(10);

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
        let places = self.0.places.clone();
        let place = match timeout(PATIENCE, places.acquire_owned()).await {
            Ok(Ok(place)) => place,
            Ok(Err(_)) => return Err(sqlx::Error::PoolClosed.into()),
            Err(_) => return Err(sqlx::Error::PoolTimedOut.into()),
        };
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
            if warm.rests.elapsed() <= TRUSTED || warm.connection.ping().await.is_ok() {
                return Some(warm);
            }
            warm.connection.close_on_drop();
        }
    }

    fn warm(&self) -> std::sync::MutexGuard<'_, Vec<Warm>> {
        self.0.warm.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A transaction that begins with these words. A connection that died while it was trusted fails here, where
    /// nothing was done yet: another is taken, until none of them is left.
    pub async fn begin(&self, how: &'static str) -> Stored<Begun> {
        let mut others = self.0.cold.size();
        loop {
            // Should this be dropped half-way, nobody knows whether it has begun.
            let mut begun = Begun(guard(self.acquire().await?, undo));
            let Err(error) = begun.execute(how).await else {
                return Ok(begun);
            };
            let error = StoreError::from(error);
            if others == 0 || !matches!(error, StoreError::Unreachable(_)) {
                return Err(error);
            }
            others -= 1;
        }
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
    fn rest(self) {
        let Self {
            connection,
            since,
            pool,
            place,
        } = self;
        let rests = Instant::now();
        if pool.0.places.is_closed() || rests - since > ROUND {
            return;
        }
        let mut warm = pool.warm();
        let unneeded = warm
            .first()
            .is_some_and(|oldest| rests - oldest.rests > ROUND);
        let unneeded = unneeded.then(|| warm.remove(0));
        warm.push(Warm {
            connection,
            since,
            rests,
        });
        drop(warm);
        drop((unneeded, place));
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

/// A running transaction. Where it is dropped it is undone a little later.
#[derive(Debug)]
pub(super) struct Begun(ScopeGuard<Lent, fn(Lent)>);

impl Begun {
    pub async fn commit(self) -> Stored<()> {
        self.end("COMMIT").await
    }

    pub async fn undo(self) -> Stored<()> {
        self.end("ROLLBACK").await
    }

    async fn end(mut self, how: &'static str) -> Stored<()> {
        self.execute(how).await?;
        ScopeGuard::into_inner(self.0).rest();
        Ok(())
    }

    async fn execute(&mut self, how: &'static str) -> Result<(), sqlx::Error> {
        // Several statements in one walk are possible like this alone.
        (&mut **self).execute(how).await.map(drop)
    }
}

impl Deref for Begun {
    type Target = AnyConnection;

    fn deref(&self) -> &AnyConnection {
        &self.0
    }
}

impl DerefMut for Begun {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        &mut self.0
    }
}

/// A connection that refuses has lost its transaction (SQLite undoes one itself where the disk is full), or is dead.
fn undo(mut lent: Lent) {
    tokio::spawn(async move {
        match lent.execute("ROLLBACK").await {
            Ok(_) => lent.rest(),
            Err(_) => lent.connection.close_on_drop(),
        }
    });
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use sqlx::Row;
    use tokio::time::timeout;

    use crate::store::address::with;
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

    #[tokio::test]
    async fn a_connection_that_lost_its_transaction_is_not_used_again() {
        let folder = tempfile::tempdir().unwrap();
        let store = sqlite(&folder).await;
        let mut tx = store.write().await.unwrap();
        sqlx::query("ROLLBACK").execute(tx.conn()).await.unwrap();
        assert!(tx.commit().await.is_err());
        store.write().await.unwrap().commit().await.unwrap();
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

    /// What was begun by somebody who did not wait for it is undone, long before the server ends its connection.
    #[tokio::test]
    async fn a_transaction_that_nobody_waited_for_does_not_stay_open() {
        let Ok(url) = std::env::var("HONGYAN_TEST_POSTGRES_URL") else {
            return;
        };
        let name = format!("hongyan-begun-{}", std::process::id());
        let named = with(&url, &format!("application_name={name}"));
        let (store, other) = (Store::connect(&named).await, Store::connect(&url).await);
        let (store, other) = (store.unwrap(), other.unwrap());
        let mut looking = other.connection().await.unwrap();
        for polls in 1..6 {
            store.write().await.unwrap().commit().await.unwrap();
            let mut begin = Box::pin(store.write());
            for _ in 0..polls {
                if futures_util::poll!(&mut begin).is_ready() {
                    break;
                }
            }
            // The server has begun by now.
            tokio::time::sleep(Duration::from_millis(20)).await;
            drop(begin);
            let undone = async {
                loop {
                    let open = sqlx::query(
                        "SELECT COUNT(*) FROM pg_stat_activity
                         WHERE application_name = $1 AND state LIKE 'idle in transaction%'",
                    );
                    let row = open.bind(name.as_str()).fetch_one(&mut *looking);
                    if row.await.unwrap().try_get::<i64, _>(0).unwrap() == 0 {
                        return;
                    }
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            };
            timeout(Duration::from_secs(5), undone).await.unwrap();
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
