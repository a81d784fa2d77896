//! Layer 7: what the network may ask: webhook intake, health, metrics. The only room that knows
//! `axum`. Knows no update's meaning: it stores the raw text through [`Intake`] and answers.

mod headers;
mod health;
mod webhook;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::{get, post};

use crate::base::Env;
use crate::store::Store;

pub use health::Readiness;
pub use webhook::{BODY_LIMIT, Hook, Intake, Refused};

/// What the web server needs to know.
#[derive(Clone)]
pub struct Front {
    pub store: Store,
    pub env: Env,
    pub limits: Limits,
    /// The bots that take updates by webhook.
    pub hooks: Vec<Hook>,
    pub intake: Arc<dyn Intake>,
    /// Renders the metrics as Prometheus text.
    pub metrics: Arc<dyn Fn() -> String + Send + Sync>,
}

/// Beyond these ages `/readyz` says no.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub unsent: Duration,
    pub unhandled: Duration,
}

/// All routes; everything else is 404.
pub fn router(front: Front) -> Router {
    Router::new()
        .route("/livez", get(health::livez))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(health::metrics))
        .route("/telegram/{bot}", post(webhook::receive))
        .layer(axum::extract::DefaultBodyLimit::max(BODY_LIMIT))
        .layer(axum::middleware::map_response(headers::strict))
        .with_state(Arc::new(front))
}

/// Serves until `stop` ends, then finishes the requests under way.
pub async fn serve(
    listener: tokio::net::TcpListener,
    front: Front,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, router(front))
        .with_graceful_shutdown(stop)
        .await
}
