//! Rows from one database into another, as a stream: neither side is ever held in memory.

use futures_util::TryStreamExt;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row};

use super::Count;
use super::schema::Table;
use crate::store::tx::Cells;
use crate::store::{Engine, Stored, Tx};

/// Values per INSERT: below the 32,766 that SQLite takes.
const VALUES: usize = 24_000;

/// Copies all tables, telling `moved` after each page how many rows went.
pub(super) async fn all(
    from: &mut Tx,
    to: &mut Tx,
    tables: &[Table],
    moved: &mut (dyn FnMut(u64) + Send),
) -> Stored<()> {
    for table in tables {
        let columns: Vec<&str> = table.columns.iter().map(|c| c.name.as_str()).collect();
        let columns = columns.join(", ");
        // The names are those our own migrations gave.
        let read = format!("SELECT {columns} FROM {}", table.name);
        let write = format!("INSERT INTO {} ({columns}) VALUES ", table.name);
        let page = (VALUES / table.columns.len().max(1)).max(1);
        let mut held = Vec::with_capacity(page);
        let mut rows = sqlx::query(AssertSqlSafe(read)).fetch(from.conn());
        while let Some(row) = rows.try_next().await? {
            held.push(row);
            if held.len() == page {
                put(to, table, &write, &held).await?;
                moved(held.len() as u64);
                held.clear();
            }
        }
        if !held.is_empty() {
            put(to, table, &write, &held).await?;
            moved(held.len() as u64);
        }
    }
    Ok(())
}

async fn put(to: &mut Tx, table: &Table, write: &str, rows: &[AnyRow]) -> Stored<()> {
    let mut text = write.to_owned();
    // SQLite looks through all names it has met for each further one: its places have no names.
    let named = to.engine() == Engine::Postgres;
    let mut place = 0;
    for row in 0..rows.len() {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..table.columns.len() {
            place += 1;
            let comma = if column == 0 { "" } else { ", " };
            if named {
                text.push_str(&format!("{comma}${place}"));
            } else {
                text.push_str(comma);
                text.push('?');
            }
        }
        text.push(')');
    }
    let mut query = sqlx::query(AssertSqlSafe(text));
    for row in rows {
        for (at, column) in table.columns.iter().enumerate() {
            query = if column.is_number {
                query.bind(row.try_get::<Option<i64>, _>(at)?)
            } else {
                query.bind(row.try_get::<Option<String>, _>(at)?)
            };
        }
    }
    query.execute(to.conn()).await?;
    Ok(())
}

/// Rows of one table.
pub(super) async fn count(tx: &mut Tx, table: &str) -> Stored<i64> {
    let text = format!("SELECT COUNT(*) AS rows_of FROM {table}");
    let row = sqlx::query(AssertSqlSafe(text))
        .fetch_one(tx.conn())
        .await?;
    row.int("rows_of")
}

/// Rows of all tables beside what was written of them, in the order of `tables`.
pub(super) async fn recount(
    tx: &mut Tx,
    tables: &[Table],
    written: impl Fn(&str) -> i64,
) -> Stored<Vec<Count>> {
    let mut counts = Vec::with_capacity(tables.len());
    for Table { name, .. } in tables {
        counts.push(Count {
            table: name.clone(),
            written: written(name),
            found: count(tx, name).await?,
        });
    }
    Ok(counts)
}
