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
    #[error("the schema has {applied} of the {known} steps this version knows")]
    Schema { known: usize, applied: usize },
    #[error("the database address is not understood: {0}")]
    Address(String),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(db) => {
                let text = db.message();
                if text.contains("database is locked") || text.contains("database table is locked")
                {
                    Self::Busy(error)
                } else if text.contains("readonly") || text.contains("read-only") {
                    Self::ReadOnly(error)
                } else {
                    Self::Database(error)
                }
            }
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => {
                Self::Unreachable(error.to_string())
            }
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
