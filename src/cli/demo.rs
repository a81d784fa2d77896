//! `hongyan demo`.

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::app::config::{Log, LogFormat};
use crate::app::demo::{self, Options};
use crate::app::stop::{Ending, Stop};
use crate::app::telemetry;

/// Arguments of `hongyan demo`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Where the page listens.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    listen: SocketAddr,
    /// A folder that keeps the demo between starts.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// Runs until a signal; what cannot start is printed.
pub(super) async fn run(args: Args) -> Ending {
    match start(args).await {
        Ok(ending) => ending,
        Err(error) => {
            eprintln!("the demo cannot start: {error}");
            Ending::Problem
        }
    }
}

async fn start(args: Args) -> anyhow::Result<Ending> {
    let log = Log {
        format: LogFormat::Auto,
        filter: "warn".to_owned(),
    };
    telemetry::install(&log)?;
    let metrics = telemetry::metrics()?;
    let stop = Stop::on_signals()?;
    let options = Options {
        listen: args.listen,
        data: args.data,
    };
    tokio::select! {
        ending = demo::run(options, metrics, stop.clone()) => Ok(ending?),
        () = stop.at_once() => Ok(Ending::Unfinished),
    }
}
