//! Where the messenger delivers updates: proves who speaks, stores, and only then says 200.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use axum::extract::{FromRequestParts, Path, Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use subtle::ConstantTimeEq;

use super::{Front, Site};
use crate::base::{Instant, Secret};
use crate::model::audit::SAME_TRY;
use crate::service::audit::outside;
use crate::store::arrivals::{BEGINNING, LARGEST};

/// So much of a body is read and thrown away: who may finish speaking hears the answer.
const PATIENT: usize = 64 * LARGEST;

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

/// One update as it came, whatever it is: a refused one would come again and hold up the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came<'a> {
    Whole(&'a [u8]),
    /// The first bytes of one that is larger than [`LARGEST`].
    Beginning(&'a [u8]),
}

/// It could not be stored now: the messenger has to repeat it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Away;

/// Stores one raw update of one bot. When it returns `Ok` the update is durable (a repeated one
/// counts as stored).
pub trait Intake: Send + Sync {
    fn store<'a>(&'a self, bot: &'a str, came: Came<'a>) -> BoxFuture<'a, Result<(), Away>>;
}

/// When a refused call was last written down, by bot: whoever calls all day does not keep the database busy.
#[derive(Default)]
pub(super) struct Noted(Mutex<BTreeMap<String, Instant>>);

impl Noted {
    fn is_first(&self, bot: &str, now: Instant) -> bool {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_first = last.get(bot).is_none_or(|at| now - *at >= SAME_TRY);
        if is_first {
            last.insert(bot.to_owned(), now);
        }
        is_first
    }
}

/// The line of a refused call.
async fn note(site: &Site, bot: &str) {
    let Front { store, env, .. } = &site.front;
    if !site.noted.is_first(bot, env.now()) {
        return;
    }
    let noted = async {
        let mut tx = store.write().await?;
        outside::webhook_refused(&mut tx, env, bot).await?;
        tx.commit().await
    };
    if let Err(error) = noted.await {
        tracing::warn!(bot, %error, "a refused webhook call could not be written down");
    }
}

/// Proof that the messenger speaks, made before the body is read.
pub(super) struct Proven {
    bot: String,
}

impl FromRequestParts<Arc<Site>> for Proven {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, StatusCode> {
        let front = &site.front;
        let Path(name) = Path::<String>::from_request_parts(parts, site)
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
            note(site, &hook.bot).await;
            return Err(StatusCode::UNAUTHORIZED);
        }
        Ok(Self {
            bot: hook.bot.clone(),
        })
    }
}

pub(super) async fn receive(
    State(site): State<Arc<Site>>,
    proven: Proven,
    request: Request,
) -> StatusCode {
    let front = &site.front;
    let mut body = Read::default();
    let ended = tokio::time::timeout(front.limits.request, body.all(request.into_body())).await;
    // Too large is too large, even when it does not come to its end.
    if !body.too_large {
        match ended {
            Ok(true) => {}
            Ok(false) => return StatusCode::BAD_REQUEST,
            Err(_) => return StatusCode::REQUEST_TIMEOUT,
        }
    }
    let came = match body.too_large {
        true => Came::Beginning(&body.kept),
        false => Came::Whole(&body.kept),
    };
    match front.intake.store(&proven.bot, came).await {
        Ok(()) => StatusCode::OK,
        Err(Away) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// A body in bounded memory.
#[derive(Default)]
struct Read {
    kept: Vec<u8>,
    too_large: bool,
}

impl Read {
    /// Whether it came to its end.
    async fn all(&mut self, body: Body) -> bool {
        let mut pieces = body.into_data_stream();
        let mut length = 0;
        while let Some(piece) = pieces.next().await {
            let Ok(piece) = piece else {
                return false;
            };
            length += piece.len();
            if length <= LARGEST {
                self.kept.extend_from_slice(&piece);
                continue;
            }
            self.too_large = true;
            let room = BEGINNING.saturating_sub(self.kept.len());
            self.kept.extend(piece.iter().take(room));
            self.kept.truncate(BEGINNING);
            self.kept.shrink_to_fit();
            if length > PATIENT {
                return false;
            }
        }
        true
    }
}
