//! Layer 8: assembly. Owns configuration, telemetry, the loops around every `tick()`, and how the
//! house stops. Decides nothing about children, rights or messages.

pub mod config;
