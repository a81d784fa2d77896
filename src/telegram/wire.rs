//! One call of the Bot API, exactly one attempt: what was refused, what never left and what may
//! have arrived are three different things here. Knows nothing of messages.

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use teloxide::requests::Payload;

use super::Telegram;

/// Why a call has no result. No text of ours and no token is in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The Bot API said no.
    #[error("the Bot API refused ({code}): {}", super::refusal::plain(.description))]
    Refused {
        code: i64,
        description: String,
        /// In seconds.
        retry_after: Option<i64>,
        migrate_to: Option<i64>,
    },
    /// No connection: the request never left.
    #[error("the Bot API cannot be reached")]
    NotSent,
    /// The connection broke after the request had left: it may have been carried out.
    #[error("the connection to the Bot API broke before its answer came")]
    Lost,
    /// It was answered, but not by a Bot API, or not as documented: it may have been carried out.
    #[error("the answer is not one of the Bot API")]
    Unintelligible,
    /// Answered by something in front of the Bot API that did not let it through.
    #[error("the request was turned away with HTTP status {0} before the Bot API")]
    TurnedAway(u16),
}

/// What a call gives.
pub type Answered<T> = Result<T, CallError>;

/// More of an answer is not read. A page of a hundred ordinary updates is below one tenth of it.
pub(super) const ANSWER_LIMIT: usize = 8 * 1024 * 1024;

/// Every answer of the Bot API has this shape.
#[derive(Deserialize)]
pub(super) struct Answer<R> {
    ok: bool,
    result: Option<R>,
    error_code: Option<i64>,
    #[serde(default)]
    description: String,
    parameters: Option<Parameters>,
}

/// What was answered, understood or not.
pub(super) struct Fetched {
    pub status: reqwest::StatusCode,
    pub body: Vec<u8>,
    /// `false`: there was more.
    pub whole: bool,
}

#[derive(Deserialize)]
struct Parameters {
    retry_after: Option<i64>,
    migrate_to_chat_id: Option<i64>,
}

impl Telegram {
    /// Calls a method with one of teloxide's payloads; of what it gives only `R` is read.
    pub(super) async fn call<P: Payload + Serialize, R: DeserializeOwned>(
        &self,
        payload: &P,
    ) -> Answered<R> {
        let got = self.fetch(payload, None, ANSWER_LIMIT).await?;
        match serde_json::from_slice::<Answer<R>>(&got.body) {
            Ok(answer) => understood(answer),
            // Not the Bot API's own words: a gateway's page. Below 500 it let nothing through.
            Err(_) if got.status.is_client_error() => {
                Err(CallError::TurnedAway(got.status.as_u16()))
            }
            Err(_) => Err(CallError::Unintelligible),
        }
    }

    /// [`Telegram::call`] of a method whose result tells nothing new.
    pub(super) async fn order<P: Payload + Serialize>(&self, payload: &P) -> Answered<()> {
        self.call::<P, IgnoredAny>(payload).await.map(|_| ())
    }

    /// One request and up to `most` bytes of what is answered.
    pub(super) async fn fetch<P: Payload + Serialize>(
        &self,
        payload: &P,
        limit: Option<std::time::Duration>,
        most: usize,
    ) -> Answered<Fetched> {
        let mut request = self.bot.client().post(self.url(P::NAME)).json(payload);
        if let Some(limit) = limit {
            request = request.timeout(limit);
        }
        let mut response = request.send().await.map_err(|error| fault(&error))?;
        let status = response.status();
        let mut body = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(|error| fault(&error))? {
            if body.len() + piece.len() > most {
                let whole = false;
                return Ok(Fetched {
                    status,
                    body,
                    whole,
                });
            }
            body.extend_from_slice(&piece);
        }
        let whole = true;
        Ok(Fetched {
            status,
            body,
            whole,
        })
    }

    fn url(&self, method: &str) -> reqwest::Url {
        let mut url = self.methods.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.push(method);
        }
        url
    }
}

pub(super) fn understood<R>(answer: Answer<R>) -> Answered<R> {
    if answer.ok {
        return answer.result.ok_or(CallError::Unintelligible);
    }
    Err(CallError::Refused {
        code: answer.error_code.unwrap_or_default(),
        description: answer.description,
        retry_after: answer.parameters.as_ref().and_then(|p| p.retry_after),
        migrate_to: answer
            .parameters
            .as_ref()
            .and_then(|p| p.migrate_to_chat_id),
    })
}

/// The address of a request holds the token, so the error itself goes no further than here.
pub(super) fn fault(error: &reqwest::Error) -> CallError {
    if error.is_connect() || error.is_builder() {
        CallError::NotSent
    } else {
        CallError::Lost
    }
}
