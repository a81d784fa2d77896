//! A transaction on a connection: how it begins, and that it ends.

use std::ops::{Deref, DerefMut};

use scopeguard::{ScopeGuard, guard};
use sqlx::{AnyConnection, Executor};

use super::pool::{Lent, Pool};
use super::{StoreError, Stored};

/// A running transaction, or a connection for one that has yet to begin. Where it is dropped it is undone a little
/// later.
#[derive(Debug)]
pub(super) struct Begun(ScopeGuard<Held, fn(Held)>);

#[derive(Debug)]
struct Held {
    lent: Lent,
    /// Whether it has begun; before that each statement is a transaction of its own.
    open: bool,
}

impl Begun {
    /// A transaction that begins with these words. A connection that died while it was trusted fails here, where
    /// nothing was done yet: another is taken, until none of them is left.
    pub async fn begin(pool: &Pool, how: &'static str) -> Stored<Self> {
        let mut others = pool.size();
        loop {
            // Should this be dropped half-way, nobody knows whether it has begun.
            let mut begun = Self::ready(pool).await?;
            begun.0.open = true;
            let Err(error) = begun.execute(how).await else {
                return Ok(begun);
            };
            let error = StoreError::from(error);
            if matches!(error, StoreError::Busy(_)) {
                // SQLite has begun nothing.
                ScopeGuard::into_inner(begun.0).lent.rest();
                return Err(error);
            }
            if others == 0 || !matches!(error, StoreError::Unreachable(_)) {
                return Err(error);
            }
            others -= 1;
        }
    }

    /// A connection for a transaction that has yet to begin.
    pub async fn ready(pool: &Pool) -> Stored<Self> {
        let lent = pool.acquire().await?;
        let held = Held { lent, open: false };
        Ok(Self(guard(held, undo as fn(Held))))
    }

    pub fn is_open(&self) -> bool {
        self.0.open
    }

    /// Begins, if it has not.
    pub async fn open(&mut self) -> Stored<()> {
        if !self.0.open {
            self.0.open = true;
            self.execute("BEGIN").await?;
        }
        Ok(())
    }

    pub async fn commit(self) -> Stored<()> {
        self.end("COMMIT").await
    }

    pub async fn undo(self) -> Stored<()> {
        self.end("ROLLBACK").await
    }

    async fn end(mut self, how: &'static str) -> Stored<()> {
        if self.0.open {
            self.execute(how).await?;
        }
        ScopeGuard::into_inner(self.0).lent.rest();
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
        &self.0.lent
    }
}

impl DerefMut for Begun {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        &mut self.0.lent
    }
}

/// A connection that refuses has no transaction (SQLite undoes one itself where the disk is full), or is dead.
fn undo(held: Held) {
    let Held { mut lent, open } = held;
    if !open {
        return;
    }
    tokio::spawn(async move {
        match lent.execute("ROLLBACK").await {
            Ok(_) => lent.rest(),
            Err(_) => lent.discard(),
        }
    });
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use sqlx::Row;
    use tokio::time::timeout;

    use crate::store::address::with;
    use crate::store::tx::Cells;
    use crate::store::{Sql, Store, Stored, Tx};

    #[tokio::test]
    async fn a_connection_that_lost_its_transaction_is_not_used_again() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x.sqlite");
        let url = format!("sqlite://{}", file.display());
        let store = Store::connect(&url).await.unwrap();
        let mut tx = store.write().await.unwrap();
        for text in ["PRAGMA busy_timeout = 7777", "ROLLBACK"] {
            sqlx::query(text).execute(tx.conn()).await.unwrap();
        }
        assert!(tx.commit().await.is_err());
        let mut tx = store.write().await.unwrap();
        let row = sqlx::query("PRAGMA busy_timeout").fetch_one(tx.conn());
        assert_eq!(row.await.unwrap().try_get::<i64, _>(0).unwrap(), 5000);
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

    const NUMBER: Sql = Sql::same("SELECT txid_current() AS n");

    /// The first statement of [`Store::write_one`] is a transaction of its own, those that follow are one.
    #[tokio::test]
    async fn one_statement_begins_no_transaction_and_the_next_does() {
        async fn numbers(mut tx: Tx) -> Stored<[i64; 3]> {
            let mut numbers = [0; 3];
            for number in &mut numbers {
                let row = one!(tx, NUMBER);
                *number = row.map_or(Ok(0), |row| row.int("n"))?;
            }
            tx.commit().await?;
            Ok(numbers)
        }
        let Ok(url) = std::env::var("HONGYAN_TEST_POSTGRES_URL") else {
            return;
        };
        let store = Store::connect(&url).await.unwrap();
        let [first, second, third] = numbers(store.write_one().await.unwrap()).await.unwrap();
        assert_ne!(first, second);
        assert_eq!(second, third);
        let mut whole = store.write_one().await.unwrap();
        whole.begin_whole().await.unwrap();
        let [first, second, third] = numbers(whole).await.unwrap();
        assert_eq!([first, first], [second, third]);
        store.write_one().await.unwrap().commit().await.unwrap();
    }
}
