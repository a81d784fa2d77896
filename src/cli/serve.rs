//! `hongyan serve`.

use crate::app::config::Config;
use crate::app::stop::{Ending, Stop};
use crate::app::wiring::AllRooms;
use crate::app::{serve, telemetry};
use crate::base::Env;

/// Serves until a signal; what cannot start is printed.
pub(super) async fn run(config: Config) -> Ending {
    match start(config).await {
        Ok(ending) => ending,
        Err(error) => {
            eprintln!("hongyan cannot start: {error}");
            Ending::Problem
        }
    }
}

async fn start(config: Config) -> anyhow::Result<Ending> {
    telemetry::install(&config.log)?;
    let metrics = telemetry::metrics()?;
    let stop = Stop::on_signals()?;
    let house = serve::serve(config, Env::system(), &AllRooms, metrics, stop.clone());
    tokio::select! {
        ending = house => Ok(ending?),
        () = stop.at_once() => Ok(Ending::Unfinished),
    }
}
