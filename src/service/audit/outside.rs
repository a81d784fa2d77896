//! Tries that never became anybody's turn: there is no person to name, only the bot they came to. One line
//! for each bot and ten minutes, however many there are.

use super::same_try;
use crate::base::Env;
use crate::model::audit::{UPDATE_REPEATED, WEBHOOK_REFUSED};
use crate::service::Served;
use crate::store::{Tx, audit};

/// Somebody called a bot's webhook without the messenger's secret.
pub async fn webhook_refused(tx: &mut Tx, env: &Env, bot: &str) -> Served<()> {
    note(tx, env, WEBHOOK_REFUSED, bot).await
}

/// An update came that had come before. Nothing of it happens twice.
pub async fn update_repeated(tx: &mut Tx, env: &Env, bot: &str) -> Served<()> {
    note(tx, env, UPDATE_REPEATED, bot).await
}

async fn note(tx: &mut Tx, env: &Env, action: &'static str, bot: &str) -> Served<()> {
    let bot = format!("bot {bot}");
    let act = audit::Act {
        action,
        detail: Some(&bot),
        ..audit::Act::default()
    };
    audit::note_once(tx, env, act, same_try(env.now(), action, &bot)).await
}
