//! Layer 6: Telegram. Owns what an update means, how a parcel becomes a call of the Bot API, and
//! which refusal an answer is. Nothing above or below knows a type of it.
//!
//! From teloxide: `Bot`, the payloads and types of the Bot API, uploads. Its own way of calling is
//! not used for the rest: it sleeps ten seconds on a server error, cannot tell a request that never
//! left from one that may have arrived, and loses updates it cannot read (see `wire`).

mod deliver;
mod fetch;
mod intake;
mod markup;
mod menu;
mod page;
mod poll;
mod qr;
mod read;
mod refusal;
mod sent;
mod shapes;
mod webhook;
mod wire;

use std::time::Duration;

use serde_json::Value;
use teloxide::Bot;
use teloxide::payloads;

use crate::base::Secret;

pub use intake::{Arrived, address, intake, step_over};
pub use menu::Menu;
pub use poll::{Page, PollError, Polled, Poller};
pub use qr::{png as qr_png, terminal as terminal_qr};
pub use read::event;
pub use refusal::refusal_of;
pub use wire::{Answered, CallError};

/// How to reach the Bot API.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// Another server than `https://api.telegram.org`: a local Bot API server, the sandbox.
    pub api_url: Option<String>,
    /// `http://`, `https://` or `socks5://` address of a proxy.
    pub proxy: Option<Secret>,
    /// How long one call may take, the connection included; 17 s when not set.
    pub timeout: Option<Duration>,
}

/// One bot of ours at the Bot API. Cheap to clone.
#[derive(Clone)]
pub struct Telegram {
    bot: Bot,
    id: String,
    /// `<api>/bot<token>`: every call's address begins like this.
    methods: reqwest::Url,
}

impl std::fmt::Debug for Telegram {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // `Bot` would print its token.
        write!(f, "Telegram({})", self.id)
    }
}

/// What is wrong with the settings of a bot.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    #[error("the bot token must look like 123456:ABC…, as BotFather gives it")]
    Token,
    #[error("the address of the Bot API is not an http(s) address")]
    Address,
    #[error("the proxy address is not understood")]
    Proxy,
    #[error("no HTTP client can be made on this machine")]
    Client,
}

/// Who the bot is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Me {
    pub id: String,
    pub username: Option<String>,
}

impl Telegram {
    /// Checks the settings; calls nobody.
    pub fn new(token: &Secret, reach: &Reach) -> Result<Self, SetupError> {
        let id = token
            .expose()
            .split_once(':')
            .filter(|(id, rest)| id.parse::<i64>().is_ok() && !rest.is_empty())
            .map(|(id, _)| id.to_owned())
            .ok_or(SetupError::Token)?;
        let mut client = teloxide::net::default_reqwest_settings();
        if let Some(proxy) = &reach.proxy {
            let proxy = reqwest::Proxy::all(proxy.expose()).map_err(|_| SetupError::Proxy)?;
            client = client.proxy(proxy);
        }
        if let Some(timeout) = reach.timeout {
            client = client.timeout(timeout);
        }
        let client = client.build().map_err(|_| SetupError::Client)?;
        let mut bot = Bot::with_client(token.expose(), client);
        if let Some(address) = &reach.api_url {
            let url = reqwest::Url::parse(address.trim_end_matches('/'))
                .ok()
                .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
                .ok_or(SetupError::Address)?;
            bot = bot.set_api_url(url);
        }
        let mut methods = bot.api_url();
        if let Ok(mut segments) = methods.path_segments_mut() {
            let own = format!("bot{}", bot.token());
            segments.pop_if_empty().push(&own);
        }
        Ok(Self { bot, id, methods })
    }

    /// The bot's numeric id, as text.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Asks the Bot API who we are: proves that it is there and takes the token.
    pub async fn get_me(&self) -> Result<Me, CallError> {
        let me: Value = self.call(&payloads::GetMe::new()).await?;
        let id = me["id"].as_i64().ok_or(CallError::Unintelligible)?;
        Ok(Me {
            id: id.to_string(),
            username: me["username"].as_str().map(str::to_owned),
        })
    }
}
