//! `/livez`, `/readyz`, `/metrics`: for machines that watch. Says ages and words, never content.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use super::{Front, Site};
use crate::base::Instant;
use crate::store::health::{Backlog, backlog};

/// The answer of `/readyz`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Readiness {
    pub ready: bool,
    /// `ok` or `away`.
    pub database: String,
    /// Seconds; absent when nothing waits.
    pub oldest_unsent_seconds: Option<u64>,
    pub oldest_unhandled_seconds: Option<u64>,
    /// Why not, one sentence each; empty when ready.
    pub reasons: Vec<String>,
}

/// The process runs: no more is said, so that a lost database does not make it restart in circles.
pub(super) async fn livez() -> &'static str {
    "alive\n"
}

pub(super) async fn readyz(State(site): State<Arc<Site>>) -> impl IntoResponse {
    let readiness = look(&site.front).await;
    let status = if readiness.ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(readiness))
}

/// What a proxy says it passed on. The figures are the operator's: how many urgent messages left within a
/// minute tells somebody who knows of a worry more than they may know.
const PASSED_ON: [HeaderName; 4] = [
    header::FORWARDED,
    header::VIA,
    HeaderName::from_static("x-forwarded-for"),
    HeaderName::from_static("x-real-ip"),
];

/// For who stands on the same network; whoever comes through the proxy finds nothing here.
pub(super) async fn metrics(State(site): State<Arc<Site>>, asked: HeaderMap) -> Response {
    if PASSED_ON.iter().any(|name| asked.contains_key(name)) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let content_type = (header::CONTENT_TYPE, "text/plain; version=0.0.4");
    ([content_type], (site.front.metrics)()).into_response()
}

async fn look(front: &Front) -> Readiness {
    let now = front.env.now();
    let read = async {
        let mut tx = front.store.read().await?;
        backlog(&mut tx, now).await
    };
    let (database, found) = match read.await {
        Ok(found) => ("ok", found),
        // Logged at debug only: a probe asks every few seconds, and the answer carries the reason.
        Err(error) => {
            tracing::debug!(%error, "readiness: database away");
            ("away", Backlog::default())
        }
    };
    let age = |since: Option<Instant>| {
        since.map(|since| u64::try_from((now - since).num_seconds()).unwrap_or_default())
    };
    let (unsent, unhandled) = (age(found.unsent), age(found.unhandled));
    let mut reasons = Vec::new();
    if database == "away" {
        reasons.push("the database cannot be reached".to_owned());
    }
    let mut late = |what: &str, age: Option<u64>, limit: Duration| {
        if let Some(age) = age.filter(|age| *age > limit.as_secs()) {
            let limit = limit.as_secs();
            reasons.push(format!("{what} has waited {age} s, the limit is {limit} s"));
        }
    };
    late("an unsent message", unsent, front.limits.unsent);
    late("an unhandled update", unhandled, front.limits.unhandled);
    Readiness {
        ready: reasons.is_empty(),
        database: database.to_owned(),
        oldest_unsent_seconds: unsent,
        oldest_unhandled_seconds: unhandled,
        reasons,
    }
}
