//! hongyan
pub mod app;
pub mod base;
pub mod model;
pub mod store;
pub mod web;
