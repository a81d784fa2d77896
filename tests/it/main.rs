//! One binary of tests: conversations and promises.

// The world offers more than the tests of any one room use.
#[allow(dead_code, unused_imports)]
mod architecture;
mod attack_random;
mod backup;
mod chaos;
mod check_in;
mod concern;
mod config;
mod databases;
mod delivery;
mod figures;
mod fuzz;
mod import;
mod impostor;
mod invariants;
mod join;
mod kill;
mod linking;
mod lost_phone;
mod note;
mod operate;
mod paper;
mod parting;
mod real_input;
mod request;
mod retention;
mod sandbox;
mod scale;
mod schedule;
mod second_factor;
mod serve;
mod staff;
mod support;
mod text;
mod web;
mod week_entry;
mod weekly;
// Not every feature needs all of the world.
#[allow(dead_code, unused_imports)]
mod world;
mod year;
