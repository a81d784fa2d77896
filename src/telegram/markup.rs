//! Our keyboards as Telegram's.

use teloxide::types::{
    ButtonRequest, InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, KeyboardMarkup,
    ReplyMarkup,
};

use crate::model::message::{Act, Button, Keyboard};
use crate::outbox::Refusal;

/// Any keyboard, for a new message.
pub(super) fn reply_markup(keyboard: &Keyboard) -> Result<ReplyMarkup, Refusal> {
    Ok(match keyboard {
        Keyboard::Buttons(rows) => ReplyMarkup::InlineKeyboard(inline(rows)?),
        Keyboard::AskContact { label } => {
            let button = KeyboardButton::new(label.as_str()).request(ButtonRequest::Contact);
            let keyboard = KeyboardMarkup::new([[button]])
                .resize_keyboard()
                .one_time_keyboard();
            ReplyMarkup::Keyboard(keyboard)
        }
        Keyboard::Remove => ReplyMarkup::kb_remove(),
    })
}

/// Rows of buttons under a message.
pub(super) fn inline(rows: &[Vec<Button>]) -> Result<InlineKeyboardMarkup, Refusal> {
    let mut keyboard = Vec::with_capacity(rows.len());
    for row in rows {
        keyboard.push(row.iter().map(button).collect::<Result<Vec<_>, _>>()?);
    }
    Ok(InlineKeyboardMarkup::new(keyboard))
}

fn button(button: &Button) -> Result<InlineKeyboardButton, Refusal> {
    let label = button.label.as_str();
    match &button.act {
        Act::Tap(data) => Ok(InlineKeyboardButton::callback(label, data.as_str())),
        Act::Open(link) => {
            let link = reqwest::Url::parse(link)
                .map_err(|_| Refusal::Malformed("a button's link is none".into()))?;
            Ok(InlineKeyboardButton::url(label, link))
        }
    }
}
