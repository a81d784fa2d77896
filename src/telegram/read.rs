//! What a person did, read from a raw update. Small shapes of our own instead of teloxide's: a part
//! we do not know must not cost us the text (teloxide turns such a message into an empty one).

use serde::Deserialize;

use super::shapes::{Callback, Chat, Contact, File, Member, Message, Update};
use crate::base::{Html, Phone, Words, utf16_len};
use crate::model::event::{Did, Event};
use crate::model::message::MediaKind;

/// Longest text a person can send (Bot API, Message.text), in UTF-16 units.
const MAX_TEXT: usize = 4_096;

/// The event of a stored update. `Ok(None)`: nothing a person did to us. `Err`: an update of a kind
/// we act on that cannot be read; it is kept for a person to look at.
pub fn event(bot: &str, raw: &str) -> Result<Option<Event>, &'static str> {
    let update: Update = serde_json::from_str(raw).map_err(|_| "not a readable update")?;
    let (chat, language, did) = if let Some(message) = update.message {
        let message = part::<Message>(message, "not a readable message")?;
        (message.chat.id, message.language(), said(message))
    } else if let Some(message) = update.edited_message {
        let message = part::<Message>(message, "not a readable edited message")?;
        (message.chat.id, message.language(), edited(message))
    } else if let Some(callback) = update.callback_query {
        let callback = part::<Callback>(callback, "not a readable tap")?;
        let language = callback.from.language_code.clone();
        (callback.chat(), language, tapped(callback))
    } else if let Some(member) = update.my_chat_member {
        let member = part::<Member>(member, "not a readable change of membership")?;
        let language = member
            .from
            .as_ref()
            .and_then(|from| from.language_code.clone());
        (member.chat.id, language, came_or_left(&member))
    } else {
        return Ok(None);
    };
    Ok(did.map(|did| Event {
        bot: bot.to_owned(),
        chat,
        language,
        did,
    }))
}

fn part<T: for<'a> Deserialize<'a>>(
    raw: serde_json::Value,
    problem: &'static str,
) -> Result<T, &'static str> {
    serde_json::from_value(raw).map_err(|_| problem)
}

fn said(message: Message) -> Option<Did> {
    let from = message.from.as_ref()?;
    if from.is_bot || message.is_service() {
        return None;
    }
    match message.chat.place() {
        Place::Private => {}
        Place::Group => return Some(Did::InGroup { added: false }),
        Place::Elsewhere => return None,
    }
    let id = message.message_id;
    let reply_to = message.reply_to_message.as_ref().map(|r| r.message_id);
    if let Some(contact) = &message.contact {
        // A passed-on card proves nothing about who passes it on.
        let own = contact.user_id == Some(from.id) && !message.is_forwarded();
        let phone = phone(contact);
        return Some(Did::SharesContact { phone, own });
    }
    if let Some((media, file)) = message.media() {
        let caption = message.caption.as_deref().unwrap_or_default();
        let sheet = message.document.as_ref().is_some_and(File::is_sheet);
        return Some(Did::Sends {
            media,
            file,
            caption: Html::escape(&bounded(caption)),
            album: message.media_group_id.clone(),
            sheet: sheet && media == MediaKind::Document,
            message: id,
            reply_to,
        });
    }
    match message.text.as_deref().or(message.caption.as_deref()) {
        Some(text) if !text.is_empty() => Some(Did::Says {
            text: Words::new(bounded(text)),
            message: id,
            reply_to,
        }),
        _ => Some(Did::Other { message: id }),
    }
}

fn edited(message: Message) -> Option<Did> {
    let from = message.from.as_ref()?;
    if from.is_bot || message.chat.place() != Place::Private {
        return None;
    }
    let text = message.text.as_deref().or(message.caption.as_deref())?;
    Some(Did::Edits {
        message: message.message_id,
        text: Words::new(bounded(text)),
    })
}

fn tapped(callback: Callback) -> Option<Did> {
    let place = callback.message.as_ref().map(|m| m.chat.place());
    if place.is_some_and(|place| place != Place::Private) {
        return Some(Did::InGroup { added: false });
    }
    Some(Did::Taps {
        data: callback.data.unwrap_or_default(),
        query: callback.id,
        message: callback.message.map(|message| message.message_id),
    })
}

fn came_or_left(member: &Member) -> Option<Did> {
    let is_here = member.new_chat_member.is_here();
    match member.chat.place() {
        Place::Private => Some(if is_here { Did::Returns } else { Did::Leaves }),
        Place::Group if is_here => {
            let was_here = member.old_chat_member.as_ref().is_some_and(|m| m.is_here());
            (!was_here).then_some(Did::InGroup { added: true })
        }
        Place::Group | Place::Elsewhere => None,
    }
}

fn phone(contact: &Contact) -> Option<Phone> {
    contact.phone_number.as_deref().and_then(Phone::parse)
}

/// Where something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Private,
    Group,
    /// A channel, or a kind of chat we have not heard of.
    Elsewhere,
}

impl Chat {
    fn place(&self) -> Place {
        match self.r#type.as_str() {
            "private" => Place::Private,
            "group" | "supergroup" => Place::Group,
            _ => Place::Elsewhere,
        }
    }
}

impl Message {
    fn media(&self) -> Option<(MediaKind, String)> {
        // An animation is a document as well, so the narrower kind is asked first.
        let kinds = [
            (MediaKind::Animation, &self.animation),
            (MediaKind::Voice, &self.voice),
            (MediaKind::Video, &self.video),
            (MediaKind::VideoNote, &self.video_note),
            (MediaKind::Audio, &self.audio),
            (MediaKind::Document, &self.document),
        ];
        let photo = self.photo.as_ref().and_then(|sizes| sizes.last());
        kinds
            .into_iter()
            .find_map(|(kind, file)| file.as_ref().map(|file| (kind, file.file_id.clone())))
            .or_else(|| photo.map(|size| (MediaKind::Photo, size.file_id.clone())))
    }
}

/// The first [`MAX_TEXT`] UTF-16 units.
fn bounded(text: &str) -> String {
    if text.len() <= MAX_TEXT || utf16_len(text) <= MAX_TEXT {
        return text.to_owned();
    }
    let mut units = 0;
    text.chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= MAX_TEXT
        })
        .collect()
}
