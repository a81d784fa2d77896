//! Layer 4: use cases. One function is one act inside one transaction: read, let `model` decide,
//! write, put messages into the outbox, leave a trace. Knows no SQL, no channel and no Fluent.

pub mod audit;
pub mod break_glass;
pub mod calendar;
mod came_home;
pub mod check_in;
pub mod commands;
pub mod concern;
pub mod consent;
pub mod converse;
pub mod cover;
mod due;
mod easy;
pub mod erasure;
pub mod exclusion;
pub mod freeze;
pub mod growing;
pub mod guardian;
pub mod home;
pub mod import;
pub mod impostor;
pub mod inbox;
pub mod invitation;
pub mod join;
mod lifecycle;
pub mod lost_phone;
pub mod mail;
pub mod note;
pub mod numbers;
pub mod on_behalf;
pub mod outbox;
pub mod parting;
pub mod quiet;
pub mod reading;
pub mod receipt;
pub mod request;
pub mod retention;
pub mod returning;
pub mod rights;
pub mod roster;
pub mod routine;
pub mod same_day;
pub mod second_factor;
pub mod staff;
mod talk;
pub mod today;
pub mod transfer;
mod vouch;
pub mod week_entry;
pub mod weekly;

pub use talk::Talk;

use crate::store::StoreError;

/// A user's mistake is an outcome, never an error: only the database can fail here.
pub type Served<T> = Result<T, StoreError>;
