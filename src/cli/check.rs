//! `hongyan check`.

use super::Common;
use crate::app::check::check;
use crate::app::stop::Ending;
use crate::base::Env;

/// Show the effective configuration and look at database, bots and schedules. Changes nothing.
#[derive(Debug, clap::Args)]
pub(super) struct Check {}

impl Check {
    pub(super) async fn run(self, common: &Common) -> Result<Ending, Ending> {
        let config = common.config()?;
        let report = check(&config, &Env::system()).await;
        print!("{report}");
        match report.problems() {
            0 => Ok(Ending::Done),
            _ => Err(Ending::Problem),
        }
    }
}
