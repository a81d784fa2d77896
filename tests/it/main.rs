//! One binary of tests: conversations and promises.

mod join;
mod week_entry;
mod world;
