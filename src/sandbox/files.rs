//! Files in chats: ids, kinds, sizes, what can be read from their first bytes. Must not know who
//! sent them.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A bot may download files up to this size (Bot API, `getFile`).
pub const DOWNLOAD_LIMIT: usize = 20 * 1024 * 1024;

/// What a file is in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Photo,
    Voice,
    Video,
    VideoNote,
    Document,
    Audio,
    Animation,
    Sticker,
}

impl Kind {
    /// The name of the message field and of the upload parameter.
    pub fn field(self) -> &'static str {
        match self {
            Self::Photo => "photo",
            Self::Voice => "voice",
            Self::Video => "video",
            Self::VideoNote => "video_note",
            Self::Document => "document",
            Self::Audio => "audio",
            Self::Animation => "animation",
            Self::Sticker => "sticker",
        }
    }

    fn folder(self) -> (&'static str, &'static str) {
        match self {
            Self::Photo => ("photos", "jpg"),
            Self::Voice => ("voice", "oga"),
            Self::Video => ("videos", "mp4"),
            Self::VideoNote => ("video_notes", "mp4"),
            Self::Document => ("documents", "bin"),
            Self::Audio => ("music", "mp3"),
            Self::Animation => ("animations", "mp4"),
            Self::Sticker => ("stickers", "webp"),
        }
    }

    fn usual_mime(self) -> &'static str {
        match self {
            Self::Photo => "image/jpeg",
            Self::Voice => "audio/ogg",
            Self::Video | Self::VideoNote | Self::Animation => "video/mp4",
            Self::Document => "application/octet-stream",
            Self::Audio => "audio/mpeg",
            Self::Sticker => "image/webp",
        }
    }
}

/// A stored file.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Stored {
    pub kind: Kind,
    pub unique: String,
    pub path: String,
    pub mime: String,
    pub name: Option<String>,
    pub width: u32,
    pub height: u32,
    /// Seconds.
    pub duration: u32,
    #[serde(with = "super::snapshot::hex")]
    pub bytes: Arc<[u8]>,
}

/// What an upload says about itself; zeros and `None` where it says nothing.
#[derive(Clone, Default)]
pub(super) struct About {
    pub mime: Option<String>,
    pub name: Option<String>,
    pub width: u32,
    pub height: u32,
    pub duration: u32,
}

/// All files by `file_id`.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Files {
    by_id: BTreeMap<String, Stored>,
    next: u64,
}

impl Files {
    /// Keeps bytes and gives their `file_id`.
    pub fn keep(&mut self, kind: Kind, bytes: Arc<[u8]>, about: About) -> String {
        self.next += 1;
        let number = self.next;
        let (folder, usual_end) = kind.folder();
        let end = match about.name.as_deref().and_then(|n| n.rsplit_once('.')) {
            Some((_, end)) if end.len() <= 5 && end.chars().all(|c| c.is_ascii_alphanumeric()) => {
                end.to_ascii_lowercase()
            }
            _ => usual_end.to_owned(),
        };
        let guessed = guess(&bytes);
        let (width, height) = picture_size(&bytes).unwrap_or((about.width, about.height));
        let (width, height) = match (kind, width, height) {
            (Kind::Photo | Kind::Video | Kind::Animation, 0, _) => (1280, 720),
            (Kind::VideoNote, 0, _) => (384, 384),
            (Kind::Sticker, 0, _) => (512, 512),
            _ => (width, height),
        };
        let measured = ogg_seconds(&bytes).or(wav_seconds(&bytes));
        let duration = match (about.duration, measured, kind) {
            (0, Some(seconds), _) => seconds,
            (0, None, Kind::Voice | Kind::Video | Kind::VideoNote | Kind::Audio) => 3,
            (said, _, _) => said,
        };
        let stored = Stored {
            kind,
            unique: format!("AQAD{number:08}"),
            path: format!("{folder}/file_{number}.{end}"),
            mime: about
                .mime
                .or_else(|| guessed.map(str::to_owned))
                .unwrap_or_else(|| kind.usual_mime().to_owned()),
            name: about.name,
            width,
            height,
            duration,
            bytes,
        };
        let id = format!("SandboxFile_{}_{number:08}", kind.field());
        self.by_id.insert(id.clone(), stored);
        id
    }

    /// Drops a file whose message was refused.
    pub fn forget(&mut self, id: &str) {
        self.by_id.remove(id);
    }

    pub fn get(&self, id: &str) -> Option<&Stored> {
        // The small size of a photo has its own id and the same bytes.
        self.by_id.get(id.strip_suffix("_s").unwrap_or(id))
    }

    pub fn by_path(&self, path: &str) -> Option<&Stored> {
        let number: u64 = path
            .rsplit_once("file_")?
            .1
            .split('.')
            .next()?
            .parse()
            .ok()?;
        self.by_id
            .values()
            .find(|f| f.path == path && f.unique == format!("AQAD{number:08}"))
    }

    /// The Bot API object in a message (`voice`, `photo`, …).
    pub fn json(&self, id: &str) -> Value {
        let Some(file) = self.get(id) else {
            return Value::Null;
        };
        let size = file.bytes.len();
        let mut v = json!({"file_id": id, "file_unique_id": file.unique, "file_size": size});
        let timed = matches!(
            file.kind,
            Kind::Voice | Kind::Video | Kind::VideoNote | Kind::Audio | Kind::Animation
        );
        if timed {
            v["duration"] = json!(file.duration);
        }
        match file.kind {
            Kind::Photo => {
                v["width"] = json!(file.width);
                v["height"] = json!(file.height);
                let mut small = v.clone();
                let scale = |n: u32| {
                    (u64::from(n) * 90 / u64::from(file.width.max(file.height).max(90))).max(1)
                };
                small["file_id"] = json!(format!("{id}_s"));
                small["file_unique_id"] = json!(format!("{}s", file.unique));
                small["width"] = json!(scale(file.width));
                small["height"] = json!(scale(file.height));
                return json!([small, v]);
            }
            Kind::Video | Kind::Animation | Kind::Sticker => {
                v["width"] = json!(file.width);
                v["height"] = json!(file.height);
            }
            Kind::VideoNote => v["length"] = json!(file.width),
            _ => {}
        }
        match file.kind {
            Kind::Sticker => {
                v["type"] = json!("regular");
                v["is_animated"] = json!(false);
                v["is_video"] = json!(false);
            }
            Kind::VideoNote => {}
            _ => v["mime_type"] = json!(file.mime),
        }
        if let (Some(name), Kind::Document | Kind::Audio | Kind::Video | Kind::Animation) =
            (&file.name, file.kind)
        {
            v["file_name"] = json!(name);
        }
        v
    }
}

/// Whether these bytes are a picture Telegram would take as a photo.
pub(super) fn is_picture(bytes: &[u8]) -> bool {
    guess(bytes).is_some_and(|mime| mime.starts_with("image/"))
}

fn guess(bytes: &[u8]) -> Option<&'static str> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    Some(match bytes {
        _ if starts(b"\x89PNG\r\n\x1a\n") => "image/png",
        _ if starts(b"\xff\xd8\xff") => "image/jpeg",
        _ if starts(b"GIF8") => "image/gif",
        _ if starts(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") => "image/webp",
        _ if starts(b"RIFF") && bytes.get(8..12) == Some(b"WAVE") => "audio/wav",
        _ if starts(b"OggS") => "audio/ogg",
        _ if starts(b"\x1a\x45\xdf\xa3") => "video/webm",
        _ if bytes.get(4..8) == Some(b"ftyp") => "video/mp4",
        _ if starts(b"%PDF") => "application/pdf",
        _ => return None,
    })
}

fn number(bytes: &[u8], at: usize, length: usize, big: bool) -> Option<u64> {
    let part = bytes.get(at..at + length)?;
    let fold = |sum: u64, byte: &u8| sum << 8 | u64::from(*byte);
    Some(if big {
        part.iter().fold(0, fold)
    } else {
        part.iter().rev().fold(0, fold)
    })
}

/// Width and height of a PNG, GIF or JPEG.
fn picture_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let pair = |w: u64, h: u64| (w as u32, h as u32);
    match guess(bytes)? {
        "image/png" => Some(pair(
            number(bytes, 16, 4, true)?,
            number(bytes, 20, 4, true)?,
        )),
        "image/gif" => Some(pair(
            number(bytes, 6, 2, false)?,
            number(bytes, 8, 2, false)?,
        )),
        "image/jpeg" => {
            let mut at = 2;
            loop {
                let marker = *bytes.get(at + 1)?;
                if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
                    let height = number(bytes, at + 5, 2, true)?;
                    return Some(pair(number(bytes, at + 7, 2, true)?, height));
                }
                at += 2 + number(bytes, at + 2, 2, true)? as usize;
            }
        }
        _ => None,
    }
}

/// Seconds of an Ogg Opus file: the last page's position at 48 kHz, rounded up.
fn ogg_seconds(bytes: &[u8]) -> Option<u32> {
    if !bytes.starts_with(b"OggS") {
        return None;
    }
    let last = bytes.windows(4).rposition(|w| w == b"OggS")?;
    let samples = number(bytes, last + 6, 8, false)?;
    u32::try_from(samples.div_ceil(48_000))
        .ok()
        .filter(|s| *s > 0)
}

fn wav_seconds(bytes: &[u8]) -> Option<u32> {
    if guess(bytes) != Some("audio/wav") {
        return None;
    }
    let rate = number(bytes, 28, 4, false).filter(|r| *r > 0)?;
    u32::try_from((bytes.len() as u64).saturating_sub(44).div_ceil(rate)).ok()
}
