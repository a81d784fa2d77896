//! What tests stand on.

pub mod databases;
pub mod keys;
pub mod program;
