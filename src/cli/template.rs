//! `hongyan template KIND`: our own table, to be filled in by hand or by another system.

use std::io::Write;
use std::process::ExitCode;

use crate::sheet::{self, Kind};

/// Arguments of `hongyan template`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// students, contacts, relations, attendance, marks or staff.
    #[arg(value_parser = super::kind)]
    kind: Kind,
    /// Say what each column means instead.
    #[arg(long)]
    describe: bool,
}

/// Prints the table as CSV (a header and one example row), or the meaning of its columns.
pub fn run(args: &Args) -> ExitCode {
    let text = if args.describe {
        sheet::describe(args.kind)
    } else {
        sheet::template(args.kind)
    };
    // A closed pipe is the reader's wish, not a failure.
    let _ = std::io::stdout().write_all(text.as_bytes());
    ExitCode::SUCCESS
}
