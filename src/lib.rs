//! hongyan

pub mod app;
pub mod base;
pub mod dialogue;
pub mod inbox;
pub mod model;
pub mod outbox;
pub mod service;
pub mod store;
pub mod telegram;
pub mod text;
pub mod web;
pub mod sandbox;
