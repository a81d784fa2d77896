//! hongyan

pub mod app;
pub mod base;
pub mod cli;
pub mod dialogue;
pub mod inbox;
pub mod model;
pub mod outbox;
pub mod sandbox;
pub mod service;
pub mod sheet;
pub mod schedule;
pub mod store;
pub mod telegram;
pub mod text;
pub mod web;
