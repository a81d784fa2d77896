//! What tests stand on.

pub mod databases;
