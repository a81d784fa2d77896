//! A person with a phone, as the host of the sandbox describes them. Invented people only.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// Someone who chats. The sandbox gives ids to those who have none.
#[derive(Clone, Serialize, Deserialize)]
pub struct Person {
    /// Telegram user id; 0 lets the sandbox choose. A known id replaces the description and keeps
    /// the chats.
    pub id: i64,
    pub first_name: String,
    pub last_name: Option<String>,
    pub username: Option<String>,
    /// IETF tag the client reports, such as `ru`.
    pub language: String,
    /// As the contact button shares it, digits with country code.
    pub phone: String,
    /// The zone of the clock on their phone.
    pub zone: Tz,
    /// Name on the page, such as `Gulnora, mother`.
    pub label: String,
    /// A sentence on the page: who they are in the story.
    pub role: String,
    /// Where they are, for the page.
    pub place: String,
    /// Whether the page shows this phone (a load test has too many).
    pub shown: bool,
}

impl Person {
    /// A person with the given first name and phone, English, in UTC, shown on the page.
    pub fn named(first_name: &str, phone: &str) -> Self {
        Self {
            id: 0,
            first_name: first_name.to_owned(),
            last_name: None,
            username: None,
            language: "en".to_owned(),
            phone: phone.to_owned(),
            zone: Tz::UTC,
            label: first_name.to_owned(),
            role: String::new(),
            place: String::new(),
            shown: true,
        }
    }
}

impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Person({})", self.id)
    }
}
