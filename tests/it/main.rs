//! One binary of tests: conversations and promises.

mod architecture;
mod config;
mod databases;
mod delivery;
mod import;
mod join;
mod sandbox;
mod schedule;
mod serve;
mod support;
mod web;
mod note;
mod world;
