//! Where Telegram brings updates to us instead of being asked for them. The HTTP side is in `web`.

use teloxide::payloads::{DeleteWebhook, SetWebhook, SetWebhookSetters};
use teloxide::types::AllowedUpdate;

use super::{CallError, Telegram};
use crate::base::Secret;

pub(super) fn allowed() -> [AllowedUpdate; 4] {
    [
        AllowedUpdate::Message,
        AllowedUpdate::EditedMessage,
        AllowedUpdate::CallbackQuery,
        AllowedUpdate::MyChatMember,
    ]
}

impl Telegram {
    /// Updates come to `url` from now on, each with `secret` in the header
    /// `X-Telegram-Bot-Api-Secret-Token` (1-256 letters, digits, `_` and `-`).
    pub async fn set_webhook(
        &self,
        url: &str,
        secret: &Secret,
        connections: u8,
    ) -> Result<(), CallError> {
        let url = reqwest::Url::parse(url).map_err(|_| CallError::Refused {
            code: 400,
            description: "the webhook address is not understood".into(),
            retry_after: None,
            migrate_to: None,
        })?;
        let payload = SetWebhook::new(url)
            .secret_token(secret.expose())
            .max_connections(connections)
            .allowed_updates(allowed());
        self.order(&payload).await
    }

    /// Long polling works again; what waits at Telegram is kept.
    pub async fn delete_webhook(&self) -> Result<(), CallError> {
        self.order(&DeleteWebhook::new()).await
    }
}
