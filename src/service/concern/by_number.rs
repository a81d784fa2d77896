//! Telling with numbers. One tap is enough for everything here; a number may have been meant for what stood there
//! before, or counted wrongly, so what names somebody or begins a report is asked back once.

use super::super::{Served, Talk, easy, numbers};
use super::screens::framed;
use super::{closing, not_now_below, refuse, report, who};
use crate::dialogue::concern::{State as Waits, Tap};
use crate::dialogue::{self, note};
use crate::model::concern::State;
use crate::model::message::Button;
use crate::model::rights::Action;
use crate::{label, say};

/// Asks whether the button with these words was meant. False: it needs no asking.
pub async fn asks_back(talk: &mut Talk<'_>, tap: &Tap, words: &str) -> Served<bool> {
    if !matches!(
        tap,
        Tap::Tell(..) | Tap::Note(_) | Tap::Named(..) | Tap::About(..)
    ) {
        return Ok(false);
    }
    talk.discreet();
    let no = match *tap {
        // What is wrong: it goes out within a minute.
        Tap::Tell(child, _, nameless) => {
            if let Some(child) = child
                && !talk.may(Action::ReportConcern, child).await?
            {
                return refuse(talk).await.map(|()| true);
            }
            dialogue::Tap::Concern(Tap::What(child, nameless))
        }
        // Its writer is named with it.
        Tap::Note(id) => dialogue::Tap::Note(note::Tap::More(id)),
        // From then on it does not exist for them.
        Tap::Named(id, _) | Tap::About(id, _) => {
            let Some(concern) = who::told(talk, id).await? else {
                return refuse(talk).await.map(|()| true);
            };
            if let Tap::About(_, child) = *tap
                && !talk.may(Action::ReportConcern, child).await?
            {
                return refuse(talk).await.map(|()| true);
            }
            // The button names one of this child's people.
            if let Some(child) = concern.child {
                talk.tells_of(child, Action::ReportConcern);
            }
            match tap {
                Tap::Named(..) => who::wait_for_yes(talk, concern).await?,
                _ => who::wait_on(talk, concern).await?,
            };
            dialogue::Tap::Concern(Tap::Again(id))
        }
        _ => return Ok(false),
    };
    let locale = talk.locale();
    let yes = dialogue::Tap::Concern(tap.clone()).encode();
    let rows = vec![
        vec![Button::tap(label!(locale, "easy-yes"), yes)],
        vec![Button::tap(label!(locale, "easy-no"), no.encode())],
    ];
    let list = numbers::of_speaker(talk).await?;
    let body = say!(locale, "easy-meant", what = words);
    talk.say(framed(locale, &list, body), rows).await?;
    easy::asks_back(talk, words);
    Ok(true)
}

/// A number came, and it is not known what it was meant for: the question that stands, with its buttons.
pub async fn again(talk: &mut Talk<'_>, waits: &Waits) -> Served<()> {
    talk.discreet();
    let id = match *waits {
        Waits::Telling {
            child: None,
            nameless: false,
            ..
        } => return report::begin(talk).await,
        Waits::Telling {
            child, nameless, ..
        } => return report::what(talk, child, nameless).await,
        Waits::More { concern, .. } | Waits::Receipt { concern, .. } => concern,
    };
    let Some(concern) = who::told(talk, id).await? else {
        talk.goto(&dialogue::State::Idle).await?;
        return not_now_below(talk).await;
    };
    if concern.state == State::Filed {
        return who::again(talk, id).await;
    }
    let locale = talk.locale();
    let list = super::numbers(talk.tx, concern.unit).await?;
    let html = framed(locale, &list, say!(locale, "concern-add"));
    closing(talk, html).await
}
