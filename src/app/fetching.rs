//! Files that were sent to the bots are fetched and read: one worker for all bots, one question where there is
//! nothing to do. Knows nothing of what is in them.

use std::sync::Arc;

use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::loops::Worker;
use crate::base::{Env, Wake};
use crate::inbox::{Files, Sheets};
use crate::model::file::NoFile;
use crate::outbox::Hold;
use crate::store::{Store, week_sheets};
use crate::telegram::Telegram;

/// How often it is looked for a file that came.
const LOOK: TimeDelta = TimeDelta::seconds(3);

/// The worker. A bot's files are read by whoever speaks for it.
pub(super) struct Fetching {
    store: Store,
    env: Env,
    bots: Vec<(Hold, Sheets)>,
}

impl Fetching {
    pub(super) fn new(store: &Store, env: &Env) -> Self {
        Self {
            store: store.clone(),
            env: env.clone(),
            bots: Vec::new(),
        }
    }

    pub(super) fn serve(&mut self, telegram: &Telegram, hold: &Hold) {
        let files = Arc::new(Chats(telegram.clone()));
        let (store, env) = (self.store.clone(), self.env.clone());
        let sheets = Sheets::new(store, env, telegram.id(), files);
        self.bots.push((hold.clone(), sheets));
    }
}

/// The files of one bot's chats.
struct Chats(Telegram);

impl Files for Chats {
    fn fetch<'a>(&'a self, file: &'a str, most: usize) -> BoxFuture<'a, Result<Vec<u8>, NoFile>> {
        self.0.download(file, most).boxed()
    }
}

impl Worker for Fetching {
    fn name(&self) -> String {
        "files".to_owned()
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async {
            let now = self.env.now();
            let mut tx = self.store.read().await?;
            let due = week_sheets::next_due(&mut tx, None).await?;
            drop(tx);
            let mut wake = Wake::at(due).or(Wake::At(now + LOOK));
            if due.is_none_or(|due| due > now) {
                return Ok(wake);
            }
            // What is due may be another process's.
            wake = Wake::At(now + LOOK);
            for (hold, sheets) in &self.bots {
                if hold.lasts(now) {
                    wake = sheets.tick().await?.or(wake);
                }
            }
            Ok(wake)
        }
        .boxed()
    }
}
