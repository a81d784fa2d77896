//! hongyan
pub mod base;
