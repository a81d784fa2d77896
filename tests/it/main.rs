//! One binary of tests: conversations and promises.

mod join;
mod note;
mod world;
