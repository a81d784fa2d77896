//! The promises of the store's foundation: every statement is understood by both engines.

use hongyan::store::{Engine, statements};
use sqlx::{Connection, Executor, PgConnection, SqlStr, SqliteConnection};

use crate::support::databases::{TestDb, databases};

/// Prepared with the engine's own driver: `Any` refuses types that only parameters have.
async fn prepare(db: &TestDb, text: &'static str) -> Result<(), sqlx::Error> {
    let text = SqlStr::from_static(text);
    if db.engine() == Engine::Sqlite {
        let mut connection = SqliteConnection::connect(&db.url).await?;
        connection.prepare(text).await?;
        return connection.close().await;
    }
    let mut connection = PgConnection::connect(&db.url).await?;
    connection.prepare(text).await?;
    connection.close().await
}

#[tokio::test]
async fn every_statement_prepares_on_both_engines() {
    let mut wrong = Vec::new();
    for db in databases().await {
        for (file, list) in statements() {
            for (name, sql) in list {
                let text = match db.engine() {
                    Engine::Sqlite => sql.sqlite,
                    Engine::Postgres => sql.postgres,
                };
                if let Err(error) = prepare(&db, text).await {
                    wrong.push(format!("{file}::{name} on {}: {error}", db.engine().name()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A claim reads what waits: with an index that holds what is settled it would walk years of it.
#[tokio::test]
async fn claims_walk_only_what_is_open() {
    let db = crate::support::databases::sqlite().await;
    let mut connection = SqliteConnection::connect(&db.url).await.unwrap();
    for (file, index) in [("inbox", "inbox_order"), ("outbox", "outbox_open")] {
        let all = statements();
        let list = all.iter().find(|(name, _)| *name == file).unwrap().1;
        let claim = list.iter().find(|(name, _)| *name == "CLAIM").unwrap().1;
        let explain = format!("EXPLAIN QUERY PLAN {}", claim.sqlite);
        let rows: Vec<(i64, i64, i64, String)> = sqlx::query_as(sqlx::AssertSqlSafe(explain))
            .fetch_all(&mut connection)
            .await
            .unwrap();
        let outer: Vec<_> = rows
            .iter()
            .map(|row| row.3.as_str())
            .filter(|step| step.starts_with("SEARCH c "))
            .collect();
        assert!(!outer.is_empty());
        for step in outer {
            assert!(step.contains(index), "{file}: {step}");
        }
    }
}
