//! One binary of tests: conversations and promises.

mod architecture;
mod check_in;
mod config;
mod databases;
mod delivery;
mod import;
mod join;
mod note;
mod sandbox;
mod schedule;
mod serve;
mod support;
mod web;
mod week_entry;
mod weekly;
mod world;
