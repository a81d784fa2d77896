//! What is said to the messenger before a bot works: who am I, and how updates should come. Keeps
//! the answer in the bot's row; knows no update.

use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::loops::Worker;
use super::wiring::Line;
use crate::base::Wake;
use crate::model::Locale;
use crate::service::commands;
use crate::store::{Store, bots};
use crate::telegram::{CallError, Menu};

/// Deliveries of one webhook at a time: storing is quick, and SQLite has one writer.
const CONNECTIONS: u8 = 16;

/// A problem with a bot, in an operator's words: what, and what helps.
pub(super) fn explain(error: &CallError) -> (String, &'static str) {
    match error {
        CallError::Refused {
            code: 401 | 404, ..
        } => (
            "the token is not valid (any more)".to_owned(),
            "Ask @BotFather for the token and set TELOXIDE_TOKEN or token_file.",
        ),
        CallError::Refused { .. } => (
            error.to_string(),
            "Check the addresses of the webhook and of the Bot API server.",
        ),
        _ => (
            error.to_string(),
            "Check the network, TELOXIDE_API_URL and TELOXIDE_PROXY.",
        ),
    }
}

/// One bot's announcement; as a worker it is repeated until it was heard.
pub(super) struct Announcement {
    line: Line,
    store: Store,
    heard: AtomicBool,
}

impl Announcement {
    pub(super) fn new(line: &Line, store: &Store) -> Self {
        Self {
            line: line.clone(),
            store: store.clone(),
            heard: AtomicBool::new(false),
        }
    }

    /// Says it once. The inner result is the messenger's, the outer one the database's.
    pub(super) async fn make(&self) -> anyhow::Result<Result<(), CallError>> {
        let username = match self.say().await {
            Ok(username) => username,
            Err(error) => return Ok(Err(error)),
        };
        let mut tx = self.store.write().await?;
        bots::upsert(&mut tx, self.line.telegram.id(), username.as_deref()).await?;
        tx.commit().await?;
        let bot = self.line.config.name.as_str();
        let mode = self.line.config.webhook.as_ref();
        let mode = mode.map_or("polling", |_| "webhook");
        tracing::info!(bot, username, mode, "bot ready");
        Ok(Ok(()))
    }

    async fn say(&self) -> Result<Option<String>, CallError> {
        let telegram = &self.line.telegram;
        let me = telegram.get_me().await?;
        match &self.line.config.webhook {
            Some(webhook) => {
                let url = webhook.url.expose();
                telegram
                    .set_webhook(url, &webhook.secret, CONNECTIONS)
                    .await?;
            }
            None => telegram.delete_webhook().await?,
        }
        telegram.set_menus(&menus()).await?;
        Ok(me.username)
    }
}

/// The bot's own commands in every language; English for everybody else.
fn menus() -> Vec<Menu> {
    let menu = |language: Option<&str>, locale| Menu {
        language: language.map(str::to_owned),
        commands: commands::lines(locale, None),
    };
    let own = Locale::ALL
        .iter()
        .map(|locale| menu(locale.as_str().get(..2), *locale));
    std::iter::once(menu(None, Locale::En)).chain(own).collect()
}

impl Worker for Announcement {
    fn name(&self) -> String {
        format!("announce {}", self.line.config.name)
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async {
            if !self.heard.load(Ordering::SeqCst) {
                self.make().await??;
                self.heard.store(true, Ordering::SeqCst);
            }
            Ok(Wake::Idle)
        }
        .boxed()
    }

    fn may_be_dropped(&self) -> BoxFuture<'_, ()> {
        std::future::ready(()).boxed()
    }
}
