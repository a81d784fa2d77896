//! The tables of a database as it describes them itself: names, columns, and which must be filled
//! before which. Bookkeeping of migrations and of backups is not part of it.

use std::collections::BTreeMap;

use crate::store::tx::Cells;
use crate::store::{StoreError, Stored, Tx};

statements! {
    COLUMNS = "SELECT t.name AS table_of, c.name AS column_of, upper(c.type) AS type_of
         FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c
         WHERE t.type = 'table' AND t.name NOT IN ('_sqlx_migrations', 'backup_manifest')
           AND t.name NOT LIKE 'sqlite%'
         ORDER BY t.name, c.cid",
        "SELECT CAST(table_name AS TEXT) AS table_of, CAST(column_name AS TEXT) AS column_of,
             upper(CAST(data_type AS TEXT)) AS type_of
         FROM information_schema.columns
         WHERE table_schema = current_schema() AND table_name <> '_sqlx_migrations'
         ORDER BY table_name, ordinal_position";

    KEYS = "SELECT DISTINCT t.name AS table_of, k.\"table\" AS parent_of
         FROM sqlite_schema AS t JOIN pragma_foreign_key_list(t.name) AS k
         WHERE t.type = 'table'",
        "SELECT DISTINCT CAST(c.relname AS TEXT) AS table_of, CAST(p.relname AS TEXT) AS parent_of
         FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid
             JOIN pg_class AS p ON p.oid = k.confrelid
             JOIN pg_namespace AS n ON n.oid = c.relnamespace
         WHERE k.contype = 'f' AND n.nspname = current_schema()";
}

/// A column; every one of ours is a number or a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub name: String,
    pub is_number: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    pub name: String,
    pub columns: Vec<Column>,
}

fn is_plain(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(plain)
}

/// All tables, those that others point at first.
pub(super) async fn tables(tx: &mut Tx) -> Stored<Vec<Table>> {
    let mut left: BTreeMap<String, Vec<Column>> = BTreeMap::new();
    for row in all!(tx, COLUMNS) {
        let is_number = match row.text("type_of")?.as_str() {
            "BIGINT" => true,
            "TEXT" => false,
            _ => return Err(StoreError::Unreadable { column: "type_of" }),
        };
        let (table, name) = (row.text("table_of")?, row.text("column_of")?);
        // They become part of statements, and a backup file comes from outside.
        if !is_plain(&table) || !is_plain(&name) {
            return Err(StoreError::Unreadable { column: "table_of" });
        }
        let column = Column { name, is_number };
        left.entry(table).or_default().push(column);
    }
    let mut keys = Vec::new();
    for row in all!(tx, KEYS) {
        keys.push((row.text("table_of")?, row.text("parent_of")?));
    }
    let mut ordered = Vec::with_capacity(left.len());
    while !left.is_empty() {
        // A table that points at itself is filled with its constraints deferred.
        let waits = |name: &String| {
            let parents = keys
                .iter()
                .filter(|(table, parent)| table == name && parent != name);
            parents
                .into_iter()
                .any(|(_, parent)| left.contains_key(parent))
        };
        let Some(name) = left.keys().find(|name| !waits(name)).cloned() else {
            return Err(StoreError::Unreadable {
                column: "parent_of",
            });
        };
        let columns = left.remove(&name).unwrap_or_default();
        ordered.push(Table { name, columns });
    }
    Ok(ordered)
}
