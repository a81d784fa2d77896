//! A child's own letter, drawing or voice, and a parent's answer to the child. Whoever is with the child passes
//! it on: the school, the care home, the guardian.
//!
//! Nobody may open or read what a minor writes (Law on the Protection of Minors, art. 63; domain 6, "child's own
//! letter"): it goes by the messenger's reference, no word of it is looked for, there is no row of it among the
//! notes, no thread, no copy for whoever asks for their data, and what carried it is blanked once it went. What stays
//! is that somebody passed one, and when. A child's words are photographed or spoken:
//! what somebody typed for it would be read by whoever types.
//!
//! The consent to pictures is not asked: it is about pictures the school takes. What a child draws or photographs
//! for its own mother is the child's to give. On a phone that others use it waits, sealed, for the code.

mod reply;

use chrono::TimeDelta;

pub(in crate::service) use self::reply::answers;
use self::reply::key;
pub(super) use self::reply::{answered, writer};
use super::people::{Reader, Side};
use super::route::Route;
use super::{confirm, neutral, work_hours};
use crate::base::{AdultId, ChildId, Html, Instant};
use crate::dialogue::letter::{State, Tap};
use crate::dialogue::note::To;
use crate::dialogue::{self};
use crate::model::Locale;
use crate::model::audit::Why;
use crate::model::event::Did;
use crate::model::message::{Button, Content, Keyboard, Kind, Parcel};
use crate::model::note::parts;
use crate::model::rights::Action;
use crate::model::visibility::{Audience, Party};
use crate::service::mail::{self, Letter, Posted};
use crate::service::{Served, Talk, home, rights};
use crate::store::{self, audit};
use crate::text::dates;
use crate::{label, say};

/// How long the chat waits for the letter.
const PATIENCE: TimeDelta = TimeDelta::hours(12);

/// Those between whom letters can pass at this moment.
struct Way {
    route: Route,
    /// Else it is for the child.
    from_child: bool,
    /// The parents a child's letter can go to, or who can give the child a parent's.
    others: Vec<Reader>,
}

const fn is_parent(party: Party) -> bool {
    matches!(party, Party::Parent | Party::ParentAtHome)
}

impl Way {
    fn of(route: Route) -> Self {
        let from_child = !is_parent(route.me.party());
        let mut others = route.readers();
        others.retain(|reader| !from_child || is_parent(reader.side.party()));
        Self {
            route,
            from_child,
            others,
        }
    }

    /// `None` for whoever may write no note about the child.
    async fn find(talk: &mut Talk<'_>, child: ChildId) -> Served<Option<Self>> {
        let Some(me) = talk.adult() else {
            return Ok(None);
        };
        let to = match store::links::pair(talk.tx, child, me).await? {
            Some(_) => To::School(child),
            None => To::Family(child),
        };
        let route = Route::find(talk, to, Audience::All).await?;
        Ok(route.map(Self::of))
    }

    /// The words of one direction.
    fn key(&self, from_child: &'static str, to_child: &'static str) -> &'static str {
        match self.from_child {
            true => from_child,
            false => to_child,
        }
    }

    fn with(&self, adult: AdultId) -> Option<Reader> {
        self.others.iter().find(|r| r.adult == adult).copied()
    }
}

fn button(label: String, tap: Tap) -> Button {
    Button::tap(label, dialogue::Tap::Letter(tap).encode())
}

/// What the question for a note offers beside it.
pub(super) fn row(locale: Locale, route: &Route) -> Option<Vec<Button>> {
    // A narrower choice is about the note: there nothing else is offered.
    if route.audience != Audience::All {
        return None;
    }
    let child = route.child.called();
    let others = route.readers();
    let is_parent_of = |reader: &Reader| is_parent(reader.side.party());
    let label = match is_parent(route.me.party()) {
        true if !others.is_empty() => label!(locale, "letter-to-child", child = child),
        false if others.iter().any(is_parent_of) => {
            label!(locale, "letter-from-child", child = child)
        }
        _ => return None,
    };
    Some(vec![button(label, Tap::Begin(route.child.id))])
}

/// A button of this feature was tapped.
pub async fn tapped(talk: &mut Talk<'_>, tap: &Tap) -> Served<()> {
    match *tap {
        Tap::Begin(child) => begin(talk, child).await,
        Tap::With(child, with) => ask(talk, child, with).await,
        Tap::Back(child, with) => {
            talk.leave_tapped();
            ask(talk, child, with).await
        }
        Tap::Done => {
            talk.leave_tapped();
            home::menu(talk).await
        }
    }
}

async fn begin(talk: &mut Talk<'_>, child: ChildId) -> Served<()> {
    let Some(way) = Way::find(talk, child).await? else {
        return talk.refuse().await;
    };
    let locale = talk.locale();
    match way.others.as_slice() {
        [] => {
            talk.show(nobody(locale, &way), home::open_menu(locale))
                .await
        }
        [one] => ask(talk, child, one.adult).await,
        several => {
            let mut rows = Vec::new();
            for reader in several {
                let name = store::adults::get(talk.tx, reader.adult).await?;
                let name = name.map(|adult| adult.name).unwrap_or_default();
                let who = reader.side.called(locale);
                let words = label!(locale, "letter-who", who = who, name = &name);
                rows.push(vec![button(words, Tap::With(child, reader.adult))]);
            }
            rows.extend(home::open_menu(locale));
            let key = way.key("letter-which-parent", "letter-through-whom");
            let html = say!(locale, key, child = way.route.child.called());
            talk.show(html, rows).await
        }
    }
}

fn nobody(locale: Locale, way: &Way) -> Html {
    let key = way.key("letter-no-parent", "letter-no-way");
    say!(locale, key, child = way.route.child.called())
}

/// Asks for the letter, and says first what becomes of it.
async fn ask(talk: &mut Talk<'_>, child: ChildId, with: AdultId) -> Served<()> {
    let Some(way) = Way::find(talk, child).await? else {
        return talk.refuse().await;
    };
    let locale = talk.locale();
    let Some(reader) = way.with(with) else {
        return talk
            .show(nobody(locale, &way), home::open_menu(locale))
            .await;
    };
    wait(talk, child, with).await?;
    let html = say!(
        locale,
        way.key("letter-ask-from", "letter-ask-to"),
        child = way.route.child.called(),
        who = reader.side.called(locale)
    );
    talk.show(html, home_row(locale, "button-cancel")).await
}

fn home_row(locale: Locale, key: &'static str) -> Vec<Vec<Button>> {
    vec![vec![button(label!(locale, key), Tap::Done)]]
}

async fn wait(talk: &mut Talk<'_>, child: ChildId, with: AdultId) -> Served<()> {
    let until = talk.env.now() + PATIENCE;
    let state = State { child, with, until };
    talk.goto(&dialogue::State::Letter(state)).await
}

/// Something came in. True when it was a letter, or an answer to one.
pub async fn hears(talk: &mut Talk<'_>, state: Option<&State>, did: &Did) -> Served<bool> {
    let now = talk.env.now();
    let state = match state {
        Some(state) if now >= state.until => {
            talk.goto(&dialogue::State::Idle).await?;
            None
        }
        other => other,
    };
    let (content, message, reply_to) = match did {
        Did::Says {
            text,
            message,
            reply_to,
        } => {
            let html = Html::escape(text.expose());
            (Content::Text { html }, *message, *reply_to)
        }
        Did::Sends {
            media,
            file,
            caption,
            message,
            reply_to,
            ..
        } => {
            let content = Content::Media {
                media: *media,
                file: file.clone(),
                caption: caption.clone(),
            };
            (content, *message, *reply_to)
        }
        _ => return Ok(false),
    };
    let answered = match reply_to {
        Some(remote) => answered(talk, remote).await?,
        None => None,
    };
    let (child, with) = match (answered, state) {
        (Some(letter), _) => letter,
        (None, Some(state)) => (state.child, state.with),
        (None, None) => return Ok(false),
    };
    pass(talk, (child, with), content, message, state.is_some()).await?;
    Ok(true)
}

/// Passes it on, to one person, and keeps nothing.
async fn pass(
    talk: &mut Talk<'_>,
    (child, with): (ChildId, AdultId),
    mut content: Content,
    message: i64,
    writing: bool,
) -> Served<()> {
    let (Some(me), Some(way)) = (talk.adult(), Way::find(talk, child).await?) else {
        return neutral(talk).await;
    };
    let locale = talk.locale();
    let Some(reader) = way.with(with) else {
        return talk
            .say(nobody(locale, &way), home::open_menu(locale))
            .await;
    };
    let left_out = match (&mut content, way.from_child) {
        (Content::Text { .. }, true) => {
            let html = say!(locale, "letter-no-words", child = way.route.child.called());
            return confirm(talk, html, home_row(locale, "button-cancel")).await;
        }
        (Content::Media { caption, .. }, true) => !std::mem::take(caption).is_empty(),
        _ => false,
    };
    if !post(talk, me, &way, reader, &content, message).await? {
        return talk
            .say(nobody(locale, &way), home::open_menu(locale))
            .await;
    }
    let mut html = say!(
        locale,
        way.key("letter-sent-from", "letter-sent-to"),
        child = way.route.child.called(),
        who = reader.side.called(locale)
    );
    if left_out {
        html.join("\n", &say!(locale, "letter-caption-left"));
    }
    let opens = opens(talk, child, reader).await?;
    let place = rights::place(talk.tx, child).await?;
    if let Some((opens, place)) = opens.zip(place) {
        let when = dates::moment(locale, opens, place.zone);
        html.join("\n\n", &say!(locale, "letter-waits", when = when));
    }
    let mut rows = Vec::new();
    if writing {
        wait(talk, child, with).await?;
        html.join("\n\n", &say!(locale, "note-more"));
        rows = home_row(locale, "note-done");
    }
    confirm(talk, html, rows).await
}

/// When a teacher or lead gets it; `None`: at once.
async fn opens(talk: &mut Talk<'_>, child: ChildId, reader: Reader) -> Served<Option<Instant>> {
    match reader.side {
        Side::Family { .. } => Ok(None),
        Side::Staff { .. } => work_hours::opens(talk.tx, talk.env, child, reader.adult).await,
    }
}

/// The messages that carry it. False when it cannot reach them.
async fn post(
    talk: &mut Talk<'_>,
    me: AdultId,
    way: &Way,
    reader: Reader,
    content: &Content,
    message: i64,
) -> Served<bool> {
    let (child, side) = (way.route.child.id, way.route.me);
    let Some(account) = store::accounts::of_adult(talk.tx, reader.adult).await? else {
        return Ok(false);
    };
    let locale = account.locale;
    let called = way.route.child.called();
    let head = say!(
        locale,
        way.key("letter-head-from", "letter-head-to"),
        child = called,
        who = side.called(locale)
    );
    let right = match reader.side {
        Side::Family { .. } => Action::FamilyNote,
        Side::Staff { .. } => Action::SchoolNote,
    };
    // Whoever gets it answers the other way round.
    let back = label!(
        locale,
        way.key("letter-to-child", "letter-from-child"),
        child = called
    );
    let rows = vec![vec![button(back, Tap::Back(child, me))]];
    let opens = opens(talk, child, reader).await?;
    let parts = parts(&head, content);
    let last = parts.len().saturating_sub(1);
    for (index, content) in parts.into_iter().enumerate() {
        let mut letter =
            Letter::about(reader.adult, child, right, Kind::Letter).dedup(key(me, message, index));
        letter.not_before = opens;
        let parcel = Parcel::Send {
            content,
            keyboard: (index == last)
                .then(|| Keyboard::rows(rows.clone()))
                .flatten(),
            // A drawing is the parent's to keep; who gives a letter to the child keeps none.
            protect: !way.from_child,
            silent: index > 0,
        };
        match mail::post(talk.tx, talk.env, letter, |_| parcel).await? {
            Posted::Queued(_) => {}
            Posted::NoAccount | Posted::NotAllowed | Posted::Duplicate => return Ok(false),
        }
    }
    let act = audit::Act {
        by: Some(me),
        action: "letter",
        child: Some(child),
        why: Some(match side {
            Side::Family { .. } => Why::Link,
            Side::Staff { .. } => Why::Post,
        }),
        ..Default::default()
    };
    audit::note(talk.tx, talk.env, act).await?;
    Ok(true)
}
