//! Every refusal has Telegram's words, code and parameters.

use serde_json::json;

use super::{TOKEN, Town};

#[tokio::test]
async fn addresses_tokens_and_methods() {
    let town = Town::new().await;
    let get = async |path: &str| {
        let answer = town
            .http
            .get(format!("{}{path}", town.root))
            .send()
            .await
            .unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    let not_found = r#"{"description":"Not Found","error_code":404,"ok":false}"#;
    assert_eq!(get("/botnonsense/getMe").await, (404, not_found.to_owned()));
    assert_eq!(
        get(&format!("/bot{TOKEN}/dance")).await,
        (404, not_found.to_owned())
    );
    let (status, body) = get("/bot4001:wrong/getMe").await;
    assert_eq!(status, 401);
    assert!(body.contains("Unauthorized"));
    // Method names do not care about case, tokens may come percent-encoded.
    assert_eq!(get("/bot4001%3AAAsandbox/GETME").await.0, 200);
}

#[tokio::test]
async fn sending_text() {
    let town = Town::new().await;
    let mum = town.someone("Gulnora").person();
    let refused = async |params| town.refused("sendMessage", params).await;
    let send = |text: &str| json!({"chat_id": mum, "text": text});

    assert_eq!(
        refused(json!({"text": "x"})).await,
        "Bad Request: chat_id is empty"
    );
    assert_eq!(
        refused(json!({"chat_id": 5, "text": "x"})).await,
        "Bad Request: chat not found"
    );
    assert_eq!(
        refused(json!({"chat_id": "@x", "text": "x"})).await,
        "Bad Request: chat not found"
    );
    assert_eq!(
        refused(send("")).await,
        "Bad Request: message text is empty"
    );
    assert_eq!(
        refused(send(" \n ")).await,
        "Bad Request: message text is empty"
    );
    let html = json!({"chat_id": mum, "text": "<b> </b>", "parse_mode": "HTML"});
    assert_eq!(refused(html).await, "Bad Request: message text is empty");

    // 4,096 UTF-16 units, counted after parsing.
    town.ok("sendMessage", send(&"😀".repeat(2048))).await;
    assert_eq!(
        refused(send(&"😀".repeat(2049))).await,
        "Bad Request: message is too long"
    );
    let marked = format!("<b>{}</b>", "&lt;".repeat(4096));
    let html = json!({"chat_id": mum, "text": marked, "parse_mode": "html"});
    town.ok("sendMessage", html).await;

    let other = json!({"chat_id": mum, "text": "*x*", "parse_mode": "MarkdownV2"});
    assert_eq!(refused(other).await, "Bad Request: unsupported parse_mode");
}

#[tokio::test]
async fn keyboards() {
    let town = Town::new().await;
    let mum = town.someone("Gulnora").person();
    let refused = async |markup| {
        let params = json!({"chat_id": mum, "text": "x", "reply_markup": markup});
        town.refused("sendMessage", params).await
    };
    let data = |data: &str| json!({"inline_keyboard": [[{"text": "x", "callback_data": data}]]});
    assert_eq!(refused(data("")).await, "Bad Request: BUTTON_DATA_INVALID");
    assert_eq!(
        refused(data(&"д".repeat(33))).await,
        "Bad Request: BUTTON_DATA_INVALID"
    );
    let params =
        json!({"chat_id": mum, "text": "x", "reply_markup": data(&"д".repeat(32)).to_string()});
    town.ok("sendMessage", params).await;
    assert_eq!(
        refused(json!({"inline_keyboard": [[{"text": "x", "url": "no where"}]]})).await,
        "Bad Request: inline keyboard button URL 'no where' is invalid: Wrong HTTP URL"
    );
    assert_eq!(
        refused(json!({"inline_keyboard": [[{"text": "x"}]]})).await,
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
    );
    assert_eq!(
        refused(json!("{")).await,
        "Bad Request: can't parse reply keyboard markup JSON object"
    );
}

#[tokio::test]
async fn replying() {
    let town = Town::new().await;
    let mum = town.someone("Gulnora");
    let to = |id: i64, anyway: bool| {
        json!({"chat_id": mum.person(), "text": "x",
            "reply_parameters": {"message_id": id, "allow_sending_without_reply": anyway}})
    };
    assert_eq!(
        town.refused("sendMessage", to(999, false)).await,
        "Bad Request: message to be replied not found"
    );
    assert!(
        town.ok("sendMessage", to(999, true))
            .await
            .get("reply_to_message")
            .is_none()
    );
    let asked = mum.types("How is he?").unwrap();
    let reply = town.ok("sendMessage", to(asked, false)).await;
    assert_eq!(reply["reply_to_message"]["text"], "How is he?");
}

#[tokio::test]
async fn editing_and_deleting() {
    let town = Town::new().await;
    let mum = town.someone("Gulnora");
    let chat = mum.person();
    let keys = json!({"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]});
    let sent = town.ok("sendMessage", json!({"chat_id": chat, "text": "<b>a</b>", "parse_mode": "HTML", "reply_markup": keys})).await;
    let id = &sent["message_id"];
    let edit = |id: &serde_json::Value, text: &str, keys: serde_json::Value| json!({"chat_id": chat, "message_id": id, "text": text, "parse_mode": "HTML", "reply_markup": keys});
    let same = "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";
    assert_eq!(
        town.refused("editMessageText", edit(id, "<b>a</b>", keys.clone()))
            .await,
        same
    );
    town.later(60);
    let edited = town.ok("editMessageText", edit(id, "b", json!(null))).await;
    assert_eq!(
        edited["edit_date"].as_i64(),
        sent["date"].as_i64().map(|d| d + 60)
    );
    assert!(edited.get("reply_markup").is_none());
    let buttons = json!({"chat_id": chat, "message_id": id});
    assert_eq!(town.refused("editMessageReplyMarkup", buttons).await, same);
    assert_eq!(
        town.refused("editMessageText", edit(&json!(12345), "b", json!(null)))
            .await,
        "Bad Request: message to edit not found"
    );
    let hers = mum.types("mine").unwrap();
    assert_eq!(
        town.refused("editMessageText", edit(&json!(hers), "b", json!(null)))
            .await,
        "Bad Request: message can't be edited"
    );
    assert_eq!(
        town.refused(
            "editMessageCaption",
            json!({"chat_id": chat, "message_id": id, "caption": "c"})
        )
        .await,
        "Bad Request: there is no caption in the message to edit"
    );
    let gone = json!({"chat_id": chat, "message_id": id});
    assert_eq!(town.ok("deleteMessage", gone.clone()).await, json!(true));
    assert_eq!(
        town.refused("deleteMessage", gone).await,
        "Bad Request: message to delete not found"
    );
    town.later(49 * 3600);
    assert_eq!(
        town.refused(
            "deleteMessage",
            json!({"chat_id": chat, "message_id": hers})
        )
        .await,
        "Bad Request: message can't be deleted for everyone"
    );
}

#[tokio::test]
async fn files_and_captions() {
    let town = Town::new().await;
    let mum = town.someone("Gulnora");
    let chat = mum.person();
    let wrong = "Bad Request: wrong file identifier/HTTP URL specified";
    let photo = |id: &str, caption: &str| json!({"chat_id": chat, "photo": id, "caption": caption});
    assert_eq!(
        town.refused("sendPhoto", photo("nonsense", "")).await,
        wrong
    );
    assert_eq!(
        town.refused("sendPhoto", json!({"chat_id": chat})).await,
        "Bad Request: there is no photo in the request"
    );
    mum.sends_photo(super::people::PNG, "").unwrap();
    let updates = town.ok("getUpdates", json!({})).await;
    let sizes = updates[1]["message"]["photo"].as_array().unwrap().clone();
    let id = sizes.last().unwrap()["file_id"].as_str().unwrap();
    town.ok("sendPhoto", photo(id, &"я".repeat(1024))).await;
    assert_eq!(
        town.refused("sendPhoto", photo(id, &"я".repeat(1025)))
            .await,
        "Bad Request: message caption is too long"
    );
    assert_eq!(
        town.refused("sendVoice", json!({"chat_id": chat, "voice": id}))
            .await,
        "Bad Request: type of file mismatch"
    );
    let file = town.ok("getFile", json!({"file_id": id})).await;
    let path = file["file_path"].as_str().unwrap();
    let url = format!("{}/file/bot{TOKEN}/{path}", town.root);
    let bytes = town
        .http
        .get(url)
        .send()
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap();
    assert_eq!(&bytes[..], super::people::PNG);
}

#[tokio::test]
async fn people_who_cannot_be_written_to() {
    let town = Town::new().await;
    let mum = town.someone("Gulnora");
    let send = |chat: i64| json!({"chat_id": chat, "text": "x"});
    mum.blocks();
    assert_eq!(
        town.refused("sendMessage", send(mum.person())).await,
        "Forbidden: bot was blocked by the user"
    );
    mum.unblocks();
    town.ok("sendMessage", send(mum.person())).await;
    mum.deactivates();
    assert_eq!(
        town.refused("sendMessage", send(mum.person())).await,
        "Forbidden: user is deactivated"
    );
    let stranger = town.newcomer("Aziz").person();
    assert_eq!(
        town.refused("sendMessage", send(stranger)).await,
        "Bad Request: chat not found"
    );
    let group = town.sandbox.add_group("Class 4B", &[stranger]);
    town.sandbox.add_to_group(town.bot, group, stranger);
    assert_eq!(
        town.refused("sendMessage", send(stranger)).await,
        "Forbidden: bot can't initiate conversation with a user"
    );
    let moved = town.sandbox.upgrade_group(group);
    let (status, body) = town.ask("sendMessage", send(group)).await;
    assert_eq!(status, 400);
    assert_eq!(
        body["description"],
        "Bad Request: group chat was upgraded to a supergroup chat"
    );
    assert_eq!(body["parameters"]["migrate_to_chat_id"], json!(moved));
    town.ok("sendMessage", send(moved)).await;
}

#[tokio::test]
async fn late_answers_to_buttons() {
    let town = Town::new().await;
    let mum = town.someone("Gulnora");
    let keys = json!({"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]});
    let params = json!({"chat_id": mum.person(), "text": "?", "reply_markup": keys});
    let sent = town.ok("sendMessage", params).await;
    let press = || {
        mum.presses(sent["message_id"].as_i64().unwrap(), "y")
            .unwrap()
    };
    let late = "Bad Request: query is too old and response timeout expired or query ID is invalid";
    let answer = |id: String| json!({"callback_query_id": id, "text": "Saved"});
    let first = press();
    town.ok("answerCallbackQuery", answer(first.clone())).await;
    assert_eq!(
        town.refused("answerCallbackQuery", answer(first)).await,
        late
    );
    let second = press();
    town.later(3600);
    assert_eq!(
        town.refused("answerCallbackQuery", answer(second)).await,
        late
    );
    assert_eq!(mum.notices(), [("Saved".to_owned(), false)]);
}
