//! hongyan
pub mod app;
pub mod base;
pub mod cli;
pub mod model;
pub mod schedule;
pub mod store;
pub mod web;
