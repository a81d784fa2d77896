//! hongyan
pub mod base;
pub mod sandbox;
