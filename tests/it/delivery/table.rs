//! Tables of the wire: update → event, and the Bot API's "no" → refusal.

use chrono::TimeDelta;
use hongyan::base::Phone;
use hongyan::model::event::Did;
use hongyan::model::message::MediaKind;
use hongyan::outbox::{Refusal, Scope, Unreachable};
use hongyan::telegram::{CallError, address, event, refusal_of};
use serde_json::{Value, json};

fn private(mut fields: Value) -> Value {
    fields["message_id"] = json!(5);
    fields["chat"] = json!({"id": 42, "type": "private"});
    if fields.get("from").is_none() {
        fields["from"] = json!({"id": 42, "is_bot": false, "language_code": "zh-hans"});
    }
    json!({"update_id": 1, "message": fields})
}

fn did(update: &Value) -> Option<Did> {
    event("1", &update.to_string())
        .unwrap()
        .map(|event| event.did)
}

fn says(text: &str) -> Option<Did> {
    Some(Did::Says {
        text: hongyan::base::Words::new(text),
        message: 5,
        reply_to: None,
    })
}

fn sends(media: MediaKind, file: &str, caption: &str) -> Option<Did> {
    Some(Did::Sends {
        media,
        file: file.into(),
        caption: hongyan::base::Html::escape(caption),
        album: None,
        sheet: false,
        message: 5,
        reply_to: None,
    })
}

#[test]
fn updates_become_events() {
    let own = Some(Did::SharesContact {
        phone: Phone::parse("79001234567"),
        own: true,
    });
    let other = |phone: &str| {
        Some(Did::SharesContact {
            phone: Phone::parse(phone),
            own: false,
        })
    };
    let member = |kind: &str, old: &str, new: &str| {
        json!({"update_id": 1, "my_chat_member": {"chat": {"id": 42, "type": kind},
            "from": {"id": 42}, "date": 0, "old_chat_member": {"status": old},
            "new_chat_member": {"status": new}}})
    };
    let tap = |message: Value| {
        json!({"update_id": 1, "callback_query": {"id": "77", "from": {"id": 42},
            "chat_instance": "x", "data": "1:yes", "message": message}})
    };
    let tapped = |message| {
        Some(Did::Taps {
            data: "1:yes".into(),
            query: "77".into(),
            message,
        })
    };
    let long = "😀".repeat(3_000);
    let table: Vec<(Value, Option<Did>)> = vec![
        (private(json!({"text": "你好"})), says("你好")),
        // Entities nobody has heard of cost no text.
        (
            private(json!({"text": "x", "entities": [{"type": "hologram", "offset": "?"}]})),
            says("x"),
        ),
        (private(json!({"text": long})), says(&"😀".repeat(2_048))),
        (
            private(json!({"text": "r", "reply_to_message": {"message_id": 3}})),
            Some(Did::Says {
                text: hongyan::base::Words::new("r"),
                message: 5,
                reply_to: Some(3),
            }),
        ),
        (
            private(json!({"voice": {"file_id": "v", "duration": 3}})),
            sends(MediaKind::Voice, "v", ""),
        ),
        // Sizes without a unique id, the largest counts; a caption is made harmless.
        (
            private(json!({"photo": [{"file_id": "s"}, {"file_id": "l"}], "caption": "<3"})),
            sends(MediaKind::Photo, "l", "<3"),
        ),
        (
            private(json!({"animation": {"file_id": "a"}, "document": {"file_id": "a"}})),
            sends(MediaKind::Animation, "a", ""),
        ),
        (
            private(json!({"video_note": {"file_id": "n"}})),
            sends(MediaKind::VideoNote, "n", ""),
        ),
        (
            private(json!({"contact": {"phone_number": "+7 900 123-45-67", "user_id": 42}})),
            own,
        ),
        (
            private(json!({"contact": {"phone_number": "+7 900 1", "user_id": 43}})),
            other("79001"),
        ),
        // Somebody's card passed on, even if it is about the one who passes it on.
        (
            private(
                json!({"contact": {"phone_number": "79001234567", "user_id": 42},
                "forward_origin": {"type": "user"}}),
            ),
            other("79001234567"),
        ),
        (
            private(json!({"contact": {"phone_number": "12"}})),
            other("12"),
        ),
        (
            private(json!({"sticker": {"file_id": "s"}})),
            Some(Did::Other { message: 5 }),
        ),
        (
            private(json!({"location": {"latitude": 1}})),
            Some(Did::Other { message: 5 }),
        ),
        (private(json!({"pinned_message": {"message_id": 1}})), None),
        (
            private(json!({"text": "me", "from": {"id": 9, "is_bot": true}})),
            None,
        ),
        (
            json!({"update_id": 1, "edited_message": {"message_id": 5, "text": "new",
                "from": {"id": 42}, "chat": {"id": 42, "type": "private"}}}),
            Some(Did::Edits {
                message: 5,
                text: hongyan::base::Words::new("new"),
            }),
        ),
        (
            tap(json!({"message_id": 8, "chat": {"id": 42, "type": "private"}, "date": 0})),
            tapped(Some(8)),
        ),
        (tap(Value::Null), tapped(None)),
        (
            tap(json!({"message_id": 8, "chat": {"id": -4, "type": "group"}})),
            Some(Did::InGroup { added: false }),
        ),
        (member("private", "member", "kicked"), Some(Did::Leaves)),
        (member("private", "kicked", "member"), Some(Did::Returns)),
        (
            member("supergroup", "left", "member"),
            Some(Did::InGroup { added: true }),
        ),
        (member("group", "member", "administrator"), None),
        (member("group", "member", "left"), None),
        (member("channel", "left", "administrator"), None),
        (
            json!({"update_id": 1, "message": {"message_id": 5, "text": "hi", "from": {"id": 42},
                "chat": {"id": -4, "type": "supergroup"}}}),
            Some(Did::InGroup { added: false }),
        ),
        (
            json!({"update_id": 1, "chat_boost": {"chat": {"id": 1}}}),
            None,
        ),
    ];
    for (update, expected) in table {
        assert_eq!(did(&update), expected, "{update}");
    }
    let event = event("1", &private(json!({"text": "x"})).to_string())
        .unwrap()
        .unwrap();
    assert_eq!((event.bot.as_str(), event.chat), ("1", 42));
    assert_eq!(event.language.as_deref(), Some("zh-hans"));
}

#[test]
fn an_update_has_an_address_or_none() {
    let table = [
        (
            private(json!({"text": "x"})).to_string(),
            (Some(1), Some(42)),
        ),
        (
            r#"{"update_id":2,"callback_query":{"from":{"id":7},"message":{"chat":{"id":-3}}}}"#
                .into(),
            (Some(2), Some(-3)),
        ),
        (
            r#"{"update_id":3,"callback_query":{"from":{"id":7}}}"#.into(),
            (Some(3), Some(7)),
        ),
        (
            r#"{"update_id":4,"poll":{"id":"1"}}"#.into(),
            (Some(4), None),
        ),
        (r#"{"message":{"chat":{"id":1}}}"#.into(), (None, Some(1))),
        ("\u{0}".into(), (None, None)),
    ];
    for (raw, expected) in table {
        assert_eq!(address(&raw), expected, "{raw}");
    }
}

#[test]
fn every_no_is_a_refusal() {
    let lost = Refusal::Unreachable;
    let table = [
        (
            403,
            "Forbidden: bot was blocked by the user",
            lost(Unreachable::Blocked),
        ),
        (
            403,
            "Forbidden: user is deactivated",
            lost(Unreachable::Deactivated),
        ),
        (
            403,
            "Forbidden: bot can't initiate conversation with a user",
            lost(Unreachable::NeverStarted),
        ),
        (
            403,
            "Forbidden: bot was kicked from the group chat",
            lost(Unreachable::Kicked),
        ),
        (403, "Forbidden: something new", lost(Unreachable::Blocked)),
        (
            400,
            "Bad Request: chat not found",
            lost(Unreachable::NotFound),
        ),
        (
            400,
            "Bad Request: PEER_ID_INVALID",
            lost(Unreachable::NotFound),
        ),
        (
            400,
            "Bad Request: not enough rights to send text messages to the chat",
            lost(Unreachable::Kicked),
        ),
        (
            400,
            "Bad Request: message to edit not found",
            Refusal::GoneStale,
        ),
        (
            400,
            "Bad Request: message is not modified: specified new message content",
            Refusal::GoneStale,
        ),
        (
            400,
            "Bad Request: query is too old and response timeout expired or query id is invalid",
            Refusal::GoneStale,
        ),
        (
            400,
            "Bad Request: message is too long",
            Refusal::Malformed("Bad Request: message is too long".into()),
        ),
        (
            400,
            "Bad Request: inline keyboard button URL 'https://t.me/x?start=SECRET' is invalid",
            Refusal::Malformed("Bad Request: inline keyboard button URL".into()),
        ),
        (401, "Unauthorized", Refusal::Unauthorized),
        (404, "Not Found", Refusal::Unauthorized),
        (500, "Internal Server Error", Refusal::InDoubt),
        (502, "Bad Gateway", Refusal::InDoubt),
    ];
    for (code, said, expected) in table {
        assert_eq!(
            refusal_of(&refused(code, said, None, None)),
            expected,
            "{said}"
        );
    }
    let later = Refusal::LaterBy {
        by: TimeDelta::seconds(31),
        scope: Scope::Chat,
    };
    let flood = refused(429, "Too Many Requests: retry after 31", Some(31), None);
    assert_eq!(refusal_of(&flood), later);
    let moved = refused(
        400,
        "Bad Request: group chat was upgraded",
        None,
        Some(-100),
    );
    assert_eq!(refusal_of(&moved), Refusal::Moved(-100));
    assert_eq!(refusal_of(&CallError::NotSent), Refusal::ServerTrouble);
    assert_eq!(
        refusal_of(&CallError::TurnedAway(413)),
        Refusal::ServerTrouble
    );
    assert_eq!(refusal_of(&CallError::Lost), Refusal::InDoubt);
    assert_eq!(refusal_of(&CallError::Unintelligible), Refusal::InDoubt);
}

fn refused(code: i64, said: &str, retry_after: Option<i64>, migrate_to: Option<i64>) -> CallError {
    CallError::Refused {
        code,
        description: said.into(),
        retry_after,
        migrate_to,
    }
}

#[test]
fn a_spreadsheet_is_known_by_its_name_or_its_type() {
    let of = "application/vnd.openxmlformats-officedocument";
    for (file, is) in [
        (json!({"file_name": "Week 10.XLSX"}), true),
        (json!({"file_name": "一周.et "}), true),
        (
            json!({"mime_type": format!("{of}.spreadsheetml.sheet")}),
            true,
        ),
        (
            json!({"file_name": "x", "mime_type": "application/vnd.ms-excel"}),
            true,
        ),
        (json!({"file_name": 7, "mime_type": "text/csv"}), true),
        (
            json!({"file_name": "plan.pdf", "mime_type": "application/pdf"}),
            false,
        ),
        (
            json!({"mime_type": format!("{of}.wordprocessingml.document")}),
            false,
        ),
        (json!({"file_name": "xlsx", "mime_type": null}), false),
        (json!({}), false),
    ] {
        let mut document = file.clone();
        document["file_id"] = json!("d");
        let Some(Did::Sends { sheet, media, .. }) = did(&private(json!({"document": document})))
        else {
            panic!("{file} is no document");
        };
        assert_eq!((sheet, media), (is, MediaKind::Document), "{file}");
    }
    // What plays in the chat is none, whatever it is called.
    let film = json!({"file_id": "a", "file_name": "x.xlsx"});
    let film = did(&private(json!({"animation": film, "document": film})));
    assert!(matches!(film, Some(Did::Sends { sheet: false, .. })));
}
