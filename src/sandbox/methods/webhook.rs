//! `setWebhook`, `deleteWebhook`, `getWebhookInfo`. Delivery is the courier's.

use serde_json::{Value, json};

use super::super::refusal::Refusal;
use super::super::state::Webhook;
use super::{Answer, Call};

/// `allowed_updates`: `None` when not given; an empty list is the default set.
pub(in super::super) fn valid_kinds(
    call: &Call<'_>,
) -> Result<Option<Option<Vec<String>>>, Refusal> {
    let what = "can't parse allowed_updates JSON object";
    let kinds: Option<Vec<String>> = call.params.parse("allowed_updates", what)?;
    Ok(kinds.map(|list| Some(list).filter(|l| !l.is_empty())))
}

/// Whether the host is this machine, where plain http is fine.
fn local(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    name == "localhost" || name == "[::1]" || name.starts_with("127.")
}

/// `setWebhook`; an empty URL deletes.
pub(super) fn set(call: &mut Call<'_>) -> Answer {
    let url = call.params.text("url").unwrap_or_default();
    if url.is_empty() {
        return Ok(delete(call));
    }
    let wrong = |why: &str| Refusal::bad(format!("bad webhook: {why}"));
    let (scheme, rest) = url
        .split_once("://")
        .ok_or_else(|| wrong("invalid URL specified"))?;
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    match scheme {
        "https" | "http" if host.is_empty() => return Err(wrong("invalid URL specified")),
        "https" => {}
        "http" if local(host) => {}
        _ => return Err(wrong("An HTTPS URL must be provided for webhook")),
    }
    let secret = call.params.text("secret_token").filter(|s| !s.is_empty());
    if let Some(secret) = &secret {
        let legal = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if secret.len() > 256 {
            return Err(Refusal::bad("secret token is too long"));
        }
        if !secret.chars().all(legal) {
            return Err(Refusal::bad("secret token contains unallowed characters"));
        }
    }
    let kinds = valid_kinds(call)?;
    let max_connections = call
        .params
        .int("max_connections")
        .unwrap_or(40)
        .clamp(1, 100);
    let drop_pending = call.params.flag("drop_pending_updates");
    if let Some(bot) = call.state.bots.get_mut(&call.bot) {
        if let Some(kinds) = kinds {
            bot.allowed = kinds;
        }
        if drop_pending {
            bot.updates.clear();
        }
        bot.webhook = Some(Webhook {
            url,
            secret,
            max_connections,
            last_error: None,
        });
        bot.webhook_turn += 1;
        // A poller that waits learns that its time is over.
        bot.wake.send_modify(|n| *n += 1);
    }
    Ok(json!(true))
}

/// `deleteWebhook`.
pub(super) fn delete(call: &mut Call<'_>) -> Value {
    let drop_pending = call.params.flag("drop_pending_updates");
    if let Some(bot) = call.state.bots.get_mut(&call.bot) {
        bot.webhook = None;
        bot.webhook_turn += 1;
        if drop_pending {
            bot.updates.clear();
        }
        bot.wake.send_modify(|n| *n += 1);
    }
    json!(true)
}

/// `getWebhookInfo`.
pub(super) fn info(call: &Call<'_>) -> Value {
    let Some(bot) = call.state.bots.get(&call.bot) else {
        return Value::Null;
    };
    let mut info = json!({
        "url": bot.webhook.as_ref().map_or("", |w| &w.url),
        "has_custom_certificate": false,
        "pending_update_count": bot.updates.len(),
    });
    if let Some(webhook) = &bot.webhook {
        info["max_connections"] = json!(webhook.max_connections);
        info["ip_address"] = json!("127.0.0.1");
        if let Some((at, why)) = &webhook.last_error {
            info["last_error_date"] = json!(at);
            info["last_error_message"] = json!(why);
        }
    }
    if let Some(kinds) = &bot.allowed {
        info["allowed_updates"] = json!(kinds);
    }
    info
}
