//! One binary of tests: conversations and promises.

mod architecture;
mod config;
mod databases;
mod delivery;
mod import;
mod check_in;
mod join;
mod note;
mod sandbox;
mod schedule;
mod serve;
mod support;
mod web;
mod weekly;
mod world;
