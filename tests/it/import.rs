//! Records in: files of other systems become records, whole or not at all, on both engines.

mod bad_files;
pub mod base;
mod clashes;
mod formats;
mod mappings;
mod outcomes;
mod template;
