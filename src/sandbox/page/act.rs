//! What a visitor does on a phone, as requests of the page. Everything is one call of a handset.

use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use serde::Deserialize;
use serde_json::json;

use super::super::acts::Cannot;
use super::super::files::Kind;
use super::Desk;

/// Longest text a person can type at once, as in the app.
const LONGEST: usize = 4096;

#[derive(Deserialize)]
pub(super) struct Deed {
    person: i64,
    bot: i64,
    #[serde(flatten)]
    act: Act,
}

#[derive(Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
enum Act {
    Types {
        text: String,
        #[serde(default)]
        reply_to: Option<i64>,
    },
    /// Without a link: the Start button.
    Starts {
        #[serde(default)]
        link: String,
    },
    Presses {
        message: i64,
        data: String,
    },
    /// A key of the reply keyboard.
    Taps {
        label: String,
    },
    Contact,
    ContactOf {
        name: String,
        phone: String,
    },
    Edits {
        message: i64,
        text: String,
    },
    Blocks,
    Unblocks,
}

fn answer(outcome: Result<(), Cannot>) -> Response {
    match outcome {
        Ok(()) => Json(json!({"ok": true})).into_response(),
        Err(why) => {
            let body = Json(json!({"ok": false, "why": why.to_string()}));
            (StatusCode::CONFLICT, body).into_response()
        }
    }
}

/// `POST /page/act`.
pub(super) async fn act(State(desk): State<Desk>, Json(deed): Json<Deed>) -> Response {
    let hand = desk.sandbox.handset(deed.person, deed.bot);
    let cut = |text: String| text.chars().take(LONGEST).collect::<String>();
    let outcome = match deed.act {
        Act::Types { text, reply_to } => match reply_to {
            _ if text.trim().is_empty() => Ok(()),
            Some(to) => hand.replies(to, &cut(text)).map(drop),
            None => hand.types(&cut(text)).map(drop),
        },
        Act::Starts { link } => hand.opens_link(&link).map(drop),
        Act::Presses { message, data } => hand.presses(message, &data).map(drop),
        Act::Taps { label } => hand.taps_key(&label).map(drop),
        Act::Contact => hand.shares_contact().map(drop),
        Act::ContactOf { name, phone } => hand.shares_contact_of(&name, &phone, None).map(drop),
        Act::Edits { message, text } => hand.edits(message, &cut(text)).map(drop),
        Act::Blocks => {
            hand.blocks();
            Ok(())
        }
        Act::Unblocks => {
            hand.unblocks();
            Ok(())
        }
    };
    answer(outcome)
}

#[derive(Deserialize)]
pub(super) struct Sent {
    person: i64,
    bot: i64,
    kind: Kind,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    mime: Option<String>,
    #[serde(default)]
    caption: String,
}

/// `POST /page/upload`: the file is the body.
pub(super) async fn upload(
    State(desk): State<Desk>,
    Query(sent): Query<Sent>,
    bytes: Bytes,
) -> Response {
    if bytes.is_empty() {
        return StatusCode::BAD_REQUEST.into_response();
    }
    let hand = desk.sandbox.handset(sent.person, sent.bot);
    let (name, mime) = (sent.name.as_deref(), sent.mime.as_deref());
    answer(
        hand.sends(sent.kind, name, mime, &bytes, &sent.caption)
            .map(drop),
    )
}
