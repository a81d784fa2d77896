//! What a writer is told of a note: whom it goes to, who is not in the chat, whom to ring.

use super::form;
use super::people::Side;
use super::route::Route;
use crate::base::{Html, UnitId};
use crate::dialogue;
use crate::model::Locale;
use crate::say;
use crate::service::{Served, Talk, home, numbers};

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
