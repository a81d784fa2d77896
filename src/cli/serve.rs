//! `hongyan serve`.

use super::Common;
use crate::app::stop::{Ending, Stop};
use crate::app::wiring::AllRooms;
use crate::app::{serve, telemetry};
use crate::base::Env;

/// Run the bots until SIGTERM or SIGINT; a second signal stops at once.
#[derive(Debug, clap::Args)]
pub(super) struct Serve {}

impl Serve {
    pub(super) async fn run(self, common: &Common) -> Result<Ending, Ending> {
        let config = common.config()?;
        let problem = |error: &dyn std::fmt::Display| {
            eprintln!("hongyan cannot start: {error}");
            Ending::Problem
        };
        telemetry::install(&config.log).map_err(|error| problem(&error))?;
        let metrics = telemetry::metrics().map_err(|error| problem(&error))?;
        let stop = Stop::on_signals().map_err(|error| problem(&error))?;
        let house = serve::serve(config, Env::system(), &AllRooms, metrics, stop.clone());
        tokio::select! {
            ending = house => ending.map_err(|failure| problem(&failure)),
            () = stop.at_once() => Err(Ending::Unfinished),
        }
    }
}
