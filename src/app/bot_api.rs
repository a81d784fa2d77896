//! The three calls made before any room runs: who am I, deliver here, stop delivering. Talks plain
//! JSON; everything else goes through `telegram`. No error of this file carries the address, which
//! holds the token.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

use super::config::{Address, BotConfig, Webhook};
use crate::base::Secret;

/// Longest wait for an answer.
const LIMIT: Duration = Duration::from_secs(10);

/// Why a call failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApiProblem {
    #[error("the token is not valid (any more)")]
    WrongToken,
    #[error("the Bot API refuses: {0}")]
    Refused(String),
    #[error("the Bot API cannot be reached: {0}")]
    Unreachable(&'static str),
}

impl ApiProblem {
    pub fn hint(&self) -> &'static str {
        match self {
            Self::WrongToken => {
                "Ask @BotFather for the token and set TELOXIDE_TOKEN or token_file."
            }
            Self::Refused(_) => "Check the addresses of the webhook and of the Bot API server.",
            Self::Unreachable(_) => "Check the network, TELOXIDE_API_URL and TELOXIDE_PROXY.",
        }
    }
}

/// What a bot says of itself.
#[derive(Clone, Debug, Deserialize)]
pub struct Me {
    pub id: i64,
    pub username: String,
}

/// One bot's connection.
#[derive(Clone, Debug)]
pub struct BotApi {
    client: reqwest::Client,
    base: Address,
    token: Secret,
}

#[derive(Deserialize)]
struct Answer {
    ok: bool,
    result: Option<Value>,
    error_code: Option<u16>,
    description: Option<String>,
}

impl BotApi {
    pub fn new(bot: &BotConfig) -> Result<Self, ApiProblem> {
        let mut builder = reqwest::Client::builder().timeout(LIMIT);
        if let Some(proxy) = &bot.proxy {
            let proxy = reqwest::Proxy::all(proxy.expose())
                .map_err(|_| ApiProblem::Unreachable("the proxy's address is not understood"))?;
            builder = builder.proxy(proxy);
        }
        let client = builder
            .build()
            .map_err(|_| ApiProblem::Unreachable("no HTTP client can be made"))?;
        Ok(Self {
            client,
            base: bot.api_url.clone(),
            token: bot.token.clone(),
        })
    }

    pub async fn me(&self) -> Result<Me, ApiProblem> {
        let me = self.call("getMe", json!({})).await?;
        serde_json::from_value(me)
            .map_err(|_| ApiProblem::Refused("getMe has an unknown shape".into()))
    }

    /// Asks for delivery to `webhook`, of the kinds in `updates` only.
    pub async fn deliver_to(&self, webhook: &Webhook, updates: &[&str]) -> Result<(), ApiProblem> {
        let body = json!({
            "url": webhook.url.expose(),
            "secret_token": webhook.secret.expose(),
            "allowed_updates": updates,
        });
        self.call("setWebhook", body).await.map(drop)
    }

    /// Ends delivery, so that long polling is allowed. Keeps what waits.
    pub async fn stop_delivering(&self) -> Result<(), ApiProblem> {
        self.call("deleteWebhook", json!({})).await.map(drop)
    }

    async fn call(&self, method: &str, body: Value) -> Result<Value, ApiProblem> {
        let url = format!("{}/bot{}/{method}", self.base.expose(), self.token.expose());
        let sent = self.client.post(url).json(&body).send().await;
        let response = sent.map_err(|error| ApiProblem::Unreachable(reason(&error)))?;
        let status = response.status().as_u16();
        let answer: Answer = response
            .json()
            .await
            .map_err(|_| ApiProblem::Unreachable("the answer is not the Bot API's"))?;
        match (answer.ok, answer.result) {
            (true, Some(result)) => Ok(result),
            // 404 is the answer to a token that was never one.
            _ if matches!(answer.error_code.unwrap_or(status), 401 | 404) => {
                Err(ApiProblem::WrongToken)
            }
            _ => Err(ApiProblem::Refused(answer.description.unwrap_or_default())),
        }
    }
}

fn reason(error: &reqwest::Error) -> &'static str {
    if error.is_timeout() {
        "no answer within 10 seconds"
    } else if error.is_connect() {
        "no connection"
    } else {
        "the connection broke"
    }
}
