//! The program: reads the command line and hands over.

use std::process::ExitCode;

use clap::Parser;

#[tokio::main]
async fn main() -> ExitCode {
    hongyan::cli::run(hongyan::cli::Cli::parse()).await
}
