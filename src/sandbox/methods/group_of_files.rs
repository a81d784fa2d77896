//! `sendMediaGroup`: several files as one album.

use serde_json::{Value, json};

use super::super::entities::Rich;
use super::super::files::{About, Kind};
use super::super::markup_text::html;
use super::super::refusal::Refusal;
use super::super::state::{Body, Message};
use super::{Answer, Call, file, send};

/// `sendMediaGroup`.
pub(super) fn send(call: &mut Call<'_>) -> Answer {
    let chat = call.chat("chat_id")?;
    let what = "can't parse media JSON object";
    let media: Vec<Value> = call.params.parse("media", what)?.unwrap_or_default();
    if !(2..=10).contains(&media.len()) {
        return Err(Refusal::bad("media group must include 2-10 items"));
    }
    let mut items = Vec::new();
    for item in &media {
        let field = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default();
        let kind = match field("type") {
            "photo" => Kind::Photo,
            "video" => Kind::Video,
            "document" => Kind::Document,
            "audio" => Kind::Audio,
            _ => {
                return Err(Refusal::bad(
                    "can't parse InputMedia: type must be one of photo, video, document, audio",
                ));
            }
        };
        let mut caption = match field("parse_mode").to_ascii_lowercase().as_str() {
            "" => Rich::plain(field("caption")),
            "html" => html(field("caption"))?,
            _ => return Err(Refusal::bad("unsupported parse_mode")),
        };
        caption.settle();
        let caption = send::check_caption(caption)?;
        let source = file::resolve(call, kind, "media", Some(field("media")), About::default())?;
        items.push((source, caption));
    }
    let kinds = media.iter().filter_map(|item| item.get("type")?.as_str());
    for alone in ["audio", "document"] {
        let alike = kinds.clone().filter(|kind| *kind == alone).count();
        if alike > 0 && alike < media.len() {
            return Err(Refusal::bad(format!(
                "{alone} can't be mixed with other media types"
            )));
        }
    }
    call.may_write(chat)?;
    let album = call.state.next_album();
    let messages = items
        .into_iter()
        .map(|(source, caption)| {
            let id = file::store(call, source);
            let mut message = Message::new(call.bot, call.date(), Body::File(id), caption);
            message.album = Some(album.clone());
            message
        })
        .collect();
    let ids = send::put(call, chat, messages)?;
    let shown: Vec<Value> = ids.into_iter().map(|id| call.shown(chat, id)).collect();
    Ok(json!(shown))
}
