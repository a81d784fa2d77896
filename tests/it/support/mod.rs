//! What tests stand on.

pub mod book;
pub mod databases;
pub mod keys;
pub mod pdf;
pub mod program;
