//! The chat page: several phones in a browser, on a clock the visitor can move.

use std::net::SocketAddr;

use axum::Router;
use chrono::TimeDelta;
use futures_util::future::BoxFuture;

use super::Sandbox;
use crate::base::Instant;

/// What will happen next, for the button that goes there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextThing {
    pub at: Instant,
    pub label: String,
}

/// How the page moves time; the host knows what has to run in between.
pub trait ClockControl: Send + Sync {
    /// Moves time forward and lets everything happen that falls due.
    fn advance(&self, by: TimeDelta) -> BoxFuture<'_, ()>;
    /// The next scheduled thing.
    fn next(&self) -> BoxFuture<'_, Option<NextThing>>;
    /// Moves to it.
    fn to_next(&self) -> BoxFuture<'_, ()>;
}

/// What the host shows around the phones.
pub struct Page {
    pub title: String,
    /// A sentence under the title.
    pub intro: String,
    /// What to try first, in order.
    pub steps: Vec<String>,
    pub clock: Box<dyn ClockControl>,
    /// Host names (without port) that are accepted besides loopback and the listen address.
    pub hosts: Vec<String>,
}

impl Page {
    /// Also accepts requests for the address the server listens on.
    pub(super) fn at(mut self, own: Option<SocketAddr>) -> Self {
        if let Some(own) = own.filter(|a| !a.ip().is_unspecified()) {
            self.hosts.push(own.ip().to_string());
        }
        self
    }
}

pub(super) fn routes(_sandbox: Sandbox, _page: Page) -> Router {
    Router::new()
}
