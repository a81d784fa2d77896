//! Where the rooms are joined: which workers run and who takes in updates. The one file that
//! changes when a room with a worker is added.

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::config::Config;
use super::loops::Worker;
use crate::base::{Env, Wake};
use crate::schedule::Scheduler;
use crate::store::Store;
use crate::web::{Intake, Refused};

/// Kinds of updates we want; the messenger keeps the others to itself.
pub const UPDATES: &[&str] = &[
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
];

/// What every room is built from.
#[derive(Clone, Debug)]
pub struct House {
    pub config: Arc<Config>,
    pub store: Store,
    pub env: Env,
}

/// The rooms of one house.
pub trait Rooms: Send + Sync {
    /// Everything that is called again and again.
    fn workers(&self, house: &House) -> Vec<Arc<dyn Worker>>;

    /// Who stores the updates of webhooks.
    fn intake(&self, house: &House) -> Arc<dyn Intake>;
}

/// The rooms of `hongyan serve`.
#[derive(Clone, Copy, Debug, Default)]
pub struct AllRooms;

impl Rooms for AllRooms {
    fn workers(&self, _house: &House) -> Vec<Arc<dyn Worker>> {
        Vec::new()
    }

    fn intake(&self, _house: &House) -> Arc<dyn Intake> {
        Arc::new(Closed)
    }
}

/// Takes nothing in, so that the messenger keeps its updates.
struct Closed;

impl Intake for Closed {
    fn store<'a>(&'a self, _bot: &'a str, _body: &'a str) -> BoxFuture<'a, Result<(), Refused>> {
        async { Err(Refused::Away) }.boxed()
    }
}

impl Worker for Scheduler {
    fn name(&self) -> String {
        "schedules".to_owned()
    }

    fn tick(&self) -> BoxFuture<'_, anyhow::Result<Wake>> {
        async { Ok(Self::tick(self).await?) }.boxed()
    }
}
