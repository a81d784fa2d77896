//! One binary of tests: conversations and promises.

mod check_in;
mod join;
mod world;
