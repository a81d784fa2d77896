//! Promises of delivery, each on SQLite and, where there is one, on PostgreSQL.

mod albums;
mod desk;
mod forgetting;
mod hand_over;
mod incoming;
mod lease;
mod order;
mod over_http;
mod pace;
pub mod rig;
mod short;
mod table;

pub use rig::to;
