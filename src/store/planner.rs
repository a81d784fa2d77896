//! How SQLite plans, on every connection of this process.

use std::ffi::{c_char, c_int};
use std::sync::Once;

use libsqlite3_sys::{
    SQLITE_DBCONFIG_ENABLE_QPSG, sqlite3, sqlite3_api_routines, sqlite3_auto_extension,
    sqlite3_db_config,
};

/// A statement keeps the plan it was prepared with (SQLite's query planner stability guarantee).
///
/// Without it SQLite looks at what is bound: a statement with a bound `LIMIT`, or with a bound value beside what a
/// partial index asks for, is prepared anew whenever it runs, which was a seventh of the time that a reply took. In
/// return a bound value opens no partial index: what the index asks for stands in the text, as PostgreSQL wants it.
pub(super) fn keep_plans() {
    static ONCE: Once = Once::new();
    // SAFETY: `at_open` has the shape that is asked for, stays for the life of the process, and keeps nothing.
    ONCE.call_once(|| unsafe {
        sqlite3_auto_extension(Some(at_open));
    });
}

/// SQLite calls it with each connection that it opens, before anybody else has it.
unsafe extern "C" fn at_open(
    connection: *mut sqlite3,
    _why_not: *mut *mut c_char,
    _routines: *const sqlite3_api_routines,
) -> c_int {
    let (on, was): (c_int, *mut c_int) = (1, std::ptr::null_mut());
    // SAFETY: the connection is open, and these are the two arguments of this option (sqlite3_db_config).
    unsafe { sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_QPSG, on, was) }
}

#[cfg(test)]
mod tests {
    use sqlx::Row;

    use crate::store::Store;

    /// How SQLite goes about it, with this value bound.
    async fn plan(store: &Store, text: &'static str) -> String {
        let rows = sqlx::query(text)
            .bind("open")
            .fetch_all(&mut *store.connection().await.unwrap())
            .await
            .unwrap();
        rows[0].try_get("detail").unwrap()
    }

    #[tokio::test]
    async fn a_plan_does_not_look_at_what_is_bound() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x.sqlite");
        let store = Store::open(&format!("sqlite://{}", file.display())).await;
        let store = store.unwrap();
        let bound = "EXPLAIN QUERY PLAN SELECT key FROM tasks WHERE key = 'k' AND state = $1";
        assert!(!plan(&store, bound).await.contains("tasks_open"));
        let named = "EXPLAIN QUERY PLAN SELECT key FROM tasks WHERE key = $1 AND state = 'open'";
        assert!(plan(&store, named).await.contains("tasks_open"));
    }
}
