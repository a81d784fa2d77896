//! One binary of tests: conversations and promises.

//! One binary with every test that needs more than one room.

mod architecture;
mod config;
mod databases;
mod delivery;
mod join;
mod schedule;
mod serve;
mod support;
mod web;
mod world;
