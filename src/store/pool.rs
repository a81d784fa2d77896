//! The connections: how they are opened, and how a transaction begins on one.

use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{Any, AnyPool, Connection, Transaction};

use super::{StoreError, Stored};

/// A connection that rested no longer than this is taken as it is: a question before each transaction is a walk to
/// another thread, or to the server.
const TRUSTED: Duration = Duration::from_secs(1);

/// A pool of at most `most` connections, each with these settings.
pub(super) async fn open(
    options: AnyConnectOptions,
    most: u32,
    settings: &[&'static [&'static str]],
) -> Stored<AnyPool> {
    let settings: Vec<&'static str> = settings.concat();
    let pool = AnyPoolOptions::new()
        .max_connections(most)
        .acquire_timeout(Duration::from_secs(10))
        // Each was asked whether it is alive when it was given back.
        .test_before_acquire(false)
        .before_acquire(|connection, rest| {
            Box::pin(async move {
                if rest.idle_for > TRUSTED {
                    connection.ping().await?;
                }
                // A commit that failed (a full disk) leaves a driver that believes in its transaction: the next
                // connection is a new one.
                Ok(!connection.is_in_transaction())
            })
        })
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
    Ok(pool)
}

/// A transaction that begins with these words. A connection that died while it was trusted fails here, where nothing
/// was done yet: another is taken, until none of them is left.
pub(super) async fn begin(pool: &AnyPool, how: &'static str) -> Stored<Transaction<'static, Any>> {
    let mut others = pool.size();
    loop {
        let error = match pool.begin_with(how).await {
            Ok(begun) => return Ok(begun),
            Err(error) => error,
        };
        let is_of_pool = matches!(error, sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed);
        let error = StoreError::from(error);
        if is_of_pool || others == 0 || !matches!(error, StoreError::Unreachable(_)) {
            return Err(error);
        }
        others -= 1;
    }
}

#[cfg(test)]
mod tests {
    use sqlx::Row;

    use crate::store::Store;

    /// A commit that failed is as good as this one: its transaction is over, and the driver believes in it.
    #[tokio::test]
    async fn a_connection_that_believes_in_its_transaction_is_not_used_again() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x.sqlite");
        let url = format!("sqlite://{}", file.display());
        let store = Store::connect(&url).await.unwrap();
        let mut tx = store.write().await.unwrap();
        sqlx::query("ROLLBACK").execute(tx.conn()).await.unwrap();
        assert!(tx.commit().await.is_err());
        store.write().await.unwrap().commit().await.unwrap();
    }

    #[tokio::test]
    async fn connections_that_the_server_ends_are_nobodys_failure() {
        let Ok(url) = std::env::var("HONGYAN_TEST_POSTGRES_URL") else {
            return;
        };
        let (store, other) = (Store::connect(&url).await, Store::connect(&url).await);
        let (store, other) = (store.unwrap(), other.unwrap());
        let mut open = Vec::new();
        for _ in 0..4 {
            open.push(store.write().await.unwrap());
        }
        let mut servers = Vec::new();
        for mut tx in open {
            let row = sqlx::query("SELECT CAST(pg_backend_pid() AS BIGINT) AS pid");
            let row = row.fetch_one(tx.conn()).await.unwrap();
            servers.push(row.try_get::<i64, _>("pid").unwrap());
            tx.commit().await.unwrap();
        }
        // Each is asked once more while it is given back.
        while store.pool().num_idle() < servers.len() {
            tokio::task::yield_now().await;
        }
        for pid in servers {
            sqlx::query("SELECT pg_terminate_backend(CAST($1 AS INTEGER))")
                .bind(pid)
                .execute(other.pool())
                .await
                .unwrap();
        }
        store.write().await.unwrap().commit().await.unwrap();
        store.read().await.unwrap().commit().await.unwrap();
    }
}
