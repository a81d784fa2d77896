//! Rows that come as text, many in one cell or one in each: see `gather!`.

use std::sync::Arc;

use serde_json::Value;
use sqlx::any::AnyRow;

use super::tx::Cells;
use super::{StoreError, Stored};

/// One row that came as a JSON array.
pub(super) struct Line {
    names: Arc<[String]>,
    cells: Vec<Value>,
}

/// The columns of a list like `id, child_id`.
fn names(columns: &str) -> Arc<[String]> {
    columns
        .split(',')
        .map(|name| name.trim().to_owned())
        .collect()
}

fn line(names: &Arc<[String]>, cells: Vec<Value>) -> Option<Line> {
    let names = names.clone();
    (cells.len() == names.len()).then_some(Line { names, cells })
}

/// The rows that a statement gathered; one that it cannot have written makes all of them unreadable.
pub(super) fn gathered(row: Option<&AnyRow>) -> Stored<Vec<Line>> {
    let unreadable = || StoreError::Unreadable { column: "found" };
    let Some(row) = row else {
        return Ok(Vec::new());
    };
    // PostgreSQL gathers nothing into no text at all.
    let Some(text) = row.maybe_text("found")? else {
        return Ok(Vec::new());
    };
    let names = names(&row.text("names")?);
    let rows: Vec<Vec<Value>> = serde_json::from_str(&text).map_err(|_| unreadable())?;
    let lines = rows.into_iter().map(|cells| line(&names, cells));
    lines.collect::<Option<_>>().ok_or_else(unreadable)
}

/// The rows of a statement that returns each as one text in `line`, which lists `columns`: each by itself, so that one
/// which cannot be read leaves the others alone.
pub(super) fn returned(rows: &[AnyRow], columns: &str) -> impl Iterator<Item = Stored<Line>> {
    let names = names(columns);
    let unreadable = || StoreError::Unreadable { column: "line" };
    rows.iter().map(move |row| {
        let cells = serde_json::from_str(&row.text("line")?).map_err(|_| unreadable())?;
        line(&names, cells).ok_or_else(unreadable)
    })
}

impl Line {
    fn cell(&self, column: &'static str) -> Stored<&Value> {
        let at = self.names.iter().position(|name| name == column);
        at.and_then(|at| self.cells.get(at))
            .ok_or(StoreError::Unreadable { column })
    }
}

impl Cells for Line {
    fn int(&self, column: &'static str) -> Stored<i64> {
        self.cell(column)?
            .as_i64()
            .ok_or(StoreError::Unreadable { column })
    }

    fn maybe_int(&self, column: &'static str) -> Stored<Option<i64>> {
        match self.cell(column)? {
            Value::Null => Ok(None),
            _ => self.int(column).map(Some),
        }
    }

    fn text(&self, column: &'static str) -> Stored<String> {
        self.cell(column)?
            .as_str()
            .map(str::to_owned)
            .ok_or(StoreError::Unreadable { column })
    }

    fn maybe_text(&self, column: &'static str) -> Stored<Option<String>> {
        match self.cell(column)? {
            Value::Null => Ok(None),
            _ => self.text(column).map(Some),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Sql, Store};

    macro_rules! these {
        ($engine:tt, $these:literal) => {
            gather!($engine, "id, words, day", "day DESC, id", $these)
        };
    }

    const ROWS: Sql = Sql::same(these!(
        sqlite,
        "SELECT 9223372036854775807 AS id, '[\"a\"]' AS words, '2026-01-01' AS day UNION ALL
         SELECT 2, NULL, '2026-01-02' UNION ALL SELECT 1, 'она сказала: \"да\"' || char(10) || '\\', '2026-01-02'"
    ));
    const NONE: Sql = Sql::same(these!(
        sqlite,
        "SELECT 1 AS id, '' AS words, '' AS day WHERE 1 = 0"
    ));

    async fn ask(sql: Sql) -> Stored<Vec<Line>> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x.sqlite");
        let store = Store::open(&format!("sqlite://{}", file.display())).await?;
        let mut tx = store.read().await?;
        Ok(gathered!(tx, sql))
    }

    #[tokio::test]
    async fn rows_come_in_their_order_with_every_cell_as_it_was() {
        let rows = ask(ROWS).await.unwrap();
        let ids: Vec<i64> = rows.iter().map(|row| row.int("id").unwrap()).collect();
        assert_eq!(ids, [1, 2, i64::MAX]);
        let words = rows.iter().map(|row| row.maybe_text("words").unwrap());
        let words: Vec<Option<String>> = words.collect();
        let said = Some("она сказала: \"да\"\n\\".to_owned());
        assert_eq!(words, [said, None, Some("[\"a\"]".to_owned())]);
        assert_eq!(rows[2].json::<Vec<String>>("words").unwrap(), ["a"]);
        assert_eq!(rows[1].day("day").unwrap().to_string(), "2026-01-02");
        assert!(ask(NONE).await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn a_cell_of_another_kind_is_unreadable_and_says_which() {
        let rows = ask(ROWS).await.unwrap();
        let which = |error| match error {
            StoreError::Unreadable { column } => column,
            other => panic!("{other}"),
        };
        assert_eq!(which(rows[1].text("words").unwrap_err()), "words");
        assert_eq!(which(rows[0].text("id").unwrap_err()), "id");
        assert_eq!(which(rows[0].maybe_int("day").unwrap_err()), "day");
        assert_eq!(which(rows[0].int("name").unwrap_err()), "name");
    }
}
