//! A parcel as one call of the Bot API.

use futures_util::future::BoxFuture;
use serde::Serialize;
use serde_json::value::RawValue;
use teloxide::RequestError;
use teloxide::payloads;
use teloxide::requests::{Payload, Requester};
use teloxide::types::{
    CallbackQueryId, ChatId, FileId, InputFile, InputMedia, InputMediaAudio, InputMediaDocument,
    InputMediaPhoto, InputMediaVideo, LinkPreviewOptions, MessageId, ParseMode, ReplyMarkup,
};

use super::markup::{inline, reply_markup};
use super::sent::number;
use super::{Answered, CallError, Telegram, qr, refusal_of, wire};
use crate::base::{Html, utf16_len};
use crate::model::album::{Album, Item};
use crate::model::file::Data;
use crate::model::message::{Content, Keyboard, MediaKind, Parcel};
use crate::outbox::{Channel, Manner, Receipt, Refusal};

type Delivered = Result<Receipt, Refusal>;

/// Bot API: sendMessage, sendPhoto and the like.
const MAX_TEXT: usize = 4_096;
const MAX_CAPTION: usize = 1_024;

impl Channel for Telegram {
    fn bot(&self) -> &str {
        self.id()
    }

    fn deliver<'a>(
        &'a self,
        chat: i64,
        parcel: &'a Parcel,
        manner: Manner,
    ) -> BoxFuture<'a, Delivered> {
        Box::pin(self.hand_over(ChatId(chat), parcel, manner))
    }
}

/// How a new message is to appear.
struct Look {
    markup: Option<ReplyMarkup>,
    protect: Option<bool>,
    silent: Option<bool>,
    paid: Option<bool>,
}

/// The payloads of one kind of media differ in name only.
macro_rules! media {
    ($telegram:expr, $payload:ident, $chat:expr, $file:expr, $caption:expr, $look:expr) => {{
        let file = InputFile::file_id(FileId($file.to_owned()));
        let mut payload = payloads::$payload::new($chat, file);
        payload.caption = (!$caption.is_empty()).then(|| $caption.as_str().to_owned());
        payload.parse_mode = Some(ParseMode::Html);
        payload.protect_content = $look.protect;
        payload.disable_notification = $look.silent;
        payload.allow_paid_broadcast = $look.paid;
        payload.reply_markup = $look.markup;
        $telegram.sent(&payload).await
    }};
}

/// Uploads, the only calls through teloxide's own transport.
macro_rules! uploaded {
    ($telegram:expr, $send:ident, $chat:expr, $file:expr, $caption:expr, $look:expr) => {{
        within($caption, MAX_CAPTION)?;
        let mut request = $telegram.bot.$send($chat, $file);
        request.caption = (!$caption.is_empty()).then(|| $caption.as_str().to_owned());
        request.parse_mode = Some(ParseMode::Html);
        request.protect_content = $look.protect;
        request.disable_notification = $look.silent;
        request.allow_paid_broadcast = $look.paid;
        request.reply_markup = $look.markup;
        match request.await {
            Ok(message) => Ok(Receipt {
                remote_id: Some(i64::from(message.id.0)),
            }),
            Err(error) => Err(refusal_of(&call_error(error))),
        }
    }};
}

impl Telegram {
    async fn hand_over(&self, chat: ChatId, parcel: &Parcel, manner: Manner) -> Delivered {
        match parcel {
            Parcel::Send {
                content,
                keyboard,
                protect,
                silent,
            } => {
                let look = Look {
                    markup: keyboard.as_ref().map(reply_markup).transpose()?,
                    protect: protect.then_some(true),
                    silent: (*silent || manner.silent).then_some(true),
                    paid: manner.paid.then_some(true),
                };
                match content {
                    Content::Text { html } => self.text(chat, html, look).await,
                    Content::Media {
                        media,
                        file,
                        caption,
                    } => self.media(chat, *media, file, caption, look).await,
                    Content::Album { album } => self.album(chat, album, look).await,
                    Content::Qr { link, caption } => self.code(chat, link, caption, look).await,
                    Content::File {
                        name,
                        data,
                        caption,
                        ..
                    } => self.file(chat, name, data, caption, look).await,
                }
            }
            Parcel::Edit {
                message,
                html,
                keyboard,
            } => self.edit(chat, *message, html, keyboard.as_ref()).await,
            Parcel::Delete { message } => self.delete(chat, *message).await,
            // Without a phone that others use there is nothing to hide.
            Parcel::Cover { .. } => Err(Refusal::GoneStale),
            Parcel::Answer { query, words } => {
                let mut payload =
                    payloads::AnswerCallbackQuery::new(CallbackQueryId(query.clone()));
                payload.text = (!words.is_empty()).then(|| words.clone());
                self.done(&payload).await
            }
        }
    }

    async fn text(&self, chat: ChatId, html: &Html, look: Look) -> Delivered {
        within(html, MAX_TEXT)?;
        let mut payload = payloads::SendMessage::new(chat, html.as_str());
        payload.parse_mode = Some(ParseMode::Html);
        payload.link_preview_options = Some(no_preview());
        payload.protect_content = look.protect;
        payload.disable_notification = look.silent;
        payload.allow_paid_broadcast = look.paid;
        payload.reply_markup = look.markup;
        self.sent(&payload).await
    }

    async fn media(
        &self,
        chat: ChatId,
        media: MediaKind,
        file: &str,
        caption: &Html,
        look: Look,
    ) -> Delivered {
        within(caption, MAX_CAPTION)?;
        match media {
            MediaKind::Voice => media!(self, SendVoice, chat, file, caption, look),
            MediaKind::Photo => media!(self, SendPhoto, chat, file, caption, look),
            MediaKind::Video => media!(self, SendVideo, chat, file, caption, look),
            MediaKind::Document => media!(self, SendDocument, chat, file, caption, look),
            MediaKind::Audio => media!(self, SendAudio, chat, file, caption, look),
            MediaKind::Animation => media!(self, SendAnimation, chat, file, caption, look),
            // It has no caption: who sends one with words sends the words as a message of its own.
            MediaKind::VideoNote => {
                let file = InputFile::file_id(FileId(file.to_owned()));
                let mut payload = payloads::SendVideoNote::new(chat, file);
                payload.protect_content = look.protect;
                payload.disable_notification = look.silent;
                payload.allow_paid_broadcast = look.paid;
                payload.reply_markup = look.markup;
                self.sent(&payload).await
            }
        }
    }

    /// One call for all items; a single one is no album to the Bot API.
    async fn album(&self, chat: ChatId, album: &Album, look: Look) -> Delivered {
        if let [one] = album.items() {
            let Item {
                media,
                file,
                caption,
            } = one;
            return self.media(chat, *media, file, caption, look).await;
        }
        let media: Result<Vec<_>, _> = album.items().iter().map(in_album).collect();
        let mut payload = payloads::SendMediaGroup::new(chat, media?);
        payload.protect_content = look.protect;
        payload.disable_notification = look.silent;
        payload.allow_paid_broadcast = look.paid;
        self.sent(&payload).await
    }

    /// A document of our own, under its name: the messenger reads its kind from that.
    async fn file(
        &self,
        chat: ChatId,
        name: &str,
        data: &Data,
        caption: &Html,
        look: Look,
    ) -> Delivered {
        let file = InputFile::memory(data.bytes().to_vec()).file_name(name.to_owned());
        uploaded!(self, send_document, chat, file, caption, look)
    }

    async fn code(&self, chat: ChatId, link: &str, caption: &Html, look: Look) -> Delivered {
        let picture = qr::png(link).ok_or_else(|| malformed("no QR code can hold the link"))?;
        let file = InputFile::memory(picture).file_name("code.png");
        uploaded!(self, send_photo, chat, file, caption, look)
    }

    async fn edit(
        &self,
        chat: ChatId,
        message: i64,
        html: &Html,
        keyboard: Option<&Keyboard>,
    ) -> Delivered {
        within(html, MAX_TEXT)?;
        let Ok(message) = i32::try_from(message) else {
            return Err(Refusal::GoneStale);
        };
        let mut payload = payloads::EditMessageText::new(chat, MessageId(message), html.as_str());
        payload.parse_mode = Some(ParseMode::Html);
        payload.link_preview_options = Some(no_preview());
        if let Some(Keyboard::Buttons(rows)) = keyboard {
            payload.reply_markup = Some(inline(rows)?);
        }
        self.done(&payload).await
    }

    /// After two days, or when it is gone already, the messenger refuses: then nothing is to be done.
    async fn delete(&self, chat: ChatId, message: i64) -> Delivered {
        let Ok(message) = i32::try_from(message) else {
            return Err(Refusal::GoneStale);
        };
        let payload = payloads::DeleteMessage::new(chat, MessageId(message));
        match self.done(&payload).await {
            Err(Refusal::Malformed(_)) => Err(Refusal::GoneStale),
            other => other,
        }
    }

    /// A call whose result is the new message, or the list of those of an album.
    async fn sent<P: Payload + Serialize>(&self, payload: &P) -> Delivered {
        let sent: Answered<Box<RawValue>> = self.call(payload).await;
        let sent = sent.map_err(|error| refusal_of(&error))?;
        // It was taken: a result without an id must not send it again.
        let remote_id = number(&sent);
        Ok(Receipt { remote_id })
    }

    /// A call whose result tells nothing new.
    async fn done<P: Payload + Serialize>(&self, payload: &P) -> Delivered {
        let done = self.order(payload).await;
        done.map(|()| Receipt::default())
            .map_err(|error| refusal_of(&error))
    }
}

fn in_album(item: &Item) -> Result<InputMedia, Refusal> {
    within(&item.caption, MAX_CAPTION)?;
    let file = InputFile::file_id(FileId(item.file.clone()));
    macro_rules! with_words {
        ($variant:ident, $shape:ident) => {{
            let mut media = $shape::new(file);
            media.caption = (!item.caption.is_empty()).then(|| item.caption.as_str().to_owned());
            media.parse_mode = Some(ParseMode::Html);
            Ok(InputMedia::$variant(media))
        }};
    }
    match item.media {
        MediaKind::Photo => with_words!(Photo, InputMediaPhoto),
        MediaKind::Video => with_words!(Video, InputMediaVideo),
        MediaKind::Document => with_words!(Document, InputMediaDocument),
        MediaKind::Audio => with_words!(Audio, InputMediaAudio),
        MediaKind::Voice | MediaKind::VideoNote | MediaKind::Animation => {
            Err(malformed("no album holds this kind"))
        }
    }
}

fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

fn malformed(words: &str) -> Refusal {
    Refusal::Malformed(words.to_owned())
}

/// Refuses here what the Bot API would refuse after the journey.
fn within(html: &Html, limit: usize) -> Result<(), Refusal> {
    // The markup is never shorter than what is read: most texts need no second look.
    if html.as_str().len() > limit && utf16_len(&html.plain()) > limit {
        return Err(malformed("longer than the messenger takes"));
    }
    Ok(())
}

/// The library's errors in our own terms; its texts may hold the token or the answer.
fn call_error(error: RequestError) -> CallError {
    let refused = |description: String, retry_after, migrate_to| CallError::Refused {
        code: 400,
        description,
        retry_after,
        migrate_to,
    };
    match error {
        RequestError::Api(teloxide::ApiError::InvalidToken) => CallError::Refused {
            code: 401,
            description: "Unauthorized".into(),
            retry_after: None,
            migrate_to: None,
        },
        RequestError::Api(teloxide::ApiError::Unknown(text)) => refused(text, None, None),
        RequestError::Api(error) => refused(error.to_string(), None, None),
        RequestError::MigrateToChatId(chat) => refused(String::new(), None, Some(chat.0)),
        RequestError::RetryAfter(wait) => {
            refused(String::new(), Some(i64::from(wait.seconds())), None)
        }
        RequestError::Network(error) => wire::fault(&error),
        RequestError::InvalidJson { .. } => CallError::Unintelligible,
        RequestError::Io(_) => CallError::NotSent,
    }
}
