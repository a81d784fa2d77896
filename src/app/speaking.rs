//! One bot's outbox as a worker, and who else may speak for the bot in between.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::{Mutex, Notify, OwnedMutexGuard};

use super::loops::Worker;
use crate::base::{Bell, Env, Wake};
use crate::outbox::{Dispatcher, Hold, LOOK};
use crate::store::Stored;

/// How long what has landed may wait for company before it is written down.
const COMPANY: Duration = Duration::from_millis(10);

/// One bot's dispatcher. Clones are one voice.
#[derive(Clone)]
pub struct Voice {
    dispatcher: Arc<Mutex<Dispatcher>>,
    /// Whoever waits for answers of the messenger is asked to let go, and to look anew at what is under way.
    knock: Arc<Notify>,
}

impl Voice {
    pub fn new(dispatcher: Dispatcher) -> Self {
        Self {
            dispatcher: Arc::new(Mutex::new(dispatcher)),
            knock: Arc::default(),
        }
    }

    pub fn dispatcher(&self) -> Arc<Mutex<Dispatcher>> {
        self.dispatcher.clone()
    }

    /// The dispatcher between two turns. Waits for a turn under way, and not for the messenger.
    pub async fn take(&self) -> OwnedMutexGuard<Dispatcher> {
        let mut turn = Box::pin(self.dispatcher().lock_owned());
        // In the queue before the other is asked: it comes back to the end of it.
        if let Some(turn) = (&mut turn).now_or_never() {
            return turn;
        }
        self.knock.notify_one();
        turn.await
    }

    /// Returns when something landed that is worth a turn, or waits no longer for company. May be dropped at any
    /// time.
    pub async fn news(&self) {
        loop {
            let mut dispatcher = self.dispatcher.lock().await;
            if dispatcher.is_idle() {
                // Nobody is kept from it by who waits for nothing.
                drop(dispatcher);
                self.knock.notified().await;
                continue;
            }
            // What had landed when somebody knocked is still here if that one has not written it down.
            if !dispatcher.has_landed() {
                tokio::select! {
                    () = dispatcher.landed() => {}
                    () = self.knock.notified() => continue,
                    // Few landings among many that hang are written down, too.
                    () = tokio::time::sleep(LOOK.to_std().unwrap_or_default()) => return,
                }
            }
            if !dispatcher.may_wait() {
                return;
            }
            // A bell calls at once: what has landed is then written down with the next claim, one commit
            // for both.
            drop(dispatcher);
            tokio::select! {
                () = tokio::time::sleep(COMPANY) => return,
                () = self.knock.notified() => {}
            }
        }
    }

    /// After a turn that was taken from [`Voice::take`]: something has left, or did not.
    pub fn has_changed(&self) {
        self.knock.notify_one();
    }

    /// Waits for everything under way and writes it down.
    pub async fn finish(&self) -> Stored<()> {
        self.dispatcher.lock().await.finish().await
    }
}

/// The worker.
pub(super) struct Speaking {
    pub name: String,
    pub env: Env,
    pub hold: Hold,
    pub bell: Bell,
    pub voice: Voice,
}

impl Worker for Speaking {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async {
            let mut dispatcher = self.voice.dispatcher.lock().await;
            let now = self.env.now();
            // Asks nobody: a process that stands by for many bots must cost next to nothing.
            if !self.hold.lasts(now) {
                // Whoever gives the bot away writes down first what is under way.
                dispatcher.finish().await?;
                dispatcher.publish();
                return Ok(Wake::At(now + LOOK));
            }
            Ok(dispatcher.turn().await?)
        }
        .boxed()
    }

    fn bells(&self) -> Vec<Bell> {
        vec![self.bell.clone()]
    }

    fn news(&self) -> BoxFuture<'_, ()> {
        self.voice.news().boxed()
    }

    fn finish(&self) -> BoxFuture<'_, anyhow::Result<()>> {
        async { Ok(self.voice.finish().await?) }.boxed()
    }
}
