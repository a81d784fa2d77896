//! Text with formatting marks: the entity type, what is found in plain text, trimming. Knows the
//! Bot API's UTF-16 offsets, must not know chats.

use serde::{Deserialize, Serialize};

/// A `MessageEntity`; offsets and lengths in UTF-16 units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// `bold`, `text_link`, …
    #[serde(rename = "type")]
    pub kind: String,
    pub offset: usize,
    pub length: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_emoji_id: Option<String>,
}

impl Entity {
    /// An entity without arguments.
    pub fn new(kind: &str, offset: usize, length: usize) -> Self {
        Self {
            kind: kind.to_owned(),
            offset,
            length,
            url: None,
            language: None,
            custom_emoji_id: None,
        }
    }

    fn end(&self) -> usize {
        self.offset + self.length
    }
}

/// A text and its entities, as stored in a message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rich {
    pub text: String,
    #[serde(default)]
    pub entities: Vec<Entity>,
}

impl Rich {
    /// Text without markup: commands, links, mentions and hashtags are found as Telegram does.
    pub fn plain(text: &str) -> Self {
        let mut rich = Self {
            text: text.to_owned(),
            entities: Vec::new(),
        };
        rich.settle();
        rich
    }

    /// Length as the limits count it.
    pub fn units(&self) -> usize {
        self.text.encode_utf16().count()
    }

    /// Trims white space, adds what is found in the text, sorts. Done once, after parsing.
    pub fn settle(&mut self) {
        let lead = self.text.len() - self.text.trim_start().len();
        let cut = self.text[..lead].encode_utf16().count();
        self.text = self.text.trim().to_owned();
        let end = self.units();
        for e in &mut self.entities {
            let stop = e.end().saturating_sub(cut).min(end);
            e.offset = e.offset.saturating_sub(cut);
            e.length = stop.saturating_sub(e.offset);
        }
        self.entities.retain(|e| e.length > 0);
        let quiet = ["code", "pre", "text_link"];
        for found in find(&self.text) {
            let covered = self.entities.iter().any(|e| {
                quiet.contains(&e.kind.as_str()) && e.offset < found.end() && found.offset < e.end()
            });
            if !covered {
                self.entities.push(found);
            }
        }
        self.entities
            .sort_by_key(|e| (e.offset, usize::MAX - e.length));
    }
}

/// What Telegram finds by itself: commands, mentions, hashtags, links.
fn find(text: &str) -> Vec<Entity> {
    let mut found = Vec::new();
    let mut before: Option<char> = None;
    let mut skip_to = 0;
    let mut offset = 0;
    for (at, c) in text.char_indices() {
        let free = !before.is_some_and(|b| b.is_alphanumeric() || "_/@#<>".contains(b));
        if at >= skip_to && free {
            let rest = &text[at..];
            if let Some((kind, bytes)) = starts(rest, c) {
                let length = rest[..bytes].encode_utf16().count();
                found.push(Entity::new(kind, offset, length));
                skip_to = at + bytes;
            }
        }
        before = Some(c);
        offset += c.len_utf16();
    }
    found
}

/// The entity that begins here and its length in bytes.
fn starts(rest: &str, first: char) -> Option<(&'static str, usize)> {
    let word = |from: usize, also: &str| {
        rest[from..]
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || also.contains(c)))
            .map_or(rest.len(), |n| from + n)
    };
    match first {
        '/' => {
            let end = word(1, "@");
            (2..=66).contains(&end).then_some(("bot_command", end))
        }
        '@' => {
            let end = word(1, "");
            (4..=33).contains(&end).then_some(("mention", end))
        }
        '#' => {
            let end = rest[1..]
                .find(|c: char| !(c.is_alphanumeric() || c == '_'))
                .map_or(rest.len(), |n| n + 1);
            let digits = rest[1..end].chars().all(|c| c.is_ascii_digit());
            (end > 1 && !digits).then_some(("hashtag", end))
        }
        _ => {
            let scheme = ["https://", "http://", "t.me/", "www."];
            let start = scheme.iter().find(|s| rest.starts_with(**s))?;
            let end = rest
                .find(|c: char| c.is_whitespace() || "<>\"«»（）。，".contains(c))
                .unwrap_or(rest.len());
            let end = rest[..end]
                .trim_end_matches(['.', ',', '!', '?', ':', ';', ')', '\''])
                .len();
            (end > start.len()).then_some(("url", end))
        }
    }
}
