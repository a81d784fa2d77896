//! How PostgreSQL looks after the large tables, and what it is not told.

use super::{Store, Stored};

/// How PostgreSQL looks after the tables that grow: it waits for a fifth of a table to be dead, and a
/// fifth of a year of messages is too much. No fill factor: every change of a row here moves it in or
/// out of an index, so none of them could stay on its page for it.
const POSTGRES_TABLES: &[&str] = &["inbox", "outbox", "entries", "weekly_updates", "audit"];
const POSTGRES_CARE: &str = "autovacuum_vacuum_scale_factor=0.01, \
    autovacuum_vacuum_insert_scale_factor=0.02, autovacuum_analyze_scale_factor=0.01";

/// What PostgreSQL must not learn: how much waits. On Saturday nothing does, on Sunday everything, and
/// a planner that believes in Saturday walks all of it for every message (measured: 1 s instead of
/// 1 ms for a claim). Without statistics it assumes half a percent, which is right enough on most days;
/// around a claim it is led (`Tx::lead`).
const POSTGRES_BLIND: &[&str] = &["inbox", "outbox"];

impl Store {
    /// Sets how the large tables are looked after, where it is not set yet; an operator's own
    /// settings stay.
    pub(super) async fn take_care(&self) -> Stored<()> {
        let mut connection = self.connection().await?;
        for table in POSTGRES_TABLES {
            let found = sqlx::query(
                "SELECT 1 FROM pg_class WHERE oid = CAST($1 AS regclass) AND reloptions IS NULL",
            );
            let plain = found.bind(*table).fetch_optional(&mut *connection).await?;
            if plain.is_some() {
                let text = format!("ALTER TABLE {table} SET ({POSTGRES_CARE})");
                sqlx::query(sqlx::AssertSqlSafe(text))
                    .execute(&mut *connection)
                    .await?;
                if POSTGRES_BLIND.contains(table) {
                    let text = format!("ALTER TABLE {table} ALTER COLUMN state SET STATISTICS 0");
                    sqlx::query(sqlx::AssertSqlSafe(text))
                        .execute(&mut *connection)
                        .await?;
                }
            }
        }
        Ok(())
    }
}
