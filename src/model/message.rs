//! What goes to a person, in no channel's words: content, buttons, lane. `telegram` translates.

use serde::{Deserialize, Serialize};

use crate::base::{AccountId, AdultId, ChildId, ConcernId, Html, Instant, OutboxId, ThreadId};
use crate::model::album::Album;
use crate::model::file::Data;
use crate::model::rights::Action;
use crate::words;

/// The order of departure. Lower goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lane {
    Urgent = 0,
    Reply = 1,
    Normal = 2,
    Bulk = 3,
}

impl Lane {
    pub const ALL: [Self; 4] = [Self::Urgent, Self::Reply, Self::Normal, Self::Bulk];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Urgent => "urgent",
            Self::Reply => "reply",
            Self::Normal => "normal",
            Self::Bulk => "bulk",
        }
    }

    /// A person waits for it at this moment.
    pub const fn is_fast(self) -> bool {
        matches!(self, Self::Urgent | Self::Reply)
    }

    /// The lane stored as `rank`; anything unknown is the slowest.
    pub fn from_rank(rank: i64) -> Self {
        Self::ALL
            .into_iter()
            .find(|lane| *lane as i64 == rank)
            .unwrap_or(Self::Bulk)
    }
}

words! {
    /// Media that pass by reference; hongyan keeps no copy.
    pub enum MediaKind {
        Voice = "voice",
        Photo = "photo",
        Video = "video",
        VideoNote = "video_note",
        Document = "document",
        Audio = "audio",
        Animation = "animation",
    }
}

/// What a message shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Content {
    /// At most 4,096 UTF-16 units as read.
    Text { html: Html },
    /// `file` is the channel's own reference; the caption has at most 1,024 units.
    Media {
        media: MediaKind,
        file: String,
        caption: Html,
    },
    /// Shown as one; it carries no buttons.
    Album { album: Album },
    /// A QR code drawn at hand-over, so that no picture waits in the database.
    Qr { link: String, caption: Html },
    /// A document we made for this reader: uploaded at hand-over, then blanked.
    File {
        name: String,
        media_type: String,
        data: Data,
        caption: Html,
    },
}

/// What a button does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Callback data made by `dialogue`, at most 64 bytes.
    Tap(String),
    Open(String),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    pub label: String,
    pub act: Act,
}

impl Button {
    pub fn tap(label: impl Into<String>, data: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            act: Act::Tap(data.into()),
        }
    }

    /// How wide the label is, in Latin letters: Chinese ones and pictures take the room of two.
    pub fn columns(&self) -> usize {
        let wide = |c: char| matches!(c, '\u{2600}'..='\u{27bf}' | '\u{2e80}'..='\u{ffee}' | '\u{1f000}'..);
        let joins = |c: &char| !matches!(c, '\u{200d}' | '\u{fe0f}');
        let label = self.label.chars().filter(joins);
        label.map(|c| 1 + usize::from(wide(c))).sum()
    }
}

/// Columns a whole row of buttons shows on a small phone (360 points wide) before labels are cut.
pub const ROW: usize = 38;

/// A row as it is, or as several where a small phone would cut a label.
fn fitting(row: Vec<Button>) -> Vec<Vec<Button>> {
    let widest = row.iter().map(Button::columns).max().unwrap_or_default();
    let fits = |beside: &usize| widest < ROW / *beside;
    let beside = (1..=row.len()).rev().find(fits).unwrap_or(1);
    row.chunks(beside).map(<[Button]>::to_vec).collect()
}

/// What a person can press.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keyboard {
    /// Rows of buttons under the message.
    Buttons(Vec<Vec<Button>>),
    /// One large button that shares the person's own contact.
    AskContact { label: String },
    /// Takes that button away again.
    Remove,
}

impl Keyboard {
    /// Rows of buttons that show whole on a small phone; `None` when there is nothing to press.
    pub fn rows(rows: Vec<Vec<Button>>) -> Option<Self> {
        let rows: Vec<Vec<Button>> = rows.into_iter().flat_map(fitting).collect();
        (!rows.is_empty()).then_some(Self::Buttons(rows))
    }
}

/// One thing to do in one chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Parcel {
    Send {
        content: Content,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        keyboard: Option<Keyboard>,
        /// The messenger should not let it be passed on or saved.
        #[serde(default)]
        protect: bool,
        /// No sound: it is sent again after doubt, or it is only a confirmation.
        #[serde(default)]
        silent: bool,
    },
    /// Rewrites a message of ours: screens that edit themselves.
    Edit {
        message: i64,
        html: Html,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        keyboard: Option<Keyboard>,
    },
    /// Takes a message out of the chat, the person's own too: digits and keys do not stay there. The
    /// messenger may refuse; then it stays.
    Delete { message: i64 },
    /// Ends the waiting sign of a tapped button, with a word or none.
    Answer { query: String, words: String },
    /// On a phone that others use (`model::cover`): what the code showed is hidden again. How, is found at
    /// hand-over.
    Cover { what: Shown },
}

/// What was shown on a phone that others use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// In this message of the chat: it gets neutral words.
    Message(i64),
    /// As one message of those this row made: it leaves the chat.
    Sent { row: OutboxId, part: i64 },
}

impl Parcel {
    /// How many messages it makes in its chat: an album has as many as items, a change of a message
    /// or the end of a waiting sign makes none.
    pub fn messages(&self) -> usize {
        match self {
            Self::Send {
                content: Content::Album { album },
                ..
            } => album.items().len(),
            Self::Send { .. } => 1,
            Self::Edit { .. } | Self::Delete { .. } | Self::Answer { .. } | Self::Cover { .. } => 0,
        }
    }

    /// A document of ours.
    pub fn file(name: impl Into<String>, media_type: &str, data: Data, caption: Html) -> Self {
        let content = Content::File {
            name: name.into(),
            media_type: media_type.into(),
            data,
            caption,
        };
        Self::Send {
            content,
            keyboard: None,
            protect: false,
            silent: false,
        }
    }

    /// A plain message.
    pub fn text(html: Html) -> Self {
        Self::Send {
            content: Content::Text { html },
            keyboard: None,
            protect: false,
            silent: false,
        }
    }

    /// A message with rows of buttons.
    pub fn with_buttons(html: Html, rows: Vec<Vec<Button>>) -> Self {
        Self::Send {
            content: Content::Text { html },
            keyboard: Keyboard::rows(rows),
            protect: false,
            silent: false,
        }
    }
}

words! {
    /// What a message is for: metrics, the school's lists and retention go by it.
    pub enum Kind {
        /// The answer to what a person just did.
        Reply = "reply",
        /// The end of a button's waiting sign.
        Toast = "toast",
        WeeklyUpdate = "weekly_update",
        Note = "note",
        /// A child's own letter, or a parent's to the child: passed on, never kept.
        Letter = "letter",
        CheckIn = "check_in",
        /// A check-in that needs a person, or "a problem".
        Alert = "alert",
        /// Something to decide or do.
        Task = "task",
        /// Carries a one-time code or a key: its body is blanked once sent.
        Invitation = "invitation",
        /// What became of one's own request, an end, a welcome.
        Notice = "notice",
        /// Nothing but a kind reminder: of these a week holds few (`budget`).
        Reminder = "reminder",
    }
}

/// A message before it is a row: to which account, about whom, how soon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    pub account: AccountId,
    pub bot: String,
    pub chat: i64,
    pub adult: Option<AdultId>,
    /// About whom it speaks; `right` must hold for each of them now and again at hand-over.
    pub children: Vec<ChildId>,
    pub right: Option<Action>,
    /// Of which concerns it tells whoever answers for them: at hand-over they must still read each.
    pub concerns: Vec<ConcernId>,
    pub kind: Kind,
    pub lane: Lane,
    pub parcel: Parcel,
    /// Held until then (the reader's own hour).
    pub not_before: Option<Instant>,
    /// Worthless after this.
    pub expires: Option<Instant>,
    /// A second row with the same key is not written.
    pub dedup: Option<String>,
    /// A reply to this message belongs to this thread.
    pub thread: Option<ThreadId>,
}

impl Outgoing {
    /// Whether its body is blanked as soon as its row is settled, instead of after the usual time: it
    /// carries a one-time code, a file that is a copy of records, something of a concern, or a child's letter.
    pub fn is_for_once(&self) -> bool {
        let has_file = matches!(
            &self.parcel,
            Parcel::Send {
                content: Content::File { .. },
                ..
            }
        );
        let is_closed = matches!(
            self.right,
            Some(Action::ReportConcern | Action::HearConcern)
        );
        has_file || is_closed || matches!(self.kind, Kind::Invitation | Kind::Letter)
    }
}
