//! `hongyan check`.

use crate::app::check::check;
use crate::app::config::Config;
use crate::app::stop::Ending;
use crate::base::Env;

/// Prints the report.
pub(super) async fn run(config: Config) -> Ending {
    let report = check(&config, &Env::system()).await;
    print!("{report}");
    match report.problems() {
        0 => Ending::Done,
        _ => Ending::Problem,
    }
}
