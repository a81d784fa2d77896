//! A writer's own templates: kept from a preview, put into the next note, thrown away. They are words for all
//! families, so none holds a child's name (`model::template`).

use super::{cancel, class, neutral, prompt, send};
use crate::base::{Html, TemplateId};
use crate::dialogue::note::{Draft, Piece, State, To, Whom};
use crate::dialogue::template::Tap;
use crate::dialogue::{self};
use crate::model::Locale;
use crate::model::audit::Look;
use crate::model::message::{Button, Content};
use crate::model::rights::Action;
use crate::model::template::{MOST, fits, names};
use crate::model::visibility::Audience;
use crate::service::{Served, Talk};
use crate::store::templates::Template;
use crate::store::{self};
use crate::{label, say};

/// Letters of a template on its button.
const GLIMPSE: usize = 28;

fn button(label: String, tap: Tap) -> Vec<Button> {
    vec![Button::tap(label, dialogue::Tap::Template(tap).encode())]
}

/// What the question for a note to families offers who has templates.
pub(super) async fn row(talk: &mut Talk<'_>) -> Served<Option<Vec<Button>>> {
    let Some(me) = talk.adult() else {
        return Ok(None);
    };
    let any = !store::templates::of_adult(talk.tx, me).await?.is_empty();
    let words = label!(talk.locale(), "template-list");
    Ok(any.then(|| button(words, Tap::List)))
}

/// What a preview offers: only words, of one message, can be kept.
pub(super) fn keep_row(locale: Locale, draft: &Draft) -> Option<Vec<Button>> {
    only_words(draft).map(|_| button(label!(locale, "template-keep"), Tap::Keep))
}

fn only_words(draft: &Draft) -> Option<String> {
    match draft.pieces() {
        [
            Piece {
                content: Content::Text { html },
                ..
            },
        ] => Some(html.plain()).filter(|words| fits(words)),
        _ => None,
    }
}

/// For whom somebody of the school is writing.
enum Writing {
    Class(Whom, Draft),
    One(To, Audience),
}

fn writing(talk: &Talk<'_>) -> Option<Writing> {
    let state = dialogue::State::decode(talk.account.dialogue.as_deref());
    let Some(dialogue::State::Note(state)) = state else {
        return None;
    };
    if talk.env.now() >= state.until() {
        return None;
    }
    match state {
        State::Class { whom, draft, .. } => Some(Writing::Class(whom, draft)),
        State::Writing { to, audience, .. } if matches!(to, To::Family(_)) => {
            Some(Writing::One(to, audience))
        }
        State::Writing { .. } => None,
    }
}

/// A button of this feature was tapped.
pub async fn tapped(talk: &mut Talk<'_>, tap: &Tap) -> Served<()> {
    let Some(writing) = writing(talk) else {
        return talk.refuse().await;
    };
    match *tap {
        Tap::List => list(talk).await,
        Tap::Open(id) => open(talk, &writing, id).await,
        Tap::Use(id) => put_in(talk, writing, id).await,
        Tap::Drop(id) => {
            if let Some(me) = talk.adult() {
                store::templates::remove(talk.tx, id, me).await?;
            }
            list(talk).await
        }
        Tap::Keep => keep(talk, writing).await,
        Tap::Back => back(talk, writing).await,
    }
}

async fn list(talk: &mut Talk<'_>) -> Served<()> {
    let locale = talk.locale();
    let mut rows = Vec::new();
    if let Some(me) = talk.adult() {
        for template in store::templates::of_adult(talk.tx, me).await? {
            let words = glimpse(template.words.expose());
            rows.push(button(words, Tap::Open(template.id)));
        }
    }
    let key = match rows.is_empty() {
        true => "template-none",
        false => "template-which",
    };
    rows.push(button(label!(locale, "button-back"), Tap::Back));
    talk.show(say!(locale, key), rows).await
}

fn glimpse(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= GLIMPSE {
        return line;
    }
    let mut cut: String = line.chars().take(GLIMPSE - 1).collect();
    cut.push('…');
    cut
}

async fn mine(talk: &mut Talk<'_>, id: TemplateId) -> Served<Option<Template>> {
    let Some(me) = talk.adult() else {
        return Ok(None);
    };
    let mut all = store::templates::of_adult(talk.tx, me).await?;
    Ok(all
        .iter()
        .position(|template| template.id == id)
        .map(|at| all.swap_remove(at)))
}

async fn open(talk: &mut Talk<'_>, writing: &Writing, id: TemplateId) -> Served<()> {
    let Some(template) = mine(talk, id).await? else {
        return list(talk).await;
    };
    let locale = talk.locale();
    // A class sees its preview first; one family gets it at once.
    let key = match writing {
        Writing::Class(..) => "template-put",
        Writing::One(..) => "note-send",
    };
    let rows = vec![
        button(label!(locale, key), Tap::Use(id)),
        button(label!(locale, "template-drop"), Tap::Drop(id)),
        button(label!(locale, "button-back"), Tap::List),
    ];
    talk.show(Html::escape(template.words.expose()), rows).await
}

async fn put_in(talk: &mut Talk<'_>, writing: Writing, id: TemplateId) -> Served<()> {
    let (Some(template), Some(me)) = (mine(talk, id).await?, talk.adult()) else {
        return list(talk).await;
    };
    let now = talk.env.now();
    store::templates::used(talk.tx, id, me, now).await?;
    // No message of the messenger's: the screen it was taken from stands for it, so that a second tap of the same
    // button is known, and no later change of a message is taken for this.
    let Some(screen) = talk.tapped() else {
        return talk.refuse().await;
    };
    let piece = Piece {
        content: Content::Text {
            html: Html::escape(template.words.expose()),
        },
        message: -screen,
        album: None,
    };
    let account = talk.account.id;
    let is_known = match &writing {
        Writing::Class(_, draft) => draft.pieces().iter().any(|p| p.message == piece.message),
        Writing::One(..) => !store::notes::by_source(talk.tx, account, piece.message)
            .await?
            .is_empty(),
    };
    if is_known {
        return Ok(());
    }
    // The screen keeps the words and no button: the next one begins with a new list.
    talk.show(piece.words(), Vec::new()).await?;
    talk.leave_tapped();
    match writing {
        Writing::Class(whom, draft) => class::add(talk, whom, draft, piece).await,
        Writing::One(to, audience) => send(talk, to, audience, &piece, true).await,
    }
}

/// Keeps what the preview shows.
async fn keep(talk: &mut Talk<'_>, writing: Writing) -> Served<()> {
    let Writing::Class(whom, draft) = writing else {
        return talk.refuse().await;
    };
    let right = Action::SchoolNote;
    let (Some(words), Some(me)) = (only_words(&draft), talk.adult()) else {
        return class::preview(talk, whom, draft).await;
    };
    if !talk.sees_at(Look::List, right, whom.class).await? {
        return neutral(talk).await;
    }
    let locale = talk.locale();
    let kept = store::templates::of_adult(talk.tx, me).await?;
    let known = kept.iter().any(|one| one.words.expose() == words);
    let pupils = store::children::in_class(talk.tx, whom.class).await?;
    let told = if known {
        "template-kept"
    } else if kept.len() >= MOST {
        "template-full"
    } else if pupils.iter().any(|child| names(&words, child)) {
        "template-names"
    } else {
        let (id, now) = (talk.env.id(), talk.env.now());
        let words = crate::base::Words::new(words);
        let template = Template { id, words };
        store::templates::put(talk.tx, me, &template, now).await?;
        "template-kept"
    };
    // The preview stays as it is; the word comes above it.
    let words = label!(locale, told);
    talk.toast(words).await
}

async fn back(talk: &mut Talk<'_>, writing: Writing) -> Served<()> {
    let locale = talk.locale();
    match writing {
        Writing::Class(whom, draft) if draft.pieces().is_empty() => {
            class::wait_for(talk, whom, draft).await?;
            talk.show(say!(locale, "template-write"), cancel(locale))
                .await
        }
        Writing::Class(whom, draft) => class::preview(talk, whom, draft).await,
        Writing::One(to, audience) => prompt(talk, to, audience).await,
    }
}
