//! One binary of tests: conversations and promises.

mod check_in;
mod join;
mod text;
// The world offers more than the tests of any one room use.
#[allow(dead_code, unused_imports)]
mod world;
