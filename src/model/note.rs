//! The form of a relayed note: what somebody wrote, under one line that says who and about whom, as
//! messages within the messenger's limits. Knows no person and no language.

use crate::base::{Html, utf16_len};
use crate::model::message::{Content, MediaKind};

/// UTF-16 units of one text message (Bot API, sendMessage).
pub const MAX_TEXT: usize = 4_096;
/// UTF-16 units of a caption (Bot API, sendPhoto).
pub const MAX_CAPTION: usize = 1_024;

/// The messages that carry one note, in order. Media pass by reference, words pass unchanged;
/// `head` stands above the first of them, as a message of its own where it has no room.
pub fn parts(head: &Html, content: &Content) -> Vec<Content> {
    match content {
        Content::Text { html } => texts(head, &html.plain()),
        Content::Media {
            media,
            file,
            caption,
        } => {
            let passed = |caption: &Html| Content::Media {
                media: *media,
                file: file.clone(),
                caption: caption.clone(),
            };
            let mut under = head.clone();
            under.join("\n", caption);
            if has_caption(*media) && fits(&under, MAX_CAPTION) {
                return vec![passed(&under)];
            }
            if has_caption(*media) && fits(caption, MAX_CAPTION) {
                let html = head.clone();
                return vec![Content::Text { html }, passed(caption)];
            }
            let mut out = texts(head, &caption.plain());
            out.push(passed(&Html::default()));
            out
        }
        // It has no buttons: the message above it carries them.
        Content::Album { album } => {
            let caption = album.caption().cloned().unwrap_or_default();
            if fits(&caption, MAX_CAPTION) {
                let (html, album) = (head.clone(), album.clone());
                return vec![Content::Text { html }, Content::Album { album }];
            }
            let mut out = texts(head, &caption.plain());
            let album = album.with_caption(Html::default());
            out.push(Content::Album { album });
            out
        }
        // Our own pictures are not notes.
        Content::Qr { .. } | Content::File { .. } => Vec::new(),
    }
}

/// Whether a child may be seen on it: off for a family until it agrees to pictures.
pub fn shows_people(content: &Content) -> bool {
    let seen = |media: MediaKind| {
        matches!(
            media,
            MediaKind::Photo | MediaKind::Video | MediaKind::VideoNote | MediaKind::Animation
        )
    };
    match content {
        Content::Media { media, .. } => seen(*media),
        Content::Album { album } => album.items().iter().any(|item| seen(item.media)),
        Content::Text { .. } | Content::Qr { .. } | Content::File { .. } => false,
    }
}

/// A round video has no caption (Bot API, sendVideoNote).
const fn has_caption(media: MediaKind) -> bool {
    !matches!(media, MediaKind::VideoNote)
}

fn fits(html: &Html, limit: usize) -> bool {
    utf16_len(&html.plain()) <= limit
}

fn texts(head: &Html, words: &str) -> Vec<Content> {
    let taken = utf16_len(&head.plain()) + 1;
    let first = MAX_TEXT.saturating_sub(taken);
    let mut out = Vec::new();
    let mut above = head.clone();
    // The messenger refuses a message of spaces only.
    for piece in split(words, first, MAX_TEXT) {
        let mut html = std::mem::take(&mut above);
        if !piece.trim().is_empty() {
            html.join("\n", &Html::escape(piece));
        }
        if !html.is_empty() {
            out.push(Content::Text { html });
        }
    }
    out
}

/// Cuts at the end of a line, a sentence or a word where there is one in the second half.
fn split(text: &str, first: usize, rest: usize) -> Vec<&str> {
    let (mut out, mut left, mut room) = (Vec::new(), text, first);
    while utf16_len(left) > room {
        // At least one character goes, whatever the room.
        let (piece, after) = left.split_at(cut(left, room.max(2)));
        out.push(piece);
        (left, room) = (after, rest);
    }
    out.push(left);
    out
}

fn cut(text: &str, room: usize) -> usize {
    let (mut units, mut hard) = (0, text.len());
    let (mut line, mut word) = (None, None);
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units > room {
            hard = at;
            break;
        }
        if c == '\n' {
            line = Some(at + c.len_utf8());
        } else if c.is_whitespace() || matches!(c, '。' | '！' | '？') {
            word = Some(at + c.len_utf8());
        }
    }
    let late = |at: &usize| at * 2 >= hard;
    line.filter(late).or(word.filter(late)).unwrap_or(hard)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn head() -> Html {
        Html::escape("Class teacher · Ming").bold()
    }

    fn read(parts: &[Content]) -> Vec<(String, usize)> {
        parts
            .iter()
            .map(|part| match part {
                Content::Text { html } => (html.plain(), MAX_TEXT),
                Content::Media { caption, .. }
                | Content::Qr { caption, .. }
                | Content::File { caption, .. } => (caption.plain(), MAX_CAPTION),
                Content::Album { album } => {
                    let caption = album.caption().map(Html::plain);
                    (caption.unwrap_or_default(), MAX_CAPTION)
                }
            })
            .collect()
    }

    fn album(caption: Html) -> Content {
        let (media, file) = (MediaKind::Photo, "f".into());
        let item = crate::model::album::Item {
            media,
            file,
            caption,
        };
        let album = crate::model::album::Album::begin(item).unwrap();
        Content::Album { album }
    }

    fn dense(text: &str) -> String {
        text.chars().filter(|c| !c.is_whitespace()).collect()
    }

    fn media() -> impl Strategy<Value = MediaKind> {
        proptest::sample::select(MediaKind::ALL)
    }

    proptest! {
        #[test]
        fn no_word_is_lost_and_every_part_fits(
            text in "[a-z<>&\" \n。😀号]{0,9000}",
            media in media(),
        ) {
            let html = Html::escape(&text);
            for content in [
                Content::Text { html: html.clone() },
                Content::Media { media, file: "f".into(), caption: html.clone() },
                album(html),
            ] {
                let read = read(&parts(&head(), &content));
                let all: String = read.iter().map(|(words, _)| words.as_str()).collect();
                prop_assert_eq!(dense(&all), dense(&head().plain()) + &dense(&text));
                prop_assert!(read.iter().all(|(words, limit)| utf16_len(words) <= *limit));
            }
        }

        #[test]
        fn media_keep_their_reference_and_come_last(media in media(), length in 0_usize..3_000) {
            let caption = Html::escape(&"x".repeat(length));
            let content = Content::Media { media, file: "f".into(), caption };
            let parts = parts(&head(), &content);
            let is_media = |part: &&Content| matches!(part, Content::Media { .. });
            prop_assert_eq!(parts.iter().filter(is_media).count(), 1);
            prop_assert!(parts.last().as_ref().is_some_and(is_media));
        }
    }
}
