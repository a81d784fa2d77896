//! All persistence, for SQLite and PostgreSQL with one SQL text. The only room that knows `sqlx`.
//! Knows nothing of rules: it reads and writes rows, `service` decides.
//!
//! The rule that makes one text possible: every column is `TEXT` or `BIGINT`. Instants are `*_ms`,
//! flags `BIGINT CHECK (x IN (0, 1))`, enums `TEXT CHECK`, days `TEXT` (`YYYY-MM-DD`), JSON `TEXT`.

#[macro_use]
mod sql;
mod engine;
mod error;
pub mod health;
pub mod schedules;
mod tx;

pub use engine::{Engine, Store};
pub use error::StoreError;
pub use sql::Sql;
pub use tx::Tx;

/// What every function here returns.
pub type Stored<T> = Result<T, StoreError>;

/// Every statement of this room by file: a test prepares all of them on both engines.
pub fn statements() -> Vec<(&'static str, &'static [(&'static str, Sql)])> {
    vec![
        ("health", health::STATEMENTS),
        ("schedules", schedules::STATEMENTS),
    ]
}
