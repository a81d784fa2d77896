//! teloxide, unchanged, takes the sandbox for the real thing and parses everything it says.

use hongyan::sandbox::FileKind;
use teloxide::net::Download;
use teloxide::prelude::*;
use teloxide::types::{
    BotCommand, ButtonRequest, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, InputMedia,
    InputMediaPhoto, KeyboardButton, KeyboardMarkup, MediaKind, MessageKind, ParseMode,
    ReplyParameters, UpdateKind,
};
use teloxide::{ApiError, RequestError};

use super::people::PNG;
use super::{TOKEN, Town};

fn bot(town: &Town) -> Bot {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    Bot::with_client(TOKEN, http).set_api_url(town.root.parse().unwrap())
}

#[tokio::test]
async fn every_update_is_understood() {
    let town = Town::new().await;
    let bot = bot(&town);
    assert_eq!(bot.get_me().await.unwrap().username(), "goose_bot");
    let mum = town.someone("Gulnora");
    let question = bot
        .send_message(ChatId(mum.person()), "?")
        .reply_markup(InlineKeyboardMarkup::new([[
            InlineKeyboardButton::callback("Yes", "y"),
        ]]))
        .await
        .unwrap();
    mum.sends_photo(PNG, "a photo").unwrap();
    mum.sends_voice(b"OggS").unwrap();
    mum.sends_video(b"....ftyp", "a video").unwrap();
    mum.sends(FileKind::VideoNote, None, None, b"....ftyp", "")
        .unwrap();
    mum.sends(FileKind::Audio, Some("a.mp3"), None, b"ID3", "")
        .unwrap();
    mum.sends(FileKind::Animation, None, None, b"....ftyp", "")
        .unwrap();
    mum.sends(FileKind::Sticker, None, None, b"RIFF", "")
        .unwrap();
    mum.sends_document("list.csv", b"a,b").unwrap();
    mum.shares_contact().unwrap();
    mum.shares_contact_of("Aunt", "998900000009", None).unwrap();
    mum.shares_location(41.0, 71.6).unwrap();
    let said = mum.replies(i64::from(question.id.0), "an answer").unwrap();
    mum.edits(said, "a better answer").unwrap();
    mum.taps("Yes").unwrap();
    mum.blocks();
    mum.unblocks();
    let group = town.sandbox.add_group("4B", &[mum.person()]);
    town.sandbox.add_to_group(town.bot, group, mum.person());
    town.sandbox.upgrade_group(group);

    let updates = bot.get_updates().await.unwrap();
    let kinds: Vec<&str> = updates.iter().map(|u| kind(&u.kind)).collect();
    assert_eq!(
        kinds,
        [
            "text",
            "photo",
            "voice",
            "video",
            "video note",
            "audio",
            "animation",
            "sticker",
            "document",
            "contact",
            "contact",
            "location",
            "text",
            "edited",
            "callback",
            "member",
            "member",
            "member",
            "joined",
            "migrated",
            "migrated"
        ]
    );
    let UpdateKind::Message(answer) = &updates[12].kind else {
        panic!()
    };
    assert_eq!(answer.reply_to_message().unwrap().id, question.id);
    let UpdateKind::CallbackQuery(query) = &updates[14].kind else {
        panic!()
    };
    assert_eq!(query.data.as_deref(), Some("y"));
    bot.answer_callback_query(query.id.clone())
        .text("Saved")
        .await
        .unwrap();
}

fn kind(update: &UpdateKind) -> &'static str {
    match update {
        UpdateKind::EditedMessage(_) => "edited",
        UpdateKind::CallbackQuery(_) => "callback",
        UpdateKind::MyChatMember(_) => "member",
        UpdateKind::Message(message) => match &message.kind {
            MessageKind::NewChatMembers(_) => "joined",
            MessageKind::Common(common) => match &common.media_kind {
                MediaKind::Text(_) => "text",
                MediaKind::Photo(_) => "photo",
                MediaKind::Voice(_) => "voice",
                MediaKind::Video(_) => "video",
                MediaKind::VideoNote(_) => "video note",
                MediaKind::Audio(_) => "audio",
                MediaKind::Animation(_) => "animation",
                MediaKind::Sticker(_) => "sticker",
                MediaKind::Document(_) => "document",
                MediaKind::Contact(_) => "contact",
                MediaKind::Location(_) => "location",
                MediaKind::Migration(_) => "migrated",
                _ => "?",
            },
            _ => "?",
        },
        _ => "?",
    }
}

#[tokio::test]
async fn every_request_is_served() {
    let town = Town::new().await;
    let bot = bot(&town);
    let mum = town.someone("Gulnora");
    let chat = ChatId(mum.person());
    let photo = || InputFile::memory(PNG).file_name("a.png");
    let sent = bot
        .send_photo(chat, photo())
        .caption("<b>x</b>")
        .parse_mode(ParseMode::Html)
        .await
        .unwrap();
    assert_eq!(sent.caption(), Some("x"));
    let id = sent.photo().unwrap().last().unwrap().file.id.clone();
    bot.send_photo(chat, InputFile::file_id(id.clone()))
        .await
        .unwrap();
    let voice = bot
        .send_voice(chat, InputFile::memory(&b"OggS"[..]))
        .duration(4)
        .await
        .unwrap();
    assert_eq!(voice.voice().unwrap().duration.seconds(), 4);
    bot.send_video(chat, InputFile::memory(&b"x"[..]))
        .await
        .unwrap();
    bot.send_video_note(chat, InputFile::memory(&b"x"[..]))
        .await
        .unwrap();
    bot.send_document(chat, InputFile::memory(&b"x"[..]).file_name("l.csv"))
        .await
        .unwrap();
    bot.send_audio(chat, InputFile::memory(&b"x"[..]))
        .await
        .unwrap();
    bot.send_animation(chat, InputFile::memory(&b"x"[..]))
        .await
        .unwrap();
    bot.send_sticker(chat, InputFile::memory(&b"x"[..]))
        .await
        .unwrap();
    bot.send_location(chat, 41.0, 71.6).await.unwrap();
    bot.send_contact(chat, "998900000001", "Gulnora")
        .await
        .unwrap();
    let album = [
        InputMedia::Photo(InputMediaPhoto::new(photo())),
        InputMedia::Photo(InputMediaPhoto::new(photo())),
    ];
    assert_eq!(bot.send_media_group(chat, album).await.unwrap().len(), 2);
    bot.copy_message(chat, chat, sent.id).await.unwrap();
    assert!(
        bot.forward_message(chat, chat, sent.id)
            .await
            .unwrap()
            .forward_origin()
            .is_some()
    );
    bot.edit_message_caption(chat, sent.id)
        .caption("y")
        .await
        .unwrap();
    let keyboard =
        KeyboardMarkup::new([[KeyboardButton::new("Share").request(ButtonRequest::Contact)]]);
    let text = bot
        .send_message(chat, "t")
        .reply_markup(keyboard)
        .reply_parameters(ReplyParameters::new(sent.id))
        .await
        .unwrap();
    bot.send_chat_action(chat, teloxide::types::ChatAction::Typing)
        .await
        .unwrap();
    bot.delete_message(chat, text.id).await.unwrap();
    bot.set_my_commands([BotCommand::new("start", "Begin")])
        .await
        .unwrap();
    assert_eq!(bot.get_my_commands().await.unwrap().len(), 1);
    bot.set_my_name().name("Goose 2").await.unwrap();
    assert_eq!(bot.get_my_name().await.unwrap().name, "Goose 2");
    bot.set_my_short_description()
        .short_description("s")
        .await
        .unwrap();
    bot.set_chat_menu_button().await.unwrap();
    assert_eq!(
        bot.get_chat(chat).await.unwrap().first_name(),
        Some("Gulnora")
    );
    assert!(
        bot.get_chat_member(chat, UserId(mum.person() as u64))
            .await
            .unwrap()
            .is_present()
    );
    bot.set_message_reaction(chat, sent.id).await.unwrap();
    let info = bot.get_webhook_info().await.unwrap();
    assert!(info.url.is_none());
    let file = bot.get_file(id).await.unwrap();
    let mut bytes = Vec::new();
    bot.download_file(&file.path, &mut bytes).await.unwrap();
    assert_eq!(bytes, PNG);
}

#[tokio::test]
async fn refusals_are_typed() {
    let town = Town::new().await;
    let bot = bot(&town);
    let mum = town.someone("Gulnora");
    let chat = ChatId(mum.person());
    let api = async |text: &str, to: ChatId| match bot.send_message(to, text).await {
        Err(RequestError::Api(error)) => error,
        other => panic!("{other:?}"),
    };
    assert_eq!(api("x", ChatId(1)).await, ApiError::ChatNotFound);
    assert_eq!(api("", chat).await, ApiError::MessageTextIsEmpty);
    assert_eq!(
        api(&"x".repeat(4097), chat).await,
        ApiError::MessageIsTooLong
    );
    mum.blocks();
    assert_eq!(api("x", chat).await, ApiError::BotBlocked);
    mum.unblocks();
    mum.deactivates();
    assert_eq!(api("x", chat).await, ApiError::UserDeactivated);
    let other = town.someone("Zulfiya");
    town.sandbox.hold(town.bot, Some(other.person()), 5);
    let held = bot.send_message(ChatId(other.person()), "x").await;
    assert!(matches!(held, Err(RequestError::RetryAfter(s)) if s.seconds() == 5));
    let group = town.sandbox.add_group("4B", &[]);
    town.sandbox.add_to_group(town.bot, group, other.person());
    let to = town.sandbox.upgrade_group(group);
    let moved = bot.send_message(ChatId(group), "x").await;
    assert!(matches!(moved, Err(RequestError::MigrateToChatId(id)) if id == ChatId(to)));
}
