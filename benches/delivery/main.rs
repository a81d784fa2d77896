//! How fast and how steadily hongyan delivers, measured against the sandbox. One command:
//!
//! ```text
//! cargo bench --bench delivery                 all of it
//! cargo bench --bench delivery -- drain        one part: county, flat, drain, allowance, intake, idle
//! ```
//!
//! The real `hongyan serve` runs in a process of its own; so do the yardsticks, the sender and the
//! listener that one would write in an afternoon. Times of different machines cannot be compared: ratios can.

mod allowance;
mod county;
mod drain;
mod house;
mod intake;
mod machine;
mod town;
mod week;
mod yardstick;

use clap::{Parser, Subcommand, ValueEnum};

#[derive(Parser)]
struct Args {
    #[command(subcommand)]
    part: Option<Part>,
    /// PostgreSQL server for the parts that run on both engines; a database is made and dropped.
    #[arg(long, global = true, env = "HONGYAN_TEST_POSTGRES_URL")]
    postgres: Option<String>,
    /// Given by `cargo bench`.
    #[arg(long, global = true, hide = true)]
    bench: bool,
}

#[derive(Subcommand)]
enum Part {
    /// A county's week: all updates written, time and memory.
    County {
        #[arg(long, default_value_t = 45_000)]
        adults: i64,
    },
    /// The cost per adult from 3,000 to 300,000.
    Flat,
    /// 30,000 messages out, pace off, beside the yardstick.
    Drain {
        #[arg(long, default_value_t = 30_000)]
        messages: i64,
        #[arg(long, default_value_t = 3)]
        rounds: u32,
    },
    /// 10,000 messages at 30 a second, with people who ask meanwhile.
    Allowance {
        #[arg(long, default_value_t = 10_000)]
        messages: i64,
    },
    /// An urgent message behind 45,000 others.
    Urgent,
    /// Updates in, replies out.
    Intake {
        #[arg(long, default_value_t = 1_000)]
        chats: i64,
        /// One engine only.
        #[arg(long)]
        on: Option<On>,
    },
    /// Memory at rest and time to the first poll, with a county's records.
    Idle,
    /// Internal: writes a county's week in this process and reports.
    #[command(hide = true)]
    WriteWeek { url: String },
    /// Internal: the yardstick's sender.
    #[command(hide = true)]
    Yardstick { file: String, api: String },
    /// Internal: the yardstick's listener.
    #[command(hide = true)]
    Listener { file: String, api: String },
}

/// Which database a part runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum On {
    Sqlite,
    Postgres,
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        match &args.part {
            Some(Part::WriteWeek { url }) => return week::write(url).await,
            Some(Part::Yardstick { file, api }) => return yardstick::send(file, api).await,
            Some(Part::Listener { file, api }) => return yardstick::listen(file, api).await,
            _ => machine::describe(),
        }
        let postgres = args.postgres.as_deref();
        match args.part {
            Some(Part::County { adults }) => week::county(adults).await,
            Some(Part::Flat) => week::flat().await,
            Some(Part::Drain { messages, rounds }) => drain::run(messages, rounds, postgres).await,
            Some(Part::Allowance { messages }) => allowance::run(messages).await,
            Some(Part::Urgent) => allowance::urgent().await,
            Some(Part::Intake { chats, on }) => intake::run(chats, on, postgres).await,
            Some(Part::Idle) => intake::idle().await,
            None => {
                week::county(45_000).await?;
                week::flat().await?;
                drain::run(30_000, 3, postgres).await?;
                intake::idle().await?;
                intake::run(1_000, None, postgres).await?;
                allowance::urgent().await?;
                allowance::run(10_000).await
            }
            _ => Ok(()),
        }
    })
}
