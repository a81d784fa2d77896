//! Files from the bot: uploads, known `file_id`s, `getFile`. Must not know keyboards and replies.

use serde_json::json;

use super::super::files::{About, DOWNLOAD_LIMIT, Kind, is_picture};
use super::super::params::Upload;
use super::super::refusal::Refusal;
use super::super::state::{Body, Message};
use super::{Answer, Call, send};

/// A file parameter, resolved but not stored yet.
pub(super) enum Source {
    Known(String),
    New(Kind, Upload, About),
}

/// `sendPhoto`, `sendVoice`, …
pub(super) fn send(call: &mut Call<'_>, kind: Kind) -> Answer {
    let chat = call.chat("chat_id")?;
    let number = |name: &str| u32::try_from(call.params.int(name).unwrap_or(0)).unwrap_or(0);
    let about = About {
        duration: number("duration"),
        width: number(if kind == Kind::VideoNote {
            "length"
        } else {
            "width"
        }),
        height: number("height"),
        ..About::default()
    };
    let caption = match kind {
        Kind::VideoNote | Kind::Sticker => Default::default(),
        _ => send::caption(call)?,
    };
    let value = call.params.text(kind.field());
    let source = resolve(call, kind, kind.field(), value.as_deref(), about)?;
    let fresh = matches!(source, Source::New(..));
    let file = store(call, source);
    let message = Message::new(call.bot, call.date(), Body::File(file.clone()), caption);
    let sent = send::put_one(call, chat, message);
    if sent.is_err() && fresh {
        call.state.files.forget(&file);
    }
    sent
}

/// Finds what a file parameter means: an upload under its own name, `attach://name`, a known id.
pub(super) fn resolve(
    call: &Call<'_>,
    kind: Kind,
    field: &str,
    value: Option<&str>,
    about: About,
) -> Result<Source, Refusal> {
    let attached = value.and_then(|v| v.strip_prefix("attach://"));
    if let Some(upload) = call.params.files.get(attached.unwrap_or(field)) {
        if upload.bytes.is_empty() {
            return Err(Refusal::bad("file must be non-empty"));
        }
        if kind == Kind::Photo && !is_picture(&upload.bytes) {
            return Err(Refusal::bad("IMAGE_PROCESS_FAILED"));
        }
        return Ok(Source::New(kind, upload.clone(), about));
    }
    let Some(value) = value.filter(|v| !v.is_empty()) else {
        let name = field.replace('_', " ");
        return Err(Refusal::bad(format!("there is no {name} in the request")));
    };
    if let Some(known) = call.state.files.get(value) {
        if known.kind != kind {
            return Err(Refusal::bad("type of file mismatch"));
        }
        return Ok(Source::Known(value.trim_end_matches("_s").to_owned()));
    }
    if value.starts_with("http://") || value.starts_with("https://") {
        // This server has no way out into the network.
        return Err(Refusal::bad("failed to get HTTP URL content"));
    }
    Err(Refusal::bad("wrong file identifier/HTTP URL specified"))
}

/// Keeps an upload and gives the `file_id`.
pub(super) fn store(call: &mut Call<'_>, source: Source) -> String {
    match source {
        Source::Known(id) => id,
        Source::New(kind, upload, about) => {
            let mime = upload.mime.filter(|m| m != "application/octet-stream");
            let name = upload.name.filter(|n| !n.is_empty());
            let about = About {
                mime,
                name,
                ..about
            };
            call.state.files.keep(kind, upload.bytes, about)
        }
    }
}

/// `getFile`.
pub(super) fn get(call: &mut Call<'_>) -> Answer {
    let id = call.params.text("file_id").unwrap_or_default();
    let Some(file) = call.state.files.get(&id) else {
        return Err(Refusal::bad("invalid file_id"));
    };
    if file.bytes.len() > DOWNLOAD_LIMIT {
        return Err(Refusal::bad("file is too big"));
    }
    Ok(json!({
        "file_id": id, "file_unique_id": file.unique, "file_size": file.bytes.len(),
        "file_path": file.path,
    }))
}
