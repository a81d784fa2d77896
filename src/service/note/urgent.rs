//! The urgent notice: a note to families that rings at night too, says whom to ring, and is asked about until
//! each family says that it knows (`receipt::chase`). Begun by whoever speaks for the class.

use super::class::{self, count, families, title};
use super::{button, cancel, neutral};
use crate::base::{ChildId, Html, utf16_len};
use crate::dialogue;
use crate::dialogue::note::{Draft, State, Tap, Whom};
use crate::model::Locale;
use crate::model::audit::Look;
use crate::model::message::{Button, Content};
use crate::model::note::{MAX_TEXT, parts};
use crate::model::rights::Action;
use crate::model::settings::Number;
use crate::model::urgent::Reason;
use crate::service::{Served, Talk, home, numbers};
use crate::store;
use crate::store::notes::Note;
use crate::{label, say};

/// What an urgent notice says besides its words.
pub(super) struct Alarm {
    numbers: Vec<Number>,
}

/// `None`: this note is an ordinary one.
pub(super) async fn alarm(talk: &mut Talk<'_>, note: &Note) -> Served<Option<Alarm>> {
    let urgent = match note.mailing {
        Some(mailing) => store::receipts::urgent(talk.tx, mailing).await?,
        None => None,
    };
    if urgent.is_none() {
        return Ok(None);
    }
    let numbers = match store::children::get(talk.tx, note.thread.child).await? {
        Some(child) => numbers::at(talk.tx, child.school).await?,
        None => numbers::everywhere(talk.tx).await?,
    };
    Ok(Some(Alarm { numbers }))
}

impl Alarm {
    /// Nobody watches this chat round the clock, and whom to ring.
    pub fn ring(&self, locale: Locale) -> Html {
        numbers::ring(locale, &self.numbers)
    }

    /// The messages that carry it: its mark above, the numbers below.
    pub fn parts(&self, locale: Locale, head: &Html, content: &Content) -> Vec<Content> {
        let head = say!(locale, "urgent-head", head = head.clone());
        let mut out = parts(&head, content);
        let mut ring = say!(locale, "urgent-please");
        ring.join("\n\n", &self.ring(locale));
        let taken = utf16_len(&ring.plain()) + 2;
        match out.last_mut() {
            Some(Content::Text { html }) if utf16_len(&html.plain()) + taken <= MAX_TEXT => {
                html.join("\n\n", &ring);
            }
            _ => out.push(Content::Text { html: ring }),
        }
        out
    }
}

/// What a child's card offers whoever speaks for its class.
pub(super) fn row(locale: Locale, child: ChildId) -> Vec<Button> {
    vec![button(label!(locale, "urgent-write"), Tap::UrgentTo(child))]
}

/// Asks what to say to the family of one child.
pub(super) async fn begin(talk: &mut Talk<'_>, child: ChildId) -> Served<()> {
    if !talk.sees(Look::Thread, Action::SchoolNote, child).await? {
        return talk.refuse().await;
    }
    let Some(child) = store::children::get(talk.tx, child).await? else {
        return talk.refuse().await;
    };
    if !talk.may_at(Action::SchoolNote, child.class).await? {
        return talk.refuse().await;
    }
    let whom = Whom {
        class: child.class,
        only: Some(vec![child.id]),
    };
    if count(&families(talk, &whom).await?) == 0 {
        return nobody_at_home(talk).await;
    }
    class::wait_for(talk, whom, Draft::default()).await?;
    let locale = talk.locale();
    let html = say!(locale, "urgent-prompt", about = child.called());
    talk.show(html, cancel(locale)).await
}

/// Nobody of a family is in the chat.
async fn nobody_at_home(talk: &mut Talk<'_>) -> Served<()> {
    talk.goto(&dialogue::State::Idle).await?;
    let locale = talk.locale();
    let html = say!(locale, "note-nobody-family");
    talk.show(html, home::open_menu(locale)).await
}

/// Why is it urgent? Asked of a preview that showed so many pieces.
pub(super) async fn why(talk: &mut Talk<'_>, pieces: i64) -> Served<()> {
    let state = dialogue::State::decode(talk.account.dialogue.as_deref());
    let Some(dialogue::State::Note(State::Class { whom, draft, .. })) = state else {
        return talk.refuse().await;
    };
    let shown = usize::try_from(pieces).unwrap_or_default();
    if shown != draft.shown() || shown == 0 {
        return class::preview(talk, whom, draft).await;
    }
    if !talk
        .sees_at(Look::List, Action::SchoolNote, whom.class)
        .await?
    {
        return neutral(talk).await;
    }
    let locale = talk.locale();
    let families = families(talk, &whom).await?;
    let (about, count) = (title(talk, &whom).await?, count(&families));
    let html = say!(locale, "urgent-why", about = about, count = count);
    let reason = |why: &Reason| {
        let label = label!(locale, &format!("urgent-why-{}", why.as_str()));
        vec![button(label, Tap::Alarm(*why, pieces))]
    };
    let mut rows: Vec<Vec<Button>> = Reason::ALL.iter().map(reason).collect();
    rows.extend(cancel(locale));
    talk.show(html, rows).await
}
