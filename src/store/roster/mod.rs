//! Pages of a roster in few statements: one JSON text in, one statement per table and page.
//! Knows nothing of files; which rows are new or changed is decided by `service::import`.

pub(super) mod adults;
pub(super) mod children;
mod clashes;
mod entries;
mod units;

pub use adults::{
    AdultRecord, KnownAdult, PostRecord, RelationRecord, adults_by_keys, posts_of, put_adults,
    put_posts, put_relations, relations_of,
};
pub use children::{
    ChildRecord, KnownChild, ParentRecord, Standing, children_by_keys, put_children, put_parents,
    put_programmes, standings,
};
pub use clashes::{OnLine, TaskRecord, put_tasks, shared_lines};
pub use entries::{EntryRecord, KnownEntry, entries_on, put_entries};
pub use units::{KnownUnit, UnitRecord, put_units, units_by_keys};

use super::{StoreError, Stored, sql::Sql};

/// The statements of this folder, all in one list.
pub const STATEMENTS: &[(&str, Sql)] = &super::sql::joined::<{ LENGTH }>(PARTS);

const PARTS: &[&[(&str, Sql)]] = &[
    adults::STATEMENTS,
    children::STATEMENTS,
    clashes::STATEMENTS,
    entries::STATEMENTS,
    units::STATEMENTS,
];

const LENGTH: usize = super::sql::length(PARTS);

/// A page as the JSON text both engines take apart themselves.
fn json<T: serde::Serialize + ?Sized>(page: &T) -> Stored<String> {
    // Only our own records come here: strings, numbers and nothing that can fail.
    serde_json::to_string(page).map_err(|_| StoreError::Unreadable { column: "page" })
}
