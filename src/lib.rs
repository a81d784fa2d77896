//! hongyan
pub mod base;
pub mod cli;
pub mod model;
pub mod service;
pub mod sheet;
pub mod store;
