//! `reply_markup`: parsing and the checks Telegram makes before it shows a keyboard. Must not know
//! the message it belongs to.

use serde_json::{Map, Value, json};

use super::markup_text::link;
use super::params::Params;
use super::refusal::Refusal;

/// A keyboard under a message or under the input field.
pub(super) enum Markup {
    None,
    /// Rows of `InlineKeyboardButton`.
    Inline(Value),
    /// `ReplyKeyboardMarkup` or `ForceReply`, as given.
    Keyboard(Value),
    Remove,
}

/// Telegram takes this many buttons at most.
const MOST_BUTTONS: usize = 100;

impl Markup {
    /// Reads the parameter `reply_markup`.
    pub fn read(params: &Params) -> Result<Self, Refusal> {
        let value = params
            .json("reply_markup")
            .map_err(|()| Refusal::bad("can't parse reply keyboard markup JSON object"))?;
        let Some(value) = value else {
            return Ok(Self::None);
        };
        let Value::Object(object) = &value else {
            return Err(Refusal::bad("object expected as reply markup"));
        };
        if let Some(rows) = object.get("inline_keyboard") {
            let rows = inline_rows(rows)?;
            return Ok(if rows.is_empty() {
                Self::None
            } else {
                Self::Inline(Value::Array(rows))
            });
        }
        if let Some(rows) = object.get("keyboard") {
            return keyboard(object, rows);
        }
        let set = |name: &str| object.get(name).and_then(Value::as_bool) == Some(true);
        if set("remove_keyboard") {
            return Ok(Self::Remove);
        }
        Ok(if set("force_reply") {
            Self::Keyboard(value)
        } else {
            Self::None
        })
    }
}

fn rows(value: &Value) -> Result<impl Iterator<Item = &Vec<Value>>, Refusal> {
    let wrong = || Refusal::bad("can't parse reply keyboard markup JSON object");
    let rows = value.as_array().ok_or_else(wrong)?;
    if rows.iter().any(|r| !r.is_array()) {
        return Err(wrong());
    }
    let buttons: usize = rows.iter().filter_map(Value::as_array).map(Vec::len).sum();
    if buttons > MOST_BUTTONS {
        return Err(Refusal::bad("reply markup is too long"));
    }
    Ok(rows
        .iter()
        .filter_map(Value::as_array)
        .filter(|r| !r.is_empty()))
}

fn inline_rows(value: &Value) -> Result<Vec<Value>, Refusal> {
    rows(value)?
        .map(|row| {
            let row: Result<Vec<Value>, Refusal> = row.iter().map(inline_button).collect();
            row.map(Value::Array)
        })
        .collect()
}

fn inline_button(button: &Value) -> Result<Value, Refusal> {
    let wrong = |why: &str| Refusal::bad(format!("can't parse inline keyboard button: {why}"));
    let Value::Object(fields) = button else {
        return Err(wrong("Object expected as inline keyboard button"));
    };
    let text = fields
        .get("text")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if text.is_empty() {
        return Err(wrong("Field \"text\" must be of type String"));
    }
    let mut clean = Map::new();
    clean.insert("text".into(), json!(text));
    if let Some(url) = fields.get("url").and_then(Value::as_str) {
        let Some(normal) = link(url) else {
            return Err(Refusal::bad(format!(
                "inline keyboard button URL '{url}' is invalid: Wrong HTTP URL"
            )));
        };
        clean.insert("url".into(), json!(normal));
        return Ok(Value::Object(clean));
    }
    if let Some(data) = fields.get("callback_data") {
        let data = data.as_str().unwrap_or_default();
        if !(1..=64).contains(&data.len()) {
            return Err(Refusal::bad("BUTTON_DATA_INVALID"));
        }
        clean.insert("callback_data".into(), json!(data));
        return Ok(Value::Object(clean));
    }
    let others = [
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "pay",
        "callback_game",
    ];
    for name in others {
        if let Some(value) = fields.get(name) {
            clean.insert(name.into(), value.clone());
            return Ok(Value::Object(clean));
        }
    }
    Err(wrong("Text buttons are unallowed in the inline keyboard"))
}

/// Buttons may be bare strings; they become objects.
fn keyboard(object: &Map<String, Value>, value: &Value) -> Result<Markup, Refusal> {
    let wrong = |why: &str| Refusal::bad(format!("can't parse keyboard button: {why}"));
    let mut clean: Vec<Value> = Vec::new();
    for row in rows(value)? {
        let mut buttons = Vec::new();
        for button in row {
            let button = match button {
                Value::String(text) => json!({"text": text}),
                other => other.clone(),
            };
            let text = button
                .get("text")
                .and_then(Value::as_str)
                .unwrap_or_default();
            if text.is_empty() {
                return Err(wrong("Field \"text\" must be of type String"));
            }
            buttons.push(button);
        }
        clean.push(Value::Array(buttons));
    }
    if clean.is_empty() {
        return Ok(Markup::None);
    }
    let mut object = object.clone();
    object.insert("keyboard".into(), Value::Array(clean));
    Ok(Markup::Keyboard(Value::Object(object)))
}
