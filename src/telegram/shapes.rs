//! The parts of an update that mean something to us, by the Bot API's names. Everything else in an
//! update is ignored, so a new field or kind never breaks reading.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
pub(super) struct Update {
    pub message: Option<Value>,
    pub edited_message: Option<Value>,
    pub callback_query: Option<Value>,
    pub my_chat_member: Option<Value>,
}

#[derive(Deserialize)]
pub(super) struct Chat {
    pub id: i64,
    #[serde(default)]
    pub r#type: String,
}

#[derive(Deserialize)]
pub(super) struct User {
    pub id: i64,
    #[serde(default)]
    pub is_bot: bool,
    pub language_code: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct File {
    pub file_id: String,
    /// Of these two whatever is no text is as if it were not there.
    #[serde(default)]
    pub file_name: Value,
    #[serde(default)]
    pub mime_type: Value,
}

/// How the names of spreadsheets end: of Excel, LibreOffice, WPS and Numbers, and what all of them write.
const SHEETS: &[&str] = &[
    ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".et", ".numbers", ".csv",
];

impl File {
    /// Whether the sender's app calls it a spreadsheet. It may say so by the name alone, or by the type alone.
    pub fn is_sheet(&self) -> bool {
        let word = |value: &Value| value.as_str().unwrap_or_default().trim().to_lowercase();
        let (name, kind) = (word(&self.file_name), word(&self.mime_type));
        let kinds = ["spreadsheet", "ms-excel", "text/csv"];
        SHEETS.iter().any(|end| name.ends_with(end)) || kinds.iter().any(|part| kind.contains(part))
    }
}

#[derive(Deserialize)]
pub(super) struct Contact {
    pub phone_number: Option<String>,
    pub user_id: Option<i64>,
}

#[derive(Deserialize)]
pub(super) struct Reply {
    pub message_id: i64,
}

#[derive(Deserialize)]
pub(super) struct Message {
    pub message_id: i64,
    pub chat: Chat,
    pub from: Option<User>,
    pub text: Option<String>,
    pub caption: Option<String>,
    pub contact: Option<Contact>,
    pub reply_to_message: Option<Reply>,
    pub media_group_id: Option<String>,
    pub photo: Option<Vec<File>>,
    pub voice: Option<File>,
    pub video: Option<File>,
    pub video_note: Option<File>,
    pub document: Option<File>,
    pub audio: Option<File>,
    pub animation: Option<File>,
    /// Names of everything else in it.
    #[serde(flatten)]
    pub rest: HashMap<String, Value>,
}

/// What Telegram itself writes into a chat (Bot API, Message).
const SERVICE: &[&str] = &[
    "new_chat_members",
    "left_chat_member",
    "new_chat_title",
    "new_chat_photo",
    "delete_chat_photo",
    "group_chat_created",
    "supergroup_chat_created",
    "channel_chat_created",
    "message_auto_delete_timer_changed",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "pinned_message",
    "chat_background_set",
    "boost_added",
    "proximity_alert_triggered",
    "write_access_allowed",
    "connected_website",
    "forum_topic_created",
    "video_chat_scheduled",
    "video_chat_started",
    "video_chat_ended",
    "video_chat_participants_invited",
    "web_app_data",
    "users_shared",
    "chat_shared",
    "successful_payment",
    "refunded_payment",
];

impl Message {
    pub(super) fn language(&self) -> Option<String> {
        self.from.as_ref()?.language_code.clone()
    }

    pub(super) fn is_service(&self) -> bool {
        SERVICE.iter().any(|name| self.rest.contains_key(*name))
    }

    pub(super) fn is_forwarded(&self) -> bool {
        ["forward_origin", "forward_from", "forward_date"]
            .iter()
            .any(|name| self.rest.contains_key(*name))
    }
}

/// The message under a tapped button; of an old one only this much is left.
#[derive(Deserialize)]
pub(super) struct Under {
    pub message_id: i64,
    pub chat: Chat,
}

#[derive(Deserialize)]
pub(super) struct Callback {
    pub id: String,
    pub from: User,
    pub message: Option<Under>,
    pub data: Option<String>,
}

impl Callback {
    /// A private chat has its person's number.
    pub(super) fn chat(&self) -> i64 {
        self.message
            .as_ref()
            .map_or(self.from.id, |message| message.chat.id)
    }
}

#[derive(Deserialize)]
pub(super) struct Member {
    pub chat: Chat,
    pub from: Option<User>,
    pub old_chat_member: Option<Status>,
    pub new_chat_member: Status,
}

#[derive(Deserialize)]
pub(super) struct Status {
    status: String,
    is_member: Option<bool>,
}

impl Status {
    pub(super) fn is_here(&self) -> bool {
        match self.status.as_str() {
            "kicked" | "left" => false,
            "restricted" => self.is_member.unwrap_or(true),
            _ => true,
        }
    }
}
