//! Layer 7: what the network may ask: webhook intake, health, metrics. The only room that knows
//! `axum`. Knows no update's meaning: it stores the raw text through [`Intake`] and answers.

mod headers;
mod health;
mod webhook;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::{get, post};
use axum::serve::Listener;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;

use crate::base::Env;
use crate::store::Store;

pub use health::Readiness;
use webhook::Noted;
pub use webhook::{Away, Came, Hook, Intake};

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

/// What the front puts up with.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Beyond these ages `/readyz` says no.
    pub unsent: Duration,
    pub unhandled: Duration,
    /// How long a client may take for the head of a request, and again for its body. A connection
    /// on which nothing is asked ends after it too.
    pub request: Duration,
}

/// [`Limits::request`] unless there is a reason: the messenger sends an update in one piece.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// What the routes share.
struct Site {
    front: Front,
    noted: Noted,
}

/// All routes; everything else is 404.
pub fn router(front: Front) -> Router {
    Router::new()
        .route("/livez", get(health::livez))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(health::metrics))
        .route("/telegram/{bot}", post(webhook::receive))
        .layer(axum::middleware::map_response(headers::strict))
        .with_state(Arc::new(Site {
            front,
            noted: Noted::default(),
        }))
}

/// Serves until `stop` ends, then finishes the requests under way.
pub async fn serve(
    mut listener: tokio::net::TcpListener,
    front: Front,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    // Not `axum::serve`: it waits for ever for the head of a request.
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(front.limits.request);
    let service = TowerToHyperService::new(router(front));
    let open = GracefulShutdown::new();
    tokio::pin!(stop);
    loop {
        let (stream, _) = tokio::select! {
            // Waits out what is wrong with one connection, or with too many of them.
            accepted = Listener::accept(&mut listener) => accepted,
            () = &mut stop => break,
        };
        let connection = http.serve_connection(TokioIo::new(stream), service.clone());
        let connection = open.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::trace!(%error, "a connection ended");
            }
        });
    }
    drop(listener);
    open.shutdown().await;
    Ok(())
}
