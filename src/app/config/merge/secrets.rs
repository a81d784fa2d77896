//! The shapes of secrets, and the webhook secret that needs no setting.

use sha2::{Digest, Sha256};

use crate::base::Secret;

/// `digits:35 characters`, as @BotFather gives them.
pub(super) fn looks_like_token(text: &str) -> bool {
    text.split_once(':').is_some_and(|(id, key)| {
        (1..=19).contains(&id.len())
            && id.bytes().all(|b| b.is_ascii_digit())
            && key.len() == 35
            && key.bytes().all(is_plain)
    })
}

/// What `setWebhook` accepts as a secret (1–256 of these characters); below 16 it can be guessed.
pub(super) fn looks_like_secret(text: &str) -> bool {
    (16..=256).contains(&text.len()) && text.bytes().all(is_plain)
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

/// Made from the token, so that it is the same after a restart and on every replica, and unknown to
/// whoever does not hold the token.
pub(super) fn derived_secret(token: &Secret) -> Secret {
    let digest = Sha256::digest(format!("hongyan webhook {}", token.expose()));
    Secret::new(
        digest
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect::<String>(),
    )
}
