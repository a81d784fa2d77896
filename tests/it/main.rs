//! One binary of tests: conversations and promises.

mod join;
mod weekly;
mod world;
