//! Files that came back: claimed, fetched with no transaction open, read, and answered in one. What failed is tried
//! again as updates are; at the end its sender hears that it did not come.

use std::sync::Arc;

use chrono::TimeDelta;
use futures_util::future::BoxFuture;
use metrics::counter;

use super::{PARK_AFTER, RETRY_SCHEDULE};
use crate::base::{Env, Wake};
use crate::model::file::NoFile;
use crate::service::week_entry::sheet::{self, MOST_BYTES};
use crate::sheet::{Filled, NoForm};
use crate::store::week_sheets::{self, Sent};
use crate::store::{Store, Stored};

/// How long a claim holds: longer than a file may take.
const LEASE: TimeDelta = TimeDelta::minutes(2);

/// Where the files of a bot are.
pub trait Files: Send + Sync {
    /// The bytes of a file, at most `most`.
    fn fetch<'a>(&'a self, file: &'a str, most: usize) -> BoxFuture<'a, Result<Vec<u8>, NoFile>>;
}

/// Reads the sheets that were sent to one bot.
pub struct Sheets {
    store: Store,
    env: Env,
    bot: String,
    files: Arc<dyn Files>,
}

/// What became of one file.
enum Read {
    Whole(Result<Filled, NoForm>),
    Again,
    Never,
}

impl Sheets {
    pub fn new(store: Store, env: Env, bot: impl Into<String>, files: Arc<dyn Files>) -> Self {
        Self {
            store,
            env,
            bot: bot.into(),
            files,
        }
    }

    /// At most one file. An error means that the database was away: the file comes again when its claim is over.
    pub async fn tick(&self) -> Stored<Wake> {
        let now = self.env.now();
        let mut tx = self.store.write().await?;
        let Some(sent) = week_sheets::claim(&mut tx, &self.bot, now, now + LEASE).await? else {
            let due = week_sheets::next_due(&mut tx, Some(&self.bot)).await?;
            tx.commit().await?;
            return Ok(Wake::at(due));
        };
        tx.commit().await?;
        let read = self.read(&sent).await;
        let (now, env) = (self.env.now(), &self.env);
        let mut tx = self.store.write().await?;
        let result = match read {
            Read::Whole(read) => {
                let result = if read.is_ok() { "read" } else { "unreadable" };
                sheet::came(&mut tx, env, &sent, read).await?;
                result
            }
            Read::Again => match pause(&sent) {
                Some(pause) => {
                    week_sheets::later(&mut tx, &sent, now + pause).await?;
                    "again"
                }
                None => {
                    sheet::lost(&mut tx, env, &sent).await?;
                    "lost"
                }
            },
            Read::Never => {
                sheet::lost(&mut tx, env, &sent).await?;
                "lost"
            }
        };
        tx.commit().await?;
        counter!("hongyan_sheets_total", "result" => result).increment(1);
        Ok(Wake::Now)
    }

    async fn read(&self, sent: &Sent) -> Read {
        // The process ended with it each time.
        if sent.tries > PARK_AFTER {
            return Read::Never;
        }
        let Some(file) = &sent.file else {
            return Read::Never;
        };
        let bytes = match self.files.fetch(file, MOST_BYTES).await {
            Ok(bytes) => bytes,
            Err(NoFile::TooBig) => return Read::Whole(Err(NoForm::TooBig)),
            Err(NoFile::Gone) => return Read::Never,
            Err(NoFile::Passing) => return Read::Again,
        };
        // It may take a while, and what somebody else wrote may make a reader panic.
        let read = tokio::task::spawn_blocking(move || sheet::read(&bytes)).await;
        Read::Whole(read.unwrap_or(Err(NoForm::Broken)))
    }
}

/// The pause after this try; `None`: it was the last one.
fn pause(sent: &Sent) -> Option<TimeDelta> {
    let step = usize::try_from(sent.tries - 1).unwrap_or_default();
    RETRY_SCHEDULE.get(step).copied().map(TimeDelta::seconds)
}
