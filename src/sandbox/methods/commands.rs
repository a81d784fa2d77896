//! What a bot says about itself: commands per scope and language, name, descriptions, the menu
//! button.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::refusal::Refusal;
use super::super::state::State;
use super::{Answer, Call};

#[derive(Serialize, Deserialize)]
struct Command {
    command: String,
    description: String,
}

fn key(call: &Call<'_>) -> Result<String, Refusal> {
    let what = "can't parse BotCommandScope JSON object";
    let scope: Option<Value> = call.params.parse("scope", what)?;
    let scope = scope.unwrap_or_else(|| json!({"type": "default"}));
    let language = call.params.text("language_code").unwrap_or_default();
    if !(language.is_empty() || language.len() == 2) {
        return Err(Refusal::bad("LANG_CODE_INVALID"));
    }
    Ok(format!("commands {scope} {language}"))
}

fn settings<'a>(
    call: &'a mut Call<'_>,
) -> Option<&'a mut std::collections::BTreeMap<String, Value>> {
    call.state.version += 1;
    call.state.bots.get_mut(&call.bot).map(|b| &mut b.settings)
}

/// `setMyCommands`.
pub(super) fn set(call: &mut Call<'_>) -> Answer {
    let key = key(call)?;
    let what = "can't parse commands JSON object";
    let commands: Vec<Command> = call.params.parse("commands", what)?.unwrap_or_default();
    if commands.len() > 100 {
        return Err(Refusal::bad("BOT_COMMANDS_TOO_MUCH"));
    }
    for c in &commands {
        let name = c.command.trim_start_matches('/');
        let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !(1..=32).contains(&name.len()) || !name.chars().all(legal) {
            return Err(Refusal::bad("BOT_COMMAND_INVALID"));
        }
        if !(1..=256).contains(&c.description.chars().count()) {
            return Err(Refusal::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
        }
    }
    if let Some(settings) = settings(call) {
        settings.insert(key, json!(commands));
    }
    Ok(json!(true))
}

/// `getMyCommands`.
pub(super) fn get(call: &mut Call<'_>) -> Answer {
    let key = key(call)?;
    let bot = call.state.bots.get(&call.bot);
    Ok(bot
        .and_then(|b| b.settings.get(&key))
        .cloned()
        .unwrap_or_else(|| json!([])))
}

/// `deleteMyCommands`.
pub(super) fn delete(call: &mut Call<'_>) -> Answer {
    let key = key(call)?;
    if let Some(settings) = settings(call) {
        settings.remove(&key);
    }
    Ok(json!(true))
}

/// The commands one person sees in the menu of a private chat: the narrowest scope wins, then the
/// person's language (Bot API, "Determining list of commands").
pub(in super::super) fn menu(state: &State, bot: i64, person: i64) -> Value {
    let language = state.people.get(&person).map_or("", |a| &a.person.language);
    let short = language.get(..2).unwrap_or_default();
    let scopes = [
        json!({"type": "chat", "chat_id": person}),
        json!({"type": "all_private_chats"}),
        json!({"type": "default"}),
    ];
    let settings = state.bots.get(&bot).map(|b| &b.settings);
    scopes
        .iter()
        .flat_map(|scope| [short, ""].map(|l| format!("commands {scope} {l}")))
        .find_map(|key| settings.and_then(|s| s.get(&key)).cloned())
        .unwrap_or_else(|| json!([]))
}

/// `setMyName`, `setMyDescription`, `setMyShortDescription`.
pub(super) fn set_text(call: &mut Call<'_>, what: &str, most: usize) -> Answer {
    let text = call.params.text(what).unwrap_or_default();
    if text.chars().count() > most {
        return Err(Refusal::bad(format!(
            "bot {} is too long",
            what.replace('_', " ")
        )));
    }
    let language = call.params.text("language_code").unwrap_or_default();
    let key = format!("{what} {language}");
    if let Some(settings) = settings(call) {
        if text.is_empty() {
            settings.remove(&key);
        } else {
            settings.insert(key, json!(text));
        }
    }
    Ok(json!(true))
}

/// `getMyName`, …: of the language, else of all, else the registered name.
pub(super) fn get_text(call: &Call<'_>, what: &str) -> Value {
    let language = call.params.text("language_code").unwrap_or_default();
    let bot = call.state.bots.get(&call.bot);
    let saved = [format!("{what} {language}"), format!("{what} ")]
        .iter()
        .find_map(|key| bot.and_then(|b| b.settings.get(key)).cloned());
    let text = saved.unwrap_or_else(|| match (what, bot) {
        ("name", Some(bot)) => json!(bot.name),
        _ => json!(""),
    });
    json!({what: text})
}

fn menu_key(call: &Call<'_>) -> String {
    format!("menu {}", call.params.int("chat_id").unwrap_or_default())
}

/// `setChatMenuButton`.
pub(super) fn set_menu_button(call: &mut Call<'_>) -> Answer {
    let what = "can't parse MenuButton JSON object";
    let button: Option<Value> = call.params.parse("menu_button", what)?;
    let key = menu_key(call);
    if let Some(settings) = settings(call) {
        settings.insert(key, button.unwrap_or_else(|| json!({"type": "default"})));
    }
    Ok(json!(true))
}

/// `getChatMenuButton`.
pub(super) fn menu_button(call: &Call<'_>) -> Value {
    let bot = call.state.bots.get(&call.bot);
    let found = bot.and_then(|b| b.settings.get(&menu_key(call))).cloned();
    found.unwrap_or_else(|| json!({"type": "default"}))
}
