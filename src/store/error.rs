//! What can go wrong with the database, in words an operator understands.

/// A failure of the database or a row that breaks our own rules.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the database is busy: another process holds the write lock")]
    Busy(#[source] sqlx::Error),
    #[error("the database is read-only: check the file's owner and the disk")]
    ReadOnly(#[source] sqlx::Error),
    #[error("the database cannot be reached: {0}")]
    Unreachable(String),
    #[error("the database refused a statement")]
    Database(#[source] sqlx::Error),
    #[error("migrations: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// A cell that our own code cannot have written: names the place, never the content.
    #[error("unreadable value in column {column}")]
    Unreadable { column: &'static str },
    /// A record is sealed, or to be sealed, and this process was given no key.
    #[error("records are sealed with the operator's key, and none was given")]
    NoKey,
    /// By its name; never the key.
    #[error("records are sealed with the key {id}, which is not among those given")]
    Key { id: String },
    #[error("the schema has {applied} of the {known} steps this version knows")]
    Schema { known: usize, applied: usize },
    /// A SQLite file has one process that serves it.
    #[error("another hongyan serves this database")]
    Served,
    #[error("the lock beside the database cannot be taken")]
    Lock(#[source] std::io::Error),
    #[error("the database address is not understood: {0}")]
    Address(String),
}

/// PostgreSQL ends, starts, has no room for one more, or took us for dead (SQLSTATE; class 08 is the connection).
const PASSING: [&str; 6] = ["25P03", "57P01", "57P02", "57P03", "57P05", "53300"];
/// PostgreSQL chose us to give way to another transaction.
const CONTENDED: [&str; 3] = ["40001", "40P01", "55P03"];

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(db) => {
                let text = db.message();
                let code = db.code().unwrap_or_default();
                if PASSING.contains(&&*code) || code.starts_with("08") {
                    // Its own words, in the language of the server, help nobody here.
                    Self::Unreachable(format!("it says {code}"))
                } else if CONTENDED.contains(&&*code)
                    || text.contains("database is locked")
                    || text.contains("database table is locked")
                {
                    Self::Busy(error)
                } else if text.contains("readonly") || text.contains("read-only") {
                    Self::ReadOnly(error)
                } else {
                    Self::Database(error)
                }
            }
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed => Self::Unreachable(error.to_string()),
            _ => Self::Database(error),
        }
    }
}

impl StoreError {
    /// Whether trying the same work again later can help.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Busy(_) | Self::Unreachable(_))
    }
}
