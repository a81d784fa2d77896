//! The promises of the store's foundation: every statement is understood by both engines.

use crate::support::databases::databases;
use hongyan::store::{Engine, statements};

#[tokio::test]
async fn every_statement_prepares_on_both_engines() {
    for db in databases().await {
        for (file, list) in statements() {
            for (name, sql) in list {
                let text = match db.engine() {
                    Engine::Sqlite => sql.sqlite,
                    Engine::Postgres => sql.postgres,
                };
                let prepared = db.store.prepare(text).await;
                assert!(
                    prepared.is_ok(),
                    "{file}::{name} on {:?}: {prepared:?}",
                    db.engine()
                );
            }
        }
    }
}
