//! One binary of tests: conversations and promises.

mod delivery;
mod join;
mod world;
