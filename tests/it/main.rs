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
mod weekly;
mod week_entry;
mod world;
