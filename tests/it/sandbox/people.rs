//! What people do and see.

use hongyan::sandbox::{Cannot, FileKind, Sandbox, Tapped};
use serde_json::json;

use super::Town;

/// The beginning of a picture, 2 × 3 pixels.
pub const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x00\x02\x00\x00\x00\x03\x08\x06\x00\x00\x00";

#[tokio::test]
async fn a_screen_reads_like_the_chat() {
    let town = Town::new().await;
    let mum = town.someone("Gulnora");
    let chat = mum.person();
    town.ok("sendMessage", json!({"chat_id": chat, "parse_mode": "HTML",
        "text": "Is <b>Aziza</b> your child?\n<a href=\"https://example.org\">more</a>",
        "reply_markup": {"inline_keyboard": [[{"text": "Yes, that is my child", "callback_data": "y:1"}, {"text": "No", "callback_data": "n:1"}]]}})).await;
    assert_eq!(
        mum.taps("Maybe"),
        Err(Cannot::NoButton(vec![
            "Yes, that is my child".into(),
            "No".into()
        ]))
    );
    let Ok(Tapped::Query(query)) = mum.taps("that is my child") else {
        panic!()
    };
    town.ok(
        "answerCallbackQuery",
        json!({"callback_query_id": query, "text": "Thank you"}),
    )
    .await;
    town.ok("sendMessage", json!({"chat_id": chat, "text": "Your number?", "disable_notification": true,
        "reply_markup": {"keyboard": [[{"text": "Share my number", "request_contact": true}, "Later"]], "one_time_keyboard": true}})).await;
    insta::assert_snapshot!(mum.screen(10), @r"
    Gulnora: /start
    Goose: Is Aziza your child?
      more <https://example.org/>
      [Yes, that is my child] [No]
    (notice: Thank you)
    Goose: Your number? (silent)
      {Share my number} {Later}
    ");
    mum.taps("Share my number").unwrap();
    mum.sends_voice(b"OggS").unwrap();
    let said = mum.types("helo").unwrap();
    mum.edits(said, "hello").unwrap();
    mum.replies(said, "again").unwrap();
    mum.blocks();
    insta::assert_snapshot!(mum.screen(4), @r"
    Gulnora: [contact Gulnora 998900000001]
    Gulnora: [voice 3s]
    Gulnora: hello (edited)
    Gulnora: [re: hello] again
    (the bot is blocked)
    ");
    assert_eq!(mum.types("x"), Err(Cannot::Blocked));
    // Pressing Start again unblocks, as in the app.
    mum.opens_link("https://t.me/goose_bot?start=again")
        .unwrap();
    assert_eq!(mum.last().unwrap().rich.text, "/start again");
    assert_eq!(
        mum.opens_link("https://t.me/other_bot?start=x"),
        Err(Cannot::OtherBot)
    );
}

#[tokio::test]
async fn history_survives_a_restart() {
    let town = Town::new().await;
    let mum = town.someone("Gulnora");
    mum.sends_document("list.csv", b"a,b").unwrap();
    mum.types("привет 😀").unwrap();
    let kept = town.sandbox.snapshot();
    let kept = serde_json::from_str(&kept.to_string()).unwrap();
    let again = Sandbox::new(hongyan::base::Env::with(
        town.clock.clone(),
        hongyan::base::Chance::seeded(2),
    ));
    again.restore(kept).unwrap();
    let same = again.handset(mum.person(), town.bot);
    assert_eq!(same.screen(9), mum.screen(9));
    assert_eq!(again.pending(town.bot), 3);
    assert!(again.restore(json!({"bots": 1})).is_err());
    assert_eq!(same.screen(9), mum.screen(9));
}

#[tokio::test]
async fn copies_forwards_and_albums() {
    let town = Town::new().await;
    let mum = town.someone("Gulnora");
    let aunt = town.someone("Zulfiya");
    let voice = mum
        .sends(FileKind::Voice, None, Some("audio/ogg"), b"OggS", "")
        .unwrap();
    let from = |to: &hongyan::sandbox::Handset| json!({"chat_id": to.person(), "from_chat_id": mum.person(), "message_id": voice});
    town.ok("copyMessage", from(&aunt)).await;
    town.ok("forwardMessage", from(&aunt)).await;
    let photo = mum.sends_photo(PNG, "drawing").unwrap();
    let file = mum
        .messages()
        .iter()
        .find(|m| m.id == photo)
        .map(|m| m.body.clone());
    let Some(hongyan::sandbox::Body::File(id)) = file else {
        panic!()
    };
    let media = json!([{"type": "photo", "media": id, "caption": "<b>one</b>", "parse_mode": "HTML"}, {"type": "photo", "media": id}]);
    let album = town
        .ok(
            "sendMediaGroup",
            json!({"chat_id": aunt.person(), "media": media, "protect_content": true}),
        )
        .await;
    assert_eq!(album[0]["media_group_id"], album[1]["media_group_id"]);
    insta::assert_snapshot!(aunt.screen(9), @r"
    Zulfiya: /start
    Goose: [voice 3s]
    Goose: [forwarded from Gulnora] [voice 3s]
    Goose: [photo] one (protected)
    Goose: [photo] (protected)
    ");
    let missing =
        json!({"chat_id": aunt.person(), "from_chat_id": mum.person(), "message_id": 999});
    assert_eq!(
        town.refused("copyMessage", missing).await,
        "Bad Request: message to copy not found"
    );
}

#[tokio::test]
async fn a_bot_in_a_group_hears_what_is_meant_for_it() {
    let town = Town::new().await;
    let mum = town.someone("Gulnora");
    let group = town.sandbox.add_group("Class 4B", &[mum.person()]);
    town.sandbox.add_to_group(town.bot, group, mum.person());
    town.sandbox
        .types_in_group(town.bot, group, mum.person(), "hello everybody");
    town.sandbox
        .types_in_group(town.bot, group, mum.person(), "/help@goose_bot");
    let updates = town.ok("getUpdates", json!({})).await;
    let kinds: Vec<_> = updates
        .as_array()
        .unwrap()
        .iter()
        .map(|u| {
            let message = &u["message"];
            message["text"].as_str().unwrap_or(if message.is_null() {
                "my_chat_member"
            } else {
                "joined"
            })
        })
        .collect();
    assert_eq!(
        kinds,
        ["/start", "my_chat_member", "joined", "/help@goose_bot"]
    );
    assert_eq!(updates[3]["message"]["chat"]["type"], "group");
    town.ok("leaveChat", json!({"chat_id": group})).await;
    assert_eq!(
        town.refused("sendMessage", json!({"chat_id": group, "text": "x"}))
            .await,
        "Forbidden: bot was kicked from the group chat"
    );
}

#[tokio::test]
async fn commands_and_descriptions_by_language() {
    let town = Town::new().await;
    let list = json!([{"command": "start", "description": "Begin"}]);
    town.ok(
        "setMyCommands",
        json!({"commands": list, "language_code": "uz"}),
    )
    .await;
    assert_eq!(
        town.ok("getMyCommands", json!({"language_code": "uz"}))
            .await,
        list
    );
    assert_eq!(town.ok("getMyCommands", json!({})).await, json!([]));
    let bad = json!([{"command": "Start!", "description": "Begin"}]);
    assert_eq!(
        town.refused("setMyCommands", json!({"commands": bad}))
            .await,
        "Bad Request: BOT_COMMAND_INVALID"
    );
    town.ok("deleteMyCommands", json!({"language_code": "uz"}))
        .await;
    assert_eq!(
        town.ok("getMyCommands", json!({"language_code": "uz"}))
            .await,
        json!([])
    );
    assert_eq!(town.ok("getMyName", json!({})).await["name"], "Goose");
    town.ok("setMyDescription", json!({"description": "d"}))
        .await;
    assert_eq!(
        town.ok("getMyDescription", json!({"language_code": "ru"}))
            .await["description"],
        "d"
    );
}
