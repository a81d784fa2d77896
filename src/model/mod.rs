//! Layer 1: nouns and rules, pure. Owns what a child's record, a right, a school week and a message
//! are. Knows no table, no chat service and no language.

pub mod album;
pub mod audit;
pub mod break_glass;
pub mod check_in;
pub mod concern;
pub mod consent;
pub mod dossier;
pub mod entry;
pub mod event;
pub mod file;
pub mod guardian;
pub mod hours;
pub mod lifecycle;
pub mod limit;
pub mod locale;
pub mod message;
pub mod note;
pub mod record;
pub mod request;
pub mod retention;
pub mod rights;
pub mod schedule;
pub mod second_factor;
pub mod settings;
pub mod staff;
pub mod unit;
pub mod week;
pub mod week_entry;
pub mod weekly;

pub use locale::Locale;
