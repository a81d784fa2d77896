//! Statements as named constants: one text for both engines, or a pair where they truly differ.

use super::Engine;

/// A statement. `$1` placeholders on both engines.
#[derive(Clone, Copy, Debug)]
pub struct Sql {
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

impl Sql {
    /// One text for both.
    pub const fn same(text: &'static str) -> Self {
        Self {
            sqlite: text,
            postgres: text,
        }
    }

    pub const fn pair(sqlite: &'static str, postgres: &'static str) -> Self {
        Self { sqlite, postgres }
    }

    /// The text for this engine.
    pub const fn of(self, engine: Engine) -> &'static str {
        match engine {
            Engine::Sqlite => self.sqlite,
            Engine::Postgres => self.postgres,
        }
    }
}

/// How many statements a folder's files have together.
pub(super) const fn length(parts: &[&[(&str, Sql)]]) -> usize {
    let (mut part, mut count) = (0, 0);
    while part < parts.len() {
        count += parts[part].len();
        part += 1;
    }
    count
}

/// The statements of a folder's files as one list.
pub(super) const fn joined<const N: usize>(
    parts: &[&[(&'static str, Sql)]],
) -> [(&'static str, Sql); N] {
    let mut all = [("", Sql::same("")); N];
    let (mut part, mut at) = (0, 0);
    while part < parts.len() {
        let mut index = 0;
        while index < parts[part].len() {
            all[at] = parts[part][index];
            (index, at) = (index + 1, at + 1);
        }
        part += 1;
    }
    all
}

/// Declares the statements of one file as constants and lists them in `STATEMENTS`.
/// `NAME = "text";` or, where the engines differ, `NAME = "sqlite text", "postgres text";`.
macro_rules! statements {
    ($($name:ident = $text:expr $(, $postgres:expr)?;)*) => {
        $(const $name: $crate::store::Sql = statements!(@sql $text $(, $postgres)?);)*
        pub const STATEMENTS: &[(&str, $crate::store::Sql)] = &[$((stringify!($name), $name)),*];
    };
    (@sql $text:expr) => { $crate::store::Sql::same($text) };
    (@sql $sqlite:expr, $postgres:expr) => { $crate::store::Sql::pair($sqlite, $postgres) };
}

/// The children about whom something is not ended yet. The one place that says which concerns those are.
macro_rules! under_concern {
    () => {
        "(SELECT child_id FROM concerns WHERE child_id IS NOT NULL AND state NOT IN ('done', 'kept'))"
    };
}

/// Whether the number `$one` is in the cell `$many`, a JSON array of numbers: a condition.
macro_rules! among {
    ($one:literal, $many:literal) => {
        concat!(
            "',' || REPLACE(REPLACE(",
            $many,
            ", '[', ''), ']', '') || ',' LIKE '%,' || CAST(",
            $one,
            " AS TEXT) || ',%'"
        )
    };
}

/// The rows of each that `$1` lists, in this order: the PostgreSQL text of `… IN (SELECT value FROM json_each($1))`.
/// It is led from one to the next (`w.asked`), so that no plan, made when and for whatever values, reads those of
/// all. `OFFSET 0` keeps the planner from making one join of it.
macro_rules! one_by_one {
    ($columns:literal, $of_one:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM (SELECT DISTINCT CAST(value AS BIGINT) AS asked
                 FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))) AS w
             CROSS JOIN LATERAL (SELECT ",
            $columns,
            " FROM ",
            $of_one,
            " OFFSET 0) AS of_one"
        )
    };
    ($columns:literal, $of_one:literal, $order:literal) => {
        concat!(one_by_one!($columns, $of_one), " ORDER BY ", $order)
    };
}

/// `run!(tx, SQL; a, b)` executes and gives the number of rows touched.
macro_rules! run {
    ($tx:expr, $sql:expr $(; $($arg:expr),* $(,)?)?) => {{
        let text = $tx.pick($sql);
        $tx.before(text).await?;
        let result = sqlx::query(text)$($(.bind($arg))*)?.execute($tx.conn()).await?;
        result.rows_affected()
    }};
}

/// `one!(tx, SQL; a)` gives `Option<AnyRow>`.
macro_rules! one {
    ($tx:expr, $sql:expr $(; $($arg:expr),* $(,)?)?) => {{
        let text = $tx.pick($sql);
        $tx.before(text).await?;
        sqlx::query(text)$($(.bind($arg))*)?.fetch_optional($tx.conn()).await?
    }};
}

/// `all!(tx, SQL; a)` gives `Vec<AnyRow>`; the statement bounds how many.
macro_rules! all {
    ($tx:expr, $sql:expr $(; $($arg:expr),* $(,)?)?) => {{
        let text = $tx.pick($sql);
        $tx.before(text).await?;
        sqlx::query(text)$($(.bind($arg))*)?.fetch_all($tx.conn()).await?
    }};
}

/// The rows that `$these` finds as one text: what `gathered!` asks. `$columns` are plain names, each once, and `$these`
/// offers them and what `$order` names. A `LIMIT` in `$these` wants its own order there.
///
/// SQLite makes a copy of every cell, on its own thread, which another frees; and every row goes to it by itself, and
/// often wakes it up. A page of rows as one text costs a third of that.
macro_rules! gather {
    (sqlite, $columns:expr, $order:expr, $these:expr) => {
        concat!(
            "SELECT '",
            $columns,
            "' AS names, json_group_array(json_array(",
            $columns,
            ") ORDER BY ",
            $order,
            ") AS found FROM (",
            $these,
            ") AS these"
        )
    };
    (postgres, $columns:expr, $order:expr, $these:expr) => {
        concat!(
            "SELECT CAST('",
            $columns,
            "' AS TEXT) AS names, CAST(json_agg(json_build_array(",
            $columns,
            ") ORDER BY ",
            $order,
            ") AS TEXT) AS found FROM (",
            $these,
            ") AS these"
        )
    };
}

/// `gathered!(tx, SQL; a)` gives `Vec<Line>` of a statement that `gather!` made; the statement bounds how many.
macro_rules! gathered {
    ($tx:expr, $sql:expr $(; $($arg:expr),* $(,)?)?) => {
        $crate::store::line::gathered(one!($tx, $sql $(; $($arg),*)?).as_ref())?
    };
}

/// `along_indexes!(all, tx, SQL; a)` is `all!(tx, SQL; a)` for the next rows of a long queue, in the order of an index
/// that it has (`Tx::lead`).
macro_rules! along_indexes {
    ($how:ident, $tx:expr, $sql:expr $(; $($arg:expr),* $(,)?)?) => {{
        $tx.lead($sql).await?;
        $how!($tx, $sql $(; $($arg),*)?)
    }};
}

/// `by_key!(one, tx, SQL; a)` is `one!(tx, SQL; a)` for what goes by a key, so that a transaction which is led along
/// indexes stays so (`Tx::either_way`).
macro_rules! by_key {
    ($how:ident, $tx:expr, $sql:expr $(; $($arg:expr),* $(,)?)?) => {{
        $tx.either_way($sql).await?;
        $how!($tx, $sql $(; $($arg),*)?)
    }};
}

/// Bytes of rows in one statement, with room left for its other arguments.
const ONE_WRITE: usize = 14_000;

/// Rows as JSON arrays, one for each statement. PostgreSQL gets what fits into one TLS record (16 kB): a
/// longer statement goes in several writes, and as the driver leaves Nagle's algorithm on, the last of
/// them waits 40 ms for the other side to acknowledge the first.
pub(super) fn json_rows(engine: Engine, rows: Vec<serde_json::Value>) -> Vec<String> {
    let most = match engine {
        Engine::Sqlite => usize::MAX,
        Engine::Postgres => ONE_WRITE,
    };
    let mut lists: Vec<String> = Vec::new();
    for row in rows {
        let row = row.to_string();
        match lists.last_mut() {
            Some(list) if list.len() + row.len() < most => {
                list.push(',');
                list.push_str(&row);
            }
            _ => lists.push(format!("[{row}")),
        }
    }
    for list in &mut lists {
        list.push(']');
    }
    lists
}

/// Ids as the JSON array that `json_each($1)` and `json_array_elements_text` take.
pub(super) fn json_ids(ids: impl IntoIterator<Item = i64>) -> String {
    let list: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
    format!("[{}]", list.join(","))
}
