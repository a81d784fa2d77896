//! Consent per child and purpose: what the family sees and changes at any time, and the papers the
//! school records. Refusing is as easy as agreeing; stopping stops the next message, also a queued one.

mod answer;
mod family;
mod paper;

pub(super) use answer::at_joining;
pub use answer::text_of;

use super::roster::not_now;
use super::{Served, Talk, rights};
use crate::base::{ChildId, Html, Words};
use crate::dialogue::consent::{State, Tap};
use crate::dialogue::{self};
use crate::label;
use crate::model::Locale;
use crate::model::consent::{Answer, How, Purpose};
use crate::model::lifecycle::OWN_CONSENT;
use crate::model::message::Button;
use crate::model::rights::Action;
use crate::say;
use crate::store;
use crate::store::consents::Consent;
use crate::text::dates::day;

fn button(label: String, tap: Tap) -> Button {
    Button::tap(label, dialogue::Tap::Consent(tap).encode())
}

/// A button of this feature was tapped.
pub async fn tapped(talk: &mut Talk<'_>, tap: &Tap) -> Served<()> {
    talk.goto(&dialogue::State::Idle).await?;
    match *tap {
        Tap::Menu => family::menu(talk).await,
        Tap::Child(child) => family::child(talk, child).await,
        Tap::Text(child, purpose) => family::text(talk, child, purpose).await,
        Tap::Agree(child, purpose, version) => {
            family::answer(talk, child, purpose, Some(version), Answer::Agreed).await
        }
        Tap::Refuse(child, purpose, version) => {
            family::answer(talk, child, purpose, Some(version), Answer::Refused).await
        }
        Tap::Stop(child, purpose) => {
            family::answer(talk, child, purpose, None, Answer::Withdrawn).await
        }
        Tap::School(child) => paper::school(talk, child).await,
        Tap::Paper(child, adult) => paper::ask_purpose(talk, child, adult).await,
        Tap::PaperAnswer(child, adult, purpose) => {
            paper::ask_answer(talk, child, adult, purpose).await
        }
        Tap::PaperDay(child, adult, purpose, agrees) => {
            paper::ask_day(talk, child, adult, purpose, agrees).await
        }
        Tap::PaperPut(child, adult, purpose, agrees, ago) => {
            paper::put_ago(talk, child, adult, (purpose, agrees), ago).await
        }
    }
}

/// The date of a paper was typed.
pub async fn says(talk: &mut Talk<'_>, state: &State, words: &Words) -> Served<()> {
    talk.goto(&dialogue::State::Idle).await?;
    paper::typed(talk, state, words).await
}

/// One row in a family's menu, whatever the number of children.
pub async fn home_rows(talk: &mut Talk<'_>) -> Served<Vec<Vec<Button>>> {
    let Some(adult) = talk.adult() else {
        return Ok(Vec::new());
    };
    for link in store::links::of_adult(talk.tx, adult).await? {
        if talk.may(Action::OwnConsents, link.child).await? {
            return Ok(vec![open_row(talk.locale())]);
        }
    }
    Ok(Vec::new())
}

/// The way to all of one's consents.
pub(super) fn open_row(locale: Locale) -> Vec<Button> {
    vec![button(label!(locale, "consent-menu"), Tap::Menu)]
}

/// On the child's card, for those who record papers.
pub async fn child_rows(talk: &mut Talk<'_>, child: ChildId) -> Served<Vec<Vec<Button>>> {
    if !talk.may(Action::RecordConsent, child).await? {
        return Ok(Vec::new());
    }
    let words = label!(talk.locale(), "consent-school-menu");
    Ok(vec![vec![button(words, Tap::School(child))]])
}

/// Whether the young person is asked too: by the school's calendar.
async fn of_age(talk: &mut Talk<'_>, child: ChildId) -> Served<bool> {
    let place = rights::place(talk.tx, child).await?;
    let now = talk.env.now();
    Ok(place.is_some_and(|place| place.is_of_age(OWN_CONSENT, now)))
}

/// What a purpose is called, as words in a line and on a button.
fn called(locale: Locale, purpose: Purpose) -> String {
    label!(locale, &format!("consent-purpose-{}", purpose.as_str()))
}

/// `✅ Weekly news: agreed, Mon 2 March, by a tap` or what was never asked.
async fn line(talk: &mut Talk<'_>, purpose: Purpose, found: Option<&Consent>) -> Served<Html> {
    let locale = talk.locale();
    let what = called(locale, purpose);
    let Some(found) = found else {
        let key = match purpose.is_optional() {
            true => "consent-line-off",
            false => "consent-line-linked",
        };
        return Ok(say!(locale, key, what = what));
    };
    let answer = match found.answer {
        Answer::Agreed => label!(locale, "consent-answer-agreed"),
        Answer::Refused => label!(locale, "consent-answer-refused"),
        Answer::Withdrawn => label!(locale, "consent-answer-withdrawn"),
    };
    let at = day(locale, found.at.with_timezone(&talk.zone()).date_naive());
    if found.how == How::Tap {
        return Ok(say!(
            locale,
            "consent-line-tap",
            what = what,
            answer = answer,
            day = at,
            version = found.version.to_string()
        ));
    }
    let by = match found.recorded_by {
        Some(by) => store::adults::get(talk.tx, by).await?.map(|a| a.name),
        None => None,
    };
    let paper = found.paper_day.map(|paper| day(locale, paper));
    Ok(say!(
        locale,
        "consent-line-paper",
        what = what,
        answer = answer,
        paper = paper.unwrap_or_default(),
        name = &by.unwrap_or_default(),
        day = at
    ))
}
