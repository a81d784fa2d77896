//! hongyan
pub mod base;
pub mod model;
pub mod sheet;
pub mod store;
