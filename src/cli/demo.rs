//! `hongyan demo`.

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::app::config::{Log, LogFormat};
use crate::app::demo::{self, Options};
use crate::app::stop::{Ending, Stop};
use crate::app::telemetry;

/// Show everything on this machine: a school, four phones, a clock you can move. No token needed.
#[derive(Debug, clap::Args)]
pub(super) struct Demo {
    /// Where the page listens.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    listen: SocketAddr,
    /// A folder that keeps the demo between starts.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

impl Demo {
    pub(super) async fn run(self) -> Result<Ending, Ending> {
        let problem = |error: &dyn std::fmt::Display| {
            eprintln!("the demo cannot start: {error}");
            Ending::Problem
        };
        let log = Log {
            format: LogFormat::Auto,
            filter: "warn".to_owned(),
        };
        telemetry::install(&log).map_err(|error| problem(&error))?;
        let metrics = telemetry::metrics().map_err(|error| problem(&error))?;
        let stop = Stop::on_signals().map_err(|error| problem(&error))?;
        let options = Options {
            listen: self.listen,
            data: self.data,
        };
        tokio::select! {
            ending = demo::run(options, metrics, stop.clone()) => ending.map_err(|failure| problem(&failure)),
            () = stop.at_once() => Err(Ending::Unfinished),
        }
    }
}
