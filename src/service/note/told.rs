//! What a writer is told of a note: whom it goes to, who is not in the chat, whom to ring.

use super::form;
use super::people::Side;
use super::route::Route;
use crate::base::{ChildId, Html, UnitId};
use crate::dialogue;
use crate::dialogue::note::Piece;
use crate::model::Locale;
use crate::model::note::shows_people;
use crate::say;
use crate::service::{Served, Talk, consent, home, numbers};

/// A sentence with who reads it and about whom.
pub(super) fn said(locale: Locale, key: &str, route: &Route) -> Html {
    let readers = route.reached().into_iter();
    let who = form::listed(locale, readers.map(|reader| reader.side.called(locale)));
    let child = route.child.called();
    say!(locale, key, who = who, child = child)
}

/// Who is not in the chat: of the family only where staff asks, a family must not learn it of each other.
pub(super) fn unreached(locale: Locale, route: &Route) -> Html {
    if route.misses_school() {
        return say!(locale, "note-unreached-school");
    }
    let missing = route.missing();
    if missing.is_empty() {
        return Html::default();
    }
    let who = form::relations(locale, missing.into_iter());
    say!(locale, "note-unreached", who = who)
}

pub(super) async fn nobody(talk: &mut Talk<'_>, route: &Route) -> Served<()> {
    talk.goto(&dialogue::State::Idle).await?;
    let locale = talk.locale();
    let html = match route.me {
        Side::Staff { .. } => {
            let mut html = say!(locale, "note-nobody-family");
            html.join("\n", &unreached(locale, route));
            html
        }
        Side::Family { .. } => {
            let mut html = say!(locale, "note-nobody-school");
            html.join("\n\n", &hours(talk, route.child.school).await?);
            html
        }
    };
    talk.show(html, home::open_menu(locale)).await
}

/// Nobody watches round the clock: the school's numbers.
pub(super) async fn hours(talk: &mut Talk<'_>, school: UnitId) -> Served<Html> {
    let list = numbers::at(talk.tx, school).await?;
    Ok(numbers::ring(talk.locale(), &list))
}

/// Said to whoever sends a family a picture of school life while the school lets none be sent.
pub(super) async fn picture(talk: &mut Talk<'_>, route: &Route, piece: &Piece) -> Served<Html> {
    match route.me {
        Side::Staff { .. } => pictures(talk, route.child.id, std::slice::from_ref(piece)).await,
        Side::Family { .. } => Ok(Html::default()),
    }
}

/// The same of pieces to several families: one of their children stands for the school.
pub(super) async fn pictures(
    talk: &mut Talk<'_>,
    child: ChildId,
    pieces: &[Piece],
) -> Served<Html> {
    let any = pieces.iter().any(|piece| shows_people(&piece.content));
    Ok(match any && consent::pictures_rest(talk, child).await? {
        true => say!(talk.locale(), "note-pictures-rest"),
        false => Html::default(),
    })
}
