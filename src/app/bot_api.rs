//! A configured bot at the Bot API before any room runs: who it is, how it wants its updates, its menu.
//! Turns what the API answers into words for the operator. No error here carries the address, which
//! holds the token.

use std::time::Duration;

use super::config::{BotConfig, Webhook};
use crate::base::Secret;
use crate::label;
use crate::model::Locale;
use crate::store::{self, Store};
use crate::telegram::{CallError, Me, Menu, Reach, SetupError, Telegram};

/// Longest wait for an answer.
const LIMIT: Duration = Duration::from_secs(10);
/// Connections Telegram may open for one bot's webhook.
const CONNECTIONS: u8 = 20;
/// Commands of the menu, with the key of what each does.
const COMMANDS: [(&str, &str); 4] = [
    ("menu", "command-menu"),
    ("help", "command-help"),
    ("language", "command-language"),
    ("settings", "command-settings"),
];

/// Why a call failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApiProblem {
    #[error("the token is not valid (any more)")]
    WrongToken,
    #[error("the Bot API refuses: {0}")]
    Refused(String),
    #[error("the Bot API cannot be reached: {0}")]
    Unreachable(String),
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

impl From<CallError> for ApiProblem {
    fn from(error: CallError) -> Self {
        match error {
            // 404 is the answer to a token that was never one.
            CallError::Refused {
                code: 401 | 404, ..
            } => Self::WrongToken,
            CallError::Refused { .. } => Self::Refused(error.to_string()),
            _ => Self::Unreachable(error.to_string()),
        }
    }
}

impl From<SetupError> for ApiProblem {
    fn from(error: SetupError) -> Self {
        match error {
            SetupError::Token => Self::WrongToken,
            _ => Self::Unreachable(error.to_string()),
        }
    }
}

/// The connection of a configured bot; calls nobody yet.
pub fn connect(bot: &BotConfig, limit: Option<Duration>) -> Result<Telegram, ApiProblem> {
    let reach = Reach {
        api_url: Some(bot.api_url.expose().to_owned()),
        proxy: bot.proxy.as_ref().map(|proxy| Secret::new(proxy.expose())),
        timeout: limit,
    };
    Ok(Telegram::new(&bot.token, &reach)?)
}

/// Asks who the bot is.
pub async fn me(bot: &BotConfig) -> Result<Me, ApiProblem> {
    Ok(connect(bot, Some(LIMIT))?.get_me().await?)
}

/// Says how updates shall come, sets the menus and keeps the bot's name for invitation links.
pub async fn announce(bot: &BotConfig, store: &Store) -> Result<Me, ApiProblem> {
    let telegram = connect(bot, Some(LIMIT))?;
    let me = telegram.get_me().await?;
    match &bot.webhook {
        Some(Webhook { url, secret }) => {
            telegram
                .set_webhook(url.expose(), secret, CONNECTIONS)
                .await?;
        }
        None => telegram.delete_webhook().await?,
    }
    telegram.set_menus(&menus()).await?;
    let kept = async {
        let mut tx = store.write().await?;
        store::bots::upsert(&mut tx, &me.id, me.username.as_deref()).await?;
        tx.commit().await
    };
    kept.await
        .map_err(|error| ApiProblem::Unreachable(error.to_string()))?;
    Ok(me)
}

/// The commands in every language; English for everybody else.
fn menus() -> Vec<Menu> {
    let menu = |language: Option<&str>, locale| Menu {
        language: language.map(str::to_owned),
        commands: COMMANDS
            .iter()
            .map(|(command, key)| ((*command).to_owned(), label!(locale, key)))
            .collect(),
    };
    let own = Locale::ALL
        .iter()
        .map(|locale| menu(locale.as_str().get(..2), *locale));
    std::iter::once(menu(None, Locale::En)).chain(own).collect()
}
