//! `hongyan template KIND`: our own table, to be filled in by hand or by another system.

use std::io::Write;

use crate::app::stop::Ending;
use crate::sheet::{self, Kind};

/// Write our own table for a kind of records, to be filled in and imported.
#[derive(Debug, clap::Args)]
pub(super) struct Template {
    /// students, contacts, relations, attendance, marks or staff.
    #[arg(value_parser = super::kind)]
    kind: Kind,
    /// Say what each column means instead.
    #[arg(long)]
    describe: bool,
}

impl Template {
    /// Prints the table as CSV (a header and one example row), or the meaning of its columns.
    pub(super) fn run(self) -> Result<Ending, Ending> {
        let text = if self.describe {
            sheet::describe(self.kind)
        } else {
            sheet::template(self.kind)
        };
        // A closed pipe is the reader's wish, not a failure.
        let _ = std::io::stdout().write_all(text.as_bytes());
        Ok(Ending::Done)
    }
}
