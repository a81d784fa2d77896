//! Layer 8: assembly. Owns configuration, telemetry, the loops around every `tick()`, and how the
//! house stops. Decides nothing about children, rights or messages.

mod announce;
pub mod asking;
pub mod backup;
pub mod chaining;
pub mod check;
pub mod config;
pub mod demo;
pub mod explain;
mod fetching;
mod forgetting;
mod gauges;
mod holding;
pub mod keys;
pub mod loops;
mod meters;
pub mod offering;
pub mod sealing;
pub mod serve;
mod sharing;
pub mod speaking;
pub mod stop;
pub mod telemetry;
mod watch;
pub mod wiring;
pub mod workers;
