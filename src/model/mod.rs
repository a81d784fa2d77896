//! Layer 1: nouns and rules, pure. Owns what a child's record, a right, a school week and a message
//! are. Knows no table, no chat service and no language.

pub mod album;
pub mod audit;
pub mod break_glass;
pub mod budget;
pub mod check_in;
pub mod concern;
pub mod consent;
pub mod cover;
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
pub mod on_behalf;
pub mod patterns;
pub mod quiet;
pub mod receipt;
pub mod record;
pub mod request;
pub mod retention;
pub mod rights;
pub mod same_day;
pub mod schedule;
pub mod school_year;
pub mod second_factor;
pub mod settings;
pub mod staff;
pub mod template;
pub mod today;
pub mod unit;
pub mod urgent;
pub mod visibility;
pub mod week;
pub mod week_entry;
pub mod week_sheet;
pub mod weekly;
pub mod work_hours;

pub use locale::Locale;
