//! A note to all families of a class: collected, shown with the count, sent after a yes. It goes into
//! every family's own thread, so that nobody sees who else got it and answers come back per child.

use super::form::{Head, unit_name};
use super::people::{self, Family};
use super::relay::{Relayed, to_family};
use super::{PATIENCE, button, cancel, neutral};
use crate::base::{Html, UnitId, utf16_len};
use crate::dialogue::note::{Draft, Piece, State, Tap};
use crate::dialogue::{self};
use crate::model::Locale;
use crate::model::audit::Look;
use crate::model::message::{Content, MediaKind};
use crate::model::rights::Action;
use crate::service::{Served, Talk, home};
use crate::store;
use crate::{label, say};

/// UTF-16 units of one piece in the preview: ten of them and the frame fit one message.
const SHOWN: usize = 320;
/// UTF-16 units of the list of families who are not in the chat.
const NAMED: usize = 400;

/// Asks for the note.
pub(super) async fn prompt(talk: &mut Talk<'_>, class: UnitId) -> Served<()> {
    let locale = talk.locale();
    if !talk.may_at(Action::SchoolNote, class).await? {
        return talk.refuse().await;
    }
    if count(&families(talk, class).await?) == 0 {
        talk.goto(&dialogue::State::Idle).await?;
        let html = say!(locale, "note-nobody-class");
        return talk.show(html, home::open_menu(locale)).await;
    }
    wait_for(talk, class, Draft::default()).await?;
    let name = unit_name(talk, class).await?;
    let html = say!(locale, "note-prompt-class", class = name);
    talk.show(html, cancel(locale)).await
}

/// One more piece; the preview shows all of them.
pub(super) async fn add(
    talk: &mut Talk<'_>,
    class: UnitId,
    mut draft: Draft,
    piece: Piece,
) -> Served<()> {
    if draft.add(piece) {
        return preview(talk, class, draft).await;
    }
    let locale = talk.locale();
    talk.say(say!(locale, "common-too-long"), choice(locale, &draft))
        .await
}

/// Shows what would go and to how many.
pub(super) async fn preview(talk: &mut Talk<'_>, class: UnitId, draft: Draft) -> Served<()> {
    if !talk.sees_at(Look::List, Action::SchoolNote, class).await? {
        return neutral(talk).await;
    }
    let locale = talk.locale();
    let families = families(talk, class).await?;
    let name = unit_name(talk, class).await?;
    let mut html = say!(
        locale,
        "note-preview",
        class = name,
        count = count(&families)
    );
    html.join("\n", &absent(locale, &families));
    for piece in draft.pieces() {
        html.join("\n\n", &glimpse(piece));
    }
    let rows = choice(locale, &draft);
    wait_for(talk, class, draft).await?;
    talk.say(html, rows).await
}

fn choice(locale: Locale, draft: &Draft) -> Vec<Vec<crate::model::message::Button>> {
    let pieces = i64::try_from(draft.shown()).unwrap_or_default();
    let mut rows = cancel(locale);
    if let Some(row) = rows.first_mut() {
        row.insert(0, button(label!(locale, "note-send"), Tap::Send(pieces)));
    }
    rows
}

/// Yes to a preview of `pieces` pieces. An older preview than the draft is shown anew instead.
pub(super) async fn send(talk: &mut Talk<'_>, pieces: i64) -> Served<()> {
    let locale = talk.locale();
    let state = dialogue::State::decode(talk.account.dialogue.as_deref());
    let (Some(dialogue::State::Note(State::Class { class, draft, .. })), Some(me)) =
        (state, talk.adult())
    else {
        return talk.refuse().await;
    };
    let shown = usize::try_from(pieces).unwrap_or_default();
    if shown != draft.shown() || shown == 0 {
        return preview(talk, class, draft).await;
    }
    if !talk.sees_at(Look::List, Action::SchoolNote, class).await? {
        return neutral(talk).await;
    }
    talk.goto(&dialogue::State::Idle).await?;
    let families = families(talk, class).await?;
    let mut reached = 0_usize;
    for Family { child, members } in &families {
        let head = Head::school(talk, child, me, Some(class)).await?;
        let mut relayed = Relayed::Nobody;
        for piece in draft.pieces() {
            relayed = to_family(talk, child, members, Some(class), &head, piece).await?;
        }
        reached += usize::from(relayed == Relayed::Somebody);
    }
    let name = unit_name(talk, class).await?;
    let mut html = say!(locale, "note-sent-class", class = name, count = reached);
    html.join("\n", &absent(locale, &families));
    talk.show(html, home::open_menu(locale)).await
}

async fn families(talk: &mut Talk<'_>, class: UnitId) -> Served<Vec<Family>> {
    let Some(me) = talk.adult() else {
        return Ok(Vec::new());
    };
    let children = store::children::in_class(talk.tx, class).await?;
    people::families(talk.tx, talk.env, children, me).await
}

/// Families of whom somebody can be reached.
fn count(families: &[Family]) -> usize {
    let reachable = |family: &&Family| family.members.iter().any(|member| member.reachable);
    families.iter().filter(reachable).count()
}

/// The children nobody of whose family is in the chat.
fn absent(locale: Locale, families: &[Family]) -> Html {
    let names: Vec<&str> = families
        .iter()
        .filter(|family| !family.members.iter().any(|member| member.reachable))
        .map(|family| family.child.name.expose())
        .collect();
    if names.is_empty() {
        return Html::default();
    }
    let between = label!(locale, "note-between");
    let mut units = 0;
    let shown: Vec<&str> = names
        .iter()
        .copied()
        .take_while(|name| {
            units += utf16_len(name) + utf16_len(&between);
            units <= NAMED
        })
        .collect();
    let mut who = shown.join(&between);
    if shown.len() < names.len() {
        who.push_str(" …");
    }
    say!(locale, "note-absent", who = who, count = names.len())
}

const fn mark(media: MediaKind) -> &'static str {
    match media {
        MediaKind::Voice => "🎤 ",
        MediaKind::Photo => "🖼 ",
        MediaKind::Video | MediaKind::VideoNote | MediaKind::Animation => "🎬 ",
        MediaKind::Document => "📄 ",
        MediaKind::Audio => "🎵 ",
    }
}

/// The beginning of a piece.
fn glimpse(piece: &Piece) -> Html {
    let mark = match &piece.content {
        Content::Text { .. } | Content::Qr { .. } | Content::File { .. } => "",
        Content::Media { media, .. } => mark(*media),
        Content::Album { album } => album.items().first().map_or("", |item| mark(item.media)),
    };
    let mut units = 0;
    let mut words = piece.words();
    for item in piece.further() {
        words.join("\n", &item.caption);
    }
    let words = words.plain();
    let mut shown: String = words
        .chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= SHOWN
        })
        .collect();
    if shown.len() < words.len() {
        shown.push('…');
    }
    Html::escape(format!("{mark}{shown}").trim_end())
}

async fn wait_for(talk: &mut Talk<'_>, class: UnitId, draft: Draft) -> Served<()> {
    let until = talk.env.now() + PATIENCE;
    let state = State::Class {
        class,
        draft,
        until,
    };
    talk.goto(&dialogue::State::Note(state)).await
}
