//! A note to all families of a class: collected, shown with the count, sent after a yes. It goes into
//! every family's own thread, so that nobody sees who else got it and answers come back per child.

use super::form::unit_name;
use super::held::to_class;
use super::people::{self, Family};
use super::{PATIENCE, button, cancel, neutral, some, template, told};
use crate::base::{Html, UnitId, utf16_len};
use crate::dialogue::concern::Way as Stopped;
use crate::dialogue::note::{Draft, Piece, State, Tap, Whom};
use crate::dialogue::{self};
use crate::model::Locale;
use crate::model::audit::Look;
use crate::model::message::{Content, MediaKind};
use crate::model::record::Child;
use crate::model::rights::Action;
use crate::model::urgent::{Enough, Reason};
use crate::service::concern::{self, Stop};
use crate::service::{Served, Talk, home, receipt};
use crate::store;
use crate::{label, say};

/// UTF-16 units of one piece in the preview: ten of them and the frame fit one message.
const SHOWN: usize = 320;
/// UTF-16 units of the list of families who are not in the chat.
const NAMED: usize = 400;

/// Asks for the note.
pub(super) async fn prompt(talk: &mut Talk<'_>, class: UnitId) -> Served<()> {
    let locale = talk.locale();
    let whom = Whom::all(class);
    if !talk.may_at(Action::SchoolNote, class).await? {
        return talk.refuse().await;
    }
    if count(&families(talk, &whom).await?) == 0 {
        talk.goto(&dialogue::State::Idle).await?;
        let html = say!(locale, "note-nobody-class");
        return talk.show(html, home::open_menu(locale)).await;
    }
    wait_for(talk, whom, Draft::default()).await?;
    let name = unit_name(talk, class).await?;
    let html = say!(locale, "note-prompt-class", class = name);
    let mut rows = vec![some::row(locale, class)];
    rows.extend(template::row(talk).await?);
    rows.extend(cancel(locale));
    talk.show(html, rows).await
}

/// One more piece; the preview shows all of them.
pub(super) async fn add(
    talk: &mut Talk<'_>,
    whom: Whom,
    mut draft: Draft,
    piece: Piece,
) -> Served<()> {
    if draft.add(piece) {
        return preview(talk, whom, draft).await;
    }
    let locale = talk.locale();
    talk.say(
        say!(locale, "common-too-long"),
        choice(locale, &whom, &draft),
    )
    .await
}

/// Shows what would go and to how many.
pub(super) async fn preview(talk: &mut Talk<'_>, whom: Whom, draft: Draft) -> Served<()> {
    if !talk
        .sees_at(Look::List, Action::SchoolNote, whom.class)
        .await?
    {
        return neutral(talk).await;
    }
    let locale = talk.locale();
    let families = families(talk, &whom).await?;
    let name = title(talk, &whom).await?;
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
    let rows = choice(locale, &whom, &draft);
    wait_for(talk, whom, draft).await?;
    talk.say(html, rows).await
}

fn choice(locale: Locale, whom: &Whom, draft: &Draft) -> Vec<Vec<crate::model::message::Button>> {
    let pieces = i64::try_from(draft.shown()).unwrap_or_default();
    let mut rows = cancel(locale);
    rows.push(vec![button(
        label!(locale, "note-later"),
        Tap::Later(pieces),
    )]);
    if let Some(row) = rows.first_mut() {
        row.insert(0, button(label!(locale, "note-send"), Tap::Send(pieces)));
    }
    rows.push(vec![button(
        label!(locale, "urgent-button"),
        Tap::Urgent(pieces),
    )]);
    // What is written to one family may be about one child.
    if whom.one().is_none() {
        rows.extend(template::keep_row(locale, draft));
    }
    rows
}

/// Yes to a preview of `pieces` pieces, and why it is urgent where it is. An older preview than the draft is
/// shown anew instead.
pub(super) async fn send(talk: &mut Talk<'_>, pieces: i64, urgent: Option<Reason>) -> Served<()> {
    let state = dialogue::State::decode(talk.account.dialogue.as_deref());
    let Some(dialogue::State::Note(State::Class { whom, draft, .. })) = state else {
        return talk.refuse().await;
    };
    let shown = usize::try_from(pieces).unwrap_or_default();
    if shown != draft.shown() || shown == 0 {
        return preview(talk, whom, draft).await;
    }
    if !talk
        .sees_at(Look::List, Action::SchoolNote, whom.class)
        .await?
    {
        return neutral(talk).await;
    }
    talk.goto(&dialogue::State::Idle).await?;
    deliver(talk, whom, draft, urgent).await
}

/// True when something in it was stopped: all of it waits for a lead.
pub(super) async fn stopped(
    talk: &mut Talk<'_>,
    whom: &Whom,
    draft: &Draft,
    urgent: Option<Reason>,
) -> Served<bool> {
    let Some(kind) = concern::listed(talk.tx, whom.class, draft.pieces()).await? else {
        return Ok(false);
    };
    let messages = draft.pieces().iter().map(|piece| piece.message).collect();
    let contents = draft.pieces().iter().map(|piece| piece.content.clone());
    let stop = Stop {
        kind,
        child: whom.one(),
        unit: whom.class,
        way: Stopped::Class {
            whom: whom.clone(),
            messages,
            urgent,
        },
        contents: contents.collect(),
        readers: Vec::new(),
        album: None,
    };
    concern::hold(talk, stop).await?;
    Ok(true)
}

/// Sends what was written to these families now, and tells the writer how many got it. Whoever calls has asked
/// the right.
pub(super) async fn deliver(
    talk: &mut Talk<'_>,
    whom: Whom,
    draft: Draft,
    urgent: Option<Reason>,
) -> Served<()> {
    let locale = talk.locale();
    if stopped(talk, &whom, &draft, urgent).await? {
        return Ok(());
    }
    let families = families(talk, &whom).await?;
    if count(&families) == 0 {
        let html = match whom.only {
            Some(_) => say!(locale, "note-some-nobody"),
            None => say!(locale, "note-nobody-class"),
        };
        return talk.show(html, home::open_menu(locale)).await;
    }
    let sent = to_class(talk, &whom, draft.pieces(), urgent).await?;
    let name = title(talk, &whom).await?;
    let key = match urgent {
        Some(_) => "urgent-sent",
        None => "note-sent-class",
    };
    let mut html = say!(locale, key, class = name, count = sent.reached);
    html.join("\n", &absent(locale, &families));
    if let Some(first) = families.first() {
        let said = told::pictures(talk, first.child.id, draft.pieces()).await?;
        html.join("\n\n", &said);
    }
    let mut more = Vec::new();
    if let Some(why) = urgent {
        if why.enough() == Enough::AtHome {
            html.join("\n\n", &say!(locale, "urgent-home"));
        }
        let alone = families.iter().filter(|family| !is_reachable(family));
        let alone: Vec<&Child> = alone.map(|family| &family.child).collect();
        let alone = receipt::not_own(talk, alone).await?;
        more = receipt::to_ring(talk, &alone).await?;
    }
    let mut rows = receipt::open_rows(locale, sent.mailing);
    if let (Some(mailing), None) = (sent.mailing, urgent) {
        let first = store::notes::first_of(talk.tx, mailing).await?;
        let back = |id| vec![button(label!(locale, "note-take-back"), Tap::TakeBack(id))];
        rows.extend(first.map(back));
    }
    rows.extend(home::open_menu(locale));
    talk.show(html, rows).await?;
    for numbers in more {
        talk.say(numbers, Vec::new()).await?;
    }
    Ok(())
}

pub(super) async fn families(talk: &mut Talk<'_>, whom: &Whom) -> Served<Vec<Family>> {
    let Some(me) = talk.adult() else {
        return Ok(Vec::new());
    };
    let mut children = store::children::in_class(talk.tx, whom.class).await?;
    children.retain(|child| whom.includes(child.id));
    people::families(talk.tx, talk.env, children, me).await
}

fn is_reachable(family: &Family) -> bool {
    family.members.iter().any(|member| member.reachable)
}

/// Families of whom somebody can be reached.
pub(super) fn count(families: &[Family]) -> usize {
    let reachable = |family: &&Family| is_reachable(family);
    families.iter().filter(reachable).count()
}

/// To whom it goes, in a word: the class, or the one child. Asked for whom the speaker may write to.
pub(super) async fn title(talk: &mut Talk<'_>, whom: &Whom) -> Served<String> {
    if let Some(only) = whom.one()
        && let Some(family) = families(talk, whom).await?.into_iter().next()
        && family.child.id == only
    {
        return Ok(family.child.called().expose().to_owned());
    }
    unit_name(talk, whom.class).await
}

/// The children nobody of whose family is in the chat.
fn absent(locale: Locale, families: &[Family]) -> Html {
    let names: Vec<&str> = families
        .iter()
        .filter(|family| !is_reachable(family))
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
pub(super) fn glimpse(piece: &Piece) -> Html {
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

pub(super) async fn wait_for(talk: &mut Talk<'_>, whom: Whom, draft: Draft) -> Served<()> {
    let until = talk.env.now() + PATIENCE;
    let state = State::Class { whom, draft, until };
    talk.goto(&dialogue::State::Note(state)).await
}
