//! One binary with every test that needs more than one room.

mod architecture;
mod config;
mod databases;
mod schedule;
mod serve;
mod support;
mod web;
