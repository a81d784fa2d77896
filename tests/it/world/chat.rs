//! One chat as the person holding the phone sees it.

use std::fmt::Write;

use hongyan::model::album::Item;
use hongyan::model::message::{Act, Button, Content, Keyboard, Parcel};

/// One bubble.
#[derive(Clone, Debug)]
pub struct Shown {
    pub id: i64,
    /// Written by the person, not by the bot.
    pub own: bool,
    pub text: String,
    pub rows: Vec<Vec<Button>>,
    pub keyboard: Option<String>,
    /// The messenger does not let it be passed on.
    pub protected: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Chat {
    pub shown: Vec<Shown>,
    pub toasts: Vec<String>,
    /// Documents that came, by name.
    pub files: Vec<(String, Vec<u8>)>,
}

impl Chat {
    pub fn wrote(&mut self, text: &str) {
        self.wrote_as(0, text);
    }

    /// A message of the person's with the number the messenger gave it.
    pub fn wrote_as(&mut self, id: i64, text: &str) {
        self.shown.push(Shown {
            id,
            own: true,
            text: text.to_owned(),
            rows: Vec::new(),
            keyboard: None,
            protected: false,
        });
    }

    /// Takes one parcel as the messenger would; gives the id of a new message.
    pub fn take(&mut self, id: i64, parcel: &Parcel) -> Option<i64> {
        match parcel {
            Parcel::Send {
                content,
                keyboard,
                protect,
                ..
            } => {
                let text = match content {
                    Content::Text { html } => html.plain(),
                    Content::Media {
                        media,
                        file,
                        caption,
                    } => {
                        format!("[{} {file}] {}", media.as_str(), caption.plain())
                    }
                    Content::Album { album } => {
                        let line = |item: &Item| {
                            let words = item.caption.plain();
                            let line = format!("[{} {}] {words}", item.media.as_str(), item.file);
                            line.trim_end().to_owned()
                        };
                        let lines: Vec<String> = album.items().iter().map(line).collect();
                        format!("album:\n{}", lines.join("\n"))
                    }
                    Content::Qr { caption, .. } => format!("[QR code] {}", caption.plain()),
                    Content::File {
                        name,
                        data,
                        caption,
                        ..
                    } => {
                        self.files.push((name.clone(), data.bytes().to_vec()));
                        format!("[file {name}] {}", caption.plain())
                    }
                };
                let (rows, keyboard) = match keyboard {
                    Some(Keyboard::Buttons(rows)) => (rows.clone(), None),
                    Some(Keyboard::AskContact { label }) => (Vec::new(), Some(label.clone())),
                    Some(Keyboard::Remove) | None => (Vec::new(), None),
                };
                self.shown.push(Shown {
                    id,
                    own: false,
                    text,
                    rows,
                    keyboard,
                    protected: *protect,
                });
                Some(id)
            }
            Parcel::Edit {
                message,
                html,
                keyboard,
            } => {
                let shown = self.shown.iter_mut().find(|shown| shown.id == *message);
                let shown = shown.expect("an edit of a message that exists");
                shown.text = html.plain();
                shown.rows = match keyboard {
                    Some(Keyboard::Buttons(rows)) => rows.clone(),
                    _ => Vec::new(),
                };
                None
            }
            Parcel::Delete { message } => {
                self.shown.retain(|shown| shown.id != *message);
                None
            }
            Parcel::Cover { .. } => panic!("hand-over finds how it is hidden"),
            Parcel::Answer { words, .. } => {
                if !words.is_empty() {
                    self.toasts.push(words.clone());
                }
                None
            }
        }
    }

    /// The newest bot message that contains `part`.
    pub fn find(&self, part: &str) -> &Shown {
        self.shown
            .iter()
            .rev()
            .find(|shown| !shown.own && shown.text.contains(part))
            .unwrap_or_else(|| panic!("no message with {part:?} in:\n{}", self.screen(8)))
    }

    /// Message and callback data of the newest button whose label contains `label`.
    pub fn button(&self, label: &str) -> (i64, String) {
        for shown in self.shown.iter().rev() {
            for button in shown.rows.iter().flatten() {
                if let Act::Tap(data) = &button.act
                    && button.label.contains(label)
                {
                    return (shown.id, data.clone());
                }
            }
        }
        panic!("no button {label:?} in:\n{}", self.screen(8));
    }

    /// The last `count` bubbles and toasts, without ids: stable for snapshots.
    pub fn screen(&self, count: usize) -> String {
        let mut out = String::new();
        for shown in self
            .shown
            .iter()
            .skip(self.shown.len().saturating_sub(count))
        {
            let mark = if shown.own { "> " } else { "" };
            let _ = writeln!(out, "{mark}{}", shown.text);
            for row in &shown.rows {
                let labels: Vec<String> = row.iter().map(|b| format!("[{}]", b.label)).collect();
                let _ = writeln!(out, "{}", labels.join(" "));
            }
            if let Some(label) = &shown.keyboard {
                let _ = writeln!(out, "({label})");
            }
            let _ = writeln!(out, "---");
        }
        out
    }
}
