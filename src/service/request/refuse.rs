//! No, with its reason: the usual one in a tap, or typed. What is typed is read by the family, so that it is looked
//! through like a note.

use super::{desk, row};
use crate::base::{RequestId, Words, utf16_len};
use crate::dialogue::concern::Way;
use crate::dialogue::request::{State as Waits, Tap};
use crate::dialogue::{self};
use crate::model::request::{Kind, State, WORDS_MAX};
use crate::service::{Served, Talk, concern, home, parting};
use crate::store::requests::Request;
use crate::store::{self};
use crate::{label, say};

/// Why not: the usual reason in one tap, or typed.
pub(super) async fn refuse(talk: &mut Talk<'_>, id: RequestId) -> Served<()> {
    let Some(request) = desk::still_open(talk, id).await? else {
        return Ok(());
    };
    talk.goto(&dialogue::State::Request(Waits::Reason { request: id }))
        .await?;
    let locale = talk.locale();
    let own = super::is_own_of(talk.tx, request.child, request.adult).await?;
    let mut html = say!(locale, "request-why");
    html.join("\n\n", &say!(locale, &usual(request.kind, own)));
    let rows = vec![
        row(label!(locale, "request-say-usual"), Tap::RefuseUsual(id)),
        row(label!(locale, "button-back"), Tap::Open(id)),
    ];
    talk.show(html, rows).await
}

/// The usual reason, to who asks for a child or for themself.
pub(super) fn usual(kind: Kind, own: bool) -> String {
    match (kind, own) {
        (Kind::Erase, true) => "request-usual-erase-own".to_owned(),
        (kind, _) => format!("request-usual-{}", kind.as_str()),
    }
}

/// The reason was typed.
pub(super) async fn says_reason(talk: &mut Talk<'_>, id: RequestId, text: &str) -> Served<()> {
    let locale = talk.locale();
    if text.is_empty() || utf16_len(text) > WORDS_MAX {
        let rows = vec![row(label!(locale, "button-cancel"), Tap::Open(id))];
        return talk.say(say!(locale, "common-too-long"), rows).await;
    }
    if stopped(talk, id, text).await? {
        return Ok(());
    }
    refused(talk, id, Some(Words::new(text))).await
}

/// True when a listed word is in the reason: the family gets none of it, and the request stays open.
async fn stopped(talk: &mut Talk<'_>, id: RequestId, text: &str) -> Served<bool> {
    let Some(request) = desk::held(talk, id).await?.filter(is_open) else {
        return Ok(false);
    };
    let Some(child) = store::children::get(talk.tx, request.child).await? else {
        return Ok(false);
    };
    let way = Way::Refuse { request: id };
    concern::stops(talk, (child.id, child.school), way, text).await
}

fn is_open(request: &Request) -> bool {
    request.state == State::Open
}

/// A reason that was held goes on. False: the request is answered, or not the writer's any more.
pub(super) async fn resume(talk: &mut Talk<'_>, id: RequestId, text: &str) -> Served<bool> {
    if desk::held(talk, id).await?.filter(is_open).is_none() {
        return Ok(false);
    }
    refused(talk, id, Some(Words::new(text))).await?;
    Ok(true)
}

/// No, in writing and with the reason. Of an erasure it means: what must be kept stays at the school,
/// and nothing more of it goes through the messenger to who asked. The young person's own goes on its day
/// anyway: until then they may still ask.
pub(super) async fn refused(
    talk: &mut Talk<'_>,
    id: RequestId,
    reason: Option<Words>,
) -> Served<()> {
    talk.goto(&dialogue::State::Idle).await?;
    let Some(request) = desk::still_open(talk, id).await? else {
        if reason.is_some() {
            // Typed, so there is no button to answer.
            return home::menu(talk).await;
        }
        return Ok(());
    };
    // Empty: the usual sentence, in the reader's language.
    let reason = reason.unwrap_or_default();
    let linked = desk::is_linked(talk, &request).await?;
    let state = match request.kind {
        Kind::Erase if super::is_own_of(talk.tx, request.child, request.adult).await? => {
            State::Answered
        }
        // A parent's wish from before the child was of age ends nothing any more.
        Kind::Erase if desk::is_too_late(talk, &request).await? => State::Refused,
        Kind::Erase => {
            let (by, adult) = (talk.adult(), request.adult);
            parting::end(talk.tx, talk.env, by, request.child, adult).await?;
            State::Answered
        }
        _ => State::Refused,
    };
    desk::close(talk, &request, state, Some(&reason), linked).await?;
    desk::done(talk, &request, state).await
}
