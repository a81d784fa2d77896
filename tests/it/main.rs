//! One binary of tests: conversations and promises.

mod join;
mod weekly;
// The world offers more than the features here use so far.
#[allow(dead_code, unused_imports)]
mod world;
