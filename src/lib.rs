//! hongyan
pub mod base;
pub mod model;
pub mod outbox;
pub mod store;
