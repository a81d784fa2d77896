//! Where the messenger delivers updates: proves who speaks, stores, and only then says 200.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use futures_util::future::BoxFuture;
use subtle::ConstantTimeEq;

use super::Front;
use crate::base::Secret;

/// Largest update taken. Real ones are a few kilobytes: files come by reference.
pub const BODY_LIMIT: usize = 1024 * 1024;

/// Set by the messenger to the secret given with `setWebhook` (Bot API).
const SECRET_HEADER: &str = "X-Telegram-Bot-Api-Secret-Token";

/// A bot whose updates come in here.
#[derive(Clone, Debug)]
pub struct Hook {
    /// The last part of the path.
    pub name: String,
    /// The messenger's numeric id of the bot, as text: what [`Intake`] is told.
    pub bot: String,
    pub secret: Secret,
}

/// Why an update was not stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is not an update: coming again cannot help.
    Malformed,
    /// Not now: the messenger has to repeat it.
    Away,
}

/// Stores one raw update of one bot. When it returns `Ok` the update is durable (a repeated one
/// counts as stored).
pub trait Intake: Send + Sync {
    fn store<'a>(&'a self, bot: &'a str, body: &'a str) -> BoxFuture<'a, Result<(), Refused>>;
}

/// Proof that the messenger speaks, made before the body is read.
pub(super) struct Proven {
    bot: String,
}

impl FromRequestParts<Arc<Front>> for Proven {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, front: &Arc<Front>) -> Result<Self, StatusCode> {
        let Path(name) = Path::<String>::from_request_parts(parts, front)
            .await
            .map_err(|_| StatusCode::NOT_FOUND)?;
        let hook = front.hooks.iter().find(|hook| hook.name == name);
        let hook = hook.ok_or(StatusCode::NOT_FOUND)?;
        let given = parts.headers.get(SECRET_HEADER);
        let given = given.map_or(&[][..], |value| value.as_bytes());
        // Takes as long for a nearly right secret as for a wrong one.
        let same = given.ct_eq(hook.secret.expose().as_bytes());
        if hook.secret.is_empty() || !bool::from(same) {
            metrics::counter!("hongyan_webhook_refused_total").increment(1);
            return Err(StatusCode::UNAUTHORIZED);
        }
        Ok(Self {
            bot: hook.bot.clone(),
        })
    }
}

pub(super) async fn receive(
    State(front): State<Arc<Front>>,
    proven: Proven,
    body: Result<Bytes, BytesRejection>,
) -> StatusCode {
    let body = match body {
        Ok(body) => body,
        Err(rejection) => return rejection.status(),
    };
    let Ok(text) = std::str::from_utf8(&body) else {
        return StatusCode::BAD_REQUEST;
    };
    match front.intake.store(&proven.bot, text).await {
        Ok(()) => {
            front.env.bell.ring();
            StatusCode::OK
        }
        Err(Refused::Malformed) => StatusCode::BAD_REQUEST,
        Err(Refused::Away) => StatusCode::SERVICE_UNAVAILABLE,
    }
}
