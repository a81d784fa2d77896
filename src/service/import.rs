//! Records in: one file, one transaction, applied whole or not at all (S1, S9).
//!
//! An import states facts. It never makes a link, never makes a post active, never overwrites what
//! staff entered in the chat, and what it does not mention stays as it is. The file is streamed in
//! pages of `PAGE` records, so memory does not grow with it (but for twenty bytes a row that
//! notice a key that stands twice).

mod adults;
mod clashes;
mod entries;
mod pupils;
mod relations;
mod report;
mod seen;
mod staff;
mod units;

pub use report::{Clash, Report, Warning};

use std::collections::BTreeSet;

use crate::base::{ChildId, Env, to_ms};
use crate::model::audit::Why;
use crate::model::record::Parent;
use crate::sheet::{Kind, Mapping, Plan, Row, RowProblem, SheetError, Table};
use crate::store::{Store, StoreError, Tx, audit};

/// Records per statement.
const PAGE: usize = 2_000;

/// What the person at the keyboard asked for beside the file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Say what would happen, and undo it.
    pub dry_run: bool,
}

/// Why nothing could be said about rows at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    Sheet(#[from] SheetError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// One import under way: what every kind needs beside its page.
struct Run<'a> {
    env: &'a Env,
    now_ms: i64,
    plan: &'a Plan,
    report: Report,
    units: units::Units,
    seen: seen::Seen,
    /// Parents who were away before this file and are at home by it.
    returned: BTreeSet<(ChildId, Parent)>,
}

impl Run<'_> {
    /// Whether pages are still written: after the first bad row they are only checked.
    fn writes(&self) -> bool {
        self.report.rejected == 0
    }

    /// Rejects a record for what the database does not have.
    fn reject(&mut self, line: u64, column: &str, reason: String) {
        let column = self.plan.label(column);
        self.report.reject(vec![RowProblem {
            line,
            column,
            reason,
        }]);
    }
}

/// Imports a table. `progress` hears how many rows are done. A rejected row is in the report, not
/// an error; then nothing is applied.
pub async fn import(
    store: &Store,
    env: &Env,
    kind: Kind,
    mut table: Table,
    mapping: Option<&Mapping>,
    options: Options,
    progress: &mut (dyn FnMut(u64) + Send),
) -> Result<Report, ImportError> {
    let plan = Plan::bind(kind, mapping, &table, env.now().date_naive())?;
    let mut run = Run {
        env,
        now_ms: to_ms(env.now()),
        plan: &plan,
        report: Report::new(kind, &table, &plan, options.dry_run),
        units: units::Units::default(),
        seen: seen::Seen::default(),
        returned: BTreeSet::new(),
    };
    let mut tx = store.write().await?;
    let mut page = Vec::with_capacity(PAGE);
    let mut more = true;
    while more {
        match table.next_line()? {
            Some(line) => {
                run.report.rows += 1;
                match plan.rows(&line) {
                    Ok(rows) => {
                        run.report.skipped += u64::from(rows.is_empty());
                        page.extend(rows);
                    }
                    Err(problems) => run.report.reject(problems),
                }
            }
            None => more = false,
        }
        if page.len() >= PAGE || (!more && !page.is_empty()) {
            apply(&mut tx, &mut run, std::mem::take(&mut page)).await?;
            progress(run.report.rows);
        }
    }
    if run.writes() && matches!(kind, Kind::Students | Kind::Contacts | Kind::Staff) {
        clashes::open(&mut tx, &mut run).await?;
    }
    // At the end: a later row of the file may know of a parent who is away.
    if run.writes() {
        for (child, parent) in std::mem::take(&mut run.returned) {
            super::came_home::ask(&mut tx, env, child, parent).await?;
        }
    }
    let mut report = run.report.finished();
    if report.rejected == 0 && !options.dry_run {
        if report.changes_anything() {
            let detail = report.trace();
            let act = audit::Act {
                action: "import",
                detail: Some(&detail),
                why: Some(Why::CommandLine),
                ..audit::Act::default()
            };
            audit::note(&mut tx, env, act).await?;
        }
        // A school that came with this file gets its schedules at once.
        super::routine::ensure(&mut tx, env).await?;
        tx.commit().await?;
        report.applied = true;
    }
    Ok(report)
}

async fn apply(tx: &mut Tx, run: &mut Run<'_>, page: Vec<Row>) -> Result<(), ImportError> {
    let (mut children, mut contacts, mut relations) = (Vec::new(), Vec::new(), Vec::new());
    let (mut entries, mut people) = (Vec::new(), Vec::new());
    for row in page {
        run.report.records += 1;
        match row {
            Row::Child(row) => children.push(*row),
            Row::Contact(row) => contacts.push(row),
            Row::Relation(row) => relations.push(row),
            Row::Entry(row) => entries.push(row),
            Row::Staff(row) => people.push(*row),
        }
    }
    // A file is of one kind: four of these are empty.
    if !children.is_empty() {
        pupils::page(tx, run, children).await?;
    }
    if !contacts.is_empty() {
        adults::page(tx, run, contacts).await?;
    }
    if !relations.is_empty() {
        relations::page(tx, run, relations).await?;
    }
    if !entries.is_empty() {
        entries::page(tx, run, entries).await?;
    }
    if !people.is_empty() {
        staff::page(tx, run, people).await?;
    }
    Ok(())
}
