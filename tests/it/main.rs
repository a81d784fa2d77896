//! One binary of tests: conversations and promises.

// The world offers more than the tests of any one room use.
#[allow(dead_code, unused_imports)]
mod architecture;
mod audit;
mod backup;
mod break_glass;
mod chaos;
mod check_in;
mod config;
mod consent;
mod databases;
mod delivery;
mod erasure;
mod figures;
mod guardian;
mod import;
mod invariants;
mod join;
mod keys;
mod kill;
mod lifecycle;
mod linking;
mod note;
mod operate;
mod paper;
mod parting;
mod real_input;
mod rights;
mod sandbox;
mod scale;
mod schedule;
mod sealing;
mod serve;
mod support;
mod text;
mod web;
mod week_entry;
mod weekly;
// Not every feature needs all of the world.
#[allow(dead_code, unused_imports)]
mod world;
mod year;
